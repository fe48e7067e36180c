//! Rotation of the key that people are found by: everybody is found before, during and after it, wherever it is
//! stopped; afterwards no file holds a value of the old key, and a backup older than it says nothing.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

mod engines;
mod journey;
mod samples;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use engines::Place;
use registry::ports::{Keys, Store};
use registry::sequencer::Change;
use registry::testing::{FailingStore, MemoryStore, Point};
use registry::{CommandError, Domain, StoreError, audit_store};
use sqlx::Row as _;
use store::{Location, SqlStore};
use tokio::runtime::Runtime;
use vocabulary::{Actor, Body, Role};

use samples::{Hand, details, iin, person_id, signing_key};

/// Several batches.
const PEOPLE: u64 = 1_300;

fn administrator() -> Actor {
    Actor {
        officer: samples::officer_id(9),
        body: Body::Iab,
        role: Role::Administrator,
        unit: vocabulary::Unit::CENTRAL,
    }
}

/// Adds people `1..=PEOPLE`.
async fn fill(store: &Arc<dyn Store>) {
    let mut hand = Hand::take_over(Arc::clone(store)).await;
    for first in (1..=PEOPLE).step_by(100) {
        let numbers = first..(first + 100).min(PEOPLE + 1);
        let add = |n| Change::PersonAdded { id: person_id(n), details: details(n) };
        let changes: Vec<Change> = numbers.map(add).collect();
        let mut transaction = hand.begin().await;
        let sequence = hand.next();
        transaction.prepare(&changes.iter().collect::<Vec<_>>()).await.unwrap();
        transaction.apply(sequence, &changes).await.unwrap();
        let mut frontier = hand.frontier.clone();
        samples::append(&mut *transaction, &mut frontier, &[]).await.unwrap();
        hand.sign(&mut *transaction, &frontier).await.unwrap();
        transaction.commit().await.unwrap();
        hand.frontier = frontier;
    }
}

/// Everybody is found by both numbers, as one person.
async fn everybody_is_found(store: &dyn Store, when: &str) {
    for n in 1..=PEOPLE {
        let person = store.person_by_iin(iin(n).as_str()).await.unwrap();
        let person = person.unwrap_or_else(|| panic!("{when}: person {n} is not found by IIN"));
        assert_eq!((person.id, &person.details), (person_id(n), &details(n)), "{when}");
        let same = store.persons_by_document(&format!("N{n:08}")).await.unwrap();
        assert_eq!(same, [person], "{when}: person {n} by document");
    }
    assert_eq!(store.person_by_iin(iin(PEOPLE + 1).as_str()).await.unwrap(), None, "{when}: a stranger");
}

async fn epochs(store: &dyn Store) -> Vec<u32> {
    store.index_epochs().await.unwrap().into_iter().map(|(epoch, _)| epoch).collect()
}

