//! What `tanba dna lr` prints.

use std::collections::BTreeMap;

use serde::Serialize;

/// The answer to a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Likelihood ratios of pedigrees.
    Family(FamilyAnswer),
    /// Match probability of one profile.
    Rarity(RarityAnswer),
    /// Two linked loci.
    Linked(LinkedAnswer),
}

/// Likelihood ratios of pedigrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FamilyAnswer {
    /// Decimal logarithm of the product over loci, by hypothesis; `None` = the ratio is 0.
    pub log10_lr: BTreeMap<String, Option<f64>>,
    /// The hypothesis divided by.
    pub denominator: String,
    /// By locus.
    pub per_locus: BTreeMap<String, LocusAnswer>,
    /// Loci at which a hypothesis is impossible, by hypothesis; absent when there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub excluding_loci: BTreeMap<String, Vec<String>>,
    /// What was done with untyped founders of one child: `trimmed` or `kept`.
    pub founder_convention: &'static str,
    /// Typed persons a hypothesis does not mention, taken as unrelated; absent when there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub taken_as_unrelated: BTreeMap<String, Vec<String>>,
}

/// One locus.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LocusAnswer {
    /// P(profiles | hypothesis).
    pub likelihood: BTreeMap<String, f64>,
    /// Ratio to the denominator.
    pub lr: BTreeMap<String, f64>,
}

/// Match probability of one profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RarityAnswer {
    /// Decimal logarithm of 1 / match probability, by θ (`theta_0.01`) and formula.
    pub log10_one_over_rmp: BTreeMap<String, BTreeMap<&'static str, f64>>,
    /// Match probability by locus, θ and formula.
    pub per_locus: BTreeMap<String, BTreeMap<String, BTreeMap<&'static str, f64>>>,
}

/// Two linked loci.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkedAnswer {
    /// The ratio with the recombination rate given.
    pub two_locus_lr_linked: f64,
    /// The product of the two single ratios.
    pub two_locus_lr_unlinked: f64,
}
