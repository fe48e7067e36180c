//! How a finger is placed on a sensor, and what its skin is like at that moment.

use crate::random::Random;

/// The one dial of how hard [`Conditions::typical`] is. 1.3 means thirty percent more of everything that
/// goes wrong. It was set so that the equal error rate of synthetic impressions lies near that of the real
/// folders with the matcher of this product; after a change of the matcher run
/// `cargo run --release -p synthetic --example realism -- --difficulty 0.8,1.0,1.2` and take the value whose
/// ratio is nearest to 1.
pub const DIFFICULTY: f32 = 1.02;

/// Kind of sensor: what the background, the contrast and the faults look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensor {
    /// Frustrated total internal reflection: white background, 388 × 374 px.
    Optical,
    /// Capacitive array: grey, stripy background, speckled ridges, 300 × 300 px.
    Capacitive,
    /// Thermal sweep: ridges black, valleys white, grey outside, slices slightly out of line, 300 × 480 px.
    Thermal,
}

impl Sensor {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Optical, Self::Capacitive, Self::Thermal];

    /// Width and height of its images, px at 500 ppi.
    pub fn size_px(self) -> (usize, usize) {
        match self {
            Self::Optical => (388, 374),
            Self::Capacitive => (300, 300),
            Self::Thermal => (300, 480),
        }
    }
}

/// The conditions of one impression. Values outside their range are cut to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions {
    /// The sensor touched.
    pub sensor: Sensor,
    /// −1 very dry … 0 normal … 1 very wet; the finger's own tendency is added.
    pub moisture: f32,
    /// 0 barely touching … 1 pressed hard.
    pub pressure: f32,
    /// Rotation of the finger on the sensor, degrees, counter-clockwise, ±180.
    pub rotation_deg: f32,
    /// Shift of the print on the sensor, px at 500 ppi, ±300.
    pub shift_px: (f32, f32),
    /// Which part of the finger touches: centre of the contact relative to the centre of the pattern, px of
    /// the finger, ±300 (roll to the side, tip or base).
    pub contact_px: (f32, f32),
    /// 0 none … 1 strong plastic distortion (up to some 12 px and 8°) …  2 twice that.
    pub distortion: f32,
    /// 0 none … 1 strong noise of skin and sensor … 2.
    pub noise: f32,
    /// 0 clean … 1 scratches, smears and worn patches … 2.
    pub dirt: f32,
}

impl Conditions {
    /// As people touch an optical sensor without supervision: for evaluation. Hard cases included.
    pub fn typical(seed: u64) -> Self {
        Self::typical_at(seed, DIFFICULTY)
    }

    /// [`Self::typical`] at another difficulty, 0 to 3.
    pub fn typical_at(seed: u64, difficulty: f32) -> Self {
        let d = if difficulty.is_finite() { difficulty.clamp(0.0, 3.0) } else { 1.0 };
        let mut random = Random::new(seed, "typical conditions");
        // Most touches are fair, some are poor in everything: real folders show this long tail.
        let worse = random.unit();
        let severity = d * (0.40 + 1.75 * worse * worse);
        let careless = random.chance(0.12 * d);
        let reach = d * if careless { 2.4 } else { 1.0 };
        Self {
            sensor: Sensor::Optical,
            moisture: random.normal(0.0, 0.40 * severity),
            pressure: random.normal(0.5, 0.20 * d).clamp(0.0, 1.0),
            rotation_deg: random.normal(0.0, 9.0 * reach),
            shift_px: (random.normal(0.0, 18.0 * reach), random.normal(0.0, 20.0 * reach)),
            contact_px: (random.normal(0.0, 17.0 * reach), random.normal(12.0, 22.0 * reach)),
            distortion: severity * random.between(0.6, 1.5),
            noise: severity * random.between(0.4, 1.3),
            dirt: severity * random.between(0.0, 1.0),
        }
    }

    /// A cooperative person and an operator who recaptures until the image is good: for registration.
    pub fn good(seed: u64) -> Self {
        let mut random = Random::new(seed, "good conditions");
        Self {
            sensor: Sensor::Optical,
            moisture: random.normal(0.0, 0.10),
            pressure: random.normal(0.6, 0.06),
            rotation_deg: random.normal(0.0, 3.0),
            shift_px: (random.normal(0.0, 6.0), random.normal(0.0, 6.0)),
            contact_px: (random.normal(0.0, 6.0), random.normal(12.0, 7.0)),
            distortion: random.between(0.05, 0.35),
            noise: random.between(0.05, 0.25),
            dirt: random.between(0.0, 0.15),
        }
    }

    /// The same conditions on another sensor.
    #[must_use]
    pub fn on(mut self, sensor: Sensor) -> Self {
        self.sensor = sensor;
        self
    }

    /// Every value cut to its range; what is not a number becomes the middle of it.
    pub(crate) fn within_range(&self) -> Self {
        let cut = |value: f32, low: f32, high: f32, or: f32| {
            if value.is_finite() { value.clamp(low, high) } else { or }
        };
        let far = |(x, y): (f32, f32)| (cut(x, -300.0, 300.0, 0.0), cut(y, -300.0, 300.0, 0.0));
        Self {
            sensor: self.sensor,
            moisture: cut(self.moisture, -1.0, 1.0, 0.0),
            pressure: cut(self.pressure, 0.0, 1.0, 0.5),
            rotation_deg: cut(self.rotation_deg, -180.0, 180.0, 0.0),
            shift_px: far(self.shift_px),
            contact_px: far(self.contact_px),
            distortion: cut(self.distortion, 0.0, 2.0, 0.5),
            noise: cut(self.noise, 0.0, 2.0, 0.5),
            dirt: cut(self.dirt, 0.0, 2.0, 0.5),
        }
    }
}
