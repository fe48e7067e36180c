//! A synthetic finger.

use dactyloscopy::GreyImage;
use vocabulary::FingerPosition;

use crate::conditions::Conditions;
use crate::pattern::PatternClass;
use crate::person::Sex;
use crate::random::{Random, mix};

/// What sex and finger position change in a finger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Build {
    /// Mean distance between ridges, px at 500 ppi.
    pub period_px: f32,
    /// Size relative to an average index finger.
    pub size: f32,
}

impl Build {
    /// The build of a person's finger.
    pub fn of(sex: Sex, position: FingerPosition, finger_seed: u64) -> Self {
        let mut person = Random::new(finger_seed, "build of the person");
        let (period, size) = match sex {
            Sex::Female => (8.5, 0.93),
            Sex::Male => (9.2, 1.03),
        };
        let (wider, larger) = match (position.number() - 1) % 5 {
            0 => (1.06, 1.12),
            4 => (0.95, 0.86),
            _ => (1.0, 1.0),
        };
        Self {
            period_px: (person.normal(period, 0.45) * wider).clamp(7.3, 11.0),
            size: (person.normal(size, 0.05) * larger).clamp(0.75, 1.2),
        }
    }

    fn draw(random: &mut Random) -> Self {
        let sex = if random.chance(0.5) { Sex::Female } else { Sex::Male };
        let position = FingerPosition::ALL[random.below(10)];
        Self::of(sex, position, random.bits())
    }
}

/// A finger: its pattern as it would be without pressure, dirt or a sensor.
#[derive(Debug, Clone)]
pub struct Finger {
    seed: u64,
    class: PatternClass,
}

impl Finger {
    /// Grows a finger whose class follows the natural frequencies.
    pub fn grow(seed: u64) -> Self {
        let mut random = Random::new(seed, "finger");
        let class = PatternClass::draw(&mut random);
        let build = Build::draw(&mut random);
        Self::grow_as(mix(seed, 1), class, build)
    }

    /// Grows a finger of a class and build.
    pub fn grow_as(seed: u64, class: PatternClass, _build: Build) -> Self {
        Self { seed, class }
    }

    /// The pattern class it was grown from.
    pub fn class(&self) -> PatternClass {
        self.class
    }

    /// Touches a sensor: one impression at 500 ppi. Different seeds differ in noise and detail, the
    /// conditions say how the finger lay and what its skin was like.
    pub fn impression(&self, seed: u64, _conditions: &Conditions) -> GreyImage {
        let mut random = Random::new(mix(self.seed, seed), "impression");
        let pixels = (0..388 * 374).map(|_| (random.bits() & 255) as u8).collect();
        GreyImage::new(388, 374, pixels).unwrap_or_else(|_| unreachable!("within the limits of an image"))
    }
}
