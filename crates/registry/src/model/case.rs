use jiff::Timestamp;
use jiff::civil::Date;
use law::{Decision, Evidence};
use serde::{Deserialize, Serialize};
use vocabulary::{
    Basis, BirthDate, Body, CaseId, CertificateNumber, EncounterId, OfficerId, PersonId, SearchId, Unit,
};

use super::{CaseEnding, IdentityDetails};

/// What the operator enters to open a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewCase {
    /// Legal basis asked for.
    pub basis: Basis,
    /// Who the person says they are. A person already known by IIN or document number is found, not
    /// entered twice.
    pub person: IdentityDetails,
    /// Whether a court declared the person incapable.
    pub incapable: bool,
    /// State of the hands.
    pub hands: law::Hands,
    /// Whether palms can be recorded (matters for expulsion only).
    pub palms_recordable: bool,
    /// Circumstances of the application.
    pub circumstances: law::Circumstances,
    /// Reference of the document case, application or decision: letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseState {
    /// Open: evidence and capture.
    Open,
    /// Captured and checked; candidates wait for examiners.
    AwaitingAdjudication,
    /// Registered: a certificate was issued.
    Registered,
    /// Closed by verification of the earlier registration (Art. 10(3)).
    Verified,
    /// Closed: the law exempts the person or asks for nothing.
    NotRegistered,
    /// Closed: the person declined a voluntary registration. Nothing of the person is kept (R10.1.2).
    Declined,
    /// Closed: its record was destroyed or moved to the archive; nothing of the person is kept here (Art. 15, 17).
    Ended,
    /// Closed: examiners found the person registered already under another identity, or other fingers than
    /// on the person's own record; for human decision.
    Stopped,
    /// Ended: the person refused the duty, and the protocol of it is on record (R7.2.2).
    Refused,
    /// Ended by an operator, with an outcome and a reason (R6.2.2).
    Closed,
}

/// A case of the identity store. Reading one back decides its facts again: a decision is what the law
/// says of the facts, never a stored opinion.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "StoredCase")]
pub struct CaseRecord {
    /// Identifier.
    pub id: CaseId,
    /// The person; `None` after a voluntary registration was declined.
    pub person: Option<PersonId>,
    /// What the form says of a person known before, where it differs from their record. It becomes their
    /// newest details when the case ends in a registration or a confirmed verification, not before: until
    /// then nobody has shown that it is this person.
    pub details: Option<IdentityDetails>,
    /// Legal basis.
    pub basis: Basis,
    /// The body that opened it.
    pub body: Body,
    /// The operator who opened it.
    pub opened_by: OfficerId,
    /// Their unit: competence ends at its territory (R6.1.1).
    pub unit: Unit,
    /// Instant of opening.
    pub opened_at: Timestamp,
    /// Legal event date (KZ civil date of opening).
    pub event_date: Date,
    /// Reference of the document case.
    pub reference: String,
    /// The facts as the law saw them at the last decision.
    pub facts: law::Case,
    /// The last decision on these facts.
    pub decision: Decision,
    /// Evidence given so far, in order.
    pub evidence: Vec<EvidenceItem>,
    /// State.
    pub state: CaseState,
    /// Counts changes, for optimistic concurrency.
    pub version: u32,
    /// Certificate, once registered.
    pub certificate: Option<CertificateNumber>,
    /// The last duplicate check; emptied by every later capture, so that a registration always follows a
    /// check of the prints it registers.
    pub duplicate_check: Option<CheckMark>,
    /// Verifications of this case that were not confirmed (R10.3.2).
    pub verification_attempts: u8,
    /// How it ended, when it was refused or closed.
    pub ending: Option<CaseEnding>,
    /// The day on which the case before this one was postponed until the fingers have healed: the person was warned to
    /// come again (R10-1.4.2).
    pub postponed_on: Option<Date>,
    /// The open encounter, once the first finger is captured. Kept by the link store only: never
    /// serialised, so that the identity store cannot hold it.
    #[serde(skip)]
    pub encounter: Option<EncounterId>,
}

