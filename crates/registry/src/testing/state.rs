//! What the memory store remembers, and how it is read. How a change alters it stands in `changes`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound::{Excluded, Unbounded};

use dactyloscopy::{Ppi, Quality, Template};
use jiff::Timestamp;
use jiff::civil::Date;
use law::{Access, QueryKind, RecordState, may_search};
use ledger::{Hash, SignedCheckpoint};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, EncounterId, EventId, FingerPosition, ImpressionId, LinkId,
    MissingReason, OfficerId, PersonId, RegistryNumber, Territory,
};

use crate::error::StoreError;
use crate::model::*;
use crate::sequencer::{KeyName, Opening};

#[derive(Debug, Clone)]
pub(super) enum Finger {
    Print(ImpressionId),
    Missing(MissingReason),
}

/// An impression as it came; read when it is asked for, as on disk.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) number: RegistryNumber,
    pub(super) encounter: EncounterId,
    pub(super) position: FingerPosition,
    pub(super) original: Vec<u8>,
    pub(super) media_type: String,
    pub(super) ppi: u16,
    pub(super) template: Vec<u8>,
    pub(super) quality_score: u8,
    pub(super) quality_causes: String,
}

/// A person: the entry that added them, and their details as the documents said, the newest last.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) added: u64,
    /// The epoch of the index key they would be found by.
    pub(super) index_epoch: u32,
    pub(super) versions: Vec<Version>,
}

/// Details of a person: the entry and the case that gave them, and the key they would be sealed with.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) version: u32,
    pub(super) entry: u64,
    pub(super) case: Option<CaseId>,
    pub(super) key: Option<KeyName>,
    pub(super) details: IdentityDetails,
    pub(super) correction: Option<Correction>,
}

/// What a row belongs to: removed with it when a case is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Case(CaseId),
    Person(PersonId),
    Record(RegistryNumber),
    Supplement(EncounterId),
    Officer,
}

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) table: &'static str,
    pub(super) sequence: u64,
    pub(super) of: Of,
}

/// A place in a list of cases: by opening, then by entry.
pub(super) type Place = (Timestamp, u64, CaseId);

/// A document with the entry that wrote it.
type Written = (u64, Document);

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) people: HashMap<PersonId, Known>,
    /// Newest IIN of each person that has one.
    pub(super) iins: HashMap<String, PersonId>,
    /// Newest document numbers; holders known longest first.
    pub(super) documents: HashMap<String, BTreeSet<(u64, PersonId)>>,
    pub(super) cases: HashMap<CaseId, CaseRecord>,
    /// The entry that opened each case.
    pub(super) opened: HashMap<CaseId, u64>,
    pub(super) case_order: BTreeSet<Place>,
    pub(super) cases_of: HashMap<PersonId, BTreeSet<Place>>,
    pub(super) certificates: HashMap<String, (Certificate, PersonId)>,
    pub(super) certificates_of: HashMap<PersonId, Vec<Certificate>>,
    pub(super) drafts: HashMap<CaseId, (RegistryNumber, EncounterId)>,
    pub(super) case_of: HashMap<RegistryNumber, CaseId>,
    pub(super) encounters: HashMap<EncounterId, RegistryNumber>,
    pub(super) numbers_of: HashMap<PersonId, Vec<RegistryNumber>>,
    pub(super) registered: BTreeMap<RegistryNumber, (PersonId, Basis)>,
    pub(super) links: BTreeSet<LinkId>,
    pub(super) candidates: HashMap<CandidateId, CandidateRecord>,
    pub(super) candidate_order: Vec<CandidateId>,
    pub(super) impressions: HashMap<ImpressionId, Stored>,
    pub(super) fingers: HashMap<RegistryNumber, BTreeMap<FingerPosition, Finger>>,
    /// Encounters after the registration, and whether their prints count.
    pub(super) supplements: BTreeMap<EncounterId, (RegistryNumber, bool)>,
    pub(super) officers: Vec<OfficerCredential>,
    pub(super) sessions: HashMap<[u8; 32], Session>,
    pub(super) entries: Vec<(Vec<u8>, Hash)>,
    pub(super) openings: BTreeMap<u64, Vec<Opening>>,
    pub(super) checkpoints: Vec<SignedCheckpoint>,
    pub(super) rows: Vec<Row>,
    pub(super) lives: BTreeMap<RegistryNumber, Life>,
    /// Events of a person or a record, each with its place among all that were noted.
    pub(super) events: HashMap<EventScope, Vec<(u64, NotedEvent)>>,
    /// What each event ever noted is about.
    pub(super) event_scopes: HashMap<EventId, EventScope>,
    /// Versions of documents, each with the entry that made it.
    pub(super) papers: BTreeMap<(DocumentKind, [u8; 16]), Vec<Written>>,
    pub(super) erasures: BTreeSet<KeyName>,
    /// How many index keys came after the first.
    pub(super) index_keys_after: u32,
    /// Persons whose link to a record is cut.
    pub(super) cut: HashMap<RegistryNumber, PersonId>,
}

