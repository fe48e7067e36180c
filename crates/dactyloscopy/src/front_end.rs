//! The front end that every detector of minutiae shares: from the grey image to the ridge flow, the enhanced ridge wave
//! and how far both can be trusted.

use crate::extract::blocks::BlockMap;
use crate::extract::enhancement::{RidgeWave, enhance};
use crate::extract::gradient::{block_magnitude, block_tensor};
use crate::extract::normalise::normalise;
use crate::extract::orientation::{OrientationMap, orientation};
use crate::extract::period::{PeriodMap, period};
use crate::extract::plane::Plane;
use crate::extract::reliability::reliability;
use crate::extract::segmentation::{segment, segment_ridges};
use crate::parameters::{GABOR_SIGMA_PERIODS, ORIENTATION_FIRST_BLOCKS, ORIENTATION_SECOND_BLOCKS};

/// Everything known of a print before minutiae are sought. Lengths are 500-ppi pixels.
#[derive(Debug, Clone)]
pub struct FrontEnd {
    /// The image after local normalisation, ridges positive.
    pub(crate) normalised: Plane,
    /// Strength of the gradient by block.
    pub(crate) magnitude: BlockMap<f32>,
    /// Blocks that belong to the finger.
    pub(crate) foreground: BlockMap<bool>,
    /// Ridge flow of the enhanced image.
    pub(crate) flow: OrientationMap,
    /// Distance from ridge to ridge by block.
    pub(crate) period_px: BlockMap<f32>,
    /// How periodic the print is as a whole.
    pub(crate) periodicity: f32,
    /// The ridge wave, enhanced with one window everywhere.
    pub(crate) wave: RidgeWave,
    /// Share of the local contrast that the wave explains, by block.
    pub(crate) reliability: BlockMap<f32>,
}

impl FrontEnd {
    /// One call a stage: the flow of the image tunes a first enhancement, the flow of the enhanced image tunes the second.
    pub(crate) fn of(grey: &Plane) -> Self {
        let magnitude = block_magnitude(grey);
        let foreground = segment(&magnitude);
        Self::on(grey, magnitude, foreground)
    }

    /// Of a mark from a scene, on whatever ground: the ridges are sought on all `inside` first, and the finger is the
    /// largest regions in which there are any.
    pub(crate) fn of_mark(grey: &Plane, inside: impl Fn(usize, usize) -> bool) -> Self {
        let magnitude = block_magnitude(grey);
        let mut searched = magnitude.map(|_| false);
        for (i, searched) in searched.data.iter_mut().enumerate() {
            *searched = inside(i % magnitude.columns, i / magnitude.columns);
        }
        let Self { magnitude, reliability, flow, .. } = Self::on(grey, magnitude, searched);
        let foreground = segment_ridges(&reliability, &flow.coherence);
        Self::on(grey, magnitude, foreground)
    }

    fn on(grey: &Plane, magnitude: BlockMap<f32>, foreground: BlockMap<bool>) -> Self {
        let normalised = normalise(grey);
        let flow = orientation(&block_tensor(&normalised), ORIENTATION_FIRST_BLOCKS);
        let PeriodMap { period_px, periodicity } = period(&normalised, &flow.ridge_rad, &foreground);
        let even_window = period_px.map(|_| GABOR_SIGMA_PERIODS);
        let wave = enhance(&normalised, &flow.ridge_rad, &period_px, &even_window, &foreground);
        let flow = orientation(&block_tensor(&wave.even), ORIENTATION_SECOND_BLOCKS);
        let wave = enhance(&normalised, &flow.ridge_rad, &period_px, &even_window, &foreground);
        let reliability = reliability(&normalised, &wave, &foreground);
        Self { normalised, magnitude, foreground, flow, period_px, periodicity, wave, reliability }
    }
}
