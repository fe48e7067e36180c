//! From a grey image to a template.

use crate::detector::{DEFAULT_DETECTOR, MinutiaDetector};
use crate::extract::plane::Plane;
use crate::extract::quality::{measure, quality, seen, why_no_ridges, why_too_few, why_too_little};
use crate::extract::resample::{to_standard_resolution, working_size};
use crate::front_end::FrontEnd;
use crate::image::{GreyImage, Ppi};
use crate::network::WeightsError;
use crate::parameters::{BLOCK_PX, SIDE_MIN_PX, WORKING_PIXELS_MAX};
use crate::template::Template;

/// Why no template was made of an image.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExtractError {
    /// The image is too small to hold a usable part of a finger.
    #[error(
        "the image is {width_px} x {height_px} px at 500 ppi: at least {minimum_px} px a side are needed"
    )]
    TooSmall {
        /// Width at 500 ppi.
        width_px: u32,
        /// Height at 500 ppi.
        height_px: u32,
        /// Least side at 500 ppi.
        minimum_px: u32,
    },
    /// The image is larger than one finger can be.
    #[error(
        "the image is {width_px} x {height_px} px at 500 ppi: more than one finger can fill; crop it to one finger"
    )]
    TooLarge {
        /// Width at 500 ppi.
        width_px: u32,
        /// Height at 500 ppi.
        height_px: u32,
    },
    /// No friction ridges found.
    #[error("this does not look like a fingerprint: {reason}")]
    NotAFinger {
        /// What is missing, for the operator.
        reason: String,
    },
    /// The detector of this build is damaged.
    #[error("this build cannot look for minutiae: {0}")]
    Detector(#[from] WeightsError),
}

/// A print of one finger: its template, its quality and the maps they came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// What is stored and compared.
    pub template: Template,
    /// How good the print is, and why not better.
    pub quality: Quality,
    /// Ridge flow for drawing.
    pub maps: RidgeMaps,
}

/// Tanba print quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// 0 (useless) to 100 (all of the finger, clear everywhere).
    pub score: u8,
    /// What the operator can do something about, worst first.
    pub causes: Vec<QualityCause>,
}

/// What makes a print worse than it could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QualityCause {
    /// Ridges broken into dots: moisten the finger, press more.
    Dry,
    /// Ridges run together: dry the finger, press less.
    Wet,
    /// Too little of the finger: lay it flat.
    Partial,
    /// Ridges without clear direction in large parts: hold still, clean the glass.
    Smeared,
    /// The finger lies at the edge of the window: move it to the middle.
    OffCentre,
    /// Ridges and valleys hardly differ: clean the glass, press more.
    LowContrast,
}

/// Block maps of ridge flow, row-major, `columns * rows` values each.
#[derive(Debug, Clone, PartialEq)]
pub struct RidgeMaps {
    /// Side of a block, 500-ppi px.
    pub block_px: u32,
    /// Blocks a row.
    pub columns: u32,
    /// Rows of blocks.
    pub rows: u32,
    /// Direction of the ridges, radians in [0, pi), image axes: a stroke runs along `dx = cos, dy = sin`, y down.
    pub orientation_rad: Vec<f32>,
    /// Whether the block belongs to the finger.
    pub foreground: Vec<bool>,
    /// How reliable the ridges are there, 0 to 1.
    pub reliability: Vec<f32>,
    /// Distance from ridge to ridge, 500-ppi px.
    pub period_px: Vec<f32>,
}

/// Finds the ridges and minutiae of one finger with the detector of this build, [`DEFAULT_DETECTOR`].
///
/// # Errors
/// [`ExtractError`] names why an image gives no template.
pub fn extract(image: &GreyImage, ppi: Ppi) -> Result<Extraction, ExtractError> {
    extract_with(DEFAULT_DETECTOR.detector()?, image, ppi)
}

