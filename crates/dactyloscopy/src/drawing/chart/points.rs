//! The corresponding minutiae of a chart: which are numbered, in which order, and how far apart they lie when one print
//! is laid over the other.

use crate::comparison::Comparison;
use crate::minutia::Minutia;
use crate::template::Template;

/// Most pairs that get a number: more cannot be told apart on a page.
const NUMBERED_MAX: usize = 36;
/// Millimetres of a 500-ppi pixel.
pub(super) const MM_A_PX: f32 = 25.4 / 500.0;

/// One numbered pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbered {
    pub(super) number: usize,
    pub(super) a: Minutia,
    pub(super) b: Minutia,
    /// Distance after laying the first print over the second, mm.
    pub(super) apart_mm: f32,
}

/// The numbered pairs, from the top of the first print downwards, and how the second print is turned.
#[derive(Debug, Clone)]
pub(super) struct Points {
    pub(super) numbered: Vec<Numbered>,
    /// All pairs found, numbered or not.
    pub(super) found: usize,
    /// Turn of the second print against the first, degrees, counter-clockwise.
    pub(super) turn_deg: f32,
}

impl Points {
    pub(super) fn new(a: &Template, b: &Template, comparison: &Comparison) -> Self {
        let mut pairs: Vec<(Minutia, Minutia)> = comparison
            .pairs
            .iter()
            .filter_map(|pair| Some((*a.minutiae().get(pair.a)?, *b.minutiae().get(pair.b)?)))
            .collect();
        let found = pairs.len();
        pairs.truncate(NUMBERED_MAX);
        pairs.sort_by(|p, q| p.0.y_px.total_cmp(&q.0.y_px));
        let fit = Rigid::of(&pairs);
        let numbered = pairs.iter().enumerate().map(|(i, (a, b))| Numbered {
            number: i + 1,
            a: *a,
            b: *b,
            apart_mm: fit.distance_px(a, b) * MM_A_PX,
        });
        Self { numbered: numbered.collect(), found, turn_deg: fit.sine.atan2(fit.cosine).to_degrees() }
    }
}

/// The turn and shift that lay one set of points over another with the least squared distance.
struct Rigid {
    cosine: f32,
    sine: f32,
    from: (f32, f32),
    to: (f32, f32),
}

impl Rigid {
    fn of(pairs: &[(Minutia, Minutia)]) -> Self {
        let count = pairs.len().max(1) as f32;
        let mean = |of: &dyn Fn(&(Minutia, Minutia)) -> f32| pairs.iter().map(of).sum::<f32>() / count;
        let from = (mean(&|p| p.0.x_px), mean(&|p| -p.0.y_px));
        let to = (mean(&|p| p.1.x_px), mean(&|p| -p.1.y_px));
        let (mut along, mut across) = (0.0, 0.0);
        for (a, b) in pairs {
            let (ax, ay) = (a.x_px - from.0, -a.y_px - from.1);
            let (bx, by) = (b.x_px - to.0, -b.y_px - to.1);
            along += ax * bx + ay * by;
            across += ax * by - ay * bx;
        }
        let length = along.hypot(across);
        let (cosine, sine) = if length > 0.0 { (along / length, across / length) } else { (1.0, 0.0) };
        Self { cosine, sine, from, to }
    }

    fn distance_px(&self, a: &Minutia, b: &Minutia) -> f32 {
        let (x, y) = (a.x_px - self.from.0, -a.y_px - self.from.1);
        let (u, v) = (self.cosine * x - self.sine * y, self.sine * x + self.cosine * y);
        (u + self.to.0 - b.x_px).hypot(v + self.to.1 + b.y_px)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::MinutiaPair;
    use crate::minutia::MinutiaKind;

    #[test]
    fn a_turned_and_shifted_copy_lies_on_its_original() {
        let at = |x_px: f32, y_px: f32| Minutia {
            x_px,
            y_px,
            direction_rad: 0.0,
            kind: MinutiaKind::Ending,
            quality: 50,
        };
        let places = [(40.0, 50.0), (90.0, 60.0), (60.0, 130.0), (120.0, 110.0)];
        // a quarter turn counter-clockwise on the screen: x' = y, y' = -x
        let a = Template::new(200, 200, 50, places.map(|(x, y)| at(x, y)).to_vec()).unwrap();
        let b = Template::new(200, 200, 50, places.map(|(x, y)| at(y, 180.0 - x)).to_vec()).unwrap();
        let pairs = (0..4).map(|i| MinutiaPair { a: i, b: i }).collect();
        let points = Points::new(&a, &b, &Comparison { score: 1.0, pairs });
        assert!((points.turn_deg - 90.0).abs() < 1e-3, "{}", points.turn_deg);
        assert!(points.numbered.iter().all(|p| p.apart_mm < 1e-4));
        assert!(points.numbered.windows(2).all(|w| w[0].a.y_px <= w[1].a.y_px));
    }
}
