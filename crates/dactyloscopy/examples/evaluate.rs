//! Accuracy and speed over folders of `FINGER_IMPRESSION.ext` images: all genuine pairs j < k, all
//! cross-finger impostor pairs within a folder, one threshold over all folders.
//!
//! `cargo run --release -p dactyloscopy --example evaluate -- [--detector phase|network] [--weights FILE] [--scores OUT.csv] FOLDER...`
//! (`--weights` reads a network other than the built-in one)

#![allow(clippy::print_stdout, reason = "its output is the report")]

use dactyloscopy::{
    DEFAULT_DETECTOR, DetectorName, Extraction, GreyImage, MinutiaDetector, Network, Ppi, Prepared,
    Workspace, extract_with, score_in,
};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Print {
    finger: String,
    name: String,
    prepared: Option<Prepared>,
}

#[derive(Default, Clone)]
struct Scores {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

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
    }
    report("pooled", &pooled);
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

/// Processor time of this thread, so that figures hold on a busy machine (wall time where there is no procfs).
fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64(), |ns| ns * 1e-9)
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
            if a.finger == b.finger { &mut scores.genuine } else { &mut scores.impostor }.push(score);
            if write {
                let _ = writeln!(csv, "{},{},{score}", a.name, b.name);
            }
        }
    }
    scores
}

fn report(name: &str, scores: &Scores) {
    let rates = Rates::new(scores);
    println!(
        "{name}: genuine {} impostor {} EER {:.2} % FMR100 {:.2} FMR1000 {:.2} FMR10000 {:.2} ZeroFMR {:.2}; thresholds EER {:.4} FMR1000 {:.4} FMR10000 {:.4}",
        scores.genuine.len(),
        scores.impostor.len(),
        100.0 * rates.eer().0,
        100.0 * rates.at(0.01).0,
        100.0 * rates.at(0.001).0,
        100.0 * rates.at(0.0001).0,
        100.0 * rates.at(0.0).0,
        rates.eer().1,
        rates.at(0.001).1,
        rates.at(0.0001).1,
    );
}

/// Sorted scores; `FMR(t)` is the share of impostors at or above `t`, `FNMR(t)` of genuine below.
struct Rates {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

impl Rates {
    fn new(scores: &Scores) -> Self {
        let sorted = |v: &[f32]| {
            let mut v = v.to_vec();
            v.sort_by(f32::total_cmp);
            v
        };
        Self { genuine: sorted(&scores.genuine), impostor: sorted(&scores.impostor) }
    }

    fn fmr(&self, t: f32) -> f64 {
        (self.impostor.len() - self.impostor.partition_point(|s| *s < t)) as f64 / self.impostor.len() as f64
    }

    fn fnmr(&self, t: f32) -> f64 {
        self.genuine.partition_point(|s| *s < t) as f64 / self.genuine.len() as f64
    }

    fn thresholds(&self) -> Vec<f32> {
        let mut all: Vec<f32> = self.genuine.iter().chain(&self.impostor).copied().collect();
        all.sort_by(f32::total_cmp);
        all.dedup();
        all.push(f32::INFINITY);
        all
    }

    /// Lowest FNMR and its threshold at an FMR of at most `limit`.
    fn at(&self, limit: f64) -> (f64, f32) {
        let thresholds = self.thresholds();
        let t = thresholds.into_iter().find(|t| self.fmr(*t) <= limit + 1e-12).unwrap_or(f32::INFINITY);
        (self.fnmr(t), t)
    }

    fn eer(&self) -> (f64, f32) {
        let thresholds = self.thresholds();
        let hi = thresholds.iter().position(|t| self.fnmr(*t) >= self.fmr(*t)).unwrap_or(0);
        let here = (self.fnmr(thresholds[hi]), self.fmr(thresholds[hi]), thresholds[hi]);
        let before = thresholds[hi.saturating_sub(1)];
        let before = (self.fnmr(before), self.fmr(before), before);
        let (a, b, t) = if before.0 + before.1 < here.0 + here.1 { before } else { here };
        ((a + b) / 2.0, t)
    }
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
