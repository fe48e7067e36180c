//! The register in memory: journeys, refusals, duplicates, failures, concurrency, arbitrary sequences.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod concurrency;
mod duplicates;
mod failures;
mod input;
mod journey;
mod keeping;
mod keeping_support;
mod mirrored;
mod one_entry;
mod privacy;
mod refusals;
mod sequences;
mod support;
mod terms;
mod versions;
