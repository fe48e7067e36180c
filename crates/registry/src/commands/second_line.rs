//! The second line of the border (R16.4.2): nothing adverse is decided by a score or by a register that is not there. An
//! officer decides, with a reason of a closed list, in a document of its own.

use law::{Operation, Request};
use vocabulary::{Actor, Purpose, ReferralId, RegistryNumber};

use super::wrong_state;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{
    Document, DocumentKind, SecondLine, SecondLineCause, SecondLineDecision, SecondLineReason,
};
use crate::sequencer::{Change, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Most travellers listed.
const LISTED_MAX: usize = 1000;

/// The document of a record's travellers at the second line, if there was one.
pub(super) async fn of_record(
    registry: &Registry,
    number: RegistryNumber,
) -> Result<Option<SecondLine>, StoreError> {
    stored(registry, Document::second_line_id(number)).await
}

async fn stored(registry: &Registry, id: ReferralId) -> Result<Option<SecondLine>, StoreError> {
    match registry.store.document(DocumentKind::SecondLine, *id.as_bytes()).await? {
        Some(Document::SecondLine(second)) => Ok(Some(second)),
        _ => Ok(None),
    }
}

/// The traveller of this document who is still at the lane with a finger not confirmed.
pub(super) fn open_round<'a>(registry: &Registry, before: Option<&'a SecondLine>) -> Option<&'a SecondLine> {
    let now = registry.clock().now();
    before.filter(|second| second.cause == SecondLineCause::NotConfirmed && second.goes_on(now))
}

/// A traveller who comes to the lane: the next version of the record's document.
pub(super) fn begun(
    registry: &Registry,
    actor: Actor,
    point: &str,
    cause: SecondLineCause,
    number: RegistryNumber,
    before: Option<SecondLine>,
) -> SecondLine {
    SecondLine {
        id: Document::second_line_id(number),
        number: Some(number),
        cause,
        fingers: u8::from(cause == SecondLineCause::NotConfirmed),
        point: point.to_owned(),
        by: actor.officer,
        at: registry.clock().now(),
        decided: None,
        version: before.map_or(1, |before| before.version + 1),
    }
}

fn decided(registry: &Registry, actor: Actor, reason: SecondLineReason) -> Option<SecondLineDecision> {
    let at = registry.clock().now();
    Some(SecondLineDecision { by: actor.officer, unit: actor.unit, at, reason })
}

/// The other finger agreed: nobody has to decide.
pub(super) fn by_other_finger(registry: &Registry, actor: Actor, second: SecondLine) -> SecondLine {
    let decided = decided(registry, actor, SecondLineReason::OtherFinger);
    SecondLine { decided, version: second.version + 1, ..second }
}

/// As a change.
pub(super) fn documented(second: &SecondLine) -> Change {
    Change::Documented(Box::new(Document::SecondLine(second.clone())))
}

fn request(registry: &Registry, actor: Actor, operation: Operation) -> Request<'static> {
    Request::new(actor, operation, read_purpose(actor, Purpose::Border), registry.today())
}

fn about(second: &SecondLine) -> About<'static> {
    second.number.map_or(About::Nothing, |number| About::Record(number, "second line"))
}

/// Who waits, in the order they came to the lane.
pub(crate) async fn waiting(registry: &Registry, actor: Actor) -> Result<Vec<SecondLine>, CommandError> {
    registry.note(&request(registry, actor, Operation::ViewLane), About::Nothing).await?;
    let waits = |document| match document {
        Document::SecondLine(second) if second.is_waiting() => Some(second),
        _ => None,
    };
    let mut waiting = registry.gather(DocumentKind::SecondLine, waits).await?;
    waiting.sort_by_key(|second| second.at);
    waiting.truncate(LISTED_MAX);
    Ok(waiting)
}

/// An officer decides.
pub(crate) async fn decide(
    registry: &Registry,
    actor: Actor,
    id: ReferralId,
    reason: SecondLineReason,
) -> Result<SecondLine, CommandError> {
    by_an_officer(reason)?;
    let _before_it_ends = registry.ends.read().await;
    let second = stored(registry, id).await?;
    let about = second.as_ref().map_or(About::Nothing, about);
    let grant = registry.allow(&request(registry, actor, Operation::DecideSecondLine), about).await?;
    let Some(second) = second else {
        return registry
            .ended(grant, about, CommandError::NotFound { what: "traveller at the second line" })
            .await;
    };
    if !second.is_waiting() {
        let why = "nobody waits here: it was decided already, or another finger may still be taken";
        return registry.ended(grant, about, wrong_state(why)).await;
    }
    let decided = decided(registry, actor, reason);
    let second = SecondLine { decided, version: second.version + 1, ..second };
    let transaction = about.of(Transaction::granted(grant))?.change(documented(&second));
    registry.submit(transaction).await?;
    Ok(second)
}

/// A decision that was made while the register was not reached: of no record.
pub(crate) async fn note(
    registry: &Registry,
    actor: Actor,
    point: &str,
    reason: SecondLineReason,
) -> Result<SecondLine, CommandError> {
    by_an_officer(reason)?;
    validate::reference("point", point)?;
    let grant =
        registry.allow(&request(registry, actor, Operation::DecideSecondLine), About::Nothing).await?;
    let second = SecondLine {
        id: ReferralId::from_random_bytes(random::bytes()?),
        number: None,
        cause: SecondLineCause::Unreached,
        fingers: 0,
        point: point.to_owned(),
        by: actor.officer,
        at: registry.clock().now(),
        decided: decided(registry, actor, reason),
        version: 1,
    };
    registry.submit(Transaction::granted(grant).change(documented(&second))).await?;
    Ok(second)
}

fn by_an_officer(reason: SecondLineReason) -> Result<(), CommandError> {
    match reason {
        SecondLineReason::OtherFinger => {
            Err(invalid("reason", "only the register says that another finger agreed: choose another reason"))
        }
        _ => Ok(()),
    }
}
