//! Where a register is: a folder of files or a database of a server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use registry::StoreError;
use registry::ports::{Keys, Store};

use crate::SqlStore;
use crate::server::Server;

/// How addresses of databases begin.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where a register is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// SQLite: a folder of four files.
    Folder(PathBuf),
    /// PostgreSQL: the address of a database. It may hold a password: it is shown without.
    Database(String),
}

impl Location {
    /// An address of a database is one by its scheme; anything else is a folder.
    pub fn parse(text: &str) -> Self {
        match SCHEMES.iter().any(|scheme| text.starts_with(scheme)) {
            true => Self::Database(text.to_owned()),
            false => Self::Folder(text.into()),
        }
    }

    /// Opens the register there, or makes a new one; rows about people are sealed with `keys`.
    ///
    /// # Errors
    /// Those of [`SqlStore::open`] and [`SqlStore::connect`].
    pub async fn open(&self, keys: Arc<dyn Keys>) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self {
            Self::Folder(folder) => Arc::new(SqlStore::open(folder, keys).await?),
            Self::Database(url) => Arc::new(SqlStore::connect(url, keys).await?),
        })
    }

    /// The folder, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Database(_) => None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Database(url) => match Server::parse(url) {
                Ok(server) => write!(f, "{}", server.name()),
                Err(_) => write!(f, "a PostgreSQL database"),
            },
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
