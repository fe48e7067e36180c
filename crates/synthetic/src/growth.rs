//! Ridge growth by iterated contextual filtering, after SFinGe (Cappelli, Maio, Maltoni: "Synthetic
//! fingerprint-database generation", ICPR 2002; Handbook of Fingerprint Recognition, chapter 6): a few random
//! spots are filtered again and again by Gabor-like kernels tuned to the local orientation and period, until
//! ridges have grown over the finger; minutiae appear where growing fronts meet and where the flow demands.
//!
//! Growth runs at half resolution, the last rounds at full resolution. Pixels and kernels are 16-bit
//! integers, sums are 32-bit integers: exact in any order.

use std::sync::OnceLock;

use crate::arithmetic::{PI, TAU, cos, exp, sin};
use crate::field::Field;
use crate::random::Random;

/// Orientations of the kernel bank, over half a turn.
const ANGLES: usize = 48;
/// Periods of the kernel bank: from this, px at 500 ppi ...
const PERIOD_MIN_PX: f32 = 6.6;
/// ... in steps of this ...
const PERIOD_STEP_PX: f32 = 0.5;
/// ... so many.
const PERIODS: usize = 12;
/// Largest pixel value: a fully grown ridge; its negative is a valley.
pub(crate) const RIDGE: i16 = 1000;
/// Binary digits behind the point of a kernel weight.
const WEIGHT_BITS: u32 = 12;

/// What decides how the ridges grow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// Random spots from which ridges grow, per 10,000 px² of finger.
    pub(crate) spots: f32,
    /// Rounds at half resolution.
    pub(crate) coarse_rounds: usize,
    /// Rounds at full resolution.
    pub(crate) fine_rounds: usize,
}

impl Default for Growth {
    fn default() -> Self {
        Self { spots: 20.0, coarse_rounds: 13, fine_rounds: 3 }
    }
}

/// A plane of 16-bit ridge heights with a margin, so that a kernel never leaves it.
struct Plane {
    stride: usize,
    pixels: Vec<i16>,
}

/// Kernels of one resolution: `ROWS` rows of `ROW` weights (the row padded for the vector unit).
struct Bank<const ROWS: usize, const ROW: usize> {
    kernels: Vec<[[i16; ROW]; ROWS]>,
}

impl<const ROWS: usize, const ROW: usize> Bank<ROWS, ROW> {
    const RADIUS: usize = ROWS / 2;

    /// `pixels_per_px`: 1 at full, 0.5 at half resolution.
    fn new(pixels_per_px: f32) -> Self {
        let mut kernels = Vec::with_capacity(ANGLES * PERIODS);
        for period in 0..PERIODS {
            let period = (PERIOD_MIN_PX + PERIOD_STEP_PX * period as f32) * pixels_per_px;
            for angle in 0..ANGLES {
                kernels.push(Self::kernel(angle as f32 * PI / ANGLES as f32, period));
            }
        }
        Self { kernels }
    }

    /// A cosine across the ridge under a Gaussian, without mean, scaled to answer 1 to its own wave.
    fn kernel(angle: f32, period: f32) -> [[i16; ROW]; ROWS] {
        let (sin, cos_angle) = (sin(angle), cos(angle));
        let (across, along) = (0.42 * period, 0.58 * period);
        let mut wave = [[0.0f32; ROW]; ROWS];
        let mut hill = [[0.0f32; ROW]; ROWS];
        let (mut wave_sum, mut hill_sum) = (0.0, 0.0);
        for row in 0..ROWS {
            for column in 0..ROWS {
                let (x, y) = (column as f32 - Self::RADIUS as f32, row as f32 - Self::RADIUS as f32);
                let (u, v) = (x * sin + y * cos_angle, x * cos_angle - y * sin);
                let g = exp(-0.5 * (u * u / (across * across) + v * v / (along * along)));
                hill[row][column] = g;
                wave[row][column] = g * cos(TAU * u / period);
                wave_sum += wave[row][column];
                hill_sum += g;
            }
        }
        let mut answer = 0.0;
        for row in 0..ROWS {
            for column in 0..ROWS {
                let (x, y) = (column as f32 - Self::RADIUS as f32, row as f32 - Self::RADIUS as f32);
                wave[row][column] -= hill[row][column] * wave_sum / hill_sum;
                answer += wave[row][column] * cos(TAU * (x * sin + y * cos_angle) / period);
            }
        }
        let scale = (1 << WEIGHT_BITS) as f32 / answer;
        wave.map(|row| row.map(|weight| (weight * scale).round() as i16))
    }

