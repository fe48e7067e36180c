//! An image of a finger: of a case the actor may see, of a record under a reason, of a candidate that waits for an
//! examiner, or of a supplement that waits for an officer.

use law::Operation;
use vocabulary::{Actor, CandidateId, ImpressionId, RegistryNumber, Role};

use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{CandidateRecord, ImpressionImage, ViewReason};

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: ImpressionId,
    reason: &ViewReason,
) -> Result<ImpressionImage, CommandError> {
    super::records::check(registry, reason)?;
    let found = registry.store.impression(id).await?;
    let (number, image) = found.ok_or(CommandError::NotFound { what: "impression" })?;
    if let Some(candidate) = examined(registry, actor, number, reason).await? {
        super::adjudicate::view_prints(registry, actor, &candidate).await?;
        return Ok(image);
    }
    if super::supplement::note_look(registry, actor, number, reason).await? {
        return Ok(image);
    }
    if registry.lives.get(number).is_some() {
        // Registered, its link to the person cut or not: a view of a record.
        let person = registry.store.person_of(number).await?;
        super::records::note_view(registry, actor, number, person, reason).await?;
    } else {
        // A draft: a view of its case.
        let case = registry.store.case_of(number).await?.ok_or(CommandError::NotFound { what: "case" })?;
        let case = registry.case_record(case).await?;
        let request = registry.reading_request(actor, Operation::ViewCase, &case).await?;
        registry.note(&request, About::Case(case.id)).await?;
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
