//! All minutiae of a print laid over another at once: a rigid motion and, on it, the smoothed residuals of
//! the matches (kernel regression with a prior of no deformation).

use super::alignment::{Match, Rigid};
use super::hull::Hull;
use super::points::Point;
use crate::parameters::{DEFORMATION_PRIOR, DEFORMATION_SIGMA_PX};

/// The places of a print, the matches that lay it over another, and where the places come to lie.
#[derive(Debug, Default)]
pub(crate) struct Warp {
    from_x: Vec<f32>,
    from_y: Vec<f32>,
    pub(crate) rigid: Rigid,
    pub(crate) matches: Vec<Match>,
    pub(crate) x: Vec<f32>,
    pub(crate) y: Vec<f32>,
    total: Vec<f32>,
}

impl Warp {
    /// Takes the places of a print.
    pub(crate) fn load(&mut self, points: &[Point]) {
        self.from_x.clear();
        self.from_x.extend(points.iter().map(|p| p.x));
        self.from_y.clear();
        self.from_y.extend(points.iter().map(|p| p.y));
        for out in [&mut self.x, &mut self.y, &mut self.total] {
            out.clear();
            out.resize(points.len(), 0.0);
        }
    }
}

/// Lays all places over the other print.
#[inline(always)]
pub(super) fn warp(warp_space: &mut Warp) {
    let Warp { from_x, from_y, rigid, matches, x, y, total } = warp_space;
    x.fill(0.0);
    y.fill(0.0);
    total.fill(DEFORMATION_PRIOR);
    let scale = 1.0 / (2.0 * DEFORMATION_SIGMA_PX * DEFORMATION_SIGMA_PX);
    for m in matches.iter() {
        let there = rigid.apply(m.from);
        let residual = (m.to.0 - there.0, m.to.1 - there.1);
        for ((((x, y), total), px), py) in
            x.iter_mut().zip(y.iter_mut()).zip(total.iter_mut()).zip(from_x.iter()).zip(from_y.iter())
        {
            let (dx, dy) = (m.from.0 - px, m.from.1 - py);
            let near = 1.0 + (dx * dx + dy * dy) * scale;
            let weight = 1.0 / (near * near);
            *x += weight * residual.0;
            *y += weight * residual.1;
            *total += weight;
        }
    }
    for ((((x, y), total), px), py) in
        x.iter_mut().zip(y.iter_mut()).zip(total.iter()).zip(from_x.iter()).zip(from_y.iter())
    {
        let base = rigid.apply((*px, *py));
        *x = base.0 + *x / total;
        *y = base.1 + *y / total;
    }
}

/// For each place a number that is not negative where the hull contains it.
#[inline(always)]
pub(super) fn inside(hull: &Hull, x: &[f32], y: &[f32], out: &mut Vec<f32>) {
    let corners = hull.corners();
    out.clear();
    out.resize(x.len(), if corners.len() >= 3 { f32::MAX } else { -1.0 });
    if corners.len() < 3 {
        return;
    }
    let next = corners.iter().skip(1).chain(corners.first());
    for (a, b) in corners.iter().zip(next) {
        let (ex, ey) = (b.0 - a.0, b.1 - a.1);
        for ((out, x), y) in out.iter_mut().zip(x).zip(y) {
            let cross = ex * (y - a.1) - ey * (x - a.0);
            *out = if cross < *out { cross } else { *out };
        }
    }
}
