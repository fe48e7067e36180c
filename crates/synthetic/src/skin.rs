//! What stays the same on every impression of a finger besides its ridges: dryness, creases, pores, wear.

use crate::arithmetic::{cos, sin};
use crate::finger::Build;
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
    /// Depth of creases and cracks at each px of the frame, 0 to 255.
    creases: Vec<u8>,
    width: usize,
    noise: Noise,
}

impl Skin {
    pub(crate) fn draw(random: &mut Random, build: &Build, width: usize, height: usize) -> Self {
        let cut = |value: f32, low| if value.is_finite() { value.clamp(low, 1.0) } else { 0.0 };
        let size = (width as f32, height as f32);
        let (tired, cracked) = (random.unit(), random.unit());
        let mut lines = Vec::new();
        for _ in 0..(tired * tired * 7.0) as usize {
            lines.push(Crease::draw(random, size));
        }
        let set = random.normal(0.0, 0.8);
        for _ in 0..(4.0 + cracked * cracked * 60.0) as usize {
            lines.push(Crease::crack(random, size, set));
        }
        let mut creases = vec![0; width * height];
        for line in &lines {
            line.carve(&mut creases, width, height);
        }
        Self {
            moisture: cut(build.moisture, -1.0) + random.normal(0.0, 0.17),
            wear: cut(build.wear, 0.0) * random.between(0.6, 1.4),
            pores: random.unit(),
            creases,
            width,
            noise: Noise::new(random.bits()),
        }
    }

    /// How much lower the ridge is at a point of the finger because of creases and cracks, 0 to 1.
    pub(crate) fn crease(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (floor(x + 0.5).max(0) as usize, floor(y + 0.5).max(0) as usize);
        let depth = self.creases.get(row * self.width + column.min(self.width - 1));
        f32::from(depth.copied().unwrap_or(0)) / 255.0
    }

    /// Patchy wear, 0 to about 1.
    pub(crate) fn worn(&self, x: f32, y: f32) -> f32 {
        let patch = self.noise.smooth(x, y, 55.0, 1) + 0.5 * self.noise.smooth(x, y, 23.0, 2);
        self.wear * (patch + 0.2).max(0.0)
    }

    /// Irregularity of the ridge's height and edge, fixed to the finger: -1 to 1.
    pub(crate) fn grain(&self, x: f32, y: f32) -> f32 {
        self.noise.smooth(x, y, 5.5, 3)
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
    fn draw(random: &mut Random, size: (f32, f32)) -> Self {
        let lean = random.normal(0.0, 0.35);
        Self {
            bow: random.normal(0.0, 0.0015),
            half_length: random.between(15.0, 85.0),
            half_width: random.between(0.9, 2.6),
            ..Self::line(random, size, lean)
        }
    }

    /// A fine crack; those of one finger run roughly alike.
    fn crack(random: &mut Random, size: (f32, f32), set_rad: f32) -> Self {
        let angle = set_rad + random.normal(0.0, 0.45);
        Self {
            bow: random.normal(0.0, 0.002),
            half_length: random.between(6.0, 34.0),
            half_width: random.between(0.1, 0.7),
            ..Self::line(random, size, angle)
        }
    }

    fn line(random: &mut Random, (width, height): (f32, f32), angle: f32) -> Self {
        Self {
            x: random.between(0.1, 0.9) * width,
            y: random.between(0.1, 0.95) * height,
            along: (cos(angle), sin(angle)),
            bow: 0.0,
            half_length: 0.0,
            half_width: 0.0,
        }
    }

    /// Writes the line into a depth map.
    fn carve(&self, map: &mut [u8], width: usize, height: usize) {
        let reach = self.half_length + 4.0;
        let from = |centre: f32| (centre - reach).max(0.0) as usize;
        let to = |centre: f32, end: usize| ((centre + reach).max(0.0) as usize).min(end);
        for row in from(self.y)..to(self.y, height) {
            for column in from(self.x)..to(self.x, width) {
                let depth = (255.0 * self.depth(column as f32, row as f32)) as u8;
                if let Some(pixel) = map.get_mut(row * width + column) {
                    *pixel = (*pixel).max(depth);
                }
            }
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
        (1.0 + width - off).clamp(0.0, 1.0)
    }
}
