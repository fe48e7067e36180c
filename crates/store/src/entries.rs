//! The ledger as stored: entries, leaf hashes, checkpoints; what entries made; openings of commitments.

use ledger::{Entry, Hash, Salt, SignedCheckpoint};
use registry::StoreError;
use registry::sequencer::{Keeper, Opening, Owner};
use vocabulary::{CaseId, EncounterId, OfficerId, PersonId, RegistryNumber};

use crate::db::Db;
use crate::error;
use crate::row::{Row, integer};
use crate::seal::{self, Sealing};
use crate::statement::{Query, Statement, statements};

/// The column that salt and payload are sealed for.
const OPENING: &str = "opening";

/// The union is over every table whose rows an entry makes; those of biometrics by their marks. The name of
/// the first `sequence` is that of all.
macro_rules! made_rows {
    () => {
        "SELECT 'identity.person' AS name, ledger_sequence AS sequence FROM identity.person \
        UNION ALL SELECT 'identity.person_version', ledger_sequence FROM identity.person_version \
        UNION ALL SELECT 'identity.case_version', ledger_sequence FROM identity.case_version \
        UNION ALL SELECT 'identity.evidence', ledger_sequence FROM identity.evidence \
        UNION ALL SELECT 'identity.certificate', ledger_sequence FROM identity.certificate \
        UNION ALL SELECT 'identity.officer', ledger_sequence FROM identity.officer \
        UNION ALL SELECT 'identity.officer_closed', ledger_sequence FROM identity.officer_closed \
        UNION ALL SELECT 'links.encounter', ledger_sequence FROM links.encounter \
        UNION ALL SELECT 'links.registration', ledger_sequence FROM links.registration \
        UNION ALL SELECT 'links.candidate', ledger_sequence FROM links.candidate \
        UNION ALL SELECT 'links.opinion', ledger_sequence FROM links.opinion \
        UNION ALL SELECT 'links.life', ledger_sequence FROM links.life \
        UNION ALL SELECT 'links.event', ledger_sequence FROM links.event \
        UNION ALL SELECT 'links.annulment', ledger_sequence FROM links.annulment \
        UNION ALL SELECT 'links.document', ledger_sequence FROM links.document \
        UNION ALL SELECT 'biometrics.' || b.name, coalesce(m.ledger_sequence, -1) FROM ( \
            SELECT 'record' AS name, mark FROM biometrics.record \
            UNION ALL SELECT 'registration', mark FROM biometrics.registration \
            UNION ALL SELECT 'encounter', mark FROM biometrics.encounter \
            UNION ALL SELECT 'impression', mark FROM biometrics.impression \
            UNION ALL SELECT 'finger', mark FROM biometrics.finger \
        ) AS b LEFT JOIN links.mark m ON m.mark = b.mark "
    };
}

statements! {
    INSERT_ENTRY = "INSERT INTO ledger.entry (sequence, bytes, leaf_hash) VALUES ($1, $2, $3)";
    ENTRIES = "SELECT sequence, bytes, leaf_hash FROM ledger.entry WHERE sequence >= $1 ORDER BY sequence LIMIT $2";
    SIZE = "SELECT coalesce(max(sequence) + 1, 0) AS size FROM ledger.entry";
    /// The same size signed again gives the same text: Ed25519 has no randomness.
    INSERT_CHECKPOINT = "INSERT INTO ledger.checkpoint (size, text) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING";
    CHECKPOINTS = "SELECT text FROM ledger.checkpoint ORDER BY size DESC LIMIT $1";
    SET_LEDGER_SIZE = "UPDATE ledger.store_state SET size = $1";
    SET_IDENTITY_SIZE = "UPDATE identity.store_state SET size = $1";
    SET_BIOMETRICS_SIZE = "UPDATE biometrics.store_state SET size = $1";
    SET_LINKS_SIZE = "UPDATE links.store_state SET size = $1";
    SET_STORE_SIZE = "UPDATE ledger.store_size SET size = $2 WHERE store = $1";
    INSERT_IDENTITY_OPENING = "INSERT INTO identity.opening \
        (ledger_sequence, ordinal, owner_kind, owner_id, subject, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    INSERT_LINKS_OPENING = "INSERT INTO links.opening \
        (ledger_sequence, ordinal, owner_kind, owner_id, subject, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    ENTRIES_OF = "SELECT o.ledger_sequence FROM (\
            SELECT ledger_sequence FROM identity.opening WHERE owner_kind = $1 AND owner_id = $2 \
            UNION SELECT ledger_sequence FROM links.opening WHERE owner_kind = $1 AND owner_id = $2\
        ) AS o ORDER BY o.ledger_sequence DESC LIMIT $3";
    IDENTITY_OPENINGS = "SELECT ordinal, owner_kind, owner_id, subject, sealed \
        FROM identity.opening WHERE ledger_sequence = $1 ORDER BY ordinal";
    LINKS_OPENINGS = "SELECT ordinal, owner_kind, owner_id, subject, sealed \
        FROM links.opening WHERE ledger_sequence = $1 ORDER BY ordinal";
    ROWS_BY_SEQUENCE = concat!(made_rows!(), "ORDER BY 2, 1");
    STRAY_ROWS = concat!("SELECT name, sequence FROM (", made_rows!(), ") AS made WHERE sequence < 0 \
        OR sequence >= (SELECT coalesce(max(sequence) + 1, 0) FROM ledger.entry) LIMIT 500");
}

/// Appends an entry; the caller has checked that it follows the last one.
pub(crate) async fn append(db: &mut Db<'_>, entry: &Entry, leaf: Hash) -> Result<(), StoreError> {
    INSERT_ENTRY
        .query()
        .bind(integer(entry.sequence)?)
        .bind(entry.to_bytes())
        .bind(&leaf.0[..])
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("ledger entry"))
}

