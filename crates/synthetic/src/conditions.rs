//! How a finger is placed on a sensor, and what its skin is like.

/// The conditions of one impression.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions {
    /// −1 very dry … 0 normal … 1 very wet.
    pub moisture: f32,
    /// 0 barely touching … 1 pressed hard.
    pub pressure: f32,
    /// Rotation on the sensor, degrees.
    pub rotation_deg: f32,
    /// Shift of the finger on the sensor, px at 500 ppi.
    pub shift_px: (f32, f32),
}

impl Conditions {
    /// As people touch sensors: for evaluation.
    pub fn typical(_seed: u64) -> Self {
        Self { moisture: 0.0, pressure: 0.5, rotation_deg: 0.0, shift_px: (0.0, 0.0) }
    }

    /// A cooperative person and an operator who recaptures until the image is good.
    pub fn good(_seed: u64) -> Self {
        Self { moisture: 0.0, pressure: 0.5, rotation_deg: 0.0, shift_px: (0.0, 0.0) }
    }
}
