//! Local greedy pairing (LGS of the MCC papers): the best pair, then the best of what is left, one to one.

use super::likeness::{CylinderSet, Likeness, column_of, read_key, same_column};
use super::wide::{Generation, choose_pairs, fill_likeness};

/// A pair of points with its likeness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) similarity: f32,
}

/// Scratch memory of the pairing.
#[derive(Debug, Default)]
pub(crate) struct PairingSpace {
    pub(super) likeness: Likeness,
    /// Greatest key among the free columns of each row that is not paired yet.
    best: Vec<u32>,
    /// Those rows.
    rows: Vec<u32>,
    /// All ones while a column is free.
    free: Vec<u32>,
    /// Row and key of each pair found.
    found: Vec<(u32, u32)>,
}

/// Up to `limit` one-to-one pairs, most alike first.
pub(crate) fn greedy_pairs(
    a: &CylinderSet,
    b: &CylinderSet,
    limit: usize,
    generation: Generation,
    space: &mut PairingSpace,
    pairs: &mut Vec<Candidate>,
) {
    fill_likeness(generation, a, b, &mut space.likeness);
    choose_pairs(generation, limit, space);
    pairs.clear();
    pairs.extend(space.found.iter().map(|&(row, key)| {
        let (similarity, column) = read_key(key);
        Candidate { a: a.point(row as usize), b: b.point(column), similarity }
    }));
}

/// The best pair, then the best of what is left.
#[inline(always)]
pub(super) fn choose(limit: usize, space: &mut PairingSpace) {
    let PairingSpace { likeness, best, rows, free, found } = space;
    found.clear();
    if likeness.stride == 0 {
        return;
    }
    free.clear();
    free.resize(likeness.stride, u32::MAX);
    best.clear();
    best.extend(likeness.keys.chunks_exact(likeness.stride).map(|row| row.iter().copied().fold(0, u32::max)));
    rows.clear();
    rows.extend(0..best.len() as u32);
    while found.len() < limit {
        let key = best.iter().copied().fold(0, u32::max);
        let Some(at) = best.iter().position(|k| *k == key).filter(|_| key > 0) else {
            break;
        };
        found.push((rows[at], key));
        rows.swap_remove(at);
        best.swap_remove(at);
        free[column_of(key)] = 0;
        for (best, row) in best.iter_mut().zip(rows.iter()) {
            if same_column(*best, key) && *best > 0 {
                let from = *row as usize * likeness.stride;
                let row = &likeness.keys[from..from + likeness.stride];
                *best = row.iter().zip(free.iter()).fold(0, |m, (k, f)| m.max(k & f));
            }
        }
    }
}
