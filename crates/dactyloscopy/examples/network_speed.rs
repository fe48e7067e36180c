//! Time of the network alone on planes of one size: the least of some runs, and the mean of the thread's processor time,
//! which holds on a busy machine too.
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
    let (processor, mut least_ms) = (cpu_seconds(), f64::INFINITY);
    for _ in 0..runs {
        let start = Instant::now();
        std::hint::black_box(network.run(&planes));
        least_ms = least_ms.min(start.elapsed().as_secs_f64() * 1e3);
    }
    let mean_ms = (cpu_seconds() - processor) * 1e3 / runs as f64;
    println!(
        "{width} x {height} px, {runs} runs: least {least_ms:.1} ms, mean processor time {mean_ms:.1} ms"
    );
    Ok(())
}

/// Processor time of this thread (0 where there is no procfs).
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) * 1e-9
}
