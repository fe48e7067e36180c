//! Convex hull of the minutiae with a margin: where the finger is known to be.

use super::points::Point;
use crate::parameters::HULL_MARGIN_PX;

/// Convex polygon, corners in order.
#[derive(Debug, Clone)]
pub(crate) struct Hull {
    corners: Vec<(f32, f32)>,
}

impl Hull {
    /// Andrew's monotone chain.
    pub(crate) fn new(points: &[Point]) -> Self {
        let mut sorted: Vec<(f32, f32)> = points.iter().map(|p| (p.x, p.y)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        sorted.dedup();
        if sorted.len() < 3 {
            return Self { corners: sorted };
        }
        let mut corners = chain(sorted.iter());
        corners.pop();
        corners.extend(chain(sorted.iter().rev()));
        corners.pop();
        Self { corners }
    }

    /// Corners in order.
    pub(crate) fn corners(&self) -> &[(f32, f32)] {
        &self.corners
    }

    /// Whether a place lies in the hull or within the margin around it.
    pub(crate) fn holds(&self, x: f32, y: f32) -> bool {
        let mut inside = self.corners.len() >= 3;
        for (i, &a) in self.corners.iter().enumerate() {
            let b = self.corners[(i + 1) % self.corners.len()];
            if cross(a, b, (x, y)) < 0.0 {
                inside = false;
            }
            if squared_distance(a, b, (x, y)) <= HULL_MARGIN_PX * HULL_MARGIN_PX {
                return true;
            }
        }
        inside
    }
}

fn chain<'a>(points: impl Iterator<Item = &'a (f32, f32)>) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for &p in points {
        while let [.., a, b] = out[..] {
            if cross(a, b, p) > 0.0 {
                break;
            }
            out.pop();
        }
        out.push(p);
    }
    out
}

fn cross(a: (f32, f32), b: (f32, f32), p: (f32, f32)) -> f32 {
    (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0)
}

fn squared_distance(a: (f32, f32), b: (f32, f32), p: (f32, f32)) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (p.0 - a.0 - t * dx).powi(2) + (p.1 - a.1 - t * dy).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hull(places: &[(f32, f32)]) -> Hull {
        let points: Vec<Point> = (places.iter())
            .map(|&(x, y)| Point { x, y, direction: 0.0, cos: 1.0, sin: 0.0, index: 0, weight: 1.0 })
            .collect();
        Hull::new(&points)
    }

    #[test]
    fn square_with_margin() {
        let h = hull(&[(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0), (100.0, 90.0), (100.0, 0.0)]);
        assert_eq!(h.corners.len(), 4, "inner and collinear points are no corners");
        assert!(h.holds(100.0, 100.0) && h.holds(-49.0, 100.0) && !h.holds(-51.0, 100.0));
        assert!(h.holds(235.0, 235.0) && !h.holds(236.0, 236.0), "round corners");
    }

    #[test]
    fn few_points() {
        assert!(!hull(&[]).holds(0.0, 0.0));
        assert!(hull(&[(5.0, 5.0)]).holds(40.0, 5.0));
        assert!(hull(&[(0.0, 0.0), (100.0, 0.0)]).holds(50.0, 49.0));
    }
}
