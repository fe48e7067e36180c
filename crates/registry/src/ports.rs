//! What the register needs from outside, as traits cut at domain operations. `store` implements
//! [`Store`] on SQLite and PostgreSQL and passes the conformance suite of that crate.

use async_trait::async_trait;
use jiff::Timestamp;
use ledger::{Entry, Hash, SignedCheckpoint};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use crate::error::StoreError;
use crate::model::{
    CandidateRecord, CapturedFinger, CaseRecord, CaseSummary, Certificate, ImpressionImage, Officer,
    OfficerCredential, PersonRecord, Session,
};
use crate::sequencer::{Change, Opening, WritePass};

/// Everything the register remembers. Reads see only committed state.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins the one write transaction over identity, biometrics, links and ledger. Only the sequencer
    /// can call it: nobody else has a [`WritePass`]. A second call waits for the first to end.
    async fn begin(&self, pass: &WritePass) -> Result<Box<dyn StoreTransaction>, StoreError>;

    /// One case with its evidence and encounter.
    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>, StoreError>;
    /// Newest cases first, at most `limit`; of one body, or of all. Declined cases are not listed: later
    /// officers do not see them (R10.1.2).
    async fn cases(&self, body: Option<Body>, limit: u32) -> Result<Vec<CaseSummary>, StoreError>;
    /// Cases of one person.
    async fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRecord>, StoreError>;
    /// One person.
    async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError>;
    /// A person by IIN.
    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError>;
    /// Persons whose newest details hold this document number: numbers of two states may be equal.
    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError>;
    /// A certificate and whose it is.
    async fn certificate(
        &self,
        number: &CertificateNumber,
    ) -> Result<Option<(Certificate, PersonId)>, StoreError>;
    /// Certificates of a person, oldest first.
    async fn certificates_of(&self, person: PersonId) -> Result<Vec<Certificate>, StoreError>;

    /// The registry numbers registered for a person, oldest first (the link store). One person may have
    /// several registration acts (C-16 to C-18), each with its own number.
    async fn registry_numbers_of(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError>;
    /// The case a number was drafted in (the link store).
    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError>;
    /// Every registered number with its basis, in order of number, for the allow-lists of a search
    /// (the link store).
    async fn registered_bases(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError>;
    /// The person joined to a registered number (the link store).
    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError>;
    /// The draft registry number of a case's encounter.
    async fn draft_of(&self, case: CaseId) -> Result<Option<RegistryNumber>, StoreError>;
    /// One candidate.
    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRecord>, StoreError>;
    /// Candidates of a case.
    async fn candidates_of(&self, case: CaseId) -> Result<Vec<CandidateRecord>, StoreError>;
    /// Candidates that wait for examiners, oldest first.
    async fn waiting_candidates(&self, limit: u32) -> Result<Vec<CandidateRecord>, StoreError>;

    /// Ten finger positions of a registry number (draft or registered).
    async fn fingers(&self, number: RegistryNumber) -> Result<Vec<CapturedFinger>, StoreError>;
    /// The newest template of every captured position of a registry number (draft or registered), as
    /// [`dactyloscopy::Template::to_bytes`] wrote it.
    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError>;
    /// One impression with its image.
    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError>;
    /// Templates of registered numbers (never of drafts), in order of number, for loading the gallery in
    /// batches.
    async fn registered_templates(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError>;

    /// Officer by id.
    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError>;
    /// Every officer.
    async fn officers(&self) -> Result<Vec<Officer>, StoreError>;
    /// Officer with hash, by login.
    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError>;
    /// Records a failed or successful password check (not an act on personal data: outside the ledger's tree, the
    /// sign-in itself is an entry).
    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError>;
    /// Saves or refreshes a session.
    async fn put_session(&self, session: &Session) -> Result<(), StoreError>;
    /// Session by token hash.
    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// Ledger entries from `first`, at most `limit`: canonical bytes and stored leaf hash.
    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError>;
    /// Number of ledger entries.
    async fn ledger_size(&self) -> Result<u64, StoreError>;
    /// The newest checkpoints, newest first.
    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError>;
    /// Salts and payloads that open the commitments of an entry, as far as they are not destroyed.
    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError>;
    /// For audit: (table, ledger sequence) of every row that an entry made, to be checked one to one.
    async fn rows_by_sequence(&self) -> Result<Vec<(String, u64)>, StoreError>;
    /// For audit: what the rows made by the entries `first` and after, at most `limit` entries, say now, each
    /// with its entry, as [`crate::sequencer::RowFact::line`] says it; a row that does not read says why
    /// instead. `None` from a store whose rows nobody can reach past it.
    async fn row_lines(&self, _first: u64, _limit: u32) -> Result<Option<Vec<(u64, String)>>, StoreError> {
        Ok(None)
    }
    /// For audit: rows that name no entry there is, at most some hundreds: the table, and the entry named
    /// if one is.
    async fn stray_rows(&self) -> Result<Vec<(String, Option<u64>)>, StoreError> {
        let size = self.ledger_size().await?;
        let rows = self.rows_by_sequence().await?.into_iter();
        Ok(rows.filter(|(_, at)| *at >= size).map(|(table, at)| (table, Some(at))).collect())
    }
    /// For audit: the stores, and how many entries there were when each was last written, as it says itself.
    async fn sizes_noted(&self) -> Result<Vec<(String, u64)>, StoreError> {
        Ok(Vec::new())
    }
}

/// The write transaction: all stores or none.
#[async_trait]
pub trait StoreTransaction: Send {
    /// Applies the changes of one command under a savepoint, each row marked with `sequence`. On
    /// [`StoreError::Conflict`] the savepoint is rolled back and the transaction stays usable.
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError>;
    /// Appends a ledger entry with its openings.
    async fn append(
        &mut self,
        entry: &Entry,
        leaf_hash: Hash,
        openings: &[Opening],
    ) -> Result<(), StoreError>;
    /// Saves the signed checkpoint of the batch.
    async fn put_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), StoreError>;
    /// Makes everything durable at once. A transaction dropped without it leaves nothing behind.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
