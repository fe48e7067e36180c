//! Synthetic impressions must be neither easier nor much harder than real ones: easy synthetic fingers would
//! make every figure measured on them a lie.

use synthetic::DIFFICULTY;
use synthetic::evaluation::{Measured, histogram, quantile, synthetic_folders};

#[path = "../support/real.rs"]
mod real;

#[test]
fn the_error_rate_is_near_that_of_real_fingers() {
    let name = "the_error_rate_is_near_that_of_real_fingers";
    if !real::root().join(real::FOLDERS[0]).is_dir() {
        eprintln!("SKIPPED: {name}: no real images at {}", real::root().display());
        return;
    }
    if cfg!(debug_assertions) {
        eprintln!("SKIPPED: {name}: takes minutes without --release");
        return;
    }
    let real = Measured::of(&real::folders().unwrap());
    let made = Measured::of(&synthetic_folders(2026, 25, 6, DIFFICULTY));
    for (name, m) in [("real", &real), ("synthetic", &made)] {
        eprintln!(
            "{name}: EER {:.2} %, FNMR at FMR 0.1 % {:.2} %, {} genuine and {} impostor pairs, median minutiae {}",
            100.0 * m.equal_error_rate(),
            100.0 * m.false_non_match_rate_at(0.001),
            m.genuine.len(),
            m.impostor.len(),
            quantile(&m.minutiae, 0.5),
        );
    }
    eprintln!("{}", histogram("genuine scores", &real.genuine, &made.genuine, 20));
    eprintln!("{}", histogram("impostor scores", &real.impostor, &made.impostor, 20));
    let ratio = made.equal_error_rate() / real.equal_error_rate();
    eprintln!("ratio of equal error rates, synthetic / real: {ratio:.2}");
    assert!((0.5..=2.0).contains(&ratio), "ratio {ratio:.2}: set synthetic::DIFFICULTY anew (see its docs)");
    let minutiae = quantile(&made.minutiae, 0.5) / quantile(&real.minutiae, 0.5);
    assert!((0.7..=1.4).contains(&minutiae), "median minutiae synthetic / real {minutiae:.2}");
}
