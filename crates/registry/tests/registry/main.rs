//! The register in memory: journeys, refusals, duplicates, failures, concurrency, arbitrary sequences.

mod concurrency;
mod duplicates;
mod failures;
mod input;
mod journey;
mod one_entry;
mod refusals;
mod sequences;
mod support;
