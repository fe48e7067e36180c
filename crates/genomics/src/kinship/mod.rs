//! Likelihoods of families: what was seen of the persons of a pedigree, per locus, under one hypothesis.

#[cfg(test)]
mod cross_check;
mod evaluate;
mod factor;
mod founders;
mod genes;
mod likelihood;
mod mutation;
pub(crate) mod mutation_table;
mod observation;
mod pedigree;
mod states;

pub use genes::FounderConvention;
pub use likelihood::{LikelihoodError, LocusModel, Typed, linked_likelihood, locus_likelihood};
pub use mutation::{Mutation, MutationError, Rates};
pub use observation::Observation;
pub use pedigree::{ID_BYTES_MAX, Member, PERSONS_MAX, Pedigree, PedigreeError, Sex};
