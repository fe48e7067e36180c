//! [`SqlStore`]: the register's [`Store`] in SQL, the same on either engine. A read is a line here and a
//! function of the module that owns its tables.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use ledger::{Hash, SignedCheckpoint};
use registry::ports::{Keys, Store, StoreTransaction};
use registry::sequencer::{KeyName, Opening, Owner, Removal, WritePass};
use registry::{
    CandidateRecord, CapturedFinger, CaseRecord, CaseSummary, Certificate, Document, DocumentKind, HeldPrint,
    ImpressionImage, Officer, OfficerCredential, PersonRecord, PersonVersion, QueryKind, RecordLife,
    SearchRow, Session, StoreError,
};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use crate::engine::Engine;
use crate::postgres::PostgresEngine;
use crate::sqlite::SqliteEngine;
use crate::transaction::Transaction;
use crate::{
    audit, candidates, cases, certificates, documents, entries, fingers, found_by, links, lives, officers,
    people, removal, supplements, vacuum,
};

/// The register's store: a folder that was [opened](SqlStore::open), or a database that it is
/// [connected](SqlStore::connect) to. Held by this process alone.
pub struct SqlStore {
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) keys: Arc<dyn Keys>,
}

impl SqlStore {
    /// Opens the register in `folder` (SQLite), or makes a new one there (folder mode 0700, files 0600). What
    /// an interrupted commit left is rolled back, the schema brought up to date.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process, or this one, holds the folder; [`StoreError::Damaged`]
    /// naming a file that does not read, is foreign, of another moment or written by a newer program;
    /// [`StoreError::DiskFull`]; [`StoreError::Engine`] when the folder may not be written.
    pub async fn open(folder: &Path, keys: Arc<dyn Keys>) -> Result<Self, StoreError> {
        Ok(Self { engine: Box::new(SqliteEngine::open(folder).await?), keys })
    }

    /// Opens the register in the database that `url` names (`postgres://USER@HOST:PORT/DATABASE`, or with
    /// `?host=/FOLDER` for a socket), or makes a new one there: four schemas and a role that reads each.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process, or this one, writes to the database;
    /// [`StoreError::Damaged`] naming a schema that is foreign, of another moment or written by a newer
    /// program; [`StoreError::DiskFull`]; [`StoreError::Engine`] when the server cannot be reached, is on
    /// another machine, or it or the database is not fit: too old, not flushing commits to disk, a standby,
    /// another encoding or collation.
    pub async fn connect(url: &str, keys: Arc<dyn Keys>) -> Result<Self, StoreError> {
        Ok(Self { engine: Box::new(PostgresEngine::open(url).await?), keys })
    }

    async fn transaction(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(self.engine.writer().await?, self.engine.gate(), Arc::clone(&self.keys)).await
    }
}

impl fmt::Debug for SqlStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store on {}", self.engine.name())
    }
}

/// A read method: one connection, one function of the module that owns the tables.
macro_rules! read {
    ($self:ident, $function:path $(, $argument:expr)*) => {{
        let mut reader = $self.engine.reader().await?;
        match $function(&mut reader.db().with_keys(&*$self.keys) $(, $argument)*).await {
            Err(error @ StoreError::Damaged { .. }) => {
                Err($self.engine.name_damage(&mut reader.db(), error).await)
            }
            other => other,
        }
    }};
}

/// A write outside the ledger: accounts' counters and sessions.
macro_rules! write_alone {
    ($self:ident, $function:path $(, $argument:expr)*) => {{
        let mut alone = $self.engine.alone().await?;
        $function(&mut alone.db().await $(, $argument)*).await
    }};
}

#[async_trait]
impl Store for SqlStore {
    async fn begin(&self, _pass: &WritePass) -> Result<Box<dyn StoreTransaction>, StoreError> {
        // Its connection may have ended since the last transaction. Nothing of this one is written yet: once
        // more, with a new connection.
        let begun = match self.transaction().await {
            Err(_) => self.transaction().await,
            begun => begun,
        };
        Ok(Box::new(begun?))
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        read!(self, cases::case, id)
    }

    async fn cases(&self, body: Option<Body>, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        read!(self, cases::summaries, body, limit)
    }

    async fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRecord>, StoreError> {
        read!(self, cases::of_person, person)
    }

