//! Error rates of two piles of scores.

/// The error rates at every threshold that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    points: Vec<DetPoint>,
    genuine: usize,
    impostor: usize,
}

/// One point of the detection error trade-off curve: a threshold and the two error rates it gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DetPoint {
    /// Scores at and above it are accepted.
    pub threshold: f64,
    /// False match rate, 0 to 1.
    pub fmr: f64,
    /// False non-match rate, 0 to 1.
    pub fnmr: f64,
}

/// Where the two error rates cross.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eer {
    /// Equal error rate, 0 to 1: the middle of the bracket.
    pub rate: f64,
    /// The smaller of the two rates at the crossing.
    pub low: f64,
    /// The larger of the two rates at the crossing.
    pub high: f64,
    /// The threshold of the bracket.
    pub threshold: f64,
}

impl Rates {
    /// Computes the rates; `None` when a pile is empty or a score is not finite.
    pub fn new(genuine: &[f64], impostor: &[f64]) -> Option<Self> {
        if genuine.is_empty() || impostor.is_empty() || genuine.iter().chain(impostor).any(|s| !s.is_finite())
        {
            return None;
        }
        let (genuine, impostor) = (sorted(genuine), sorted(impostor));
        let mut thresholds = sorted(&[genuine.as_slice(), &impostor].concat());
        thresholds.dedup();
        thresholds.extend(thresholds.last().map(|last| last.next_up()));
        let share = |count: usize, of: usize| count as f64 / of as f64;
        let points = thresholds
            .into_iter()
            .map(|threshold| {
                let accepted = impostor.len() - impostor.partition_point(|s| *s < threshold);
                let refused = genuine.partition_point(|s| *s < threshold);
                DetPoint {
                    threshold,
                    fmr: share(accepted, impostor.len()),
                    fnmr: share(refused, genuine.len()),
                }
            })
            .collect();
        Some(Self { points, genuine: genuine.len(), impostor: impostor.len() })
    }

    /// The curve, by rising threshold: at every distinct score, and just above the highest.
    pub fn det(&self) -> &[DetPoint] {
        &self.points
    }

    /// Number of genuine scores.
    pub fn genuine(&self) -> usize {
        self.genuine
    }

    /// Number of impostor scores.
    pub fn impostor(&self) -> usize {
        self.impostor
    }

    /// The equal error rate. The rates are steps: without a threshold of equality, the middle of the
    /// tightest bracket around the crossing (the rule of FVC2000).
    pub fn eer(&self) -> Eer {
        let crossing = self.points.partition_point(|p| p.fnmr < p.fmr);
        let at = |i: usize| self.points.get(i).copied();
        let after = at(crossing);
        let before = crossing.checked_sub(1).and_then(at);
        let sum = |p: &DetPoint| p.fmr + p.fnmr;
        let point = match (before, after) {
            (Some(b), Some(a)) if a.fnmr != a.fmr && sum(&b) < sum(&a) => b,
            (Some(b), None) => b,
            (_, Some(a)) => a,
            (None, None) => DetPoint { threshold: 0.0, fmr: 0.0, fnmr: 0.0 },
        };
        Eer {
            rate: sum(&point) / 2.0,
            low: point.fmr.min(point.fnmr),
            high: point.fmr.max(point.fnmr),
            threshold: point.threshold,
        }
    }

    /// The lowest FNMR at an FMR of at most `1 / n` (FMR100: 1 %). `None` with fewer than `n` impostor scores:
    /// it could then only repeat [`Self::zero_fmr`].
    pub fn fnmr_at_fmr(&self, n: u32) -> Option<f64> {
        let limit = 1.0 / f64::from(n.max(1)) + 1e-12;
        let first = || self.points.iter().find(|p| p.fmr <= limit).map(|p| p.fnmr);
        if self.impostor >= n as usize { first() } else { None }
    }

    /// The lowest FNMR without a single false match.
    pub fn zero_fmr(&self) -> f64 {
        self.points.iter().find(|p| p.fmr == 0.0).map_or(1.0, |p| p.fnmr)
    }
}

fn sorted(scores: &[f64]) -> Vec<f64> {
    let mut scores = scores.to_vec();
    scores.sort_by(f64::total_cmp);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separated_piles_have_no_errors() {
        let rates = Rates::new(&[0.8, 0.9], &[0.1, 0.2]).unwrap();
        assert_eq!((rates.eer().rate, rates.zero_fmr()), (0.0, 0.0));
        assert_eq!(rates.fnmr_at_fmr(100), None, "two impostors say nothing of 1 %");
    }

    #[test]
    fn equal_scores_everywhere_are_chance() {
        let rates = Rates::new(&[0.5; 4], &[0.5; 4]).unwrap();
        assert_eq!(rates.eer().rate, 0.5);
        assert_eq!(rates.zero_fmr(), 1.0);
    }

    /// Worked by hand: at 0.5 one of four impostors passes, one of four genuine fails.
    #[test]
    fn a_crossing_with_equality() {
        let rates = Rates::new(&[0.4, 0.6, 0.7, 0.8], &[0.1, 0.2, 0.3, 0.5]).unwrap();
        let eer = rates.eer();
        assert_eq!((eer.rate, eer.low, eer.high, eer.threshold), (0.25, 0.25, 0.25, 0.5));
        assert_eq!(rates.zero_fmr(), 0.25);
    }

    /// Worked by hand: brackets (FNMR, FMR) = (0, 1/3) below and (1/2, 1/3)... the tighter sum is taken.
    #[test]
    fn a_crossing_without_equality_takes_the_tightest_bracket() {
        let rates = Rates::new(&[0.4, 0.9], &[0.1, 0.2, 0.5]).unwrap();
        let eer = rates.eer();
        assert!((eer.rate - 1.0 / 6.0).abs() < 1e-12, "{eer:?}");
        assert_eq!(eer.threshold, 0.4);
    }

    #[test]
    fn no_scores_and_no_numbers_give_nothing() {
        assert_eq!(Rates::new(&[], &[0.1]), None);
        assert_eq!(Rates::new(&[0.1], &[]), None);
        assert_eq!(Rates::new(&[f64::NAN], &[0.1]), None);
    }

    #[test]
    fn fmr_falls_and_fnmr_rises_along_the_curve() {
        let genuine: Vec<f64> = (0..50).map(|i| f64::from(i * 7 % 31)).collect();
        let impostor: Vec<f64> = (0..150).map(|i| f64::from(i * 5 % 23)).collect();
        let rates = Rates::new(&genuine, &impostor).unwrap();
        let det = rates.det();
        assert!(det.windows(2).all(|w| w[0].fmr >= w[1].fmr && w[0].fnmr <= w[1].fnmr));
        assert_eq!((det[0].fmr, det[0].fnmr), (1.0, 0.0));
        let last = det.last().unwrap();
        assert_eq!((last.fmr, last.fnmr), (0.0, 1.0));
        assert_eq!(rates.fnmr_at_fmr(100), rates.fnmr_at_fmr(150));
    }
}
