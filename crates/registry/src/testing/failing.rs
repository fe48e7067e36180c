//! A store that fails at a chosen step: full disks and lost answers, on demand.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use law::QueryKind;
use ledger::{Entry, Hash, SignedCheckpoint};
use tokio::sync::Notify;
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use crate::error::StoreError;
use crate::model::*;
use crate::ports::{Store, StoreTransaction};
use crate::reach::SearchRow;
use crate::sequencer::{Change, KeyName, Opening, Owner, Removal, WritePass};
use crate::testing::Tampering;

/// A step of the write path at which the store can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Beginning a transaction.
    Begin,
    /// Applying changes.
    Apply,
    /// Appending an entry.
    Append,
    /// Saving the checkpoint.
    Checkpoint,
    /// Committing: nothing is written.
    Commit,
    /// Committing: everything is written, and the answer is lost.
    AfterCommit,
    /// Reading checkpoints, as after a group in doubt. Not a step of the write path.
    ReadCheckpoints,
    /// Confirming that keys are erased.
    ConfirmErasures,
    /// Reading a life, as after a commit that changed it.
    ReadLife,
    /// Reading the templates of a record, as after a commit that changed its prints.
    ReadTemplates,
}

impl Point {
    /// Every step of the write path.
    pub const ALL: &'static [Self] =
        &[Self::Begin, Self::Apply, Self::Append, Self::Checkpoint, Self::Commit, Self::AfterCommit];
}

/// When to fail: at the step, after it went well so many times.
#[derive(Default)]
struct Plan(Mutex<Option<(Point, u32, StoreError)>>);

impl Plan {
    fn reached(&self, point: Point) -> Result<(), StoreError> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match plan.take() {
            Some((at, 0, error)) if at == point => Err(error),
            Some((at, left, error)) if at == point => {
                *plan = Some((at, left - 1, error));
                Ok(())
            }
            other => {
                *plan = other;
                Ok(())
            }
        }
    }
}

/// Where an execution is stopped in the middle: it has looked at its records and written nothing.
#[derive(Clone, Default)]
pub struct Halt {
    /// Told when the execution is there.
    pub reached: Arc<Notify>,
    /// Lets it go on.
    pub go_on: Arc<Notify>,
}

/// A store around another one that fails once, where it was told to.
pub struct FailingStore {
    inner: Arc<dyn Store>,
    plan: Arc<Plan>,
    halt: Mutex<Option<Halt>>,
    tampering: Mutex<Tampering>,
}

impl FailingStore {
    /// Wraps a store; it works until told otherwise.
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, plan: Arc::default(), halt: Mutex::default(), tampering: Mutex::default() }
    }

    /// Stops the next execution once it has looked at its records, until it is let go on.
    pub fn halt_an_execution(&self) -> Halt {
        let halt = Halt::default();
        *self.halt.lock().unwrap_or_else(PoisonError::into_inner) = Some(halt.clone());
        halt
    }

    /// From now on answers an audit as a store would that was changed past the register.
    pub fn tamper(&self, tampering: Tampering) {
        *self.tampering.lock().unwrap_or_else(PoisonError::into_inner) = tampering;
    }

    fn tampering(&self) -> Tampering {
        self.tampering.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fails once at `point`, after `good` times that went well.
    pub fn fail(&self, point: Point, good: u32, error: StoreError) {
        *self.plan.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((point, good, error));
    }

    /// Whether the failure asked for is still to come.
    pub fn is_armed(&self) -> bool {
        self.plan.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

struct FailingTransaction {
    inner: Box<dyn StoreTransaction>,
    plan: Arc<Plan>,
}

#[async_trait]
impl StoreTransaction for FailingTransaction {
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        self.plan.reached(Point::Apply)?;
        self.inner.apply(sequence, changes).await
    }

    async fn prepare(&mut self, changes: &[&Change]) -> Result<(), StoreError> {
        self.inner.prepare(changes).await
    }

    async fn append(
        &mut self,
        entry: &Entry,
        leaf_hash: Hash,
        openings: &[Opening],
    ) -> Result<(), StoreError> {
        self.plan.reached(Point::Append)?;
        self.inner.append(entry, leaf_hash, openings).await
    }

    async fn put_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), StoreError> {
        self.plan.reached(Point::Checkpoint)?;
        self.inner.put_checkpoint(checkpoint).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.plan.reached(Point::Commit)?;
        self.inner.commit().await?;
        self.plan.reached(Point::AfterCommit)
    }
}

#[async_trait]
impl Store for FailingStore {
    async fn begin(&self, pass: &WritePass) -> Result<Box<dyn StoreTransaction>, StoreError> {
        self.plan.reached(Point::Begin)?;
        let inner = self.inner.begin(pass).await?;
        Ok(Box::new(FailingTransaction { inner, plan: Arc::clone(&self.plan) }))
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        self.inner.case(id).await
    }

    async fn cases(&self, body: Option<Body>, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        self.inner.cases(body, limit).await
    }

    async fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRecord>, StoreError> {
        self.inner.cases_of(person).await
    }

