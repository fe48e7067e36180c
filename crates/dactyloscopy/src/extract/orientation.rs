//! Ridge orientation and coherence from the structure tensor (Kass and Witkin 1987; Bazen and Gerez 2002).

use super::blocks::BlockMap;
use super::gradient::BlockTensor;
use crate::parameters::{ORIENTATION_COARSE_BLOCKS, ORIENTATION_TRUST_COHERENCE};
use std::f32::consts::{FRAC_PI_2, PI};

/// Orientation of each block.
#[derive(Debug, Clone)]
pub(crate) struct OrientationMap {
    /// Ridge orientation, radians in [0, pi), image axes: a ridge runs along (cos, sin), y down.
    pub(crate) ridge_rad: BlockMap<f32>,
    /// 0 = no common direction, 1 = perfectly parallel.
    pub(crate) coherence: BlockMap<f32>,
}

/// Smooths the doubled-angle vectors finely, and coarsely where the fine ones disagree.
pub(crate) fn orientation(tensor: &BlockTensor, fine_blocks: f32) -> OrientationMap {
    let fine = |m: &BlockMap<f32>| m.smoothed(fine_blocks);
    let (difference, product, energy) =
        (fine(&tensor.difference), fine(&tensor.product), fine(&tensor.energy));
    let vectors = difference.data.iter().zip(&product.data).zip(&energy.data);
    let unit: Vec<(f32, f32)> = vectors.map(|((d, p), e)| (d / (e + 1e-6), p / (e + 1e-6))).collect();
    let part = |f: fn(&(f32, f32)) -> f32| BlockMap {
        columns: difference.columns,
        rows: difference.rows,
        data: unit.iter().map(f).collect(),
    };
    let coarse_x = part(|v| v.0).smoothed(ORIENTATION_COARSE_BLOCKS);
    let coarse_y = part(|v| v.1).smoothed(ORIENTATION_COARSE_BLOCKS);
    let mut ridge_rad = BlockMap::filled(difference.columns, difference.rows, 0.0);
    let mut coherence = ridge_rad.clone();
    for (i, &(x, y)) in unit.iter().enumerate() {
        let c = (x * x + y * y).sqrt().min(1.0);
        let trust = c / (c + ORIENTATION_TRUST_COHERENCE).max(1e-6);
        let bx = trust * x + (1.0 - trust) * coarse_x.data[i];
        let by = trust * y + (1.0 - trust) * coarse_y.data[i];
        let across = 0.5 * by.atan2(bx);
        ridge_rad.data[i] = (across + FRAC_PI_2).rem_euclid(PI).min(PI - 1e-6);
        coherence.data[i] = c;
    }
    OrientationMap { ridge_rad, coherence }
}

#[cfg(test)]
mod tests {
    use super::super::gradient::block_tensor;
    use super::super::plane::Plane;
    use super::*;

    #[test]
    fn parallel_ridges_of_every_orientation() {
        for degrees in (0..180).step_by(15) {
            let theta = (degrees as f32).to_radians();
            let (nx, ny) = (-theta.sin(), theta.cos());
            let p = Plane::from_fn(96, 96, |x, y| ((x * nx + y * ny) * 0.7).cos());
            let map = orientation(&block_tensor(&p), 1.1);
            let got = map.ridge_rad.at(6, 6);
            let off = (got - theta).sin().abs();
            assert!(off < 0.02, "{degrees} degrees came out as {}", got.to_degrees());
            assert!(map.coherence.at(6, 6) > 0.9);
        }
    }

    #[test]
    fn concentric_ridges_turn_with_the_tangent() {
        let p = Plane::from_fn(160, 160, |x, y| ((x - 80.0).hypot(y - 80.0) * 0.7).cos());
        let map = orientation(&block_tensor(&p), 1.1);
        for (column, row) in [(16, 10), (4, 4), (10, 16), (3, 12)] {
            let (x, y) = (column as f32 * 8.0 + 3.5 - 80.0, row as f32 * 8.0 + 3.5 - 80.0);
            let tangent = x.atan2(-y);
            assert!((map.ridge_rad.at(column, row) - tangent).sin().abs() < 0.06);
        }
    }
}