/// The life of a record without what stands elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Life {
    pub(super) basis: Basis,
    pub(super) registered_on: Date,
    pub(super) territory: Territory,
    pub(super) entry: u64,
    pub(super) version: u32,
    pub(super) state: RecordState,
    pub(super) joined_until: Option<Date>,
}

impl State {
    /// Number of ledger entries.
    pub(super) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub(super) fn case(&self, id: CaseId) -> Option<CaseRecord> {
        let encounter = self.drafts.get(&id).map(|(_, encounter)| *encounter);
        self.cases.get(&id).map(|case| CaseRecord { encounter, ..case.clone() })
    }

    pub(super) fn cases_of_person(&self, person: PersonId) -> Vec<CaseRecord> {
        let places = self.cases_of.get(&person).into_iter().flatten();
        places.filter_map(|(_, _, id)| self.case(*id)).collect()
    }

    pub(super) fn summaries(&self, body: Option<Body>, limit: u32) -> Vec<CaseSummary> {
        let newest = self.case_order.iter().rev().filter_map(|(_, _, id)| self.cases.get(id));
        let shown = newest.filter(|c| c.state != CaseState::Declined && body.is_none_or(|b| b == c.body));
        shown.take(limit as usize).map(|case| self.summary(case)).collect()
    }

    fn summary(&self, case: &CaseRecord) -> CaseSummary {
        let name =
            case.person.and_then(|person| self.person(person)).map(|person| person.details.full_name());
        let draft = self.drafts.get(&case.id).and_then(|(number, _)| self.fingers.get(number));
        CaseSummary {
            id: case.id,
            reference: case.reference.clone(),
            basis: case.basis,
            state: case.state,
            event_date: case.event_date,
            name,
            fingers_done: draft.map_or(0, |fingers| fingers.len() as u8),
        }
    }

    pub(super) fn newest(&self, person: PersonId) -> Option<&IdentityDetails> {
        self.people.get(&person)?.versions.last().map(|version| &version.details)
    }

    pub(super) fn person(&self, id: PersonId) -> Option<PersonRecord> {
        Some(PersonRecord { id, details: self.newest(id)?.clone() })
    }

    /// People by the epoch of their index key.
    pub(super) fn index_epochs(&self) -> BTreeMap<u32, u64> {
        let mut epochs = BTreeMap::new();
        for known in self.people.values() {
            *epochs.entry(known.index_epoch).or_insert(0) += 1;
        }
        epochs
    }

    pub(super) fn people_indexed_before(&self, epoch: u32, limit: u32) -> Vec<PersonId> {
        let older = self.people.iter().filter(|(_, known)| known.index_epoch < epoch);
        older.map(|(id, _)| *id).take(limit as usize).collect()
    }

