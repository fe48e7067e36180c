use std::io;
use std::path::Path;

use registry::StoreError;

use crate::error;

/// Why a backup was not made, verified or restored. Nothing is left of what was begun.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store or the file system.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not a backup, or of a program that does not exist yet.
    #[error("{path} is not a backup that this program reads: {why}")]
    Foreign {
        /// Which folder.
        path: String,
        /// Why.
        why: String,
    },
    /// Something in the backup is not what its manifest says.
    #[error("the backup is damaged: {what}: {why}")]
    Damaged {
        /// Which file.
        what: String,
        /// Why.
        why: String,
    },
    /// There is something already: nothing is overwritten.
    #[error("{place} is not empty: choose another place; nothing is overwritten")]
    Occupied {
        /// Where.
        place: String,
    },
    /// There is nothing to save.
    #[error("{place} holds no register")]
    NoRegister {
        /// Where.
        place: String,
    },
}

impl BackupError {
    pub(super) fn damaged(what: impl ToString, why: impl ToString) -> Self {
        Self::Damaged { what: what.to_string(), why: why.to_string() }
    }

    pub(super) fn file(path: &Path, doing: &str, error: &io::Error) -> Self {
        Self::Store(error::file(path, doing, error))
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error::of(error))
    }
}
