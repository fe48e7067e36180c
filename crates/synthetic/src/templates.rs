//! Fingers at template level: minutiae without an image, for galleries of millions.
//!
//! A finger is a hard-core point process of minutiae whose directions follow the ridge flow of its pattern. An
//! impression lays the finger on a sensor as [`Conditions`] say (shift, turn, plastic distortion, contact), then
//! moves, loses and adds minutiae at the rates that `examples/template_rates.rs` measures on rendered impressions.

use dactyloscopy::{Minutia, MinutiaKind, Template};

use crate::arithmetic::{PI, TAU, exp};
use crate::conditions::{Conditions, Sensor};
use crate::distortion::Placement;
use crate::field::Field;
use crate::finger::depth_inside;
use crate::pattern::PatternClass;
use crate::random::{Random, mix};

/// The one dial of how hard impressions at template level are; 1 follows the measured rates. Set so that the
/// equal error rate of single fingers lies near that of the real folders (docs/benchmarks.md, Identification).
pub const TEMPLATE_DIFFICULTY: f32 = 0.85;

/// Frame of an average finger, px at 500 ppi, as for grown fingers.
const FRAME_PX: (f32, f32) = (376.0, 560.0);
/// Part of the frame that touches may show: half axes round the middle of the pattern, px.
const REACH_PX: (f32, f32) = (186.0, 262.0);
/// Minutiae a px² of an average finger (measured: 22 in an ellipse of 95 × 120 px).
const DENSITY_PER_PX2: f32 = 7.0e-4;
/// Nearest two minutiae of a finger, px.
const APART_PX: f32 = 9.0;
/// Minutiae nearer than this to the edge of the contact are not found, px.
const EDGE_PX: f32 = 12.0;

/// A minutia of the finger itself.
#[derive(Debug, Clone, Copy)]
struct Master {
    x: f32,
    y: f32,
    direction: f32,
    kind: MinutiaKind,
}

/// A finger as the minutiae it has.
#[derive(Debug, Clone)]
pub struct TemplateFinger {
    seed: u64,
    size: (f32, f32),
    centre: (f32, f32),
    minutiae: Vec<Master>,
}

/// How one touch went, drawn once an impression.
struct Touch {
    conditions: Conditions,
    severity: f32,
    lost: f32,
    added: f32,
    shift_px: f32,
    turn_rad: f32,
    /// A patch where most minutiae are lost (dirt, dry skin): middle and radius on the sensor, px.
    patch: Option<(f32, f32, f32)>,
}

