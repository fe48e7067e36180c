//! What a score means: a likelihood ratio, with what the fit of it rests on.
//!
//! Evidence for "same finger" against "different fingers" is the ratio of how often a pair like this one scores so under
//! each. Pairs of one finger score as strangers do with a small probability (no common area, spoilt skin), otherwise the
//! ratio rises exponentially with the logit of the score; quality and number of minutiae move both. Above the score where
//! pairs of strangers become rare, their exponential tail alone sets the slope (peaks over a threshold: Pickands 1975;
//! Coles, "An Introduction to Statistical Modeling of Extreme Values", 2001, chapter 4).
//!
//! All constants stand in `calibration/table.rs`, which `examples/calibrate` writes together with the algorithm
//! version it belongs to. docs/benchmarks.md, section "What a score means", has the checks and what a ratio may be used
//! for.

mod table;

use crate::template::{AlgorithmVersion, Template};

/// Score at and above which two prints are held to be of one finger: the lowest multiple of 0.01 at which at most
/// 7 of 10,000 pairs of different fingers inside the six real folders of docs/benchmarks.md are accepted.
pub const MATCH_THRESHOLD: f32 = table::MATCH_THRESHOLD;

/// What is known of two prints beside their score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covariates {
    /// Minutiae of the print that has fewer.
    pub minutiae: usize,
    /// The lower print quality, 1 to 100; 0 when it is not known (ISO/IEC 19794-2 records need not say).
    pub quality: u8,
}

impl Covariates {
    /// Of two templates.
    pub fn of(a: &Template, b: &Template) -> Self {
        Self { minutiae: a.minutiae().len().min(b.minutiae().len()), quality: a.quality().min(b.quality()) }
    }
}

/// A likelihood ratio "same finger" to "different fingers".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelihoodRatio {
    /// Its logarithm to base 10, never above the model's [`LikelihoodModel::limit_log10`].
    pub log10: f32,
    /// Whether the model gave more than the data can bear out, so that the limit stands here: read "at least".
    pub at_limit: bool,
}

/// The fitted model. Natural logarithms; `t` is the logit of the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelihoodModel {
    /// Share of the pairs of one finger that score as strangers do, never held to be less than one in a hundred.
    pub floor: f32,
    /// Ratio at t = 0 of a print of middle quality and number of minutiae.
    pub offset: f32,
    /// Rise with t.
    pub slope: f32,
    /// Change with quality.
    pub quality: f32,
    /// Change with the logarithm of the number of minutiae.
    pub minutiae: f32,
    /// Change of the slope with quality.
    pub quality_slope: f32,
    /// t from which the tail of the strangers sets the slope.
    pub tail_from: f32,
    /// Rate of the exponential tail of the strangers: the slope there, when it is the smaller one.
    pub tail_slope: f32,
    /// Highest log10 ratio ever reported: pairs of different real fingers compared, over three (with none of n seen,
    /// the rate lies below 3 / n with 95 % confidence; Hanley and Lippman-Hand 1983).
    pub limit_log10: f32,
}

/// Quality that counts as the middle, and the distance that counts as one.
const QUALITY_MIDDLE: (f32, f32) = (70.0, 30.0);
/// Minutiae that count as the middle.
const MINUTIAE_MIDDLE: f32 = 35.0;

impl LikelihoodModel {
    /// log10 of the ratio, without the limit. It rises with the score. Scores outside [0, 1] count as the nearest,
    /// what is not a number as 0.
    pub fn log10(&self, score: f32, covariates: Covariates) -> f32 {
        let t = logit(score);
        let quality = match covariates.quality {
            0 => 0.0,
            q => ((f32::from(q) - QUALITY_MIDDLE.0) / QUALITY_MIDDLE.1).clamp(-1.5, 1.0),
        };
        let minutiae = (covariates.minutiae.max(1) as f32 / MINUTIAE_MIDDLE).ln().clamp(-0.8, 0.8);
        let slope = self.slope + self.quality_slope * quality;
        let below = slope * t.min(self.tail_from);
        let above = slope.min(self.tail_slope) * (t - self.tail_from).max(0.0);
        let rise = self.offset + self.quality * quality + self.minutiae * minutiae + below + above;
        // ln(e^floor + e^rise), without overflow
        let (low, high) = (self.floor.min(rise), self.floor.max(rise));
        (high + (low - high).exp().ln_1p()) / std::f32::consts::LN_10
    }
}

/// The logit of a score, kept finite.
fn logit(score: f32) -> f32 {
    let p = score.max(0.0).clamp(1e-4, 0.9999);
    (p / (1.0 - p)).ln()
}

/// The model of this build.
pub const MODEL: LikelihoodModel = table::MODEL;

