//! Verification 1:1: whom the person claims to be, fresh fingers, one answer.

use askama::Template;
use axum::extract::{Path, Query};
use dactyloscopy::Template as PrintTemplate;
use registry::{CaptureInput, CommandError, Verification, VerificationAnswer, ViewReason};
use vocabulary::{CaseId, FingerPosition, Purpose};

use super::finger::fetch;
use super::{Answer, Choice, go, page, page_with_errors};
use crate::bench::Item;
use crate::capture_names::positions;
use crate::desk::Desk;
use crate::draw::{PairView, ScoreView};
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::labels;
use crate::prints;
use crate::shell::Shell;
use crate::upload::{SentFile, Upload};

/// Fingers taken for one verification or identification.
pub(crate) const PROBES_MAX: usize = 10;

/// A fresh print, kept on the bench for comparing by eye.
pub(crate) struct Probe {
    pub(crate) position: Option<FingerPosition>,
    pub(crate) template: PrintTemplate,
    pub(crate) png: String,
}

/// The answer and the fresh prints it was made of.
pub(crate) struct Verified {
    pub(crate) answer: Verification,
    pub(crate) purpose: Purpose,
    pub(crate) case: Option<CaseId>,
    pub(crate) probes: Vec<Probe>,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    case: String,
    purposes: Vec<Choice>,
    fingers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "verified.html")]
struct VerifiedPage {
    s: Shell,
    is_confirmed: bool,
    score: ScoreView,
    fingers: Vec<FingerRow>,
    at: String,
    entry: u64,
    case: String,
    /// Empty when the calibration holds for all fingers.
    versions: String,
}

struct FingerRow {
    name: String,
    score: ScoreView,
    href: String,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    s: Shell,
    title: String,
    back: String,
    pair: Option<PairView>,
    tabs: Vec<(String, String, bool)>,
}

/// `?case=…`: a case whose answer is "verify".
#[derive(serde::Deserialize)]
pub(crate) struct ForCase {
    case: Option<CaseId>,
}

pub(crate) async fn ask(desk: Desk, Query(query): Query<ForCase>) -> Answer {
    let case = query.case.map(|id| id.to_string()).unwrap_or_default();
    page(&verify_page(&desk, Errors::default(), Fields::default(), case))
}

fn verify_page(desk: &Desk, errors: Errors, f: Fields, case: String) -> VerifyPage {
    let lang = desk.lang();
    // At the border the lane answers.
    let purposes = [Purpose::Confirm];
    VerifyPage {
        s: desk.shell("verify"),
        errors,
        f,
        case,
        purposes: purposes.iter().map(|p| Choice::new(p, labels::purpose(lang, *p))).collect(),
        fingers: FingerPosition::ALL.iter().map(|p| Choice::new(p, labels::finger(lang, *p))).collect(),
    }
}

pub(crate) async fn verify(upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let lang = desk.lang();
    let mut errors = Errors::default();
    let case_text = fields.get("case").to_owned();
    let case = case_text.parse::<CaseId>().ok();
    let purpose = if case.is_some() { Some(Purpose::Confirm) } else { fields.get("purpose").parse().ok() };
    if fields.get("claim").is_empty() {
        errors.add("claim", lang.t("need-claim"));
    }
    let read = read_probes(&desk, &fields, files, &mut errors).await?;
    let (Some(purpose), true) = (purpose, errors.is_empty()) else {
        return page_with_errors(&verify_page(&desk, errors, fields, case_text));
    };
    let (mut probes, mut inputs) = (Vec::new(), Vec::new());
    for (probe, input) in read {
        inputs.push((probe.position.unwrap_or(FingerPosition::RightIndex), input));
        probes.push(probe);
    }
    let answer = match desk.registry().verify(desk.actor(), fields.get("claim"), purpose, case, inputs).await
    {
        Ok(answer) => answer,
        Err(CommandError::NotFound { .. }) => {
            let errors = Errors::one("claim", lang.t("claim-not-found"));
            return page_with_errors(&verify_page(&desk, errors, fields, case_text));
        }
        Err(other) => return Err(other.into()),
    };
    let id = desk.lay(Item::Verified(Verified { answer, purpose, case, probes }))?;
    go(&format!("/verify/{id}"))
}

