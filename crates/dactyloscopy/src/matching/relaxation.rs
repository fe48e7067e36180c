//! Distortion-tolerant relaxation (Cappelli, Ferrara and Maltoni 2010, LSS-R / LGS-R): a pair of minutiae
//! gains when other pairs lie as it predicts, and loses when they do not.

use super::approximate::{atan2, exp};
use super::pairing::Candidate;
use super::points::{Point, wrap_half_turn};
use super::wide::{Generation, rounds, support};
use crate::parameters::*;
use std::f32::consts::{PI, TAU};

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

/// Pairs handled side by side.
const LANES: usize = 16;
/// Place of the pairs that fill up the last lanes: so far off that they go with nothing.
const NOWHERE_PX: f32 = 1e7;

/// Scratch memory of the relaxation: the pairs as columns of numbers, filled up to whole lanes.
#[derive(Debug, Default)]
pub(crate) struct RelaxationSpace {
    ax: Vec<f32>,
    ay: Vec<f32>,
    bx: Vec<f32>,
    by: Vec<f32>,
    /// By how much the second minutia is turned against the first.
    turn: Vec<f32>,
    support: Vec<f32>,
    now: Vec<f32>,
    next: Vec<f32>,
    /// Pairs without those that fill up.
    count: usize,
}

impl RelaxationSpace {
    /// How well two relaxed pairs go together, 0 to 1.
    pub(crate) fn support(&self, x: &Relaxed, y: &Relaxed) -> f32 {
        self.support[x.candidate * self.now.len() + y.candidate]
    }

    fn load(&mut self, a: &[Point], b: &[Point], pairs: &[Candidate]) {
        let padded = pairs.len().next_multiple_of(LANES);
        let column = |out: &mut Vec<f32>, fill: f32, f: &dyn Fn(&Candidate) -> f32| {
            out.clear();
            out.extend(pairs.iter().map(f));
            out.resize(padded, fill);
        };
        column(&mut self.ax, 0.0, &|p| a[p.a].x);
        column(&mut self.ay, 0.0, &|p| a[p.a].y);
        column(&mut self.bx, NOWHERE_PX, &|p| b[p.b].x);
        column(&mut self.by, NOWHERE_PX, &|p| b[p.b].y);
        column(&mut self.turn, 0.0, &|p| wrap_half_turn(b[p.b].direction - a[p.a].direction));
        column(&mut self.now, 0.0, &|p| p.similarity);
        column(&mut self.next, 0.0, &|_| 0.0);
        self.support.resize(padded * padded, 0.0);
        self.count = pairs.len();
    }
}

/// Relaxes the pairs; the outcome is sorted by efficiency, best first.
pub(crate) fn relax(
    a: &[Point],
    b: &[Point],
    pairs: &[Candidate],
    generation: Generation,
    space: &mut RelaxationSpace,
    out: &mut Vec<Relaxed>,
) {
    out.clear();
    if pairs.len() < 2 {
        return;
    }
    space.load(a, b, pairs);
    support(generation, space);
    rounds(generation, space);
    out.extend(pairs.iter().zip(&space.now).enumerate().map(|(candidate, (p, &value))| Relaxed {
        candidate,
        a: p.a,
        b: p.b,
        value,
        efficiency: value / p.similarity,
    }));
    out.sort_unstable_by(|x, y| y.efficiency.total_cmp(&x.efficiency).then(x.a.cmp(&y.a)));
}

/// How well all pairs go together: the matrix of compatibilities, 0 on the diagonal.
#[inline(always)]
pub(super) fn fill_support(space: &mut RelaxationSpace) {
    let RelaxationSpace { ax, ay, bx, by, turn, support, .. } = space;
    let padded = ax.len();
    for (i, row) in support.chunks_exact_mut(padded).enumerate() {
        let own = [ax[i], ay[i], bx[i], by[i], turn[i]];
        let (rows, _) = row.as_chunks_mut::<LANES>();
        let columns = ax.as_chunks::<LANES>().0.iter().zip(ay.as_chunks::<LANES>().0);
        let columns = columns.zip(bx.as_chunks::<LANES>().0).zip(by.as_chunks::<LANES>().0);
        let columns = columns.zip(turn.as_chunks::<LANES>().0);
        for (target, ((((ax, ay), bx), by), turn)) in rows.iter_mut().zip(columns) {
            for l in 0..LANES {
                target[l] = compatibility(own, [ax[l], ay[l], bx[l], by[l], turn[l]]);
            }
        }
        row[i] = 0.0;
    }
}

