//! Words every room shares: typed identifiers, legal codes, civil dates and the clock.
//!
//! Nothing here reads the system clock, the network, the file system or a global random source:
//! the same input gives the same output, so that a decision replays years later.

mod clock;
mod codes;
mod dates;
mod fingers;
mod ids;
mod iin;
mod unit;

pub use clock::{Clock, ManualClock};
pub use codes::{Basis, Body, Citizenship, Purpose, RegistrationType, Role, UnknownCode, Verb};
pub use dates::{BirthDate, DateError, add_years, legal_date_kz, parse_date};
pub use fingers::{FingerPosition, MissingReason};
pub use ids::{
    ActId, CandidateId, CarrierId, CaseId, CertificateNumber, EncounterId, EventId, ExemptionId,
    ImpressionId, LinkId, MatterId, OfficerId, PersonId, ProposalId, ReferralId, RegistryNumber, ReportId,
    SearchId,
};
pub use iin::{Iin, IinError};
pub use unit::{Territory, Unit, UnitError};

/// Who acts: an officer of one body in one role. Only `access` makes one from a signed-in session;
/// the demonstration and the tests make their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Actor {
    /// The officer's random identifier; the name stands only in the identity store.
    pub officer: OfficerId,
    /// The body the officer serves (law.md section 4).
    pub body: Body,
    /// What the officer may do inside that body.
    pub role: Role,
    /// Where the officer serves: competence ends at its territory (R6.1.1), and two who must be of different
    /// units are told apart by it.
    pub unit: Unit,
}
