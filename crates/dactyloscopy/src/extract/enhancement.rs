//! Contextual enhancement: at each block a complex Gabor filter tuned to the ridges there (Hong, Wan and
//! Jain 1998, with the quadrature part kept). An isotropic Gabor window separates into a row and a column filter.

use super::blocks::BlockMap;
use super::plane::Plane;
use crate::parameters::{
    BLOCK_PX, GABOR_CLEAR_RELIABILITY, GABOR_RADIUS_PX, GABOR_SIGMA_CLEAR_PERIODS, GABOR_SIGMA_PERIODS,
};
use std::f32::consts::TAU;

const TAPS: usize = 2 * GABOR_RADIUS_PX + 1;
const PATCH: usize = BLOCK_PX + 2 * GABOR_RADIUS_PX;

/// The ridges as a complex wave: `even + i odd` is about `(contrast / 2) exp(i phase)`, phase 0 on a ridge.
/// The phase grows along the normal of the block's orientation, `(-sin, cos)` in image axes.
#[derive(Debug, Clone)]
pub(crate) struct RidgeWave {
    pub(crate) even: Plane,
    pub(crate) odd: Plane,
}

/// One-dimensional complex taps: Gaussian times `exp(i k t)`.
struct Taps {
    re: [f32; TAPS],
    im: [f32; TAPS],
}

impl Taps {
    fn new(wave_number: f32, sigma: f32) -> Self {
        let (step_sin, step_cos) = wave_number.sin_cos();
        let mut taps = Self { re: [0.0; TAPS], im: [0.0; TAPS] };
        let (mut c, mut s, mut total) = (1.0_f32, 0.0_f32, 0.0_f32);
        for t in 0..=GABOR_RADIUS_PX {
            let g = (-0.5 * (t as f32 / sigma).powi(2)).exp();
            total += if t == 0 { g } else { 2.0 * g };
            for (at, sign) in [(GABOR_RADIUS_PX + t, 1.0), (GABOR_RADIUS_PX - t, -1.0)] {
                taps.re[at] = g * c;
                taps.im[at] = sign * g * s;
            }
            (c, s) = (c * step_cos - s * step_sin, s * step_cos + c * step_sin);
        }
        taps.re.iter_mut().chain(&mut taps.im).for_each(|t| *t /= total);
        taps
    }
}

/// Filters every foreground block with its own orientation, period and window (deviation in periods); the
/// background stays 0.
pub(crate) fn enhance(
    normalised: &Plane,
    ridge_rad: &BlockMap<f32>,
    period_px: &BlockMap<f32>,
    sigma_periods: &BlockMap<f32>,
    foreground: &BlockMap<bool>,
) -> RidgeWave {
    let (width, height) = (normalised.width, normalised.height);
    let mut wave =
        RidgeWave { even: Plane::filled(width, height, 0.0), odd: Plane::filled(width, height, 0.0) };
    let mut patch = [[0.0_f32; PATCH]; PATCH];
    for row in 0..foreground.rows {
        for column in 0..foreground.columns {
            if !foreground.at(column, row) {
                continue;
            }
            let (theta, px) = (ridge_rad.at(column, row), period_px.at(column, row));
            let sigma = sigma_periods.at(column, row) * px;
            let (kx, ky) = (-theta.sin() * TAU / px, theta.cos() * TAU / px);
            copy_patch(normalised, column, row, &mut patch);
            let (even, odd) = filter_block(&patch, &Taps::new(kx, sigma), &Taps::new(ky, sigma));
            write_block(&mut wave.even, column, row, &even);
            write_block(&mut wave.odd, column, row, &odd);
        }
    }
    wave
}

/// The window of the last enhancement, deviation in periods: narrow where the print is clear.
pub(crate) fn window_of(reliability: &BlockMap<f32>) -> BlockMap<f32> {
    let (broken, clear) = GABOR_CLEAR_RELIABILITY;
    reliability.map(|r| {
        let clearness = ((r - broken) / (clear - broken)).clamp(0.0, 1.0);
        GABOR_SIGMA_PERIODS + clearness * (GABOR_SIGMA_CLEAR_PERIODS - GABOR_SIGMA_PERIODS)
    })
}