    /// One round: every pixel of `spans` becomes the answer of its kernel times `gain_percent`, cut to a ridge.
    fn round(&self, from: &Plane, to: &mut Plane, context: &Context, gain_percent: i32) {
        let divisor = 100 << WEIGHT_BITS;
        let mut window = context.kernel_of.iter();
        for (row, span) in context.spans.iter().enumerate() {
            for column in span.clone() {
                let Some(kernel) = window.next().and_then(|k| self.kernels.get(usize::from(*k))) else {
                    return;
                };
                let answer = Self::answer(from, kernel, row, column);
                let value = i64::from(answer) * i64::from(gain_percent) / i64::from(divisor);
                let value = value.clamp(-i64::from(RIDGE), i64::from(RIDGE)) as i16;
                to.pixels[(row + MARGIN) * to.stride + column + MARGIN] = value;
            }
        }
    }

    #[inline]
    fn answer(from: &Plane, kernel: &[[i16; ROW]; ROWS], row: usize, column: usize) -> i32 {
        let mut sum = 0i32;
        let top = (row + MARGIN - Self::RADIUS) * from.stride + column + MARGIN - Self::RADIUS;
        for (dy, weights) in kernel.iter().enumerate() {
            let start = top + dy * from.stride;
            let Some(pixels) = from.pixels.get(start..start + ROW) else { return 0 };
            for (weight, pixel) in weights.iter().zip(pixels) {
                sum = sum.wrapping_add(i32::from(*weight).wrapping_mul(i32::from(*pixel)));
            }
        }
        sum
    }
}

/// Room round a plane: the largest padded kernel row.
const MARGIN: usize = 24;

impl Plane {
    fn new(width: usize, height: usize) -> Self {
        let stride = width + 2 * MARGIN;
        Self { stride, pixels: vec![0; stride * (height + 2 * MARGIN)] }
    }
}

/// The pixels that grow and the kernel of each.
struct Context {
    spans: Vec<std::ops::Range<usize>>,
    kernel_of: Vec<u16>,
}

impl Context {
    fn new(
        field: &Field,
        size: (usize, usize),
        px_per_pixel: f32,
        inside: &dyn Fn(f32, f32) -> bool,
    ) -> Self {
        let (width, height) = size;
        let mut spans = Vec::with_capacity(height);
        let mut kernel_of = Vec::new();
        for row in 0..height {
            let y = row as f32 * px_per_pixel;
            let within = |column: &usize| inside(*column as f32 * px_per_pixel, y);
            let start = (0..width).find(within).unwrap_or(0);
            let end = (start..width).find(|c| !within(c)).unwrap_or(width);
            let end = if within(&start) { end } else { start };
            for column in start..end {
                kernel_of.push(kernel_index(field, column as f32 * px_per_pixel, y));
            }
            spans.push(start..end);
        }
        Self { spans, kernel_of }
    }

    /// The same at twice the resolution: each pixel gives its kernel to four.
    fn doubled(&self) -> Self {
        let mut spans = Vec::with_capacity(self.spans.len() * 2);
        let mut kernel_of = Vec::with_capacity(self.kernel_of.len() * 4);
        let mut first = 0;
        for span in &self.spans {
            let kernels = self.kernel_of.get(first..first + span.len()).unwrap_or_default();
            first += span.len();
            for _ in 0..2 {
                spans.push(span.start * 2..span.end * 2);
                kernel_of.extend(kernels.iter().flat_map(|k| [*k, *k]));
            }
        }
        Self { spans, kernel_of }
    }
}

