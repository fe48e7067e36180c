//! SQLite as an [`Engine`]: a folder of four files, held by this process alone.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use registry::StoreError;
use sqlx::SqlitePool;
use tokio::sync::{Mutex, OwnedMutexGuard, RwLock};

use crate::db::{Db, Wire};
use crate::engine::{Alone, Engine, Reader};
use crate::folder::Folder;
use crate::transaction::Writer;
use crate::{connection, error, schema};

/// Connections to the files of a folder.
#[derive(Debug)]
pub(crate) struct SqliteEngine {
    writer: Arc<Mutex<Writer>>,
    readers: SqlitePool,
    /// Read-locked while reading, write-locked while committing: a reader sees one committed state over
    /// all files, and neither waits in the engine for the other. Fair, so neither starves.
    gate: Arc<RwLock<()>>,
    folder: Arc<Folder>,
}

impl SqliteEngine {
    /// Opens a folder, or makes a new register there.
    pub(crate) async fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = Arc::new(Folder::open(folder)?);
        let mut writer = connection::writer(&folder).await?;
        folder.sweep()?;
        let place = schema::Place::Folder(&folder);
        if let Err(error) = schema::bring_up(&mut Db::sqlite(&mut writer), &place).await {
            return Err(connection::name_damage(&mut writer, &folder, error).await);
        }
        let readers = connection::readers(&folder).await?;
        let writer = Arc::new(Mutex::new(Writer::of_folder(writer, Arc::clone(&folder))));
        Ok(Self { writer, readers, gate: Arc::default(), folder })
    }
}

#[async_trait]
impl Engine for SqliteEngine {
    async fn reader(&self) -> Result<Reader, StoreError> {
        let gate = Arc::clone(&self.gate).read_owned().await;
        let connection = self.readers.acquire().await.map_err(error::of)?;
        Ok(Reader::Sqlite { connection, _gate: gate })
    }

    async fn writer(&self) -> Result<OwnedMutexGuard<Writer>, StoreError> {
        Ok(Arc::clone(&self.writer).lock_owned().await)
    }

    async fn alone(&self) -> Result<Alone, StoreError> {
        let writer = Arc::clone(&self.writer).lock_owned().await;
        Ok(Alone::Sqlite { writer, _gate: Arc::clone(&self.gate).write_owned().await })
    }

    fn gate(&self) -> Option<Arc<RwLock<()>>> {
        Some(Arc::clone(&self.gate))
    }

    fn name(&self) -> String {
        self.folder.path().display().to_string()
    }

    async fn name_damage(&self, db: &mut Db<'_>, error: StoreError) -> StoreError {
        match &mut db.wire {
            Wire::Sqlite(connection) => connection::name_damage(connection, &self.folder, error).await,
            Wire::Postgres(_) => error,
        }
    }
}
