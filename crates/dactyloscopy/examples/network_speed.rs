//! Time of the network alone on planes of one size, least and median of some runs (thread alone on its core, or nearly).
//!
//! `cargo run --release -p dactyloscopy --example network_speed -- [WIDTH HEIGHT [RUNS]]`

#![allow(clippy::print_stdout, reason = "its output is the report")]

use dactyloscopy::{Network, NetworkPlanes};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers: Vec<usize> = std::env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    let at = |i: usize, default: usize| numbers.get(i).copied().unwrap_or(default);
    let (width, height, runs) = (at(0, 640), at(1, 480), at(2, 40).max(1));
    let plane: Vec<f32> = (0..width * height).map(|i| ((i * 7919 % 1000) as f32 / 500.0) - 1.0).collect();
    let planes =
        NetworkPlanes { width, height, normalised: plane.clone(), wave: plane.clone(), reliability: plane };
    let network = Network::built_in()?;
    let mut ms: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(network.run(&planes));
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    ms.sort_by(f64::total_cmp);
    println!("{width} x {height} px: least {:.1} ms, median {:.1} ms of {runs} runs", ms[0], ms[runs / 2]);
    Ok(())
}
