//! The schema of each store: embedded migrations, applied together in one transaction.

use std::collections::BTreeMap;

use registry::StoreError;

use crate::db::{Db, Wire};
use crate::error;
use crate::folder::{Folder, STORES};
use crate::row::Row;
use crate::statement::{composed, run_script};

/// "TNBA": the application id in the header of each of our files.
const APPLICATION_ID: i64 = 0x544e_4241;
/// Makes the roles that read one store each, and gives them new tables.
const POSTGRES_ROLES: &str = include_str!("../migrations/postgres/roles.sql");

/// Where the stores are, for messages.
pub(crate) enum Place<'a> {
    Folder(&'a Folder),
    Database(&'a str),
    /// Not published yet.
    Restored,
}

impl Place<'_> {
    /// How messages name a store: its file or its schema.
    pub(crate) fn of(&self, store: &str) -> String {
        match self {
            Self::Folder(folder) => folder.file(store).display().to_string(),
            Self::Database(name) => format!("schema {store} of the {name}"),
            Self::Restored => format!("the restored store {store}"),
        }
    }

    fn damaged(&self, store: &str, why: String) -> StoreError {
        StoreError::Damaged { what: self.of(store), why }
    }
}

struct Migration {
    store: &'static str,
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($store:literal $version:literal $name:literal;)*) => {
        &[$(Migration {
            store: $store,
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $store, "/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $store, "/", $name, ".sql")),
        }),*]
    };
}

/// Every migration, in order. One line here adds one, with a file for each engine.
const MIGRATIONS: &[Migration] = migrations! {
    "ledger" 1 "0001_entries";
    "identity" 1 "0001_people_cases_officers";
    "identity" 2 "0002_index_epochs";
    "identity" 3 "0003_versions_with_keys";
    "biometrics" 1 "0001_prints";
    "biometrics" 2 "0002_supplements";
    "links" 1 "0001_joins";
    "links" 2 "0002_search_rules";
};

