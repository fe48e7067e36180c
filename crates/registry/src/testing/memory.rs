//! A store in memory behind the register's port. Two states: one that readers see, one that the only
//! transaction works on; a commit replays the journal on the first, a rollback copies it back.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use jiff::Timestamp;
use ledger::{Entry, Hash, SignedCheckpoint};
use tokio::sync::{Mutex, OwnedMutexGuard};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use super::state::{Finger, State};
use crate::error::StoreError;
use crate::model::*;
use crate::ports::{Store, StoreTransaction};
use crate::sequencer::{Change, Opening, WritePass};

/// The store of tests: everything in memory, the same promises as on disk except durability.
#[derive(Default)]
pub struct MemoryStore {
    committed: Arc<RwLock<State>>,
    working: Arc<Mutex<Working>>,
    sessions: RwLock<HashMap<[u8; 32], Session>>,
}

#[derive(Default)]
struct Working {
    state: State,
    /// A transaction went away without commit: the state is copied anew.
    spoilt: bool,
}

enum Step {
    Changes(u64, Vec<Change>),
    Entry(Vec<u8>, Hash, u64, Vec<Opening>),
    Checkpoint(SignedCheckpoint),
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }
}

struct MemoryTransaction {
    working: OwnedMutexGuard<Working>,
    committed: Arc<RwLock<State>>,
    journal: Vec<Step>,
}

impl Step {
    fn apply(&self, state: &mut State) -> Result<(), StoreError> {
        match self {
            Self::Changes(sequence, changes) => {
                changes.iter().try_for_each(|change| state.apply(*sequence, change))
            }
            Self::Entry(bytes, leaf, sequence, openings) => {
                state.entries.push((bytes.clone(), *leaf));
                state.openings.insert(*sequence, openings.clone());
                Ok(())
            }
            Self::Checkpoint(signed) => {
                state.checkpoints.push(signed.clone());
                Ok(())
            }
        }
    }
}

impl MemoryTransaction {
    fn step(&mut self, step: Step) -> Result<(), StoreError> {
        step.apply(&mut self.working.state)?;
        self.journal.push(step);
        Ok(())
    }
}

#[async_trait]
impl StoreTransaction for MemoryTransaction {
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        self.working.state.check(changes)?;
        self.step(Step::Changes(sequence, changes.to_vec()))
    }

    async fn append(
        &mut self,
        entry: &Entry,
        leaf_hash: Hash,
        openings: &[Opening],
    ) -> Result<(), StoreError> {
        if entry.sequence != self.working.state.entries.len() as u64 {
            let why = format!("entry {} does not follow", entry.sequence);
            return Err(StoreError::Damaged { what: "the ledger".to_owned(), why });
        }
        self.step(Step::Entry(entry.to_bytes(), leaf_hash, entry.sequence, openings.to_vec()))
    }

    async fn put_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), StoreError> {
        self.step(Step::Checkpoint(checkpoint.clone()))
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let journal = std::mem::take(&mut self.journal);
        let committed = Arc::clone(&self.committed);
        let mut state = committed.write().unwrap_or_else(PoisonError::into_inner);
        journal.iter().try_for_each(|step| step.apply(&mut state))
    }
}

