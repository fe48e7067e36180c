//! The geometric stage: with one print laid over the other, which minutiae agree, and which of those that
//! should have a partner have none.

use super::alignment::{Match, Rigid};
use super::hull::Hull;
use super::points::{Point, wrap_half_turn};
use super::relaxation::Relaxed;
use super::warp::Warp;
use super::wide::{Generation, inside_hull, warp_points};
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
    warp: Warp,
    next: Vec<Match>,
    pairs: Vec<(usize, usize)>,
    near: Vec<(f32, usize, usize)>,
    taken: (Vec<bool>, Vec<bool>),
    best: Overlay,
    back: (Vec<f32>, Vec<f32>),
    inside: Vec<f32>,
    /// Vertical places of the second print.
    rows: Vec<f32>,
}

/// How one print came to lie on the other.
#[derive(Debug, Default)]
struct Overlay {
    rigid: Rigid,
    pairs: Vec<(usize, usize)>,
    x: Vec<f32>,
    y: Vec<f32>,
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
    generation: Generation,
    space: &mut AgreementSpace,
) -> Agreement {
    let mut best = Agreement::default();
    space.best.pairs.clear();
    space.warp.load(a.points);
    space.rows.clear();
    space.rows.extend(b.points.iter().map(|q| q.y));
    for seed in relaxed.iter().take(ALIGNMENT_SEEDS) {
        let matches = &mut space.warp.matches;
        matches.clear();
        matches.push(Match::of(&a.points[seed.a], &b.points[seed.b]));
        let others = relaxed.iter().filter(|r| r.a != seed.a && support(seed, r) > ALIGNMENT_SUPPORT);
        matches.extend(others.map(|r| Match::of(&a.points[r.a], &b.points[r.b])));
        let turn = b.points[seed.b].direction - a.points[seed.a].direction;
        let fallback = (turn.cos(), -turn.sin());
        let mut found = Agreement::default();
        for round in 0..ALIGNMENT_ROUNDS {
            if round > 0 {
                std::mem::swap(&mut space.warp.matches, &mut space.next);
            }
            found = overlay(a, b, fallback, generation, space);
        }
        if found.agreeing > best.agreeing {
            best = found;
            space.best.rigid = space.warp.rigid;
            std::mem::swap(&mut space.best.pairs, &mut space.pairs);
            space.best.x.clone_from(&space.warp.x);
            space.best.y.clone_from(&space.warp.y);
        }
    }
    if best.count > 0 {
        best.overlapping =
            0.5 * (overlapped(a, b, generation, space) + overlapped_back(a, b, generation, space));
    }
    best
}

impl AgreementSpace {
    /// Forgets the pairs of the last comparison.
    pub(crate) fn forget(&mut self) {
        self.best.pairs.clear();
    }

    /// The pairs of the best agreement, as indices of points.
    pub(crate) fn corresponding(&self) -> &[(usize, usize)] {
        &self.best.pairs
    }
}

/// Lays `a` over `b` by the matches, pairs what lies together (into `pairs` and `next`) and counts.
fn overlay(
    a: Side<'_>,
    b: Side<'_>,
    fallback: (f32, f32),
    generation: Generation,
    space: &mut AgreementSpace,
) -> Agreement {
    space.warp.rigid = Rigid::fit(&space.warp.matches, fallback);
    warp_points(generation, &mut space.warp);
    find_near(a, b, space);
    let AgreementSpace { next, pairs, near, taken, .. } = space;
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
    found
}

/// Pairs of minutiae that lie near each other with like directions, nearest first.
fn find_near(a: Side<'_>, b: Side<'_>, space: &mut AgreementSpace) {
    let AgreementSpace { warp, near, rows, .. } = space;
    let turn = warp.rigid.turn();
    near.clear();
    for (i, (p, (x, y))) in a.points.iter().zip(warp.x.iter().zip(&warp.y)).enumerate() {
        // points come from the top down
        let first = rows.partition_point(|row| *row < y - AGREE_DISTANCE_PX);
        for (j, q) in b.points.iter().enumerate().skip(first) {
            let (dx, dy) = (q.x - x, q.y - y);
            if dy > AGREE_DISTANCE_PX {
                break;
            }
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
}

/// Weight of the minutiae of `a` that fall on the other print (or have a partner there).
fn overlapped(a: Side<'_>, b: Side<'_>, generation: Generation, space: &mut AgreementSpace) -> f32 {
    let AgreementSpace { best, inside, .. } = space;
    inside_hull(generation, b.hull, &best.x, &best.y, inside);
    for (i, _) in &best.pairs {
        inside[*i] = 0.0;
    }
    a.points.iter().zip(inside.iter()).filter(|(_, inside)| **inside >= 0.0).map(|(p, _)| p.weight).sum()
}

/// The same the other way round.
fn overlapped_back(a: Side<'_>, b: Side<'_>, generation: Generation, space: &mut AgreementSpace) -> f32 {
    let AgreementSpace { best, inside, back, .. } = space;
    back.0.clear();
    back.1.clear();
    for q in b.points {
        let (x, y) = best.rigid.undo((q.x, q.y));
        back.0.push(x);
        back.1.push(y);
    }
    inside_hull(generation, a.hull, &back.0, &back.1, inside);
    for (_, j) in &best.pairs {
        inside[*j] = 0.0;
    }
    b.points.iter().zip(inside.iter()).filter(|(_, inside)| **inside >= 0.0).map(|(q, _)| q.weight).sum()
}