fn copy_patch(plane: &Plane, column: usize, row: usize, patch: &mut [[f32; PATCH]; PATCH]) {
    let left = (column * BLOCK_PX) as i32 - GABOR_RADIUS_PX as i32;
    let top = (row * BLOCK_PX) as i32 - GABOR_RADIUS_PX as i32;
    let inside = left >= 0 && left as usize + PATCH <= plane.width;
    for (j, target) in patch.iter_mut().enumerate() {
        let y = (top + j as i32).clamp(0, plane.height as i32 - 1);
        if inside {
            let row = plane.row(y as usize);
            target.copy_from_slice(&row[left as usize..left as usize + PATCH]);
        } else {
            for (i, t) in target.iter_mut().enumerate() {
                *t = plane.at_clamped(left + i as i32, y);
            }
        }
    }
}

type Block = [[f32; BLOCK_PX]; BLOCK_PX];

/// Rows first, then columns: correlation with the conjugate taps, so that the phase grows along `k`.
fn filter_block(patch: &[[f32; PATCH]; PATCH], across: &Taps, down: &Taps) -> (Block, Block) {
    let mut rows_re = [[0.0_f32; BLOCK_PX]; PATCH];
    let mut rows_im = [[0.0_f32; BLOCK_PX]; PATCH];
    for ((source, re), im) in patch.iter().zip(&mut rows_re).zip(&mut rows_im) {
        for t in 0..TAPS {
            for x in 0..BLOCK_PX {
                re[x] += across.re[t] * source[x + t];
                im[x] -= across.im[t] * source[x + t];
            }
        }
    }
    let (mut even, mut odd) = ([[0.0_f32; BLOCK_PX]; BLOCK_PX], [[0.0_f32; BLOCK_PX]; BLOCK_PX]);
    for y in 0..BLOCK_PX {
        for t in 0..TAPS {
            let (c, s) = (down.re[t], -down.im[t]);
            let (re, im) = (&rows_re[y + t], &rows_im[y + t]);
            for x in 0..BLOCK_PX {
                even[y][x] += c * re[x] - s * im[x];
                odd[y][x] += c * im[x] + s * re[x];
            }
        }
    }
    (even, odd)
}

fn write_block(plane: &mut Plane, column: usize, row: usize, block: &Block) {
    let (left, top) = (column * BLOCK_PX, row * BLOCK_PX);
    let columns = BLOCK_PX.min(plane.width - left);
    for (j, source) in block.iter().enumerate().take(plane.height - top) {
        let from = (top + j) * plane.width + left;
        plane.data[from..from + columns].copy_from_slice(&source[..columns]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_wave_comes_out_with_its_phase() {
        for degrees in [0.0_f32, 30.0, 90.0, 135.0] {
            let theta = degrees.to_radians();
            let (nx, ny) = (-theta.sin(), theta.cos());
            let phase = |x: f32, y: f32| (x * nx + y * ny) * TAU / 9.0;
            let p = Plane::from_fn(64, 64, |x, y| phase(x, y).cos());
            let blocks = BlockMap::filled(8, 8, theta);
            let wave =
                enhance(&p, &blocks, &blocks.map(|_| 9.0), &blocks.map(|_| 0.45), &blocks.map(|_| true));
            for (x, y) in [(30, 31), (25, 40), (39, 22)] {
                let want = phase(x as f32, y as f32);
                let (even, odd) = (wave.even.at_clamped(x, y), wave.odd.at_clamped(x, y));
                assert!((even - 0.5 * want.cos()).abs() < 0.03, "{degrees}: even {even}");
                assert!((odd - 0.5 * want.sin()).abs() < 0.03, "{degrees}: odd {odd}");
            }
        }
    }
}
