//! Ridge period by the x-signature (Hong, Wan and Jain 1998), read from its spectrum.

use super::blocks::BlockMap;
use super::plane::Plane;
use crate::parameters::*;
use std::f32::consts::{PI, TAU};

const LENGTH: usize = (2 * SIGNATURE_HALF_LENGTH_PX + 1) as usize;

/// Cosines and sines of the frequencies tried, under a Hann window.
struct Spectrum {
    frequencies: Vec<f32>,
    cosines: Vec<[f32; LENGTH]>,
    sines: Vec<[f32; LENGTH]>,
}

impl Spectrum {
    fn new() -> Self {
        let (low, high) = (1.0 / PERIOD_MAX_PX, 1.0 / PERIOD_MIN_PX);
        let step = (high - low) / (SIGNATURE_FREQUENCIES - 1) as f32;
        let frequencies: Vec<f32> = (0..SIGNATURE_FREQUENCIES).map(|i| low + step * i as f32).collect();
        let table = |wave: fn(f32) -> f32| {
            let tap = |f: f32, i: usize| {
                let t = i as f32 - SIGNATURE_HALF_LENGTH_PX as f32;
                let window = 0.5 + 0.5 * (PI * t / (SIGNATURE_HALF_LENGTH_PX + 1) as f32).cos();
                window * wave(TAU * f * t)
            };
            frequencies.iter().map(|&f| std::array::from_fn(|i| tap(f, i))).collect()
        };
        Self { cosines: table(f32::cos), sines: table(f32::sin), frequencies }
    }

    /// Period of the strongest frequency and how much it stands out, 0 to 1.
    fn peak(&self, signature: &[f32; LENGTH]) -> (f32, f32) {
        let dot = |a: &[f32; LENGTH]| a.iter().zip(signature).map(|(a, b)| a * b).sum::<f32>();
        let power: Vec<f32> = (self.cosines.iter().zip(&self.sines))
            .map(|(c, s)| {
                let (c, s) = (dot(c), dot(s));
                c * c + s * s
            })
            .collect();
        let total: f32 = power.iter().sum();
        let inner = 1..power.len() - 1;
        let best = inner.max_by(|&i, &j| power[i].total_cmp(&power[j])).unwrap_or(1);
        if total <= 1e-6 || power[best] < power[best - 1] || power[best] < power[best + 1] {
            return (PERIOD_DEFAULT_PX, 0.0);
        }
        let (l, m, r) = (power[best - 1], power[best], power[best + 1]);
        let bend = l - 2.0 * m + r;
        let shift = if bend < 0.0 { (0.5 * (l - r) / bend).clamp(-0.5, 0.5) } else { 0.0 };
        let step = self.frequencies[1] - self.frequencies[0];
        (1.0 / (self.frequencies[best] + shift * step), ((l + m + r) / total).min(1.0))
    }
}

/// Ridge period of each block.
#[derive(Debug, Clone)]
pub(crate) struct PeriodMap {
    /// Smoothed period, px. Blocks outside the foreground take their neighbours'.
    pub(crate) period_px: BlockMap<f32>,
    /// How strictly periodic the foreground is on the mean, 0 to 1: fingers 0.26 to 0.48, photographs and
    /// text below (measured).
    pub(crate) periodicity: f32,
}

/// Reads the period at every other block and smooths, the clear ones counting most.
pub(crate) fn period(
    normalised: &Plane,
    ridge_rad: &BlockMap<f32>,
    foreground: &BlockMap<bool>,
) -> PeriodMap {
    let spectrum = Spectrum::new();
    let mut weighted = ridge_rad.map(|_| 0.0_f32);
    let mut weights = weighted.clone();
    let (mut confidences, mut signatures) = (0.0_f32, 0_u32);
    for row in (0..ridge_rad.rows).step_by(SIGNATURE_STRIDE_BLOCKS) {
        for column in (0..ridge_rad.columns).step_by(SIGNATURE_STRIDE_BLOCKS) {
            if !foreground.at(column, row) {
                continue;
            }
            let signature = x_signature(normalised, column, row, ridge_rad.at(column, row));
            let (px, confidence) = spectrum.peak(&signature);
            let i = row * ridge_rad.columns + column;
            let weight = confidence * confidence;
            confidences += confidence;
            signatures += 1;
            weighted.data[i] = weight * px;
            weights.data[i] = weight;
        }
    }
    let total: f32 = weights.data.iter().sum();
    let mean = if total > 1e-6 { weighted.data.iter().sum::<f32>() / total } else { PERIOD_DEFAULT_PX };
    let (top, bottom) = (weighted.smoothed(PERIOD_SIGMA_BLOCKS), weights.smoothed(PERIOD_SIGMA_BLOCKS));
    let prior = 0.01;
    let data = top.data.iter().zip(&bottom.data);
    let data = data.map(|(t, b)| ((t + prior * mean) / (b + prior)).clamp(PERIOD_MIN_PX, PERIOD_MAX_PX));
    let period_px = BlockMap { data: data.collect(), ..top };
    PeriodMap { period_px, periodicity: confidences / signatures.max(1) as f32 }
}

/// Mean grey along the ridges as a function of the place across them.
fn x_signature(plane: &Plane, column: usize, row: usize, ridge_rad: f32) -> [f32; LENGTH] {
    let (dx, dy) = (ridge_rad.cos(), ridge_rad.sin());
    let half_block = BLOCK_PX as f32 / 2.0;
    let centre = ((column * BLOCK_PX) as f32 + half_block - 0.5, (row * BLOCK_PX) as f32 + half_block - 0.5);
    std::array::from_fn(|i| {
        let across = i as f32 - SIGNATURE_HALF_LENGTH_PX as f32;
        let (x, y) = (centre.0 - across * dy, centre.1 + across * dx);
        let along = (-SIGNATURE_HALF_WIDTH_PX..=SIGNATURE_HALF_WIDTH_PX).step_by(2);
        along
            .map(|t| {
                let (x, y) = (x + t as f32 * dx, y + t as f32 * dy);
                plane.at_clamped(x.round() as i32, y.round() as i32)
            })
            .sum()
    })
}

#[cfg(test)]
mod tests {
    use super::super::gradient::block_tensor;
    use super::super::orientation::orientation;
    use super::*;

    #[test]
    fn reads_the_period_of_parallel_ridges_under_noise() {
        for (px, degrees) in [(6.0, 20.0_f32), (8.0, 100.0), (9.5, 45.0), (12.5, 160.0)] {
            let theta = degrees.to_radians();
            let p = Plane::from_fn(160, 160, |x, y| {
                let noise = ((x * 12.9898 + y * 78.233).sin() * 43758.547).fract();
                ((x * -theta.sin() + y * theta.cos()) * TAU / px).cos() + 0.8 * noise
            });
            let map = orientation(&block_tensor(&p), 1.1);
            let all = map.ridge_rad.map(|_| true);
            let got = period(&p, &map.ridge_rad, &all).period_px.at(10, 10);
            assert!((got - px).abs() < 0.25, "{px} px came out as {got}");
        }
    }
}