fn kernel_index(field: &Field, x: f32, y: f32) -> u16 {
    let half_turns = field.orientation(x, y) / PI;
    let fraction = half_turns - half_turns.floor();
    let angle = (fraction * ANGLES as f32).round() as usize % ANGLES;
    let period = (field.period(x, y) - PERIOD_MIN_PX) / PERIOD_STEP_PX;
    let period = (period.round().max(0.0) as usize).min(PERIODS - 1);
    (period * ANGLES + angle) as u16
}

/// Grows the ridges of a finger of `2 × half` px. Returns ridge heights, row by row, ±[`RIDGE`]; 0 outside.
pub(crate) fn grow(
    random: &mut Random,
    field: &Field,
    half: (usize, usize),
    inside: &dyn Fn(f32, f32) -> bool,
    growth: Growth,
) -> Vec<i16> {
    let (width, height) = half;
    static COARSE: OnceLock<Bank<11, 16>> = OnceLock::new();
    static FINE: OnceLock<Bank<19, 24>> = OnceLock::new();
    let coarse = COARSE.get_or_init(|| Bank::new(0.5));
    let fine = FINE.get_or_init(|| Bank::new(1.0));
    let context = Context::new(field, half, 2.0, inside);
    let mut plane = Plane::new(width, height);
    let mut next = Plane::new(width, height);
    let area = context.kernel_of.len() as f32 * 4.0;
    sow(random, &mut plane, &context, (area / 10_000.0 * growth.spots) as usize + 1);
    for _ in 0..growth.coarse_rounds {
        coarse.round(&plane, &mut next, &context, 220);
        std::mem::swap(&mut plane, &mut next);
    }
    let mut plane = doubled(&plane, width, height);
    let mut next = Plane::new(2 * width, 2 * height);
    let context = context.doubled();
    for round in 0..growth.fine_rounds {
        let last = round + 1 == growth.fine_rounds;
        fine.round(&plane, &mut next, &context, if last { 105 } else { 160 });
        std::mem::swap(&mut plane, &mut next);
    }
    let rows = (0..2 * height).map(|row| (row + MARGIN) * plane.stride + MARGIN);
    rows.flat_map(|start| plane.pixels[start..start + 2 * width].iter().map(|p| crisp(*p))).collect()
}

/// Raises the low ridges round a minutia, so that it ends or forks as sharply as others run.
fn crisp(height: i16) -> i16 {
    let height = i32::from(height);
    (height * 1250 / (250 + height.abs())) as i16
}

/// Places random spots on the finger.
fn sow(random: &mut Random, plane: &mut Plane, context: &Context, spots: usize) {
    let height = context.spans.len();
    for _ in 0..spots {
        let row = random.below(height);
        let Some(span) = context.spans.get(row).filter(|s| !s.is_empty()) else { continue };
        let column = span.start + random.below(span.len());
        for dy in 0..3 {
            for dx in 0..3 {
                let at = (row + MARGIN + dy) * plane.stride + column + MARGIN + dx;
                plane.pixels[at] = (random.between(-1.0, 1.0) * f32::from(RIDGE)).round() as i16;
            }
        }
    }
}

/// Twice the resolution, bilinear.
fn doubled(small: &Plane, width: usize, height: usize) -> Plane {
    let mut large = Plane::new(2 * width, 2 * height);
    for row in 0..2 * height {
        for column in 0..2 * width {
            let at = (row / 2 + MARGIN) * small.stride + column / 2 + MARGIN;
            let (right, below) = (at + column % 2, at + (row % 2) * small.stride);
            let both = below + column % 2;
            let sum: i32 = [at, right, below, both].map(|i| i32::from(small.pixels[i])).iter().sum();
            large.pixels[(row + MARGIN) * large.stride + column + MARGIN] = (sum / 4) as i16;
        }
    }
    large
}
