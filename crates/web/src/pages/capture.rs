//! Capture: ten images by drag, by one file field or by a field for each finger, or a reason instead.

use askama::Template;
use axum::extract::Path;
use registry::{CaptureInput, CapturedFinger, CommandError, FingerStatus};
use vocabulary::{Body, CaseId, FingerPosition, MissingReason};

use super::{Answer, Choice, go, page, page_with_errors};
use crate::capture_names::positions;
use crate::desk::Desk;
use crate::draw::{HandFinger, hand_map};
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::i18n::Lang;
use crate::labels;
use crate::prints;
use crate::shell::Shell;
use crate::upload::{SentFile, Upload};

#[derive(Template)]
#[template(path = "capture.html")]
struct CapturePage {
    s: Shell,
    id: String,
    reference: String,
    errors: Errors,
    fingers: Vec<HandFinger>,
    reasons: Vec<Choice>,
    done: usize,
}

pub(crate) async fn ask(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    page(&capture_page(&desk, id, Errors::default()).await?)
}

async fn capture_page(desk: &Desk, id: CaseId, errors: Errors) -> Result<CapturePage, Fail> {
    let (reference, fingers) = known(desk, id).await?;
    let lang = desk.lang();
    let reason = |r: &MissingReason| Choice::new(r, labels::missing_reason(lang, *r));
    Ok(CapturePage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference,
        errors,
        done: fingers.iter().filter(|f| f.status != FingerStatus::Empty).count(),
        fingers: hand_map(lang, &fingers, |p| format!("#{p}")),
        reasons: MissingReason::ALL.iter().map(reason).collect(),
    })
}

/// Reference and fingers of a case; of one that a service firm hands over its number and no finger (R33.4.2).
async fn known(desk: &Desk, id: CaseId) -> Result<(String, Vec<CapturedFinger>), Fail> {
    if desk.actor().body == Body::Svc {
        return Ok((id.to_string(), Vec::new()));
    }
    let case = desk.registry().view_case(desk.actor(), id).await?;
    Ok((case.reference, desk.registry().fingers_of_case(desk.actor(), id).await?))
}

/// Takes what was sent finger by finger: what is good is kept, what is not is named.
pub(crate) async fn take(Path(id): Path<CaseId>, upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let mut errors = Errors::default();
    let mut taken = Vec::new();
    let placed = by_finger(&desk, id, files, &mut errors).await?;
    refuse_contradictions(lang, &placed, &fields, &mut errors);
    if !errors.is_empty() {
        return page_with_errors(&capture_page(&desk, id, errors).await?);
    }
    for (position, file) in placed {
        let name = labels::finger(lang, position);
        let error = match prints::read(&desk.state, file.bytes).await? {
            Err(error) => format!("{} {} ({error})", lang.t("print-unreadable"), file.name),
            Ok(print) => match registry.capture(actor, id, position, print.into_capture()).await {
                Ok(_) => {
                    taken.push(position);
                    continue;
                }
                Err(CommandError::Capture(error)) => {
                    format!("{}: {}", file.name, prints::extract_words(lang, &error))
                }
                Err(CommandError::Invalid { message, .. }) => format!("{}: {message}", file.name),
                Err(other) => return Err(other.into()),
            },
        };
        errors.add(position.code(), format!("{name}: {error}"));
    }
    for position in FingerPosition::ALL {
        if let Ok(reason) = fields.get(&format!("reason-{position}")).parse::<MissingReason>() {
            registry.capture(actor, id, *position, CaptureInput::Missing(reason)).await?;
            taken.push(*position);
        }
    }
    if taken.is_empty() && errors.is_empty() {
        errors.add("files", lang.t("need-files"));
    }
    if !errors.is_empty() {
        return page_with_errors(&capture_page(&desk, id, errors).await?);
    }
    match taken.as_slice() {
        _ if actor.body == Body::Svc => go(&format!("/cases/{id}")),
        [one] => go(&format!("/cases/{id}/fingers/{one}")),
        _ => go(&format!("/cases/{id}/prints")),
    }
}

/// Two images of one finger, or an image and a reason: nothing is taken until the operator says which holds.
fn refuse_contradictions(
    lang: Lang,
    placed: &[(FingerPosition, SentFile)],
    fields: &Fields,
    errors: &mut Errors,
) {
    for position in FingerPosition::ALL {
        let images = placed.iter().filter(|(taken, _)| taken == position).count();
        let key = match fields.some(&format!("reason-{position}")) {
            _ if images > 1 => "print-two-images",
            Some(_) if images == 1 => "print-and-reason",
            _ => continue,
        };
        errors.add(position.code(), format!("{}: {}", labels::finger(lang, *position), lang.t(key)));
    }
}

/// Says which finger each file shows: its own field, else its name, else its place among the free positions.
async fn by_finger(
    desk: &Desk,
    id: CaseId,
    files: Vec<SentFile>,
    errors: &mut Errors,
) -> Result<Vec<(FingerPosition, SentFile)>, Fail> {
    let own_field = |file: &SentFile| file.field.strip_prefix("finger-")?.parse::<FingerPosition>().ok();
    let (mut placed, mut many) = (Vec::new(), Vec::new());
    for file in files {
        match own_field(&file) {
            Some(position) => placed.push((position, file)),
            None => many.push(file),
        }
    }
    if many.is_empty() {
        return Ok(placed);
    }
    let (_, fingers) = known(desk, id).await?;
    let is_free = |p: &FingerPosition| {
        let empty = fingers.iter().all(|f| f.position != *p || f.status == FingerStatus::Empty);
        empty && placed.iter().all(|(taken, _)| taken != p)
    };
    let free: Vec<FingerPosition> = FingerPosition::ALL.iter().copied().filter(is_free).collect();
    let names: Vec<&str> = many.iter().map(|file| file.name.as_str()).collect();
    for (position, file) in positions(&names, &free).into_iter().zip(many) {
        match position {
            Some(position) => placed.push((position, file)),
            None => errors.add("files", format!("{}: {}", file.name, desk.lang().t("print-no-place"))),
        }
    }
    Ok(placed)
}
