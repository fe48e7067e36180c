//! Tests that need the inside of the store.

use std::fs;
use std::path::Path;

use sqlx::SqlSafeStr;
use sqlx::{AssertSqlSafe, Executor, Row as _, SqliteConnection};

use crate::SqlStore;
use crate::db::Db;
use crate::folder::{Folder, STORES};
use crate::{connection, schema};

#[path = "../tests/engines/mod.rs"]
mod engines;
mod postgres;

async fn new_connection(path: &Path) -> (Folder, SqliteConnection) {
    let folder = Folder::open(path).unwrap();
    let mut connection = connection::writer(&folder).await.unwrap();
    let place = schema::Place::Folder(&folder);
    schema::bring_up(&mut Db::sqlite(&mut connection), &place).await.unwrap();
    (folder, connection)
}

/// Every statement with the module that declares it.
fn statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let modules = [
        ("audit", crate::audit::STATEMENTS),
        ("candidates", crate::candidates::STATEMENTS),
        ("cases", crate::cases::STATEMENTS),
        ("certificates", crate::certificates::STATEMENTS),
        ("documents", crate::documents::STATEMENTS),
        ("entries", crate::entries::STATEMENTS),
        ("fingers", crate::fingers::STATEMENTS),
        ("found_by", crate::found_by::STATEMENTS),
        ("links", crate::links::STATEMENTS),
        ("lives", crate::lives::STATEMENTS),
        ("mark", crate::mark::STATEMENTS),
        ("officers", crate::officers::STATEMENTS),
        ("people", crate::people::STATEMENTS),
        ("removal", crate::removal::STATEMENTS),
        ("supplements", crate::supplements::STATEMENTS),
        ("transaction", crate::transaction::STATEMENTS),
    ];
    modules
        .into_iter()
        .flat_map(|(module, list)| list.iter().map(move |(name, s)| (module, *name, s.text())))
        .collect()
}

#[tokio::test]
async fn every_statement_prepares() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, mut connection) = new_connection(folder.path()).await;
    let statements = statements();
    for (module, name, sql) in &statements {
        let prepared = connection.prepare(AssertSqlSafe(*sql).into_sql_str()).await;
        assert!(prepared.is_ok(), "{module}::{name}: {:?}", prepared.err());
    }
    eprintln!("{} statements prepare", statements.len());
    assert!(statements.len() > 80);
}

/// The list above names every module with statements, and nothing runs SQL past the lists except the
/// two modules that set up connections and schema.
#[test]
fn no_statement_stands_outside_the_lists() {
    let modules: Vec<_> = statements().iter().map(|(module, ..)| *module).collect();
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        if text.contains("\nstatements! {") {
            assert!(modules.contains(&name.as_str()), "{name} has statements that no test prepares");
        }
        if !["connection", "statement", "tests"].contains(&name.as_str()) {
            assert!(!text.contains("sqlx::query") && !text.contains("raw_sql"), "{name} runs SQL of its own");
        }
        // `searching` takes a role, which SQLite has not; `vacuum` has other words for each engine.
        if !["schema", "searching", "server", "statement", "tests", "vacuum"].contains(&name.as_str()) {
            assert!(!text.contains("composed(") && !text.contains("run_script("), "{name} composes SQL");
        }
    }
}

/// What a stolen file of prints may hold: its columns by name and nothing else.
#[tokio::test]
async fn the_biometric_store_cannot_hold_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, mut connection) = new_connection(folder.path()).await;
    let sql = "SELECT m.name AS tab, c.name AS col FROM biometrics.sqlite_schema m, \
        pragma_table_info(m.name, 'biometrics') c WHERE m.type = 'table'";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let mut columns: Vec<String> = rows.iter().map(|r| r.get("col")).collect();
    columns.sort();
    columns.dedup();
    let allowed = [
        "attempt",
        "digest",
        "encounter_id",
        "id",
        "impression_id",
        "mark",
        "media_type",
        "missing_reason",
        "name",
        "number",
        "original",
        "position",
        "ppi",
        "quality_causes",
        "quality_score",
        "register_id",
        "size",
        "supplement",
        "template",
        "version",
    ];
    assert_eq!(columns, allowed);
    // `name`, `version` and `digest` are those of migrations.
    for row in &rows {
        if ["name", "version", "digest"].contains(&row.get("col")) {
            assert_eq!(row.get::<&str, _>("tab"), "schema_version");
        }
    }
}

/// A value of the identity store is not repeated in the file of prints, not even by order or sequence.
#[tokio::test]
async fn biometric_rows_carry_marks_not_sequence_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, mut connection) = new_connection(folder.path()).await;
    for store in ["biometrics"] {
        let sql = format!(
            "SELECT sql FROM {store}.sqlite_schema WHERE type = 'table' AND name NOT IN ('store_state', 'schema_version')"
        );
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap() {
            let sql: String = row.get("sql");
            assert!(sql.ends_with("WITHOUT ROWID") && !sql.contains("ledger_sequence"), "{sql}");
        }
    }
}