/// Number of entries.
pub(crate) async fn size(db: &mut Db<'_>) -> Result<u64, StoreError> {
    let row = SIZE.query().fetch_one(db).await.map_err(error::of)?;
    Row::of("ledger.entry", &row).number("size")
}

/// Entries from `first`; a gap in the sequence is damage.
pub(crate) async fn entries(
    db: &mut Db<'_>,
    first: u64,
    limit: u32,
) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
    let query = ENTRIES.query().bind(integer(first)?).bind(limit);
    let rows = query.fetch_all(db).await.map_err(error::of)?;
    let mut entries = Vec::with_capacity(rows.len());
    for (row, expected) in rows.iter().zip(first..) {
        let row = Row::of("ledger.entry", row);
        let sequence: u64 = row.number("sequence")?;
        if sequence != expected {
            let why = format!("entry {expected} is missing");
            return Err(StoreError::Damaged { what: "ledger.entry".into(), why });
        }
        entries.push((row.bytes("bytes")?, Hash(row.array("leaf_hash")?)));
    }
    Ok(entries)
}

/// Saves a checkpoint.
pub(crate) async fn put_checkpoint(db: &mut Db<'_>, checkpoint: &SignedCheckpoint) -> Result<(), StoreError> {
    let size = integer(checkpoint.unverified().size)?;
    let query = INSERT_CHECKPOINT.query().bind(size).bind(checkpoint.to_text());
    query.execute(db).await.map(|_| ()).map_err(error::of)
}

/// The newest checkpoints.
pub(crate) async fn checkpoints(db: &mut Db<'_>, limit: u32) -> Result<Vec<SignedCheckpoint>, StoreError> {
    let rows = CHECKPOINTS.query().bind(limit).fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("ledger.checkpoint", row);
        row.read("text", SignedCheckpoint::parse(&row.text("text")?))
    };
    rows.iter().map(read).collect()
}

/// Notes in the file of `store`, and in the ledger, how far the ledger was when it was written.
pub(crate) async fn set_size(db: &mut Db<'_>, store: &'static str, size: u64) -> Result<(), StoreError> {
    let size = integer(size)?;
    let own = match store {
        "identity" => SET_IDENTITY_SIZE,
        "biometrics" => SET_BIOMETRICS_SIZE,
        "links" => SET_LINKS_SIZE,
        _ => SET_LEDGER_SIZE,
    };
    own.query().bind(size).execute(&mut *db).await.map_err(error::of)?;
    SET_STORE_SIZE.query().bind(store).bind(size).execute(db).await.map(|_| ()).map_err(error::of)
}

fn owner_parts(owner: &Owner) -> (&'static str, &[u8]) {
    match owner {
        Owner::Case(id) => ("case", id.as_bytes()),
        Owner::Record(number) => ("record", number.as_bytes()),
        Owner::Officer(id) => ("officer", id.as_bytes()),
        Owner::Person(id) => ("person", id.as_bytes()),
        Owner::Supplement(id) => ("supplement", id.as_bytes()),
    }
}

