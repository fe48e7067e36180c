//! What the engines say, as the register's [`StoreError`].

use std::io;
use std::path::Path;

use registry::StoreError;
use sqlx::postgres::PgDatabaseError;

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>).
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_NOTADB: i32 = 26;
/// A write that the system refused or cut short: quota, file size limit, failing disk.
const SQLITE_IOERR_WRITE: i32 = 778;

/// Codes of PostgreSQL (<https://www.postgresql.org/docs/15/errcodes-appendix.html>).
const PG_DISK_FULL: &str = "53100";
const PG_DATA_CORRUPTED: &str = "XX001";
const PG_INDEX_CORRUPTED: &str = "XX002";

/// Named so while nobody has looked which file it is.
pub(crate) const A_FILE: &str = "a file of the data folder";

/// What a code means to the register.
enum Meaning {
    Full,
    Damaged(&'static str),
    Other,
}

fn meaning(error: &sqlx::Error) -> Meaning {
    if let sqlx::Error::Io(io) = error {
        return if is_full(io) { Meaning::Full } else { Meaning::Other };
    }
    let Some(error) = error.as_database_error() else { return Meaning::Other };
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        return match error.code() {
            PG_DISK_FULL => Meaning::Full,
            PG_DATA_CORRUPTED | PG_INDEX_CORRUPTED => Meaning::Damaged("the database"),
            _ => Meaning::Other,
        };
    }
    let Some(code) = error.code().and_then(|code| code.parse::<i32>().ok()) else { return Meaning::Other };
    match (code, code & 0xff) {
        (SQLITE_FULL | SQLITE_IOERR_WRITE, _) => Meaning::Full,
        (_, SQLITE_CORRUPT | SQLITE_NOTADB) => Meaning::Damaged(A_FILE),
        _ => Meaning::Other,
    }
}

/// Any error of a statement.
pub(crate) fn of(error: sqlx::Error) -> StoreError {
    match meaning(&error) {
        Meaning::Full => StoreError::DiskFull,
        Meaning::Damaged(what) => StoreError::Damaged { what: what.into(), why: words(&error) },
        Meaning::Other => StoreError::Engine(words(&error)),
    }
}

/// Whether the connection is of no use after this error.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    /// The server is stopping or ended this connection.
    const CLASS_OPERATOR: &str = "57P";
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
            true
        }
        error => error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
            .is_some_and(|error| error.code().starts_with(CLASS_OPERATOR)),
    }
}
/// An error of an insert or update: breaking a key or reference means that somebody else wrote first.
pub(crate) fn conflict(what: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| match error.as_database_error() {
        Some(e) if e.is_unique_violation() || e.is_foreign_key_violation() => {
            StoreError::Conflict { what: what.into() }
        }
        Some(e) if e.is_check_violation() => {
            StoreError::Engine(format!("{what}: a value is outside its limit ({})", e.message()))
        }
        _ => of(error),
    }
}

/// An error of the file system about `path`.
pub(crate) fn file(path: &Path, doing: &str, error: &io::Error) -> StoreError {
    if is_full(error) {
        return StoreError::DiskFull;
    }
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ": give this user the right to write there or choose another folder"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => ": it is not a folder",
        _ => "",
    };
    StoreError::Engine(format!("cannot {doing} {}: {error}{help}", path.display()))
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The engine's message without its wrapping.
pub(crate) fn words(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |e| e.message().to_owned())
}
