//! Removal of false minutiae: cut ridges at the border, unreliable places, broken and bridged ridges.

use super::blocks::BlockMap;
use super::detection::Singularity;
use crate::minutia::Minutia;
use crate::parameters::*;
use std::cmp::Ordering;

/// What the filters look at.
pub(crate) struct Context<'a> {
    pub(crate) width_px: usize,
    pub(crate) height_px: usize,
    pub(crate) period_px: &'a BlockMap<f32>,
    pub(crate) reliability: &'a BlockMap<f32>,
    /// Distance to the background, blocks.
    pub(crate) depth_blocks: &'a BlockMap<f32>,
}

/// The true minutiae among the singularities, best first.
pub(crate) fn remove_false(found: Vec<Singularity>, context: &Context<'_>) -> Vec<Minutia> {
    let apart = remove_dipoles(found, context);
    let mut kept: Vec<Minutia> = (apart.into_iter())
        .filter(|s| context.is_inside(s.x_px, s.y_px))
        .map(|s| Minutia {
            x_px: s.x_px,
            y_px: s.y_px,
            direction_rad: s.direction_rad,
            kind: s.kind,
            quality: (100.0 * context.reliability.at_pixel(s.x_px, s.y_px)).round() as u8,
        })
        .filter(|m| f32::from(m.quality) >= 100.0 * RELIABILITY_MIN)
        .collect();
    kept.sort_by(best_first);
    kept.truncate(MINUTIAE_KEPT);
    kept
}

/// The foreground in the blocks of the minutiae and those next to them.
pub(crate) fn blocks_around(minutiae: &[Minutia], foreground: &BlockMap<bool>) -> BlockMap<bool> {
    let mut around = foreground.map(|_| false);
    for m in minutiae {
        let (column, row) = (m.x_px as usize / BLOCK_PX, m.y_px as usize / BLOCK_PX);
        for y in row.saturating_sub(1)..(row + 2).min(foreground.rows) {
            for x in column.saturating_sub(1)..(column + 2).min(foreground.columns) {
                around.data[y * foreground.columns + x] = foreground.at(x, y);
            }
        }
    }
    around
}

/// Lowers the quality of minutiae that are not among the singularities of a wider enhancement.
pub(crate) fn doubt_fleeting(
    minutiae: &mut [Minutia],
    persistent: &[Singularity],
    period_px: &BlockMap<f32>,
) {
    for m in minutiae.iter_mut() {
        let reach = PERSISTENCE_PERIODS * period_px.at_pixel(m.x_px, m.y_px);
        if !persistent.iter().any(|s| is_near(m, s, reach)) {
            m.quality = ((f32::from(m.quality) * PERSISTENCE_LOST_SHARE).round() as u8).max(1);
        }
    }
    minutiae.sort_by(best_first);
}

fn best_first(a: &Minutia, b: &Minutia) -> Ordering {
    b.quality.cmp(&a.quality).then(a.y_px.total_cmp(&b.y_px)).then(a.x_px.total_cmp(&b.x_px))
}

/// Whether a singularity may be this minutia seen through another window.
fn is_near(m: &Minutia, s: &Singularity, reach_px: f32) -> bool {
    (m.x_px - s.x_px).hypot(m.y_px - s.y_px) < reach_px
        && (m.direction_rad - s.direction_rad).cos() > PERSISTENCE_COSINE
}

impl Context<'_> {
    /// Cut ridges at the border of finger or image are no endings.
    pub(crate) fn is_inside(&self, x_px: f32, y_px: f32) -> bool {
        let (right, bottom) = ((self.width_px - 1) as f32, (self.height_px - 1) as f32);
        let edge = x_px.min(y_px).min(right - x_px).min(bottom - y_px);
        let depth_px = (self.depth_blocks.at_pixel(x_px, y_px) - 0.5) * BLOCK_PX as f32;
        edge >= EDGE_PX && depth_px >= BORDER_PX
    }
}

/// Opposite singularities nearer than a share of the period cancel, nearest pair first: a broken ridge, a
/// bridge, a pore, a short spur.
fn remove_dipoles(found: Vec<Singularity>, context: &Context<'_>) -> Vec<Singularity> {
    let mut pairs = Vec::new();
    for (i, a) in found.iter().enumerate() {
        let reach = DIPOLE_PERIODS * context.period_px.at_pixel(a.x_px, a.y_px);
        // singularities come in rows from the top
        for (j, b) in found.iter().enumerate().skip(i + 1) {
            if b.y_px - a.y_px > reach + 1.0 {
                break;
            }
            let distance = (a.x_px - b.x_px).hypot(a.y_px - b.y_px);
            if distance < reach && (a.direction_rad - b.direction_rad).cos() < 0.0 {
                pairs.push((distance, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut gone = vec![false; found.len()];
    for (_, i, j) in pairs {
        if !gone[i] && !gone[j] {
            gone[i] = true;
            gone[j] = true;
        }
    }
    found.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(s, _)| s).collect()
}
