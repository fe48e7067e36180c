//! Distortion-tolerant relaxation (Cappelli, Ferrara and Maltoni 2010, LSS-R / LGS-R): a pair of minutiae
//! gains when other pairs lie as it predicts, and loses when they do not.

use super::pairing::Candidate;
use super::points::{Point, wrap_half_turn};
use crate::parameters::*;

/// A pair after relaxation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Relaxed {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// Its number among the candidates.
    pub(crate) candidate: usize,
    /// Value after the last round.
    pub(crate) value: f32,
    /// Value after the last round over the first.
    pub(crate) efficiency: f32,
}

/// Scratch memory of the relaxation.
#[derive(Debug, Default)]
pub(crate) struct RelaxationSpace {
    support: Vec<f32>,
    now: Vec<f32>,
    next: Vec<f32>,
}

impl RelaxationSpace {
    /// How well two relaxed pairs go together, 0 to 1.
    pub(crate) fn support(&self, x: &Relaxed, y: &Relaxed) -> f32 {
        self.support[x.candidate * self.now.len() + y.candidate]
    }
}

/// Relaxes the pairs; the outcome is sorted by efficiency, best first.
pub(crate) fn relax(
    a: &[Point],
    b: &[Point],
    pairs: &[Candidate],
    space: &mut RelaxationSpace,
    out: &mut Vec<Relaxed>,
) {
    out.clear();
    let count = pairs.len();
    if count < 2 {
        return;
    }
    let RelaxationSpace { support, now, next } = space;
    support.clear();
    support.resize(count * count, 0.0);
    for i in 0..count {
        for k in i + 1..count {
            let rho = compatibility((&a[pairs[i].a], &b[pairs[i].b]), (&a[pairs[k].a], &b[pairs[k].b]));
            support[i * count + k] = rho;
            support[k * count + i] = rho;
        }
    }
    now.clear();
    now.extend(pairs.iter().map(|p| p.similarity));
    let share = (1.0 - RELAXATION_WEIGHT) / (count - 1) as f32;
    for _ in 0..RELAXATION_ROUNDS {
        next.clear();
        next.extend(support.chunks_exact(count).zip(now.iter()).map(|(row, own)| {
            let others: f32 = row.iter().zip(now.iter()).map(|(rho, v)| rho * v).sum();
            RELAXATION_WEIGHT * own + share * others
        }));
        std::mem::swap(now, next);
    }
    out.extend(pairs.iter().zip(now.iter()).enumerate().map(|(candidate, (p, &value))| Relaxed {
        candidate,
        a: p.a,
        b: p.b,
        value,
        efficiency: value / p.similarity,
    }));
    out.sort_unstable_by(|x, y| y.efficiency.total_cmp(&x.efficiency).then(x.a.cmp(&y.a)));
}

/// How well two pairs agree in distance, relative direction and bearing, 0 to 1.
fn compatibility(first: (&Point, &Point), second: (&Point, &Point)) -> f32 {
    let (distance_a, distance_b) = (first.0.distance(second.0), first.1.distance(second.1));
    let stretch = (distance_a - distance_b).abs();
    if stretch > DISTANCE_MU_PX + NEGLIGIBLE / -DISTANCE_TAU {
        return 0.0;
    }
    let angle_limit = ANGLE_MU_RAD + NEGLIGIBLE / -ANGLE_TAU;
    let turn = |p: &Point, q: &Point| wrap_half_turn(p.direction - q.direction);
    let twist = wrap_half_turn(turn(first.0, second.0) - turn(first.1, second.1)).abs();
    if twist > angle_limit {
        return 0.0;
    }
    let bearing = |p: &Point, q: &Point| wrap_half_turn(p.direction - (p.y - q.y).atan2(q.x - p.x));
    let there = wrap_half_turn(bearing(first.0, second.0) - bearing(first.1, second.1)).abs();
    let back = wrap_half_turn(bearing(second.0, first.0) - bearing(second.1, first.1)).abs();
    let swing = there.max(back);
    if swing > angle_limit {
        return 0.0;
    }
    let e = |v: f32, mu: f32, tau: f32| 1.0 + (-tau * (v - mu)).exp();
    1.0 / (e(stretch, DISTANCE_MU_PX, DISTANCE_TAU)
        * e(twist, ANGLE_MU_RAD, ANGLE_TAU)
        * e(swing, ANGLE_MU_RAD, ANGLE_TAU))
}

/// Beyond this many slopes from the centre a sigmoid counts as 0 (it is below 3e-4).
const NEGLIGIBLE: f32 = 8.0;

/// Number of pairs that make the score, by the smaller number of cylinders.
pub(crate) fn pairs_in_score(smaller: usize) -> usize {
    let sigmoid = 1.0 / (1.0 + (-PAIRS_TAU * (smaller as f32 - PAIRS_MU)).exp());
    (PAIRS_MIN + (PAIRS_MAX - PAIRS_MIN) * sigmoid).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_pairs_rises_with_the_minutiae() {
        assert_eq!([0, 20, 60].map(pairs_in_score), [6, 9, 12]);
    }
}