#[derive(Deserialize)]
struct StoredCase {
    id: CaseId,
    person: Option<PersonId>,
    details: Option<IdentityDetails>,
    basis: Basis,
    body: Body,
    opened_by: OfficerId,
    unit: Unit,
    opened_at: Timestamp,
    event_date: Date,
    reference: String,
    facts: law::Case,
    evidence: Vec<EvidenceItem>,
    state: CaseState,
    version: u32,
    certificate: Option<CertificateNumber>,
    duplicate_check: Option<CheckMark>,
    verification_attempts: u8,
    #[serde(default)]
    ending: Option<CaseEnding>,
    #[serde(default)]
    postponed_on: Option<Date>,
}

impl From<StoredCase> for CaseRecord {
    fn from(stored: StoredCase) -> Self {
        Self {
            id: stored.id,
            person: stored.person,
            details: stored.details,
            basis: stored.basis,
            body: stored.body,
            opened_by: stored.opened_by,
            unit: stored.unit,
            opened_at: stored.opened_at,
            event_date: stored.event_date,
            reference: stored.reference,
            decision: law::decide(&stored.facts),
            facts: stored.facts,
            evidence: stored.evidence,
            state: stored.state,
            version: stored.version,
            certificate: stored.certificate,
            duplicate_check: stored.duplicate_check,
            verification_attempts: stored.verification_attempts,
            ending: stored.ending,
            postponed_on: stored.postponed_on,
            encounter: None,
        }
    }
}

/// That a duplicate check was made of the prints as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckMark {
    /// The search.
    pub search: SearchId,
    /// How many registered people were compared.
    pub searched: u64,
    /// False when some partition did not answer.
    pub complete: bool,
    /// When.
    pub at: Timestamp,
}

/// One piece of evidence in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// What.
    pub evidence: Evidence,
    /// Language the text was read in: `kk`, `ru` or `en`.
    pub language: String,
    /// Version of the text or number of the document, 1–64 characters.
    pub document: String,
    /// When.
    pub given_at: Timestamp,
    /// Which officer took it.
    pub taken_by: OfficerId,
}

/// Answer to opening a case.
#[derive(Debug, Clone)]
pub struct OpenedCase {
    /// The case as recorded.
    pub case: CaseRecord,
    /// Whether the person was known already.
    pub known_person: bool,
}

/// One row of a work list.
#[derive(Debug, Clone)]
pub struct CaseSummary {
    /// Identifier.
    pub id: CaseId,
    /// Reference.
    pub reference: String,
    /// Basis.
    pub basis: Basis,
    /// State.
    pub state: CaseState,
    /// Legal event date.
    pub event_date: Date,
    /// Full name as on the document; `None` when declined.
    pub name: Option<String>,
    /// Fingers captured or given a reason, 0–10.
    pub fingers_done: u8,
}

impl CaseRecord {
    /// What stays of a case whose person declined: that it was, when and on which basis. No person, no
    /// reference, no evidence, and facts of nobody (R10.1.2). `version` is the next one.
    pub fn tombstone(&self) -> Self {
        let facts = law::Case {
            event_date: self.event_date,
            basis: self.basis,
            body: self.body,
            person: law::Person { born: Some(BirthDate::Year(1900)), ..law::Person::default() },
            circumstances: law::Circumstances::default(),
            evidence: Vec::new(),
        };
        Self {
            person: None,
            details: None,
            reference: String::new(),
            decision: law::decide(&facts),
            facts,
            evidence: Vec::new(),
            state: CaseState::Declined,
            version: self.version + 1,
            duplicate_check: None,
            verification_attempts: 0,
            ending: None,
            postponed_on: None,
            encounter: None,
            ..self.clone()
        }
    }

    /// What stays of a case whose record was destroyed or moved to the archive.
    pub fn ended(&self) -> Self {
        Self { state: CaseState::Ended, certificate: None, ..self.tombstone() }
    }

    /// Whether anything may still be done in the case.
    pub fn is_open(&self) -> bool {
        matches!(self.state, CaseState::Open | CaseState::AwaitingAdjudication)
    }
}

impl IdentityDetails {
    /// Full name in document order.
    pub fn full_name(&self) -> String {
        [Some(self.family_name.as_str()), Some(self.given_name.as_str()), self.patronymic.as_deref()]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}
