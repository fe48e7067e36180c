//! Synthetic ridge patterns whose minutiae are exactly known, and small helpers of the tests.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

use dactyloscopy::{GreyImage, Minutia, MinutiaKind, direction_of_step};
use std::f32::consts::TAU;

/// Ridges as cos of a phase with one spiral a minutia (Larkin and Fletcher 2007).
pub(crate) struct Pattern {
    pub(crate) side_px: u32,
    pub(crate) period_px: f32,
    /// Centre of concentric ridges; `None` gives parallel ridges.
    pub(crate) centre: Option<(f32, f32)>,
    /// Orientation of parallel ridges, radians, image axes.
    pub(crate) ridge_rad: f32,
    /// Place and sense of each spiral.
    pub(crate) spirals: Vec<(f32, f32, f32)>,
    /// Share of noise, 0 to 1.
    pub(crate) noise: f32,
}

impl Pattern {
    /// Phase without any spiral and its gradient.
    fn carrier(&self, x: f32, y: f32) -> (f32, f32, f32) {
        let k = TAU / self.period_px;
        match self.centre {
            Some((cx, cy)) => {
                let (dx, dy) = (x - cx, y - cy);
                let r = dx.hypot(dy).max(1e-3);
                (k * r, k * dx / r, k * dy / r)
            }
            None => {
                let (nx, ny) = (-self.ridge_rad.sin(), self.ridge_rad.cos());
                (k * (nx * x + ny * y), k * nx, k * ny)
            }
        }
    }

    /// Phase and gradient without spiral number `skip`.
    fn phase(&self, x: f32, y: f32, skip: Option<usize>) -> (f32, f32, f32) {
        let (mut phase, mut kx, mut ky) = self.carrier(x, y);
        for (i, (sx, sy, sign)) in self.spirals.iter().enumerate() {
            if Some(i) != skip {
                let (dx, dy) = (x - sx, y - sy);
                let squared = (dx * dx + dy * dy).max(1e-6);
                phase += sign * dy.atan2(dx);
                kx -= sign * dy / squared;
                ky += sign * dx / squared;
            }
        }
        (phase, kx, ky)
    }

    pub(crate) fn image(&self) -> GreyImage {
        let mut noise = Noise(1);
        let mut pixels = Vec::new();
        for y in 0..self.side_px {
            for x in 0..self.side_px {
                let ridge = self.phase(x as f32, y as f32, None).0.cos();
                let speck = 2.0 * noise.next() - 1.0;
                let value = 128.0 - 95.0 * ridge * (1.0 - 0.5 * self.noise) + 110.0 * self.noise * speck;
                pixels.push(value.clamp(0.0, 255.0) as u8);
            }
        }
        GreyImage::new(self.side_px, self.side_px, pixels).expect("side and length agree")
    }

    /// The minutiae; kind `Unknown` where ridge and valley are equally near.
    pub(crate) fn truth(&self) -> Vec<Minutia> {
        (self.spirals.iter().enumerate())
            .map(|(i, &(x_px, y_px, sign))| {
                let (phase, kx, ky) = self.phase(x_px, y_px, Some(i));
                let k = kx.hypot(ky);
                let (dx, dy) = (sign * ky / k, -sign * kx / k);
                let ahead = (phase + sign * dy.atan2(dx)).cos();
                let kind = match ahead {
                    a if a > 0.5 => MinutiaKind::Ending,
                    a if a < -0.5 => MinutiaKind::Bifurcation,
                    _ => MinutiaKind::Unknown,
                };
                Minutia { x_px, y_px, direction_rad: direction_of_step(dx, dy), kind, quality: 100 }
            })
            .collect()
    }
}

/// Spirals scattered over a square, at least `apart_px` from each other and 40 px from the edge.
pub(crate) fn scattered(side_px: u32, count: usize, apart_px: f32, seed: u64) -> Vec<(f32, f32, f32)> {
    let mut noise = Noise(seed);
    let mut out: Vec<(f32, f32, f32)> = Vec::new();
    for _ in 0..4000 {
        if out.len() == count {
            break;
        }
        let place = |n: f32| 40.0 + n * (side_px as f32 - 80.0);
        let (x, y) = (place(noise.next()), place(noise.next()));
        if out.iter().all(|p| (p.0 - x).hypot(p.1 - y) >= apart_px) {
            out.push((x, y, if out.len().is_multiple_of(2) { 1.0 } else { -1.0 }));
        }
    }
    out
}

/// A small deterministic generator: 0 to 1.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f32) / (1_u64 << 24) as f32
    }
}

/// Smallest angle between two directions.
pub(crate) fn angle_between(a: f32, b: f32) -> f32 {
    let d = (a - b).rem_euclid(TAU);
    d.min(TAU - d)
}

/// Grey of a page of print text: the letters T A N B E, five columns by seven rows.
pub(crate) fn text_grey(x: u32, y: u32, scale: u32) -> f32 {
    const LETTERS: [[u8; 7]; 5] = [
        [31, 4, 4, 4, 4, 4, 4],
        [14, 17, 17, 31, 17, 17, 17],
        [17, 25, 21, 19, 17, 17, 17],
        [30, 17, 17, 30, 17, 17, 30],
        [31, 16, 16, 30, 16, 16, 31],
    ];
    let (column, row) = (x / scale, y / scale);
    let (letter, line) = (column / 6, row / 9);
    let bits = LETTERS[(letter * 7 + line * 3 + letter * line) as usize % 5];
    let (across, down) = (column % 6, row % 9);
    let ink = across < 5 && down < 7 && bits[down as usize] >> (4 - across) & 1 == 1;
    if ink { 20.0 } else { 240.0 }
}

/// Curved ridges with 24 minutiae.
pub(crate) fn curved(seed: u64) -> GreyImage {
    let pattern = Pattern {
        side_px: 340,
        period_px: 9.0,
        centre: Some((170.0, 420.0)),
        ridge_rad: 0.0,
        spirals: scattered(340, 24, 30.0, seed),
        noise: 0.2,
    };
    pattern.image()
}
