//! Restoring a backup into a place that is empty: wholly and verified, or not at all.

use std::path::Path;

use super::catalog::quoted;
use super::create::{digests, ledger_state};
use super::files::Draft;
use super::manifest::Manifest;
use super::rows::Cell;
use super::verify::TableFile;
use super::{BackupError, verify};
use crate::Location;
use crate::connection;
use crate::db::{Db, Wire};
use crate::folder::Folder;
use crate::schema::{self, Place};
use crate::server::Server;
use crate::statement::{composed, run_script};

/// Restores `backup` into a new folder or an empty database, whichever engine it was made from. Before it is
/// there, everything is read back: each table has the digest, and the ledger the root, of the manifest.
///
/// # Errors
/// [`BackupError::Occupied`] when something is there already; [`BackupError::Foreign`] and
/// [`BackupError::Damaged`] as [`verify`]; whatever the store or the file system refuses. Nothing is left then.
pub async fn restore(backup: &Path, to: &Location) -> Result<Manifest, BackupError> {
    let manifest = verify(backup, None)?;
    match to {
        Location::Folder(folder) => restore_folder(backup, &manifest, folder).await?,
        Location::Database(url) => restore_database(backup, &manifest, url).await?,
    }
    Ok(manifest)
}

/// Under another name beside it, until everything is verified.
async fn restore_folder(backup: &Path, manifest: &Manifest, to: &Path) -> Result<(), BackupError> {
    let draft = Draft::begin(to)?;
    let folder = Folder::open(draft.path())?;
    let mut connection = connection::writer(&folder).await?;
    let mut db = Db::sqlite(&mut connection);
    // The whole register in one transaction, which nobody else sees: it need not fit into memory.
    run_script(&mut db, "PRAGMA cache_spill = ON; BEGIN; PRAGMA defer_foreign_keys = ON".into()).await?;
    load(&mut db, backup, manifest).await?;
    run_script(&mut db, "COMMIT".into()).await?;
    sqlx::Connection::close(connection).await?;
    drop(folder);
    draft.publish()
}

/// In one transaction.
async fn restore_database(backup: &Path, manifest: &Manifest, url: &str) -> Result<(), BackupError> {
    let server = Server::parse(url)?;
    let mut connection = server.writer().await?;
    let mut db = Db::postgres(&mut connection);
    run_script(&mut db, "BEGIN".into()).await?;
    if !schema::is_empty(&mut db).await? {
        return Err(BackupError::Occupied { place: format!("the {}", server.name()) });
    }
    load(&mut db, backup, manifest).await?;
    run_script(&mut db, "COMMIT".into()).await?;
    sqlx::Connection::close(connection).await?;
    Ok(())
}

/// Makes the tables of that time, fills them and reads everything back.
async fn load(db: &mut Db<'_>, backup: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    schema::create_as_of(db, &manifest.schemas).await?;
    if matches!(db.wire, Wire::Postgres(_)) {
        run_script(db, "SET CONSTRAINTS ALL DEFERRED".into()).await?;
    }
    for said in &manifest.tables {
        let mut file = TableFile::open(backup, said)?;
        let table = &file.reader.table;
        let parameters: Vec<_> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            table.name,
            quoted(table.columns.iter().map(|column| &column.name)),
            parameters.join(", ")
        );
        let kinds: Vec<_> = table.columns.iter().map(|column| column.kind).collect();
        while let Some(row) = file.next()? {
            let query = row
                .iter()
                .zip(&kinds)
                .fold(composed(insert.clone()), |query, (cell, kind): (&Cell, _)| cell.bind(*kind, query));
            query.execute(db).await?;
        }
        file.finish()?;
    }
    if ledger_state(db).await? != manifest.ledger() {
        return Err(BackupError::damaged("the restored ledger", "its root is not the one of the manifest"));
    }
    let restored = digests(db).await?;
    if let Some(other) = manifest.tables.iter().find(|said| !restored.contains(said)) {
        return Err(BackupError::damaged(other.file(), "restored and read back, it is another"));
    }
    if restored.len() != manifest.tables.len() {
        return Err(BackupError::damaged("the manifest", "it does not name every table of its schema"));
    }
    Ok(schema::same_moment(db, &Place::Restored).await?)
}
