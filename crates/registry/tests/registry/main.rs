//! The register in memory: journeys, refusals, duplicates, failures, concurrency, arbitrary sequences.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod concurrency;
mod corrections;
mod details;
mod duplicates;
mod failures;
mod feed;
mod galleries;
mod gated;
mod hundred_years;
mod hundred_years_plan;
mod input;
mod journey;
mod keeping;
mod keeping_at_once;
mod keeping_model;
mod keeping_sequences;
mod keeping_support;
mod mirrored;
mod one_entry;
mod one_entry_keeping;
mod printed;
mod privacy;
mod refusals;
mod sequences;
mod supplements;
mod support;
mod terms;
mod versions;
