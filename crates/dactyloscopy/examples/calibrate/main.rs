//! Fits what a score means.
//!
//! `calibrate pairs STATE [FINGERS]` counts the scores of synthetic fingers of different people (15,000 fingers:
//! 1.1 x 10^8 pairs), going on where it was stopped.

#![allow(clippy::print_stdout, reason = "its output is the report")]

mod band;
mod cross_pairs;

use cross_pairs::CrossPairs;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pairs", state, rest @ ..] => {
            let fingers = rest.first().map_or(Ok(15_000), |n| n.parse())?;
            let counted = CrossPairs::run(Path::new(state), fingers)?;
            println!("{} pairs, complete: {}", counted.pairs(), counted.complete());
            Ok(())
        }
        _ => Err("usage: calibrate pairs STATE [FINGERS]".into()),
    }
}
