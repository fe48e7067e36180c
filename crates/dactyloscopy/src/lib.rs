//! Dactyloscopy: from a finger image to minutiae, from two sets of minutiae to a score.
//!
//! Pure: no file, clock, thread or random number. The same image gives the same template, the same two
//! templates give the same score, on every machine whose standard library computes the same sines,
//! exponentials and arctangents (all builds for one target do).

pub mod drawing;
pub mod evaluation;

mod calibration;
mod comparison;
mod detector;
mod extract;
mod extraction;
mod front_end;
mod image;
mod matching;
mod minutia;
mod network;
mod parameters;
mod template;

pub use calibration::{
    CONTEXT, Covariates, LikelihoodModel, LikelihoodRatio, MATCH_THRESHOLD, MODEL, ScoreContext,
    likelihood_ratio, likelihood_ratio_between, log10_likelihood_ratio,
};
pub use comparison::{
    Comparison, MinutiaPair, Prepared, StoredCylinder, Workspace, compare, is_mirrored, score, score_in,
};
pub use detector::{DEFAULT_DETECTOR, DetectorName, MinutiaDetector, PhaseDetector, UnknownDetector};
pub use drawing::{
    ChartPrint, ChartRemarks, DetCurve, DrawingOptions, draw_comparison_chart, draw_det_chart,
    draw_minutiae_document, draw_minutiae_svg,
};
pub use extraction::{
    ExtractError, Extraction, MarkRegion, Quality, QualityCause, RidgeMaps, extract, extract_mark,
    extract_with,
};
pub use front_end::FrontEnd;
pub use image::{GreyImage, ImageError, PIXELS_MAX, Ppi, SIDE_MAX_PX};
pub use matching::packed::{CYLINDER_WORDS, PackedCylinder};
pub use minutia::{Minutia, MinutiaKind, direction_of_step};
pub use network::{ConvolutionShape, Network, NetworkOutputs, NetworkPlanes, WeightsError, network_planes};
pub use template::{ALGORITHM, AlgorithmVersion, MINUTIAE_MAX, Template, TemplateError};
