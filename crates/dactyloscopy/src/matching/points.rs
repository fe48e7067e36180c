//! Minutiae as the matcher sees them.

use crate::minutia::Minutia;
use crate::parameters::WEIGHT_UNKNOWN;
use std::f32::consts::{PI, TAU};

/// A minutia with its direction's cosine and sine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) direction: f32,
    pub(crate) cos: f32,
    pub(crate) sin: f32,
    /// How much the minutia counts, 0 to 1.
    pub(crate) weight: f32,
    /// Index in the template.
    pub(crate) index: usize,
}

impl Point {
    pub(crate) fn distance(&self, other: &Point) -> f32 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// Total order by place and direction, whatever the order in the template.
    pub(crate) fn order(&self, other: &Point) -> std::cmp::Ordering {
        (self.y.total_cmp(&other.y))
            .then(self.x.total_cmp(&other.x))
            .then(self.direction.total_cmp(&other.direction))
            .then(self.weight.total_cmp(&other.weight))
    }
}

/// The points of a template in an order that does not depend on the template's order.
pub(crate) fn points(minutiae: &[Minutia]) -> Vec<Point> {
    let mut points: Vec<Point> = (minutiae.iter().enumerate())
        .map(|(index, m)| Point {
            x: m.x_px,
            y: m.y_px,
            direction: m.direction_rad,
            cos: m.direction_rad.cos(),
            sin: m.direction_rad.sin(),
            weight: if m.quality == 0 { WEIGHT_UNKNOWN } else { f32::from(m.quality) / 100.0 },
            index,
        })
        .collect();
    points.sort_by(Point::order);
    points
}

/// Brings a difference of two angles in [-pi, 3 pi) or so to [-pi, pi).
pub(crate) fn wrap_half_turn(angle: f32) -> f32 {
    if angle >= PI {
        let a = angle - TAU;
        if a >= PI { a - TAU } else { a }
    } else if angle < -PI {
        let a = angle + TAU;
        if a < -PI { a + TAU } else { a }
    } else {
        angle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_differences() {
        for i in -90..=90 {
            let a = i as f32 * 0.1;
            let w = wrap_half_turn(a);
            assert!((-PI..PI).contains(&w));
            assert!(((a - w) / TAU - ((a - w) / TAU).round()).abs() < 1e-5);
        }
    }
}
