//! `tanba fingerprint compare A B [--chart OUT.svg] --json`

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use dactyloscopy::{
    ALGORITHM, ChartPrint, ChartRemarks, Comparison, DEFAULT_DETECTOR, DetectorName, LikelihoodRatio,
    MATCH_THRESHOLD, Minutia, Ppi, Prepared, compare, draw_comparison_chart, is_mirrored,
    likelihood_ratio_between,
};
use interchange::encode_png;
use serde::Serialize;

use super::files::Output;
use super::input::{Sample, parse_ppi, read_sample};
use super::mark::{Mark, parse_mark};
use super::refusal::{Answer, Refusal, warn};

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
    /// Draw both prints with numbered corresponding points, the score among other scores, and a table of the points
    #[arg(long, value_name = "OUT.svg")]
    chart: Option<PathBuf>,
    /// What finds the minutiae of images
    #[arg(long, value_name = "phase|network", default_value_t = DEFAULT_DETECTOR)]
    detector: DetectorName,
    /// The first image shows a mark from a scene: only ridges inside the region count (pixels of the image; without one,
    /// anywhere), whatever lies around them. You vouch that it is a finger's; never for registration
    #[arg(
        long,
        value_name = "LEFT,TOP,WIDTH,HEIGHT",
        value_parser = parse_mark,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all"
    )]
    mark: Option<Mark>,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// The contract's answer.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    score: f32,
    /// `null` unless the algorithm of the calibration made both templates.
    log10_lr: Option<f32>,
    /// The likelihood ratio stands at the limit of what the calibration data bear out.
    log10_lr_at_limit: bool,
    /// One of the prints is a mark from a scene, for which neither threshold nor likelihood ratio was measured.
    mark: bool,
    /// What made the templates; `null` where an ISO/IEC 19794-2 record does not say.
    algorithms: [Option<String>; 2],
    r#match: bool,
    threshold: f32,
    /// One print matches the other only in a mirror.
    mirrored: bool,
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
        let verdict = match (self.r#match, self.mirrored) {
            (true, _) if self.mark => {
                "a mark whose score reaches the threshold of whole prints: an examiner compares"
            }
            (false, false) if self.mark => "a mark whose score does not reach the threshold of whole prints",
            (true, _) => "the same finger",
            (false, true) => {
                "no match, but one print is the mirror image of the other: exchange left and right of the one that \
                 was scanned or photographed from behind, and compare again"
            }
            (false, false) => "no match",
        };
        let Self { score, threshold, pairs, .. } = self;
        let (pairs, limit) = (pairs.len(), if self.log10_lr_at_limit { "at least " } else { "" });
        let weight = match self.log10_lr {
            Some(log10) => format!("log10 likelihood ratio {limit}{log10:.2}"),
            None => format!("no likelihood ratio ({})", self.versions()),
        };
        format!(
            "{verdict}: score {score:.4} (threshold {threshold:.4}), {weight}, {pairs} corresponding minutiae\n"
        )
    }
}

impl Compared {
    /// Why there is no likelihood ratio.
    fn versions(&self) -> String {
        if self.mark {
            return "it was measured on whole prints, never on marks from scenes".to_owned();
        }
        let [a, b] = self.algorithms.each_ref().map(|made| made.as_deref().unwrap_or("an unnamed program"));
        format!(
            "the first template was made by {a}, the second by {b}; the calibration is of {ALGORITHM} for both"
        )
    }
}

pub(super) fn run(args: &CompareArgs) -> Result<Compared, Refusal> {
    let chart = args.chart.as_deref().map(Output::create).transpose()?;
    let read = |path: &Path, mark| read_sample(path, args.ppi, args.detector, mark);
    let (sample_a, sample_b) = (read(&args.a, args.mark)?, read(&args.b, None)?);
    let mark = sample_a.is_mark || sample_b.is_mark;
    let (a, b) = (Prepared::new(&sample_a.template), Prepared::new(&sample_b.template));
    let comparison = compare(&a, &b);
    let mirrored = is_mirrored(&a, &b);
    if let Some(chart) = chart {
        let prints = [(args.a.as_path(), &sample_a), (args.b.as_path(), &sample_b)];
        chart.finish(draw(prints, &comparison, mirrored, mark).as_bytes())?;
    }
    let (of_a, of_b) = (a.template().minutiae(), b.template().minutiae());
    let pairs = comparison.pairs.iter().filter_map(|pair| {
        let point = |minutia, sample: &Sample| Point::of(minutia, sample.px_per_template_px);
        Some(PairAnswer { a: point(of_a.get(pair.a)?, &sample_a), b: point(of_b.get(pair.b)?, &sample_b) })
    });
    let likelihood = likelihood_ratio_between(comparison.score, a.template(), b.template()).filter(|_| !mark);
    let compared = Compared {
        score: comparison.score,
        log10_lr: likelihood.map(|ratio| ratio.log10),
        log10_lr_at_limit: likelihood.is_some_and(|ratio: LikelihoodRatio| ratio.at_limit),
        mark,
        algorithms: [&sample_a, &sample_b].map(Sample::made_by),
        r#match: comparison.score >= MATCH_THRESHOLD,
        threshold: MATCH_THRESHOLD,
        mirrored,
        pairs: pairs.collect(),
    };
    if compared.log10_lr.is_none() {
        warn(&format!("no likelihood ratio: {}", compared.versions()));
    } else if compared.algorithms.iter().any(Option::is_none) {
        let why = "a record does not say which program made it";
        warn(&format!("the likelihood ratio holds for templates of {ALGORITHM}; {why}"));
    }
    Ok(compared)
}

/// The chart, with the images embedded.
fn draw(prints: [(&Path, &Sample); 2], comparison: &Comparison, mirrored: bool, mark: bool) -> String {
    let names = prints.map(|(path, _)| path.file_name().unwrap_or_default().to_string_lossy());
    let images = prints.map(|(_, sample)| {
        let image = sample.image.as_ref()?;
        Some(format!("data:image/png;base64,{}", STANDARD.encode(encode_png(&image.image, image.ppi))))
    });
    let [a, b] = [0, 1].map(|i| ChartPrint {
        name: &names[i],
        digest: &prints[i].1.digest,
        template: &prints[i].1.template,
        image_href: images[i].as_deref(),
    });
    draw_comparison_chart([a, b], comparison, ChartRemarks { mirrored, mark })
}
