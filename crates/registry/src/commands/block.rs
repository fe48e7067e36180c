//! Blocks: everything stops at once, on whoever's information (Art. 9(2), R9.2.1, R9.2.3).

use jiff::civil::Date;
use law::{Operation, Step};
use vocabulary::{Actor, RegistryNumber};

use super::keeping::{granted_state, ground, move_to};
use crate::act::About;
use crate::error::CommandError;
use crate::model::RecordLife;
use crate::sequencer::Transaction;
use crate::{Registry, validate};

pub(crate) async fn block(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
    review_by: Date,
) -> Result<RecordLife, CommandError> {
    let step = Step::Block { on: registry.today(), review_by };
    step_of(registry, actor, Operation::BlockRecord, number, reference, step).await
}

pub(crate) async fn review(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
    review_by: Date,
) -> Result<RecordLife, CommandError> {
    let step = Step::ReviewBlock { on: registry.today(), review_by };
    step_of(registry, actor, Operation::ReviewBlock, number, reference, step).await
}

/// Withholds from searches what a fact outside the register withholds (R10.1.4, R23.3.3).
pub(crate) async fn withhold(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
) -> Result<RecordLife, CommandError> {
    step_of(registry, actor, Operation::WithholdRecord, number, reference, Step::Withhold).await
}

/// Ends the withholding by the decision or judgment that `reference` names (R23.3.2).
pub(crate) async fn restore(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
) -> Result<RecordLife, CommandError> {
    let step = Step::Restore { decision_recorded: true };
    step_of(registry, actor, Operation::RestoreRecord, number, reference, step).await
}

/// A step that one officer takes.
async fn step_of(
    registry: &Registry,
    actor: Actor,
    operation: Operation,
    number: RegistryNumber,
    reference: &str,
    step: Step<'_>,
) -> Result<RecordLife, CommandError> {
    validate::reference("reference", reference)?;
    let _before_it_ends = registry.ends.read().await;
    let life = registry.life_of(number)?;
    let about = About::Record(number, reference);
    let request = registry.keeping_request(actor, operation, &life).with_step(step);
    let grant = registry.allow(&request, about).await?;
    let state = granted_state(&grant)?;
    let transaction = about.of(Transaction::granted(grant))?;
    let ground = ground(step.kind(), reference, &[actor.officer]);
    registry.submit(move_to(transaction, &life, state, life.joined_until, ground)).await?;
    Ok(RecordLife { state, version: life.version + 1, ..RecordLife::clone(&life) })
}
