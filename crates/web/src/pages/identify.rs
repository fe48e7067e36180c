//! Identification 1:N of an unknown person: ground, purpose, images; then candidates, compared by eye.

use askama::Template;
use axum::extract::Path;
use registry::{CommandError, Identification, SearchHit, ViewReason};
use vocabulary::{FingerPosition, Purpose, RegistryNumber};

use super::candidates::short;
use super::verify::{Probe, probe_pair, read_probes};
use super::{Answer, Choice, go, page, page_with_errors};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::{PairView, ScoreView};
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::labels;
use crate::shell::Shell;
use crate::upload::Upload;

/// The answer and the prints it was made of.
pub(crate) struct Identified {
    pub(crate) answer: Identification,
    pub(crate) purpose: Purpose,
    pub(crate) probes: Vec<Probe>,
}

#[derive(Template)]
#[template(path = "identify.html")]
struct IdentifyPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    purposes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "identified.html")]
struct IdentifiedPage {
    s: Shell,
    reference: String,
    searched: usize,
    complete: bool,
    rows: Vec<Row>,
    at: String,
    entry: u64,
}

struct Row {
    rank: usize,
    short: String,
    fingers: usize,
    score: ScoreView,
    href: String,
}

#[derive(Template)]
#[template(path = "identified_compare.html")]
struct ComparePage {
    s: Shell,
    short: String,
    number: String,
    reference: String,
    purpose: Purpose,
    back: String,
    score: ScoreView,
    pair: Option<PairView>,
    tabs: Vec<(String, String, bool)>,
}

/// `?finger=right-thumb`
#[derive(serde::Deserialize)]
pub(crate) struct Which {
    finger: Option<FingerPosition>,
}

pub(crate) async fn ask(desk: Desk) -> Answer {
    page(&identify_page(&desk, Errors::default(), Fields::default()))
}

fn identify_page(desk: &Desk, errors: Errors, f: Fields) -> IdentifyPage {
    let lang = desk.lang();
    let purposes = [Purpose::Identify];
    let purposes = purposes.into_iter().map(|p| Choice::new(p, labels::purpose(lang, p))).collect();
    IdentifyPage { s: desk.shell("identify"), errors, f, purposes }
}

pub(crate) async fn identify(upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let lang = desk.lang();
    let mut errors = Errors::default();
    let reference = fields.get("reference").to_owned();
    if reference.is_empty() || reference.chars().count() > 64 {
        errors.add("reference", lang.t("need-reference"));
    }
    let read = read_probes(&desk, &fields, files, &mut errors).await?;
    let (Ok(purpose), true) = (fields.get("purpose").parse::<Purpose>(), errors.is_empty()) else {
        if errors.is_empty() {
            errors.add("purpose", lang.t("need-purpose"));
        }
        return page_with_errors(&identify_page(&desk, errors, fields));
    };
    let positions_known = fields.get("positions") == "known";
    let (mut probes, mut inputs) = (Vec::new(), Vec::new());
    for (mut probe, input) in read {
        probe.position = probe.position.filter(|_| positions_known);
        inputs.push((probe.position, input));
        probes.push(probe);
    }
    let answer = match desk.registry().identify(desk.actor(), &reference, purpose, inputs).await {
        Ok(answer) => answer,
        Err(CommandError::Invalid { field, message }) => {
            return page_with_errors(&identify_page(&desk, Errors::one(field, message), fields));
        }
        Err(other) => return Err(other.into()),
    };
    let id = desk.lay(Item::Identified(Identified { answer, purpose, probes }))?;
    go(&format!("/identify/{id}"))
}

pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Identified(identified) = &*item else { return Err(Fail::NotFound) };
    let answer = &identified.answer;
    let row = |(index, hit): (usize, &SearchHit)| Row {
        rank: index + 1,
        short: short(&hit.registry_number.to_string()),
        fingers: hit.fingers.len(),
        score: score(&desk, hit, answer.threshold),
        href: format!("/identify/{id}/compare/{}", hit.registry_number),
    };
    page(&IdentifiedPage {
        s: desk.shell("identify"),
        reference: answer.case_reference.clone(),
        searched: answer.searched,
        complete: answer.complete,
        rows: answer.hits.iter().enumerate().map(row).collect(),
        at: labels::instant(answer.at),
        entry: answer.ledger_sequence,
    })
}

fn score(desk: &Desk, hit: &SearchHit, threshold: f32) -> ScoreView {
    let ratio = desk.registry().other_version_of(hit.registry_number).is_none().then_some(hit.log10_lr);
    ScoreView::new(desk.lang(), hit.score, ratio, threshold)
}

pub(crate) async fn compare(
    desk: Desk,
    Path((id, number)): Path<(String, RegistryNumber)>,
    axum::extract::Query(which): axum::extract::Query<Which>,
) -> Answer {
    let item = desk.find(&id)?;
    let Item::Identified(identified) = &*item else { return Err(Fail::NotFound) };
    let answer = &identified.answer;
    let hit = answer.hits.iter().find(|hit| hit.registry_number == number).ok_or(Fail::NotFound)?;
    let best = hit.fingers.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(position, _)| *position);
    let position = which.finger.or(best).unwrap_or(FingerPosition::RightThumb);
    let reason = ViewReason { purpose: identified.purpose, reference: answer.case_reference.clone() };
    let pair = probe_pair(&desk, &identified.probes, number, position, &reason).await?;
    let lang = desk.lang();
    let tab = |(p, _): &(FingerPosition, f32)| {
        (format!("/identify/{id}/compare/{number}?finger={p}"), labels::finger(lang, *p), *p == position)
    };
    page(&ComparePage {
        s: desk.shell("identify"),
        short: short(&number.to_string()),
        number: number.to_string(),
        reference: answer.case_reference.clone(),
        purpose: identified.purpose,
        back: format!("/identify/{id}"),
        score: score(&desk, hit, answer.threshold),
        pair,
        tabs: hit.fingers.iter().map(tab).collect(),
    })
}
