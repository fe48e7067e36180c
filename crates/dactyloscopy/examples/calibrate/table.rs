//! Writes the table of constants that the crate is built with.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dactyloscopy::{ALGORITHM, LikelihoodModel};

use crate::samples::{Pair, Samples};

/// False match rate the threshold may have on the pairs it is fitted on.
const THRESHOLD_FMR: f64 = 1.0e-4;
/// Bins of the histograms.
const BINS: usize = 50;

/// The lowest multiple of 0.01 that at most [`THRESHOLD_FMR`] of the strangers inside a real folder reach.
pub(crate) fn threshold(strangers: &[f32]) -> f32 {
    let accepted = |hundredths: u16| {
        let at = f32::from(hundredths) / 100.0;
        strangers.iter().filter(|s| **s >= at).count() as f64 / strangers.len().max(1) as f64
    };
    let hundredths = (1..100).find(|h| accepted(*h) <= THRESHOLD_FMR).unwrap_or(99);
    f32::from(hundredths) / 100.0
}

pub(crate) fn source_of(samples: &Samples, real: &[Pair], model: &LikelihoodModel) -> String {
    let within: Vec<f32> =
        real.iter().filter(|p| !p.genuine && p.folders.0 == p.folders.1).map(|p| p.score).collect();
    let fingers: BTreeSet<_> =
        samples.prints.iter().filter(|p| p.folder < samples.real).map(|p| (p.folder, &p.finger)).collect();
    let genuine = real.iter().filter(|p| p.genuine).count();
    let mut text = format!(
        "//! Written by `examples/calibrate`; do not edit.\n\nuse super::{{LikelihoodModel, ScoreContext}};\n\
         use crate::template::AlgorithmVersion;\n\npub(super) const MATCH_THRESHOLD: f32 = {:?};\n",
        threshold(&within)
    );
    let m = model;
    let fields = [
        ("floor", m.floor),
        ("offset", m.offset),
        ("slope", m.slope),
        ("quality", m.quality),
        ("minutiae", m.minutiae),
        ("quality_slope", m.quality_slope),
        ("tail_from", m.tail_from),
        ("tail_slope", m.tail_slope),
        ("limit_log10", m.limit_log10),
    ];
    text.push_str("pub(super) const MODEL: LikelihoodModel = LikelihoodModel {\n");
    for (name, value) in fields {
        let _ = writeln!(text, "    {name}: {value:?},");
    }
    let (major, minor) = (ALGORITHM.major, ALGORITHM.minor);
    let _ = write!(
        text,
        "}};\npub(super) const CONTEXT: ScoreContext = ScoreContext {{\n    \
         algorithm: AlgorithmVersion {{ major: {major}, minor: {minor} }},\n    genuine_pairs: {genuine},\n    \
         impostor_pairs: {},\n    fingers: {},\n",
        real.len() - genuine,
        fingers.len()
    );
    for (name, of) in [("genuine", true), ("impostor", false)] {
        let _ = writeln!(text, "    #[rustfmt::skip]\n    {name}: [");
        for row in shares(real, of).chunks(10) {
            let row: Vec<String> = row.iter().map(|v| format!("{v:?}")).collect();
            let _ = writeln!(text, "        {},", row.join(", "));
        }
        text.push_str("    ],\n");
    }
    let names = samples.names[..samples.real].join(", ");
    let _ = writeln!(text, "    source: \"{names}\",\n}};");
    text
}

/// Share of the pairs of one kind in each bin, to six decimals.
fn shares(pairs: &[Pair], genuine: bool) -> Vec<f32> {
    let mut counts = [0_u32; BINS];
    for p in pairs.iter().filter(|p| p.genuine == genuine) {
        counts[((p.score * BINS as f32) as usize).min(BINS - 1)] += 1;
    }
    let all = counts.iter().sum::<u32>().max(1) as f32;
    counts.iter().map(|c| (*c as f32 / all * 1e6).round() / 1e6).collect()
}
