//! What SQLite says, as the register's [`StoreError`].

use std::io;
use std::path::Path;

use registry::StoreError;

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>).
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_NOTADB: i32 = 26;
/// A write that the system refused or cut short: quota, file size limit, failing disk.
const SQLITE_IOERR_WRITE: i32 = 778;

/// Named so while nobody has looked which file it is.
pub(crate) const A_FILE: &str = "a file of the data folder";

/// The extended result code, if the engine gave one.
fn code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// Any error of a statement.
pub(crate) fn of(error: sqlx::Error) -> StoreError {
    match (&error, code(&error)) {
        (_, Some(SQLITE_FULL | SQLITE_IOERR_WRITE)) => StoreError::DiskFull,
        (sqlx::Error::Io(io), _) if is_full(io) => StoreError::DiskFull,
        (_, Some(code)) if [SQLITE_CORRUPT, SQLITE_NOTADB].contains(&(code & 0xff)) => {
            StoreError::Damaged { what: A_FILE.into(), why: words(&error) }
        }
        _ => StoreError::Engine(words(&error)),
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
fn words(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |e| e.message().to_owned())
}
