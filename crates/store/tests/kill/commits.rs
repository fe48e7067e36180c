//! The store's own commits, many registrations in each, killed again and again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ledger::Frontier;
use registry::StoreError;
use store::Location;
use tokio::runtime::Runtime;

use crate::engines::Place;
use crate::samples::{self, FINGERS, Hand, registration, signing_key};
use crate::{Moments, Writer, journals, tell, writer};

const KILLS_MIN: u32 = 24;
const ACKNOWLEDGED_MIN: u64 = 2_000;
const IMAGE_BYTES: usize = 1_500;
/// Registrations in one commit: 1 to this many, as the sequencer groups what waits.
const GROUP_MAX: u64 = 24;

#[test]
fn kill_9_during_2000_registrations_loses_none_and_leaves_no_half() {
    let name = "commits::kill_9_during_2000_registrations_loses_none_and_leaves_no_half";
    kill_again_and_again(name, || Some(Place::folder()));
}

#[test]
fn kill_9_during_2000_registrations_on_postgres_loses_none_and_leaves_no_half() {
    let name = "commits::kill_9_during_2000_registrations_on_postgres_loses_none_and_leaves_no_half";
    kill_again_and_again(name, || Place::database(name));
}

fn kill_again_and_again(name: &str, place: impl FnOnce() -> Option<Place>) {
    let runtime = Runtime::new().unwrap();
    if let Some((place, _)) = writer() {
        return runtime.block_on(write(&place));
    }
    let Some(kept) = place() else { return };
    let place = kept.location();
    let (mut kills, mut acknowledged, mut interrupted) = (0, 0, 0);
    let (began, mut writing, mut moments) = (Instant::now(), Duration::ZERO, Moments::new());
    while kills < KILLS_MIN || acknowledged < ACKNOWLEDGED_MIN {
        let writer = Writer::start(name, &place, kills);
        let first = writer.first_word();
        if kills == 0 {
            // Another process keeps out.
            let refused = runtime.block_on(place.open(registry::testing::stable_keys())).err();
            assert!(matches!(refused, Some(StoreError::InUse { .. })), "{refused:?}");
        }
        let from = Instant::now();
        let told = writer.kill_after(0, moments.after(20, 700));
        writing += from.elapsed();
        kills += 1;
        interrupted += u32::from(journals(&place) > 0);
        let last = told.last().unwrap_or(&first).parse().unwrap();
        acknowledged = runtime.block_on(check(&place, last));
    }
    println!(
        "kill -9 on the {place}: {kills} kills, {interrupted} of them inside a commit, {acknowledged} registrations found, lost = 0, \
         {:.0} acknowledged/s while writing, {:.1} s in all",
        acknowledged as f64 / writing.as_secs_f64(),
        began.elapsed().as_secs_f64()
    );
    if place.folder().is_some() {
        assert!(interrupted > 0, "no kill fell into a commit: the test shows nothing");
    }
}

/// Registers until killed; tells the size of the ledger after each commit.
async fn write(place: &Location) {
    let mut hand = Hand::take_over(place.open(registry::testing::stable_keys()).await.unwrap()).await;
    loop {
        let first = hand.next();
        let count = 1 + first * 7 % GROUP_MAX;
        let commands = (first..first + count).map(|n| registration(n, n, IMAGE_BYTES)).collect();
        tell(&hand.group(commands).await.unwrap().to_string());
    }
}

/// Opens after a kill and compares everything with everything; how many registrations there are.
async fn check(place: &Location, acknowledged: u64) -> u64 {
    let store = place.open(registry::testing::stable_keys()).await.unwrap();
    let size = store.ledger_size().await.unwrap();
    assert!(size >= acknowledged, "lost: {acknowledged} were acknowledged, {size} are there");
    assert!(size <= acknowledged + GROUP_MAX, "more than one commit that nobody heard of");

    let entries = store.ledger_entries(0, u32::MAX).await.unwrap();
    let mut tree = Frontier::new();
    for (bytes, stored) in &entries {
        assert_eq!(ledger::leaf_hash(bytes), *stored);
        tree.push(*stored);
    }
    let newest = store.checkpoints(1).await.unwrap().remove(0);
    let said = newest.verify(signing_key().verifying_key()).unwrap();
    assert_eq!((said.size, said.root), (size, tree.root()), "checkpoint and entries differ");

    // One to one: each entry made the same rows, in each table, and no row is of another entry.
    let mut rows: BTreeMap<u64, BTreeMap<String, u32>> = BTreeMap::new();
    for (table, sequence) in store.rows_by_sequence().await.unwrap() {
        *rows.entry(sequence).or_default().entry(table).or_default() += 1;
    }
    assert_eq!(rows.len() as u64, size, "rows and entries differ");
    assert_eq!(rows.keys().next_back(), Some(&(size - 1)));
    let expected = &rows[&0];
    assert_eq!(expected["biometrics.impression"], 10);
    assert_eq!(expected.values().sum::<u32>(), 30, "{expected:?}");
    assert!(rows.values().all(|tables| tables == expected));

    let registered = store.registered_templates(FINGERS, None, u32::MAX).await.unwrap();
    assert_eq!(registered.len() as u64, size);
    assert!(registered.iter().all(|(_, templates)| templates.len() == 10));
    for number in [0, size / 2, acknowledged - 1, size - 1] {
        let person = store.person_of(samples::registry_number(number)).await.unwrap();
        assert_eq!(person, Some(samples::person_id(number)));
        let case = store.case(samples::case_id(number)).await.unwrap().unwrap();
        let (certificate, owner) = store.certificate(&case.certificate.unwrap()).await.unwrap().unwrap();
        assert_eq!((certificate.ledger_sequence, owner), (number, samples::person_id(number)));
    }
    assert_eq!(journals(place), 0, "a journal is left behind");
    size
}
