//! Local greedy pairing (LGS of the MCC papers): the best pair, then the best of what is left, one to one.

use super::cylinder::Cylinder;

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
    matrix: Vec<f32>,
    best: Vec<usize>,
    taken: Vec<bool>,
    rows: Vec<usize>,
}

/// Up to `limit` one-to-one pairs, most alike first; ties fall to the lower indices.
pub(crate) fn greedy_pairs(
    a: &[Cylinder],
    b: &[Cylinder],
    limit: usize,
    space: &mut PairingSpace,
    pairs: &mut Vec<Candidate>,
) {
    pairs.clear();
    let columns = b.len();
    if a.is_empty() || columns == 0 {
        return;
    }
    let PairingSpace { matrix, best, taken, rows } = space;
    matrix.clear();
    best.clear();
    taken.clear();
    taken.resize(columns, false);
    for own in a {
        let from = matrix.len();
        matrix.extend(b.iter().map(|other| own.similarity(other)));
        best.push(best_free(&matrix[from..], taken));
    }
    rows.clear();
    rows.extend(0..a.len());
    while pairs.len() < limit {
        let value = |row: usize| matrix[row * columns + best[row]];
        let Some((at, &row)) =
            rows.iter().enumerate().reduce(|x, y| if value(*y.1) > value(*x.1) { y } else { x })
        else {
            break;
        };
        let (column, similarity) = (best[row], value(row));
        if similarity <= 0.0 {
            break;
        }
        pairs.push(Candidate { a: a[row].point, b: b[column].point, similarity });
        rows.remove(at);
        taken[column] = true;
        for &r in rows.iter() {
            if best[r] == column {
                best[r] = best_free(&matrix[r * columns..(r + 1) * columns], taken);
            }
        }
    }
}

/// Column of the greatest value among the free ones; 0 when none is free.
fn best_free(row: &[f32], taken: &[bool]) -> usize {
    let mut best = 0;
    let mut value = -1.0;
    for (i, (v, taken)) in row.iter().zip(taken).enumerate() {
        if *v > value && !taken {
            value = *v;
            best = i;
        }
    }
    best
}
