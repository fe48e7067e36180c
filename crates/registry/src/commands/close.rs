//! Closing a case that made no record: with an outcome and a reason, never without (R6.2.2).

use law::{ClosingOutcome, ClosingReason, Grant, Operation};
use serde::Serialize;
use vocabulary::{Actor, CaseId, MissingReason};

use super::{execute, wrong_state};
use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{CapturedFinger, CaseEnding, CaseRecord, CaseState, Closing, FingerStatus, NewClosing};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};

#[derive(Serialize)]
struct Ended<'a> {
    case: CaseId,
    ending: &'a CaseEnding,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
    new: NewClosing,
) -> Result<CaseRecord, CommandError> {
    check(&new)?;
    let case = registry.case_record(id).await?;
    let request = registry.case_request(actor, Operation::CloseCase, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    // What examiners judge, or an inquiry is about, is not destroyed by closing the case.
    let may_close = match case.state {
        CaseState::Open => true,
        CaseState::Stopped => new.reason == ClosingReason::Inquiry,
        _ => false,
    };
    if !may_close {
        let why = "an open case is closed, and a stopped one for an inquiry: this one waits for examiners or has ended";
        return registry.ended(grant, About::Case(id), wrong_state(why)).await;
    }
    if new.outcome == ClosingOutcome::Postponed && !is_damaged_for_a_time(&registry.hand_map(id).await?) {
        return Err(wrong_state(
            "a case is postponed when every finger has a reason instead of an image and at least one is damaged for a \
             time: record the fingers first",
        ));
    }
    // What an inquiry is about is not destroyed before it.
    let discard = new.reason != ClosingReason::Inquiry;
    let closing = Closing {
        outcome: new.outcome,
        reason: new.reason,
        reference: new.reference,
        warned_in: new.warned_in,
        at: registry.clock().now(),
        by: actor.officer,
    };
    ended(registry, grant, case, CaseState::Closed, CaseEnding::Closed(closing), discard).await
}

/// Writes the end of a case; its prints are no record and go with it, when `discard` says so.
pub(super) async fn ended(
    registry: &Registry,
    grant: Grant,
    mut case: CaseRecord,
    state: CaseState,
    ending: CaseEnding,
    discard: bool,
) -> Result<CaseRecord, CommandError> {
    let id = case.id;
    let about = Ended { case: id, ending: &ending };
    let mut transaction = Transaction::granted(grant)
        .about("case", Keeper::Identity, Owner::Case(id), &id)?
        .about("ending", Keeper::Identity, Owner::Case(id), &about)?;
    let draft = if discard { registry.store.draft_of(id).await? } else { None };
    if let Some(number) = draft {
        transaction = transaction.change(Change::DraftDiscarded { case: id, number });
        (case.encounter, case.duplicate_check) = (None, None);
    }
    (case.state, case.ending) = (state, Some(ending));
    case.version += 1;
    registry.submit(transaction.change(Change::CaseUpdated(Box::new(case.clone())))).await?;
    if draft.is_some() {
        execute::erase_now(registry).await;
    }
    Ok(case)
}

fn check(new: &NewClosing) -> Result<(), CommandError> {
    validate::reference("reference", &new.reference)?;
    if new.reason.outcome() != new.outcome {
        let fitting = ClosingReason::ALL.iter().filter(|reason| reason.outcome() == new.outcome);
        let fitting: Vec<_> = fitting.map(|reason| reason.code()).collect();
        let why =
            format!("{} does not end a case as {}: one of {}", new.reason, new.outcome, fitting.join(", "));
        return Err(invalid("reason", why));
    }
    match (&new.warned_in, new.outcome) {
        (Some(language), ClosingOutcome::Postponed) => validate::language("warned_in", language),
        (None, ClosingOutcome::Postponed) => {
            let why = "the person is warned to come after healing: say in which language, kk, ru or en";
            Err(invalid("warned_in", why))
        }
        (Some(_), _) => {
            Err(invalid("warned_in", "nobody is warned unless the case is postponed: leave it out"))
        }
        (None, _) => Ok(()),
    }
}

/// No finger can be recorded today, and one of them later (R10-1.4.2).
fn is_damaged_for_a_time(fingers: &[CapturedFinger]) -> bool {
    let reason = |finger: &CapturedFinger| match finger.status {
        FingerStatus::Missing(reason) => Some(reason),
        _ => None,
    };
    let heals = |reason| matches!(reason, MissingReason::TemporaryDamage | MissingReason::Bandaged);
    fingers.iter().all(|finger| reason(finger).is_some()) && fingers.iter().filter_map(reason).any(heals)
}
