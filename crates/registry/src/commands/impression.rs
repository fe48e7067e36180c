//! An image of a finger: of a case the actor may see, or of a record under a reason.

use law::Operation;
use vocabulary::{Actor, ImpressionId};

use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{ImpressionImage, ViewReason};
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
