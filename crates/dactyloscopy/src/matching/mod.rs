//! Comparison: minutia cylinder codes, local pairing, relaxation, then the geometric stage.

pub(crate) mod agreement;
pub(crate) mod alignment;
pub(crate) mod approximate;
pub(crate) mod cylinder;
pub(crate) mod hull;
pub(crate) mod likeness;
pub(crate) mod packed;
pub(crate) mod pairing;
pub(crate) mod points;
pub(crate) mod relaxation;
pub(crate) mod warp;
pub(crate) mod wide;
