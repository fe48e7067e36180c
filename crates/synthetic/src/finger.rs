//! A synthetic finger.

use dactyloscopy::GreyImage;
use vocabulary::FingerPosition;

use crate::conditions::Conditions;
use crate::distortion::Placement;
use crate::field::Field;
use crate::growth::{Growth, RIDGE, grow};
use crate::impression::press;
use crate::pattern::PatternClass;
use crate::person::Sex;
use crate::random::{Random, mix};
use crate::sensor::expose;
use crate::skin::Skin;
use crate::truth::Truth;

/// What a finger has from its owner and its place on the hand. Skin is alike on all fingers of a person, so
/// that the faults of ten fingers are not independent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Build {
    /// Mean distance between ridges, px at 500 ppi.
    pub period_px: f32,
    /// Size relative to an average index finger.
    pub size: f32,
    /// How moist the owner's skin is: −1 very dry … 1 very wet.
    pub moisture: f32,
    /// How worn the owner's skin is: 0 smooth … 1.
    pub wear: f32,
}

impl Build {
    /// The build of a person's finger.
    pub fn of(sex: Sex, position: FingerPosition, finger_seed: u64) -> Self {
        let mut person = Random::new(finger_seed, "build of the person");
        let (period, size) = match sex {
            Sex::Female => (8.5, 0.95),
            Sex::Male => (9.2, 1.03),
        };
        let (wider, larger) = match (position.number() - 1) % 5 {
            0 => (1.06, 1.08),
            4 => (0.95, 0.90),
            _ => (1.0, 1.0),
        };
        Self {
            period_px: (person.normal(period, 0.45) * wider).clamp(7.3, 11.0),
            size: (person.normal(size, 0.05) * larger).clamp(0.8, 1.15),
            moisture: person.normal(0.0, 0.22),
            wear: person.unit() * person.unit(),
        }
    }

    fn draw(random: &mut Random) -> Self {
        let sex = if random.chance(0.5) { Sex::Female } else { Sex::Male };
        let position = FingerPosition::ALL[random.below(10)];
        Self::of(sex, position, random.bits())
    }
}

/// Size of the frame of an average finger, px at 500 ppi.
const FRAME_PX: (f32, f32) = (376.0, 560.0);

/// A finger: its pattern as it would be without pressure, dirt or a sensor.
#[derive(Debug, Clone)]
pub struct Finger {
    seed: u64,
    class: PatternClass,
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Where the pattern is centred, px of the frame.
    pub(crate) centre: (f32, f32),
    /// Ridge height at each px of the frame: ±[`RIDGE`](crate::growth::RIDGE), 0 outside the finger.
    pub(crate) ridges: Vec<i16>,
    pub(crate) skin: Skin,
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
    pub fn grow_as(seed: u64, class: PatternClass, build: Build) -> Self {
        let mut random = Random::new(seed, "ridges");
        let scale = if build.size.is_finite() { build.size.clamp(0.7, 1.3) } else { 1.0 };
        let half = ((FRAME_PX.0 * scale / 2.0) as usize, (FRAME_PX.1 * scale / 2.0) as usize);
        let (width, height) = (2 * half.0, 2 * half.1);
        let size = (width as f32, height as f32);
        let field = Field::draw(&mut random, class, size, scale, build.period_px);
        let ridges =
            grow(&mut random, &field, half, &|x, y| depth_inside(size, x, y) > 0.0, Growth::default());
        let skin = Skin::draw(&mut random, &build, width, height);
        Self { seed, class, width, height, centre: field.centre(), ridges, skin }
    }

    /// The pattern class it was grown from.
    pub fn class(&self) -> PatternClass {
        self.class
    }

    /// The whole pattern, as a drawing: ridges dark, px at 500 ppi.
    pub fn master(&self) -> GreyImage {
        let grey = |ridge: &i16| (127 - i32::from(*ridge) * 127 / i32::from(RIDGE)) as u8;
        image(self.width, self.height, self.ridges.iter().map(grey).collect())
    }

    /// Touches a sensor: one impression at 500 ppi. Different seeds differ in noise and detail, the
    /// conditions say how the finger lay and what its skin was like.
    pub fn impression(&self, seed: u64, conditions: &Conditions) -> GreyImage {
        self.touch(seed, conditions).0
    }

    /// The same impression together with what it shows: its ridges without noise, and through them its minutiae.
    pub fn impression_with_truth(&self, seed: u64, conditions: &Conditions) -> (GreyImage, Truth) {
        let (impression, placement) = self.touch(seed, conditions);
        let truth = Truth::of(self, &placement, (impression.width(), impression.height()));
        (impression, truth)
    }

    fn touch(&self, seed: u64, conditions: &Conditions) -> (GreyImage, Placement) {
        let conditions = conditions.within_range();
        let mut random = Random::new(mix(self.seed, seed), "impression");
        let (contact, placement) = press(&mut random, self, &conditions);
        let pixels = expose(&mut random, &contact, &conditions);
        (image(contact.width, contact.height, pixels), placement)
    }
}

/// How far inside the outline of the finger's print a point lies: 1 on the middle line, 0 on the outline,
/// negative outside. A half ellipse at the tip, sides that narrow a little, open below.
pub(crate) fn depth_inside((width, height): (f32, f32), x: f32, y: f32) -> f32 {
    let middle = 0.5 * width;
    let tip = 0.37 * height;
    let across = (x - middle) / (middle - 3.0);
    let side = if y < tip {
        let up = (tip - y) / (tip - 4.0);
        1.0 - (across * across + up * up).sqrt()
    } else {
        1.0 - across.abs() / (1.0 - 0.10 * (y - tip) / (height - tip))
    };
    side.min((height - 3.0 - 26.0 * across * across - y) / middle)
}

/// An image within the limits by construction.
pub(crate) fn image(width: usize, height: usize, pixels: Vec<u8>) -> GreyImage {
    GreyImage::new(width as u32, height as u32, pixels)
        .unwrap_or_else(|error| unreachable!("a synthetic image breaks a limit: {error}"))
}
