//! PostgreSQL as an [`Engine`]: one database with four schemas, written by one process at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use registry::StoreError;
use sqlx::PgPool;
use tokio::sync::{Mutex, OwnedMutexGuard, RwLock};

use crate::db::Db;
use crate::engine::{Alone, Engine, Reader};
use crate::server::Server;
use crate::transaction::Writer;
use crate::{error, schema};

/// One snapshot over all schemas.
pub(crate) const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// Connections to a database.
#[derive(Debug)]
pub(crate) struct PostgresEngine {
    server: Server,
    writer: Arc<Mutex<Writer>>,
    /// Set when the writer's connection is gone.
    lost: Arc<AtomicBool>,
    others: PgPool,
}

impl PostgresEngine {
    /// Opens a database, or makes a new register there.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let server = Server::parse(url)?;
        let mut writer = server.writer().await?;
        schema::bring_up(&mut Db::postgres(&mut writer), &schema::Place::Database(server.name())).await?;
        let lost = Arc::new(AtomicBool::new(false));
        let writer = Arc::new(Mutex::new(Writer::of_database(writer, Arc::clone(&lost))));
        let others = server.others();
        Ok(Self { server, writer, lost, others })
    }

    /// Connects the writer again after its connection was lost. The lock is had again only when the old
    /// connection has ended on the server too, so that afterwards everybody sees whether its last commit
    /// happened: nobody reads before.
    async fn restore(&self, writer: &mut Writer) -> Result<(), StoreError> {
        if self.lost.load(Ordering::Acquire) {
            *writer = Writer::of_database(self.server.writer().await?, Arc::clone(&self.lost));
            self.lost.store(false, Ordering::Release);
            tracing::warn!(database = self.server.name(), "connected again");
        }
        Ok(())
    }

    async fn restored(&self) -> Result<(), StoreError> {
        if self.lost.load(Ordering::Acquire) {
            let mut writer = self.writer.lock().await;
            self.restore(&mut writer).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Engine for PostgresEngine {
    async fn reader(&self) -> Result<Reader, StoreError> {
        self.restored().await?;
        self.others.begin_with(BEGIN_READING).await.map(Reader::Postgres).map_err(error::of)
    }

    async fn writer(&self) -> Result<OwnedMutexGuard<Writer>, StoreError> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        self.restore(&mut writer).await?;
        Ok(writer)
    }

    async fn alone(&self) -> Result<Alone, StoreError> {
        self.restored().await?;
        self.others.acquire().await.map(Alone::Postgres).map_err(error::of)
    }

    fn gate(&self) -> Option<Arc<RwLock<()>>> {
        None
    }

    fn name(&self) -> String {
        self.server.name().to_owned()
    }

    async fn name_damage(&self, _db: &mut Db<'_>, error: StoreError) -> StoreError {
        error
    }
}
