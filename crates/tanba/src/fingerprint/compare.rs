//! `tanba fingerprint compare A B --json`

use std::path::{Path, PathBuf};

use clap::Args;
use dactyloscopy::{
    DEFAULT_DETECTOR, DetectorName, MATCH_THRESHOLD, Minutia, Ppi, Prepared, compare, log10_likelihood_ratio,
};
use serde::Serialize;

use super::input::{Sample, parse_ppi, read_sample};
use super::refusal::{Answer, Refusal};

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Image or template (.fmr) of the first print
    a: PathBuf,
    /// Image or template (.fmr) of the second print
    b: PathBuf,
    /// Scanning resolution of the images in pixels per inch, instead of what the files say (100 to 2000)
    #[arg(long, value_name = "N", value_parser = parse_ppi)]
    ppi: Option<Ppi>,
    /// What finds the minutiae of images
    #[arg(long, value_name = "phase|network", default_value_t = DEFAULT_DETECTOR)]
    detector: DetectorName,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// The contract's answer.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    score: f32,
    log10_lr: f32,
    r#match: bool,
    threshold: f32,
    pairs: Vec<PairAnswer>,
}

#[derive(Debug, Serialize)]
struct PairAnswer {
    a: Point,
    b: Point,
}

/// A minutia in pixels of the file given (image or template) from the top left, angle counter-clockwise from the
/// x axis.
#[derive(Debug, Serialize)]
struct Point {
    x: f32,
    y: f32,
    angle_deg: f32,
}

impl Point {
    fn of(minutia: &Minutia, scale: f32) -> Self {
        let tenth = |v: f32| (v * 10.0).round() / 10.0;
        let angle_deg = tenth(minutia.direction_rad.to_degrees());
        Self {
            x: tenth(minutia.x_px * scale),
            y: tenth(minutia.y_px * scale),
            angle_deg: if angle_deg >= 360.0 { 0.0 } else { angle_deg },
        }
    }
}

impl Answer for Compared {
    fn text(&self) -> String {
        let verdict = if self.r#match { "the same finger" } else { "no match" };
        let Self { score, threshold, log10_lr, pairs, .. } = self;
        let pairs = pairs.len();
        format!(
            "{verdict}: score {score:.4} (threshold {threshold:.4}), log10 likelihood ratio {log10_lr:.2}, \
             {pairs} corresponding minutiae\n"
        )
    }
}

pub(super) fn run(args: &CompareArgs) -> Result<Compared, Refusal> {
    let read = |path: &Path| read_sample(path, args.ppi, args.detector);
    let (sample_a, sample_b) = (read(&args.a)?, read(&args.b)?);
    let (a, b) = (Prepared::new(&sample_a.template), Prepared::new(&sample_b.template));
    let comparison = compare(&a, &b);
    let (of_a, of_b) = (a.template().minutiae(), b.template().minutiae());
    let pairs = comparison.pairs.iter().filter_map(|pair| {
        let point = |minutia, sample: &Sample| Point::of(minutia, sample.px_per_template_px);
        Some(PairAnswer { a: point(of_a.get(pair.a)?, &sample_a), b: point(of_b.get(pair.b)?, &sample_b) })
    });
    Ok(Compared {
        score: comparison.score,
        log10_lr: log10_likelihood_ratio(comparison.score),
        r#match: comparison.score >= MATCH_THRESHOLD,
        threshold: MATCH_THRESHOLD,
        pairs: pairs.collect(),
    })
}
