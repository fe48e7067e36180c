//! What the network reads. Training and product call this one function, so that both see the same numbers.

use crate::extract::resample::to_standard_resolution;
use crate::extraction::{ExtractError, check_size};
use crate::front_end::FrontEnd;
use crate::image::{GreyImage, Ppi};
use crate::parameters::BLOCK_PX;

/// The three input planes of the network, row-major, at 500 ppi.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPlanes {
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
    /// The image after local normalisation: ridges positive, in local deviations, cut at 2.5.
    pub normalised: Vec<f32>,
    /// Twice the real part of the enhanced ridge wave: about 1 on a clear ridge, -1 in a valley, 0 outside the finger.
    pub wave: Vec<f32>,
    /// Share of the local contrast that the wave explains, 0 to 1, 0 outside the finger.
    pub reliability: Vec<f32>,
}

/// The planes of an image, whether it is a finger or not.
///
/// # Errors
/// [`ExtractError`] where the size is outside the limits.
pub fn network_planes(image: &GreyImage, ppi: Ppi) -> Result<NetworkPlanes, ExtractError> {
    check_size(image, ppi)?;
    Ok(NetworkPlanes::of(&FrontEnd::of(&to_standard_resolution(image, ppi))))
}

impl NetworkPlanes {
    pub(crate) fn of(front: &FrontEnd) -> Self {
        let (width, height) = (front.normalised.width, front.normalised.height);
        let mut reliability = Vec::with_capacity(width * height);
        for y in 0..height {
            let blocks = &front.reliability.data[(y / BLOCK_PX) * front.reliability.columns..];
            reliability.extend((0..width).map(|x| blocks[x / BLOCK_PX]));
        }
        let wave = front.wave.even.data.iter().map(|v| 2.0 * v).collect();
        Self { width, height, normalised: front.normalised.data.clone(), wave, reliability }
    }
}
