//! What the register needs from outside, as traits cut at domain operations. `store` implements
//! [`Store`] on SQLite and PostgreSQL and passes the conformance suite of that crate.

use async_trait::async_trait;
use jiff::Timestamp;
use keyring::Domain;
use law::QueryKind;
use ledger::{Entry, Hash, SignedCheckpoint};
use vocabulary::{
    Basis, Body, CandidateId, CaseId, CertificateNumber, FingerPosition, ImpressionId, OfficerId, PersonId,
    RegistryNumber,
};

use crate::error::StoreError;
use crate::model::{
    CandidateRecord, CapturedFinger, Carrier, CaseRecord, CaseSummary, Certificate, Document, DocumentKind,
    HeldPrint, ImpressionImage, Officer, OfficerCredential, PersonRecord, PersonVersion, RecordLife, Session,
};
use crate::reach::SearchRow;
use crate::sequencer::{Change, KeyName, Opening, Owner, Removal, WritePass};

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
    /// Every version of a person's details, oldest first.
    async fn person_versions(&self, id: PersonId) -> Result<Vec<PersonVersion>, StoreError>;
    /// A person by IIN.
    async fn person_by_iin(&self, iin: &str) -> Result<Option<PersonRecord>, StoreError>;
    /// Persons whose newest details hold this document number: numbers of two states may be equal.
    async fn persons_by_document(&self, number: &str) -> Result<Vec<PersonRecord>, StoreError>;
    /// How many people are found under each index key, by its epoch, ascending (the identity store).
    async fn index_epochs(&self) -> Result<Vec<(u32, u64)>, StoreError>;
    /// People who are found under an index key older than that of `epoch`, at most `limit`.
    async fn people_indexed_before(&self, epoch: u32, limit: u32) -> Result<Vec<PersonId>, StoreError>;
    /// Writes the files of the identity store anew, so that no free part of them holds values under index keys
    /// that nobody is found by any more.
    async fn wipe_replaced_index(&self) -> Result<(), StoreError>;
    /// A certificate and whose it is.
    async fn certificate(
        &self,
        number: &CertificateNumber,
    ) -> Result<Option<(Certificate, PersonId)>, StoreError>;
    /// Certificates of a person, oldest first.
    async fn certificates_of(&self, person: PersonId) -> Result<Vec<Certificate>, StoreError>;

    /// The registry numbers registered for a person, oldest first (the link store). One person may have
    /// several registration acts (C-16 to C-18), each with its own number. Without those whose link is cut.
    async fn registry_numbers_of(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError>;
    /// The case a number was drafted in (the link store).
    async fn case_of(&self, number: RegistryNumber) -> Result<Option<CaseId>, StoreError>;
    /// The registered numbers that a query may reach, with their basis, in order of number (the link store). No
    /// number of a gallery that the store's own table of searches does not give the query is ever read: of relatives
    /// by no query but that of an unidentified corpse (Art. 28(2)).
    async fn registered_bases(
        &self,
        query: QueryKind,
        after: Option<RegistryNumber>,
        limit: u32,
    ) -> Result<Vec<(RegistryNumber, Basis)>, StoreError>;
    /// The person joined to a registered number (the link store); `None` while the link is cut.
    async fn person_of(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError>;
    /// The person joined to a registered number, also when the link is cut: for the end of the record only.
    async fn linked_person(&self, number: RegistryNumber) -> Result<Option<PersonId>, StoreError>;
    /// Every number registered for a person, those whose link is cut included: for the end of records only.
    async fn linked_numbers(&self, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError>;
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
    /// The template of every captured position of a registry number, as [`dactyloscopy::Template::to_bytes`] wrote it:
    /// of a draft the newest, of a registered one the best of what counts.
    async fn templates(&self, number: RegistryNumber) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError>;
    /// Every print of a registered number, those compared first, then by position, encounter and impression; of a
    /// draft none.
    async fn held_prints(&self, number: RegistryNumber) -> Result<Vec<HeldPrint>, StoreError>;
    /// One impression with its image.
    async fn impression(
        &self,
        id: ImpressionId,
    ) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError>;
    /// The store's table of searches, in order: see [`crate::search_rows`].
    async fn search_rows(&self) -> Result<Vec<SearchRow>, StoreError>;
    /// Templates of the registered numbers (never of drafts) that a query may reach, as
    /// [`Self::registered_bases`] says, in order of number, for loading the gallery in batches.
    async fn registered_templates(
        &self,
        query: QueryKind,
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

    /// The life of one registered or archived record.
    async fn life(&self, number: RegistryNumber) -> Result<Option<RecordLife>, StoreError>;
    /// The lives of registered and archived records in order of number, for loading in batches.
    async fn lives(&self, after: Option<RegistryNumber>, limit: u32) -> Result<Vec<RecordLife>, StoreError>;
    /// The newest version of a document.
    async fn document(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<Document>, StoreError>;
    /// The ledger entry that made the newest version of a document.
    async fn document_entry(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Option<u64>, StoreError>;
    /// The newest versions of the documents of a kind, in order of identifier.
    async fn documents(
        &self,
        kind: DocumentKind,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<Document>, StoreError>;
    /// Every version of a document, oldest first.
    async fn document_versions(&self, kind: DocumentKind, id: [u8; 16]) -> Result<Vec<Document>, StoreError>;
    /// How many rows of each store still hold anything of what was removed: all zero after a removal (R17.3.2).
    async fn traces_of(&self, removal: &Removal) -> Result<Vec<(&'static str, u64)>, StoreError>;
    /// Keys whose erasure was noted and not confirmed yet.
    async fn pending_erasures(&self, limit: u32) -> Result<Vec<KeyName>, StoreError>;
    /// Confirms that keys are erased. Outside the ledger: the receipts are in the act.
    async fn confirm_erasures(&self, keys: &[KeyName]) -> Result<(), StoreError>;

    /// Ledger entries from `first`, at most `limit`: canonical bytes and stored leaf hash.
    async fn ledger_entries(&self, first: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>, StoreError>;
    /// Number of ledger entries.
    async fn ledger_size(&self) -> Result<u64, StoreError>;
    /// The newest checkpoints, newest first.
    async fn checkpoints(&self, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError>;
    /// Salts and payloads that open the commitments of an entry, as far as they are not destroyed.
    async fn openings(&self, sequence: u64) -> Result<Vec<Opening>, StoreError>;
    /// Sequence numbers of the entries whose opening belongs to this owner, newest first, at most `limit`: what was done
    /// with somebody's information.
    async fn entries_of(&self, owner: Owner, limit: u32) -> Result<Vec<u64>, StoreError>;
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

/// The keys of records, for the stores that seal and for the register that erases.
pub trait Keys: Send + Sync {
    /// Makes the first data key of each name that has none; all are durable when this returns.
    ///
    /// # Errors
    /// [`StoreError`] when no key can be made; then nothing may be sealed.
    fn make(&self, names: &[KeyName]) -> Result<(), StoreError>;
    /// Seals one column of a row.
    ///
    /// # Errors
    /// [`StoreError`] when the name has no key.
    fn seal(&self, name: KeyName, column: &str, text: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Opens what [`Self::seal`] gave; `None` when the key was erased.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for what is no sealed text of this place.
    fn open(&self, name: KeyName, column: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;
    /// Erases every key of each name; says how many were erased and the epoch that may have wrapped them.
    ///
    /// # Errors
    /// [`StoreError`] when it is not certain that all are gone: repeat.
    fn erase(&self, names: &[KeyName]) -> Result<Vec<(KeyName, u64, u32)>, StoreError>;
    /// What a text is found by, without storing it: keyed, and useless once the key is erased. Under each index
    /// key there is, the newest first: one, or two while the key is rotated.
    ///
    /// # Errors
    /// [`StoreError`] when a key cannot be read.
    fn index(&self, domain: Domain, column: &str, text: &[u8]) -> Result<Vec<IndexValue>, StoreError>;
    /// The epochs of the index keys there are, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when a key cannot be read.
    fn index_epochs(&self, domain: Domain) -> Result<Vec<u32>, StoreError>;
    /// Makes the next index key, durably, unless two are there already; the newest epoch.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be made; then nothing has changed.
    fn begin_index(&self, domain: Domain) -> Result<u32, StoreError>;
    /// Erases every index key but the newest; how many.
    ///
    /// # Errors
    /// [`StoreError`] when it is not certain that all are gone: repeat.
    fn retire_index(&self, domain: Domain) -> Result<u64, StoreError>;
}

/// What a text is found by under one index key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexValue {
    /// Which index key, from 1.
    pub epoch: u32,
    /// The keyed value.
    pub value: [u8; 32],
}

/// Who signs for officers in this program: their keys lie with the machine, opened by a secret each enters.
pub trait Signers: Send + Sync {
    /// The signer of an officer.
    ///
    /// # Errors
    /// [`keyring::signing::SignError`] when there is no key or the secret does not open it.
    fn signer(
        &self,
        officer: OfficerId,
        secret: &str,
    ) -> Result<Box<dyn keyring::signing::Signer>, keyring::signing::SignError>;
}

/// A feed of civil-status and citizenship events.
#[async_trait]
pub trait CivilStatus: Send + Sync {
    /// Its name: 1 to 64 characters.
    fn name(&self) -> &str;
    /// The Ed25519 key every message is signed with.
    fn public_key(&self) -> [u8; 32];
    /// Messages after number `last`, in order, at most `limit`: the text as it was signed, and its signature.
    async fn after(
        &self,
        last: u64,
        limit: u32,
    ) -> Result<Vec<(String, keyring::signing::Signed)>, StoreError>;
}

/// The carriers of the archive, as files under their labels.
pub trait Carriers: Send + Sync {
    /// Writes a new file, durably. Refuses to overwrite one.
    ///
    /// # Errors
    /// [`StoreError`] naming the carrier.
    fn write(&self, carrier: &Carrier, file: &str, bytes: &[u8]) -> Result<(), StoreError>;
    /// Reads a file back, from the carrier and not from a cache where that can be told.
    ///
    /// # Errors
    /// [`StoreError`] naming the carrier and the file.
    fn read(&self, carrier: &Carrier, file: &str) -> Result<Vec<u8>, StoreError>;
    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// [`StoreError`] naming the carrier and the file.
    fn remove(&self, carrier: &Carrier, file: &str) -> Result<(), StoreError>;
}

/// The write transaction: all stores or none.
#[async_trait]
pub trait StoreTransaction: Send {
    /// Applies the changes of one command under a savepoint, each row marked with `sequence`. On
    /// [`StoreError::Conflict`] the savepoint is rolled back and the transaction stays usable.
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError>;
    /// Makes ready for the changes of a whole group, so that what is slow is done once: keys of records become
    /// durable before anything is sealed with them.
    async fn prepare(&mut self, _changes: &[&Change]) -> Result<(), StoreError> {
        Ok(())
    }
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
