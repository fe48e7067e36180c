//! Which changes an operation may carry: a grant to look at a case writes no registration.

use law::Operation;

use super::Change;

/// Whether a grant of `operation` allows this kind of change. An operation without a line changes nothing.
pub(super) fn allows(operation: Operation, change: &Change) -> bool {
    use Change::{
        CandidatesFound, CaseDeclined, CaseOpened, CaseUpdated, EncounterOpened, FingerMissing,
        ImpressionCaptured, OfficerAdded, OfficerClosed, OpinionGiven, PersonAdded, PersonChanged,
        Registered,
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
        Operation::Decline => matches!(change, CaseDeclined { .. }),
        Operation::Verify => matches!(change, PersonChanged { .. } | CaseUpdated(_)),
        Operation::ManageOfficers => matches!(change, OfficerAdded { .. } | OfficerClosed { .. }),
        _ => false,
    }
}
