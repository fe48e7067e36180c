//! The geometric stage: with one print laid over the other, which minutiae agree, and which of those that
//! should have a partner have none.

use super::alignment::{Deformation, Match};
use super::hull::Hull;
use super::points::{Point, wrap_half_turn};
use super::relaxation::Relaxed;
use crate::parameters::*;

/// What lies together and what contradicts, in sums of minutia weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Agreement {
    /// Pairs that lie together.
    pub(crate) count: usize,
    /// Weight of the pairs that lie together.
    pub(crate) agreeing: f32,
    /// Weight of the minutiae in the overlap, mean of both prints.
    pub(crate) overlapping: f32,
}

/// Scratch memory of the stage.
#[derive(Debug, Default)]
pub(crate) struct AgreementSpace {
    matches: Vec<Match>,
    next: Vec<Match>,
    pairs: Vec<(usize, usize)>,
    best_pairs: Vec<(usize, usize)>,
    moved: Vec<(f32, f32)>,
    near: Vec<(f32, usize, usize)>,
    taken: (Vec<bool>, Vec<bool>),
}

/// One print of the two.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) points: &'a [Point],
    pub(crate) hull: &'a Hull,
}

/// The best agreement over a few alignments, each grown from a well-supported pair. `support(i, k)` tells how
/// well relaxed pairs `i` and `k` go together.
pub(crate) fn agreement(
    a: Side<'_>,
    b: Side<'_>,
    relaxed: &[Relaxed],
    support: impl Fn(&Relaxed, &Relaxed) -> f32,
    space: &mut AgreementSpace,
) -> Agreement {
    let mut best = Agreement::default();
    space.best_pairs.clear();
    for seed in relaxed.iter().take(ALIGNMENT_SEEDS) {
        space.matches.clear();
        space.matches.push(Match::of(&a.points[seed.a], &b.points[seed.b]));
        let others = relaxed.iter().filter(|r| r.a != seed.a && support(seed, r) > ALIGNMENT_SUPPORT);
        space.matches.extend(others.map(|r| Match::of(&a.points[r.a], &b.points[r.b])));
        let turn = b.points[seed.b].direction - a.points[seed.a].direction;
        let fallback = (turn.cos(), -turn.sin());
        let mut found = Agreement::default();
        for _ in 0..ALIGNMENT_ROUNDS {
            found = overlay(a, b, fallback, space);
            std::mem::swap(&mut space.matches, &mut space.next);
        }
        if found.agreeing > best.agreeing {
            best = found;
            std::mem::swap(&mut space.best_pairs, &mut space.pairs);
        }
    }
    best
}

impl AgreementSpace {
    /// The pairs of the best agreement, as indices of points.
    pub(crate) fn corresponding(&self) -> &[(usize, usize)] {
        &self.best_pairs
    }
}

/// Lays `a` over `b` by `space.matches`, pairs what lies together (into `pairs` and `next`) and counts.
fn overlay(a: Side<'_>, b: Side<'_>, fallback: (f32, f32), space: &mut AgreementSpace) -> Agreement {
    let AgreementSpace { matches, next, pairs, moved, near, taken, .. } = space;
    let deformation = Deformation::fit(matches, fallback);
    let turn = deformation.rigid.turn();
    moved.clear();
    moved.extend(a.points.iter().map(|p| deformation.apply((p.x, p.y))));
    near.clear();
    for (i, (p, place)) in a.points.iter().zip(moved.iter()).enumerate() {
        for (j, q) in b.points.iter().enumerate() {
            let (dx, dy) = (q.x - place.0, q.y - place.1);
            let squared = dx * dx + dy * dy;
            if squared > AGREE_DISTANCE_PX * AGREE_DISTANCE_PX {
                continue;
            }
            let twist = wrap_half_turn(wrap_half_turn(q.direction - p.direction) - turn).abs();
            if twist <= AGREE_ANGLE_RAD {
                near.push((squared + (AGREE_PX_PER_RAD * twist).powi(2), i, j));
            }
        }
    }
    near.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    taken.0.clear();
    taken.0.resize(a.points.len(), false);
    taken.1.clear();
    taken.1.resize(b.points.len(), false);
    next.clear();
    pairs.clear();
    let mut found = Agreement::default();
    for &(squared, i, j) in near.iter() {
        if taken.0[i] || taken.1[j] {
            continue;
        }
        taken.0[i] = true;
        taken.1[j] = true;
        pairs.push((i, j));
        next.push(Match::of(&a.points[i], &b.points[j]));
        let nearness = 1.0 - squared / (2.0 * AGREE_DISTANCE_PX * AGREE_DISTANCE_PX);
        found.agreeing += nearness * (a.points[i].weight * b.points[j].weight).sqrt();
    }
    found.count = pairs.len();
    found.overlapping =
        0.5 * (overlapped(a, b, moved, &taken.0) + overlapped_back(a, b, &deformation, &taken.1));
    found
}

/// Weight of the minutiae of `a` that fall on the other print (or have a partner there).
fn overlapped(a: Side<'_>, b: Side<'_>, moved: &[(f32, f32)], taken: &[bool]) -> f32 {
    let all = a.points.iter().zip(moved).zip(taken);
    all.filter(|((_, m), taken)| **taken || b.hull.contains(m.0, m.1)).map(|((p, _), _)| p.weight).sum()
}

fn overlapped_back(a: Side<'_>, b: Side<'_>, deformation: &Deformation<'_>, taken: &[bool]) -> f32 {
    let all = b.points.iter().zip(taken);
    all.filter(|(q, taken)| {
        let back = deformation.rigid.undo((q.x, q.y));
        **taken || a.hull.contains(back.0, back.1)
    })
    .map(|(q, _)| q.weight)
    .sum()
}