impl Migration {
    fn sql(&self, db: &Db<'_>) -> &'static str {
        match &db.wire {
            Wire::Sqlite(_) => self.sqlite,
            Wire::Postgres(_) => self.postgres,
        }
    }

    /// Notices a migration that was changed after it was applied.
    fn digest(&self, db: &Db<'_>) -> String {
        ledger::leaf_hash(self.sql(db).as_bytes()).to_string()
    }
}

/// Brings every store to the newest schema; refuses stores that are not this register's, by name.
pub(crate) async fn bring_up(db: &mut Db<'_>, place: &Place<'_>) -> Result<(), StoreError> {
    let new = !is_register(db, place).await?;
    run(db, "BEGIN").await?;
    if new {
        create_stores(db).await?;
    }
    migrate(db, newest_version).await?;
    if new {
        sign_stores(db).await?;
    }
    run(db, "COMMIT").await?;
    same_moment(db, place).await
}

/// Whether there is a register whose schema this program knows; false when there is nothing at all.
pub(crate) async fn is_register(db: &mut Db<'_>, place: &Place<'_>) -> Result<bool, StoreError> {
    let mut new = Vec::new();
    for store in STORES {
        match recognise(db, store).await.map_err(error::of)? {
            Found::Ours => {
                check_applied(db, store).await?.map_or(Ok(()), |why| Err(place.damaged(store, why)))?;
            }
            Found::Empty => new.push(store),
            Found::Foreign => return Err(place.damaged(store, "it is of another program".into())),
        }
    }
    if !new.is_empty() && new.len() < STORES.len() {
        let missing: Vec<_> = new.iter().map(|store| place.of(store)).collect();
        return Err(StoreError::Damaged {
            what: missing.join(", "),
            why: "it is empty while the others hold a register: restore all of one backup".into(),
        });
    }
    Ok(new.is_empty())
}

/// Whether no store is there, not even another program's.
pub(crate) async fn is_empty(db: &mut Db<'_>) -> Result<bool, StoreError> {
    for store in STORES {
        if !matches!(recognise(db, store).await.map_err(error::of)?, Found::Empty) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes empty stores with the schemas of these versions, for rows of that time. In the caller's transaction.
pub(crate) async fn create_as_of(
    db: &mut Db<'_>,
    versions: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    create_stores(db).await?;
    migrate(db, |store| versions.get(store).copied().unwrap_or(0)).await
}

/// The version of a store's schema.
pub(crate) async fn version(db: &mut Db<'_>, store: &str) -> Result<i64, StoreError> {
    let sql = format!("SELECT coalesce(max(version), 0) AS n FROM {store}.schema_version");
    scalar(db, sql).await.map_err(error::of)
}

enum Found {
    Ours,
    Empty,
    Foreign,
}

async fn recognise(db: &mut Db<'_>, store: &str) -> Result<Found, sqlx::Error> {
    if matches!(db.wire, Wire::Postgres(_)) {
        let schemas = format!("SELECT count(*) AS n FROM pg_namespace WHERE nspname = '{store}'");
        let ours = format!("SELECT (to_regclass('{store}.schema_version') IS NOT NULL)::int AS n");
        return Ok(match (scalar(db, schemas).await?, scalar(db, ours).await?) {
            (0, _) => Found::Empty,
            (_, 1) => Found::Ours,
            _ => Found::Foreign,
        });
    }
    let objects = scalar(db, format!("SELECT count(*) AS n FROM {store}.sqlite_schema")).await?;
    let pragma = format!("PRAGMA {store}.application_id");
    let id = composed(pragma).fetch_one(db).await?.integer("application_id")?;
    Ok(match (objects, id) {
        (0, 0 | APPLICATION_ID) => Found::Empty,
        (1.., APPLICATION_ID) => Found::Ours,
        _ => Found::Foreign,
    })
}

async fn scalar(db: &mut Db<'_>, sql: String) -> Result<i64, sqlx::Error> {
    composed(sql).fetch_one(db).await?.integer("n")
}

/// What is wrong with the migrations recorded in a store, if anything.
async fn check_applied(db: &mut Db<'_>, store: &str) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT version, digest FROM {store}.schema_version ORDER BY version");
    let rows = match composed(sql).fetch_all(db).await {
        Ok(rows) => rows,
        Err(e) => return Ok(Some(format!("its schema version does not read: {e}"))),
    };
    let newest = newest_version(store);
    for row in &rows {
        let row = Row::of("schema_version", row);
        let version: i64 = row.number("version")?;
        let digest = row.text("digest")?;
        let known = MIGRATIONS.iter().find(|m| m.store == store && m.version == version);
        match known {
            None => {
                return Ok(Some(format!(
                    "it was written by a newer program: schema {version}, this program knows {newest}"
                )));
            }
            Some(known) if known.digest(db) != digest => {
                return Ok(Some(format!("schema {version} ({}) differs from this program's", known.name)));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

/// The schema of a store that this program writes.
pub(crate) fn newest_version(store: &str) -> i64 {
    MIGRATIONS.iter().filter(|m| m.store == store).map(|m| m.version).max().unwrap_or(0)
}

/// Applies what is missing up to a version of each store. In the caller's transaction.
async fn migrate(db: &mut Db<'_>, until: impl Fn(&str) -> i64) -> Result<(), StoreError> {
    let mut applied = 0;
    for migration in MIGRATIONS {
        let (store, version) = (migration.store, migration.version);
        let sql = format!("SELECT count(*) AS n FROM {store}.schema_version WHERE version = {version}");
        if version > until(store) || scalar(db, sql).await.map_err(error::of)? == 1 {
            continue;
        }
        run(db, migration.sql(db)).await?;
        let sql = format!("INSERT INTO {store}.schema_version (version, name, digest) VALUES ($1, $2, $3)");
        let digest = migration.digest(db);
        let insert = composed(sql).bind(version).bind(migration.name).bind(digest);
        insert.execute(db).await.map_err(error::of)?;
        applied += 1;
    }
    if applied > 0 && matches!(db.wire, Wire::Postgres(_)) {
        run_script(db, POSTGRES_ROLES.to_owned()).await.map_err(|e| {
            StoreError::Engine(format!(
                "the roles tanba_ledger, tanba_identity, tanba_biometrics, tanba_links, tanba_search and \
                 tanba_search_corpses could not be made: {}; give the register's role CREATEROLE for its first \
                 start, or make them before and grant it the last two",
                error::words(&e)
            ))
        })?;
    }
    Ok(())
}

async fn run(db: &mut Db<'_>, sql: &str) -> Result<(), StoreError> {
    run_script(db, sql.to_owned()).await.map_err(error::of)
}

async fn create_stores(db: &mut Db<'_>) -> Result<(), StoreError> {
    for store in STORES {
        let sql = create_store(db, store);
        run(db, &sql).await?;
    }
    Ok(())
}

fn create_store(db: &Db<'_>, store: &str) -> String {
    let versions = "name TEXT NOT NULL, digest TEXT NOT NULL";
    match &db.wire {
        Wire::Sqlite(_) => format!(
            "PRAGMA {store}.application_id = {APPLICATION_ID}; \
             CREATE TABLE {store}.schema_version (version INTEGER PRIMARY KEY, {versions}) STRICT;"
        ),
        Wire::Postgres(_) => format!(
            "CREATE SCHEMA {store}; \
             CREATE TABLE {store}.schema_version (version BIGINT PRIMARY KEY, {versions});"
        ),
    }
}

/// Marks the stores of a new register with one random identifier.
async fn sign_stores(db: &mut Db<'_>) -> Result<(), StoreError> {
    let register_id = crate::mark::random()?;
    for store in STORES {
        let sql = format!("INSERT INTO {store}.store_state (register_id, size) VALUES ($1, 0)");
        composed(sql).bind(&register_id[..]).execute(db).await.map_err(error::of)?;
        let sql = "INSERT INTO ledger.store_size (store, size) VALUES ($1, 0)".to_owned();
        composed(sql).bind(store).execute(db).await.map_err(error::of)?;
    }
    Ok(())
}

/// Refuses stores of different registers or of different moments, as after restoring one of them.
pub(crate) async fn same_moment(db: &mut Db<'_>, place: &Place<'_>) -> Result<(), StoreError> {
    for store in STORES {
        let sql = format!(
            "SELECT s.register_id = l.register_id AS same, s.size AS is_size, k.size AS expected \
             FROM {store}.store_state s, ledger.store_state l, ledger.store_size k WHERE k.store = $1"
        );
        let rows = composed(sql).bind(store).fetch_all(db).await.map_err(error::of)?;
        let [row] = &rows[..] else {
            return Err(place.damaged(store, "its mark of this register is missing or double".into()));
        };
        let row = Row::of("store_state", row);
        let (same, is, expected): (i64, i64, i64) =
            (row.number("same")?, row.number("is_size")?, row.number("expected")?);
        if same == 0 {
            return Err(place.damaged(store, "it belongs to another register".into()));
        }
        if is != expected {
            let why = format!(
                "it was last written at ledger entry {is}, the ledger says {expected}: \
                 the stores are of different moments; restore all of one backup"
            );
            return Err(place.damaged(store, why));
        }
    }
    Ok(())
}
