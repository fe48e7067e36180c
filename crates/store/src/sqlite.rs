//! [`SqliteStore`]: the register's [`Store`] on SQLite.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use ledger::{Hash, SignedCheckpoint};
use registry::ports::{Store, StoreTransaction};
use registry::sequencer::{Opening, WritePass};
use registry::{
    CandidateRecord, CapturedFinger, CaseRecord, CaseSummary, Certificate, ImpressionImage, Officer,
    OfficerCredential, PersonRecord, Session, StoreError,
};
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool};
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use crate::folder::Folder;
use crate::transaction::{Transaction, Writer};
use crate::{
    audit, candidates, cases, certificates, connection, entries, error, fingers, links, officers, people,
    schema,
};

/// The register in one folder, held by this process alone.
#[derive(Debug)]
pub struct SqliteStore {
    pub(crate) writer: Arc<Mutex<Writer>>,
    readers: SqlitePool,
    /// Read-locked while reading, write-locked while committing: a reader sees one committed state over
    /// all files, and neither waits in the engine for the other. Fair, so neither starves.
    gate: Arc<RwLock<()>>,
    folder: Arc<Folder>,
}

/// A connection for reading; no commit happens while it lives.
struct Reader {
    connection: PoolConnection<Sqlite>,
    _gate: OwnedRwLockReadGuard<()>,
}

impl SqliteStore {
    /// Opens the register in `folder`, or makes a new one there (folder mode 0700, files 0600). What an
    /// interrupted commit left is rolled back, the schema brought up to date.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process, or this one, holds the folder; [`StoreError::Damaged`]
    /// naming a file that does not read, is foreign, of another moment or written by a newer program;
    /// [`StoreError::DiskFull`]; [`StoreError::Engine`] when the folder may not be written.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = Arc::new(Folder::open(folder)?);
        let mut writer = connection::writer(&folder).await?;
        folder.sweep()?;
        if let Err(error) = schema::bring_up(&mut writer, &folder).await {
            return Err(connection::name_damage(&mut writer, &folder, error).await);
        }
        let readers = connection::readers(&folder).await?;
        Ok(Self {
            writer: Arc::new(Mutex::new(Writer::new(writer, Arc::clone(&folder)))),
            readers,
            gate: Arc::default(),
            folder,
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn reader(&self) -> Result<Reader, StoreError> {
        let gate = Arc::clone(&self.gate).read_owned().await;
        let connection = self.readers.acquire().await.map_err(error::of)?;
        Ok(Reader { connection, _gate: gate })
    }

    /// Runs one statement outside the ledger: accounts' counters and sessions.
    async fn write_alone(
        &self,
        write: impl AsyncFnOnce(&mut sqlx::SqliteConnection) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        let connection = writer.connection().await;
        let _alone = self.gate.write().await;
        write(connection).await
    }
}

/// A read method: one connection, one function of the module that owns the tables.
macro_rules! read {
    ($self:ident, $function:path $(, $argument:expr)*) => {{
        let mut reader = $self.reader().await?;
        match $function(&mut reader.connection $(, $argument)*).await {
            Err(error @ StoreError::Damaged { .. }) => Err(connection::name_damage(&mut reader.connection, &$self.folder, error).await),
            other => other,
        }
    }};
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self, _pass: &WritePass) -> Result<Box<dyn StoreTransaction>, StoreError> {
        let writer = Arc::clone(&self.writer).lock_owned().await;
        Ok(Box::new(Transaction::begin(writer, Arc::clone(&self.gate)).await?))
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

    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
        read!(self, people::by_iin, iin)
    }

    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
        read!(self, people::by_document, number)
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

    async fn registered_bases(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
        read!(self, links::bases, after, limit)
    }

    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError> {
        read!(self, links::person_of, number)
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

    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
        read!(self, fingers::impression, id)
    }

    async fn registered_templates(
        &self,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Vec<(FingerPosition, Vec<u8>)>)>, StoreError> {
        read!(self, fingers::registered_templates, after, limit)
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
        self.write_alone(async |db| officers::note_password_check(db, officer, failures, locked_until).await)
            .await
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.write_alone(async |db| officers::put_session(db, session).await).await
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        read!(self, officers::session, token_hash)
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.write_alone(async |db| officers::end_session(db, token_hash).await).await
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
