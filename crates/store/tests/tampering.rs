//! Somebody with the files, a database tool and no key: whatever they change, the audit says so and names
//! the entry.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

#[path = "journey/mod.rs"]
mod journey;
#[path = "samples/mod.rs"]
mod samples;

use std::path::Path;
use std::sync::Arc;

use ledger::AuditReport;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, sqlite::SqliteConnectOptions};
use store::SqliteStore;

async fn audit(folder: &Path) -> AuditReport {
    let store = SqliteStore::open(folder).await.unwrap();
    registry::audit_store(&store, samples::signing_key().verifying_key(), None).await.unwrap()
}

/// A copy of the register, changed by hand and audited.
async fn tampered(folder: &Path, file: &str, sql: &str) -> AuditReport {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    let path = copy.path().join(format!("{file}.sqlite"));
    let mut db = SqliteConnectOptions::new().filename(&path).foreign_keys(false).connect().await.unwrap();
    db.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
    db.close().await.unwrap();
    audit(copy.path()).await
}

const CUT: &str = "DROP TRIGGER entry_remains; DROP TRIGGER checkpoint_remains;";

#[tokio::test]
async fn whatever_is_changed_past_the_register_is_noticed_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let registry = journey::open(store).await.unwrap();
    journey::register(&registry, 1).await.unwrap();
    journey::register(&registry, 2).await.unwrap();
    let copy = tampered(folder.path(), "links", "SELECT 1").await;
    assert!(copy.ok, "untouched: {copy:?}");
    let last = copy.entries - 1;
    let (opened, consent, registered) = (0, 1, journey::ENTRIES - 1);
    let cut = format!(
        "{CUT} DELETE FROM entry WHERE sequence >= {last}; DELETE FROM checkpoint WHERE size > {last}"
    );
    let gap = format!("{CUT} DELETE FROM entry WHERE sequence = 5");
    let cases = [
        ("links", "UPDATE registration SET person_id = randomblob(16)", registered),
        ("links", "DELETE FROM registration", registered),
        ("links", "DELETE FROM mark", 2),
        ("links", "DELETE FROM opening WHERE subject = 'rows'", 2),
        ("identity", "UPDATE person_version SET family_name = 'Other'", opened),
        ("identity", "UPDATE certificate SET registered_on = '1999-01-01'", registered),
        ("identity", "UPDATE certificate SET in_database_until = '1999-01-01'", registered),
        ("identity", "DELETE FROM certificate", registered),
        ("identity", "UPDATE evidence SET document = 'another'", consent),
        ("identity", "DELETE FROM evidence", consent),
        ("identity", "DELETE FROM opening WHERE subject = 'rows'", opened),
        ("biometrics", "UPDATE impression SET template = CAST(template || x'00' AS BLOB)", 2),
        ("biometrics", "UPDATE image SET original = x'0102'", 2),
        ("biometrics", "DELETE FROM image", 2),
        ("ledger", gap.as_str(), 5),
        ("ledger", cut.as_str(), last),
    ];
    let mut missed = Vec::new();
    for (file, sql, entry) in cases {
        let report = tampered(folder.path(), file, sql).await;
        if report.ok || report.first_bad_entry != Some(entry) {
            missed.push(format!("{file}: {sql}: expected {entry}: {report:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
