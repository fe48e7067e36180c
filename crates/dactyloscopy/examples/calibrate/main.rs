//! Fits what a score means, and writes the table the crate is built with. After a change of the extractor or the
//! comparison run, from the root of the repository:
//!
//! ```sh
//! D=../shared/data/fingerprint
//! cargo run --release -p dactyloscopy --example calibrate -- pairs target/calibration 15000
//! cargo run --release -p dactyloscopy --example calibrate -- fit target/calibration \
//!   $D/FVC2002/DB1_B $D/FVC2002/DB3_B $D/FVC2004/DB1_B $D/FVC2004/DB3_B $D/UPEK $D/UareU
//! ```
//!
//! `pairs` renders synthetic fingers and counts the scores of all pairs (15,000 fingers: 1.1 x 10^8 pairs, about an
//! hour of one core); it goes on where it was stopped. `fit` works with whatever is counted, prints its checks as
//! Markdown and writes `crates/dactyloscopy/src/calibration/table.rs` and `docs/quality.svg`.

#![allow(clippy::print_stdout, reason = "its output is the report")]

mod check;
mod cross_pairs;
mod fit;
mod quality;
mod report;
mod samples;
mod table;

use std::error::Error;
use std::path::{Path, PathBuf};

use cross_pairs::CrossPairs;
use samples::{Pair, Samples};

/// The table, from the root of the repository.
const TABLE: &str = "crates/dactyloscopy/src/calibration/table.rs";
/// The drawing of quality against error, from the root of the repository.
const QUALITY_DRAWING: &str = "docs/quality.svg";
/// Synthetic fingers for each kind of sensor, six impressions each: a check only, nothing is fitted on them.
const SYNTHETIC_FINGERS: usize = 25;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pairs", state, fingers] => {
            let counted = CrossPairs::run(Path::new(state), fingers.parse()?)?;
            println!("{} pairs, {} at 0.65 and above", counted.pairs(), counted.reaching(0.65));
            Ok(())
        }
        ["fit", state, folders @ ..] if !folders.is_empty() => {
            let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
            fit_and_write(&CrossPairs::read(Path::new(state))?, &folders)
        }
        _ => Err("usage: calibrate pairs STATE FINGERS | calibrate fit STATE FOLDER...".into()),
    }
}

fn fit_and_write(chance: &CrossPairs, folders: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let samples = Samples::read(folders, SYNTHETIC_FINGERS)?;
    let pairs = samples.pairs();
    let real: Vec<Pair> = pairs.iter().filter(|p| samples.is_real(p)).copied().collect();
    let strangers = real.iter().filter(|p| !p.genuine).count();
    let model = fit::fit(&real, strangers);
    report::print(&samples, &pairs, &real, &model, chance);
    std::fs::write(QUALITY_DRAWING, quality::report(&samples, &pairs))?;
    std::fs::write(TABLE, table::source_of(&samples, &real, &model))?;
    eprintln!("written: {TABLE}");
    Ok(())
}
