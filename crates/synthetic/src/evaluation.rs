//! Measures folders of impressions, real or synthetic, with the matcher of this product: error rates and the
//! distributions that show whether synthetic fingers behave like real ones.

use std::fmt::Write;

use dactyloscopy::{GreyImage, Ppi, Prepared, extract, score};
use rayon::prelude::*;

use crate::conditions::{Conditions, Sensor};
use crate::finger::Finger;
use crate::random::mix;

/// The impressions of one sensor: for each finger its images. Pairs are formed inside a folder only.
pub type Folder = Vec<Vec<GreyImage>>;

/// What was measured on some folders.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Scores of two impressions of one finger.
    pub genuine: Vec<f32>,
    /// Scores of impressions of two fingers of one folder.
    pub impostor: Vec<f32>,
    /// Minutiae of each image; 0 when extraction refused it.
    pub minutiae: Vec<f32>,
    /// Quality score of each image; 0 when extraction refused it.
    pub quality: Vec<f32>,
    /// Images that extraction refused. They score 0 against everything.
    pub refused: usize,
}

impl Measured {
    /// Extracts and compares everything at 500 ppi.
    pub fn of(folders: &[Folder]) -> Self {
        let mut all = Self::default();
        for folder in folders {
            all.add(folder);
        }
        all
    }

    fn add(&mut self, folder: &Folder) {
        let flat: Vec<(usize, &GreyImage)> =
            folder.iter().enumerate().flat_map(|(f, images)| images.iter().map(move |i| (f, i))).collect();
        let extracted: Vec<_> =
            flat.par_iter().map(|(_, image)| extract(image, Ppi::STANDARD).ok()).collect();
        for extraction in &extracted {
            self.refused += usize::from(extraction.is_none());
            let (count, quality) = extraction
                .as_ref()
                .map_or((0.0, 0.0), |e| (e.template.minutiae().len() as f32, f32::from(e.quality.score)));
            self.minutiae.push(count);
            self.quality.push(quality);
        }
        let prepared: Vec<Option<Prepared>> =
            extracted.par_iter().map(|e| e.as_ref().map(|e| Prepared::new(&e.template))).collect();
        let rows: Vec<Vec<(bool, f32)>> = (0..flat.len())
            .into_par_iter()
            .map(|a| {
                let against = |b: usize| match (&prepared[a], &prepared[b]) {
                    (Some(x), Some(y)) => (flat[a].0 == flat[b].0, score(x, y)),
                    _ => (flat[a].0 == flat[b].0, 0.0),
                };
                (a + 1..flat.len()).map(against).collect()
            })
            .collect();
        for (same, score) in rows.into_iter().flatten() {
            if same { self.genuine.push(score) } else { self.impostor.push(score) }
        }
    }

    /// Equal error rate, 0 to 1: where the share of genuine scores below a threshold meets the share of
    /// impostor scores at or above it; the mean of both at the nearest threshold.
    pub fn equal_error_rate(&self) -> f32 {
        let mut thresholds: Vec<f32> = self.genuine.iter().chain(&self.impostor).copied().collect();
        thresholds.sort_by(f32::total_cmp);
        let (genuine, impostor) = (sorted(&self.genuine), sorted(&self.impostor));
        let mut best = (f32::INFINITY, 0.5);
        for threshold in thresholds {
            let missed = share_below(&genuine, threshold);
            let accepted = 1.0 - share_below(&impostor, threshold);
            if (missed - accepted).abs() < best.0 {
                best = ((missed - accepted).abs(), 0.5 * (missed + accepted));
            }
        }
        best.1
    }

    /// Share of genuine pairs missed at the threshold that accepts `false_match_rate` of the impostor pairs.
    pub fn false_non_match_rate_at(&self, false_match_rate: f32) -> f32 {
        let impostor = sorted(&self.impostor);
        let above = (impostor.len() as f32 * false_match_rate) as usize;
        let threshold = impostor.len().checked_sub(above + 1).and_then(|i| impostor.get(i)).copied();
        let genuine = &self.genuine;
        let missed = genuine.iter().filter(|s| **s <= threshold.unwrap_or(0.0)).count();
        missed as f32 / genuine.len().max(1) as f32
    }
}

fn sorted(values: &[f32]) -> Vec<f32> {
    let mut values = values.to_vec();
    values.sort_by(f32::total_cmp);
    values
}

fn share_below(sorted: &[f32], threshold: f32) -> f32 {
    sorted.partition_point(|s| *s < threshold) as f32 / sorted.len().max(1) as f32
}

/// Value below which this share of the values lies; 0 without values.
pub fn quantile(values: &[f32], share: f32) -> f32 {
    let sorted = sorted(values);
    let at = (share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f32).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// The sensors of the synthetic folders, like those of the four real ones: two optical, a capacitive, a
/// thermal.
pub const SENSORS: [Sensor; 4] = [Sensor::Optical, Sensor::Optical, Sensor::Capacitive, Sensor::Thermal];

/// Four folders of synthetic impressions under typical conditions.
pub fn synthetic_folders(seed: u64, fingers: usize, impressions: usize, difficulty: f32) -> Vec<Folder> {
    let finger = |folder: usize, index: usize| {
        let seed = mix(seed, (folder * 1_000_003 + index) as u64);
        let finger = Finger::grow(seed);
        let touch = |i: usize| {
            let seed = mix(seed, 77 + i as u64);
            finger.impression(seed, &Conditions::typical_at(seed, difficulty).on(SENSORS[folder]))
        };
        (0..impressions).map(touch).collect()
    };
    (0..SENSORS.len())
        .map(|folder| (0..fingers).into_par_iter().map(|index| finger(folder, index)).collect())
        .collect()
}

/// Two distributions side by side as text: each row a bin, each bar the share in percent.
pub fn histogram(title: &str, real: &[f32], synthetic: &[f32], bins: usize) -> String {
    let top = quantile(real, 1.0).max(quantile(synthetic, 1.0)).max(1e-6);
    let count = |values: &[f32]| {
        let mut counts = vec![0.0f32; bins.max(1)];
        for value in values {
            let bin = (value / top * bins as f32) as usize;
            counts[bin.min(bins.max(1) - 1)] += 100.0 / values.len().max(1) as f32;
        }
        counts
    };
    let bar = |percent: f32| "#".repeat((percent / 2.0).round() as usize);
    let mut text = format!("{title}\n{:>9}  {:<32} {}\n", "from", "real %", "synthetic %");
    for (bin, (real, synthetic)) in count(real).iter().zip(count(synthetic)).enumerate() {
        let from = top * bin as f32 / bins as f32;
        let _ =
            writeln!(text, "{from:>9.3}  {real:>5.1} {:<26} {synthetic:>5.1} {}", bar(*real), bar(synthetic));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_equal_error_rate_is_where_both_errors_meet() {
        let scores = |from: usize, to: usize| (from..to).map(|i| i as f32 / 100.0).collect::<Vec<f32>>();
        let apart = Measured { genuine: scores(50, 100), impostor: scores(0, 50), ..Measured::default() };
        assert_eq!(apart.equal_error_rate(), 0.0);
        assert_eq!(apart.false_non_match_rate_at(0.0), 0.0);
        let mixed = Measured { genuine: scores(40, 140), impostor: scores(0, 50), ..Measured::default() };
        let rate = mixed.equal_error_rate();
        assert!((0.05..0.09).contains(&rate), "{rate}");
        assert!((mixed.false_non_match_rate_at(0.0) - 0.10).abs() < 0.011);
    }
}
