//! What each operation is to the life of a record: the one place that says so. The state of the record then allows or
//! refuses it by the lifecycle's own requirement and words.

use vocabulary::{Purpose, Role};

use super::check::Denial;
use super::refusals as why;
use super::{Operation, Request};
use crate::lifecycle::{KeyHolder, RecordState, Stage, Step, StepKind, advance, destroyed, permits};

/// What an operation is to a record whose state is given, when it carries no step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// It is about no single record, or only shows that it exists.
    Nothing,
    /// It needs a record that still is.
    Record,
    /// It is this step, or asks for it.
    Step(StepKind),
    /// It is the end of the record: to the archive or to destruction, whichever is due.
    End,
}

/// Steps of the daily sweep: those of the term, the mark of R23.3.1, and the end of a link joined for a limited time
/// (R9.1.2).
const BY_SWEEP: &[StepKind] = &[
    StepKind::EndForArchive,
    StepKind::EndForDestruction,
    StepKind::Reopen,
    StepKind::Withhold,
    StepKind::Depersonalise,
];

/// Steps an event brings with it: the marks of R23.3.1 and their end, besides those of the term.
const BY_EVENT: &[StepKind] = &[
    StepKind::EndForArchive,
    StepKind::EndForDestruction,
    StepKind::Reopen,
    StepKind::Withhold,
    StepKind::Restore,
];

/// What the operation is to a record, and the steps it may carry.
fn table(operation: Operation) -> (Touch, &'static [StepKind]) {
    use Operation::*;
    use StepKind as S;
    match operation {
        OpenCase | SearchPerson | ViewLedger | ManageOfficers | SignIn => (Touch::Nothing, &[]),
        ViewTerms | SignTerms | ConfirmTerms | ViewAct | WithdrawAct | CertifyDestruction
        | RegisterCarrier | CheckCarrier | RotateKeys => (Touch::Nothing, &[]),
        AskSearch | ApproveSearch | ViewSearches | StepMatter | ViewMatters => (Touch::Nothing, &[]),
        CheckTraveller | DecideSecondLine | ViewLane => (Touch::Nothing, &[]),
        EnterLaneRequest | ConfirmLaneRequest | EnterHandsFinding | ConfirmHandsFinding => {
            (Touch::Nothing, &[])
        }
        GiveEvidence | Capture => (Touch::Step(S::Collect), &[S::Collect]),
        Register => (Touch::Step(S::Register), &[S::Register]),
        Decline | CloseCase => (Touch::Step(S::Discard), &[S::Discard]),
        CheckDuplicates | AdjudicateCandidate | Verify | Identify | ViewRecord | ViewCase | ViewPrints => {
            (Touch::Step(S::Use), &[S::Use, S::Oversee])
        }
        BlockRecord => (Touch::Step(S::Block), &[S::Block]),
        ReviewBlock => (Touch::Step(S::ReviewBlock), &[S::ReviewBlock]),
        UnblockRecord => (Touch::Step(S::Unblock), &[S::Unblock]),
        DepersonaliseRecord => (Touch::Step(S::Depersonalise), &[S::Depersonalise]),
        RepersonaliseRecord => (Touch::Step(S::Repersonalise), &[S::Repersonalise]),
        WithholdRecord => (Touch::Step(S::Withhold), &[S::Withhold]),
        RestoreRecord => (Touch::Step(S::Restore), &[S::Restore]),
        NoteEvent | AnnulEvent | ReceiveEvents => (Touch::Record, BY_EVENT),
        Sweep => (Touch::Record, BY_SWEEP),
        CorrectPerson => (Touch::Step(S::Change), &[S::Change]),
        ViewSuperseded => (Touch::Step(S::Oversee), &[S::Oversee]),
        SupplementPrint => (Touch::Step(S::Supplement), &[S::Supplement]),
        DrawUpAct | SignAct | ApproveAct => (Touch::End, &[]),
        ExecuteAct => (Touch::End, &[S::Archive, S::Destroy]),
        RetrieveRecord => (Touch::Step(S::Retrieve), &[S::Retrieve]),
    }
}

/// A view by the prosecutor, the data-protection officer, the subject or a representative (R1.7.1): a block does not
/// stop it.
fn oversees(request: &Request<'_>) -> bool {
    matches!(request.purpose, Purpose::Supervision | Purpose::SubjectAccess)
        || request.actor.role == Role::DataProtection
}

/// The state after the step of the call; `None` when it carries none.
pub(super) fn live(request: &Request<'_>) -> Result<Option<RecordState>, Denial> {
    let (touch, steps) = table(request.operation);
    let touch = match touch {
        Touch::Step(StepKind::Use) if oversees(request) => Touch::Step(StepKind::Oversee),
        touch => touch,
    };
    let Some(life) = request.life else {
        return if request.step.is_some() { Err(why::STEP_OTHER.into()) } else { Ok(None) };
    };
    let basis = request.basis.ok_or(why::BASIS_MISSING)?;
    if let Some(step) = &request.step {
        // A use by one who uses is no oversight, and the reverse.
        let fits = match touch {
            Touch::Step(StepKind::Use | StepKind::Oversee) => touch == Touch::Step(step.kind()),
            _ => steps.contains(&step.kind()),
        };
        if !fits {
            return Err(why::STEP_OTHER.into());
        }
        in_own_name(request, step)?;
        return Ok(Some(advance(basis, life, step)?));
    }
    match touch {
        Touch::Nothing => {}
        Touch::Record => destroyed(life)?,
        Touch::Step(kind) => permits(basis, life, kind)?,
        Touch::End if life.stage() == Stage::DueForArchive => permits(basis, life, StepKind::Archive)?,
        Touch::End => permits(basis, life, StepKind::Destroy)?,
    }
    Ok(None)
}

/// Where two act together, the actor is one of them, in their own unit: nobody agrees in another's name (R8.2.3).
fn in_own_name(request: &Request<'_>, step: &Step<'_>) -> Result<(), Denial> {
    let actor = KeyHolder { officer: request.actor.officer, unit: request.actor.unit };
    let own = match step {
        Step::Depersonalise(holders)
        | Step::Repersonalise(holders)
        | Step::Retrieve(holders)
        | Step::Supplement(holders) => holders.first == actor || holders.second == actor,
        Step::Unblock(by) => by.officer == actor.officer || by.second == actor.officer,
        _ => true,
    };
    // The sweep only ends what two have limited.
    let own = own || request.operation == Operation::Sweep;
    if own { Ok(()) } else { Err(why::NOT_IN_OWN_NAME.into()) }
}