/// Before, stopped in the middle, opened again and to its end; the register works in between.
async fn before_during_and_after(inner: Arc<dyn Store>, keys: Arc<dyn Keys>) {
    fill(&inner).await;
    everybody_is_found(&*inner, "before").await;
    assert_eq!(epochs(&*inner).await, [1]);

    // The commit of the second batch fails: two entries of the beginning, one batch, then the disk is full.
    let failing = Arc::new(FailingStore::new(Arc::clone(&inner)));
    let registry = journey::open_with(failing.clone(), Arc::clone(&keys)).await.unwrap();
    failing.fail(Point::Commit, 3, StoreError::DiskFull);
    let stopped = registry.rotate_index(administrator(), &|_| {}).await.unwrap_err();
    assert!(matches!(stopped, CommandError::Store(StoreError::DiskFull)), "{stopped}");
    assert_eq!(epochs(&*inner).await, [1, 2], "stopped in the middle");
    assert_eq!(keys.index_epochs(Domain::Identity).unwrap(), [2, 1]);
    everybody_is_found(&*inner, "stopped in the middle").await;
    registry.check_index().await.unwrap();

    // The register works on: a new person is under the new key, nobody is registered twice.
    let applicant = journey::applicant(PEOPLE + 5);
    journey::register(&registry, PEOPLE + 5).await.unwrap();
    let found = inner.person_by_iin(applicant.iin.as_ref().unwrap().as_str()).await.unwrap().unwrap();
    assert_eq!(found.details, applicant);

    let told = AtomicU64::new(0);
    let done = registry
        .rotate_index(administrator(), &|done| {
            assert!(done.reindexed >= told.swap(done.reindexed, Ordering::Relaxed), "progress goes forward");
        })
        .await
        .unwrap();
    assert_eq!((done.epoch, done.people, done.reindexed, done.erased_keys), (2, PEOPLE + 1, PEOPLE + 1, 1));
    assert_eq!(keys.index_epochs(Domain::Identity).unwrap(), [2]);
    assert_eq!(epochs(&*inner).await, [2]);
    everybody_is_found(&*inner, "after").await;

    // Again, in one go.
    assert_eq!(registry.rotate_index(administrator(), &|_| {}).await.unwrap().epoch, 3);
    everybody_is_found(&*inner, "after the second").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_found_before_during_and_after_a_rotation_of_the_index_key() {
    let keys = tempfile::tempdir().unwrap();
    let (place, vault) = (Place::folder(), journey::vault(keys.path()));
    before_during_and_after(place.location().open(Arc::clone(&vault)).await.unwrap(), vault).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_found_before_during_and_after_a_rotation_of_the_index_key_on_postgres() {
    let name = "everybody_is_found_before_during_and_after_a_rotation_of_the_index_key_on_postgres";
    let Some(place) = Place::database(name) else { return };
    let keys = tempfile::tempdir().unwrap();
    let vault = journey::vault(keys.path());
    before_during_and_after(place.location().open(Arc::clone(&vault)).await.unwrap(), vault).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_found_before_during_and_after_a_rotation_of_the_index_key_in_memory() {
    let keys = tempfile::tempdir().unwrap();
    before_during_and_after(Arc::new(MemoryStore::new()), journey::vault(keys.path())).await;
}

/// What people are found by now, in every form it may stand in.
fn values(keys: &dyn Keys) -> HashSet<[u8; 32]> {
    let index = |column, text: &str| keys.index(Domain::Identity, column, text.as_bytes()).unwrap();
    let of = |n| [index("iin", iin(n).as_str()), index("document-number", &format!("N{n:08}"))];
    (1..=PEOPLE).flat_map(of).flatten().map(|value| value.value).collect()
}

/// How many of the values stand in the bytes.
fn count(bytes: &[u8], values: &HashSet<[u8; 32]>) -> usize {
    bytes.windows(32).filter(|window| values.contains::<[u8; 32]>(&(*window).try_into().unwrap())).count()
}

/// How often values stand in the files of a folder, in all.
fn in_files(folder: &Path, values: &HashSet<[u8; 32]>) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| count(&std::fs::read(file).unwrap(), values)).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_no_file_holds_a_value_of_the_old_index_key() {
    let (keys, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let vault = journey::vault(keys.path());
    let store: Arc<dyn Store> = Arc::new(SqlStore::open(place.path(), Arc::clone(&vault)).await.unwrap());
    fill(&store).await;
    let old = values(&*vault);
    assert!(in_files(place.path(), &old) >= 6 * PEOPLE as usize, "rows of two tables and two indexes");
    let registry = journey::open_with(Arc::clone(&store), Arc::clone(&vault)).await.unwrap();
    registry.rotate_index(administrator(), &|_| {}).await.unwrap();
    assert_eq!(in_files(place.path(), &old), 0, "values of the old key");
    let new = values(&*vault);
    assert!(old.is_disjoint(&new), "nobody can compute the old values any more");
    assert!(in_files(place.path(), &new) >= 6 * PEOPLE as usize);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_no_table_of_postgres_holds_a_value_of_the_old_index_key() {
    let name = "after_a_rotation_no_table_of_postgres_holds_a_value_of_the_old_index_key";
    let Some(place) = Place::database(name) else { return };
    let Place::Database(database) = &place else { return };
    let keys = tempfile::tempdir().unwrap();
    let vault = journey::vault(keys.path());
    let store = place.location().open(Arc::clone(&vault)).await.unwrap();
    fill(&store).await;
    let old = values(&*vault);
    assert!(in_tables(database, &old).await >= 6 * PEOPLE as usize);
    let registry = journey::open_with(Arc::clone(&store), Arc::clone(&vault)).await.unwrap();
    registry.rotate_index(administrator(), &|_| {}).await.unwrap();
    assert_eq!(in_tables(database, &old).await, 0, "values of the old key");
    assert!(in_tables(database, &values(&*vault)).await >= 6 * PEOPLE as usize);
}

/// How often values stand in the files of the identity schema, tables and indexes, as they lie on the server's disk.
async fn in_tables(database: &engines::Database, values: &HashSet<[u8; 32]>) -> usize {
    let mut connection = database.connect_as_superuser().await;
    sqlx::raw_sql("CHECKPOINT").execute(&mut connection).await.unwrap();
    let files = "SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) AS bytes FROM pg_class c \
        WHERE c.relnamespace = 'identity'::regnamespace AND c.relkind IN ('r', 'i')";
    let rows = sqlx::query(files).fetch_all(&mut connection).await.unwrap();
    assert!(rows.len() > 20, "{} tables and indexes", rows.len());
    rows.iter().map(|row| count(&row.get::<Vec<u8>, _>("bytes"), values)).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_older_than_a_rotation_finds_nobody_until_it_is_indexed_anew() {
    let place = tempfile::tempdir().unwrap();
    let (data, backup, keys) =
        (place.path().join("data"), place.path().join("backup"), place.path().join("keys"));
    std::fs::create_dir(&keys).unwrap();
    let vault = journey::vault(&keys);
    let found = journey::applicant(1).iin.unwrap();
    {
        let store = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
        let registry = journey::open_with(store.clone(), Arc::clone(&vault)).await.unwrap();
        journey::register(&registry, 1).await.unwrap();
        std::fs::create_dir(&backup).unwrap();
        for file in std::fs::read_dir(&data).unwrap().map(|file| file.unwrap()) {
            std::fs::copy(file.path(), backup.join(file.file_name())).unwrap();
        }
        registry.rotate_index(administrator(), &|_| {}).await.unwrap();
        assert!(store.person_by_iin(found.as_str()).await.unwrap().is_some());
        let report = audit_store(&*store, signing_key().verifying_key(), None).await.unwrap();
        assert!(report.ok, "{report:?}");
    }
    let old: Arc<dyn Store> = Arc::new(SqlStore::open(&backup, Arc::clone(&vault)).await.unwrap());
    assert!(old.person_by_iin(found.as_str()).await.unwrap().is_none(), "its values say nothing any more");
    let registry = journey::open_with(Arc::clone(&old), Arc::clone(&vault)).await.unwrap();
    let said = registry.check_index().await.unwrap_err().to_string();
    assert!(said.contains("under key 1") && said.contains("rotate-index"), "{said}");
    registry.rotate_index(administrator(), &|_| {}).await.unwrap();
    registry.check_index().await.unwrap();
    let person = old.person_by_iin(found.as_str()).await.unwrap().unwrap();
    assert_eq!(person.details, journey::applicant(1));
}

/// Set for a rotation in another process: where the register and its keys are.
const PLACE: &str = "TANBA_INDEX_ROTATION_PLACE";
const KEYS: &str = "TANBA_INDEX_ROTATION_KEYS";
const KILLS: u64 = 16;

#[test]
fn kill_9_during_rotations_of_the_index_key_hides_nobody() {
    killed_again_and_again("kill_9_during_rotations_of_the_index_key_hides_nobody", || Some(Place::folder()));
}

#[test]
fn kill_9_during_rotations_of_the_index_key_on_postgres_hides_nobody() {
    let name = "kill_9_during_rotations_of_the_index_key_on_postgres_hides_nobody";
    killed_again_and_again(name, || Place::database(name));
}

fn killed_again_and_again(name: &str, place: impl FnOnce() -> Option<Place>) {
    if let (Ok(place), Ok(keys)) = (std::env::var(PLACE), std::env::var(KEYS)) {
        return Runtime::new()
            .unwrap()
            .block_on(rotate_for_ever(&Location::parse(&place), &PathBuf::from(keys)));
    }
    let Some(kept) = place() else { return };
    let (location, keys) = (kept.location(), tempfile::tempdir().unwrap());
    Runtime::new().unwrap().block_on(async {
        fill(&location.open(journey::vault(keys.path())).await.unwrap()).await;
    });
    let (mut in_the_middle, mut rotations) = (0, 0);
    for kill in 0..KILLS {
        let address = match &location {
            Location::Folder(folder) => folder.to_str().unwrap(),
            Location::Database(url) => url,
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(PLACE, address)
            .env(KEYS, keys.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("rotating")), "the other process did not begin");
        // Moments spread over a rotation, which takes some hundred milliseconds.
        std::thread::sleep(Duration::from_millis(kill * 197 % 1_500));
        child.kill().unwrap();
        child.wait().unwrap();
        Runtime::new().unwrap().block_on(async {
            let vault = journey::vault(keys.path());
            let store = location.open(Arc::clone(&vault)).await.unwrap();
            let known = vault.index_epochs(Domain::Identity).unwrap();
            (in_the_middle, rotations) = (in_the_middle + usize::from(known.len() == 2), known[0]);
            everybody_is_found(&*store, &format!("after kill {kill}")).await;
            journey::open_with(store, vault).await.unwrap().check_index().await.unwrap();
        });
    }
    println!("{KILLS} kills during {rotations} rotations, {in_the_middle} of them in the middle of one");
    assert!(in_the_middle > 0, "no kill fell into a rotation: the test shows nothing");
    Runtime::new().unwrap().block_on(async {
        let vault = journey::vault(keys.path());
        let store = location.open(Arc::clone(&vault)).await.unwrap();
        let registry = journey::open_with(Arc::clone(&store), Arc::clone(&vault)).await.unwrap();
        registry.rotate_index(administrator(), &|_| {}).await.unwrap();
        assert_eq!(vault.index_epochs(Domain::Identity).unwrap().len(), 1);
        everybody_is_found(&*store, "at the end").await;
    });
}

async fn rotate_for_ever(location: &Location, keys: &Path) {
    let vault = journey::vault(keys);
    let store = location.open(Arc::clone(&vault)).await.unwrap();
    let registry = journey::open_with(store, vault).await.unwrap();
    println!("\nrotating");
    loop {
        registry.rotate_index(administrator(), &|_| {}).await.unwrap();
    }
}
