//! The flow of a finger: ridge orientation from cores and deltas, and ridge period.
//!
//! Orientation follows the zero-pole model of Sherlock and Monro (1993), each singular angle passed through
//! the piecewise-linear correction of Vizcaya and Gerhardt (1996), plus a smooth bend that carries the
//! ridges round the fingertip. A smooth bend adds no singular point.

use crate::arithmetic::{PI, TAU, atan2, cos, exp, sin, smooth_step};
use crate::noise::Noise;
use crate::pattern::PatternClass;
use crate::random::Random;

/// How far from a core its legs stay parallel, px.
const LEGS_PX: f32 = 150.0;

/// Knots of the angle correction.
const KNOTS: usize = 8;

/// One core or delta.
#[derive(Debug, Clone)]
struct Singularity {
    x: f32,
    y: f32,
    /// +½ for a core, −½ for a delta.
    index: f32,
    /// What is added to the angle round the point at each knot, radians.
    correction: [f32; KNOTS],
    /// Direction in which the ridges leave a core, radians.
    axis: f32,
    /// How parallel they leave it: 0 parabolas round the point, 1 a half circle on two parallel legs.
    legs: f32,
}

impl Singularity {
    fn new(random: &mut Random, (x, y): (f32, f32), index: f32) -> Self {
        let mut correction = [0.0; KNOTS];
        for knot in &mut correction {
            *knot = random.normal(0.0, 0.08);
        }
        Self { x, y, index, correction, axis: 0.0, legs: 0.0 }
    }

    /// Its share of the orientation at a point (y down).
    fn angle(&self, x: f32, y: f32) -> f32 {
        let angle = atan2(self.y - y, x - self.x);
        let place = (angle + PI) / TAU * KNOTS as f32;
        let knot = place as usize;
        let (low, high) = (self.correction[knot % KNOTS], self.correction[(knot + 1) % KNOTS]);
        let corrected = angle + low + (high - low) * (place - knot as f32);
        if self.legs == 0.0 {
            return self.index * corrected;
        }
        let (dx, dy) = ((x - self.x) / LEGS_PX, (y - self.y) / LEGS_PX);
        let near = exp(-(dx * dx + dy * dy));
        self.index * (corrected - self.legs * near * sin(angle - self.axis))
    }
}

/// Orientation and period of the ridges at any point of a finger. Coordinates: px at 500 ppi from the
/// top-left of the finger's own frame, y down.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    width: f32,
    height: f32,
    centre_x: f32,
    core_x: f32,
    core_y: f32,
    singularities: Vec<Singularity>,
    /// Slope of an arch at its steepest, 0 for other classes.
    arch: f32,
    /// How far the ridges bend round the fingertip, radians at the edge.
    bend: f32,
    /// Waviness of the orientation, radians.
    wave: f32,
    /// Turns a loop upright round its core, radians.
    lean: f32,
    period_px: f32,
    noise: Noise,
}

impl Field {
    /// Draws the flow of a finger of this class on a frame of this size.
    pub(crate) fn draw(
        random: &mut Random,
        class: PatternClass,
        size: (f32, f32),
        scale: f32,
        period_px: f32,
    ) -> Self {
        let (width, height) = size;
        let core =
            (width * 0.5 + random.normal(0.0, 9.0) * scale, height * 0.39 + random.normal(0.0, 14.0) * scale);
        let arch = if class == PatternClass::Arch { random.between(0.55, 1.1) } else { 0.0 };
        let mut field = Self {
            width,
            height,
            centre_x: width * 0.5 + random.normal(0.0, 5.0) * scale,
            core_x: core.0,
            core_y: core.1,
            singularities: singularities(random, class, core, scale),
            arch,
            bend: random.between(0.45, 0.70),
            wave: random.between(0.05, 0.11),
            lean: match class {
                PatternClass::LeftLoop => random.between(0.05, 0.25),
                PatternClass::RightLoop => -random.between(0.05, 0.25),
                _ => 0.0,
            },
            period_px,
            noise: Noise::new(random.bits()),
        };
        field.straighten(random);
        field
    }

    /// Turns the half turn round each core into a cap on two parallel legs, as in real loops. At the point
    /// itself the ridge leaves where the orientation equals the direction: at twice what the rest of the
    /// field gives there.
    fn straighten(&mut self, random: &mut Random) {
        for index in 0..self.singularities.len() {
            let mut rest = self.clone();
            let core = rest.singularities.remove(index);
            if core.index < 0.0 {
                continue;
            }
            let axis = 2.0 * rest.orientation(core.x, core.y);
            let legs = random.between(0.55, 0.9);
            if let Some(core) = self.singularities.get_mut(index) {
                (core.axis, core.legs) = (axis, legs);
            }
        }
    }

    /// Where the pattern is centred.
    pub(crate) fn centre(&self) -> (f32, f32) {
        (self.centre_x, self.core_y)
    }