/// Decodes and extracts the fresh prints; what is wrong with one is added to the errors.
pub(crate) async fn read_probes(
    desk: &Desk,
    fields: &Fields,
    files: Vec<SentFile>,
    errors: &mut Errors,
) -> Result<Vec<(Probe, CaptureInput)>, Fail> {
    let lang = desk.lang();
    if files.is_empty() || files.len() > PROBES_MAX {
        errors.add("files", lang.t("need-files"));
        return Ok(Vec::new());
    }
    let chosen = fields.get("position").parse::<FingerPosition>().ok();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let told = match chosen {
        Some(position) if files.len() == 1 => vec![Some(position)],
        _ => positions(&names, FingerPosition::ALL),
    };
    let mut read = Vec::new();
    for (position, file) in told.into_iter().zip(files) {
        match prints::read(&desk.state, file.bytes).await? {
            Err(error) => {
                errors.add("files", format!("{}: {} ({error})", file.name, lang.t("print-unreadable")))
            }
            Ok(print) => match &print.extraction {
                Err(error) => {
                    errors.add("files", format!("{}: {}", file.name, prints::extract_words(lang, error)))
                }
                Ok(extraction) => {
                    let png = desk.lay(Item::Image(print.png.clone()))?;
                    let template = extraction.template.clone();
                    read.push((Probe { position, template, png }, print.into_capture()));
                }
            },
        }
    }
    Ok(read)
}

pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Verified(verified) = &*item else { return Err(Fail::NotFound) };
    let (lang, answer) = (desk.lang(), &verified.answer);
    let row = |(position, score): &(FingerPosition, f32)| FingerRow {
        name: labels::finger(lang, *position),
        score: ScoreView::new(lang, *score, ratio_of(answer, *position, *score), answer.threshold),
        href: format!("/verify/{id}/compare/{position}"),
    };
    page(&VerifiedPage {
        s: desk.shell("verify"),
        is_confirmed: answer.answer == VerificationAnswer::Confirmed,
        score: ScoreView::new(lang, answer.score, answer.log10_lr, answer.threshold),
        fingers: answer.fingers.iter().map(row).collect(),
        at: labels::instant(answer.at),
        entry: answer.ledger_sequence,
        case: verified.case.map(|id| id.to_string()).unwrap_or_default(),
        versions: versions(answer),
    })
}

/// A finger's likelihood ratio; none across algorithm versions.
fn ratio_of(answer: &Verification, position: FingerPosition, score: f32) -> Option<f32> {
    let other = answer.other_versions.iter().any(|other| other.position == position);
    (!other).then(|| dactyloscopy::log10_likelihood_ratio(score))
}

/// The algorithm versions of the prints compared, where they are not those of the calibration.
fn versions(answer: &Verification) -> String {
    let mut named: Vec<String> =
        answer.other_versions.iter().map(|other| format!("{} / {}", other.probe, other.record)).collect();
    named.sort();
    named.dedup();
    named.join(", ")
}

pub(crate) async fn compare(desk: Desk, Path((id, position)): Path<(String, FingerPosition)>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Verified(verified) = &*item else { return Err(Fail::NotFound) };
    let reference = verified.answer.search.to_string();
    let reason = ViewReason::new(verified.purpose, reference);
    let number = verified.answer.registry_number;
    let pair = probe_pair(&desk, &verified.probes, number, position, &reason).await?;
    let lang = desk.lang();
    let tab = |(p, _): &(FingerPosition, f32)| {
        (format!("/verify/{id}/compare/{p}"), labels::finger(lang, *p), *p == position)
    };
    page(&ComparePage {
        s: desk.shell("verify"),
        title: labels::finger(lang, position),
        back: format!("/verify/{id}"),
        pair,
        tabs: verified.answer.fingers.iter().map(tab).collect(),
    })
}

/// A fresh print beside the registered one of the same finger.
pub(crate) async fn probe_pair(
    desk: &Desk,
    probes: &[Probe],
    number: vocabulary::RegistryNumber,
    position: FingerPosition,
    reason: &ViewReason,
) -> Result<Option<PairView>, Fail> {
    let fingers = desk.registry().fingers_of_record(desk.actor(), number, reason).await?;
    let registered = fingers.iter().find(|f| f.position == position).and_then(|f| f.impression);
    let known = probes.iter().find(|probe| probe.position == Some(position));
    let (Some(registered), Some(probe)) = (registered, known.or_else(|| probes.first())) else {
        return Ok(None);
    };
    let (image, print) = fetch(desk, registered, reason).await?;
    let png = desk.lay(Item::Image(print.png))?;
    Ok(Some(PairView::new(&probe.png, &probe.template, &png, &image.impression.template)))
}
