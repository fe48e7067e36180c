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
use jiff::civil::Date;
use keyring::Domain;
use law::RecordState;
use ledger::Salt;
use vocabulary::{
    CandidateId, CaseId, EncounterId, EventId, FingerPosition, ImpressionId, LinkId, MissingReason,
    OfficerId, PersonId, RegistryNumber, SearchId, Territory,
};

use crate::model::{
    Adjudication, CaseRecord, Certificate, Correction, Document, EventScope, IdentityDetails, LifeGround,
    NewOfficer, NotedEvent, SearchHit,
};

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
    /// The prints of a supplement (link store): they may go while the record stays.
    Supplement(EncounterId),
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

/// What leaves the database with a record. Removed: its prints, link, certificate, candidates, proposals, every
/// opening that belongs to it, to its cases or to a forgotten person; its cases become tombstones. The keys of all
/// these are noted for erasure in the same transaction.
#[derive(Debug, Clone)]
pub struct Removal {
    /// The record.
    pub number: RegistryNumber,
    /// Tombstones of its case, and of every other case of the person when they are forgotten; conflicts unless
    /// each stored version is the one before.
    pub cases: Vec<CaseRecord>,
    /// The person, when this was their last record.
    pub forget_person: Option<PersonId>,
    /// Entry of the registration: its certificate goes with the record.
    pub registered_entry: Option<u64>,
    /// States and events of the record stay: it lies in the archive.
    pub archived: bool,
    /// The key of its container in the archive, when that is destroyed.
    pub container: Option<[u8; 16]>,
    /// A person that stays, and an entry: versions of their details that were superseded by it or before served
    /// none of the records that stay, and go with their keys (C-34).
    pub superseded: Option<(PersonId, u64)>,
}

/// Whose data key a sealed text is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName {
    /// The store.
    pub domain: Domain,
    /// A person, case or registry number.
    pub id: [u8; 16],
}

/// The key of a supplement's prints and of what opens their entry: its own, so that what is turned down opens in no
/// backup while the record stays.
pub fn supplement_key(encounter: EncounterId) -> KeyName {
    KeyName { domain: Domain::Biometrics, id: *encounter.as_bytes() }
}

/// The key of the version of a person's details that a change makes: each version has its own, so that one that goes
/// opens in no backup while the person stays. The store keeps it beside the version.
pub fn version_key(change: &Change) -> Option<KeyName> {
    let (person, by) = match change {
        Change::PersonAdded { id, .. } => (id, "added".to_owned()),
        Change::PersonChanged { id, case, .. } => (id, format!("shown in {case}")),
        Change::PersonCorrected { id, version, correction, .. } => {
            (id, format!("corrected {version} {}", correction.at.as_nanosecond()))
        }
        _ => return None,
    };
    let digest = ledger::leaf_hash(&[person.as_bytes(), by.as_bytes()].concat());
    let mut id = [0; 16];
    id.copy_from_slice(&digest.0[..16]);
    Some(KeyName { domain: Domain::Identity, id })
}

/// What stands in a candidate whose record was destroyed: nobody's number.
pub fn nobodys_number() -> RegistryNumber {
    RegistryNumber::from_random_bytes([0; 16])
}

