//! Extracts the images of a folder and compares their pairs, with times.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use dactyloscopy::evaluation::{ImpostorChoice, Pair, Sample, pairs};
use dactyloscopy::{
    MATCH_THRESHOLD, MinutiaDetector, Ppi, Prepared, Workspace, extract_with, is_mirrored, score_in,
};
use interchange::decode_image;
use rayon::prelude::*;

use super::folder::{Folder, ImageFile};
use crate::fingerprint::files;
use crate::fingerprint::refusal::warn;

/// Pairs one thread compares before it looks for more.
const PAIRS_AT_ONCE: usize = 256;

/// Everything measured on one folder.
pub(super) struct Measured {
    pub(super) label: String,
    pub(super) stems: Vec<String>,
    pub(super) failed: usize,
    /// Time of each extraction on its thread, without reading and decoding the file, ms.
    pub(super) extract_ms: Vec<f64>,
    pub(super) template_bytes: Vec<f64>,
    pub(super) pairs: Vec<(Pair, Score)>,
    /// Comparisons done and the sum of the time their threads took.
    pub(super) compared: usize,
    pub(super) compare_time: Duration,
    /// Pairs of one finger that match in a mirror only.
    pub(super) mirrored: usize,
}

/// Score of a pair, or that one of its images gave no template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Score {
    Of(f32),
    Failed,
}

/// What became of one image.
struct Extracted {
    template: Result<Prepared, String>,
    template_bytes: usize,
    time: Option<Duration>,
    warnings: Vec<String>,
}

pub(super) fn measure(
    folder: &Folder,
    ppi: Option<Ppi>,
    detector: &dyn MinutiaDetector,
    impostors: ImpostorChoice,
) -> Measured {
    let extracted: Vec<Extracted> =
        folder.images.par_iter().map(|image| extract_one(image, ppi, detector)).collect();
    report_warnings(folder, &extracted);
    let samples: Vec<Sample> = folder.images.iter().map(|image| image.sample.clone()).collect();
    let wanted = pairs(&samples, impostors);
    let prepared: Vec<Option<&Prepared>> = extracted.iter().map(|e| e.template.as_ref().ok()).collect();
    let chunks: Vec<Chunk> = wanted
        .par_chunks(PAIRS_AT_ONCE)
        .map_init(Workspace::default, |space, chunk| compare_chunk(chunk, &prepared, space))
        .collect();
    let compared = chunks.iter().map(|(_, count, _)| count).sum();
    let compare_time = chunks.iter().map(|(_, _, time)| time).sum();
    let templates = extracted.iter().filter(|e| e.template.is_ok());
    let scores: Vec<(Pair, Score)> = chunks.into_iter().flat_map(|(scores, _, _)| scores).collect();
    let mirrored = report_mirrored(folder, &scores, &prepared);
    Measured {
        label: folder.label.clone(),
        stems: folder.images.iter().map(|image| image.stem.clone()).collect(),
        failed: extracted.iter().filter(|e| e.template.is_err()).count(),
        extract_ms: extracted.iter().filter_map(|e| e.time).map(|time| time.as_secs_f64() * 1e3).collect(),
        template_bytes: templates.map(|e| e.template_bytes as f64).collect(),
        pairs: scores,
        compared,
        compare_time,
        mirrored,
    }
}

/// Scores of some pairs, how many were compared, and the time that took.
type Chunk = (Vec<(Pair, Score)>, usize, Duration);

fn compare_chunk(chunk: &[Pair], prepared: &[Option<&Prepared>], space: &mut Workspace) -> Chunk {
    let of = |index: usize| prepared.get(index).copied().flatten();
    let start = Instant::now();
    let mut compared = 0;
    let scores = chunk.iter().map(|pair| {
        let score = match (of(pair.probe), of(pair.candidate)) {
            (Some(a), Some(b)) => {
                compared += 1;
                Score::Of(score_in(a, b, space))
            }
            _ => Score::Failed,
        };
        (*pair, score)
    });
    let scores = scores.collect();
    (scores, compared, start.elapsed())
}

fn extract_one(image: &ImageFile, ppi: Option<Ppi>, detector: &dyn MinutiaDetector) -> Extracted {
    let failed =
        |cause: String, time, warnings| Extracted { template: Err(cause), template_bytes: 0, time, warnings };
    let bytes = match files::read(&image.path) {
        Ok(bytes) => bytes,
        Err(refusal) => return failed(refusal.message, None, Vec::new()),
    };
    let decoded = match decode_image(&bytes, ppi) {
        Ok(decoded) => decoded,
        Err(error) => return failed(format!("{}: {error}", image.path.display()), None, Vec::new()),
    };
    let start = Instant::now();
    let outcome = extract_with(detector, &decoded.image, decoded.ppi);
    let time = Some(start.elapsed());
    match outcome {
        Ok(extraction) => Extracted {
            template: Ok(Prepared::new(&extraction.template)),
            template_bytes: extraction.template.to_bytes().len(),
            time,
            warnings: decoded.warnings,
        },
        Err(error) => failed(format!("{}: {error}", image.path.display()), time, decoded.warnings),
    }
}

/// One line for each pair of one finger that matches in a mirror only; how many there are.
fn report_mirrored(folder: &Folder, scores: &[(Pair, Score)], prepared: &[Option<&Prepared>]) -> usize {
    let of = |index: usize| Some((prepared.get(index).copied().flatten()?, &folder.images.get(index)?.stem));
    let mut count = 0;
    for (pair, score) in scores {
        let below = matches!(score, Score::Of(score) if *score < MATCH_THRESHOLD);
        if !pair.genuine || !below {
            continue;
        }
        let (Some((a, name_a)), Some((b, name_b))) = (of(pair.probe), of(pair.candidate)) else { continue };
        if is_mirrored(a, b) {
            warn(&format!(
                "{}: {name_a} and {name_b} match in a mirror only; turn one of them round",
                folder.label
            ));
            count += 1;
        }
    }
    count
}

/// One line for each image that failed, and one for each warning that images share.
fn report_warnings(folder: &Folder, extracted: &[Extracted]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in extracted {
        if let Err(cause) = &one.template {
            warn(&format!("{cause}; its pairs get the lowest score"));
        }
        for warning in &one.warnings {
            *counts.entry(warning).or_default() += 1;
        }
    }
    for (warning, count) in counts {
        warn(&format!("{}: {count} of {} images: {warning}", folder.label, extracted.len()));
    }
}