#[tokio::test]
async fn every_file_is_private_and_durable() {
    use std::os::unix::fs::PermissionsExt;
    let outer = tempfile::tempdir().unwrap();
    let path = outer.path().join("new/data");
    let (folder, mut connection) = new_connection(&path).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    for file in fs::read_dir(&path).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for store in STORES {
        assert!(folder.file(store).exists());
        for (pragma, expected) in [("journal_mode", "delete"), ("synchronous", "3"), ("secure_delete", "1")] {
            let sql = AssertSqlSafe(format!("PRAGMA {store}.{pragma}"));
            let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
            assert_eq!(row.try_get_unchecked::<String, _>(0).unwrap(), expected, "{store} {pragma}");
        }
    }
    let sql = "PRAGMA foreign_keys";
    assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap(), 1);
}

/// Nobody rewrites the ledger through this connection, whatever statement they find.
#[tokio::test]
async fn the_ledger_is_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, mut connection) = new_connection(folder.path()).await;
    let insert = "INSERT INTO ledger.entry VALUES (0, x'7b7d', zeroblob(32)); INSERT INTO ledger.checkpoint VALUES (1, 'x')";
    sqlx::raw_sql(insert).execute(&mut connection).await.unwrap();
    for sql in [
        "UPDATE ledger.entry SET bytes = x'00'",
        "DELETE FROM ledger.entry",
        "UPDATE ledger.checkpoint SET text = 'y'",
        "DELETE FROM ledger.checkpoint",
    ] {
        let refused = sqlx::query(sql).execute(&mut connection).await.unwrap_err().to_string();
        assert!(refused.contains("never"), "{sql}: {refused}");
    }
}

/// Opens, and says what was refused.
async fn refusal(path: &Path) -> String {
    SqlStore::open(path, registry::testing::stable_keys())
        .await
        .expect_err("this must be refused")
        .to_string()
}

async fn alter(path: &Path, sql: &str) {
    use sqlx::ConnectOptions;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

#[tokio::test]
async fn foreign_newer_and_changed_schemas_are_refused_by_name() {
    let cases = [
        ("identity", "CREATE TABLE notes (x); PRAGMA application_id = 7", false, "another program"),
        (
            "links",
            "INSERT INTO schema_version VALUES (9, '0009_future', 'x')",
            true,
            "newer program: schema 9, this program knows 2",
        ),
        ("ledger", "UPDATE schema_version SET digest = 'x'", true, "differs from this program's"),
        ("biometrics", "UPDATE store_state SET register_id = zeroblob(16)", true, "another register"),
        ("biometrics", "UPDATE store_state SET size = 5", true, "different moments"),
    ];
    for (store, sql, first_open, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        if first_open {
            drop(SqlStore::open(folder.path(), registry::testing::stable_keys()).await.unwrap());
        }
        let file = folder.path().join(format!("{store}.sqlite"));
        alter(&file, sql).await;
        let refused = refusal(folder.path()).await;
        assert!(refused.contains(expected) && refused.contains(&format!("{store}.sqlite")), "{refused}");
    }
}

/// A store that may not grow: the same failure as a full disk, inside a statement or at the commit.
#[tokio::test]
async fn a_store_without_room_writes_nothing_and_goes_on_later() {
    use registry::StoreError;
    use registry::ports::Store;
    use registry::sequencer::Change;
    let folder = tempfile::tempdir().unwrap();
    let store = SqlStore::open(folder.path(), registry::testing::stable_keys()).await.unwrap();
    let pass = registry::testing::write_pass();
    let limit = async |pages: u32| {
        let mut alone = store.engine.alone().await.unwrap();
        let sql = format!("PRAGMA identity.max_page_count = {pages}");
        crate::statement::composed(sql).fetch_all(&mut alone.db().await).await.unwrap();
    };
    let officer = |n: u64| {
        let officer = registry::NewOfficer {
            login: format!("officer-{n}"),
            display_name: "x".repeat(120),
            body: vocabulary::Body::Iab,
            role: vocabulary::Role::Operator,
            unit: vocabulary::Unit::CENTRAL,
            password_hash: "y".repeat(512),
        };
        let bytes = *ledger::leaf_hash(&n.to_be_bytes()).0.first_chunk().unwrap();
        Change::OfficerAdded { id: vocabulary::OfficerId::from_random_bytes(bytes), officer }
    };
    let many: Vec<Change> = (0..100).map(officer).collect();
    limit(1).await;
    let mut transaction = store.begin(&pass).await.unwrap();
    let full = transaction.apply(0, &many).await.unwrap_err();
    assert!(matches!(full, StoreError::DiskFull), "{full}");
    drop(transaction);
    assert!(store.officers().await.unwrap().is_empty());
    limit(100_000).await;
    let mut transaction = store.begin(&pass).await.unwrap();
    transaction.apply(0, &many).await.unwrap();
    let without_entry = transaction.commit().await.unwrap_err().to_string();
    assert!(without_entry.contains("without their ledger entry"), "{without_entry}");
    assert!(store.officers().await.unwrap().is_empty(), "an unaudited write is not committed");
    // A value past its limit is refused and leaves the transaction usable.
    let mut transaction = store.begin(&pass).await.unwrap();
    let mut long = officer(1);
    if let Change::OfficerAdded { officer, .. } = &mut long {
        officer.display_name = "x".repeat(121);
    }
    let refused = transaction.apply(0, &[officer(2), long]).await.unwrap_err().to_string();
    assert!(refused.contains("outside its limit"), "{refused}");
    transaction.apply(0, &[officer(2)]).await.unwrap();
}
