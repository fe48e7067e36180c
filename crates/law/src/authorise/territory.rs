//! Competence ends at the territory of the unit (R6.1.1); where it does not, the table says why.

use vocabulary::Purpose;

use super::refusals as why;
use super::{Operation, Request};
use crate::reason::Reason;

/// Calls that no territory bounds.
struct Anywhere {
    /// The operation; `None` for each.
    operation: Option<Operation>,
    /// The purpose; `None` for each.
    purpose: Option<Purpose>,
}

/// What no territory bounds, and why.
const ANYWHERE: &[Anywhere] = &[
    // Supervision of legality is one for the republic (Art. 36).
    Anywhere { operation: None, purpose: Some(Purpose::Supervision) },
    // The ledger is one: cut by territory it could not be checked (R36.1.3).
    Anywhere { operation: Some(Operation::ViewLedger), purpose: None },
    // A lane verifies whoever crosses, wherever they were registered (Art. 16(4), 35).
    Anywhere { operation: None, purpose: Some(Purpose::Border) },
    // People ask for their own information where they are (Art. 7(1)).
    Anywhere { operation: None, purpose: Some(Purpose::SubjectAccess) },
    // People apply again anywhere and are verified against the record made elsewhere (Art. 10(3), 16(1)).
    Anywhere { operation: Some(Operation::Verify), purpose: Some(Purpose::Confirm) },
];

/// Whether the unit of the actor may act in the territory of the call.
pub(super) fn within(request: &Request<'_>) -> Result<(), Reason> {
    let covered = request.territory.is_none_or(|territory| request.actor.unit.territory().covers(territory));
    let anywhere = ANYWHERE.iter().any(|row| {
        row.operation.is_none_or(|operation| operation == request.operation)
            && row.purpose.is_none_or(|purpose| purpose == request.purpose)
    });
    if covered || anywhere { Ok(()) } else { Err(why::OTHER_TERRITORY) }
}
