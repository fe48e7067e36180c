//! Single-finger error rates and speed of fingers at template level.
//!
//! `cargo run --release -p synthetic --example template_eer -- [FINGERS] [DIFFICULTY]...`
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::error::Error;
use std::time::Instant;

use dactyloscopy::{Prepared, Workspace, score_in};
use rayon::prelude::*;
use synthetic::evaluation::{Measured, quantile};
use synthetic::{TEMPLATE_DIFFICULTY, TemplateFinger};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let fingers: u64 = arguments.next().map_or(Ok(600), |n| n.parse())?;
    let mut difficulties = arguments.map(|a| a.parse()).collect::<Result<Vec<f32>, _>>()?;
    if difficulties.is_empty() {
        difficulties.push(TEMPLATE_DIFFICULTY);
    }
    let start = Instant::now();
    let made: usize = (0..5000).map(|s| TemplateFinger::new(s).impression(s, s).minutiae().len()).sum();
    let rate = 5000.0 / start.elapsed().as_secs_f64();
    println!("{rate:.0} templates a second on one thread, {:.1} minutiae each", made as f64 / 5000.0);
    for difficulty in difficulties {
        let measured = measure(fingers, difficulty);
        let at = |v: &[f32], q: f32| quantile(v, q);
        println!(
            "difficulty {difficulty:.2}: EER {:.2} %, FNMR at FMR 0.1 % {:.2} %, genuine 5/25/50 % {:.3} {:.3} {:.3}, \
             impostor 50/95/100 % {:.3} {:.3} {:.3}, minutiae 5/50/95 % {} {} {}",
            100.0 * measured.equal_error_rate(),
            100.0 * measured.false_non_match_rate_at(1e-3),
            at(&measured.genuine, 0.05),
            at(&measured.genuine, 0.25),
            at(&measured.genuine, 0.5),
            at(&measured.impostor, 0.5),
            at(&measured.impostor, 0.95),
            at(&measured.impostor, 1.0),
            at(&measured.minutiae, 0.05),
            at(&measured.minutiae, 0.5),
            at(&measured.minutiae, 0.95),
        );
    }
    Ok(())
}

/// Two impressions a finger: the genuine pair, and the first against the second of the 20 next fingers.
fn measure(fingers: u64, difficulty: f32) -> Measured {
    let pairs: Vec<[Prepared; 2]> = (0..fingers)
        .into_par_iter()
        .map(|seed| {
            let finger = TemplateFinger::new(1_000_000 + seed);
            [1, 2].map(|s| Prepared::new(&finger.impression_at(s, 10 * seed + s, difficulty)))
        })
        .collect();
    let rows: Vec<(f32, Vec<f32>)> = (0..pairs.len())
        .into_par_iter()
        .map_init(Workspace::default, |space, i| {
            let [first, second] = &pairs[i];
            let other = |k: usize| &pairs[(i + k) % pairs.len()][1];
            let impostor = (1..=20).map(|k| score_in(first, other(k), space)).collect();
            (score_in(first, second, space), impostor)
        })
        .collect();
    let mut measured = Measured::default();
    for (genuine, impostor) in rows {
        measured.genuine.push(genuine);
        measured.impostor.extend(impostor);
    }
    measured.minutiae = pairs.iter().flatten().map(|p| p.template().minutiae().len() as f32).collect();
    measured
}
