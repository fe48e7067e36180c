//! What differs between engines: how connections are had, and what keeps a reader from half a commit.

use std::sync::Arc;

use async_trait::async_trait;
use registry::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};
use tokio::sync::{OwnedMutexGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

use crate::db::Db;
use crate::transaction::Writer;

/// An engine that holds a register.
#[async_trait]
pub(crate) trait Engine: Send + Sync + 'static {
    /// A connection for reading.
    async fn reader(&self) -> Result<Reader, StoreError>;
    /// The one connection for writing, when nobody else has it.
    async fn writer(&self) -> Result<OwnedMutexGuard<Writer>, StoreError>;
    /// A connection for a statement outside the ledger.
    async fn alone(&self) -> Result<Alone, StoreError>;
    /// What keeps readers away from a commit, where the engine does not.
    fn gate(&self) -> Option<Arc<RwLock<()>>>;
    /// The folder or the database.
    fn name(&self) -> String;
    /// The same error, naming what is damaged if the engine can tell.
    async fn name_damage(&self, db: &mut Db<'_>, error: StoreError) -> StoreError;
}

/// A connection that sees one committed state over all stores as long as it lives.
#[derive(Debug)]
pub(crate) enum Reader {
    /// No commit happens while it holds the gate.
    Sqlite { connection: PoolConnection<Sqlite>, _gate: OwnedRwLockReadGuard<()> },
    /// A transaction that only reads, on one snapshot.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Reader {
    pub(crate) fn db(&mut self) -> Db<'_> {
        match self {
            Self::Sqlite { connection, .. } => Db::sqlite(connection),
            Self::Postgres(transaction) => Db::postgres(transaction),
        }
    }
}

/// A connection for a statement that commits by itself.
#[derive(Debug)]
pub(crate) enum Alone {
    /// The writer's, between two transactions, without readers.
    Sqlite { writer: OwnedMutexGuard<Writer>, _gate: OwnedRwLockWriteGuard<()> },
    /// Any.
    Postgres(PoolConnection<Postgres>),
}

impl Alone {
    pub(crate) async fn db(&mut self) -> Db<'_> {
        match self {
            Self::Sqlite { writer, .. } => writer.connection().await,
            Self::Postgres(connection) => Db::postgres(connection),
        }
    }
}
