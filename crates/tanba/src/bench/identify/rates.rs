//! Rates from counts, with what the counts leave open.

/// How often something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    pub(super) happened: usize,
    pub(super) of: usize,
}

/// Two-sided 95 % of the normal distribution.
const Z: f64 = 1.959_964;

impl Rate {
    /// As a fraction; 0 of nothing is 0.
    pub(super) fn share(self) -> f64 {
        self.happened as f64 / self.of.max(1) as f64
    }

    /// 95 % interval (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small counts too).
    pub(super) fn interval(self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.of as f64, self.share());
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let low = if self.happened == 0 { 0.0 } else { middle - half };
        let high = if self.happened == self.of { 1.0 } else { middle + half };
        (low.max(0.0), high.min(1.0))
    }

    /// `0.300 % (0.080 to 1.100 %; 2 of 600)`.
    pub(super) fn text(self) -> String {
        let (low, high) = self.interval();
        format!(
            "{:.3} % ({:.3} to {:.3} %; {} of {})",
            100.0 * self.share(),
            100.0 * low,
            100.0 * high,
            self.happened,
            self.of
        )
    }
}

/// Searches with a mate that do not list it above the threshold that at most one in `one_in` searches without a
/// mate reaches. `None` with fewer than `10 * one_in` of these.
pub(super) fn fnir_at_fpir(
    mated: &[(Option<f32>, bool)],
    nonmated: &[Option<f32>],
    one_in: usize,
) -> Option<Rate> {
    if nonmated.len() < 10 * one_in || mated.is_empty() {
        return None;
    }
    let mut first: Vec<f32> = nonmated.iter().map(|lr| lr.unwrap_or(f32::MIN)).collect();
    first.sort_by(|a, b| b.total_cmp(a));
    // the threshold stands just above the best score that may not pass
    let stopped = *first.get(nonmated.len() / one_in)?;
    let missed = mated.iter().filter(|(lr, _)| lr.is_none_or(|lr| lr <= stopped)).count();
    Some(Rate { happened: missed, of: mated.len() })
}

/// Value below which this share of the values lies (nearest rank); 0 without values.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_needs_ten_times_as_many_searches() {
        let nonmated: Vec<Option<f32>> = (0..1000).map(|i| Some(i as f32)).collect();
        let mated = [(Some(995.0), true), (Some(990.0), true), (Some(989.0), true), (None, false)];
        // ten of a thousand pass above 989: the mates at 989 and nowhere are missed
        let rate = fnir_at_fpir(&mated, &nonmated, 100).unwrap();
        assert_eq!((rate.happened, rate.of, rate.share()), (2, 4, 0.5));
        assert_eq!(fnir_at_fpir(&mated, &nonmated, 101), None);
        assert_eq!(fnir_at_fpir(&[], &nonmated, 100), None);
    }

    #[test]
    fn intervals_are_those_of_the_textbook() {
        let close = |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 5e-4 && (b - d).abs() < 5e-4;
        // Brown, Cai and DasGupta 2001; Agresti and Coull 1998, table
        assert!(close(Rate { happened: 0, of: 10 }.interval(), (0.0, 0.2775)));
        assert!(close(Rate { happened: 5, of: 10 }.interval(), (0.2366, 0.7634)));
        assert!(close(Rate { happened: 10, of: 10 }.interval(), (0.7225, 1.0)));
        assert_eq!(Rate { happened: 0, of: 0 }.interval(), (0.0, 1.0));
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!([0.5, 0.95, 1.0].map(|q| quantile(&values, q)), [2.0, 4.0, 4.0]);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
