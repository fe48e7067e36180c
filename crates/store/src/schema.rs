//! The schema of each store: embedded migrations, applied together in one transaction.

use registry::StoreError;
use sqlx::{AssertSqlSafe, Connection, Row as _, SqliteConnection};

use crate::error;
use crate::folder::{Folder, STORES};

/// "TNBA": the application id in the header of each of our files.
const APPLICATION_ID: i64 = 0x544e_4241;

struct Migration {
    store: &'static str,
    version: i64,
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($store:literal $version:literal $name:literal;)*) => {
        &[$(Migration {
            store: $store,
            version: $version,
            name: $name,
            sql: include_str!(concat!("../migrations/sqlite/", $store, "/", $name, ".sql")),
        }),*]
    };
}

/// Every migration, in order. One line here adds one.
const MIGRATIONS: &[Migration] = migrations! {
    "ledger" 1 "0001_entries";
    "identity" 1 "0001_people_cases_officers";
    "biometrics" 1 "0001_prints";
    "links" 1 "0001_joins";
};

impl Migration {
    /// Notices a migration that was changed after it was applied.
    fn digest(&self) -> String {
        ledger::leaf_hash(self.sql.as_bytes()).to_string()
    }
}

/// Brings every store to the newest schema; refuses files that are not this register's, by name.
pub(crate) async fn bring_up(connection: &mut SqliteConnection, folder: &Folder) -> Result<(), StoreError> {
    let mut new = Vec::new();
    for store in STORES {
        let damaged =
            |why: String| StoreError::Damaged { what: folder.file(store).display().to_string(), why };
        match recognise(connection, store).await.map_err(error::of)? {
            File::Ours => check_applied(connection, store).await?.map_or(Ok(()), |why| Err(damaged(why)))?,
            File::Empty => new.push(store),
            File::Foreign => return Err(damaged("it is a database of another program".into())),
        }
    }
    if !new.is_empty() && new.len() < STORES.len() {
        let missing: Vec<_> = new.iter().map(|s| folder.file(s).display().to_string()).collect();
        return Err(StoreError::Damaged {
            what: missing.join(", "),
            why: "it is empty while the other files hold a register: restore all files of one backup".into(),
        });
    }
    migrate(connection, !new.is_empty()).await?;
    same_moment(connection, folder).await
}

enum File {
    Ours,
    Empty,
    Foreign,
}

async fn recognise(connection: &mut SqliteConnection, store: &str) -> Result<File, sqlx::Error> {
    let objects = scalar(connection, format!("SELECT count(*) FROM {store}.sqlite_schema")).await?;
    let id = scalar(connection, format!("PRAGMA {store}.application_id")).await?;
    Ok(match (objects, id) {
        (0, 0 | APPLICATION_ID) => File::Empty,
        (1.., APPLICATION_ID) => File::Ours,
        _ => File::Foreign,
    })
}

async fn scalar(connection: &mut SqliteConnection, sql: String) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
}

/// What is wrong with the migrations recorded in a store, if anything.
async fn check_applied(connection: &mut SqliteConnection, store: &str) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT version, digest FROM {store}.schema_version ORDER BY version");
    let rows = match sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await {
        Ok(rows) => rows,
        Err(e) => return Ok(Some(format!("its schema version does not read: {e}"))),
    };
    let newest = MIGRATIONS.iter().filter(|m| m.store == store).map(|m| m.version).max().unwrap_or(0);
    for row in rows {
        let version: i64 = row.try_get("version").map_err(error::of)?;
        let digest: String = row.try_get("digest").map_err(error::of)?;
        let known = MIGRATIONS.iter().find(|m| m.store == store && m.version == version);
        match known {
            None => {
                return Ok(Some(format!(
                    "it was written by a newer program: schema {version}, this program knows {newest}"
                )));
            }
            Some(known) if known.digest() != digest => {
                return Ok(Some(format!("schema {version} ({}) differs from this program's", known.name)));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

/// Applies what is missing, in one transaction over all files.
async fn migrate(connection: &mut SqliteConnection, new: bool) -> Result<(), StoreError> {
    let mut transaction = connection.begin().await.map_err(error::of)?;
    if new {
        let create = STORES.map(|store| {
            format!(
                "PRAGMA {store}.application_id = {APPLICATION_ID}; \
                 CREATE TABLE {store}.schema_version \
                 (version INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL) STRICT;"
            )
        });
        run(&mut transaction, create.concat()).await?;
    }
    for migration in MIGRATIONS {
        let store = migration.store;
        let sql =
            format!("SELECT count(*) FROM {store}.schema_version WHERE version = {}", migration.version);
        if scalar(&mut transaction, sql).await.map_err(error::of)? == 1 {
            continue;
        }
        run(&mut transaction, migration.sql.to_owned()).await?;
        let sql = format!("INSERT INTO {store}.schema_version (version, name, digest) VALUES ($1, $2, $3)");
        sqlx::query(AssertSqlSafe(sql))
            .bind(migration.version)
            .bind(migration.name)
            .bind(migration.digest())
            .execute(&mut *transaction)
            .await
            .map_err(error::of)?;
    }
    if new {
        sign_files(&mut transaction).await?;
    }
    transaction.commit().await.map_err(error::of)
}

async fn run(connection: &mut SqliteConnection, sql: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ()).map_err(error::of)
}

/// Marks the files of a new register with one random identifier.
async fn sign_files(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let register_id = crate::mark::random()?;
    for store in STORES {
        let sql = format!("INSERT INTO {store}.store_state (register_id, size) VALUES ($1, 0)");
        sqlx::query(AssertSqlSafe(sql))
            .bind(&register_id[..])
            .execute(&mut *connection)
            .await
            .map_err(error::of)?;
        sqlx::query("INSERT INTO ledger.store_size (store, size) VALUES ($1, 0)")
            .bind(store)
            .execute(&mut *connection)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}

/// Refuses files of different registers or of different moments, as after restoring one of them.
async fn same_moment(connection: &mut SqliteConnection, folder: &Folder) -> Result<(), StoreError> {
    for store in STORES {
        let sql = format!(
            "SELECT s.register_id = l.register_id AS same, s.size AS is_size, k.size AS expected \
             FROM {store}.store_state s, ledger.store_state l, ledger.store_size k WHERE k.store = $1"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(store)
            .fetch_all(&mut *connection)
            .await
            .map_err(error::of)?;
        let damaged =
            |why: String| StoreError::Damaged { what: folder.file(store).display().to_string(), why };
        let [row] = &rows[..] else {
            return Err(damaged("its mark of this register is missing or double".into()));
        };
        let same: bool = row.try_get("same").map_err(error::of)?;
        let (is, expected): (i64, i64) =
            (row.try_get("is_size").map_err(error::of)?, row.try_get("expected").map_err(error::of)?);
        if !same {
            return Err(damaged("it belongs to another register".into()));
        }
        if is != expected {
            return Err(damaged(format!(
                "it was last written at ledger entry {is}, the ledger says {expected}: \
                 the files are of different moments; restore all files of one backup"
            )));
        }
    }
    Ok(())
}