/// Finds the ridges and minutiae of one finger: one call a stage, in the order of the textbook.
///
/// # Errors
/// [`ExtractError`] names why an image gives no template.
pub fn extract_with(
    detector: &dyn MinutiaDetector,
    image: &GreyImage,
    ppi: Ppi,
) -> Result<Extraction, ExtractError> {
    extract_from(detector, image, ppi, FrontEnd::of)
}

/// The part of an image in which an examiner sees a mark, in pixels of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkRegion {
    /// Left edge.
    pub left: u32,
    /// Upper edge.
    pub top: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl MarkRegion {
    /// All of an image.
    pub fn whole(image: &GreyImage) -> Self {
        Self { left: 0, top: 0, width: image.width(), height: image.height() }
    }

    /// Whether the middle of a block at 500 ppi lies inside.
    fn holds(self, ppi: Ppi, column: usize, row: usize) -> bool {
        let scale = f32::from(ppi.get()) / f32::from(Ppi::STANDARD.get());
        let middle = |block: usize| (block as f32 + 0.5) * BLOCK_PX as f32 * scale;
        let within =
            |at: f32, from: u32, length: u32| (from as f32..from as f32 + length as f32).contains(&at);
        within(middle(column), self.left, self.width) && within(middle(row), self.top, self.height)
    }
}

/// Finds the ridges and minutiae of a mark from a scene. Only ridges inside the region are looked at, whatever lies
/// around and between them, and what is no finger is judged by these alone; so the person who asks for it must know
/// that the image shows a friction ridge mark. Never for registration or for an unattended search.
///
/// # Errors
/// [`ExtractError`] names why an image gives no template.
pub fn extract_mark(
    detector: &dyn MinutiaDetector,
    image: &GreyImage,
    ppi: Ppi,
    region: MarkRegion,
) -> Result<Extraction, ExtractError> {
    extract_from(detector, image, ppi, |grey| FrontEnd::of_mark(grey, |x, y| region.holds(ppi, x, y)))
}

fn extract_from(
    detector: &dyn MinutiaDetector,
    image: &GreyImage,
    ppi: Ppi,
    front_end: impl FnOnce(&Plane) -> FrontEnd,
) -> Result<Extraction, ExtractError> {
    check_size(image, ppi)?;
    let grey = to_standard_resolution(image, ppi);
    let front = front_end(&grey);
    let measures = measure(
        &front.normalised,
        &front.magnitude,
        &front.foreground,
        &front.reliability,
        &front.flow.coherence,
        front.periodicity,
    );
    if let Some(reason) = why_too_little(&measures) {
        return Err(ExtractError::NotAFinger { reason });
    }
    let minutiae = detector.minutiae(&front);
    let doubt = (why_no_ridges(&measures).filter(|_| !detector.is_sure(&minutiae)))
        .or_else(|| why_too_few(seen(&minutiae), &measures))
        .or_else(|| detector.why_not_a_finger(&minutiae));
    if let Some(reason) = doubt {
        return Err(ExtractError::NotAFinger { reason });
    }
    let quality = quality(&measures);
    let template = Template::new(grey.width as u32, grey.height as u32, quality.score, minutiae)
        .map_err(|e| ExtractError::NotAFinger { reason: e.to_string() })?
        .made_by(detector.algorithm());
    let maps = RidgeMaps {
        block_px: BLOCK_PX as u32,
        columns: front.foreground.columns as u32,
        rows: front.foreground.rows as u32,
        orientation_rad: front.flow.ridge_rad.data,
        foreground: front.foreground.data,
        reliability: front.reliability.data,
        period_px: front.period_px.data,
    };
    Ok(Extraction { template, quality, maps })
}

pub(crate) fn check_size(image: &GreyImage, ppi: Ppi) -> Result<(), ExtractError> {
    let (width_px, height_px) = working_size(image, ppi);
    if width_px.min(height_px) < SIDE_MIN_PX {
        return Err(ExtractError::TooSmall { width_px, height_px, minimum_px: SIDE_MIN_PX });
    }
    if u64::from(width_px) * u64::from(height_px) > WORKING_PIXELS_MAX {
        return Err(ExtractError::TooLarge { width_px, height_px });
    }
    Ok(())
}