/// How well two pairs agree in distance, relative direction and bearing, 0 to 1.
#[inline(always)]
fn compatibility(one: [f32; 5], other: [f32; 5]) -> f32 {
    let (ax, ay) = (other[0] - one[0], other[1] - one[1]);
    let (bx, by) = (other[2] - one[2], other[3] - one[3]);
    let stretch = ((ax * ax + ay * ay).sqrt() - (bx * bx + by * by).sqrt()).abs();
    let twist = half_turn_size(one[4] - other[4]);
    // the angle from the way in the first print to the way in the second, counter-clockwise on the screen
    let way = atan2(bx * ay - by * ax, ax * bx + ay * by);
    let swing = half_turn_size(way - one[4]).max(half_turn_size(way - other[4]));
    let angle_limit = ANGLE_MU_RAD + NEGLIGIBLE / -ANGLE_TAU;
    let stretch_limit = DISTANCE_MU_PX + NEGLIGIBLE / -DISTANCE_TAU;
    let e = |v: f32, mu: f32, tau: f32| 1.0 + exp(-tau * (v - mu));
    let product = e(stretch, DISTANCE_MU_PX, DISTANCE_TAU)
        * e(twist, ANGLE_MU_RAD, ANGLE_TAU)
        * e(swing, ANGLE_MU_RAD, ANGLE_TAU);
    let near = (stretch <= stretch_limit) & (twist <= angle_limit) & (swing <= angle_limit);
    if near { 1.0 / product } else { 0.0 }
}

/// Size of an angle in (-4 pi, 4 pi) after wrapping to half a turn.
#[inline(always)]
fn half_turn_size(angle: f32) -> f32 {
    let a = angle.abs();
    let a = if a > TAU { a - TAU } else { a };
    if a > PI { TAU - a } else { a }
}

/// The rounds of relaxation, from `now` to `now`.
#[inline(always)]
pub(super) fn run_rounds(space: &mut RelaxationSpace) {
    let RelaxationSpace { support, now, next, count, .. } = space;
    let padded = now.len();
    let share = (1.0 - RELAXATION_WEIGHT) / (*count as f32 - 1.0);
    for _ in 0..RELAXATION_ROUNDS {
        next.fill(0.0);
        for (row, value) in support.chunks_exact(padded).zip(now.iter()).take(*count) {
            for (sum, rho) in next.iter_mut().zip(row) {
                *sum += rho * value;
            }
        }
        for (value, sum) in now.iter_mut().zip(next.iter()) {
            *value = RELAXATION_WEIGHT * *value + share * sum;
        }
    }
}

/// Beyond this many slopes from the centre a sigmoid counts as 0 (it is below 3e-4).
const NEGLIGIBLE: f32 = 8.0;

/// Number of pairs that make the score, by the smaller number of cylinders.
pub(crate) fn pairs_in_score(smaller: usize) -> usize {
    let sigmoid = 1.0 / (1.0 + exp(-PAIRS_TAU * (smaller as f32 - PAIRS_MU)));
    (PAIRS_MIN + (PAIRS_MAX - PAIRS_MIN) * sigmoid).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_pairs_rises_with_the_minutiae() {
        assert_eq!([0, 20, 60].map(pairs_in_score), [6, 9, 12]);
    }

    #[test]
    fn pairs_moved_alike_go_together_and_others_do_not() {
        let turned = |p: (f32, f32), turn: f32| {
            let (sin, cos) = turn.sin_cos();
            // counter-clockwise on the screen, y down
            (cos * p.0 + sin * p.1 + 40.0, cos * p.1 - sin * p.0 - 7.0)
        };
        for turn in [-3.0_f32, -1.2, 0.0, 0.4, 2.9] {
            let pair = |x: f32, y: f32| {
                let (bx, by) = turned((x, y), turn);
                [x, y, bx, by, turn]
            };
            let (one, mut other) = (pair(10.0, 20.0), pair(90.0, -35.0));
            let rho = compatibility(one, other);
            assert!(rho > 0.99, "turn {turn}: {rho}");
            other[4] += 1.0;
            assert_eq!(compatibility(one, other), 0.0, "another turn");
            let mut far = pair(90.0, -35.0);
            far[2] += 60.0;
            assert!(compatibility(one, far) < 1e-3, "another place");
        }
    }
}
