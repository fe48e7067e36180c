//! `tanba fingerprint evaluate DIR... [--impostors all|first] [--scores OUT.csv] [--ppi N] [--detector phase|network] --json`

mod folder;
mod measure;
mod report;
mod scores;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dactyloscopy::evaluation::ImpostorChoice;
use dactyloscopy::{DEFAULT_DETECTOR, DetectorName, ExtractError, Ppi};

use super::files::Output;
use super::input::parse_ppi;
use super::refusal::Refusal;
use folder::Folder;
use measure::{Measured, measure};
use report::Report;

/// Arguments of `evaluate`.
#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    /// Folders of images named FINGER_IMPRESSION (the impression follows the last underscore)
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Impostor pairs: every pair of impressions of different fingers, or first impressions only (FVC)
    #[arg(long, value_enum, default_value = "all")]
    impostors: Impostors,
    /// Write every pair as probe,candidate,score
    #[arg(long, value_name = "OUT.csv")]
    scores: Option<PathBuf>,
    /// Draw the detection error trade-off curves: each folder thin, all together thick
    #[arg(long, value_name = "OUT.svg")]
    det: Option<PathBuf>,
    /// Scanning resolution of all images in pixels per inch, instead of what the files say (100 to 2000)
    #[arg(long, value_name = "N", value_parser = parse_ppi)]
    ppi: Option<Ppi>,
    /// What finds the minutiae
    #[arg(long, value_name = "phase|network", default_value_t = DEFAULT_DETECTOR)]
    detector: DetectorName,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Impostors {
    All,
    First,
}

impl From<Impostors> for ImpostorChoice {
    fn from(choice: Impostors) -> Self {
        match choice {
            Impostors::All => Self::All,
            Impostors::First => Self::First,
        }
    }
}

pub(super) fn run(args: &EvaluateArgs) -> Result<Report, Refusal> {
    let labels = folder::labels(&args.folders)?;
    let folders: Vec<Folder> = args
        .folders
        .iter()
        .zip(labels)
        .map(|(path, label)| Folder::list(path, label))
        .collect::<Result<_, _>>()?;
    let detector = (args.detector.detector())
        .map_err(|error| Refusal::new("no-detector", ExtractError::from(error).to_string()))?;
    let output = args.scores.as_deref().map(Output::create).transpose()?;
    let det = args.det.as_deref().map(Output::create).transpose()?;
    let mut measured: Vec<Measured> = Vec::new();
    for folder in &folders {
        let _ = writeln!(std::io::stderr(), "{}: {} images", folder.label, folder.images.len());
        measured.push(measure(folder, args.ppi, detector, args.impostors.into()));
    }
    scores::give_failed_pairs_the_lowest_score(&mut measured);
    if let Some(output) = output {
        output.finish(&scores::to_csv(&measured)?)?;
    }
    let (report, drawing) = Report::of(&measured)?;
    if let Some(det) = det {
        det.finish(drawing.as_bytes())?;
    }
    Ok(report)
}