impl TemplateFinger {
    /// Draws the finger of a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, "template finger");
        let class = PatternClass::draw(&mut random);
        let scale = random.normal(1.0, 0.06).clamp(0.8, 1.2);
        let size = (FRAME_PX.0 * scale, FRAME_PX.1 * scale);
        let period_px = random.normal(8.9, 0.5).clamp(7.3, 11.0);
        let field = Field::draw(&mut random, class, size, scale, period_px);
        let centre = field.centre();
        let crowded = exp(random.normal(0.0, 0.22));
        let minutiae = scatter(&mut random, &field, size, centre, DENSITY_PER_PX2 * crowded);
        Self { seed, size, centre, minutiae }
    }

    /// One impression under ordinary conditions ([`TEMPLATE_DIFFICULTY`]). Impressions of one `session` share
    /// how good the skin is with probability one half: the faults of a person's fingers are not independent.
    pub fn impression(&self, seed: u64, session: u64) -> Template {
        self.impression_at(seed, session, TEMPLATE_DIFFICULTY)
    }

    /// [`Self::impression`] at another difficulty, 0 to 3.
    pub fn impression_at(&self, seed: u64, session: u64, difficulty: f32) -> Template {
        let mut random = Random::new(mix(self.seed, seed), "template impression");
        let shared = Random::new(session, "template session").unit();
        let own = random.unit();
        let worse = if random.chance(0.5) { shared } else { own };
        let d = if difficulty.is_finite() { difficulty.clamp(0.0, 3.0) } else { 1.0 };
        let touch = Touch::draw(&mut random, worse, d);
        let minutiae = self.seen(&mut random, &touch);
        let (width, height) = touch.conditions.sensor.size_px();
        let quality = (92.0 - 30.0 * touch.severity).clamp(5.0, 100.0) as u8;
        Template::new(width as u32, height as u32, quality, minutiae)
            .unwrap_or_else(|error| unreachable!("a synthetic template breaks a limit: {error}"))
    }

    fn seen(&self, random: &mut Random, touch: &Touch) -> Vec<Minutia> {
        let placement = Placement::new(random, &touch.conditions, self.centre);
        let firm = 0.80 + 0.34 * touch.conditions.pressure;
        let half_axes = (
            firm * random.normal(0.36, 0.012) * self.size.0 - EDGE_PX,
            firm * random.normal(0.345, 0.020) * self.size.1 - EDGE_PX,
        );
        let inside = |(u, v): (f32, f32)| {
            let (u, v) = (u / half_axes.0, v / half_axes.1);
            u * u + v * v - 0.22 * u * u * v * v < 1.0
        };
        let turn = touch.conditions.rotation_deg / 180.0 * PI;
        let mut seen = Vec::with_capacity(80);
        for m in &self.minutiae {
            let upright = placement.upright_of((m.x, m.y));
            if !inside(upright) || random.chance(touch.lost) {
                continue;
            }
            let (x, y) = placement.sensor(upright);
            if touch.hides(x, y) && random.chance(0.8) {
                continue;
            }
            let (x, y) = (x + random.normal(0.0, touch.shift_px), y + random.normal(0.0, touch.shift_px));
            let direction = m.direction + turn + random.normal(0.0, touch.turn_rad);
            let kind = if random.chance(0.12) { other(m.kind) } else { m.kind };
            push(random, &mut seen, touch, (x, y, direction, kind), 72.0);
        }
        let mean = touch.added * seen.len() as f32;
        let count = (mean + random.normal(0.0, mean.sqrt())).round().max(0.0) as usize;
        for _ in 0..count {
            let at = (random.between(-1.0, 1.0) * half_axes.0, random.between(-1.0, 1.0) * half_axes.1);
            if inside(at) {
                let (x, y) = placement.sensor(at);
                let direction = random.between(0.0, TAU);
                push(random, &mut seen, touch, (x, y, direction, MinutiaKind::Ending), 50.0);
            }
        }
        seen
    }
}

impl Touch {
    /// `worse`, 0 to 1, is how poor this touch is among touches.
    fn draw(random: &mut Random, worse: f32, d: f32) -> Self {
        // The long tail of poor touches and the careless ones are those of [`Conditions::typical`].
        let severity = d * (0.40 + 1.75 * worse * worse);
        let reach = d * if random.chance(0.12 * d) { 2.4 } else { 1.0 };
        let conditions = Conditions {
            sensor: Sensor::Optical,
            moisture: 0.0,
            pressure: random.normal(0.5, 0.20 * d).clamp(0.0, 1.0),
            rotation_deg: random.normal(0.0, 9.0 * reach),
            shift_px: (random.normal(0.0, 18.0 * reach), random.normal(0.0, 20.0 * reach)),
            contact_px: (random.normal(0.0, 17.0 * reach), random.normal(12.0, 22.0 * reach)),
            distortion: severity * random.between(0.6, 1.5),
            noise: 0.0,
            dirt: 0.0,
        }
        .within_range();
        // How noisy it is, and the tail beyond what was measured on average.
        let noise = severity * random.between(0.4, 1.3);
        let tail = (noise - 1.2).max(0.0);
        let patch = random.chance(0.25 * noise).then(|| {
            (
                random.between(60.0, 330.0),
                random.between(60.0, 320.0),
                random.between(25.0, 45.0 + 30.0 * noise),
            )
        });
        Self {
            conditions,
            severity,
            lost: (0.012 + 0.015 * noise + 0.22 * tail).min(0.7),
            added: (0.015 + 0.008 * noise + 0.30 * tail).min(1.0),
            shift_px: 0.55 + 0.95 * noise,
            turn_rad: 0.065 + 0.035 * noise,
            patch,
        }
    }