    pub(super) fn person_versions(&self, id: PersonId) -> Vec<PersonVersion> {
        let versions = self.people.get(&id).into_iter().flat_map(|known| &known.versions);
        let read = |version: &Version| PersonVersion {
            version: version.version,
            details: version.details.clone(),
            correction: version.correction.clone(),
        };
        versions.map(read).collect()
    }

    pub(super) fn finger(&self, number: RegistryNumber, position: FingerPosition) -> CapturedFinger {
        let (status, impression) = match self.current(number, position) {
            None => (FingerStatus::Empty, None),
            Some(Finger::Missing(reason)) => (FingerStatus::Missing(reason), None),
            Some(Finger::Print(id)) => {
                let quality = self.impressions.get(&id).map_or(0, |stored| stored.quality_score);
                (FingerStatus::captured(quality), Some(id))
            }
        };
        CapturedFinger { position, status, impression }
    }

    pub(super) fn templates(&self, number: RegistryNumber) -> Vec<(FingerPosition, Vec<u8>)> {
        let print = |position: &FingerPosition| match self.current(number, *position)? {
            Finger::Print(id) => Some((*position, self.impressions.get(&id)?.template.clone())),
            Finger::Missing(_) => None,
        };
        FingerPosition::ALL.iter().filter_map(print).collect()
    }

    pub(super) fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        let Some(stored) = self.impressions.get(&id) else { return Ok(None) };
        let damaged = |why: String| StoreError::Damaged { what: "the impression".to_owned(), why };
        let causes = causes_from_text(&stored.quality_causes);
        let causes = causes.ok_or_else(|| damaged("an unknown quality cause".to_owned()))?;
        let template = Template::from_bytes(&stored.template).map_err(|e| damaged(e.to_string()))?;
        let quality = Quality { score: stored.quality_score, causes };
        let image = ImpressionImage {
            impression: Impression { id, position: stored.position, quality, template },
            original: stored.original.clone(),
            media_type: stored.media_type.clone(),
            ppi: Ppi::new(stored.ppi).map_err(|e| damaged(e.to_string()))?,
        };
        Ok(Some((stored.number, image)))
    }

    pub(super) fn candidates_where(
        &self,
        wanted: impl Fn(&CandidateRecord) -> bool,
        limit: usize,
    ) -> Vec<CandidateRecord> {
        let ordered = self.candidate_order.iter().filter_map(|id| self.candidates.get(id));
        ordered.filter(|candidate| wanted(candidate)).take(limit).cloned().collect()
    }

    /// What a query may reach of those registered.
    pub(super) fn reached_after(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> impl Iterator<Item = (&RegistryNumber, &(PersonId, Basis))> {
        let from = after.map_or(Unbounded, Excluded);
        let reached = move |(_, (_, basis)): &(&RegistryNumber, &(PersonId, Basis))| {
            may_search(query, *basis).access != Access::Refused
        };
        self.registered.range((from, Unbounded)).filter(reached).take(limit as usize)
    }

    pub(super) fn rows(&self) -> Vec<(String, u64)> {
        self.rows.iter().map(|row| (row.table.to_owned(), row.sequence)).collect()
    }

    pub(super) fn note_password_check(
        &mut self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) {
        for known in self.officers.iter_mut().filter(|known| known.officer.id == officer) {
            known.failures = failures;
            known.locked_until = locked_until;
        }
    }

    /// Saves a session, or refreshes when it was seen and what its forms send back.
    pub(super) fn put_session(&mut self, session: &Session) -> Result<(), StoreError> {
        if self.officers.iter().all(|known| known.officer.id != session.officer) {
            return Err(StoreError::Conflict { what: "officer of the session".to_owned() });
        }
        let known = self.sessions.entry(session.token_hash).or_insert_with(|| session.clone());
        known.seen_at = session.seen_at;
        known.csrf.clone_from(&session.csrf);
        Ok(())
    }
}
