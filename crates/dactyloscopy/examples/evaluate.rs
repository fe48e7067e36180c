//! Accuracy and speed over folders of `FINGER_IMPRESSION.ext` images: all genuine pairs j < k, all
//! cross-finger impostor pairs within a folder, one threshold over all folders.
//!
//! `cargo run --release -p dactyloscopy --example evaluate -- [--detector phase|network] [--weights FILE] [--scores OUT.csv] FOLDER...`
//! (`--weights` reads a network other than the built-in one)

#![allow(clippy::print_stdout, reason = "its output is the report")]

use dactyloscopy::evaluation::{DetPoint, Rates};
use dactyloscopy::{
    DEFAULT_DETECTOR, DetectorName, Extraction, GreyImage, MATCH_THRESHOLD, MinutiaDetector, Network, Ppi,
    Prepared, Workspace, extract_with, score_in,
};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use support::cpu_seconds;

mod support;

struct Print {
    finger: String,
    name: String,
    prepared: Option<Prepared>,
}

#[derive(Default, Clone)]
struct Scores {
    genuine: Vec<f64>,
    impostor: Vec<f64>,
    /// Of each pair of one finger: quality of the worse print (0 where there is none).
    qualities: Vec<u8>,
}

/// First qualities of the bands that misses are counted in.
const BANDS: [u8; 9] = [0, 1, 5, 10, 20, 40, 60, 75, 90];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut csv_path: Option<PathBuf> = None;
    let mut folders = Vec::new();
    let (mut named, mut trained) = (DEFAULT_DETECTOR, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--detector" => named = arguments.next().unwrap_or_default().parse()?,
            "--weights" => {
                trained = Some(Network::read(&std::fs::read(arguments.next().unwrap_or_default())?)?);
                named = DetectorName::Network;
            }
            "--scores" => csv_path = arguments.next().map(PathBuf::from),
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let detector = match &trained {
        Some(network) => network,
        None => named.detector()?,
    };
    let (mut pooled, mut csv, mut times) = (Scores::default(), String::new(), Vec::new());
    let (mut failed, mut images, mut minutiae, mut compare_s, mut prepare_s) = (0, 0, Vec::new(), 0.0, 0.0);
    for folder in &folders {
        let mut prints = Vec::new();
        let mut folder_times = Vec::new();
        for path in images_of(folder)? {
            let (print, ms, count, seconds) = read(&path, detector)?;
            images += 1;
            failed += usize::from(print.prepared.is_none());
            folder_times.push(ms);
            minutiae.push(count as f32);
            prepare_s += seconds;
            prints.push(print);
        }
        let start = cpu_seconds();
        let scores = compare_all(&prints, &mut csv, csv_path.is_some());
        compare_s += cpu_seconds() - start;
        report(&folder.display().to_string(), &scores);
        println!("    extraction median {:.1} ms", median(&mut folder_times.clone()));
        times.append(&mut folder_times);
        pooled.genuine.extend(&scores.genuine);
        pooled.impostor.extend(&scores.impostor);
        pooled.qualities.extend(&scores.qualities);
    }
    report("pooled", &pooled);
    println!("missed at {MATCH_THRESHOLD} by quality of the worse print: {}", missed_by_quality(&pooled));
    let pairs = pooled.genuine.len() + pooled.impostor.len();
    println!(
        "{images} images, {failed} failed; extraction median {:.1} ms; minutiae median {:.0}; prepare {:.2} ms; {:.0} comparisons/s",
        median(&mut times),
        median(&mut minutiae),
        prepare_s * 1000.0 / images as f64,
        pairs as f64 / compare_s
    );
    if let Some(path) = csv_path {
        std::fs::write(path, csv)?;
    }
    Ok(())
}

fn images_of(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn read(
    path: &Path,
    detector: &dyn MinutiaDetector,
) -> Result<(Print, f32, usize, f64), Box<dyn std::error::Error>> {
    let grey = image::open(path)?.to_luma8();
    let image = GreyImage::new(grey.width(), grey.height(), grey.into_raw())?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    let finger = stem.rsplit_once('_').map_or(stem.clone(), |(f, _)| f.to_owned());
    let start = cpu_seconds();
    let extraction: Option<Extraction> = match extract_with(detector, &image, Ppi::STANDARD) {
        Ok(e) => Some(e),
        Err(e) => {
            eprintln!("{}: {e}", path.display());
            None
        }
    };
    let ms = ((cpu_seconds() - start) * 1000.0) as f32;
    let count = extraction.as_ref().map_or(0, |e| e.template.minutiae().len());
    let start = cpu_seconds();
    let prepared = extraction.map(|e| Prepared::new(&e.template));
    Ok((Print { finger, name: format!("{folder}/{stem}"), prepared }, ms, count, (cpu_seconds() - start)))
}

fn compare_all(prints: &[Print], csv: &mut String, write: bool) -> Scores {
    let mut scores = Scores::default();
    let mut space = Workspace::default();
    for (i, a) in prints.iter().enumerate() {
        for b in &prints[i + 1..] {
            let score = match (&a.prepared, &b.prepared) {
                (Some(x), Some(y)) => score_in(x, y, &mut space),
                _ => -1.0,
            };
            if a.finger == b.finger {
                let quality = |p: &Print| p.prepared.as_ref().map_or(0, |p| p.template().quality());
                scores.qualities.push(quality(a).min(quality(b)));
                scores.genuine.push(f64::from(score));
            } else {
                scores.impostor.push(f64::from(score));
            }
            if write {
                let _ = writeln!(csv, "{},{},{score}", a.name, b.name);
            }
        }
    }
    scores
}

fn report(name: &str, scores: &Scores) {
    let Some(rates) = Rates::new(&scores.genuine, &scores.impostor) else {
        println!("{name}: no pairs of one finger or none of different fingers");
        return;
    };
    let [fmr100, fmr1000, fmr10000, zero] = [0.01, 0.001, 0.0001, 0.0].map(|fmr| at(&rates, fmr));
    println!(
        "{name}: genuine {} impostor {} EER {:.2} % FMR100 {:.2} FMR1000 {:.2} FMR10000 {:.2} ZeroFMR {:.2}; thresholds EER {:.4} FMR1000 {:.4} FMR10000 {:.4}",
        rates.genuine(),
        rates.impostor(),
        100.0 * rates.eer().rate,
        100.0 * fmr100.fnmr,
        100.0 * fmr1000.fnmr,
        100.0 * fmr10000.fnmr,
        100.0 * zero.fnmr,
        rates.eer().threshold,
        fmr1000.threshold,
        fmr10000.threshold,
    );
}

fn missed_by_quality(scores: &Scores) -> String {
    let mut counts = [(0, 0); BANDS.len()];
    for (quality, score) in scores.qualities.iter().zip(&scores.genuine) {
        let band = BANDS.iter().rposition(|first| first <= quality).unwrap_or(0);
        counts[band].0 += usize::from(*score < f64::from(MATCH_THRESHOLD));
        counts[band].1 += 1;
    }
    let texts = BANDS.iter().zip(counts).map(|(first, (missed, all))| format!("from {first} {missed}/{all}"));
    texts.collect::<Vec<_>>().join(", ")
}

/// The first point of the curve with a false match rate of at most this.
fn at(rates: &Rates, fmr: f64) -> DetPoint {
    let within = rates.det().iter().find(|p| p.fmr <= fmr + 1e-12);
    within.copied().unwrap_or(DetPoint { threshold: f64::INFINITY, fmr: 0.0, fnmr: 1.0 })
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
