//! One finger position of a case: an image or a reason (R1.5.1).

use dactyloscopy::{Quality, Template};
use law::{Operation, Request};
use serde::Serialize;
use vocabulary::{Actor, CaseId, EncounterId, FingerPosition, ImpressionId, MissingReason, RegistryNumber};

use super::matters;
use crate::act::{About, RETRIES_MAX, is_conflict};
use crate::error::CommandError;
use crate::model::{CaptureInput, CapturedFinger, FingerStatus, causes_to_text};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, facts, random, validate};

/// What the entry commits to: no case, no person.
#[derive(Serialize)]
struct Capture {
    position: FingerPosition,
    impression: Option<ImpressionId>,
    quality: Option<u8>,
    missing: Option<MissingReason>,
}

/// A capture ready to be written, on whatever version of the case.
enum Finger {
    Print { original: Vec<u8>, media_type: String, ppi: u16, template: Box<Template>, quality: Quality },
    Missing(MissingReason),
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
    position: FingerPosition,
    input: CaptureInput,
) -> Result<CapturedFinger, CommandError> {
    validate::capture(&input)?;
    may_capture(registry, actor, id).await?;
    let finger = match input {
        CaptureInput::Image { image, ppi, original, media_type } => {
            let (template, quality) = registry.extract(image, ppi).await?;
            Finger::Print { original, media_type, ppi: ppi.get(), template: Box::new(template), quality }
        }
        CaptureInput::Missing(reason) => Finger::Missing(reason),
    };
    // Captures of different positions do not disturb each other: on a conflict the same finger is
    // written on the case as it is then, and the law is asked again.
    let mut result = write(registry, actor, id, position, &finger).await;
    for _ in 0..RETRIES_MAX {
        if !result.as_ref().is_err_and(is_conflict) {
            break;
        }
        result = write(registry, actor, id, position, &finger).await;
    }
    result
}

/// Asked before the costly extraction, so that an unlawful print is not even read (R10.1.1).
async fn may_capture(registry: &Registry, actor: Actor, id: CaseId) -> Result<(), CommandError> {
    let case = facts::refreshed(registry, registry.case_record(id).await?, registry.today())?;
    let request = registry.case_request(actor, Operation::Capture, &case);
    let request = Request { station_failed: matters::station_has_failed(registry, actor).await?, ..request };
    registry.allow(&request, About::Case(id)).await?;
    super::must_be_open(&case)
}

async fn write(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
    position: FingerPosition,
    finger: &Finger,
) -> Result<CapturedFinger, CommandError> {
    let mut case = facts::refreshed(registry, registry.case_record(id).await?, registry.today())?;
    let request = registry.case_request(actor, Operation::Capture, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    super::must_be_open(&case)?;
    if let Some(other) = same_print(registry, id, position, finger).await? {
        let message = format!("this is the same image as {other}: take each finger by itself (R11.4.1)");
        return registry
            .ended(grant, About::Case(id), CommandError::Invalid { field: "image", message })
            .await;
    }
    let mut transaction = Transaction::granted(grant);
    let (number, encounter) = match (registry.store.draft_of(id).await?, case.encounter) {
        (Some(number), Some(encounter)) => (number, encounter),
        _ => {
            let number = RegistryNumber::from_random_bytes(random::bytes()?);
            let encounter = EncounterId::from_random_bytes(random::bytes()?);
            transaction = transaction.change(Change::EncounterOpened { case: id, encounter, number });
            (number, encounter)
        }
    };
    let (change, captured, commitment) = describe(finger, number, encounter, position)?;
    case.encounter = Some(encounter);
    case.duplicate_check = None;
    case.version += 1;
    transaction = transaction
        .about("case", Keeper::Identity, Owner::Case(id), &id)?
        .about("capture", Keeper::Links, Owner::Record(number), &commitment)?
        .change(change)
        .change(Change::CaseUpdated(Box::new(case)));
    registry.submit(transaction).await?;
    Ok(captured)
}

/// Another position of the case that holds this very image: its template is the same to the byte. Whether
/// two *different* images show one finger is a question of scores, and those are for examiners.
async fn same_print(
    registry: &Registry,
    id: CaseId,
    position: FingerPosition,
    finger: &Finger,
) -> Result<Option<FingerPosition>, CommandError> {
    let (Finger::Print { template, .. }, Some(number)) = (finger, registry.store.draft_of(id).await?) else {
        return Ok(None);
    };
    let bytes = template.to_bytes();
    let held = registry.store.templates(number).await?;
    Ok(held.into_iter().find(|(other, held)| *other != position && *held == bytes).map(|(other, _)| other))
}

fn describe(
    finger: &Finger,
    number: RegistryNumber,
    encounter: EncounterId,
    position: FingerPosition,
) -> Result<(Change, CapturedFinger, Capture), CommandError> {
    Ok(match finger {
        Finger::Missing(reason) => (
            Change::FingerMissing { number, encounter, position, reason: *reason },
            CapturedFinger { position, status: FingerStatus::Missing(*reason), impression: None },
            Capture { position, impression: None, quality: None, missing: Some(*reason) },
        ),
        Finger::Print { original, media_type, ppi, template, quality } => {
            let id = ImpressionId::from_random_bytes(random::bytes()?);
            let change = Change::ImpressionCaptured {
                number,
                encounter,
                id,
                position,
                original: original.clone(),
                media_type: media_type.clone(),
                ppi: *ppi,
                template: template.to_bytes(),
                quality_score: quality.score,
                quality_causes: causes_to_text(&quality.causes),
            };
            let status = FingerStatus::captured(quality.score);
            (
                change,
                CapturedFinger { position, status, impression: Some(id) },
                Capture { position, impression: Some(id), quality: Some(quality.score), missing: None },
            )
        }
    })
}
