//! A store in memory behind the register's port. Two states: one that readers see, one that the only
//! transaction works on; a commit replays the journal on the first, a rollback copies it back.
//!
//! It passes every function of the conformance suite in `crates/store/tests/conformance`. What it does
//! not promise, and why:
//!
//! - *Durability.* It lives in memory: nothing to open again, no full disk, no second process.
//!   [`super::FailingStore`] around it plays the failures.
//! - *Limits of columns* (a name of at most 120 letters, an image of at most 32 MiB). They stand in the
//!   schema of a store on disk; the commands check the same limits before they come here.
//! - *The same rows.* [`Store::rows_by_sequence`] names every entry that made rows and no other, with fewer
//!   and shorter names: tables are an affair of each engine.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use jiff::Timestamp;
use law::QueryKind;
use ledger::{Entry, Hash, SignedCheckpoint};
use tokio::sync::{Mutex, OwnedMutexGuard};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use super::state::State;
use crate::error::StoreError;
use crate::model::*;
use crate::ports::{Store, StoreTransaction};
use crate::reach::{SearchRow, search_rows};
use crate::sequencer::{Change, KeyName, Opening, Owner, Removal, WritePass};

/// The store of tests: everything in memory, the promises of the port except durability.
pub struct MemoryStore {
    committed: Arc<RwLock<State>>,
    /// The table of searches.
    rules: RwLock<Vec<SearchRow>>,
    working: Arc<Mutex<Working>>,
}

#[derive(Default)]
struct Working {
    state: State,
    /// A transaction went away without commit: the state is copied anew.
    spoilt: bool,
}

