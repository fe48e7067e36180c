//! Accuracy and speed of this engine and of NBIS (the crates `fprint-mindtct` and `fprint-bozorth3`, bit-identical to
//! it) on the same images in the same run: all genuine pairs, all pairs of different fingers inside a folder, one
//! threshold over all folders for the pooled line.
//!
//! `cargo run --release -p dactyloscopy --example peers -- FOLDER...`

#![allow(clippy::print_stdout, reason = "its output is the report")]

use std::error::Error;
use std::path::{Path, PathBuf};

use dactyloscopy::evaluation::Rates;
use dactyloscopy::{ALGORITHM, GreyImage, Ppi, Prepared, Workspace, extract, score_in};
use support::cpu_seconds;

mod support;

/// Scores of the two engines for the same pairs, and the processor time they took.
#[derive(Default)]
struct Scores {
    genuine: Vec<f64>,
    impostor: Vec<f64>,
    images: usize,
    extract_s: f64,
    compare_s: f64,
}

struct Print {
    finger: String,
    image: GreyImage,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    println!(
        "| folder | engine | images | pairs of one finger / different | EER % | FMR1000 % | ZeroFMR % | extraction ms | comparisons/s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let (mut ours, mut theirs) = (Scores::default(), Scores::default());
    for folder in &folders {
        let prints = read(folder)?;
        let name = folder.display().to_string();
        let pair = [tanba(&prints), nbis(&prints)?];
        for (scores, (engine, all)) in
            pair.iter().zip([(ALGORITHM.to_string(), &mut ours), ("NBIS".to_owned(), &mut theirs)])
        {
            row(&name, &engine, scores);
            all.genuine.extend(&scores.genuine);
            all.impostor.extend(&scores.impostor);
            all.images += scores.images;
            all.extract_s += scores.extract_s;
            all.compare_s += scores.compare_s;
        }
    }
    row("**pooled**", &ALGORITHM.to_string(), &ours);
    row("**pooled**", "NBIS", &theirs);
    Ok(())
}

fn tanba(prints: &[Print]) -> Scores {
    let start = cpu_seconds();
    let prepared: Vec<Option<Prepared>> = prints
        .iter()
        .map(|p| extract(&p.image, Ppi::STANDARD).ok().map(|e| Prepared::new(&e.template)))
        .collect();
    let extract_s = cpu_seconds() - start;
    let mut space = Workspace::default();
    compare_all(prints, extract_s, |a, b| match (&prepared[a], &prepared[b]) {
        (Some(a), Some(b)) => f64::from(score_in(a, b, &mut space)),
        _ => -1.0,
    })
}

fn nbis(prints: &[Print]) -> Result<Scores, Box<dyn Error>> {
    let start = cpu_seconds();
    let mut minutiae = Vec::new();
    for p in prints {
        let (width, height) = (p.image.width() as usize, p.image.height() as usize);
        let image = fprint_mindtct::GrayImage::new(p.image.pixels(), width, height, 500)
            .map_err(|error| format!("mindtct: {error:?}"))?;
        let mut found = fprint_mindtct::detect_minutiae(image);
        found.sort_by_key(|m| std::cmp::Reverse(m.quality));
        let xyt: Vec<fprint_bozorth3::Minutia> = found.iter().map(|m| m.as_xyt().into()).collect();
        minutiae.push(xyt);
    }
    let extract_s = cpu_seconds() - start;
    Ok(compare_all(prints, extract_s, |a, b| {
        f64::from(fprint_bozorth3::match_score(&minutiae[a], &minutiae[b]))
    }))
}

fn compare_all(prints: &[Print], extract_s: f64, mut score: impl FnMut(usize, usize) -> f64) -> Scores {
    let mut scores = Scores { images: prints.len(), extract_s, ..Scores::default() };
    let start = cpu_seconds();
    for (a, print) in prints.iter().enumerate() {
        for (b, other) in prints.iter().enumerate().skip(a + 1) {
            let value = score(a, b);
            if print.finger == other.finger { &mut scores.genuine } else { &mut scores.impostor }.push(value);
        }
    }
    scores.compare_s = cpu_seconds() - start;
    scores
}

fn row(folder: &str, engine: &str, scores: &Scores) {
    let Some(rates) = Rates::new(&scores.genuine, &scores.impostor) else { return };
    let pairs = scores.genuine.len() + scores.impostor.len();
    println!(
        "| {folder} | {engine} | {} | {} / {} | {:.2} | {:.2} | {:.2} | {:.1} | {:.0} |",
        scores.images,
        scores.genuine.len(),
        scores.impostor.len(),
        100.0 * rates.eer().rate,
        100.0 * rates.fnmr_at_fmr(1000).unwrap_or(f64::NAN),
        100.0 * rates.zero_fmr(),
        1000.0 * scores.extract_s / scores.images as f64,
        pairs as f64 / scores.compare_s
    );
}

fn read(folder: &Path) -> Result<Vec<Print>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut prints = Vec::new();
    for path in paths {
        let grey = image::open(&path)?.to_luma8();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        prints.push(Print {
            finger: stem.rsplit_once('_').map_or(stem.clone(), |(finger, _)| finger.to_owned()),
            image: GreyImage::new(grey.width(), grey.height(), grey.into_raw())?,
        });
    }
    Ok(prints)
}
