//! The figures, as JSON and as a table.

use std::time::Duration;

use dactyloscopy::evaluation::Rates;
use dactyloscopy::{DetCurve, draw_det_chart};
use serde::Serialize;

use super::measure::Measured;
use crate::fingerprint::refusal::{Answer, Refusal};

/// The contract's answer. Rates are fractions; pooled rates use one threshold over all folders.
#[derive(Debug, Serialize)]
pub(in crate::fingerprint) struct Report {
    images: usize,
    failed_to_extract: usize,
    /// Pairs of one finger that match in a mirror only.
    mirrored: usize,
    genuine: usize,
    impostor: usize,
    eer: f64,
    fmr100: Option<f64>,
    fmr1000: Option<f64>,
    zero_fmr: f64,
    extract_ms: Times,
    comparisons_per_second_per_core: Option<u64>,
    template_bytes: Median,
    per_folder: Vec<FolderReport>,
}

#[derive(Debug, Serialize)]
struct Times {
    median: Option<f64>,
    p95: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Median {
    median: Option<f64>,
}

/// Rates are null when the folder has no genuine or no impostor pair, FMR1000 with fewer than 1,000 impostor pairs.
#[derive(Debug, Serialize)]
struct FolderReport {
    folder: String,
    images: usize,
    failed_to_extract: usize,
    genuine: usize,
    impostor: usize,
    eer: Option<f64>,
    fmr100: Option<f64>,
    fmr1000: Option<f64>,
    zero_fmr: Option<f64>,
}

impl Report {
    /// The figures, and the curves they were read from as SVG.
    pub(super) fn of(measured: &[Measured]) -> Result<(Self, String), Refusal> {
        let pool = |genuine: bool| -> Vec<f64> { measured.iter().flat_map(|m| m.scores(genuine)).collect() };
        let (genuine, impostor) = (pool(true), pool(false));
        let Some(rates) = Rates::new(&genuine, &impostor) else {
            let message = format!(
                "{} genuine and {} impostor pairs: error rates need at least one of each, so two impressions of \
                 one finger and one of another, named FINGER_IMPRESSION",
                genuine.len(),
                impostor.len()
            );
            return Err(Refusal::new("no-pairs", message));
        };
        let all =
            |of: fn(&Measured) -> &[f64]| -> Vec<f64> { measured.iter().flat_map(of).copied().collect() };
        let times = all(|m| &m.extract_ms);
        let compared: usize = measured.iter().map(|m| m.compared).sum();
        let time: Duration = measured.iter().map(|m| m.compare_time).sum();
        let speed = compared as f64 / time.as_secs_f64();
        let report = Self {
            images: measured.iter().map(|m| m.stems.len()).sum(),
            failed_to_extract: measured.iter().map(|m| m.failed).sum(),
            mirrored: measured.iter().map(|m| m.mirrored).sum(),
            genuine: rates.genuine(),
            impostor: rates.impostor(),
            eer: rates.eer().rate,
            fmr100: rates.fnmr_at_fmr(100),
            fmr1000: rates.fnmr_at_fmr(1000),
            zero_fmr: rates.zero_fmr(),
            extract_ms: Times { median: quantile(&times, 0.5), p95: quantile(&times, 0.95) },
            comparisons_per_second_per_core: speed.is_finite().then_some(speed.round() as u64),
            template_bytes: Median { median: quantile(&all(|m| &m.template_bytes), 0.5) },
            per_folder: measured.iter().map(FolderReport::of).collect(),
        };
        Ok((report, draw(&rates, measured)))
    }
}

/// The curve of all folders together, and of each that has pairs of both kinds.
fn draw(pooled: &Rates, measured: &[Measured]) -> String {
    let rates: Vec<(&str, Rates)> = measured
        .iter()
        .filter_map(|m| Some((m.label.as_str(), Rates::new(&m.scores(true), &m.scores(false))?)))
        .collect();
    let curves: Vec<DetCurve<'_>> = rates.iter().map(|(name, rates)| DetCurve { name, rates }).collect();
    draw_det_chart(pooled, &curves)
}

impl FolderReport {
    fn of(measured: &Measured) -> Self {
        let (genuine, impostor) = (measured.scores(true), measured.scores(false));
        let rates = Rates::new(&genuine, &impostor);
        let rates = rates.as_ref();
        Self {
            folder: measured.label.clone(),
            images: measured.stems.len(),
            failed_to_extract: measured.failed,
            genuine: genuine.len(),
            impostor: impostor.len(),
            eer: rates.map(|r| r.eer().rate),
            fmr100: rates.and_then(|r| r.fnmr_at_fmr(100)),
            fmr1000: rates.and_then(|r| r.fnmr_at_fmr(1000)),
            zero_fmr: rates.map(Rates::zero_fmr),
        }
    }
}

/// Linear interpolation between order statistics, to two decimals; `None` of nothing.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = share * values.len().checked_sub(1)? as f64;
    let low = values.get(place.floor() as usize)?;
    let high = values.get(place.ceil() as usize)?;
    let value = low + (high - low) * place.fract();
    Some((value * 100.0).round() / 100.0)
}

impl Answer for Report {
    fn text(&self) -> String {
        let width = self.per_folder.iter().map(|f| f.folder.chars().count()).max().unwrap_or(0).max(6);
        let head = ["images", "failed", "genuine", "impostor", "EER %", "FMR100 %", "FMR1000 %", "ZeroFMR %"];
        let mut out = format!("{:width$}", "folder");
        head.iter().for_each(|title| out.push_str(&format!(" {title:>9}")));
        out.push('\n');
        let pooled = FolderReport {
            folder: "pooled".to_owned(),
            images: self.images,
            failed_to_extract: self.failed_to_extract,
            genuine: self.genuine,
            impostor: self.impostor,
            eer: Some(self.eer),
            fmr100: self.fmr100,
            fmr1000: self.fmr1000,
            zero_fmr: Some(self.zero_fmr),
        };
        for folder in self.per_folder.iter().chain([&pooled]) {
            out.push_str(&folder.line(width));
        }
        let number = |value: Option<f64>| value.map_or("n/a".to_owned(), |v| format!("{v:.1}"));
        let speed = self.comparisons_per_second_per_core.map_or("n/a".to_owned(), |v| v.to_string());
        let (median, p95) = (number(self.extract_ms.median), number(self.extract_ms.p95));
        let bytes = number(self.template_bytes.median);
        out.push_str(&format!(
            "extraction: median {median} ms, 95th percentile {p95} ms; {speed} comparisons a second and core; \
             template: median {bytes} bytes\n"
        ));
        out
    }
}

impl FolderReport {
    fn line(&self, width: usize) -> String {
        let percent = |rate: Option<f64>| rate.map_or("n/a".to_owned(), |r| format!("{:.2}", r * 100.0));
        let mut out = format!("{:width$}", self.folder);
        for count in [self.images, self.failed_to_extract, self.genuine, self.impostor] {
            out.push_str(&format!(" {count:>9}"));
        }
        for rate in [self.eer, self.fmr100, self.fmr1000, self.zero_fmr] {
            out.push_str(&format!(" {:>9}", percent(rate)));
        }
        out.push('\n');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.95), Some(3.0));
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
    }
}
