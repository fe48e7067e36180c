//! Which changes an operation may carry: a grant to look at a case writes no registration.

use law::Operation;

use super::Change;
use crate::model::DocumentKind;

/// The documents of a sweep.
const OF_A_SWEEP: &[DocumentKind] =
    &[DocumentKind::Sweep, DocumentKind::Terms, DocumentKind::TermReport, DocumentKind::TermPage];

/// Whether a grant of `operation` allows this kind of change. An operation without a line changes nothing.
pub(super) fn allows(operation: Operation, change: &Change) -> bool {
    use Change::{
        CandidatesFound, CaseDeclined, CaseOpened, CaseUpdated, DraftDiscarded, EncounterOpened,
        EventAnnulled, EventNoted, FingerMissing, ImpressionCaptured, LifeChanged, LinkCut, LinkJoined,
        OfficerAdded, OfficerClosed, OpinionGiven, PeopleReindexed, PersonAdded, PersonChanged,
        PersonCorrected, RecordRemoved, Registered, SupplementSettled, SupplementTaken,
    };
    match operation {
        Operation::OpenCase => matches!(change, PersonAdded { .. } | CaseOpened(_)),
        Operation::GiveEvidence => matches!(change, CaseUpdated(_)),
        Operation::Capture => matches!(
            change,
            EncounterOpened { .. } | ImpressionCaptured { .. } | FingerMissing { .. } | CaseUpdated(_)
        ),
        Operation::CheckDuplicates => matches!(change, CandidatesFound { .. } | CaseUpdated(_)),
        Operation::AdjudicateCandidate => matches!(change, OpinionGiven { .. } | CaseUpdated(_)),
        Operation::Register => matches!(change, Registered { .. } | PersonChanged { .. } | CaseUpdated(_)),
        Operation::Decline => {
            matches!(change, CaseDeclined { .. } | DraftDiscarded { .. } | CaseUpdated(_))
        }
        Operation::CloseCase => matches!(change, DraftDiscarded { .. } | CaseUpdated(_)),
        Operation::Verify => {
            matches!(change, PersonChanged { .. } | CaseUpdated(_)) || is(change, DocumentKind::SecondLine)
        }
        Operation::ManageOfficers => {
            matches!(change, OfficerAdded { .. } | OfficerClosed { .. })
                || is(change, DocumentKind::OfficerKey)
        }
        Operation::BlockRecord
        | Operation::ReviewBlock
        | Operation::WithholdRecord
        | Operation::RestoreRecord => matches!(change, LifeChanged { .. }),
        Operation::UnblockRecord | Operation::RetrieveRecord => {
            matches!(change, LifeChanged { .. }) || is(change, DocumentKind::Proposal)
        }
        Operation::DepersonaliseRecord => {
            matches!(change, LifeChanged { .. } | LinkCut { .. }) || is(change, DocumentKind::Proposal)
        }
        Operation::RepersonaliseRecord => {
            matches!(change, LifeChanged { .. } | LinkJoined { .. }) || is(change, DocumentKind::Proposal)
        }
        Operation::NoteEvent => matches!(change, EventNoted(_)),
        Operation::AnnulEvent => matches!(change, EventAnnulled { .. }),
        Operation::ReceiveEvents => {
            matches!(change, EventNoted(_) | EventAnnulled { .. }) || is(change, DocumentKind::Feed)
        }
        Operation::Sweep => {
            matches!(change, LifeChanged { .. } | LinkCut { .. }) || is_one_of(change, OF_A_SWEEP)
        }
        Operation::SignTerms => is(change, DocumentKind::TermReport),
        Operation::ConfirmTerms => is_one_of(change, &[DocumentKind::TermReport, DocumentKind::Terms]),
        Operation::SupplementPrint => {
            matches!(change, SupplementTaken { .. } | ImpressionCaptured { .. } | SupplementSettled { .. })
                || is(change, DocumentKind::Supplement)
        }
        Operation::CorrectPerson => matches!(change, PersonCorrected { .. }),
        Operation::DrawUpAct | Operation::SignAct | Operation::ApproveAct | Operation::WithdrawAct => {
            is(change, DocumentKind::Act)
        }
        Operation::ExecuteAct => {
            matches!(change, RecordRemoved(_) | LifeChanged { .. })
                || is_one_of(change, &[DocumentKind::Act, DocumentKind::Tombstone, DocumentKind::Archived])
        }
        Operation::RotateKeys => matches!(change, PeopleReindexed { .. }),
        _ => documents(operation, change),
    }
}

/// The same of the operations that change one kind of document and nothing else.
fn documents(operation: Operation, change: &Change) -> bool {
    match operation {
        Operation::StepMatter => is(change, DocumentKind::Matter),
        Operation::RegisterCarrier | Operation::CheckCarrier => is(change, DocumentKind::Carrier),
        Operation::AskSearch | Operation::ApproveSearch | Operation::Identify => {
            is(change, DocumentKind::Search)
        }
        Operation::CheckTraveller | Operation::DecideSecondLine => is(change, DocumentKind::SecondLine),
        Operation::EnterLaneRequest
        | Operation::ConfirmLaneRequest
        | Operation::EnterHandsFinding
        | Operation::ConfirmHandsFinding => is(change, DocumentKind::LaneExemption),
        _ => false,
    }
}

/// Whether it is a document of this kind.
fn is(change: &Change, kind: DocumentKind) -> bool {
    is_one_of(change, &[kind])
}

/// Whether it is a document of one of these kinds.
fn is_one_of(change: &Change, kinds: &[DocumentKind]) -> bool {
    matches!(change, Change::Documented(document) if kinds.contains(&document.kind()))
}
