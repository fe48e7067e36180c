//! What stays the same on every impression of a finger besides its ridges: dryness, creases, pores, wear.

use crate::noise::{Noise, floor};
use crate::random::Random;

/// A wrinkle across the ridges: a bent white line.
#[derive(Debug, Clone)]
struct Crease {
    x: f32,
    y: f32,
    /// Direction and normal of the line.
    along: (f32, f32),
    bow: f32,
    half_length: f32,
    half_width: f32,
}

/// The lasting traits of a finger's skin.
#[derive(Debug, Clone)]
pub(crate) struct Skin {
    /// Added to the moisture of every impression.
    pub(crate) moisture: f32,
    /// 0 smooth … 1 worn: ridges low in patches.
    pub(crate) wear: f32,
    /// 0 no open pores … 1 many.
    pub(crate) pores: f32,
    creases: Vec<Crease>,
    noise: Noise,
}

impl Skin {
    pub(crate) fn draw(random: &mut Random, width: f32, height: f32) -> Self {
        let tired = random.unit();
        let count = (tired * tired * 7.0) as usize;
        let creases = (0..count).map(|_| Crease::draw(random, width, height)).collect();
        Self {
            moisture: random.normal(0.0, 0.22),
            wear: random.unit() * random.unit(),
            pores: random.unit(),
            creases,
            noise: Noise::new(random.bits()),
        }
    }

    /// How much lower the ridge is at a point of the finger because of creases, 0 to 1.
    pub(crate) fn crease(&self, x: f32, y: f32) -> f32 {
        self.creases.iter().map(|c| c.depth(x, y)).fold(0.0, f32::max)
    }

    /// Patchy wear, 0 to about 1.
    pub(crate) fn worn(&self, x: f32, y: f32) -> f32 {
        let patch = self.noise.smooth(x, y, 55.0, 1) + 0.5 * self.noise.smooth(x, y, 23.0, 2);
        self.wear * (patch + 0.2).max(0.0)
    }

    /// Irregularity of the ridge's height and edge, fixed to the finger: -1 to 1.
    pub(crate) fn grain(&self, x: f32, y: f32) -> f32 {
        self.noise.smooth(x, y, 4.5, 3)
    }

    /// Depth of a sweat pore at a point, 0 to 1: one jittered dot in each 8 px cell.
    pub(crate) fn pore(&self, x: f32, y: f32) -> f32 {
        let (u, v) = (x / 8.0, y / 8.0);
        let (column, row) = (floor(u), floor(v));
        if self.noise.at(column, row, 4) > 1.3 * self.pores - 0.6 {
            return 0.0;
        }
        let px = (column as f32 + 0.5 + 0.3 * self.noise.at(column, row, 5)) * 8.0;
        let py = (row as f32 + 0.5 + 0.3 * self.noise.at(column, row, 6)) * 8.0;
        let distance = (x - px) * (x - px) + (y - py) * (y - py);
        (1.0 - distance / 2.6).max(0.0)
    }
}

impl Crease {
    fn draw(random: &mut Random, width: f32, height: f32) -> Self {
        let lean = random.normal(0.0, 0.35);
        let along = ((1.0 - (lean * lean).min(0.9)).sqrt(), lean.clamp(-0.94, 0.94));
        Self {
            x: random.between(0.1, 0.9) * width,
            y: random.between(0.2, 0.95) * height,
            along,
            bow: random.normal(0.0, 0.0015),
            half_length: random.between(15.0, 85.0),
            half_width: random.between(0.9, 2.6),
        }
    }

    fn depth(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.x, y - self.y);
        let along = dx * self.along.0 + dy * self.along.1;
        let end = along.abs() / self.half_length;
        if end >= 1.0 {
            return 0.0;
        }
        let off = (dy * self.along.0 - dx * self.along.1 - self.bow * along * along).abs();
        let width = self.half_width * (1.0 - end * end);
        (1.5 - off / (width + 0.2)).clamp(0.0, 1.0)
    }
}
