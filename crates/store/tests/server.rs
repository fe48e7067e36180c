//! What may go wrong around a PostgreSQL server: a second process, connections that end at any moment, no
//! room, a database that is not fit. Each test needs the server of `TANBA_TEST_POSTGRES`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "helpers of tests")]

mod engines;
mod journey;
mod samples;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use engines::{Database, administer};
use registry::ports::Store;
use registry::{CommandError, StoreError};
use samples::{FINGERS, Hand, registration};
use store::SqlStore;

async fn open(database: &Database) -> Arc<SqlStore> {
    Arc::new(SqlStore::connect(&database.url, registry::testing::stable_keys()).await.unwrap())
}

async fn refusal(url: &str) -> StoreError {
    SqlStore::connect(url, registry::testing::stable_keys()).await.expect_err("this database must be refused")
}

#[tokio::test]
async fn a_second_process_is_refused_by_name() {
    let Some(database) = Database::new("a_second_process_is_refused_by_name") else { return };
    let first = open(&database).await;
    let refused = refusal(&database.url).await;
    assert!(matches!(&refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains(&database.name), "{refused}");
    drop(first);
    open(&database).await;
}

#[tokio::test]
async fn an_address_that_cannot_be_used_is_refused_without_its_password() {
    let Some(database) = Database::new("an_address_that_cannot_be_used_is_refused_without_its_password")
    else {
        return;
    };
    let nowhere = "postgres://tanba:s3cret@localhost/tanba?host=/nowhere";
    let nobody = database.url.replacen("tanba@", "nobody:s3cret@", 1);
    let cases = [
        ("postgres://tanba:s3cret@db.example/tanba", "another machine"),
        ("postgres://tanba:s3cret@", "does not read"),
        (nowhere, "cannot open the database tanba of the PostgreSQL server at /nowhere"),
        (nobody.as_str(), "nobody"),
    ];
    for (url, expected) in cases {
        let refused = refusal(url).await.to_string();
        assert!(refused.contains(expected) && !refused.contains("s3cret"), "{url}: {refused}");
    }
}

#[tokio::test]
async fn an_unfit_database_is_refused_with_what_to_do() {
    let test = "an_unfit_database_is_refused_with_what_to_do";
    let Some(fit) = Database::new(test) else { return };
    let cases = [
        ("TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "ENCODING 'UTF8'"),
        ("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C'", "LC_COLLATE 'C'"),
    ];
    for (options, expected) in cases {
        let database = Database::made(options).unwrap();
        let refused = refusal(&database.url).await.to_string();
        assert!(refused.contains("not fit") && refused.contains(expected), "{refused}");
    }
    // What the role or the database say of commits does not count.
    administer(&format!("ALTER DATABASE {} SET synchronous_commit = off", fit.name));
    let store = open(&fit).await;
    let mut hand = Hand::new(store.clone());
    hand.act(registration(0, 0, 100)).await.unwrap();
    let refused = fit.run("UPDATE ledger.entry SET bytes = bytes").await.unwrap_err().to_string();
    assert!(refused.contains("never changes"), "{refused}");
}

/// Ends connections of the register as a server does that is stopped or short of memory.
fn end_connections(database: &str, which: &str) {
    administer(&format!(
        "SELECT pg_terminate_backend(pid) FROM \
         (SELECT pid FROM pg_stat_activity WHERE datname = '{database}' ORDER BY {which}) AS ended"
    ));
}

#[tokio::test]
async fn a_connection_that_ends_costs_its_group_and_nothing_else() {
    let Some(database) = Database::new("a_connection_that_ends_costs_its_group_and_nothing_else") else {
        return;
    };
    let store = open(&database).await;
    let mut hand = Hand::new(store.clone());
    hand.act(registration(0, 0, 1000)).await.unwrap();
    let mut transaction = hand.begin().await;
    transaction.apply(1, &registration(1, 1, 1000)).await.unwrap();
    end_connections(&database.name, "pid");
    let lost = transaction.apply(1, &registration(2, 1, 1000)).await.unwrap_err();
    assert!(matches!(lost, StoreError::Engine(_)), "{lost}");
    drop(transaction);
    assert_eq!(store.ledger_size().await.unwrap(), 1);
    assert!(store.person(samples::person_id(1)).await.unwrap().is_none());
    // Still the only process that writes.
    assert!(matches!(refusal(&database.url).await, StoreError::InUse { .. }));
    assert_eq!(hand.act(registration(1, 1, 1000)).await.unwrap(), 1);
    // Between two transactions nobody notices.
    end_connections(&database.name, "pid");
    assert_eq!(hand.act(registration(2, 2, 1000)).await.unwrap(), 2);
}

/// When the test below has seen enough.
const GIVEN_MIN: usize = 24;
const ENDED_MIN: u64 = 10;
const TRIES_MAX: u64 = 2_000;

/// The register goes on by itself while its connections end again and again at moments nobody chose.
#[tokio::test(flavor = "multi_thread")]
async fn connections_that_end_at_any_moment_lose_no_certificate() {
    let Some(database) = Database::new("connections_that_end_at_any_moment_lose_no_certificate") else {
        return;
    };
    let store = open(&database).await;
    let registry = Arc::new(journey::open(store.clone()).await.unwrap());
    let (done, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let breaker = tokio::task::spawn_blocking({
        let (done, ended, name) = (Arc::clone(&done), Arc::clone(&ended), database.name.clone());
        move || {
            while !done.load(Ordering::SeqCst) {
                let so_far = ended.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(150 + so_far * 137 % 701));
                end_connections(&name, "random() LIMIT 1");
            }
        }
    });
    let (next, given) = (Arc::new(AtomicU64::new(1)), Arc::new(AtomicUsize::new(0)));
    let counters = (0..8).map(|_| {
        let (registry, next, given, ended) =
            (Arc::clone(&registry), Arc::clone(&next), Arc::clone(&given), Arc::clone(&ended));
        tokio::spawn(async move {
            let (mut mine, mut failed) = (Vec::new(), 0);
            while given.load(Ordering::SeqCst) < GIVEN_MIN || ended.load(Ordering::SeqCst) < ENDED_MIN {
                // Whoever was told of a failure comes again as somebody else.
                let number = next.fetch_add(1, Ordering::SeqCst);
                assert!(number < TRIES_MAX, "hardly anybody is registered");
                match journey::register(&registry, number).await {
                    Ok((_, certificate)) => {
                        mine.push((number, certificate));
                        given.fetch_add(1, Ordering::SeqCst);
                    }
                    Err(CommandError::Store(_)) => failed += 1,
                    Err(other) => panic!("{other}"),
                }
            }
            (mine, failed)
        })
    });
    let (mut given, mut failed) = (Vec::new(), 0);
    for counter in counters.collect::<Vec<_>>() {
        let (more, less) = counter.await.unwrap();
        given.extend(more);
        failed += less;
    }
    done.store(true, Ordering::SeqCst);
    breaker.await.unwrap();
    // One more in peace: everything in doubt is settled.
    given.push((TRIES_MAX, journey::register(&registry, TRIES_MAX).await.unwrap().1));
    for (number, certificate) in &given {
        let (found, person) = store.certificate(&certificate.number).await.unwrap().expect("lost");
        assert_eq!(found.ledger_sequence, certificate.ledger_sequence);
        assert_eq!(store.person(person).await.unwrap().unwrap().details, journey::applicant(*number));
    }
    let registered = store.registered_bases(FINGERS, None, u32::MAX).await.unwrap().len();
    assert_eq!(registry.gallery_len(), registered, "somebody registered is not searchable");
    assert!(registered >= given.len());
    let report = registry::audit_store(&*store, samples::signing_key().verifying_key(), None).await.unwrap();
    assert!(report.ok, "{report:?}");
    let ended = ended.load(Ordering::SeqCst);
    println!(
        "connections ended {ended} times: {} certificates given, {failed} applicants told of a failure, lost = 0",
        given.len()
    );
    assert!(failed > 0, "no end fell into the work: the test shows nothing");
}

/// A file system of a few megabytes that the server may write to, unmounted at the end.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(bytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={bytes},uid=postgres,gid=postgres,mode=0700");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tanba-test"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_of_the_server_writes_nothing_and_work_goes_on_when_there_is_room() {
    let test = "a_full_disk_of_the_server_writes_nothing_and_work_goes_on_when_there_is_room";
    if Database::made("TEMPLATE template0").is_none() {
        eprintln!("SKIPPED: {test}: no TANBA_TEST_POSTGRES; cargo xtask test starts a server");
        return;
    }
    let Some(disk) = SmallDisk::mount(24 << 20) else {
        eprintln!("SKIPPED: {test}: no right to mount a tmpfs");
        return;
    };
    let space = format!("small_{}", std::process::id());
    administer(&format!("CREATE TABLESPACE {space} LOCATION '{}'", disk.0.path().display()));
    let options =
        format!("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TABLESPACE {space}");
    let database = Database::made(&options).unwrap();
    let store = open(&database).await;
    let mut hand = Hand::new(store.clone());
    // A reader has come: the server writes files of its own for the first of them.
    assert_eq!(store.ledger_size().await.unwrap(), 0);
    let mut number = 0;
    let full = loop {
        match hand.act(registration(number, number, 20_000)).await {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
        assert!(number < 1000, "the disk never fills");
    };
    assert!(matches!(full, StoreError::DiskFull), "{full}");
    assert!(number > 0, "not even one fits");
    assert_eq!(store.ledger_size().await.unwrap(), number);
    assert!(store.person(samples::person_id(number)).await.unwrap().is_none());
    assert!(store.rows_by_sequence().await.unwrap().iter().all(|(_, sequence)| *sequence < number));
    let grown = Command::new("mount").args(["-o", "remount,size=64m"]).arg(disk.0.path()).status();
    assert!(grown.unwrap().success());
    assert_eq!(hand.act(registration(number, number, 20_000)).await.unwrap(), number);
    assert!(store.person(samples::person_id(number)).await.unwrap().is_some());
    drop((hand, store, database));
    administer(&format!("DROP TABLESPACE {space}"));
}
