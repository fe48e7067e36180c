//! How many registrations a second the whole register does on each engine, many applicants at once:
//! `cargo test --release -p store --test throughput -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod engines;
mod journey;
mod samples;

use std::sync::Arc;
use std::time::Instant;

use engines::Place;
use registry::audit_store;

const APPLICANTS: u64 = 64;
/// Registrations at each counter, one after the other.
const ROUNDS: u64 = 1;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_applicants_at_once_are_registered_and_their_commits_group() {
    sixty_four_applicants(Place::folder()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_applicants_at_once_are_registered_in_a_database_and_their_commits_group() {
    let name = "sixty_four_applicants_at_once_are_registered_in_a_database_and_their_commits_group";
    if let Some(place) = Place::database(name) {
        sixty_four_applicants(place).await;
    }
}

async fn sixty_four_applicants(place: Place) {
    let store = place.location().open(registry::testing::stable_keys()).await.unwrap();
    let registry = Arc::new(journey::open(Arc::clone(&store)).await.unwrap());
    let began = Instant::now();
    let counters = (0..APPLICANTS).map(|counter| {
        let registry = Arc::clone(&registry);
        tokio::spawn(async move {
            for round in 0..ROUNDS {
                journey::register(&registry, 1 + counter * ROUNDS + round).await.unwrap();
            }
        })
    });
    for counter in counters.collect::<Vec<_>>() {
        counter.await.unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();

    let (registrations, entries) = (APPLICANTS * ROUNDS, APPLICANTS * ROUNDS * journey::ENTRIES);
    // Each commit has its checkpoint.
    let commits = store.checkpoints(u32::MAX).await.unwrap().len() as u64;
    println!(
        "{}: {APPLICANTS} applicants at once: {:.1} registrations/s, {:.0} entries/s, {:.0} commits/s of {:.1} entries \
         ({registrations} registrations in {seconds:.1} s; {} images each; {} build)",
        if place.path().is_some() { "SQLite" } else { "PostgreSQL" },
        registrations as f64 / seconds,
        entries as f64 / seconds,
        commits as f64 / seconds,
        entries as f64 / commits as f64,
        journey::IMAGES,
        if cfg!(debug_assertions) { "debug" } else { "release" },
    );
    assert_eq!(registry.gallery_len() as u64, registrations);
    assert_eq!(store.ledger_size().await.unwrap(), entries);
    assert!(commits * 2 < entries, "{commits} commits for {entries} entries: waiting commands do not group");
    let report = audit_store(&*store, samples::signing_key().verifying_key(), None).await.unwrap();
    assert!(report.ok, "{report:?}");
}
