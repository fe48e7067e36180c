//! Scores of synthetic impressions, kept for each algorithm version: whoever changes a score changes the version.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::PathBuf;

use dactyloscopy::{ALGORITHM, Ppi, Prepared, extract, score};
use synthetic::{Conditions, Finger, Sensor};

const SEED: u64 = 20_260_302;
const FINGERS: u64 = 7;
const IMPRESSIONS: u64 = 3;

/// 21 impressions, 210 pairs: `finger_impression,finger_impression,score`, four decimals.
fn scores() -> String {
    let mut prints = Vec::new();
    for finger in 0..FINGERS {
        let sensor = Sensor::ALL[(finger % 3) as usize];
        let grown = Finger::grow(SEED + finger);
        for impression in 0..IMPRESSIONS {
            let conditions = Conditions::typical(SEED + 100 * finger + impression).on(sensor);
            let print = extract(&grown.impression(impression, &conditions), Ppi::STANDARD).ok();
            prints.push((format!("{finger}_{impression}"), print.map(|e| Prepared::new(&e.template))));
        }
    }
    let mut text = String::from("probe,candidate,score\n");
    for (i, (name, a)) in prints.iter().enumerate() {
        for (other, b) in &prints[i + 1..] {
            match (a, b) {
                (Some(a), Some(b)) => writeln!(text, "{name},{other},{:.4}", score(a, b)).unwrap(),
                _ => writeln!(text, "{name},{other},refused").unwrap(),
            }
        }
    }
    text
}

#[test]
fn scores_are_those_of_this_algorithm_version() {
    let name = format!("scores-{}.{}.csv", ALGORITHM.major, ALGORITHM.minor);
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).join(&name);
    let now = scores();
    if std::env::var_os("TANBA_RENEW_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let renew = "TANBA_RENEW_GOLDEN=1 cargo test --release -p dactyloscopy --test golden_scores";
    let Ok(kept) = std::fs::read_to_string(&path) else {
        panic!("{ALGORITHM} has no tests/golden/{name}: write it with `{renew}` and look at the change");
    };
    let differing: Vec<_> = kept.lines().zip(now.lines()).filter(|(a, b)| a != b).take(5).collect();
    assert!(
        kept == now,
        "scores changed within {ALGORITHM} (kept, now): {differing:?}\ngive the algorithm another version \
         (DetectorName::algorithm), then write its file with `{renew}`"
    );
}
