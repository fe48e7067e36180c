//! Minutiae as phase singularities of the ridge wave (Larkin and Fletcher 2007, "A coherent framework for
//! fingerprint analysis": a minutia is a spiral in the phase). No binarising, no thinning: a zero of the complex
//! wave around which the phase turns once is a minutia; the sense of the turn gives its direction.

use super::blocks::BlockMap;
use super::enhancement::RidgeWave;
use crate::minutia::{MinutiaKind, direction_of_step};
use crate::parameters::BLOCK_PX;

/// A minutia as found, before false ones are removed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Singularity {
    pub(crate) x_px: f32,
    pub(crate) y_px: f32,
    /// Radians in [0, 2 pi), convention of [`crate::Minutia`].
    pub(crate) direction_rad: f32,
    pub(crate) kind: MinutiaKind,
}

/// Corners of a cell of four pixels, in the order x then y turns.
const CORNERS: [(usize, usize); 4] = [(0, 0), (1, 0), (1, 1), (0, 1)];

/// All singularities of the wave in the foreground.
pub(crate) fn singularities(
    wave: &RidgeWave,
    ridge_rad: &BlockMap<f32>,
    period_px: &BlockMap<f32>,
    foreground: &BlockMap<bool>,
) -> Vec<Singularity> {
    let normals = ridge_rad.map(|t| (-t.sin(), t.cos()));
    let mut found = Vec::new();
    for y in 0..wave.even.height.saturating_sub(1) {
        let (even, even_below) = (wave.even.row(y), wave.even.row(y + 1));
        for x in 0..wave.even.width - 1 {
            let corners = [even[x], even[x + 1], even_below[x + 1], even_below[x]];
            if corners.iter().all(|v| *v >= 0.0) || corners.iter().all(|v| *v <= 0.0) {
                continue;
            }
            let block = (y / BLOCK_PX) * ridge_rad.columns + x / BLOCK_PX;
            if !foreground.data[block] {
                continue;
            }
            let (normal, z) = aligned_cell(wave, &normals, corners, x, y);
            let turns = winding(&z);
            if turns == 0 {
                continue;
            }
            let (fx, fy) = zero_inside(&z);
            let (x_px, y_px) = (x as f32 + fx, y as f32 + fy);
            let sign = turns as f32;
            let (dx, dy) = (sign * normal.1, -sign * normal.0);
            let ahead = 0.6 * period_px.data[block];
            let on_ridge = wave.even.at(x_px + ahead * dx, y_px + ahead * dy) > 0.0;
            let kind = if on_ridge { MinutiaKind::Ending } else { MinutiaKind::Bifurcation };
            found.push(Singularity { x_px, y_px, direction_rad: direction_of_step(dx, dy), kind });
        }
    }
    found
}

/// The wave at the four corners of a cell, all counted along one normal.
fn aligned_cell(
    wave: &RidgeWave,
    normals: &BlockMap<(f32, f32)>,
    even: [f32; 4],
    x: usize,
    y: usize,
) -> ((f32, f32), [(f32, f32); 4]) {
    let normal = normals.at(x / BLOCK_PX, y / BLOCK_PX);
    let mut z = [(0.0, 0.0); 4];
    for ((z, (dx, dy)), even) in z.iter_mut().zip(CORNERS).zip(even) {
        let other = normals.at((x + dx) / BLOCK_PX, (y + dy) / BLOCK_PX);
        let same = normal.0 * other.0 + normal.1 * other.1 >= 0.0;
        let odd = wave.odd.row(y + dy)[x + dx];
        *z = (even, if same { odd } else { -odd });
    }
    (normal, z)
}

/// Turns of the phase around the cell: -1, 0 or 1, by counting crossings of the negative real half-axis.
fn winding(z: &[(f32, f32); 4]) -> i32 {
    let mut turns = 0;
    for i in 0..4 {
        let (a, b) = (z[i], z[(i + 1) % 4]);
        let upwards = a.1 < 0.0 && b.1 >= 0.0;
        let downwards = a.1 >= 0.0 && b.1 < 0.0;
        if upwards || downwards {
            let side = a.0 * b.1 - a.1 * b.0;
            let crosses_negative = if upwards { side < 0.0 } else { side > 0.0 };
            if crosses_negative {
                turns += if downwards { 1 } else { -1 };
            }
        }
    }
    turns
}

/// Where the bilinear wave is about zero: the least-squares plane through the corners, kept inside the cell.
fn zero_inside(z: &[(f32, f32); 4]) -> (f32, f32) {
    let plane = |v: [f32; 4]| {
        let mean = 0.25 * (v[0] + v[1] + v[2] + v[3]);
        (mean, 0.5 * (v[1] + v[2] - v[0] - v[3]), 0.5 * (v[2] + v[3] - v[0] - v[1]))
    };
    let (m, mx, my) = plane([z[0].0, z[1].0, z[2].0, z[3].0]);
    let (n, nx, ny) = plane([z[0].1, z[1].1, z[2].1, z[3].1]);
    let det = mx * ny - my * nx;
    if det.abs() < 1e-12 {
        return (0.5, 0.5);
    }
    let (x, y) = ((my * n - ny * m) / det, (nx * m - mx * n) / det);
    ((0.5 + x).clamp(0.0, 1.0), (0.5 + y).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_turns_of_both_senses() {
        let square = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        assert_eq!(winding(&square), 1);
        let reversed = square.map(|(a, b)| (a, -b));
        assert_eq!(winding(&reversed), -1);
        assert_eq!(winding(&square.map(|(a, b)| (a + 5.0, b))), 0);
        assert_eq!(winding(&square.map(|(a, b)| (a - 5.0, b))), 0);
    }

    #[test]
    fn finds_the_zero() {
        let at = |x: f32, y: f32| (x - 0.3, y - 0.8);
        let (x, y) = zero_inside(&[at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0)]);
        assert!((x - 0.3).abs() < 1e-5 && (y - 0.8).abs() < 1e-5);
    }
}
