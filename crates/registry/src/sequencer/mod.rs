//! The one write path. A command hands over a [`Transaction`]: changes with the law's grant, or a
//! refusal. The sequencer groups waiting transactions, applies each under a savepoint, appends its
//! ledger entry, signs one checkpoint, commits once and only then answers.
//!
//! A conflict costs nobody else anything: its savepoint is rolled back and its sequence number goes to
//! the next transaction. Any other failure fails the whole group: nothing of it is written, everybody is
//! told, and before the next group the sequencer compares its tree with the store's.

mod allowed;
mod rows;
mod task;
mod transaction;

pub use rows::RowFact;
pub(crate) use task::{Receipt, Sequencer};
pub(crate) use transaction::{AfterCommit, ROWS, Transaction};

use jiff::Timestamp;
use ledger::Salt;
use vocabulary::{
    CandidateId, CaseId, EncounterId, FingerPosition, ImpressionId, LinkId, MissingReason, OfficerId,
    PersonId, RegistryNumber, SearchId,
};

use crate::model::{Adjudication, CaseRecord, Certificate, IdentityDetails, NewOfficer, SearchHit};

/// What opens a commitment of an entry: kept in the store that holds the payload's kind of data.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Which store keeps it.
    pub keeper: Keeper,
    /// What it belongs to: destroyed together with it.
    pub owner: Owner,
    /// Subject as in the entry's commitment.
    pub subject: String,
    /// Salt.
    pub salt: Salt,
    /// Canonical JSON of what was committed to.
    pub payload: Vec<u8>,
}

/// What an opening belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A case (identity or link store).
    Case(CaseId),
    /// A registry number, draft or registered (link store).
    Record(RegistryNumber),
    /// An officer (identity or link store).
    Officer(OfficerId),
    /// A person (identity store).
    Person(PersonId),
}

/// The store an opening lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// Identity: cases, decisions, people.
    Identity,
    /// Links: captures, joins and candidates. The biometric store keeps no opening: what opens an entry
    /// says which entry it is, and the sequence of that entry stands in rows of the identity store.
    Links,
}

/// Permission to begin a write: only the sequencer has one, so no other code can write, whatever store
/// it holds.
#[derive(Debug)]
pub struct WritePass(());

impl WritePass {
    pub(crate) fn new() -> Self {
        Self(())
    }
}

/// A state change, made by a command and applied by the store. One variant per fact, never "update row".
#[derive(Debug, Clone)]
pub enum Change {
    /// A person not known before.
    PersonAdded { id: PersonId, details: IdentityDetails },
    /// A case opened (its decision and facts inside).
    CaseOpened(Box<CaseRecord>),
    /// A case moved on: evidence, decision, state. Conflicts unless the stored version is `case.version - 1`.
    CaseUpdated(Box<CaseRecord>),
    /// New details of a person known before, shown in this case: the newest version, older ones stay.
    PersonChanged { id: PersonId, case: CaseId, details: IdentityDetails },
    /// A declined case (R10.1.2). The case becomes `tombstone` (no person, facts, evidence or reference;
    /// conflicts unless the stored version is `tombstone.version - 1`). Removed with it: every opening
    /// owned by the case, person versions it added, the person when nothing else holds them, the draft
    /// with its link, encounter, impressions, candidates and openings.
    CaseDeclined {
        tombstone: Box<CaseRecord>,
        forget_person: Option<PersonId>,
        forget_draft: Option<RegistryNumber>,
    },
    /// First capture of a case: draft registry number and encounter, joined to the case in the link store.
    EncounterOpened { case: CaseId, encounter: EncounterId, number: RegistryNumber },
    /// An impression; supersedes an earlier one of the same position in the same encounter.
    ImpressionCaptured {
        number: RegistryNumber,
        encounter: EncounterId,
        id: ImpressionId,
        position: FingerPosition,
        original: Vec<u8>,
        media_type: String,
        ppi: u16,
        template: Vec<u8>,
        quality_score: u8,
        quality_causes: String,
    },
    /// A reason instead of an image.
    FingerMissing {
        number: RegistryNumber,
        encounter: EncounterId,
        position: FingerPosition,
        reason: MissingReason,
    },
    /// Candidates of a duplicate check.
    CandidatesFound { case: CaseId, search: SearchId, candidates: Vec<(CandidateId, SearchHit)> },
    /// One examiner's opinion. Conflicts when that officer gave one already.
    OpinionGiven {
        candidate: CandidateId,
        officer: OfficerId,
        adjudication: Adjudication,
        reason: String,
        at: Timestamp,
    },
    /// The draft becomes a registration and is joined to the person. The sequencer has set the
    /// certificate's `ledger_sequence`.
    Registered {
        link: LinkId,
        person: PersonId,
        number: RegistryNumber,
        case: CaseId,
        certificate: Box<Certificate>,
    },
    /// An officer's account.
    OfficerAdded { id: OfficerId, officer: NewOfficer },
    /// An account closed.
    OfficerClosed { id: OfficerId },
}
