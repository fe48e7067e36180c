//! The assignment problem: rows to columns, one to one, with the largest sum.

/// Pairs (row, column) of largest total gain, as many as the smaller side has. Rows must be equally long.
///
/// Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957; Jonker and Volgenant 1987), O(n^3).
pub(crate) fn best_assignment(gains: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (gains.len(), gains.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let mut pairs = if rows <= columns {
        assign(rows, columns, |r, c| -gain(gains, r, c))
    } else {
        let turned = assign(columns, rows, |r, c| -gain(gains, c, r));
        turned.into_iter().map(|(column, row)| (row, column)).collect()
    };
    pairs.sort_unstable();
    pairs
}

fn gain(gains: &[Vec<f64>], row: usize, column: usize) -> f64 {
    gains.get(row).and_then(|r| r.get(column)).copied().unwrap_or(f64::MIN / 1e3)
}

/// Smallest total cost; `rows <= columns`. Indices below count from 1: 0 is the row or column not yet placed.
fn assign(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut row_potential = vec![0.0; rows + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut row_of = vec![0usize; columns + 1];
    for row in 1..=rows {
        let mut way = vec![0usize; columns + 1];
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut used = vec![false; columns + 1];
        row_of[0] = row;
        let mut column = 0;
        while row_of[column] != 0 {
            used[column] = true;
            let here = row_of[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|c| !used[*c]) {
                let reduced = cost(here - 1, c - 1) - row_potential[here] - column_potential[c];
                if reduced < least[c] {
                    (least[c], way[c]) = (reduced, column);
                }
                if least[c] < delta {
                    (delta, next) = (least[c], c);
                }
            }
            for c in 0..=columns {
                if used[c] {
                    row_potential[row_of[c]] += delta;
                    column_potential[c] -= delta;
                } else {
                    least[c] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=columns).filter(|c| row_of[*c] != 0).map(|c| (row_of[c] - 1, c - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to lay rows on columns (or the other way round), by recursion.
    fn best_by_trying(gains: &[Vec<f64>], row: usize, used: &mut Vec<bool>, left: usize) -> f64 {
        if left == 0 {
            return 0.0;
        }
        if row == gains.len() {
            return f64::NEG_INFINITY;
        }
        let mut best = f64::NEG_INFINITY;
        if gains.len() - row > left {
            best = best_by_trying(gains, row + 1, used, left);
        }
        for column in 0..used.len() {
            if !used[column] {
                used[column] = true;
                best = best.max(gains[row][column] + best_by_trying(gains, row + 1, used, left - 1));
                used[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn it_is_the_best_of_all(rows in 0usize..5, columns in 0usize..5, seed in prop::collection::vec(-30i32..30, 25)) {
            let gains: Vec<Vec<f64>> =
                (0..rows).map(|r| (0..columns).map(|c| f64::from(seed[r * 5 + c])).collect()).collect();
            let pairs = best_assignment(&gains);
            let columns = if rows == 0 { 0 } else { columns };
            prop_assert_eq!(pairs.len(), rows.min(columns));
            let total: f64 = pairs.iter().map(|(r, c)| gains[*r][*c]).sum();
            let tried = best_by_trying(&gains, 0, &mut vec![false; columns], rows.min(columns));
            prop_assert_eq!(total, tried);
            for (i, a) in pairs.iter().enumerate() {
                for b in &pairs[i + 1..] {
                    prop_assert!(a.0 != b.0 && a.1 != b.1);
                }
            }
        }
    }
}
