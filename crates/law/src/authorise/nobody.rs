//! What a caller hears when no rule is for their role or purpose: who does it instead.

use vocabulary::{Purpose, Role};

use super::refusals as why;
use super::{Operation, Request};
use crate::reason::Reason;

/// The refusal when no rule of the operation is for this role.
pub(super) fn wrong_role(request: &Request<'_>) -> Reason {
    use Operation::*;
    match (request.operation, request.actor.role) {
        (SignIn, _) => why::NO_SUCH_ACCOUNT,
        (_, Role::Prosecutor) => why::SUPERVISION_READS_ONLY,
        (ManageOfficers, _) => why::ACCOUNTS_NEED_ADMINISTRATOR,
        (RotateKeys, _) => why::KEYS_NEED_ADMINISTRATOR,
        (ReceiveEvents | Sweep, _) => why::REGISTER_ONLY,
        (_, Role::Administrator) => why::ADMINISTRATOR_SEES_NO_RECORDS,
        (ViewLedger, _) => why::LEDGER_NOT_YOURS,
        (Identify, _) => why::IDENTIFY_NEEDS_EXAMINER,
        (AdjudicateCandidate | ViewPrints, _) => why::ADJUDICATE_NEEDS_EXAMINER,
        (BlockRecord | ReviewBlock | UnblockRecord, _) => why::BLOCK_NEEDS_DATA_PROTECTION,
        (DepersonaliseRecord | RepersonaliseRecord, _) => why::LINK_NEEDS_KEY_HOLDERS,
        (WithholdRecord | RestoreRecord, _) => why::WITHHOLDING_NEEDS_SUPERVISOR,
        (NoteEvent | AnnulEvent, _) => why::EVENTS_NEED_ARCHIVIST,
        (ViewSuperseded, _) => why::SUPERSEDED_FOR_OVERSIGHT,
        (ViewTerms | ViewAct, _) => why::TERMS_NOT_YOURS,
        (SignTerms | ConfirmTerms, _) => why::TERMS_NEED_TWO,
        (DrawUpAct | WithdrawAct | ExecuteAct | CertifyDestruction | RegisterCarrier | CheckCarrier, _) => {
            why::ACTS_NEED_ARCHIVIST
        }
        (SignAct, _) => why::COMMISSION_ONLY,
        (ApproveAct, _) => why::APPROVAL_NEEDS_HEAD,
        (RetrieveRecord, _) => why::RETRIEVAL_NEEDS_TWO,
        (AskSearch, _) => why::IDENTIFY_NEEDS_EXAMINER,
        (ViewSearches, _) => why::SEARCHES_NOT_YOURS,
        (ApproveSearch, _) => why::SEARCH_NEEDS_SUPERVISOR,
        (ConfirmLaneRequest | ConfirmHandsFinding, _) => why::LANE_NEEDS_SUPERVISOR,
        _ => why::ROLE,
    }
}

/// The refusal when no rule of the operation and role is for this purpose.
pub(super) fn wrong_purpose(request: &Request<'_>) -> Reason {
    match (request.operation, request.purpose) {
        (_, Purpose::ForeignerControl) => why::FOREIGNER_CONTROL_OFF,
        (_, Purpose::Safety) => why::SAFETY_OFF,
        (Operation::Identify, Purpose::Confirm) => why::ONE_TO_ONE_ONLY,
        (Operation::Identify | Operation::ViewRecord, Purpose::Border) => why::BORDER_ONE_TO_ONE,
        _ => why::PURPOSE,
    }
}
