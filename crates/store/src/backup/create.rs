//! Making a backup from one committed state.

use std::io::{BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use ledger::{Frontier, VerifyingKey};
use registry::StoreError;

use super::catalog::{self, Table};
use super::files::{self, Digested, Draft};
use super::manifest::{Manifest, TableDigest};
use super::{BackupError, LedgerState, rows};
use crate::db::Db;
use crate::engine::Engine as _;
use crate::folder::STORES;
use crate::row::Row;
use crate::server::Server;
use crate::sqlite::SqliteEngine;
use crate::statement::composed;
use crate::{Location, entries, schema};

/// Entries read at once.
const PAGE: u32 = 1000;

/// Saves the register of `location` into the new folder `to`. `key` is the public key of its checkpoints.
///
/// A database is saved from one snapshot while the register works. The files of a folder are held by the
/// register that works on them: then this is refused.
///
/// # Errors
/// [`StoreError::InUse`] as said; [`BackupError::NoRegister`]; [`BackupError::Occupied`]; whatever the store or
/// the file system refuses. Nothing is left then.
pub async fn create(
    location: &Location,
    key: &VerifyingKey,
    made_at: Timestamp,
    to: &Path,
) -> Result<Manifest, BackupError> {
    let draft = Draft::begin(to)?;
    let none = || BackupError::NoRegister { place: location.to_string() };
    let manifest = match location {
        Location::Folder(folder) => {
            if !STORES.iter().all(|store| folder.join(format!("{store}.sqlite")).is_file()) {
                return Err(none());
            }
            let engine = SqliteEngine::open(folder).await?;
            let mut reader = engine.reader().await?;
            save(&mut reader.db(), key, made_at, draft.path()).await?
        }
        Location::Database(url) => {
            let server = Server::parse(url)?;
            let mut connection = server.connect().await?;
            let mut db = Db::postgres(&mut connection);
            composed(crate::postgres::BEGIN_READING.to_owned()).execute(&mut db).await?;
            if !schema::is_register(&mut db, &schema::Place::Database(server.name())).await? {
                return Err(none());
            }
            save(&mut db, key, made_at, draft.path()).await?
        }
    };
    draft.publish()?;
    Ok(manifest)
}

async fn save(
    db: &mut Db<'_>,
    key: &VerifyingKey,
    made_at: Timestamp,
    folder: &Path,
) -> Result<Manifest, BackupError> {
    let row = composed("SELECT register_id FROM ledger.store_state".into()).fetch_one(db).await?;
    let id: [u8; 16] = Row::of("ledger.store_state", &row).array("register_id")?;
    let mut manifest = Manifest::new(hex::encode(id), made_at, key);
    for store in STORES {
        manifest.schemas.insert(store.to_owned(), schema::version(db, store).await?);
    }
    let LedgerState { entries, root } = ledger_state(db).await?;
    (manifest.entries, manifest.root) = (entries, root);
    manifest.checkpoint = entries::checkpoints(db, 1).await?.pop().map(|checkpoint| checkpoint.to_text());
    manifest.check_checkpoint(None)?;
    for table in catalog::tables(db).await? {
        manifest.tables.push(save_table(db, &table, folder).await?);
    }
    manifest.write(folder)?;
    Ok(manifest)
}

async fn save_table(db: &mut Db<'_>, table: &Table, folder: &Path) -> Result<TableDigest, BackupError> {
    let mut digest = TableDigest { table: table.name.clone(), rows: 0, bytes: 0, sha256: String::new() };
    let path = folder.join(digest.file());
    let failed = |e: std::io::Error| BackupError::file(&path, "write", &e);
    let mut out = Digested::new(BufWriter::new(files::create(&path).map_err(failed)?));
    digest.rows = rows::dump(db, table, &mut out).await?;
    out.flush().map_err(failed)?;
    out.inner.get_ref().sync_all().map_err(failed)?;
    (digest.bytes, digest.sha256) = (out.bytes, out.sha256());
    Ok(digest)
}

/// Digests of every table as it stands in the store, written nowhere.
pub(super) async fn digests(db: &mut Db<'_>) -> Result<Vec<TableDigest>, BackupError> {
    let mut digests = Vec::new();
    for table in catalog::tables(db).await? {
        let mut out = Digested::new(std::io::sink());
        let rows = rows::dump(db, &table, &mut out).await?;
        let (bytes, sha256) = (out.bytes, out.sha256());
        digests.push(TableDigest { table: table.name, rows, bytes, sha256 });
    }
    Ok(digests)
}

/// The tree computed from the entries' bytes.
pub(super) async fn ledger_state(db: &mut Db<'_>) -> Result<LedgerState, BackupError> {
    let mut tree = Frontier::new();
    loop {
        let page = entries::entries(db, tree.len(), PAGE).await?;
        if page.is_empty() {
            return Ok(LedgerState::of(&tree));
        }
        for (bytes, stored) in page {
            let leaf = ledger::leaf_hash(&bytes);
            if leaf != stored {
                let why = "its stored hash is not the hash of its bytes".to_owned();
                let what = format!("ledger entry {}", tree.len());
                return Err(StoreError::Damaged { what, why }.into());
            }
            tree.push(leaf);
        }
    }
}