    /// Orientation, radians counter-clockwise from the x axis as seen on the image, not reduced mod π.
    pub(crate) fn orientation(&self, x: f32, y: f32) -> f32 {
        let across = ((x - self.centre_x) / (0.5 * self.width)).clamp(-1.2, 1.2);
        let down = (y - self.core_y) / self.height;
        let singular: f32 = self.singularities.iter().map(|s| s.angle(x, y)).sum();
        let tip = smooth_step(0.42, -0.05, down);
        let bend = -self.bend * across * tip * (1.0 - 0.22 * across * across);
        let waist = exp(-(down - 0.10) * (down - 0.10) / 0.030);
        let hump = exp(-across * across / 0.28);
        let arch = -self.arch * waist * hump * across * 2.6;
        let wave = self.wave * (self.noise.smooth(x, y, 110.0, 1) + 0.5 * self.noise.smooth(x, y, 45.0, 3));
        let (dx, dy) = ((x - self.core_x) / 85.0, (y - self.core_y - 25.0) / 95.0);
        let lean = self.lean * exp(-(dx * dx + dy * dy));
        singular + bend + arch + lean + wave
    }

    /// Distance between neighbouring ridges, px. Wider below the pattern and at the tip, finer round the
    /// core, with a smooth random part (as Cappelli, Maio and Maltoni 2004 describe real prints).
    pub(crate) fn period(&self, x: f32, y: f32) -> f32 {
        let down = (y - self.core_y) / self.height;
        let below = 0.16 * smooth_step(0.12, 0.42, down);
        let tip = 0.06 * smooth_step(-0.12, -0.40, down);
        let (dx, dy) = ((x - self.centre_x) / 75.0, (y - self.core_y) / 75.0);
        let core = -0.06 * exp(-(dx * dx + dy * dy));
        let random = 0.12 * self.noise.smooth(x, y, 75.0, 2);
        (self.period_px * (1.0 + below + tip + core + random)).clamp(6.6, 12.5)
    }
}

fn singularities(random: &mut Random, class: PatternClass, core: (f32, f32), scale: f32) -> Vec<Singularity> {
    let (x, y) = core;
    let mut made = Vec::with_capacity(4);
    let side = |random: &mut Random, sign: f32| {
        let out = random.normal(105.0, 20.0).clamp(58.0, 150.0);
        let below = random.normal(108.0, 24.0).clamp(55.0, 165.0);
        (x + sign * out * scale, y + below * scale)
    };
    match class {
        PatternClass::Arch => {}
        PatternClass::TentedArch => {
            let below = (x + random.normal(0.0, 3.0), y + random.between(48.0, 85.0) * scale);
            made.push(Singularity::new(random, core, 0.5));
            made.push(Singularity::new(random, below, -0.5));
        }
        PatternClass::LeftLoop | PatternClass::RightLoop => {
            let sign = if class == PatternClass::LeftLoop { 1.0 } else { -1.0 };
            let delta = side(random, sign);
            made.push(Singularity::new(random, core, 0.5));
            made.push(Singularity::new(random, delta, -0.5));
        }
        PatternClass::Whorl | PatternClass::DoubleLoop => {
            let (apart, tilt) = if class == PatternClass::Whorl {
                (random.between(8.0, 46.0), random.normal(0.0, 0.25))
            } else {
                let tilt = random.between(0.5, 1.0);
                (random.between(48.0, 80.0), if random.chance(0.5) { tilt } else { -tilt })
            };
            let half = apart * scale * 0.5;
            let (dx, dy) = (half * cos(PI / 2.0 - tilt), half * cos(tilt));
            let (left, right) = (side(random, -1.0), side(random, 1.0));
            made.push(Singularity::new(random, (x + dx, y - dy), 0.5));
            made.push(Singularity::new(random, (x - dx, y + dy), 0.5));
            made.push(Singularity::new(random, (left.0, left.1 + 8.0), -0.5));
            made.push(Singularity::new(random, (right.0, right.1 + 8.0), -0.5));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns of the orientation on a circle round the pattern, in half turns: cores minus deltas inside.
    fn half_turns(field: &Field, centre: (f32, f32), radius: f32) -> i32 {
        let mut turned = 0.0;
        let at = |i: usize| {
            let angle = i as f32 / 720.0 * TAU;
            field.orientation(centre.0 + radius * angle.cos(), centre.1 - radius * angle.sin())
        };
        for i in 0..720 {
            let step = at(i + 1) - at(i);
            turned += step - (step / PI).round() * PI;
        }
        (turned / PI).round() as i32
    }

    #[test]
    fn each_class_has_its_singular_points() {
        for class in PatternClass::ALL {
            for seed in 0..20 {
                let mut random = Random::new(seed, "field test");
                let field = Field::draw(&mut random, class, (368.0, 512.0), 1.0, 9.0);
                let (cores, deltas) = match class {
                    PatternClass::Arch => (0, 0),
                    PatternClass::Whorl | PatternClass::DoubleLoop => (2, 2),
                    _ => (1, 1),
                };
                let near = |s: &Singularity| half_turns(&field, (s.x, s.y), 2.0);
                let turns: Vec<i32> = field.singularities.iter().map(near).collect();
                assert_eq!(turns.iter().filter(|t| **t == 1).count(), cores, "{class} {turns:?}");
                assert_eq!(turns.iter().filter(|t| **t == -1).count(), deltas, "{class} {turns:?}");
                assert_eq!(half_turns(&field, field.centre(), 400.0), 0, "{class}");
            }
        }
    }

    #[test]
    fn periods_stay_in_range() {
        let field = Field::draw(&mut Random::new(1, "p"), PatternClass::Whorl, (368.0, 512.0), 1.0, 9.0);
        for y in 0..512 {
            for x in 0..368 {
                let period = field.period(x as f32, y as f32);
                assert!((6.6..=12.5).contains(&period));
            }
        }
    }
}