    async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
        read!(self, people::person, id)
    }

    async fn person_versions(&self, id: PersonId) -> Result<Vec<PersonVersion>, StoreError> {
        read!(self, people::versions, id)
    }

    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
        read!(self, people::by_iin, iin)
    }

    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
        read!(self, people::by_document, number)
    }

    async fn index_epochs(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        read!(self, found_by::epochs)
    }

    async fn people_indexed_before(&self, epoch: u32, limit: u32) -> Result<Vec<PersonId>, StoreError> {
        read!(self, found_by::before, epoch, limit)
    }

    async fn wipe_replaced_index(&self) -> Result<(), StoreError> {
        write_alone!(self, vacuum::replaced_index)
    }

    async fn certificate(
        &self,
        number: &CertificateNumber,
    ) -> Result<Option<(Certificate, PersonId)>, StoreError> {
        read!(self, certificates::certificate, number)
    }

    async fn certificates_of(&self, person: PersonId) -> Result<Vec<Certificate>, StoreError> {
        read!(self, certificates::of_person, person)
    }

    async fn registry_numbers_of(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        read!(self, links::numbers_of, person)
    }

    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError> {
        read!(self, links::case_of, number)
    }

    async fn search_rows(&self) -> Result<Vec<SearchRow>, StoreError> {
        read!(self, links::search_rows)
    }

    async fn registered_bases(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
        read!(self, links::bases, query, after, limit)
    }

    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        read!(self, links::person_of, number)
    }

    async fn linked_person(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        read!(self, links::linked_person, number)
    }

    async fn linked_numbers(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
        read!(self, links::linked_numbers, person)
    }

    async fn life(&self, number: RegistryNumber) -> Result<Option<RecordLife>, StoreError> {
        read!(self, lives::life, number)
    }

    async fn lives(&self, after: Option<RegistryNumber>, limit: u32) -> Result<Vec<RecordLife>, StoreError> {
        read!(self, lives::lives, after, limit)
    }

    async fn document(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<Document>, StoreError> {
        read!(self, documents::document, kind, id)
    }

    async fn document_entry(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<u64>, StoreError> {
        read!(self, documents::document_entry, kind, id)
    }

    async fn documents(
        &self,
        kind: DocumentKind,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<Document>, StoreError> {
        read!(self, documents::documents, kind, after, limit)
    }

    async fn document_versions(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Vec<Document>, StoreError> {
        read!(self, documents::versions, kind, id)
    }

    async fn traces_of(&self, removal: &Removal) -> Result<Vec<(&'static str, u64)>, StoreError> {
        read!(self, removal::traces, removal)
    }

    async fn pending_erasures(&self, limit: u32) -> Result<Vec<KeyName>, StoreError> {
        read!(self, documents::pending, limit)
    }

    async fn confirm_erasures(&self, keys: &[KeyName]) -> Result<(), StoreError> {
        write_alone!(self, documents::confirm, keys)
    }

    async fn draft_of(&self, case: CaseId) -> Result<Option<RegistryNumber>, StoreError> {
        read!(self, links::draft_of, case)
    }

    async fn candidate(&self, id: CandidateId) -> Result<Option<CandidateRecord>, StoreError> {
        read!(self, candidates::candidate, id)
    }

    async fn candidates_of(&self, case: CaseId) -> Result<Vec<CandidateRecord>, StoreError> {
        read!(self, candidates::of_case, case)
    }

    async fn waiting_candidates(&self, limit: u32) -> Result<Vec<CandidateRecord>, StoreError> {
        read!(self, candidates::waiting, limit)
    }

    async fn fingers(&self, number: RegistryNumber) -> Result<Vec<CapturedFinger>, StoreError> {
        read!(self, fingers::fingers, number)
    }

    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
        read!(self, fingers::templates, number)
    }

    async fn held_prints(&self, number: RegistryNumber) -> Result<Vec<HeldPrint>, StoreError> {
        read!(self, supplements::held, number)
    }

    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        read!(self, fingers::impression, id)
    }

    async fn registered_templates(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError> {
        read!(self, fingers::registered_templates, query, after, limit)
    }

    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        read!(self, officers::officer, id)
    }

    async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        read!(self, officers::all)
    }

    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        read!(self, officers::credential, login)
    }

    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        write_alone!(self, officers::note_password_check, officer, failures, locked_until)
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        write_alone!(self, officers::put_session, session)
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        read!(self, officers::session, token_hash)
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        write_alone!(self, officers::end_session, token_hash)
    }

    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
        read!(self, entries::entries, first, limit)
    }

    async fn ledger_size(&self) -> Result<u64, StoreError> {
        read!(self, entries::size)
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError> {
        read!(self, entries::checkpoints, limit)
    }

    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError> {
        read!(self, entries::openings, sequence)
    }

    async fn entries_of(&self, owner: Owner, limit: u32) -> Result<Vec<u64>, StoreError> {
        read!(self, entries::entries_of, owner, limit)
    }

    async fn rows_by_sequence(&self) -> Result<Vec<(String, u64)>, StoreError> {
        read!(self, entries::rows_by_sequence)
    }

    async fn row_lines(&self, first: u64, limit: u32) -> Result<Option<Vec<(u64, String)>>, StoreError> {
        read!(self, audit::lines, first, limit)
    }

    async fn stray_rows(&self) -> Result<Vec<(String, Option<u64>)>, StoreError> {
        read!(self, entries::stray_rows)
    }

    async fn sizes_noted(&self) -> Result<Vec<(String, u64)>, StoreError> {
        read!(self, audit::sizes)
    }
}
