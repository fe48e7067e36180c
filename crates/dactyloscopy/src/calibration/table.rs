//! Written by `examples/calibrate`; do not edit.

use super::{LikelihoodModel, ScoreContext};
use crate::template::AlgorithmVersion;

pub(super) const MATCH_THRESHOLD: f32 = 0.64;
pub(super) const MODEL: LikelihoodModel = LikelihoodModel {
    floor: -4.6052,
    offset: -1.249,
    slope: 5.5854,
    quality: -1.4511,
    minutiae: -0.8948,
    quality_slope: 1.7368,
    tail_from: 0.4105,
    tail_slope: 6.9263,
    limit_log10: 4.92,
};
pub(super) const CONTEXT: ScoreContext = ScoreContext {
    algorithm: AlgorithmVersion { major: 0, minor: 2 },
    genuine_pairs: 2492,
    impostor_pairs: 250496,
    fingers: 89,
    #[rustfmt::skip]
    genuine: [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.001204, 0.001204,
        0.000401, 0.000401, 0.0, 0.000401, 0.0, 0.000401, 0.000803, 0.0, 0.0, 0.001204,
        0.000401, 0.000401, 0.001204, 0.001204, 0.001204, 0.001605, 0.000803, 0.000803, 0.001605, 0.002006,
        0.002408, 0.001605, 0.007223, 0.001605, 0.004414, 0.003612, 0.005217, 0.004013, 0.004414, 0.00923,
        0.008427, 0.016854, 0.011236, 0.01886, 0.035714, 0.04695, 0.057384, 0.11557, 0.280096, 0.347913,
    ],
    #[rustfmt::skip]
    impostor: [
        4e-6, 0.0002, 0.000723, 0.001988, 0.003741, 0.006735, 0.011453, 0.07343, 0.437516, 0.235992,
        0.021917, 0.02299, 0.023713, 0.023637, 0.021897, 0.020427, 0.018415, 0.015805, 0.013433, 0.010727,
        0.008212, 0.00693, 0.005377, 0.004128, 0.00303, 0.002268, 0.001597, 0.00123, 0.000866, 0.000587,
        0.000419, 0.000275, 0.0002, 7.6e-5, 1.6e-5, 2.8e-5, 8e-6, 0.0, 8e-6, 4e-6,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    source: "FVC2002 DB1_B, FVC2002 DB3_B, FVC2004 DB1_B, FVC2004 DB3_B, UPEK, UareU",
};
