//! Comparing two templates.

use crate::template::Template;

/// A template prepared for comparison: built once, compared many times.
#[derive(Debug, Clone)]
pub struct Prepared {
    template: Template,
}

impl Prepared {
    /// Prepares a template.
    pub fn new(template: &Template) -> Self {
        Self { template: template.clone() }
    }

    /// The template prepared.
    pub fn template(&self) -> &Template {
        &self.template
    }
}

/// Two minutiae held to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MinutiaPair {
    /// Index into the first template's minutiae.
    pub a: usize,
    /// Index into the second template's minutiae.
    pub b: usize,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Higher = more alike, 0 to 1.
    pub score: f32,
    /// The corresponding minutiae, most certain first.
    pub pairs: Vec<MinutiaPair>,
}

/// Score at and above which two prints are held to be of one finger.
pub const MATCH_THRESHOLD: f32 = 0.5;

/// Compares two prints: symmetric, deterministic, for any rotation.
pub fn compare(_a: &Prepared, _b: &Prepared) -> Comparison {
    Comparison { score: 0.0, pairs: Vec::new() }
}

/// The score of [`compare`] without the pairs.
pub fn score(a: &Prepared, b: &Prepared) -> f32 {
    compare(a, b).score
}

/// log10 of the likelihood ratio of a score.
pub fn log10_likelihood_ratio(score: f32) -> f32 {
    score
}
