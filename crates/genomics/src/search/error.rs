//! Why a search is not made.

use crate::kinship::LikelihoodError;
use crate::locus::Locus;
use crate::population::PopulationError;

/// Most profiles that one search compares in full after the packed pass.
pub const CANDIDATES_MAX: usize = 500_000;

/// Why a search is not made or not answered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SearchError {
    /// Nothing to search with.
    #[error(
        "the profile has {loci} autosomal loci that can be compared here, the rule asks for {loci_min}: type more"
    )]
    TooFewLoci {
        /// How many can be compared.
        loci: usize,
        /// How many the rule asks for.
        loci_min: usize,
    },
    /// The rule lets too many through.
    #[error(
        "{candidates} profiles pass, at most {CANDIDATES_MAX} are compared in full: ask for more loci, fewer \
         mismatches or a greater likelihood ratio"
    )]
    TooManyCandidates {
        /// How many.
        candidates: usize,
    },
    /// Searches of one pass go over one database.
    #[error("{searches} searches of one pass: give 1 to {most}, all announced for the same database")]
    OnePass {
        /// How many were given.
        searches: usize,
        /// How many may be.
        most: usize,
    },
    /// A parameter outside its limits.
    #[error("{name} is {value}; it must be {limits}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What was given.
        value: String,
        /// What is allowed.
        limits: &'static str,
    },
    /// Mutation where it is not modelled.
    #[error("mutation is modelled between parent and child; search for this relation without it")]
    Mutation,
    /// A mixture where one person is needed.
    #[error("the profile is a mixture: relatives are searched with the profile of one person")]
    Mixture,
    /// Frequencies.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The engine.
    #[error("{locus}: {error}")]
    Likelihood {
        /// Where.
        locus: Locus,
        /// Why.
        error: LikelihoodError,
    },
}
