//! The PostgreSQL server: where it is, whether it and the database are fit, the lock that keeps a second
//! process out.

use std::str::FromStr;
use std::time::Duration;

use registry::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::{ConnectOptions, PgConnection, PgPool};

use crate::db::Db;
use crate::error;
use crate::row::Row;
use crate::statement::composed;

/// The oldest server that the tests run on.
const VERSION_MIN: i64 = 15;
/// Connections beside the writer's.
const OTHERS_MAX: u32 = 4;
/// How long a reader waits for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(60);
/// "TNBA": the advisory lock of the process that writes. Locks are those of one database.
const LOCK: i64 = 0x544e_4241;
/// How often the lock is tried, and the time between: a server notices after a moment that a process is gone.
const LOCK_TRIES: u32 = 60;
const LOCK_STEP: Duration = Duration::from_millis(50);
/// Statements that a connection keeps prepared.
pub(crate) const STATEMENTS_KEPT: usize = 1024;

/// Whatever the server, the database or the role say by default.
const SETTINGS: [(&str, &str); 7] = [
    // A commit is answered when it is on the disk.
    ("synchronous_commit", "on"),
    // Every name in our statements says its schema; nobody slips another function under ours.
    ("search_path", "pg_catalog"),
    ("statement_timeout", "0"),
    ("idle_in_transaction_session_timeout", "0"),
    ("idle_session_timeout", "0"),
    ("default_transaction_read_only", "off"),
    ("jit", "off"),
];

const FITNESS: &str = "SELECT current_setting('server_version_num')::bigint / 10000 AS version, \
    current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes, \
    current_setting('synchronous_commit') AS synchronous_commit, pg_is_in_recovery()::int AS standby, \
    pg_encoding_to_char(encoding)::text AS encoding, \
    datlocprovider::text || ':' || datcollate::text AS collation \
    FROM pg_database WHERE datname = current_database()";

/// A database of a server.
#[derive(Debug)]
pub(crate) struct Server {
    options: PgConnectOptions,
    name: String,
}

impl Server {
    /// Reads an address; refuses one to which personal data would travel unprotected.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(|e| {
            let form =
                "postgres://USER@HOST:PORT/DATABASE or postgres://USER@localhost/DATABASE?host=/FOLDER";
            StoreError::Engine(format!("the address of the database does not read: {e}; it is like {form}"))
        })?;
        let (host, socket) = (options.get_host().to_owned(), options.get_socket().is_some());
        let here =
            socket || host.starts_with('/') || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&&*host);
        if !here {
            return Err(StoreError::Engine(format!(
                "the PostgreSQL server {host} is on another machine and this program does not encrypt the \
                 connection: use a socket, or a tunnel to this machine"
            )));
        }
        let database = options.get_database().unwrap_or_else(|| options.get_username());
        let name = format!("database {database} of the PostgreSQL server at {}", place(&options));
        let options = options
            .ssl_mode(PgSslMode::Disable)
            .application_name("tanba")
            .statement_cache_capacity(STATEMENTS_KEPT)
            .options(SETTINGS)
            .disable_statement_logging();
        Ok(Self { options, name })
    }

    /// How messages name it: never with a password.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The connection for writing: the server and the database are fit, and no other process writes.
    pub(crate) async fn writer(&self) -> Result<PgConnection, StoreError> {
        let mut connection = self.connect().await?;
        self.lock(&mut connection).await?;
        Ok(connection)
    }

    /// A connection to a fit database, without the lock.
    pub(crate) async fn connect(&self) -> Result<PgConnection, StoreError> {
        let mut connection = self.options.connect().await.map_err(|e| {
            StoreError::Engine(format!("cannot open the {}: {}", self.name, error::words(&e)))
        })?;
        self.check(&mut connection).await?;
        Ok(connection)
    }

    /// The other connections, made when they are needed.
    pub(crate) fn others(&self) -> PgPool {
        PgPoolOptions::new()
            .max_connections(OTHERS_MAX)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_lazy_with(self.options.clone())
    }

    /// Refuses a server or database on which an acknowledged commit could be lost or texts compare otherwise.
    async fn check(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        let row =
            composed(FITNESS.into()).fetch_one(&mut Db::postgres(connection)).await.map_err(error::of)?;
        let row = Row::of("pg_database", &row);
        let version: i64 = row.number("version")?;
        let unfit = |why: String| Err(StoreError::Engine(format!("the {} is not fit: {why}", self.name)));
        if version < VERSION_MIN {
            return unfit(format!("the server is PostgreSQL {version}; {VERSION_MIN} or newer is needed"));
        }
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let is = row.text(setting)?;
            if is != "on" {
                return unfit(format!("{setting} is {is}: a power cut could undo commits; set it to on"));
            }
        }
        if row.number::<i64>("standby")? != 0 {
            return unfit("it is a standby that only reads".into());
        }
        let encoding = row.text("encoding")?;
        if encoding != "UTF8" {
            return unfit(format!("its encoding is {encoding}; create it with ENCODING 'UTF8'"));
        }
        let collation = row.text("collation")?;
        if !["c:C", "c:POSIX"].contains(&&*collation) {
            return unfit(format!(
                "its collation is {collation}, whose order changes with the system's libraries and damages \
                 indexes; create it with TEMPLATE template0 LC_COLLATE 'C'"
            ));
        }
        Ok(())
    }

    /// Held as long as the connection lives.
    async fn lock(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        for _ in 0..LOCK_TRIES {
            let query = composed("SELECT pg_try_advisory_lock($1)::int AS held".into()).bind(LOCK);
            let row = query.fetch_one(&mut Db::postgres(connection)).await.map_err(error::of)?;
            if Row::of("pg_locks", &row).number::<i64>("held")? == 1 {
                return Ok(());
            }
            tokio::time::sleep(LOCK_STEP).await;
        }
        Err(StoreError::InUse { folder: format!("the {}", self.name) })
    }
}

/// Host and port, or the folder of the socket.
fn place(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}
