//! The write transaction over all stores.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use ledger::{Entry, Hash, SignedCheckpoint};
use registry::StoreError;
use registry::ports::{Keys, StoreTransaction};
use registry::sequencer::{Change, Opening};
use sqlx::{PgConnection, SqliteConnection};
use tokio::sync::{OwnedMutexGuard, RwLock};

use crate::db::{Connection, Db};
use crate::folder::Folder;
use crate::seal::Sealing;
use crate::statement::statements;
use crate::{changes, entries, error};

statements! {
    BEGIN = "BEGIN";
    COMMIT = "COMMIT";
    ROLLBACK = "ROLLBACK";
    SAVEPOINT = "SAVEPOINT command";
    RELEASE = "RELEASE SAVEPOINT command";
    BACK_TO_SAVEPOINT = "ROLLBACK TO SAVEPOINT command";
}

/// The write connection and whether a transaction was begun on it and not ended.
#[derive(Debug)]
pub(crate) struct Writer {
    connection: Connection,
    open: bool,
    /// Set when the server can no longer be reached by this connection: with it went the lock that keeps
    /// other processes out, and perhaps a commit whose answer never came.
    lost: Arc<AtomicBool>,
    /// The folder stays locked as long as something can write, even after the store is gone.
    _folder: Option<Arc<Folder>>,
}

impl Writer {
    /// The writer of a data folder.
    pub(crate) fn of_folder(connection: SqliteConnection, folder: Arc<Folder>) -> Self {
        let connection = Connection::Sqlite(connection);
        Self { connection, open: false, lost: Arc::default(), _folder: Some(folder) }
    }

    /// The writer of a database, which tells in `lost` when its connection is gone.
    pub(crate) fn of_database(connection: PgConnection, lost: Arc<AtomicBool>) -> Self {
        Self { connection: Connection::Postgres(connection), open: false, lost, _folder: None }
    }

    /// The connection, for a statement outside the ledger. What an abandoned transaction left is rolled
    /// back first.
    pub(crate) async fn connection(&mut self) -> Db<'_> {
        self.roll_back().await;
        self.connection.db()
    }

    /// Begins; the state that is committed now.
    async fn begin(&mut self) -> Result<u64, StoreError> {
        self.roll_back().await;
        let mut db = self.connection.db();
        if let Err(e) = BEGIN.query().execute(&mut db).await {
            self.note(&e);
            return Err(error::of(e));
        }
        self.open = true;
        let size = entries::size(&mut db).await;
        if size.is_err() {
            self.roll_back().await;
        }
        size
    }

    /// Commits, or rolls back when that fails.
    async fn commit(&mut self) -> Result<(), StoreError> {
        match COMMIT.query().execute(&mut self.connection.db()).await {
            Ok(_) => {
                self.open = false;
                Ok(())
            }
            Err(e) => {
                self.roll_back().await;
                Err(error::of(e))
            }
        }
    }

    fn note(&self, error: &sqlx::Error) {
        self.lost.fetch_or(error::is_lost(error), Ordering::AcqRel);
    }

    /// Rolls back what was begun. After some failures the engine has done so already: then this fails,
    /// and means nothing.
    async fn roll_back(&mut self) {
        if self.open {
            if let Err(e) = ROLLBACK.query().execute(&mut self.connection.db()).await {
                tracing::debug!(error = %e, "nothing left to roll back");
                self.note(&e);
            }
            self.open = false;
        }
    }
}

/// A transaction; dropped without [`StoreTransaction::commit`] it leaves nothing.
pub(crate) struct Transaction {
    /// `None` only while being dropped.
    writer: Option<OwnedMutexGuard<Writer>>,
    /// Where readers would see half a commit: they hold it while they read; a commit needs it alone.
    gate: Option<Arc<RwLock<()>>>,
    /// Ledger size, entries of this transaction included.
    size: u64,
    /// Sequence numbers of applied changes whose entry has not come yet.
    unrecorded: BTreeSet<u64>,
    /// Stores written to.
    touched: BTreeSet<&'static str>,
    /// Set when the engine gave up the whole transaction.
    lost: Option<StoreError>,
    keys: Arc<dyn Keys>,
}

