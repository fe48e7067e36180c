//! Dactyloscopy: from a finger image to minutiae, from two sets of minutiae to a score.
//!
//! Pure: no file, clock, thread or random number. The same image gives the same template, the same two
//! templates give the same score, on every machine.

pub mod drawing;

mod comparison;
mod extraction;
mod image;
mod minutia;
mod template;

pub use comparison::{
    Comparison, MATCH_THRESHOLD, MinutiaPair, Prepared, compare, log10_likelihood_ratio, score,
};
pub use drawing::{DrawingOptions, draw_minutiae_svg};
pub use extraction::{ExtractError, Extraction, Quality, QualityCause, RidgeMaps, extract};
pub use image::{GreyImage, ImageError, PIXELS_MAX, Ppi, SIDE_MAX_PX};
pub use minutia::{Minutia, MinutiaKind, direction_of_step};
pub use template::{ALGORITHM, AlgorithmVersion, MINUTIAE_MAX, Template, TemplateError};