#[derive(Clone)]
enum Step {
    Changes(u64, Vec<Change>),
    Entry(Vec<u8>, Hash, Vec<Opening>),
    Checkpoint(SignedCheckpoint),
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self { committed: Arc::default(), rules: RwLock::new(search_rows()), working: Arc::default() }
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the table of searches, as somebody would past the register.
    pub fn change_search_rows(&self, change: impl FnOnce(&mut Vec<SearchRow>)) {
        change(&mut self.rules.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// A store in this state, given twice: for readers, and for the transaction.
    pub(super) fn of_states(committed: State, state: State) -> Self {
        let working = Working { state, spoilt: false };
        let rules = RwLock::new(search_rows());
        Self { committed: Arc::new(RwLock::new(committed)), rules, working: Arc::new(Mutex::new(working)) }
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes outside the ledger: accounts' counters and sessions. Waits for an open transaction.
    async fn write_alone(
        &self,
        write: impl Fn(&mut State) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        let mut working = self.working.lock().await;
        let mut committed = self.committed.write().unwrap_or_else(PoisonError::into_inner);
        write(&mut committed)?;
        write(&mut working.state)
    }
}

struct MemoryTransaction {
    working: OwnedMutexGuard<Working>,
    committed: Arc<RwLock<State>>,
    journal: Vec<Step>,
    /// Changes were applied whose entry is still to come.
    unrecorded: bool,
}

impl Step {
    fn apply(&self, state: &mut State) -> Result<(), StoreError> {
        match self {
            Self::Changes(sequence, changes) => {
                changes.iter().try_for_each(|change| state.apply(*sequence, change))
            }
            Self::Entry(bytes, leaf, openings) => {
                state.openings.insert(state.size(), openings.clone());
                state.entries.push((bytes.clone(), *leaf));
                Ok(())
            }
            Self::Checkpoint(signed) => {
                let size = signed.unverified().size;
                if state.checkpoints.last().is_none_or(|last| last.unverified().size != size) {
                    state.checkpoints.push(signed.clone());
                }
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

    /// The savepoint of this store: the committed state with everything up to the last command.
    fn back_to_last_step(&mut self) -> Result<(), StoreError> {
        let mut state = self.committed.read().unwrap_or_else(PoisonError::into_inner).clone();
        self.journal.iter().try_for_each(|step| step.apply(&mut state))?;
        self.working.state = state;
        Ok(())
    }

    fn is_next(&self, what: &str, sequence: u64) -> Result<(), StoreError> {
        match self.working.state.size() {
            next if next == sequence => Ok(()),
            next => Err(StoreError::Engine(format!("{what} {sequence} where {next} is next"))),
        }
    }
}

#[async_trait]
impl StoreTransaction for MemoryTransaction {
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        self.is_next("changes of entry", sequence)?;
        if let Err(error) = self.step(Step::Changes(sequence, changes.to_vec())) {
            self.back_to_last_step()?;
            return Err(error);
        }
        self.unrecorded |= !changes.is_empty();
        Ok(())
    }

    async fn append(
        &mut self,
        entry: &Entry,
        leaf_hash: Hash,
        openings: &[Opening],
    ) -> Result<(), StoreError> {
        self.is_next("ledger entry", entry.sequence)?;
        self.step(Step::Entry(entry.to_bytes(), leaf_hash, openings.to_vec()))?;
        self.unrecorded = false;
        Ok(())
    }

    async fn put_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), StoreError> {
        self.is_next("a checkpoint of size", checkpoint.unverified().size)?;
        self.step(Step::Checkpoint(checkpoint.clone()))
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        if self.unrecorded {
            return Err(StoreError::Engine("changes without their ledger entry".to_owned()));
        }
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
            unrecorded: false,
        }))
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        Ok(self.read(|s| s.case(id)))
    }

    async fn cases(&self, body: Option<Body>, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        Ok(self.read(|s| s.summaries(body, limit)))
    }

    async fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRecord>, StoreError> {
        Ok(self.read(|s| s.cases_of_person(person)))
    }

    async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.read(|s| s.person(id)))
    }

    async fn person_versions(&self, id: PersonId) -> Result<Vec<PersonVersion>, StoreError> {
        Ok(self.read(|state| state.person_versions(id)))
    }

    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.read(|s| s.iins.get(iin).and_then(|id| s.person(*id))))
    }

    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
        let holders = |s: &State| {
            let holders = s.documents.get(number).into_iter().flatten();
            holders.filter_map(|(_, id)| s.person(*id)).collect()
        };
        Ok(self.read(holders))
    }

    async fn index_epochs(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        Ok(self.read(|s| s.index_epochs().into_iter().collect()))
    }

    async fn people_indexed_before(&self, epoch: u32, limit: u32) -> Result<Vec<PersonId>, StoreError> {
        Ok(self.read(|s| s.people_indexed_before(epoch, limit)))
    }

    async fn wipe_replaced_index(&self) -> Result<(), StoreError> {
        Ok(())
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
        let joined = |s: &State| {
            let numbers = s.numbers_of.get(&person).into_iter().flatten();
            numbers.filter(|number| !s.cut.contains_key(number)).copied().collect()
        };
        Ok(self.read(joined))
    }

    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError> {
        Ok(self.read(|s| s.case_of.get(&number).copied()))
    }

    async fn registered_bases(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
        Ok(self.read(|s| s.reached_after(query, after, limit).map(|(n, (_, basis))| (*n, *basis)).collect()))
    }

    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        let linked = |s: &State| {
            s.registered.get(&number).filter(|_| !s.cut.contains_key(&number)).map(|(person, _)| *person)
        };
        Ok(self.read(linked))
    }

    async fn linked_person(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        Ok(self.read(|s| s.registered.get(&number).map(|(person, _)| *person)))
    }

    async fn linked_numbers(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        Ok(self.read(|s| s.numbers_of.get(&person).cloned().unwrap_or_default()))
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
        let waits = |candidate: &CandidateRecord| {
            !matches!(candidate.state, CandidateState::Decided(_))
                && candidate.hit.registry_number != crate::sequencer::nobodys_number()
        };
        Ok(self.read(|s| s.candidates_where(waits, limit as usize)))
    }

    async fn fingers(&self, number: RegistryNumber) -> Result<Vec<CapturedFinger>, StoreError> {
        Ok(self.read(|s| FingerPosition::ALL.iter().map(|position| s.finger(number, *position)).collect()))
    }

    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
        Ok(self.read(|s| s.templates(number)))
    }

    async fn held_prints(&self, number: RegistryNumber) -> Result<Vec<HeldPrint>, StoreError> {
        Ok(self.read(|s| s.held_prints(number)))
    }

    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        self.read(|s| s.impression(id))
    }

    async fn search_rows(&self) -> Result<Vec<SearchRow>, StoreError> {
        Ok(self.rules.read().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn registered_templates(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError> {
        Ok(self.read(|s| s.reached_after(query, after, limit).map(|(n, _)| (*n, s.templates(*n))).collect()))
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
        self.write_alone(|state| {
            state.note_password_check(officer, failures, locked_until);
            Ok(())
        })
        .await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.write_alone(|state| state.put_session(session)).await
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        Ok(self.read(|s| s.sessions.get(token_hash).cloned()))
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.write_alone(|state| {
            state.sessions.remove(token_hash);
            Ok(())
        })
        .await
    }

    async fn life(&self, number: RegistryNumber) -> Result<Option<RecordLife>, StoreError> {
        Ok(self.read(|s| s.life(number)))
    }

    async fn lives(&self, after: Option<RegistryNumber>, limit: u32) -> Result<Vec<RecordLife>, StoreError> {
        let from = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        let page = |s: &State| {
            let numbers = s.lives.range((from, std::ops::Bound::Unbounded)).take(limit as usize);
            numbers.filter_map(|(number, _)| s.life(*number)).collect()
        };
        Ok(self.read(page))
    }

    async fn document(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<Document>, StoreError> {
        Ok(self.read(|s| s.newest_document(kind, id).map(|(_, document)| document.clone())))
    }

    async fn document_entry(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<u64>, StoreError> {
        Ok(self.read(|s| s.newest_document(kind, id).map(|(entry, _)| *entry)))
    }

    async fn documents(
        &self,
        kind: DocumentKind,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<Document>, StoreError> {
        let newest = |s: &State| {
            let of_kind =
                s.papers.iter().filter(|((of, id), _)| *of == kind && after.is_none_or(|a| *id > a));
            of_kind
                .filter_map(|(_, versions)| versions.last())
                .map(|(_, document)| document.clone())
                .take(limit as usize)
                .collect()
        };
        Ok(self.read(newest))
    }

    async fn document_versions(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Vec<Document>, StoreError> {
        let versions = |s: &State| s.papers.get(&(kind, id)).cloned().unwrap_or_default();
        Ok(self.read(versions).into_iter().map(|(_, document)| document).collect())
    }

    async fn traces_of(&self, removal: &Removal) -> Result<Vec<(&'static str, u64)>, StoreError> {
        Ok(self.read(|s| s.traces_of(removal)))
    }

    async fn pending_erasures(&self, limit: u32) -> Result<Vec<KeyName>, StoreError> {
        Ok(self.read(|s| s.erasures.iter().take(limit as usize).copied().collect()))
    }

    async fn confirm_erasures(&self, keys: &[KeyName]) -> Result<(), StoreError> {
        let confirmed = keys.to_vec();
        self.write_alone(move |state| {
            state.erasures.retain(|key| !confirmed.contains(key));
            Ok(())
        })
        .await
    }

    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
        Ok(self.read(|s| s.entries.iter().skip(first as usize).take(limit as usize).cloned().collect()))
    }

    async fn ledger_size(&self) -> Result<u64, StoreError> {
        Ok(self.read(State::size))
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError> {
        Ok(self.read(|s| s.checkpoints.iter().rev().take(limit as usize).cloned().collect()))
    }

    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError> {
        Ok(self.read(|s| s.openings.get(&sequence).cloned().unwrap_or_default()))
    }

    async fn entries_of(&self, owner: Owner, limit: u32) -> Result<Vec<u64>, StoreError> {
        let of = |s: &State| {
            let owned = s.openings.iter().filter(|(_, openings)| openings.iter().any(|o| o.owner == owner));
            let mut entries: Vec<u64> = owned.map(|(sequence, _)| *sequence).collect();
            entries.sort_unstable_by_key(|sequence| std::cmp::Reverse(*sequence));
            entries.truncate(limit as usize);
            entries
        };
        Ok(self.read(of))
    }

    async fn rows_by_sequence(&self) -> Result<Vec<(String, u64)>, StoreError> {
        Ok(self.read(State::rows))
    }
}
