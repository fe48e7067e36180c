//! Candidates of duplicate checks: two named examiners look at the prints, blind to each other; no name is shown.

use askama::Template;
use axum::extract::Path;
use registry::{Adjudication, CandidateRecord, CandidateState, CapturedFinger, CommandError, ViewReason};
use vocabulary::{CandidateId, FingerPosition, Purpose};

use super::finger::fetch;
use super::{Answer, go, page, page_with_errors};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::{PairView, ScoreView};
use crate::fail::Fail;
use crate::form::{Errors, Posted};
use crate::labels;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "candidates.html")]
struct ListPage {
    s: Shell,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    short: String,
    fingers: usize,
    score: ScoreView,
    state: String,
}

#[derive(Template)]
#[template(path = "candidate.html")]
struct CandidatePage {
    s: Shell,
    id: String,
    short: String,
    errors: Errors,
    reason: String,
    score: ScoreView,
    tabs: Vec<Tab>,
    finger: String,
    finger_score: ScoreView,
    pair: Option<PairView>,
}

struct Tab {
    code: &'static str,
    name: String,
    score: String,
    is_active: bool,
}

/// `?finger=right-thumb`
#[derive(serde::Deserialize)]
pub(crate) struct Which {
    finger: Option<FingerPosition>,
}

pub(crate) async fn list(desk: Desk) -> Answer {
    let waiting = desk.registry().waiting_candidates(desk.actor()).await?;
    let rows = waiting.iter().map(|candidate| row(&desk, candidate)).collect();
    page(&ListPage { s: desk.shell("candidates"), rows })
}

fn row(desk: &Desk, candidate: &CandidateRecord) -> Row {
    let state = match candidate.state {
        CandidateState::Waiting { .. } => "candidate-waiting",
        CandidateState::Disputed => "candidate-disputed",
        CandidateState::Decided(_) => "candidate-decided",
    };
    Row {
        id: candidate.id.to_string(),
        short: short(&candidate.id.to_string()),
        fingers: candidate.hit.fingers.len(),
        score: whole_score(desk, candidate),
        state: desk.lang().t(state),
    }
}

fn whole_score(desk: &Desk, candidate: &CandidateRecord) -> ScoreView {
    let ratio = ratio_unless_other_version(desk, candidate, candidate.hit.log10_lr);
    ScoreView::new(desk.lang(), candidate.hit.score, ratio, dactyloscopy::MATCH_THRESHOLD)
}

/// Scores with templates of another algorithm version carry no likelihood ratio.
fn ratio_unless_other_version(desk: &Desk, candidate: &CandidateRecord, log10_lr: f32) -> Option<f32> {
    desk.registry().other_version_of(candidate.hit.registry_number).is_none().then_some(log10_lr)
}

/// The first block of an identifier: enough to talk about it.
pub(crate) fn short(id: &str) -> String {
    id.split('-').next().unwrap_or_default().to_owned()
}

pub(crate) async fn show(
    desk: Desk,
    Path(id): Path<CandidateId>,
    axum::extract::Query(which): axum::extract::Query<Which>,
) -> Answer {
    page(&candidate_page(&desk, id, which.finger, Errors::default(), String::new()).await?)
}

async fn candidate_page(
    desk: &Desk,
    id: CandidateId,
    which: Option<FingerPosition>,
    errors: Errors,
    reason: String,
) -> Result<CandidatePage, Fail> {
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let waiting = registry.waiting_candidates(actor).await?;
    let found = waiting.into_iter().find(|c| c.id == id);
    let candidate = found.ok_or(CommandError::NotFound { what: "candidate" })?;
    let both = registry.candidate_fingers(actor, id).await?;
    let scores = &candidate.hit.fingers;
    let best = scores.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(position, _)| *position);
    let position = which.or(best).unwrap_or(FingerPosition::RightThumb);
    let view_reason = ViewReason::new(Purpose::Registration, id.to_string());
    let pair = pair(desk, position, &both.case, &both.candidate, &view_reason).await?;
    let of_finger = scores.iter().find(|(p, _)| *p == position).map_or(0.0, |(_, score)| *score);
    let tab = |(p, score): &(FingerPosition, f32)| Tab {
        code: p.code(),
        name: labels::finger(lang, *p),
        score: format!("{score:.2}"),
        is_active: *p == position,
    };
    Ok(CandidatePage {
        s: desk.shell("candidates"),
        id: id.to_string(),
        short: short(&id.to_string()),
        errors,
        reason,
        score: whole_score(desk, &candidate),
        tabs: scores.iter().map(tab).collect(),
        finger: labels::finger(lang, position),
        finger_score: ScoreView::new(
            lang,
            of_finger,
            ratio_unless_other_version(desk, &candidate, dactyloscopy::log10_likelihood_ratio(of_finger)),
            dactyloscopy::MATCH_THRESHOLD,
        ),
        pair,
    })
}

/// The same finger of two hands, side by side; `None` when one of them has no image.
pub(crate) async fn pair(
    desk: &Desk,
    position: FingerPosition,
    a: &[CapturedFinger],
    b: &[CapturedFinger],
    reason: &ViewReason,
) -> Result<Option<PairView>, Fail> {
    let impression = |side: &[CapturedFinger]| side.iter().find(|f| f.position == position)?.impression;
    let (Some(a), Some(b)) = (impression(a), impression(b)) else { return Ok(None) };
    let (a_image, a_print) = fetch(desk, a, reason).await?;
    let (b_image, b_print) = fetch(desk, b, reason).await?;
    let (a_png, b_png) = (desk.lay(Item::Image(a_print.png))?, desk.lay(Item::Image(b_print.png))?);
    Ok(Some(PairView::new(&a_png, &a_image.impression.template, &b_png, &b_image.impression.template)))
}

pub(crate) async fn judge(Path(id): Path<CandidateId>, Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let opinion = match fields.get("opinion") {
        "same" => Adjudication::Same,
        "different" => Adjudication::Different,
        "inconclusive" => Adjudication::Inconclusive,
        _ => return Err(Fail::BadForm),
    };
    let reason = fields.get("reason");
    if reason.is_empty() || reason.chars().count() > 1000 {
        let errors = Errors::one("reason", lang.t("need-reason"));
        return page_with_errors(&candidate_page(&desk, id, None, errors, reason.to_owned()).await?);
    }
    desk.registry().adjudicate(desk.actor(), id, opinion, reason).await?;
    go("/candidates")
}