impl Drop for MemoryTransaction {
    fn drop(&mut self) {
        // A commit empties the journal.
        if !self.journal.is_empty() {
            self.working.spoilt = true;
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self, _pass: &WritePass) -> Result<Box<dyn StoreTransaction>, StoreError> {
        let mut working = Arc::clone(&self.working).lock_owned().await;
        if working.spoilt {
            working.state = self.read(State::clone);
            working.spoilt = false;
        }
        Ok(Box::new(MemoryTransaction {
            working,
            committed: Arc::clone(&self.committed),
            journal: Vec::new(),
        }))
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        Ok(self.read(|s| s.case(id)))
    }

    async fn cases(&self, body: Option<Body>, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        Ok(self.read(|s| {
            let newest = s.case_order.iter().rev().filter_map(|id| s.cases.get(id));
            let shown = newest.filter(|c| c.state != CaseState::Declined && body.is_none_or(|b| b == c.body));
            shown.take(limit as usize).map(|case| s.summary(case)).collect()
        }))
    }

    async fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRecord>, StoreError> {
        Ok(self
            .read(|s| s.cases_of.get(&person).into_iter().flatten().filter_map(|id| s.case(*id)).collect()))
    }

    async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.read(|s| s.person(id)))
    }

    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.read(|s| s.iins.get(iin).and_then(|id| s.person(*id))))
    }

    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
        Ok(self
            .read(|s| s.documents.get(number).into_iter().flatten().filter_map(|id| s.person(*id)).collect()))
    }

    async fn certificate(
        &self,
        number: &CertificateNumber,
    ) -> Result<Option<(Certificate, PersonId)>, StoreError> {
        Ok(self.read(|s| s.certificates.get(number.as_str()).cloned()))
    }

    async fn certificates_of(&self, person: PersonId) -> Result<Vec<Certificate>, StoreError> {
        Ok(self.read(|s| s.certificates_of.get(&person).cloned().unwrap_or_default()))
    }

    async fn registry_numbers_of(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        Ok(self.read(|s| s.links.get(&person).cloned().unwrap_or_default()))
    }

    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError> {
        Ok(self.read(|s| s.case_of.get(&number).copied()))
    }

    async fn registered_bases(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
        Ok(self.read(|s| s.registered_after(after, limit).map(|(n, (_, basis))| (*n, *basis)).collect()))
    }

    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        Ok(self.read(|s| s.registered.get(&number).map(|(person, _)| *person)))
    }

    async fn draft_of(&self, case: CaseId) -> Result<Option<RegistryNumber>, StoreError> {
        Ok(self.read(|s| s.drafts.get(&case).map(|(number, _)| *number)))
    }

    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRecord>, StoreError> {
        Ok(self.read(|s| s.candidates.get(&id).cloned()))
    }

    async fn candidates_of(&self, case: CaseId) -> Result<Vec<CandidateRecord>, StoreError> {
        Ok(self.read(|s| s.candidates_where(|candidate| candidate.case == case, usize::MAX)))
    }

    async fn waiting_candidates(&self, limit: u32) -> Result<Vec<CandidateRecord>, StoreError> {
        let waits = |candidate: &CandidateRecord| !matches!(candidate.state, CandidateState::Decided(_));
        Ok(self.read(|s| s.candidates_where(waits, limit as usize)))
    }

    async fn fingers(&self, number: RegistryNumber) -> Result<Vec<CapturedFinger>, StoreError> {
        Ok(self.read(|s| FingerPosition::ALL.iter().map(|position| s.finger(number, *position)).collect()))
    }

    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
        Ok(self.read(|s| s.templates(number)))
    }

    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        Ok(self.read(|s| s.impressions.get(&id).map(|stored| (stored.number, stored.image.clone()))))
    }

    async fn registered_templates(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError> {
        Ok(self.read(|s| s.registered_after(after, limit).map(|(n, _)| (*n, s.templates(*n))).collect()))
    }

    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        Ok(self.read(|s| s.officers.iter().find(|known| known.officer.id == id).map(|k| k.officer.clone())))
    }

    async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        Ok(self.read(|s| s.officers.iter().map(|known| known.officer.clone()).collect()))
    }

    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        Ok(self.read(|s| s.officers.iter().find(|known| known.officer.login == login).cloned()))
    }

    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut working = self.working.lock().await;
        let mut committed = self.committed.write().unwrap_or_else(PoisonError::into_inner);
        for state in [&mut working.state, &mut *committed] {
            for known in state.officers.iter_mut().filter(|known| known.officer.id == officer) {
                known.failures = failures;
                known.locked_until = locked_until;
            }
        }
        Ok(())
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        let mut sessions = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(session.token_hash, session.clone());
        Ok(())
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        Ok(self.sessions.read().unwrap_or_else(PoisonError::into_inner).get(token_hash).cloned())
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.sessions.write().unwrap_or_else(PoisonError::into_inner).remove(token_hash);
        Ok(())
    }

    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
        Ok(self.read(|s| s.entries.iter().skip(first as usize).take(limit as usize).cloned().collect()))
    }

    async fn ledger_size(&self) -> Result<u64, StoreError> {
        Ok(self.read(|s| s.entries.len() as u64))
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError> {
        Ok(self.read(|s| s.checkpoints.iter().rev().take(limit as usize).cloned().collect()))
    }

    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError> {
        Ok(self.read(|s| s.openings.get(&sequence).cloned().unwrap_or_default()))
    }

    async fn rows_by_sequence(&self) -> Result<Vec<(String, u64)>, StoreError> {
        Ok(self.read(State::rows))
    }
}

impl State {
    fn case(&self, id: CaseId) -> Option<CaseRecord> {
        let encounter = self.drafts.get(&id).map(|(_, encounter)| *encounter);
        self.cases.get(&id).map(|case| CaseRecord { encounter, ..case.clone() })
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

    fn finger(&self, number: RegistryNumber, position: FingerPosition) -> CapturedFinger {
        let (status, impression) = match self.fingers.get(&number).and_then(|hand| hand.get(&position)) {
            None => (FingerStatus::Empty, None),
            Some(Finger::Missing(reason)) => (FingerStatus::Missing(*reason), None),
            Some(Finger::Print(id)) => {
                let quality =
                    self.impressions.get(id).map_or(0, |stored| stored.image.impression.quality.score);
                (FingerStatus::captured(quality), Some(*id))
            }
        };
        CapturedFinger { position, status, impression }
    }

    fn templates(&self, number: RegistryNumber) -> Vec<(FingerPosition, Vec<u8>)> {
        let hand = self.fingers.get(&number).into_iter().flatten();
        let print = |(position, finger): (&FingerPosition, &Finger)| match finger {
            Finger::Print(id) => Some((*position, self.impressions.get(id)?.template.clone())),
            Finger::Missing(_) => None,
        };
        hand.filter_map(print).collect()
    }

    fn candidates_where(
        &self,
        wanted: impl Fn(&CandidateRecord) -> bool,
        limit: usize,
    ) -> Vec<CandidateRecord> {
        let ordered = self.candidate_order.iter().filter_map(|id| self.candidates.get(id));
        ordered.filter(|candidate| wanted(candidate)).take(limit).cloned().collect()
    }

    fn registered_after(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> impl Iterator<Item = (&RegistryNumber, &(PersonId, Basis))> {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.map_or(Unbounded, Excluded);
        self.registered.range((from, Unbounded)).take(limit as usize)
    }
}
