//! An image of a finger: of a case the actor may see, of a record under a reason, of a candidate that waits for an
//! examiner, or of a supplement that waits for an officer.

use law::Operation;
use vocabulary::{Actor, CandidateId, ImpressionId, RegistryNumber, Role};

use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{CandidateRecord, ImpressionImage, ViewReason};
use crate::validate;

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: ImpressionId,
    reason: &ViewReason,
) -> Result<ImpressionImage, CommandError> {
    validate::reference("reason.reference", &reason.reference)?;
    let found = registry.store.impression(id).await?;
    let (number, image) = found.ok_or(CommandError::NotFound { what: "impression" })?;
    if let Some(candidate) = examined(registry, actor, number, reason).await? {
        super::adjudicate::view_prints(registry, actor, &candidate).await?;
        return Ok(image);
    }
    if super::supplement::note_look(registry, actor, number, reason).await? {
        return Ok(image);
    }
    match registry.store.person_of(number).await? {
        // Registered: a view of a record.
        Some(person) => {
            super::records::note_view(registry, actor, number, Some(person), reason).await?;
        }
        // A draft: a view of its case.
        None => {
            let case =
                registry.store.case_of(number).await?.ok_or(CommandError::NotFound { what: "case" })?;
            let case = registry.case_record(case).await?;
            let request = registry.case_request(actor, Operation::ViewCase, &case);
            registry.note(&request, About::Case(case.id)).await?;
        }
    }
    Ok(image)
}

/// The candidate that the reason names, when it is an examiner's and the print is of one of its two sides:
/// then prints are looked at, and neither a case nor a record is opened.
async fn examined(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reason: &ViewReason,
) -> Result<Option<CandidateRecord>, CommandError> {
    let (Role::Examiner, Ok(id)) = (actor.role, reason.reference.parse::<CandidateId>()) else {
        return Ok(None);
    };
    let Some(candidate) = registry.store.candidate(id).await? else { return Ok(None) };
    let is_side = candidate.hit.registry_number == number
        || registry.store.draft_of(candidate.case).await? == Some(number);
    Ok(is_side.then_some(candidate))
}
