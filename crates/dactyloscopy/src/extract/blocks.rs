//! Maps of one value a block, and their smoothing.

use crate::parameters::BLOCK_PX;

/// Row-major values, one a block of [`BLOCK_PX`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BlockMap<T> {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) data: Vec<T>,
}

impl<T: Copy> BlockMap<T> {
    pub(crate) fn filled(columns: usize, rows: usize, value: T) -> Self {
        Self { columns, rows, data: vec![value; columns * rows] }
    }

    /// A map of the same shape.
    pub(crate) fn map<U>(&self, f: impl FnMut(&T) -> U) -> BlockMap<U> {
        BlockMap { columns: self.columns, rows: self.rows, data: self.data.iter().map(f).collect() }
    }

    pub(crate) fn at(&self, column: usize, row: usize) -> T {
        self.data[row * self.columns + column]
    }

    /// The value of the block that holds a pixel; outside, of the nearest block.
    pub(crate) fn at_pixel(&self, x: f32, y: f32) -> T {
        let column = ((x.max(0.0) as usize) / BLOCK_PX).min(self.columns - 1);
        let row = ((y.max(0.0) as usize) / BLOCK_PX).min(self.rows - 1);
        self.at(column, row)
    }
}

impl BlockMap<f32> {
    /// Gaussian smoothing; outside counts as nothing (weights are renormalised).
    pub(crate) fn smoothed(&self, sigma_blocks: f32) -> BlockMap<f32> {
        let kernel = gaussian(sigma_blocks);
        let across = smooth_rows(self, &kernel);
        transpose(&smooth_rows(&transpose(&across), &kernel))
    }

    /// The value below which the given share of all values lies.
    pub(crate) fn quantile(&self, share: f32) -> f32 {
        let mut sorted = self.data.clone();
        sorted.sort_by(f32::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((share * last as f32) as usize).copied().unwrap_or(0.0)
    }
}

fn gaussian(sigma: f32) -> Vec<f32> {
    let radius = (2.5 * sigma).ceil() as i32;
    (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect()
}

fn smooth_rows(map: &BlockMap<f32>, kernel: &[f32]) -> BlockMap<f32> {
    let radius = kernel.len() / 2;
    let mut out = BlockMap::filled(map.columns, map.rows, 0.0);
    for (target, row) in out.data.chunks_exact_mut(map.columns).zip(map.data.chunks_exact(map.columns)) {
        for (x, t) in target.iter_mut().enumerate() {
            let skip = radius.saturating_sub(x);
            let first = x.saturating_sub(radius);
            let (mut sum, mut weight) = (0.0, 0.0);
            for (v, k) in row[first..].iter().zip(&kernel[skip..]) {
                sum += v * k;
                weight += k;
            }
            *t = sum / weight;
        }
    }
    out
}

fn transpose(map: &BlockMap<f32>) -> BlockMap<f32> {
    let mut out = BlockMap::filled(map.rows, map.columns, 0.0);
    for row in 0..map.rows {
        for column in 0..map.columns {
            out.data[column * map.rows + row] = map.at(column, row);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_keeps_a_constant_and_the_middle_of_a_ramp() {
        let flat = BlockMap::filled(7, 5, 3.0).smoothed(1.5);
        assert!(flat.data.iter().all(|v| (v - 3.0).abs() < 1e-5));
        let mut ramp = BlockMap::filled(21, 3, 0.0);
        for (i, v) in ramp.data.iter_mut().enumerate() {
            *v = (i % 21) as f32;
        }
        assert!((ramp.smoothed(1.0).at(10, 1) - 10.0).abs() < 1e-4);
    }

    #[test]
    fn quantile_of_a_count() {
        let m = BlockMap { columns: 101, rows: 1, data: (0..101).rev().map(|v| v as f32).collect() };
        assert_eq!(m.quantile(0.95), 95.0);
    }
}
