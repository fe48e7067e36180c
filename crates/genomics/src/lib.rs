//! DNA profiles and what they say: alleles, loci, frequencies, likelihoods of families and mixtures.
//!
//! Pure: no files, no clock, no randomness; the same input gives the same output.

mod allele;
pub mod case;
mod frequency;
pub mod kinship;
mod match_probability;
pub mod mixture;
mod scaled;

pub use allele::{Allele, AlleleError, REPEATS_MAX};
pub use frequency::{AlleleFrequencies, FrequencyError, SUM_TOLERANCE, minimum_frequency};
pub use match_probability::{Designated, Formula, match_probability};
pub use scaled::Scaled;
