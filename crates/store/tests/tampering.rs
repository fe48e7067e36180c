//! Somebody with the files or the database, a tool and no key: whatever they change, the audit says so and
//! names the entry, on both engines.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

#[path = "engines/mod.rs"]
mod engines;
#[path = "journey/mod.rs"]
mod journey;
#[path = "samples/mod.rs"]
mod samples;

use engines::{Database, Place};
use ledger::AuditReport;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, sqlite::SqliteConnectOptions};

async fn audit(place: &Place) -> AuditReport {
    let store = place.location().open(registry::testing::stable_keys()).await.unwrap();
    registry::audit_store(&*store, samples::signing_key().verifying_key(), None).await.unwrap()
}

/// A copy of the register, changed by hand and audited.
async fn tampered(place: &Place, sql: &str) -> AuditReport {
    match place {
        Place::Folder(folder) => {
            let copy = tempfile::tempdir().unwrap();
            std::fs::create_dir(copy.path().join("data")).unwrap();
            let anchor = copy.path().join("data/main.sqlite");
            let options = SqliteConnectOptions::new().filename(anchor).create_if_missing(true);
            let mut db = options.foreign_keys(false).connect().await.unwrap();
            for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
                let (from, name) = file.map(|file| (file.path(), file.file_name())).unwrap();
                let to = copy.path().join("data").join(&name);
                std::fs::copy(from, &to).unwrap();
                let name = name.to_str().unwrap();
                if let Some(store) = name.strip_suffix(".sqlite").filter(|store| *store != "tanba") {
                    let sql = format!("ATTACH DATABASE '{}' AS {store}", to.display());
                    db.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
                }
            }
            let cut =
                ["ledger.entry_remains", "ledger.checkpoint_remains"].map(|t| format!("DROP TRIGGER {t};"));
            let sql = sql.replace("{bytes:", "x'").replace('}', "'");
            db.execute(sqlx::raw_sql(AssertSqlSafe(format!("{} {sql}", cut.concat())))).await.unwrap();
            db.close().await.unwrap();
            audit(&Place::Folder(copy)).await
        }
        Place::Database(original) => {
            let copy = Database::copy_of(original);
            let sql = sql.replace("{bytes:", "'\\x").replace('}', "'");
            // No reference and no trigger stops who owns the server.
            copy.run_as_superuser(&format!("SET session_replication_role = replica; {sql}")).await.unwrap();
            audit(&Place::Database(copy)).await
        }
    }
}

#[tokio::test]
async fn whatever_is_changed_past_the_register_is_noticed_and_named() {
    notices_and_names(Place::folder()).await;
}

#[tokio::test]
async fn whatever_is_changed_past_the_register_in_a_database_is_noticed_and_named() {
    let name = "whatever_is_changed_past_the_register_in_a_database_is_noticed_and_named";
    if let Some(place) = Place::database(name) {
        notices_and_names(place).await;
    }
}

async fn notices_and_names(place: Place) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let location = place.location();
    // In a runtime of its own: its end is the end of the register's connections.
    let written = runtime.spawn(async move {
        let registry =
            journey::open(location.open(registry::testing::stable_keys()).await.unwrap()).await.unwrap();
        journey::register(&registry, 1).await.unwrap();
        journey::register(&registry, 2).await.unwrap();
    });
    written.await.unwrap();
    tokio::task::spawn_blocking(move || drop(runtime)).await.unwrap();
    let untouched = tampered(&place, "SELECT 1").await;
    assert!(untouched.ok, "untouched: {untouched:?}");
    let last = untouched.entries - 1;
    let (opened, consent, registered) = (0, 1, journey::ENTRIES - 1);
    let cut = format!(
        "DELETE FROM ledger.entry WHERE sequence >= {last}; DELETE FROM ledger.checkpoint WHERE size > {last}"
    );
    let other = format!("UPDATE links.registration SET person_id = {{bytes:{}}}", "5a".repeat(16));
    let cases = [
        (other.as_str(), registered),
        ("DELETE FROM links.registration", registered),
        ("DELETE FROM links.mark", 2),
        ("DELETE FROM links.opening WHERE subject = 'rows'", 2),
        ("UPDATE identity.person_version SET sealed = {bytes:0102}", opened),
        ("UPDATE identity.certificate SET registered_on = '1999-01-01'", registered),
        ("UPDATE identity.certificate SET in_database_until = '1999-01-01'", registered),
        ("DELETE FROM identity.certificate", registered),
        ("UPDATE identity.evidence SET document = {bytes:0102}", consent),
        ("DELETE FROM identity.evidence", consent),
        ("DELETE FROM identity.opening WHERE subject = 'rows'", opened),
        ("UPDATE biometrics.impression SET template = {bytes:00}", 2),
        ("UPDATE biometrics.image SET original = {bytes:0102}", 2),
        ("DELETE FROM biometrics.image", 2),
        ("DELETE FROM ledger.entry WHERE sequence = 5", 5),
        (cut.as_str(), last),
    ];
    let mut missed = Vec::new();
    for (sql, entry) in cases {
        let report = tampered(&place, sql).await;
        if report.ok || report.first_bad_entry != Some(entry) {
            missed.push(format!("{sql}: expected {entry}: {report:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
