//! The figures, as JSON and as text.

use serde::Serialize;

use super::build::Builder;
use super::measure::Searches;
use super::people::Asked;
use super::progress::resident_bytes_max;
use super::rates::{Rate, fnir_at_fpir, quantile};

/// The contract's answer and what explains it. Rates are fractions; `null` where the searches are too few to say,
/// or the system does not tell.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    persons: u64,
    fingers: usize,
    search_fingers: usize,
    position_known: bool,
    threads: usize,
    gallery_bytes: usize,
    resident_bytes_max: Option<u64>,
    build_seconds: f64,
    build_fingers_per_second_per_core: Option<f64>,
    load_bytes_per_second: Option<f64>,
    search_ms: Times,
    search_processor_ms: f64,
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
    pub(super) fn new(
        persons: u64,
        asked: &Asked,
        builder: &Builder,
        stage_one_rate: f64,
        single_finger_eer: f64,
        searches: &Searches,
    ) -> Self {
        let at = |share: f64| quantile(&searches.times_ms, share);
        let fnir = |one_in| fnir_at_fpir(&searches.mated, &searches.nonmated, one_in).map(Rate::share);
        Self {
            persons,
            fingers: asked.fingers,
            search_fingers: asked.searched,
            position_known: asked.told,
            threads: rayon::current_num_threads(),
            gallery_bytes: builder.gallery.bytes(),
            resident_bytes_max: resident_bytes_max(),
            build_seconds: builder.seconds,
            build_fingers_per_second_per_core: builder.fingers_per_second_per_core(),
            load_bytes_per_second: builder.loaded_bytes_per_second(),
            search_ms: Times { median: at(0.5), p95: at(0.95), p99: at(0.99) },
            search_processor_ms: searches.processor_ms_each(),
            stage_one_fingers_per_second_per_core: stage_one_rate as u64,
            rank1_miss: rank1_miss(searches).share(),
            single_finger_eer,
            fnir_at_fpir_1e2: fnir(100),
            fnir_at_fpir_1e3: fnir(1000),
            mated_searches: searches.mated.len(),
            nonmated_searches: searches.nonmated.len(),
        }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self)
            .unwrap_or_else(|error| format!("{{\"error\":{{\"message\":\"{error}\"}}}}"))
    }

    /// With 95 % intervals (Wilson).
    pub(super) fn text(&self, searches: &Searches) -> String {
        let fnir = |one_in: usize| {
            fnir_at_fpir(&searches.mated, &searches.nonmated, one_in)
                .map_or(format!("needs {} searches without a mate", 10 * one_in), Rate::text)
        };
        let position = if self.position_known { "known" } else { "unknown" };
        format!(
            "people {}, fingers each {}, searched with {} of {position} position, threads {}\n\
             gallery                    {:.2} GB; most memory of the process {}\n\
             build                      {}\n\
             search, median p95 p99     {:.1} {:.1} {:.1} ms; processor time {:.1} ms on average, probe included\n\
             stage one                  {:.2} million fingers a second and core\n\
             rank-1 miss                {}\n\
             FNIR at FPIR 1e-2          {}\n\
             FNIR at FPIR 1e-3          {}\n\
             searches without a mate    {}\n\
             single-finger EER          {:.2} % (synthetic people)",
            self.persons,
            self.fingers,
            self.search_fingers,
            self.threads,
            self.gallery_bytes as f64 / 1e9,
            self.resident_bytes_max.map_or("not told".to_owned(), |b| format!("{:.2} GB", b as f64 / 1e9)),
            self.build_text(),
            self.search_ms.median,
            self.search_ms.p95,
            self.search_ms.p99,
            self.search_processor_ms,
            self.stage_one_fingers_per_second_per_core as f64 / 1e6,
            rank1_miss(searches).text(),
            fnir(100),
            fnir(1000),
            self.nonmated_searches,
            100.0 * self.single_finger_eer,
        )
    }

    fn build_text(&self) -> String {
        let mut text = format!("{:.1} s", self.build_seconds);
        if let Some(rate) = self.build_fingers_per_second_per_core {
            text += &format!("; {rate:.0} fingers a second and core, synthesis included");
        }
        if let Some(rate) = self.load_bytes_per_second {
            text += &format!("; snapshots loaded with {:.2} GB a second", rate / 1e9);
        }
        text
    }
}

fn rank1_miss(searches: &Searches) -> Rate {
    let missed = searches.mated.iter().filter(|(_, first)| !first).count();
    Rate { happened: missed, of: searches.mated.len() }
}
