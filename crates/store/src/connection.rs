//! Connections to the four files, set up so that a commit over them is atomic and durable.

use std::path::PathBuf;
use std::time::Duration;

use registry::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Row, SqliteConnection};

use crate::error;
use crate::folder::{Folder, STORES};

/// How long a statement waits for a lock. The store's own gate keeps readers and commits apart, so this
/// is met only when a caller abandoned a read or commit halfway.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Connections for reading.
const READERS_MAX: u32 = 4;
/// How long a reader waits for a connection.
const READER_TIMEOUT: Duration = Duration::from_secs(60);

/// For each store. A rollback journal, because only with it does a commit over attached files happen as
/// a whole (<https://www.sqlite.org/atomiccommit.html> section 5; not in WAL). EXTRA is FULL plus a sync
/// of the folder after the journal is removed, so that an acknowledged commit of one file alone survives
/// a loss of power too.
const STORE_PRAGMAS: [(&str, &str, &str); 3] =
    [("journal_mode", "DELETE", "delete"), ("synchronous", "EXTRA", "3"), ("secure_delete", "ON", "1")];

fn options(folder: &Folder) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.anchor())
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        // Temporary tables and statement journals may hold personal data: never in a file outside.
        .pragma("temp_store", "MEMORY")
        // A write transaction stays in memory until its commit, so that readers see the old state and
        // are not blocked before that.
        .pragma("cache_spill", "OFF")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

/// The files to attach, by store.
fn files(folder: &Folder) -> Vec<(&'static str, PathBuf)> {
    STORES.iter().map(|store| (*store, folder.file(store))).collect()
}

async fn attach(
    connection: &mut SqliteConnection,
    files: &[(&'static str, PathBuf)],
) -> Result<(), (PathBuf, sqlx::Error)> {
    for (store, file) in files {
        let failed = |e| (file.clone(), e);
        sqlx::query(AssertSqlSafe(format!("ATTACH DATABASE $1 AS {store}")))
            .bind(file.display().to_string())
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
        // The first read of a file: rolls back what an interrupted commit left.
        sqlx::query(AssertSqlSafe(format!("SELECT count(*) FROM {store}.sqlite_schema")))
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// The one connection for writing.
pub(crate) async fn writer(folder: &Folder) -> Result<SqliteConnection, StoreError> {
    let mut connection = options(folder).connect().await.map_err(|e| opening(folder.anchor(), e))?;
    attach(&mut connection, &files(folder)).await.map_err(|(file, e)| opening(file, e))?;
    for store in STORES {
        for (name, value, expected) in STORE_PRAGMAS {
            let file = folder.file(store);
            let set = AssertSqlSafe(format!("PRAGMA {store}.{name} = {value}"));
            sqlx::query(set).execute(&mut connection).await.map_err(|e| opening(file.clone(), e))?;
            let get = AssertSqlSafe(format!("PRAGMA {store}.{name}"));
            let row =
                sqlx::query(get).fetch_one(&mut connection).await.map_err(|e| opening(file.clone(), e))?;
            let is = row.try_get_unchecked::<String, _>(0).map_err(error::of)?;
            if is != expected {
                let why = format!("{name} is {is} and could not be set to {value}");
                return Err(StoreError::Damaged { what: file.display().to_string(), why });
            }
        }
    }
    Ok(connection)
}

/// The connections for reading.
pub(crate) async fn readers(folder: &Folder) -> Result<SqlitePool, StoreError> {
    let files = files(folder);
    SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(READER_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let files = files.clone();
            Box::pin(async move { attach(connection, &files).await.map_err(|(_, e)| e) })
        })
        .connect_with(options(folder).pragma("query_only", "ON"))
        .await
        .map_err(error::of)
}

/// An error while opening `file`, which the message names.
fn opening(file: PathBuf, e: sqlx::Error) -> StoreError {
    match error::of(e) {
        StoreError::Damaged { why, .. } => StoreError::Damaged { what: file.display().to_string(), why },
        StoreError::Engine(why) => StoreError::Engine(format!("cannot open {}: {why}", file.display())),
        other => other,
    }
}

/// The engine says that a file is damaged, not which: checks each to name it. Slow, and worth it then.
pub(crate) async fn name_damage(
    connection: &mut SqliteConnection,
    folder: &Folder,
    error: StoreError,
) -> StoreError {
    let StoreError::Damaged { what, why } = error else { return error };
    if what != error::A_FILE {
        return StoreError::Damaged { what, why };
    }
    let what = match first_damaged(connection).await {
        Some(store) => folder.file(store).display().to_string(),
        None => format!("a file of {}", folder.path().display()),
    };
    StoreError::Damaged { what, why }
}

/// The first store whose file does not pass the engine's quick check.
async fn first_damaged(connection: &mut SqliteConnection) -> Option<&'static str> {
    for store in STORES {
        let check = AssertSqlSafe(format!("PRAGMA {store}.quick_check(1)"));
        let found = sqlx::query_scalar::<_, String>(check).fetch_one(&mut *connection).await;
        if !found.is_ok_and(|answer| answer == "ok") {
            return Some(store);
        }
    }
    None
}
