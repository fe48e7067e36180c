//! Compares synthetic impressions with real ones, both measured by the matcher of this product.
//!
//! `realism [--fingers N] [--impressions N] [--seed N] [--difficulty D[,D...]] [--folders]`
//! Real images are read from `../shared/data/fingerprint` beside the repository.

#![allow(clippy::print_stdout, reason = "its purpose is to print")]

use std::error::Error;
use std::time::Instant;

use synthetic::DIFFICULTY;
use synthetic::evaluation::{Measured, histogram, quantile, synthetic_folders};

#[path = "../support/real.rs"]
mod real;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str, or: &str| -> String {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|i| arguments.get(i + 1)).cloned().unwrap_or_else(|| or.to_owned())
    };
    let fingers: usize = value("--fingers", "20").parse()?;
    let impressions: usize = value("--impressions", "6").parse()?;
    let seed: u64 = value("--seed", "1").parse()?;
    let by_folder = arguments.iter().any(|a| a == "--folders");

    let real = real::folders()?;
    let real_measured = Measured::of(&real);
    print("real", &real_measured);
    if by_folder {
        for (name, folder) in real::FOLDERS.iter().zip(&real) {
            print(name, &Measured::of(std::slice::from_ref(folder)));
        }
    }
    for difficulty in value("--difficulty", &DIFFICULTY.to_string()).split(',') {
        let start = Instant::now();
        let made = synthetic_folders(seed, fingers, impressions, difficulty.parse()?);
        let making = start.elapsed();
        let measured = Measured::of(&made);
        print(&format!("synthetic, difficulty {difficulty}"), &measured);
        println!("  made in {making:.1?}");
        if by_folder {
            for (sensor, folder) in synthetic::evaluation::SENSORS.iter().zip(&made) {
                print(&format!("{sensor:?}"), &Measured::of(std::slice::from_ref(folder)));
            }
        }
        let ratio = measured.equal_error_rate() / real_measured.equal_error_rate();
        println!("  ratio of equal error rates, synthetic / real: {ratio:.2}\n");
        println!("{}", histogram("genuine scores", &real_measured.genuine, &measured.genuine, 20));
        println!("{}", histogram("impostor scores", &real_measured.impostor, &measured.impostor, 20));
        println!("{}", histogram("minutiae an image", &real_measured.minutiae, &measured.minutiae, 12));
        println!("{}", histogram("quality of an image", &real_measured.quality, &measured.quality, 10));
    }
    Ok(())
}

fn print(name: &str, m: &Measured) {
    println!(
        "{name}: EER {:.2} %, FNMR at FMR 0.1 % {:.2} %; {} genuine, {} impostor pairs, {} images, {} refused",
        100.0 * m.equal_error_rate(),
        100.0 * m.false_non_match_rate_at(0.001),
        m.genuine.len(),
        m.impostor.len(),
        m.minutiae.len(),
        m.refused
    );
    let five = |values: &[f32]| {
        [0.05, 0.25, 0.5, 0.75, 0.95].map(|s| format!("{:.3}", quantile(values, s))).join(" ")
    };
    println!("  quantiles 5 25 50 75 95 %: genuine {}; impostor {}", five(&m.genuine), five(&m.impostor));
    println!("  minutiae {}; quality {}", five(&m.minutiae), five(&m.quality));
}
