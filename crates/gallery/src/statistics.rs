//! What scores chance gives a probe, so that fingers can be added up.

use crate::scan::NONE;

/// Count, sum and sum of squares of scores: whole numbers, so the order of adding does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    count: u64,
    sum: u64,
    squares: u64,
}

impl Sums {
    pub(crate) fn of(scores: &[u16]) -> Self {
        let mut sums = Self::default();
        for score in scores.iter().filter(|score| **score != NONE) {
            let score = u64::from(*score);
            sums = sums.plus(Self { count: 1, sum: score, squares: score * score });
        }
        sums
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    pub(crate) fn count(self) -> u64 {
        self.count
    }

    pub(crate) fn spread(self) -> Spread {
        let count = self.count.max(1) as f64;
        let mean = self.sum as f64 / count;
        let variance = (self.squares as f64 / count - mean * mean).max(1.0);
        Spread { mean: mean as f32, deviation: variance.sqrt() as f32 }
    }
}

/// Mean and standard deviation of a probe's scores over the gallery, nearly all of them other people's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    mean: f32,
    deviation: f32,
}

impl Spread {
    /// Deviations above the mean: 0 is what a finger that is not there counts too.
    pub(crate) fn standing(self, score: u16) -> f32 {
        (f32::from(score) - self.mean) / self.deviation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_of_known_scores() {
        let spread = Sums::of(&[2, 4, NONE, 4, 4, 5, 5, 7, 9]).spread();
        assert_eq!(spread, Spread { mean: 5.0, deviation: 2.0 });
        assert_eq!(spread.standing(9), 2.0);
    }

    #[test]
    fn parts_add_up_and_equal_scores_do_not_divide_by_nothing() {
        let (a, b) = (Sums::of(&[1, 2]), Sums::of(&[3]));
        assert_eq!(a.plus(b), Sums::of(&[3, 2, 1]));
        assert_eq!(Sums::of(&[6, 6]).spread().standing(8), 2.0);
        assert_eq!(Sums::of(&[NONE]).spread().standing(0), 0.0);
    }
}
