//! Measures on rendered impressions what the templates of `synthetic::TemplateFinger` imitate: how many minutiae
//! stand in a contact, how many of a clean impression an ordinary one finds again, loses and adds, and how far
//! they move.
//!
//! `cargo run --release -p synthetic --example template_rates -- [FINGERS]`
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::error::Error;

use dactyloscopy::{Minutia, Ppi, extract};
use rayon::prelude::*;
use synthetic::{Conditions, Finger};

/// Part of the contact that both impressions show whole: half axes round the middle, px.
const INNER_PX: (f32, f32) = (95.0, 120.0);
/// Two minutiae nearer than this, in place and direction, are the same.
const SAME_PX: f32 = 12.0;
const SAME_RAD: f32 = 0.6;

/// What one pair of impressions says.
struct Pair {
    severity: f32,
    clean: usize,
    found: usize,
    added: usize,
    total: usize,
    shifts_px: Vec<f32>,
    turns_rad: Vec<f32>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let fingers: u64 = std::env::args().nth(1).map_or(Ok(100), |n| n.parse())?;
    let mut pairs: Vec<Pair> = (0..fingers).into_par_iter().filter_map(pair).collect();
    pairs.sort_by(|a, b| a.severity.total_cmp(&b.severity));
    println!("noise  clean  found share (sd)  added share (sd)  all  shift px (rms)  turn rad (rms)");
    for part in pairs.chunks(pairs.len().div_ceil(5).max(1)) {
        let of = |f: fn(&Pair) -> f32| part.iter().map(f).collect::<Vec<f32>>();
        let (found, added) = (of(|p| share(p.found, p.clean)), of(|p| share(p.added, p.clean)));
        let all = |f: fn(&Pair) -> &[f32]| part.iter().flat_map(f).copied().collect::<Vec<f32>>();
        println!(
            "{:5.2}  {:5.1}  {:5.3} ({:5.3})     {:5.3} ({:5.3})     {:4.1}  {:5.2}           {:5.3}",
            mean(&of(|p| p.severity)),
            mean(&of(|p| p.clean as f32)),
            mean(&found),
            deviation(&found),
            mean(&added),
            deviation(&added),
            mean(&of(|p| p.total as f32)),
            rms(&all(|p| &p.shifts_px)),
            rms(&all(|p| &p.turns_rad)),
        );
    }
    Ok(())
}

fn pair(seed: u64) -> Option<Pair> {
    let finger = Finger::grow(seed);
    let typical = Conditions::typical(seed);
    let still = Conditions {
        rotation_deg: 0.0,
        shift_px: (0.0, 0.0),
        contact_px: (0.0, 12.0),
        distortion: 0.0,
        pressure: 0.5,
        ..typical
    };
    let clean = Conditions { moisture: 0.0, noise: 0.05, dirt: 0.0, ..still.clone() };
    let minutiae = |seed: u64, c: &Conditions| {
        let image = finger.impression(seed, c);
        let centre = (image.width() as f32 / 2.0, image.height() as f32 / 2.0);
        let found = extract(&image, Ppi::STANDARD).ok()?.template;
        let inner = |m: &&Minutia| {
            let (u, v) = ((m.x_px - centre.0) / INNER_PX.0, (m.y_px - centre.1) / INNER_PX.1);
            u * u + v * v < 1.0
        };
        Some((found.minutiae().len(), found.minutiae().iter().filter(inner).copied().collect::<Vec<_>>()))
    };
    let (_, first) = minutiae(1, &clean)?;
    let (total, second) = minutiae(2, &still)?;
    let mut pair = Pair {
        severity: still.noise,
        clean: first.len(),
        found: 0,
        added: 0,
        total,
        shifts_px: Vec::new(),
        turns_rad: Vec::new(),
    };
    for m in &first {
        let near =
            second.iter().filter(|n| same(m, n)).min_by(|a, b| distance(m, a).total_cmp(&distance(m, b)));
        let Some(near) = near else { continue };
        pair.found += 1;
        pair.shifts_px.push(distance(m, near) / std::f32::consts::SQRT_2);
        pair.turns_rad.push(turn(m, near));
    }
    pair.added = second.iter().filter(|n| !first.iter().any(|m| same(m, n))).count();
    Some(pair)
}

fn same(a: &Minutia, b: &Minutia) -> bool {
    distance(a, b) < SAME_PX && turn(a, b).abs() < SAME_RAD
}

fn distance(a: &Minutia, b: &Minutia) -> f32 {
    (a.x_px - b.x_px).hypot(a.y_px - b.y_px)
}

fn turn(a: &Minutia, b: &Minutia) -> f32 {
    let d = (a.direction_rad - b.direction_rad).abs();
    d.min(std::f32::consts::TAU - d)
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

fn deviation(values: &[f32]) -> f32 {
    let m = mean(values);
    mean(&values.iter().map(|v| (v - m) * (v - m)).collect::<Vec<_>>()).sqrt()
}

fn rms(values: &[f32]) -> f32 {
    mean(&values.iter().map(|v| v * v).collect::<Vec<_>>()).sqrt()
}
