//! DNA profiles and what they say: alleles, loci, frequencies, likelihoods of families and mixtures.
//!
//! Pure: no files, no clock, no randomness; the same input gives the same output.

mod allele;
pub mod case;
pub mod disaster;
mod frequency;
pub mod kinship;
mod kit;
mod locus;
mod match_probability;
pub mod mixture;
mod population;
pub mod profile;
mod scaled;
pub mod search;

pub use allele::{Allele, AlleleError, REPEATS_MAX};
pub use frequency::{AlleleFrequencies, FrequencyError, SUM_TOLERANCE, minimum_frequency};
pub use kit::{Kit, KitLocus, kit, kits};
pub use locus::{Locus, LocusKind, UnknownLocus};
pub use match_probability::{Designated, Formula, match_probability};
pub use population::{PERSONS_MIN, Population, PopulationError, RareAlleles};
pub use scaled::Scaled;