    fn hides(&self, x: f32, y: f32) -> bool {
        self.patch.is_some_and(|(px, py, r)| (x - px) * (x - px) + (y - py) * (y - py) < r * r)
    }
}

/// Minutiae of a finger: darts that keep apart, their directions along the ridge, either way.
fn scatter(
    random: &mut Random,
    field: &Field,
    size: (f32, f32),
    centre: (f32, f32),
    density: f32,
) -> Vec<Master> {
    let area = PI * REACH_PX.0 * REACH_PX.1;
    let darts = (area * density * 1.2).min(220.0) as usize;
    let mut made: Vec<Master> = Vec::with_capacity(darts);
    for _ in 0..darts {
        let (u, v) = (random.between(-1.0, 1.0), random.between(-1.0, 1.0));
        let (x, y) = (centre.0 + u * REACH_PX.0, centre.1 + 12.0 + v * REACH_PX.1);
        let near = |m: &Master| (m.x - x) * (m.x - x) + (m.y - y) * (m.y - y) < APART_PX * APART_PX;
        if u * u + v * v > 1.0 || depth_inside(size, x, y) <= 0.0 || made.iter().any(near) {
            continue;
        }
        let back = if random.chance(0.5) { PI } else { 0.0 };
        let kind = if random.chance(0.55) { MinutiaKind::Ending } else { MinutiaKind::Bifurcation };
        made.push(Master { x, y, direction: field.orientation(x, y) + back, kind });
    }
    made
}

/// Adds a minutia that lies on the sensor.
fn push(
    random: &mut Random,
    seen: &mut Vec<Minutia>,
    touch: &Touch,
    (x, y, direction, kind): (f32, f32, f32, MinutiaKind),
    quality: f32,
) {
    let (width, height) = touch.conditions.sensor.size_px();
    let margin = 8.0;
    let on = |v: f32, side: usize| v >= margin && v <= side as f32 - margin;
    if !on(x, width) || !on(y, height) || seen.len() >= dactyloscopy::MINUTIAE_MAX {
        return;
    }
    let turned = direction.rem_euclid(TAU);
    seen.push(Minutia {
        x_px: x,
        y_px: y,
        direction_rad: if turned < TAU { turned } else { 0.0 },
        kind,
        quality: random.normal(quality - 8.0 * touch.severity, 12.0).clamp(10.0, 100.0) as u8,
    });
}

fn other(kind: MinutiaKind) -> MinutiaKind {
    match kind {
        MinutiaKind::Ending => MinutiaKind::Bifurcation,
        _ => MinutiaKind::Ending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dactyloscopy::{Prepared, score};

    #[test]
    fn the_same_seeds_give_the_same_template() {
        let finger = TemplateFinger::new(7);
        assert_eq!(finger.impression(1, 2), TemplateFinger::new(7).impression(1, 2));
        assert_ne!(finger.impression(1, 2), finger.impression(2, 2));
        assert_ne!(finger.impression(1, 2), TemplateFinger::new(8).impression(1, 2));
    }

    #[test]
    fn minutiae_are_as_many_as_on_rendered_impressions() {
        let counts: Vec<usize> =
            (0..300).map(|s| TemplateFinger::new(s).impression(s, s).minutiae().len()).collect();
        let mean = counts.iter().sum::<usize>() as f32 / 300.0;
        assert!((36.0..46.0).contains(&mean), "{mean}");
        assert!(counts.iter().all(|c| *c < 120));
    }

    #[test]
    fn without_difficulty_only_the_least_noise_is_left() {
        for seed in 0..20 {
            let finger = TemplateFinger::new(seed);
            let [a, b] = [1, 2].map(|s| Prepared::new(&finger.impression_at(s, s, 0.0)));
            assert!(score(&a, &b) > 0.9, "seed {seed}: {}", score(&a, &b));
        }
    }
}
