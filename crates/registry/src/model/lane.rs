use jiff::Timestamp;
use jiff::civil::Date;
use law::{Hands, RequestingBody};
use serde::{Deserialize, Serialize};
use vocabulary::{
    BirthDate, Citizenship, ExemptionId, FingerPosition, OfficerId, ReferralId, RegistryNumber, Unit,
};

use super::{CaptureInput, Settled};
use crate::error::CommandError;

/// An answer of the lane is given within this time, milliseconds: the register's own target (R16.4.1), an officer at a
/// lane has two seconds.
pub const LANE_ANSWER_MS_MAX: u64 = 2_000;
/// A second finger belongs to the first within this time, minutes; later the traveller begins anew.
pub const LANE_ROUND_MIN: i64 = 60;
/// Fingers of a traveller that may end "not confirmed" before an officer decides (R16.4.2).
pub const LANE_FINGERS_MAX: u8 = 2;
/// Longest period of a written request, days.
pub const LANE_REQUEST_DAYS_MAX: i32 = 366;

/// Prints of a traveller as the lane read them: not decoded before the law says that they are to be compared.
pub type LanePrints = Box<dyn FnOnce() -> Result<Vec<(FingerPosition, CaptureInput)>, CommandError> + Send>;

/// Who crosses, as the document says and the officer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traveller {
    /// Number of the document shown.
    pub document_number: String,
    /// Kind of the document.
    pub document: law::Document,
    /// Birth date in the document.
    pub born: BirthDate,
    /// Citizenship as the document shows it.
    pub citizenship: Citizenship,
    /// Visa shown.
    pub visa: VisaShown,
    /// Code of the crossing point: letters, digits, `/-. `, 1–64 characters.
    pub point: String,
    /// What the hands allow, as the officer sees.
    pub hands: Hands,
}

/// A closed list with the code of each member.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in files and addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The member of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.code() == code)
            }
        }
    };
}

coded! {
    /// The visa a traveller shows (Art. 10-1(3)(2)).
    VisaShown {
        /// None, or none is needed.
        None = "none",
        /// Any but the following.
        Ordinary = "ordinary",
        /// Diplomatic.
        Diplomatic = "diplomatic",
        /// Service.
        Service = "service",
    }
}

coded! {
    /// What the lane answers (R16.4.1). Never more than this: no image, no identity, no score.
    LaneAnswer {
        /// No answer yet: the law says that a finger is to be compared, and none was given.
        Finger = "finger",
        /// The finger agrees with the record of this document.
        Yes = "yes",
        /// Not confirmed: it says nothing against anybody (R16.4.2).
        No = "no",
        /// The Law exempts the person from this verification.
        Exempt = "exempt",
        /// The Law has no verification for this person.
        NotApplicable = "not-applicable",
        /// The record may not be used, or the register is not reached.
        Unavailable = "unavailable",
    }
}

coded! {
    /// What the officer at the lane does next.
    LaneNext {
        /// Takes a finger.
        TakeFinger = "take-finger",
        /// Takes another finger, once.
        AnotherFinger = "another-finger",
        /// Goes on with the other checks: this one is done.
        GoOn = "go-on",
        /// Leads the traveller to the second line, where an officer decides.
        SecondLine = "second-line",
    }
}

/// An answer of the lane as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LaneResult {
    /// The answer.
    pub answer: LaneAnswer,
    /// The next step.
    pub next: LaneNext,
    /// The requirement that decided.
    pub requirement: String,
    /// Articles relied on, the deciding one first.
    pub articles: Vec<String>,
    /// Version of the Law on the day.
    pub rule_version: String,
    /// Key of the plain words of the rule: one of [`law::messages`], or `lane-unreached`.
    pub message_key: &'static str,
    /// The traveller at the second line, when an officer decides there.
    pub second_line: Option<ReferralId>,
    /// When.
    pub at: Timestamp,
    /// Ledger sequence number; `None` when the register was not reached, so that nothing was looked up or written.
    pub ledger_sequence: Option<u64>,
}

coded! {
    /// Why a traveller came to the second line.
    SecondLineCause {
        /// Fingers were compared and not confirmed.
        NotConfirmed = "not-confirmed",
        /// The record may not be used.
        Unavailable = "unavailable",
        /// The register was not reached.
        Unreached = "unreached",
    }
}

