//! Gradients of a plane, summed over blocks.

use super::blocks::BlockMap;
use super::plane::Plane;
use crate::parameters::BLOCK_PX;

/// Sums of gradient products over each block: the structure tensor before smoothing.
pub(crate) struct BlockTensor {
    /// Sum of gx² − gy².
    pub(crate) difference: BlockMap<f32>,
    /// Sum of 2·gx·gy.
    pub(crate) product: BlockMap<f32>,
    /// Sum of gx² + gy².
    pub(crate) energy: BlockMap<f32>,
}

/// How many whole blocks cover a plane (the last may be partly outside).
pub(crate) fn block_shape(plane: &Plane) -> (usize, usize) {
    (plane.width.div_ceil(BLOCK_PX), plane.height.div_ceil(BLOCK_PX))
}

/// The structure tensor of each block, Scharr derivatives (Scharr 2000: 3-10-3, nearly isotropic).
pub(crate) fn block_tensor(plane: &Plane) -> BlockTensor {
    let (columns, rows) = block_shape(plane);
    let zero = BlockMap::filled(columns, rows, 0.0_f32);
    let mut tensor = BlockTensor { difference: zero.clone(), product: zero.clone(), energy: zero };
    for_each_gradient_row(plane, |y, gx, gy| {
        let first = (y / BLOCK_PX) * columns;
        for (column, (gx, gy)) in gx.chunks(BLOCK_PX).zip(gy.chunks(BLOCK_PX)).enumerate() {
            let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
            for (x, y) in gx.iter().zip(gy) {
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
            tensor.difference.data[first + column] += xx - yy;
            tensor.product.data[first + column] += 2.0 * xy;
            tensor.energy.data[first + column] += xx + yy;
        }
    });
    tensor
}

/// Mean gradient magnitude of each block, in units of the plane a pixel.
pub(crate) fn block_magnitude(plane: &Plane) -> BlockMap<f32> {
    let (columns, rows) = block_shape(plane);
    let mut sums = BlockMap::filled(columns, rows, 0.0_f32);
    for_each_gradient_row(plane, |y, gx, gy| {
        let first = (y / BLOCK_PX) * columns;
        for (column, (gx, gy)) in gx.chunks(BLOCK_PX).zip(gy.chunks(BLOCK_PX)).enumerate() {
            sums.data[first + column] += gx.iter().zip(gy).map(|(x, y)| (x * x + y * y).sqrt()).sum::<f32>();
        }
    });
    let area = (BLOCK_PX * BLOCK_PX) as f32;
    sums.map(|s| s / area)
}

/// Calls `f(y, gx, gy)` for every row; derivatives on the one-pixel rim are zero.
fn for_each_gradient_row(plane: &Plane, mut f: impl FnMut(usize, &[f32], &[f32])) {
    let width = plane.width;
    let (mut gx, mut gy) = (vec![0.0_f32; width], vec![0.0_f32; width]);
    let (mut sum, mut step) = (vec![0.0_f32; width], vec![0.0_f32; width]);
    for y in 1..plane.height.saturating_sub(1) {
        let (above, here, below) = (plane.row(y - 1), plane.row(y), plane.row(y + 1));
        for (i, ((a, h), b)) in above.iter().zip(here).zip(below).enumerate() {
            sum[i] = 3.0 * (a + b) + 10.0 * h;
            step[i] = b - a;
        }
        if width >= 3 {
            let inner = 1..width - 1;
            for ((g, right), left) in gx[inner.clone()].iter_mut().zip(&sum[2..]).zip(&sum) {
                *g = (right - left) * (1.0 / 32.0);
            }
            for (((g, right), left), mid) in gy[inner].iter_mut().zip(&step[2..]).zip(&step).zip(&step[1..]) {
                *g = (3.0 * (left + right) + 10.0 * mid) * (1.0 / 32.0);
            }
        }
        f(y, &gx, &gy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_has_its_slope() {
        let p = Plane::from_fn(32, 32, |x, y| 3.0 * x + 4.0 * y);
        assert!((block_magnitude(&p).at(1, 1) - 5.0).abs() < 1e-4);
        let t = block_tensor(&p);
        assert!((t.difference.at(1, 1) / 64.0 - (9.0 - 16.0)).abs() < 1e-3);
        assert!((t.product.at(1, 1) / 64.0 - 24.0).abs() < 1e-3);
    }
}
