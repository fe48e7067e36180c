//! The figures, as JSON and as text.

use gallery::Gallery;
use serde::Serialize;

use super::measure::Searches;

/// The contract's answer. Rates are fractions; `null` where the searches are too few to say.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    persons: u64,
    fingers: u64,
    threads: usize,
    gallery_bytes: usize,
    build_seconds: f64,
    search_ms: Times,
    stage_one_fingers_per_second_per_core: u64,
    rank1_miss: f64,
    single_finger_eer: f64,
    #[serde(rename = "fnir_at_fpir_1e-2")]
    fnir_at_fpir_1e2: Option<f64>,
    #[serde(rename = "fnir_at_fpir_1e-3")]
    fnir_at_fpir_1e3: Option<f64>,
    mated_searches: usize,
    nonmated_searches: usize,
}

#[derive(Debug, Serialize)]
struct Times {
    median: f64,
    p95: f64,
    p99: f64,
}

impl Report {
    #[allow(clippy::too_many_arguments, reason = "one value a field, all named alike")]
    pub(super) fn new(
        persons: u64,
        fingers: u64,
        threads: usize,
        gallery: &Gallery,
        build_seconds: f64,
        stage_one_rate: f64,
        single_finger_eer: f64,
        searches: &Searches,
    ) -> Self {
        let missed = searches.mated.iter().filter(|(_, first)| !first).count();
        let at = |share: f64| quantile(&searches.times_ms, share);
        Self {
            persons,
            fingers,
            threads,
            gallery_bytes: gallery.bytes(),
            build_seconds,
            search_ms: Times { median: at(0.5), p95: at(0.95), p99: at(0.99) },
            stage_one_fingers_per_second_per_core: stage_one_rate as u64,
            rank1_miss: share(missed, searches.mated.len()),
            single_finger_eer,
            fnir_at_fpir_1e2: fnir_at_fpir(&searches.mated, &searches.nonmated, 100),
            fnir_at_fpir_1e3: fnir_at_fpir(&searches.mated, &searches.nonmated, 1000),
            mated_searches: searches.mated.len(),
            nonmated_searches: searches.nonmated.len(),
        }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self)
            .unwrap_or_else(|error| format!("{{\"error\":{{\"message\":\"{error}\"}}}}"))
    }

    pub(super) fn text(&self) -> String {
        let percent =
            |rate: Option<f64>| rate.map_or("too few searches".to_owned(), |r| format!("{:.3} %", 100.0 * r));
        format!(
            "people {}, fingers each {}, threads {}\n\
             gallery                    {:.2} GB, built in {:.0} s\n\
             search, median p95 p99     {:.1} {:.1} {:.1} ms\n\
             stage one                  {:.2} million fingers a second and core\n\
             rank-1 miss                {} of {} searches\n\
             single-finger EER          {:.2} %\n\
             FNIR at FPIR 1e-2, 1e-3    {}, {} ({} searches without a mate)",
            self.persons,
            self.fingers,
            self.threads,
            self.gallery_bytes as f64 / 1e9,
            self.build_seconds,
            self.search_ms.median,
            self.search_ms.p95,
            self.search_ms.p99,
            self.stage_one_fingers_per_second_per_core as f64 / 1e6,
            percent(Some(self.rank1_miss)),
            self.mated_searches,
            100.0 * self.single_finger_eer,
            percent(self.fnir_at_fpir_1e2),
            percent(self.fnir_at_fpir_1e3),
            self.nonmated_searches,
        )
    }
}

/// Share of searches with a mate that do not list it at or above the lowest threshold that at most one in
/// `one_in` searches without a mate reaches. `None` with fewer than `10 * one_in` of these.
fn fnir_at_fpir(mated: &[(Option<f32>, bool)], nonmated: &[Option<f32>], one_in: usize) -> Option<f64> {
    if nonmated.len() < 10 * one_in || mated.is_empty() {
        return None;
    }
    let mut first: Vec<f32> = nonmated.iter().map(|lr| lr.unwrap_or(f32::MIN)).collect();
    first.sort_by(|a, b| b.total_cmp(a));
    // the threshold stands just above the best score that may not pass
    let stopped = *first.get(nonmated.len() / one_in)?;
    let missed = mated.iter().filter(|(lr, _)| lr.is_none_or(|lr| lr <= stopped)).count();
    Some(share(missed, mated.len()))
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Value below which this share of the values lies (nearest rank); 0 without values.
fn quantile(values: &[f64], share: f64) -> f64 {
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
        assert_eq!(fnir_at_fpir(&mated, &nonmated, 100), Some(0.5));
        assert_eq!(fnir_at_fpir(&mated, &nonmated, 101), None);
        assert_eq!(fnir_at_fpir(&[], &nonmated, 100), None);
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!([0.5, 0.95, 1.0].map(|q| quantile(&values, q)), [2.0, 4.0, 4.0]);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