coded! {
    /// Why an officer of the second line decided so (R16.4.2).
    SecondLineReason {
        /// Document and face were examined: it is the person.
        DocumentAndFace = "document-and-face",
        /// The fingers are injured or worn; it is the person.
        FingersInjured = "fingers-injured",
        /// The record holds wrong prints: it is the person, and the body that keeps the record is told.
        RecordAtFault = "record-at-fault",
        /// Decided by the document alone, as the register could not be used: it is the person.
        WithoutRegister = "without-register",
        /// The document is of another person: passed on under other laws.
        OtherPerson = "other-person",
        /// Who it is could not be established: passed on under other laws.
        NotEstablished = "not-established",
        /// Another finger agreed; set by the register, no officer had to decide.
        OtherFinger = "other-finger",
    }
}

impl SecondLineReason {
    /// Whether the identity was established.
    pub const fn is_established(self) -> bool {
        !matches!(self, Self::OtherPerson | Self::NotEstablished)
    }
}

/// A traveller at the second line: in each version one step further. Destroyed with the record it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondLine {
    /// Identifier.
    pub id: ReferralId,
    /// The record, when there is one.
    pub number: Option<RegistryNumber>,
    /// Why.
    pub cause: SecondLineCause,
    /// Fingers not confirmed so far.
    pub fingers: u8,
    /// Code of the crossing point.
    pub point: String,
    /// Who was at the lane.
    pub by: OfficerId,
    /// When the traveller came to the lane.
    pub at: Timestamp,
    /// What was decided.
    pub decided: Option<SecondLineDecision>,
    /// Counts its versions; travellers of one record follow each other in one document.
    pub version: u32,
}

impl SecondLine {
    /// Whether an officer has to decide: not while another finger may be taken.
    pub fn is_waiting(&self) -> bool {
        self.decided.is_none()
            && (self.cause != SecondLineCause::NotConfirmed || self.fingers >= LANE_FINGERS_MAX)
    }

    /// Whether a finger taken now belongs to this traveller at this lane.
    pub(crate) fn goes_on(&self, now: Timestamp) -> bool {
        let since = now.duration_since(self.at).as_secs();
        self.decided.is_none() && (0..=LANE_ROUND_MIN * 60).contains(&since)
    }
}

/// A decision of the second line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondLineDecision {
    /// Who decided.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// Why so.
    pub reason: SecondLineReason,
}

/// By what paper a traveller is exempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExemptionGround {
    /// A written request of this body (R10-1.3.3).
    Request(RequestingBody),
    /// A finding of two that all fingers or both hands are missing (R10-1.4.5): lasting, at every point.
    Hands(Hands),
}

/// A written request or a finding, as one officer enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLaneExemption {
    /// What it is.
    pub ground: ExemptionGround,
    /// Number of the traveller's document.
    pub document_number: String,
    /// Number of the letter or of the finding.
    pub reference: String,
    /// First day.
    pub from: Date,
    /// Last day; a request has one, a finding none.
    pub until: Option<Date>,
    /// Code of the crossing point; a request names one, a finding none.
    pub point: Option<String>,
}

/// A written request or a finding. Whose document it is about is sealed under a key of its own, which is erased when it
/// is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneExemption {
    /// Identifier.
    pub id: ExemptionId,
    /// What it is.
    pub ground: ExemptionGround,
    /// The number of the document, sealed, in hex.
    pub sealed_number: String,
    /// Number of the letter or of the finding.
    pub reference: String,
    /// First day.
    pub from: Date,
    /// Last day, if it ends.
    pub until: Option<Date>,
    /// Code of the crossing point; `None` at every point.
    pub point: Option<String>,
    /// Who entered it.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// Who confirmed it or turned it down.
    pub settled: Option<Settled>,
    /// Who ended it before its last day.
    pub ended: Option<Settled>,
}

impl LaneExemption {
    /// Its version.
    pub fn version(&self) -> u32 {
        1 + u32::from(self.settled.is_some()) + u32::from(self.ended.is_some())
    }

    /// Whether it waits for another officer.
    pub fn is_waiting(&self) -> bool {
        self.settled.is_none()
    }

    /// Whether it was confirmed and nobody ended it.
    pub fn is_confirmed(&self) -> bool {
        self.settled.is_some_and(|settled| settled.agreed) && self.ended.is_none()
    }

    /// Whether it exempts on a day at a point.
    pub fn holds(&self, day: Date, point: &str) -> bool {
        self.is_confirmed()
            && self.from <= day
            && self.until.is_none_or(|until| day <= until)
            && self.point.as_deref().is_none_or(|of| of == point)
    }

    /// Whether it exempts nobody on any later day.
    pub fn is_over(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
            || self.ended.is_some()
            || self.settled.is_some_and(|settled| !settled.agreed)
    }
}
