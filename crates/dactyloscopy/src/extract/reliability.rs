//! Reliability: the share of the local contrast that the ridge wave explains.

use super::blocks::BlockMap;
use super::enhancement::RidgeWave;
use super::plane::Plane;
use crate::parameters::{BLOCK_PX, RELIABILITY_SIGMA_BLOCKS};

/// 0 = no ridges as supposed, 1 = a pure wave. A wave of contrast `a` has variance `a²/2` and a filter
/// response of energy `a²/4`, so twice the response over the variance is 1.
pub(crate) fn reliability(
    normalised: &Plane,
    wave: &RidgeWave,
    foreground: &BlockMap<bool>,
) -> BlockMap<f32> {
    let columns = foreground.columns;
    let mut explained = foreground.map(|_| 0.0_f32);
    let mut total = explained.clone();
    for y in 0..normalised.height {
        let first = (y / BLOCK_PX) * columns;
        let rows = normalised.row(y).chunks(BLOCK_PX).zip(wave.even.row(y).chunks(BLOCK_PX));
        let rows = rows.zip(wave.odd.row(y).chunks(BLOCK_PX));
        for (column, ((raw, even), odd)) in rows.enumerate() {
            explained.data[first + column] += even.iter().zip(odd).map(|(e, o)| e * e + o * o).sum::<f32>();
            total.data[first + column] += raw.iter().map(|v| v * v).sum::<f32>();
        }
    }
    let explained = explained.smoothed(RELIABILITY_SIGMA_BLOCKS);
    let total = total.smoothed(RELIABILITY_SIGMA_BLOCKS);
    let data = explained.data.iter().zip(&total.data).zip(&foreground.data);
    let data = data.map(|((e, t), f)| if *f { (2.0 * e / (t + 1e-3)).clamp(0.0, 1.0) } else { 0.0 });
    BlockMap { data: data.collect(), ..total.clone() }
}
