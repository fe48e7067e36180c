//! Where tests keep their registers: a new folder, or a new database of the server that
//! `TANBA_TEST_POSTGRES` names (`cargo xtask test` starts one).
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "helpers; each test binary uses its part")]

use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use store::Location;
use tempfile::TempDir;

/// The address of the test server's maintenance database, for a role that may make databases and roles.
const VARIABLE: &str = "TANBA_TEST_POSTGRES";

/// A place that goes when the value is dropped.
pub enum Place {
    Folder(TempDir),
    Database(Database),
}

impl Place {
    /// A new folder.
    pub fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    /// A new database; without a server the test says that it is skipped.
    pub fn database(test: &str) -> Option<Self> {
        Database::new(test).map(Self::Database)
    }

    pub fn location(&self) -> Location {
        match self {
            Self::Folder(folder) => Location::Folder(folder.path().join("data")),
            Self::Database(database) => Location::Database(database.url.clone()),
        }
    }

    /// The data folder, of SQLite.
    pub fn path(&self) -> Option<std::path::PathBuf> {
        self.location().folder().map(Path::to_owned)
    }
}

/// A database of the test server.
pub struct Database {
    pub url: String,
    pub name: String,
}

impl Database {
    pub fn new(test: &str) -> Option<Self> {
        let Ok(server) = std::env::var(VARIABLE) else {
            eprintln!("SKIPPED: {test}: no {VARIABLE}; cargo xtask test starts a server");
            return None;
        };
        Some(Self::with(&server, "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"))
    }

    /// A database made otherwise; None without a server.
    pub fn made(options: &str) -> Option<Self> {
        std::env::var(VARIABLE).ok().map(|server| Self::with(&server, options))
    }

    /// A copy of a database that nobody is connected to.
    pub fn copy_of(original: &Self) -> Self {
        Self::with(
            &original.url.replace(&format!("/{}?", original.name), "/postgres?"),
            &format!("TEMPLATE {}", original.name),
        )
    }

    fn with(server: &str, options: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let url = of_database(server, &name);
        administer(&format!("CREATE DATABASE {name} OWNER tanba {options}"));
        Self { url, name }
    }

    /// Runs statements in the database as the server's superuser.
    pub async fn run_as_superuser(&self, sql: &str) -> Result<(), sqlx::Error> {
        let mut connection = self.connect_as_superuser().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        connection.close().await
    }

    /// Runs statements in the database, as the register's role.
    pub async fn run(&self, sql: &str) -> Result<(), sqlx::Error> {
        let mut connection = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.map(drop)
    }

    /// What stands in each column of each table of the register, one after the other.
    pub async fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let columns = "SELECT table_schema::text, table_name::text, column_name::text, data_type = 'bytea' \
            FROM information_schema.columns \
            WHERE table_schema IN ('ledger', 'identity', 'biometrics', 'links')";
        let mut connection = self.connect_as_superuser().await;
        let columns: Vec<(String, String, String, bool)> =
            sqlx::query_as(columns).fetch_all(&mut connection).await.unwrap();
        let mut everything = Vec::new();
        for (schema, table, column, binary) in columns {
            let bytes = if binary { column.clone() } else { format!("convert_to({column}::text, 'UTF8')") };
            let sql = format!("SELECT string_agg({bytes}, '\\x0a'::bytea) FROM {schema}.{table}");
            let text: Option<Vec<u8>> =
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
            everything.push((format!("{schema}.{table}.{column}"), text.unwrap_or_default()));
        }
        connection.close().await.unwrap();
        everything
    }

    /// A connection of the server's superuser.
    pub async fn connect_as_superuser(&self) -> PgConnection {
        PgConnectOptions::from_str(&as_superuser(&self.url)).unwrap().connect().await.unwrap()
    }

    /// A connection past the register.
    pub async fn connect(&self) -> PgConnection {
        PgConnectOptions::from_str(&self.url).unwrap().connect().await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// The address of another database of the same server.
fn of_database(server: &str, name: &str) -> String {
    let (before, after) = server.split_once("/postgres?").unwrap();
    format!("{before}/{name}?{after}")
}

pub fn as_superuser(url: &str) -> String {
    url.replacen("//tanba@", "//postgres@", 1)
}

/// Runs a statement on the server as its superuser. On a thread of its own: tests and drops are inside a
/// runtime or not.
pub fn administer(sql: &str) {
    let sql = sql.to_owned();
    let server = as_superuser(&std::env::var(VARIABLE).unwrap());
    let done = std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let mut connection = PgConnectOptions::from_str(&server).unwrap().connect().await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await
        })
    });
    if let Err(error) = done.join().unwrap() {
        // A database that stays goes with the server.
        eprintln!("the test server: {error}");
    }
}
