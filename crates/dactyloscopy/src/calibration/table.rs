//! Written by `examples/calibrate`; do not edit.

use super::{LikelihoodModel, ScoreContext};
use crate::template::AlgorithmVersion;

pub(super) const MATCH_THRESHOLD: f32 = 0.75;
pub(super) const MODEL: LikelihoodModel = LikelihoodModel {
    floor: -4.6052,
    offset: -3.3091,
    slope: 5.0254,
    quality: 1.0822,
    minutiae: -0.6444,
    quality_slope: -0.8694,
    tail_from: 0.6914,
    tail_slope: 5.7734,
    limit_log10: 4.92,
};
pub(super) const CONTEXT: ScoreContext = ScoreContext {
    algorithm: AlgorithmVersion { major: 0, minor: 4 },
    genuine_pairs: 2492,
    impostor_pairs: 250368,
    fingers: 89,
    #[rustfmt::skip]
    genuine: [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.000401, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.000401, 0.0,
        0.000401, 0.000401, 0.000803, 0.0, 0.000401, 0.0, 0.000803, 0.000401, 0.001204, 0.001204,
        0.002408, 0.003612, 0.005217, 0.004815, 0.010835, 0.017657, 0.023274, 0.051766, 0.16573, 0.708266,
    ],
    #[rustfmt::skip]
    impostor: [
        0.0, 0.0, 0.0, 4e-6, 8e-6, 8e-6, 0.000767, 0.015665, 0.146241, 0.389475,
        0.267219, 0.105469, 0.04217, 0.012741, 0.000236, 0.000324, 0.000363, 0.000451, 0.000567, 0.000743,
        0.000887, 0.00113, 0.001266, 0.00145, 0.001622, 0.001686, 0.001713, 0.001686, 0.001446, 0.001214,
        0.001034, 0.000719, 0.000567, 0.000411, 0.00028, 0.00018, 0.000152, 4.8e-5, 2.4e-5, 1.6e-5,
        1.2e-5, 4e-6, 4e-6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    source: "FVC2002 DB1_B, FVC2002 DB3_B, FVC2004 DB1_B, FVC2004 DB3_B, UPEK, UareU",
};
