//! `tanba fingerprint show IMAGE -o OUT.svg|OUT.png`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dactyloscopy::{DEFAULT_DETECTOR, DetectorName, Ppi};
use serde::Serialize;

use super::drawing::{draw_png, draw_svg};
use super::files::Output;
use super::input::{parse_ppi, read_print};
use super::mark::{Mark, parse_mark};
use super::refusal::{Answer, Refusal, finish};

/// Arguments of `show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Finger image: PNG, TIFF, BMP, PGM, JPEG or JPEG 2000
    image: PathBuf,
    /// Scanning resolution in pixels per inch, instead of what the file says (100 to 2000)
    #[arg(long, value_name = "N", value_parser = parse_ppi)]
    ppi: Option<Ppi>,
    /// Drawing to write; its extension chooses the kind
    #[arg(short, long, value_name = "OUT.svg|OUT.png")]
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
    json: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Svg,
    Png,
}

/// What was drawn.
#[derive(Debug, Serialize)]
struct Shown {
    output: String,
    minutiae: usize,
    quality: u8,
}

impl Answer for Shown {
    fn text(&self) -> String {
        let Self { minutiae, quality, output } = self;
        format!("{minutiae} minutiae, quality {quality} of 100: drawn in {output}\n")
    }
}

pub(super) fn run(args: &ShowArgs) -> ExitCode {
    let extension = args.output.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let kind = match extension.as_deref() {
        Some("svg") => Kind::Svg,
        Some("png") => Kind::Png,
        _ => {
            let place = args.output.display();
            let _ = writeln!(std::io::stderr(), "error: {place}: a drawing ends in .svg or .png");
            return ExitCode::from(2);
        }
    };
    finish(draw(args, kind), args.json)
}

fn draw(args: &ShowArgs, kind: Kind) -> Result<Shown, Refusal> {
    let print = read_print(&args.image, args.ppi, args.detector, args.mark)?;
    let output = Output::create(&args.output)?;
    let bytes = match kind {
        Kind::Svg => Some(draw_svg(&print).into_bytes()),
        Kind::Png => draw_png(&print),
    };
    let bytes =
        bytes.ok_or_else(|| Refusal::new("cannot-draw", "the drawing is too large for a PNG; try SVG"))?;
    output.finish(&bytes)?;
    Ok(Shown {
        output: args.output.display().to_string(),
        minutiae: print.extraction.template.minutiae().len(),
        quality: print.extraction.quality.score,
    })
}
