//! Written by `examples/calibrate`; do not edit.

use super::{LikelihoodModel, ScoreContext};
use crate::template::AlgorithmVersion;

pub(super) const MATCH_THRESHOLD: f32 = 0.74;
pub(super) const MODEL: LikelihoodModel = LikelihoodModel {
    floor: -4.6052,
    offset: -4.1726,
    slope: 6.6153,
    quality: 0.224,
    minutiae: 1.5332,
    quality_slope: -0.9654,
    tail_from: 0.6865,
    tail_slope: 5.6824,
    limit_log10: 4.92,
};
pub(super) const CONTEXT: ScoreContext = ScoreContext {
    algorithm: AlgorithmVersion { major: 0, minor: 4 },
    genuine_pairs: 2492,
    impostor_pairs: 250496,
    fingers: 89,
    #[rustfmt::skip]
    genuine: [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.000401, 0.0, 0.0,
        0.0, 0.0, 0.000401, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.000401, 0.0, 0.0,
        0.001204, 0.000401, 0.0, 0.000401, 0.0, 0.001204, 0.000803, 0.000401, 0.001204, 0.002006,
        0.002408, 0.002809, 0.003612, 0.008427, 0.011236, 0.012841, 0.029294, 0.04695, 0.180979, 0.692616,
    ],
    #[rustfmt::skip]
    impostor: [
        0.0, 0.0, 0.0, 0.0, 4e-6, 1.2e-5, 0.000447, 0.015326, 0.150797, 0.389759,
        0.265134, 0.104301, 0.041593, 0.012535, 0.00016, 0.000311, 0.000319, 0.000487, 0.000643, 0.000751,
        0.00089, 0.001126, 0.001357, 0.001385, 0.001673, 0.001685, 0.001613, 0.001593, 0.001313, 0.001301,
        0.000994, 0.000838, 0.000519, 0.000411, 0.000287, 0.000208, 0.00012, 5.2e-5, 3.2e-5, 8e-6,
        1.2e-5, 4e-6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    source: "FVC2002 DB1_B, FVC2002 DB3_B, FVC2004 DB1_B, FVC2004 DB3_B, UPEK, UareU",
};