/// Keeps an opening in its keeper's store. The biometric store takes only openings owned by a record.
pub(crate) async fn insert_opening(
    db: &mut Db<'_>,
    sequence: u64,
    ordinal: u32,
    opening: &Opening,
) -> Result<(), StoreError> {
    let (kind, id) = owner_parts(&opening.owner);
    let query = match opening.keeper {
        Keeper::Identity => opening_head(INSERT_IDENTITY_OPENING, sequence, ordinal)?.bind(kind).bind(id),
        Keeper::Links => opening_head(INSERT_LINKS_OPENING, sequence, ordinal)?.bind(kind).bind(id),
    };
    let mut text = opening.salt.as_bytes().to_vec();
    text.extend(&opening.payload);
    let sealed = match seal::of_opening(opening) {
        Some(name) => db.sealing.seal(name, OPENING, &text)?,
        None => text,
    };
    query
        .bind(&opening.subject)
        .bind(sealed)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("opening"))
}

fn opening_head<'q>(statement: Statement, sequence: u64, ordinal: u32) -> Result<Query<'q>, StoreError> {
    Ok(statement.query().bind(integer(sequence)?).bind(ordinal))
}

/// The entries whose opening belongs to an owner, newest first.
pub(crate) async fn entries_of(db: &mut Db<'_>, owner: Owner, limit: u32) -> Result<Vec<u64>, StoreError> {
    let (kind, id) = owner_parts(&owner);
    let rows = ENTRIES_OF.query().bind(kind).bind(id).bind(limit).fetch_all(db).await.map_err(error::of)?;
    rows.iter().map(|row| Row::of("opening", row).number("ledger_sequence")).collect()
}

/// The openings of an entry in the order they were given.
pub(crate) async fn openings(db: &mut Db<'_>, sequence: u64) -> Result<Vec<Opening>, StoreError> {
    let number = integer(sequence)?;
    let mut found = Vec::new();
    for (keeper, statement, table) in [
        (Keeper::Identity, IDENTITY_OPENINGS, "identity.opening"),
        (Keeper::Links, LINKS_OPENINGS, "links.opening"),
    ] {
        let rows = statement.query().bind(number).fetch_all(&mut *db).await.map_err(error::of)?;
        let sealing = db.sealing;
        for row in &rows {
            found.push(read_opening(sealing, keeper, &Row::of(table, row))?);
        }
    }
    found.sort_by_key(|(ordinal, _)| *ordinal);
    Ok(found.into_iter().map(|(_, opening)| opening).collect())
}

fn read_opening(sealing: Sealing<'_>, keeper: Keeper, row: &Row<'_>) -> Result<(u32, Opening), StoreError> {
    let owner = match row.text("owner_kind")?.as_str() {
        "case" => Owner::Case(row.id("owner_id", CaseId::from_random_bytes)?),
        "record" => Owner::Record(row.id("owner_id", RegistryNumber::from_random_bytes)?),
        "officer" => Owner::Officer(row.id("owner_id", OfficerId::from_random_bytes)?),
        "person" => Owner::Person(row.id("owner_id", PersonId::from_random_bytes)?),
        "supplement" => Owner::Supplement(row.id("owner_id", EncounterId::from_random_bytes)?),
        other => return row.read("owner_kind", Err(format!("unknown owner {other:?}"))),
    };
    let mut opening = Opening {
        keeper,
        owner,
        subject: row.text("subject")?,
        salt: Salt::from_random_bytes([0; 32]),
        payload: Vec::new(),
    };
    let sealed = row.bytes("sealed")?;
    let text = match seal::of_opening(&opening) {
        Some(name) => sealing.open(name, OPENING, &sealed)?,
        None => sealed,
    };
    let (salt, payload) = text
        .split_first_chunk::<32>()
        .ok_or_else(|| StoreError::Damaged { what: OPENING.into(), why: "it is too short".into() })?;
    opening.salt = Salt::from_random_bytes(*salt);
    opening.payload = payload.to_vec();
    Ok((row.number("ordinal")?, opening))
}

/// Every row that an entry made: qualified table and sequence number. A row of biometrics whose mark is
/// unknown is damage.
pub(crate) async fn rows_by_sequence(db: &mut Db<'_>) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = ROWS_BY_SEQUENCE.query().fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("rows by sequence", row);
        Ok((row.text("name")?, row.number("sequence")?))
    };
    rows.iter().map(read).collect()
}

/// Rows that name no entry there is: the table, and the entry unless its mark is unknown.
pub(crate) async fn stray_rows(db: &mut Db<'_>) -> Result<Vec<(String, Option<u64>)>, StoreError> {
    let rows = STRAY_ROWS.query().fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("rows by sequence", row);
        Ok((row.text("name")?, u64::try_from(row.number::<i64>("sequence")?).ok()))
    };
    rows.iter().map(read).collect()
}