impl Removal {
    /// Every key that goes with it.
    pub fn keys(&self) -> Vec<KeyName> {
        let number = *self.number.as_bytes();
        let key = |domain, id| KeyName { domain, id };
        // In the identity store: of a link that was cut once.
        let mut keys = Domain::ALL.map(|domain| key(domain, number)).to_vec();
        // The life of an archived record goes on in the link store.
        keys.retain(|key| !(self.archived && key.domain == Domain::Links));
        for case in &self.cases {
            keys.extend([Domain::Identity, Domain::Links].map(|domain| key(domain, *case.id.as_bytes())));
        }
        keys.extend(self.container.map(|container| key(Domain::Biometrics, container)));
        keys.extend(self.forget_person.map(|person| key(Domain::Identity, *person.as_bytes())));
        keys
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
    /// Details of a person corrected or supplemented: version `version`, older ones stay. Conflicts unless the newest
    /// is `version - 1`.
    PersonCorrected { id: PersonId, version: u32, details: IdentityDetails, correction: Correction },
    /// A declined case (R10.1.2). The case becomes `tombstone` (no person, facts, evidence or reference;
    /// conflicts unless the stored version is `tombstone.version - 1`). Removed with it: every opening
    /// owned by the case, person versions it added, the person when nothing else holds them, the draft
    /// with its link, encounter, impressions, candidates and openings.
    CaseDeclined {
        tombstone: Box<CaseRecord>,
        forget_person: Option<PersonId>,
        forget_draft: Option<RegistryNumber>,
    },
    /// The prints of a case that ended without a registration: its draft with link, encounter, impressions, candidates
    /// and their openings. The case stays. A conflict when the draft is registered.
    DraftDiscarded { case: CaseId, number: RegistryNumber },
    /// First capture of a case: draft registry number and encounter, joined to the case in the link store.
    EncounterOpened { case: CaseId, encounter: EncounterId, number: RegistryNumber },
    /// An impression. In an encounter of a draft it supersedes an earlier one of the same position; in a supplement it
    /// waits.
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
    /// Better prints of a registered record: an encounter of its own, under a key of its own, whose impressions wait.
    /// Conflicts while another supplement of the record waits.
    SupplementTaken { number: RegistryNumber, encounter: EncounterId },
    /// A supplement decided: its prints count from now on, the best of each position is compared; or they are removed
    /// with what opens their entries. Conflicts when it is decided already.
    SupplementSettled { number: RegistryNumber, encounter: EncounterId, agreed: bool },
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
        territory: Territory,
        state: RecordState,
        certificate: Box<Certificate>,
    },
    /// A record moved to another state of its life. Conflicts unless the stored version is `version - 1`.
    LifeChanged {
        number: RegistryNumber,
        version: u32,
        state: RecordState,
        joined_until: Option<Date>,
        ground: LifeGround,
    },
    /// An event that moves terms.
    EventNoted(NotedEvent),
    /// An event annulled. Conflicts when it is annulled already.
    EventAnnulled { event: EventId, scope: EventScope, on: Date, by: Option<OfficerId>, reference: String },
    /// A document in a new version. Conflicts unless the stored version is the one before.
    Documented(Box<Document>),
    /// The link of a depersonalised record to its person is cut: kept apart, under a key of its own (Art. 1(9)).
    LinkCut { number: RegistryNumber },
    /// The link is joined again.
    LinkJoined { number: RegistryNumber },
    /// A record leaves the database: destroyed, or moved to the archive.
    RecordRemoved(Box<Removal>),
    /// What these people are found by is computed anew under the index key of this epoch, which is the newest. Who
    /// is gone is left out.
    PeopleReindexed { epoch: u32, people: Vec<PersonId> },
    /// An officer's account.
    OfficerAdded { id: OfficerId, officer: NewOfficer },
    /// An account closed.
    OfficerClosed { id: OfficerId },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Art. 15(2): in the archive a record's life goes on, and is read with the key it was sealed with.
    #[test]
    fn what_goes_to_the_archive_keeps_the_key_of_its_life_and_what_is_destroyed_keeps_none() {
        let number = RegistryNumber::from_random_bytes([1; 16]);
        let removal = |archived, container| Removal {
            number,
            cases: Vec::new(),
            forget_person: Some(PersonId::from_random_bytes([2; 16])),
            registered_entry: Some(7),
            archived,
            container,
            superseded: None,
        };
        let key = |domain, id| KeyName { domain, id };
        let (record, person) = (*number.as_bytes(), *PersonId::from_random_bytes([2; 16]).as_bytes());
        let (identity, biometrics) = (Domain::Identity, Domain::Biometrics);
        let archived = removal(true, None).keys();
        assert_eq!(archived, [key(identity, record), key(biometrics, record), key(identity, person)]);
        let destroyed = removal(false, Some([9; 16])).keys();
        assert!(destroyed.contains(&key(Domain::Links, record)));
        assert!(destroyed.contains(&key(biometrics, [9; 16])), "its container in the archive opens no more");
    }
}
