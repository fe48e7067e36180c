//! Laying one print over the other as a stiff sheet.

use super::approximate::atan2;
use super::points::Point;

/// A place of the first print and where it lies in the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) from: (f32, f32),
    pub(crate) to: (f32, f32),
}

impl Match {
    pub(crate) fn of(a: &Point, b: &Point) -> Self {
        Self { from: (a.x, a.y), to: (b.x, b.y) }
    }
}

/// Rotation and translation, image axes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rigid {
    cos: f32,
    sin: f32,
    shift: (f32, f32),
}

impl Rigid {
    /// Least-squares motion of matched places; of a single pair, by its directions.
    pub(crate) fn fit(matches: &[Match], fallback_turn: (f32, f32)) -> Self {
        let count = matches.len().max(1) as f32;
        let mean = |f: fn(&Match) -> (f32, f32)| {
            let (x, y) = matches.iter().map(f).fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
            (x / count, y / count)
        };
        let (from, to) = (mean(|m| m.from), mean(|m| m.to));
        let (mut dot, mut cross) = (0.0, 0.0);
        for m in matches {
            let (ax, ay) = (m.from.0 - from.0, m.from.1 - from.1);
            let (bx, by) = (m.to.0 - to.0, m.to.1 - to.1);
            dot += ax * bx + ay * by;
            cross += ax * by - ay * bx;
        }
        let norm = (dot * dot + cross * cross).sqrt();
        let (cos, sin) = if norm > 1e-3 { (dot / norm, cross / norm) } else { fallback_turn };
        let shift = (to.0 - cos * from.0 + sin * from.1, to.1 - sin * from.0 - cos * from.1);
        Self { cos, sin, shift }
    }

    pub(crate) fn apply(&self, p: (f32, f32)) -> (f32, f32) {
        (self.cos * p.0 - self.sin * p.1 + self.shift.0, self.sin * p.0 + self.cos * p.1 + self.shift.1)
    }

    /// The place of the first print that comes to lie here.
    pub(crate) fn undo(&self, p: (f32, f32)) -> (f32, f32) {
        let (x, y) = (p.0 - self.shift.0, p.1 - self.shift.1);
        (self.cos * x + self.sin * y, self.cos * y - self.sin * x)
    }

    /// The turn as an angle of directions (counter-clockwise on the screen, y down).
    pub(crate) fn turn(&self) -> f32 {
        atan2(-self.sin, self.cos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_known_motion() {
        let (sin, cos) = 0.4_f32.sin_cos();
        let motion = |p: (f32, f32)| (cos * p.0 - sin * p.1 + 30.0, sin * p.0 + cos * p.1 - 12.0);
        let places = [(10.0, 20.0), (100.0, 40.0), (60.0, 150.0)];
        let matches = places.map(|p| Match { from: p, to: motion(p) });
        let rigid = Rigid::fit(&matches, (1.0, 0.0));
        let (x, y) = rigid.apply((200.0, 100.0));
        let want = motion((200.0, 100.0));
        assert!((x - want.0).abs() < 1e-2 && (y - want.1).abs() < 1e-2);
        assert!((rigid.turn() + 0.4).abs() < 2e-4, "clockwise on the screen is a negative turn");
    }
}
