//! Accuracy on the real images of the shared data, when they are there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use dactyloscopy::{GreyImage, Ppi, Prepared, Workspace, extract, score_in};
use std::path::{Path, PathBuf};
use std::time::Instant;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/fingerprint");
const FOLDERS: [&str; 4] = ["FVC2002/DB1_B", "FVC2002/DB3_B", "FVC2004/DB1_B", "FVC2004/DB3_B"];

#[test]
fn pooled_equal_error_rate_on_four_fvc_folders() {
    if !Path::new(DATA).is_dir() {
        eprintln!("SKIPPED: pooled_equal_error_rate_on_four_fvc_folders: {DATA} is not there");
        return;
    }
    let (mut genuine, mut impostor, mut times) = (Vec::new(), Vec::new(), Vec::new());
    for folder in FOLDERS {
        let prints = prints(&Path::new(DATA).join(folder), &mut times);
        let mut space = Workspace::default();
        for (i, (finger, a)) in prints.iter().enumerate() {
            for (other, b) in &prints[i + 1..] {
                let score = match (a, b) {
                    (Some(a), Some(b)) => score_in(a, b, &mut space),
                    _ => -1.0,
                };
                if finger == other { &mut genuine } else { &mut impostor }.push(score);
            }
        }
    }
    assert_eq!((genuine.len(), impostor.len()), (1120, 11_520));
    let eer = equal_error_rate(&mut genuine, &mut impostor);
    times.sort_by(f32::total_cmp);
    eprintln!("pooled EER {:.2} %, extraction median {:.1} ms", 100.0 * eer, times[times.len() / 2]);
    assert!(eer <= 0.07, "the floor of this engine; it reaches about 0.015");
    assert!(eer <= 0.025, "worse than the engine was: {eer}");
}

fn prints(folder: &Path, times: &mut Vec<f32>) -> Vec<(String, Option<Prepared>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    (paths.iter())
        .map(|path| {
            let grey = image::open(path).unwrap().to_luma8();
            let image = GreyImage::new(grey.width(), grey.height(), grey.into_raw()).unwrap();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let finger = stem.rsplit_once('_').unwrap().0.to_owned();
            let start = Instant::now();
            let extraction = extract(&image, Ppi::STANDARD);
            times.push(start.elapsed().as_secs_f32() * 1000.0);
            (finger, extraction.ok().map(|e| Prepared::new(&e.template)))
        })
        .collect()
}

/// Mean of both error rates where they come closest.
fn equal_error_rate(genuine: &mut [f32], impostor: &mut [f32]) -> f64 {
    genuine.sort_by(f32::total_cmp);
    impostor.sort_by(f32::total_cmp);
    let rates = |t: f32| {
        let missed = genuine.partition_point(|s| *s < t) as f64 / genuine.len() as f64;
        let false_matches = impostor.len() - impostor.partition_point(|s| *s < t);
        (missed, false_matches as f64 / impostor.len() as f64)
    };
    let all = genuine.iter().chain(impostor.iter()).map(|t| rates(*t));
    let best = all.min_by(|a, b| (a.0 - a.1).abs().total_cmp(&(b.0 - b.1).abs()));
    best.map_or(1.0, |(a, b)| (a + b) / 2.0)
}