/// log10 of the likelihood ratio of a score between prints of middle quality and number of minutiae, without a limit:
/// for ordering and fusing candidates. It rises with the score. For a statement about two prints use
/// [`likelihood_ratio`].
pub fn log10_likelihood_ratio(score: f32) -> f32 {
    MODEL.log10(score, Covariates { minutiae: MINUTIAE_MIDDLE as usize, quality: 0 })
}

/// The likelihood ratio of a score between two prints, no stronger than the data can bear out.
pub fn likelihood_ratio(score: f32, covariates: Covariates) -> LikelihoodRatio {
    let log10 = MODEL.log10(score, covariates);
    LikelihoodRatio { log10: log10.min(MODEL.limit_log10), at_limit: log10 > MODEL.limit_log10 }
}

/// [`likelihood_ratio`] of two templates: `None` unless the algorithm the model was fitted on made both. Scores between
/// templates of different versions, or of an older one, are measured by nobody.
pub fn likelihood_ratio_between(score: f32, a: &Template, b: &Template) -> Option<LikelihoodRatio> {
    let fitted = [a, b].iter().all(|template| template.algorithm() == CONTEXT.algorithm);
    fitted.then(|| likelihood_ratio(score, Covariates::of(a, b)))
}

/// Where the scores of pairs of one finger and of different fingers lie: what a single score is seen against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreContext {
    /// Algorithm version whose scores these are.
    pub algorithm: AlgorithmVersion,
    /// Pairs of one finger measured.
    pub genuine_pairs: u32,
    /// Pairs of different fingers measured.
    pub impostor_pairs: u32,
    /// Different real fingers among them.
    pub fingers: u32,
    /// Share of the pairs of one finger in each of 50 equal bins of the score.
    pub genuine: [f32; 50],
    /// The same of different fingers.
    pub impostor: [f32; 50],
    /// Where the prints come from.
    pub source: &'static str,
}

/// The distributions of this build.
pub const CONTEXT: ScoreContext = table::CONTEXT;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::ALGORITHM;

    fn covariates() -> impl Iterator<Item = Covariates> {
        let minutiae = [3, 10, 20, 35, 60, 120, 255];
        minutiae.into_iter().flat_map(|minutiae| {
            [0, 1, 10, 30, 50, 70, 90, 100].map(|quality| Covariates { minutiae, quality })
        })
    }

    #[test]
    fn the_table_belongs_to_this_algorithm() {
        assert_eq!(
            CONTEXT.algorithm, ALGORITHM,
            "the calibration is of another algorithm: run `examples/calibrate` (docs/benchmarks.md, What a score means)"
        );
    }

    #[test]
    fn rises_with_the_score_and_is_finite_whatever_is_known_of_the_prints() {
        for c in covariates() {
            let all: Vec<f32> = (0..=2000).map(|i| MODEL.log10(i as f32 / 2000.0, c)).collect();
            assert!(all.windows(2).all(|w| w[0] <= w[1]) && all.iter().all(|v| v.is_finite()), "{c:?}");
            assert!(MODEL.log10(f32::NAN, c).is_finite());
        }
        assert!(log10_likelihood_ratio(0.97) < log10_likelihood_ratio(0.98), "candidates keep their order");
    }

    #[test]
    fn no_statement_is_stronger_than_the_data() {
        let good = Covariates { minutiae: 60, quality: 90 };
        let strongest = likelihood_ratio(0.99, good);
        assert!(strongest.at_limit && strongest.log10 == MODEL.limit_log10);
        assert!(10_f32.powf(MODEL.limit_log10) <= CONTEXT.impostor_pairs as f32 / 3.0 * 1.001);
        let nothing = likelihood_ratio(0.15, good);
        assert!(!nothing.at_limit && nothing.log10 < -1.0, "{nothing:?}");
    }

    #[test]
    fn the_threshold_speaks_for_the_same_finger() {
        for c in covariates() {
            assert!(MODEL.log10(MATCH_THRESHOLD + 0.03, c) > 0.0, "{c:?}");
        }
    }

    #[test]
    fn templates_of_another_algorithm_carry_no_ratio() {
        let own = Template::new(300, 400, 50, vec![]).unwrap();
        let old = own.clone().made_by(AlgorithmVersion { major: 0, minor: 2 });
        assert!(likelihood_ratio_between(0.9, &own, &own).is_some());
        for (a, b) in [(&own, &old), (&old, &own), (&old, &old)] {
            assert_eq!(likelihood_ratio_between(0.9, a, b), None);
        }
    }

    #[test]
    fn the_distributions_are_whole() {
        for shares in [CONTEXT.genuine, CONTEXT.impostor] {
            assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-3);
        }
    }
}