    async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
        self.inner.person(id).await
    }

    async fn person_versions(&self, id: PersonId) -> Result<Vec<PersonVersion>, StoreError> {
        self.inner.person_versions(id).await
    }

    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
        self.inner.person_by_iin(iin).await
    }

    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
        self.inner.persons_by_document(number).await
    }

    async fn index_epochs(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        self.inner.index_epochs().await
    }

    async fn people_indexed_before(&self, epoch: u32, limit: u32) -> Result<Vec<PersonId>, StoreError> {
        self.inner.people_indexed_before(epoch, limit).await
    }

    async fn wipe_replaced_index(&self) -> Result<(), StoreError> {
        self.inner.wipe_replaced_index().await
    }

    async fn certificate(
        &self,
        number: &CertificateNumber,
    ) -> Result<Option<(Certificate, PersonId)>, StoreError> {
        self.inner.certificate(number).await
    }

    async fn certificates_of(&self, person: PersonId) -> Result<Vec<Certificate>, StoreError> {
        self.inner.certificates_of(person).await
    }

    async fn registry_numbers_of(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        self.inner.registry_numbers_of(person).await
    }

    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError> {
        self.inner.case_of(number).await
    }

    async fn registered_bases(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
        self.inner.registered_bases(query, after, limit).await
    }

    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        self.inner.person_of(number).await
    }

    async fn linked_person(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        self.inner.linked_person(number).await
    }

    async fn linked_numbers(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        self.inner.linked_numbers(person).await
    }

    async fn draft_of(&self, case: CaseId) -> Result<Option<RegistryNumber>, StoreError> {
        self.inner.draft_of(case).await
    }

    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRecord>, StoreError> {
        self.inner.candidate(id).await
    }

    async fn candidates_of(&self, case: CaseId) -> Result<Vec<CandidateRecord>, StoreError> {
        self.inner.candidates_of(case).await
    }

    async fn waiting_candidates(&self, limit: u32) -> Result<Vec<CandidateRecord>, StoreError> {
        self.inner.waiting_candidates(limit).await
    }

    async fn fingers(&self, number: RegistryNumber) -> Result<Vec<CapturedFinger>, StoreError> {
        self.inner.fingers(number).await
    }

    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
        self.plan.reached(Point::ReadTemplates)?;
        self.inner.templates(number).await
    }

    async fn held_prints(&self, number: RegistryNumber) -> Result<Vec<HeldPrint>, StoreError> {
        self.inner.held_prints(number).await
    }

    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        self.inner.impression(id).await
    }

    async fn search_rows(&self) -> Result<Vec<SearchRow>, StoreError> {
        self.inner.search_rows().await
    }

    async fn registered_templates(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError> {
        self.inner.registered_templates(query, after, limit).await
    }

    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        self.inner.officer(id).await
    }

    async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        self.inner.officers().await
    }

    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        self.inner.credential(login).await
    }

    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.inner.note_password_check(officer, failures, locked_until).await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.inner.put_session(session).await
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        self.inner.session(token_hash).await
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.inner.end_session(token_hash).await
    }

    async fn life(&self, number: RegistryNumber) -> Result<Option<RecordLife>, StoreError> {
        self.plan.reached(Point::ReadLife)?;
        self.inner.life(number).await
    }

    async fn lives(&self, after: Option<RegistryNumber>, limit: u32) -> Result<Vec<RecordLife>, StoreError> {
        self.inner.lives(after, limit).await
    }

    async fn document(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<Document>, StoreError> {
        self.inner.document(kind, id).await
    }

    async fn document_entry(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<u64>, StoreError> {
        self.inner.document_entry(kind, id).await
    }

    async fn documents(
        &self,
        kind: DocumentKind,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<Document>, StoreError> {
        self.inner.documents(kind, after, limit).await
    }

    async fn document_versions(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Vec<Document>, StoreError> {
        self.inner.document_versions(kind, id).await
    }

    async fn traces_of(&self, removal: &Removal) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let halt = self.halt.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(halt) = halt {
            halt.reached.notify_one();
            halt.go_on.notified().await;
        }
        self.inner.traces_of(removal).await
    }

    async fn pending_erasures(&self, limit: u32) -> Result<Vec<KeyName>, StoreError> {
        self.inner.pending_erasures(limit).await
    }

    async fn confirm_erasures(&self, keys: &[KeyName]) -> Result<(), StoreError> {
        self.plan.reached(Point::ConfirmErasures)?;
        self.inner.confirm_erasures(keys).await
    }

    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
        self.tampering().entries(first, self.inner.ledger_entries(first, limit).await?)
    }

    async fn ledger_size(&self) -> Result<u64, StoreError> {
        self.inner.ledger_size().await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError> {
        self.plan.reached(Point::ReadCheckpoints)?;
        self.inner.checkpoints(limit).await
    }

    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError> {
        self.tampering().openings(sequence, self.inner.openings(sequence).await?)
    }

    async fn entries_of(&self, owner: Owner, limit: u32) -> Result<Vec<u64>, StoreError> {
        self.inner.entries_of(owner, limit).await
    }

    async fn row_lines(&self, first: u64, limit: u32) -> Result<Option<Vec<(u64, String)>>, StoreError> {
        let (mut lines, tampering) = (Vec::new(), self.tampering());
        let end = first.saturating_add(u64::from(limit)).min(self.inner.ledger_size().await?);
        for sequence in first..end {
            lines.extend(tampering.rows(sequence, &self.inner.openings(sequence).await?)?);
        }
        Ok(Some(lines))
    }

    async fn stray_rows(&self) -> Result<Vec<(String, Option<u64>)>, StoreError> {
        let mut stray = self.inner.stray_rows().await?;
        stray.extend(self.tampering().stray_rows);
        Ok(stray)
    }

    async fn sizes_noted(&self) -> Result<Vec<(String, u64)>, StoreError> {
        Ok(self.tampering().sizes_noted)
    }

    async fn rows_by_sequence(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.inner.rows_by_sequence().await
    }
}
