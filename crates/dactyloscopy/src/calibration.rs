//! What a score means.

/// Score at and above which two prints are held to be of one finger.
pub const MATCH_THRESHOLD: f32 = 0.5;

/// log10 of the likelihood ratio of a score.
pub fn log10_likelihood_ratio(score: f32) -> f32 {
    score
}
