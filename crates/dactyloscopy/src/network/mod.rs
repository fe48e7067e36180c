//! The learned detector of minutiae: a small convolutional network that reads the front end's planes. Inference is
//! ours, and bit-reproducible: every processor computes the same sums in the same order.

mod architecture;
mod convolution;
mod decode;
mod forward;
mod planes;
mod stem;
mod tensor;
mod weights;
mod wide;
mod window;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use architecture::ConvolutionShape;
pub use forward::{Network, NetworkOutputs};
pub use planes::{NetworkPlanes, network_planes};
pub use weights::WeightsError;

use crate::extract::filtering::Context;
use crate::extract::segmentation::distance_to_background;
use crate::front_end::FrontEnd;
use crate::minutia::Minutia;
use decode::decode;
use wide::Generation;
use window::Window;

/// The trained weights (docs/benchmarks.md says how they came about).
const WEIGHTS: &[u8] = include_bytes!("../../weights/minutiae.tnet");

impl Network {
    /// The network of this build.
    ///
    /// # Errors
    /// [`WeightsError`] where the weights do not fit the network: a build that its tests refuse.
    pub fn built_in() -> Result<&'static Self, WeightsError> {
        static NETWORK: OnceLock<Result<Network, WeightsError>> = OnceLock::new();
        NETWORK.get_or_init(|| Self::read(WEIGHTS)).as_ref().map_err(Clone::clone)
    }

    pub(crate) fn minutiae(&self, front: &FrontEnd) -> Vec<Minutia> {
        let Some(window) = Window::around(&front.foreground) else { return Vec::new() };
        let outputs = self.run_on(Generation::best(), &NetworkPlanes::of(front), &window);
        let context = Context {
            width_px: front.normalised.width,
            height_px: front.normalised.height,
            period_px: &front.period_px,
            reliability: &front.reliability,
            depth_blocks: &distance_to_background(&front.foreground),
        };
        decode(&outputs, |x_px, y_px| context.is_inside(x_px, y_px))
    }
}