impl Transaction {
    /// Begins.
    pub(crate) async fn begin(
        mut writer: OwnedMutexGuard<Writer>,
        gate: Option<Arc<RwLock<()>>>,
        keys: Arc<dyn Keys>,
    ) -> Result<Self, StoreError> {
        let size = writer.begin().await?;
        let (unrecorded, touched) = (BTreeSet::new(), BTreeSet::new());
        Ok(Self { writer: Some(writer), gate, size, unrecorded, touched, lost: None, keys })
    }

    fn writer(&mut self) -> Result<&mut Writer, StoreError> {
        match (&self.lost, &mut self.writer) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(writer)) => Ok(writer),
            (None, None) => Err(StoreError::Engine("the transaction has ended".into())),
        }
    }

    /// Keeps a failure that leaves no transaction to go on with.
    fn lose(&mut self, error: StoreError) -> StoreError {
        self.lost = Some(error.clone());
        error
    }

    /// Runs work under a savepoint: all of it happens or nothing.
    async fn under_savepoint(
        &mut self,
        work: impl AsyncFnOnce(&mut Db<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let keys = Arc::clone(&self.keys);
        let mut db = self.writer()?.connection.db().with_keys(&*keys);
        SAVEPOINT.query().execute(&mut db).await.map_err(error::of)?;
        let done = work(&mut db).await;
        let ended = match &done {
            Ok(()) => RELEASE.query().execute(&mut db).await,
            Err(_) => match BACK_TO_SAVEPOINT.query().execute(&mut db).await {
                Ok(_) => RELEASE.query().execute(&mut db).await,
                lost => lost,
            },
        };
        match (done, ended) {
            (done, Ok(_)) => done,
            // The engine rolled back everything, as it may on a full disk.
            (Err(cause), Err(_)) => Err(self.lose(cause)),
            (Ok(()), Err(e)) => Err(self.lose(error::of(e))),
        }
    }
}

#[async_trait]
impl StoreTransaction for Transaction {
    async fn apply(&mut self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        if sequence != self.size {
            let next = self.size;
            return Err(StoreError::Engine(format!(
                "changes of entry {sequence} where entry {next} is next"
            )));
        }
        self.under_savepoint(async |db| {
            for change in changes {
                changes::apply(db, sequence, change).await?;
            }
            Ok(())
        })
        .await?;
        if !changes.is_empty() {
            self.unrecorded.insert(sequence);
        }
        self.touched.extend(changes.iter().flat_map(changes::stores_of));
        Ok(())
    }

    async fn prepare(&mut self, changes: &[&Change]) -> Result<(), StoreError> {
        Sealing::with(&*self.keys).prepare(changes.iter().copied())
    }

    async fn append(
        &mut self,
        entry: &Entry,
        leaf_hash: Hash,
        openings: &[Opening],
    ) -> Result<(), StoreError> {
        if entry.sequence != self.size {
            let (is, next) = (entry.sequence, self.size);
            return Err(StoreError::Engine(format!("ledger entry {is} where {next} is next")));
        }
        self.under_savepoint(async |db| {
            entries::append(db, entry, leaf_hash).await?;
            for (ordinal, opening) in (0..).zip(openings) {
                entries::insert_opening(db, entry.sequence, ordinal, opening).await?;
            }
            Ok(())
        })
        .await?;
        self.size += 1;
        self.unrecorded.remove(&entry.sequence);
        self.touched.insert("ledger");
        self.touched.extend(openings.iter().flat_map(changes::stores_of_opening));
        Ok(())
    }

    async fn put_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), StoreError> {
        let speaks_of = checkpoint.unverified().size;
        if speaks_of != self.size {
            let size = self.size;
            return Err(StoreError::Engine(format!(
                "a checkpoint of {speaks_of} entries where there are {size}"
            )));
        }
        self.under_savepoint(async |db| entries::put_checkpoint(db, checkpoint).await).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        if let Some(sequence) = self.unrecorded.first() {
            return Err(StoreError::Engine(format!(
                "changes of entry {sequence} without their ledger entry"
            )));
        }
        let (size, touched) = (self.size, std::mem::take(&mut self.touched));
        let gate = self.gate.clone();
        let writer = self.writer()?;
        for store in touched {
            entries::set_size(&mut writer.connection.db(), store, size).await?;
        }
        let _alone = match &gate {
            Some(gate) => Some(gate.write().await),
            None => None,
        };
        writer.commit().await
    }
}

impl Drop for Transaction {
    /// Rolls back at once when a runtime is there to do it; otherwise the next use of the connection does.
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else { return };
        if writer.open
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move { writer.roll_back().await });
        }
    }
}
