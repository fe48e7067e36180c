//! One finger of a case with its overlay, all ten on one sheet, and the images themselves.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use registry::{CapturedFinger, CommandError, FingerStatus, ImpressionImage, ViewReason};
use vocabulary::{CaseId, FingerPosition, ImpressionId, MissingReason, Purpose, Role};

use super::{Answer, Choice, page};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::PrintView;
use crate::fail::Fail;
use crate::labels;
use crate::prints;
use crate::shell::Shell;

/// One print of a page.
pub(crate) struct Shown {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) number: u8,
    pub(crate) view: Option<PrintView>,
    pub(crate) quality: u8,
    pub(crate) quality_word: String,
    pub(crate) is_low: bool,
    pub(crate) causes: Vec<String>,
    /// The reason that stands instead of an image.
    pub(crate) missing: String,
}

#[derive(Template)]
#[template(path = "finger.html")]
struct FingerPage {
    s: Shell,
    id: String,
    reference: String,
    shown: Shown,
    before: &'static str,
    after: &'static str,
    may_capture: bool,
    reasons: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "prints.html")]
struct SheetPage {
    s: Shell,
    id: String,
    reference: String,
    shown: Vec<Shown>,
    done: usize,
}

pub(crate) async fn show(desk: Desk, Path((id, position)): Path<(CaseId, FingerPosition)>) -> Answer {
    let case = desk.registry().view_case(desk.actor(), id).await?;
    let fingers = desk.registry().fingers_of_case(desk.actor(), id).await?;
    let finger = fingers.into_iter().find(|f| f.position == position);
    let reason = ViewReason::new(Purpose::Registration, case.reference.clone());
    let shown = shown(&desk, position, finger, &reason).await?;
    let near = |step: i8| {
        let number = (position.number() as i8 - 1 + step).rem_euclid(10) as u8 + 1;
        FingerPosition::from_number(number).unwrap_or(position).code()
    };
    let lang = desk.lang();
    page(&FingerPage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference: case.reference.clone(),
        shown,
        before: near(-1),
        after: near(1),
        may_capture: case.is_open() && case.decision.may_capture && desk.actor().role == Role::Operator,
        reasons: MissingReason::ALL
            .iter()
            .map(|r| Choice::new(r, labels::missing_reason(lang, *r)))
            .collect(),
    })
}

pub(crate) async fn sheet(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    let case = desk.registry().view_case(desk.actor(), id).await?;
    let fingers = desk.registry().fingers_of_case(desk.actor(), id).await?;
    let reason = ViewReason::new(Purpose::Registration, case.reference.clone());
    let mut all = Vec::new();
    for position in FingerPosition::ALL {
        let finger = fingers.iter().find(|f| f.position == *position).copied();
        all.push(shown(&desk, *position, finger, &reason).await?);
    }
    let done = fingers.iter().filter(|f| f.status != FingerStatus::Empty).count();
    page(&SheetPage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference: case.reference,
        shown: all,
        done,
    })
}

/// Reads a finger for a page. With an image this is an act with its own ledger entry.
pub(crate) async fn shown(
    desk: &Desk,
    position: FingerPosition,
    finger: Option<CapturedFinger>,
    reason: &ViewReason,
) -> Result<Shown, Fail> {
    let lang = desk.lang();
    let mut shown = Shown {
        code: position.code(),
        name: labels::finger(lang, position),
        number: position.number(),
        view: None,
        quality: 0,
        quality_word: String::new(),
        is_low: false,
        causes: Vec::new(),
        missing: String::new(),
    };
    match finger.map(|f| (f.status, f.impression)) {
        Some((FingerStatus::Missing(reason), _)) => shown.missing = labels::missing_reason(lang, reason),
        Some((FingerStatus::Captured { quality, below_minimum }, Some(id))) => {
            let (image, print) = fetch(desk, id, reason).await?;
            shown.quality = quality;
            shown.quality_word = prints::quality_word(lang, quality);
            shown.is_low = below_minimum;
            shown.causes =
                image.impression.quality.causes.iter().map(|c| prints::cause_words(lang, *c)).collect();
            let png = desk.lay(Item::Image(print.png))?;
            shown.view = print.extraction.ok().map(|extraction| PrintView::new(&png, &extraction));
        }
        _ => {}
    }
    Ok(shown)
}

/// Reads an impression under a reason and decodes it.
pub(crate) async fn fetch(
    desk: &Desk,
    id: ImpressionId,
    reason: &ViewReason,
) -> Result<(ImpressionImage, prints::Print), Fail> {
    let mut image = desk.registry().impression(desk.actor(), id, reason).await?;
    let original = std::mem::take(&mut image.original);
    let print = prints::read(&desk.state, original).await?;
    let print = print.map_err(|e| Fail::Internal(format!("a stored print does not read: {e}")))?;
    Ok((image, print))
}

/// An image laid on this officer's bench.
pub(crate) async fn image(desk: Desk, Path(id): Path<String>) -> Answer {
    let item: Arc<Item> = desk.find(&id)?;
    match &*item {
        Item::Image(png) => Ok(([(header::CONTENT_TYPE, "image/png")], png.clone()).into_response()),
        _ => Err(CommandError::NotFound { what: "print" }.into()),
    }
}
