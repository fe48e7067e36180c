//! Documents of the register in numbered versions, and the keys that wait for their erasure; in the link store.

use registry::sequencer::KeyName;
use registry::{Document, DocumentKind, Domain, StoreError};
use vocabulary::RegistryNumber;

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, integer, json};
use crate::statement::statements;

statements! {
    DOCUMENT = "SELECT body FROM links.document WHERE kind = $1 AND id = $2 ORDER BY version DESC LIMIT 1";
    DOCUMENT_ENTRY = "SELECT ledger_sequence FROM links.document WHERE kind = $1 AND id = $2 ORDER BY version DESC LIMIT 1";
    VERSIONS = "SELECT body FROM links.document WHERE kind = $1 AND id = $2 ORDER BY version";
    DOCUMENTS = "SELECT d.body FROM links.document d WHERE d.kind = $1 AND d.id > $2 AND d.version = \
        (SELECT max(e.version) FROM links.document e WHERE e.kind = d.kind AND e.id = d.id) \
        ORDER BY d.id LIMIT $3";
    /// Only as the version after the newest one.
    INSERT_DOCUMENT = "INSERT INTO links.document (kind, id, version, number, body, ledger_sequence) \
        SELECT $1, $2, $3, $4, $5, $6 WHERE $3 = 1 + (SELECT coalesce(max(version), 0) FROM links.document \
        WHERE kind = $1 AND id = $2)";
    FORGET_OF_RECORD = "DELETE FROM links.document WHERE number = $1";
    NOTE_ERASURE = "INSERT INTO links.erasure (domain, id) VALUES ($1, $2) ON CONFLICT (domain, id) DO NOTHING";
    PENDING = "SELECT domain, id FROM links.erasure ORDER BY domain, id LIMIT $1";
    BEGIN = "BEGIN";
    COMMIT = "COMMIT";
    CONFIRM = "DELETE FROM links.erasure WHERE domain = $1 AND id = $2";
}

fn read(row: &RawRow) -> Result<Document, StoreError> {
    Row::of("links.document", row).json("body")
}

/// The newest version.
pub(crate) async fn document(
    db: &mut Db<'_>,
    kind: DocumentKind,
    id: [u8; 16],
) -> Result<Option<Document>, StoreError> {
    let query = DOCUMENT.query().bind(kind.code()).bind(&id[..]);
    query.fetch_optional(db).await.map_err(error::of)?.as_ref().map(read).transpose()
}

/// The entry that made the newest version.
pub(crate) async fn document_entry(
    db: &mut Db<'_>,
    kind: DocumentKind,
    id: [u8; 16],
) -> Result<Option<u64>, StoreError> {
    let query = DOCUMENT_ENTRY.query().bind(kind.code()).bind(&id[..]);
    let found = query.fetch_optional(db).await.map_err(error::of)?;
    found.map(|row| Row::of("links.document", &row).number("ledger_sequence")).transpose()
}

/// Every version, oldest first.
pub(crate) async fn versions(
    db: &mut Db<'_>,
    kind: DocumentKind,
    id: [u8; 16],
) -> Result<Vec<Document>, StoreError> {
    let query = VERSIONS.query().bind(kind.code()).bind(&id[..]);
    query.fetch_all(db).await.map_err(error::of)?.iter().map(read).collect()
}

/// The newest versions of a kind, in order of identifier.
pub(crate) async fn documents(
    db: &mut Db<'_>,
    kind: DocumentKind,
    after: Option<[u8; 16]>,
    limit: u32,
) -> Result<Vec<Document>, StoreError> {
    let after = after.map_or_else(Vec::new, |id| id.to_vec());
    let query = DOCUMENTS.query().bind(kind.code()).bind(after).bind(limit);
    query.fetch_all(db).await.map_err(error::of)?.iter().map(read).collect()
}

/// The next version of a document.
pub(crate) async fn put(db: &mut Db<'_>, sequence: u64, document: &Document) -> Result<(), StoreError> {
    let id = document.id();
    let number = document.of_record();
    let done = INSERT_DOCUMENT
        .query()
        .bind(document.kind().code())
        .bind(&id[..])
        .bind(document.version())
        .bind(number.as_ref().map(|number| &number.as_bytes()[..]))
        .bind(json(document)?)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map_err(error::conflict("document"))?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "document".into() }),
    }
}

/// Removes the documents that are destroyed with a record.
pub(crate) async fn forget(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let query = FORGET_OF_RECORD.query().bind(&number.as_bytes()[..]);
    query.execute(db).await.map(|_| ()).map_err(error::of)
}

/// Notes keys to be erased once this transaction is committed.
pub(crate) async fn note_erasures(db: &mut Db<'_>, keys: &[KeyName]) -> Result<(), StoreError> {
    for key in keys {
        let query = NOTE_ERASURE.query().bind(key.domain.code()).bind(&key.id[..]);
        query.execute(&mut *db).await.map_err(error::of)?;
    }
    Ok(())
}

/// Keys whose erasure waits.
pub(crate) async fn pending(db: &mut Db<'_>, limit: u32) -> Result<Vec<KeyName>, StoreError> {
    let rows = PENDING.query().bind(limit).fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("links.erasure", row);
        let code: u8 = row.number("domain")?;
        let domain = Domain::ALL.into_iter().find(|domain| domain.code() == code);
        Ok(KeyName { domain: row.read("domain", domain.ok_or("no store"))?, id: row.array("id")? })
    };
    rows.iter().map(read).collect()
}

/// Confirms erasures, all at once.
pub(crate) async fn confirm(db: &mut Db<'_>, keys: &[KeyName]) -> Result<(), StoreError> {
    BEGIN.query().execute(&mut *db).await.map_err(error::of)?;
    for key in keys {
        let query = CONFIRM.query().bind(key.domain.code()).bind(&key.id[..]);
        query.execute(&mut *db).await.map_err(error::of)?;
    }
    COMMIT.query().execute(db).await.map(|_| ()).map_err(error::of)
}
