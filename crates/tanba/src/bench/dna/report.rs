//! The figures, as JSON and as text.

use genomics::search::{ProfileDatabase, kernel_name};
use serde::Serialize;

use super::measure::Measured;
use super::people::failed;
use crate::failure::Failure;

/// The contract's answer and what explains it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    profiles: u64,
    threads: usize,
    direct_search_ms: Times,
    moderate_search_ms: Times,
    kinship_search_ms: Times,
    read_pass_ms: Times,
    planted: usize,
    planted_found: usize,
    kinship_lrs_per_second_per_core: u64,
    database_bytes: usize,
    kernel: &'static str,
    searches_a_pass: usize,
    direct_pairs_per_second_a_pass: u64,
    kinship_pairs_per_second_a_pass: u64,
    kinship_strangers_expected: f64,
    kinship_reached: usize,
}

#[derive(Debug, Serialize)]
struct Times {
    median: f64,
    p95: f64,
}

impl Times {
    fn of(times_ms: &[f64]) -> Self {
        let mut sorted = times_ms.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (share * sorted.len() as f64).ceil() as usize;
            sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
        };
        Self { median: at(0.5), p95: at(0.95) }
    }
}

impl Report {
    pub(super) fn new(profiles: u64, database: &ProfileDatabase, measured: &Measured) -> Self {
        let kinship = Times::of(&measured.kinship_ms);
        let a_second = |pairs: f64, ms: f64| (pairs / (ms.max(1e-6) / 1e3)) as u64;
        let together = measured.together as f64 * profiles as f64;
        let [direct, child] = measured.together_ms.map(|ms| a_second(together, ms));
        Self {
            profiles,
            threads: 1,
            direct_search_ms: Times::of(&measured.direct_ms),
            moderate_search_ms: Times::of(&measured.moderate_ms),
            kinship_lrs_per_second_per_core: a_second(profiles as f64, kinship.median),
            kinship_search_ms: kinship,
            read_pass_ms: Times::of(&measured.read_ms),
            planted: measured.planted,
            planted_found: measured.found,
            database_bytes: database.column_bytes(),
            kernel: kernel_name(),
            searches_a_pass: measured.together,
            direct_pairs_per_second_a_pass: direct,
            kinship_pairs_per_second_a_pass: child,
            kinship_strangers_expected: measured.expected_strangers,
            kinship_reached: measured.reached,
        }
    }

    pub(super) fn json(&self) -> Result<String, Failure> {
        serde_json::to_string(self).map_err(failed)
    }

    pub(super) fn text(&self) -> String {
        let line = |name: &str, times: &Times| {
            let reads = times.median / self.read_pass_ms.median.max(1e-9);
            format!("{name:<26} {:.1} {:.1} ms; median {reads:.2} plain reads\n", times.median, times.p95)
        };
        format!(
            "profiles {}, one thread, {} kernel, columns {:.0} MB; median and p95\n{}{}{}{}\
             planted profiles found     {} of {}\n\
             likelihood ratios          {:.1} million a second\n\
             {} searches a pass         {:.0} million pairs a second by rule, {:.0} for a child\n\
             searches for a child       {} profiles reached the threshold, at most {:.1} strangers were expected",
            self.profiles,
            self.kernel,
            self.database_bytes as f64 / 1e6,
            line("plain read", &self.read_pass_ms),
            line("direct search", &self.direct_search_ms),
            line("moderate search", &self.moderate_search_ms),
            line("search for a child", &self.kinship_search_ms),
            self.planted_found,
            self.planted,
            self.kinship_lrs_per_second_per_core as f64 / 1e6,
            self.searches_a_pass,
            self.direct_pairs_per_second_a_pass as f64 / 1e6,
            self.kinship_pairs_per_second_a_pass as f64 / 1e6,
            self.kinship_reached,
            self.kinship_strangers_expected,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let times = Times::of(&[5.0, 1.0, 3.0, 4.0, 2.0]);
        assert_eq!((times.median, times.p95), (3.0, 5.0));
        let one = Times::of(&[7.0]);
        assert_eq!((one.median, one.p95), (7.0, 7.0));
    }
}
