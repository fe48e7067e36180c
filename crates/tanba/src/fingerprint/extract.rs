//! `tanba fingerprint extract IMAGE [--ppi N] -o OUT.fmr`

use std::path::PathBuf;

use clap::Args;
use dactyloscopy::{DEFAULT_DETECTOR, DetectorName, Ppi};
use interchange::fmr;
use serde::Serialize;

use super::files::Output;
use super::input::{parse_ppi, read_print};
use super::mark::{IMPRESSION_LATENT, Mark, parse_mark};
use super::refusal::{Answer, Refusal};

/// Arguments of `extract`.
#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// Finger image: PNG, TIFF, BMP, PGM, JPEG or JPEG 2000
    image: PathBuf,
    /// Scanning resolution in pixels per inch, instead of what the file says (100 to 2000)
    #[arg(long, value_name = "N", value_parser = parse_ppi)]
    ppi: Option<Ppi>,
    /// Record to write: ISO/IEC 19794-2:2005, coordinates in pixels of the image
    #[arg(short, long, value_name = "OUT.fmr")]
    output: PathBuf,
    /// What finds the minutiae
    #[arg(long, value_name = "phase|network", default_value_t = DEFAULT_DETECTOR)]
    detector: DetectorName,
    /// The image shows a mark from a scene: only ridges inside the region count (pixels of the image; without one,
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

/// What was found and where it was written.
#[derive(Debug, Serialize)]
pub(super) struct Extracted {
    output: String,
    minutiae: usize,
    quality: u8,
    quality_causes: Vec<String>,
    width_px: u32,
    height_px: u32,
    ppi: u16,
    algorithm: String,
    /// Extracted as a mark from a scene.
    mark: bool,
}

impl Answer for Extracted {
    fn text(&self) -> String {
        let causes = match self.quality_causes.as_slice() {
            [] => String::new(),
            causes => format!(" ({})", causes.join(", ")),
        };
        let Self { minutiae, quality, output, .. } = self;
        format!("{minutiae} minutiae, quality {quality} of 100{causes}: written to {output}\n")
    }
}

pub(super) fn run(args: &ExtractArgs) -> Result<Extracted, Refusal> {
    let print = read_print(&args.image, args.ppi, args.detector, args.mark)?;
    let output = Output::create(&args.output)?;
    let template = &print.extraction.template;
    let impression = if args.mark.is_some() { IMPRESSION_LATENT } else { 0 };
    let view = fmr::RecordView { impression, ..fmr::RecordView::default() };
    output.finish(&fmr::write_view(template, print.decoded.ppi, view))?;
    let quality = &print.extraction.quality;
    Ok(Extracted {
        output: args.output.display().to_string(),
        minutiae: template.minutiae().len(),
        quality: quality.score,
        quality_causes: quality.causes.iter().map(|cause| cause_word(*cause).to_owned()).collect(),
        width_px: print.decoded.image.width(),
        height_px: print.decoded.image.height(),
        ppi: print.decoded.ppi.get(),
        algorithm: template.algorithm().to_string(),
        mark: args.mark.is_some(),
    })
}

/// A cause as one word.
pub(super) fn cause_word(cause: dactyloscopy::QualityCause) -> &'static str {
    use dactyloscopy::QualityCause as Cause;
    match cause {
        Cause::Dry => "dry",
        Cause::Wet => "wet",
        Cause::Partial => "partial",
        Cause::Smeared => "smeared",
        Cause::OffCentre => "off-centre",
        Cause::LowContrast => "low-contrast",
    }
}
