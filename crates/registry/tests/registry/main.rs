//! The register in memory: journeys, refusals, duplicates, failures, concurrency, arbitrary sequences.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod accounts;
mod closed;
mod concurrency;
mod corrections;
mod details;
mod duplicates;
mod endings;
mod ends;
mod failures;
mod feed;
mod findings;
mod galleries;
mod gated;
mod hundred_years;
mod hundred_years_plan;
mod input;
mod journey;
mod keeping;
mod keeping_at_once;
mod keeping_details;
mod keeping_model;
mod keeping_sequences;
mod keeping_support;
mod lane;
mod looks;
mod matters;
mod mirrored;
mod one_entry;
mod one_entry_keeping;
mod own_information;
mod printed;
mod privacy;
mod refusals;
mod seen_through_cases;
mod sequences;
mod supplements;
mod support;
mod terms;
mod unread;
mod vault;
mod verified;
mod versions;
mod words;
