//! A print from a file: a finger image, or a template.

use std::path::Path;

use dactyloscopy::{DetectorName, ExtractError, Extraction, Ppi, Template, extract_mark, extract_with};
use interchange::{DecodedImage, decode_image, fmr};
use sha2::{Digest, Sha256};

use super::files;
use super::mark::{IMPRESSION_LATENT, Mark};
use super::refusal::{Refusal, warn};

/// Centimetres of one inch: ISO/IEC 19794-2 counts pixels by the centimetre.
const CM_PER_INCH: f32 = 2.54;
/// First bytes of Tanba's own template.
const TEMPLATE_MAGIC: &[u8] = b"TFT";

/// Reads `--ppi`.
pub(crate) fn parse_ppi(text: &str) -> Result<Ppi, String> {
    let ppi: u16 = text.parse().map_err(|_| format!("{text:?} is no whole number of pixels per inch"))?;
    Ppi::new(ppi).map_err(|error| error.to_string())
}

/// A decoded image and what was found in it.
pub(super) struct Print {
    pub(super) decoded: DecodedImage,
    pub(super) extraction: Extraction,
}

/// Reads, decodes and extracts an image; warnings go to standard error.
pub(super) fn read_print(
    path: &Path,
    ppi: Option<Ppi>,
    detector: DetectorName,
    mark: Option<Mark>,
) -> Result<Print, Refusal> {
    let bytes = files::read(path)?;
    if fmr::is_fmr(&bytes) || bytes.starts_with(TEMPLATE_MAGIC) {
        let message =
            format!("{}: this is a template already; give the image it was made of", path.display());
        return Err(Refusal::new("not-an-image", message));
    }
    print_of(path, &bytes, ppi, detector, mark)
}

fn print_of(
    path: &Path,
    bytes: &[u8],
    ppi: Option<Ppi>,
    detector: DetectorName,
    mark: Option<Mark>,
) -> Result<Print, Refusal> {
    let place = path.display();
    let decoded = decode_image(bytes, ppi)
        .map_err(|error| Refusal::new("not-an-image", format!("{place}: {error}")))?;
    for warning in &decoded.warnings {
        warn(&format!("{place}: {warning}"));
    }
    let region = mark.map(|mark| mark.region(&decoded.image)).transpose();
    let region = region.map_err(|error| Refusal::new("no-print", format!("{place}: {error}")))?;
    let extraction = (detector.detector().map_err(ExtractError::from))
        .and_then(|detector| match region {
            Some(region) => extract_mark(detector, &decoded.image, decoded.ppi, region),
            None => extract_with(detector, &decoded.image, decoded.ppi),
        })
        .map_err(|error| Refusal::new("no-print", format!("{place}: {error}")))?;
    Ok(Print { decoded, extraction })
}

/// A template and the file it came from.
pub(super) struct Sample {
    pub(super) template: Template,
    /// Pixels of the file for one pixel of the template (500 ppi).
    pub(super) px_per_template_px: f32,
    /// The image it was made of, unless a template was given.
    pub(super) image: Option<DecodedImage>,
    /// SHA-256 of the file, hexadecimal digits.
    pub(super) digest: String,
    /// Whether the file says which algorithm made the template: an ISO/IEC 19794-2 record does not.
    says_algorithm: bool,
    /// A mark from a scene: asked for as one, or a record that says so.
    pub(super) is_mark: bool,
}

impl Sample {
    fn at(template: Template, ppi: f32, bytes: &[u8]) -> Self {
        let px_per_template_px = ppi / f32::from(Ppi::STANDARD.get());
        let digest = hex::encode(Sha256::digest(bytes));
        Self { template, px_per_template_px, image: None, digest, says_algorithm: true, is_mark: false }
    }

    /// The algorithm that made the template, where that is known.
    pub(super) fn made_by(&self) -> Option<String> {
        self.says_algorithm.then(|| self.template.algorithm().to_string())
    }
}

/// Reads a template, or makes one of an image; told apart by the first bytes.
pub(super) fn read_sample(
    path: &Path,
    ppi: Option<Ppi>,
    detector: DetectorName,
    mark: Option<Mark>,
) -> Result<Sample, Refusal> {
    let bytes = files::read(path)?;
    let refuse = |error: String| Refusal::new("not-a-template", format!("{}: {error}", path.display()));
    if mark.is_some() && (bytes.starts_with(TEMPLATE_MAGIC) || fmr::is_fmr(&bytes)) {
        let message = format!("{}: this is a template already; --mark is for images", path.display());
        return Err(Refusal::new("not-an-image", message));
    }
    if bytes.starts_with(TEMPLATE_MAGIC) {
        let template = Template::from_bytes(&bytes).map_err(|error| refuse(error.to_string()))?;
        return Ok(Sample::at(template, f32::from(Ppi::STANDARD.get()), &bytes));
    }
    if !fmr::is_fmr(&bytes) {
        let print = print_of(path, &bytes, ppi, detector, mark)?;
        let sample = Sample::at(print.extraction.template, f32::from(print.decoded.ppi.get()), &bytes);
        return Ok(Sample { image: Some(print.decoded), is_mark: mark.is_some(), ..sample });
    }
    let record = fmr::parse(&bytes).map_err(|error| refuse(error.to_string()))?;
    if record.views.len() > 1 {
        let count = record.views.len();
        warn(&format!("{}: the record holds {count} finger views; the first is compared", path.display()));
    }
    let ppi = f32::from(record.x_px_per_cm) * CM_PER_INCH;
    let first = record.views.into_iter().next();
    first
        .map(|view| {
            let is_mark = view.impression == IMPRESSION_LATENT;
            Sample { says_algorithm: false, is_mark, ..Sample::at(view.template, ppi, &bytes) }
        })
        .ok_or_else(|| refuse("the record holds no finger view".to_owned()))
}
