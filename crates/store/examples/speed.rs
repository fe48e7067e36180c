//! How fast registrations are written: `cargo run --release -p store --example speed [PLACE]`. PLACE is a
//! folder for new registers, or the address of a database, to whose register people are added.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for the terminal")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::time::Instant;

use samples::{Hand, registration};
use store::Location;
use tempfile::TempDir;

/// Rows that one registration makes, its ledger entry included.
const ROWS: u64 = 31;
const IMAGE_BYTES: usize = 20_000;

/// A hand on a new register of the folder, or on that of the database.
async fn hand(place: &Location) -> (Hand, Option<TempDir>) {
    let (place, folder) = match place {
        Location::Folder(parent) => {
            let folder = tempfile::tempdir_in(parent).unwrap();
            (Location::Folder(folder.path().join("data")), Some(folder))
        }
        database => (database.clone(), None),
    };
    (Hand::take_over(place.open(registry::testing::stable_keys()).await.unwrap()).await, folder)
}

#[tokio::main]
async fn main() {
    let temporary = || std::env::temp_dir().to_string_lossy().into_owned();
    let place = Location::parse(&std::env::args().nth(1).unwrap_or_else(temporary));
    println!("{place}; one registration: {ROWS} rows and 10 images of {IMAGE_BYTES} bytes, over four stores");
    println!("{:>6} {:>10} {:>16} {:>10}", "group", "commits/s", "registrations/s", "rows/s");
    for (group, commits) in [(1, 60), (16, 12), (64, 5), (256, 2)] {
        let (mut hand, _folder) = hand(&place).await;
        let began = Instant::now();
        for _ in 0..commits {
            let first = hand.next();
            let commands = (first..first + group).map(|n| registration(n, n, IMAGE_BYTES)).collect();
            hand.group(commands).await.unwrap();
        }
        let per_s = commits as f64 / began.elapsed().as_secs_f64();
        let registrations = per_s * group as f64;
        println!("{group:>6} {per_s:>10.1} {registrations:>16.0} {:>10.0}", registrations * ROWS as f64);
    }
    let (mut hand, _folder) = hand(&place).await;
    let began = Instant::now();
    for _ in 0..100 {
        hand.act(Vec::new()).await.unwrap();
    }
    println!("entries alone (views, refusals): {:.1} commits/s", 100.0 / began.elapsed().as_secs_f64());
}
