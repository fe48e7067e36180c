//! How fast registrations are written: `cargo run --release -p store --example speed [folder]`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for the terminal")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use samples::{Hand, registration};
use store::SqlStore;

/// Rows that one registration makes, its ledger entry included.
const ROWS: u64 = 31;
const IMAGE_BYTES: usize = 20_000;

#[tokio::main]
async fn main() {
    let parent = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    println!("one registration: {ROWS} rows and 10 images of {IMAGE_BYTES} bytes, over four files");
    println!("{:>6} {:>10} {:>16} {:>10}", "group", "commits/s", "registrations/s", "rows/s");
    for (group, commits) in [(1, 60), (16, 12), (64, 5), (256, 2)] {
        let folder = tempfile::tempdir_in(&parent).unwrap();
        let mut hand = Hand::new(Arc::new(SqlStore::open(folder.path()).await.unwrap()));
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
    let folder = tempfile::tempdir_in(&parent).unwrap();
    let mut hand = Hand::new(Arc::new(SqlStore::open(folder.path()).await.unwrap()));
    let began = Instant::now();
    for _ in 0..100 {
        hand.act(Vec::new()).await.unwrap();
    }
    println!("entries alone (views, refusals): {:.1} commits/s", 100.0 / began.elapsed().as_secs_f64());
}
