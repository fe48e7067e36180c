//! Matters: stories of their steps, what is refused on the way, and the whole table.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, unreachable_pub)]
#[path = "../common/golden.rs"]
mod common_golden;
mod golden;
mod material;
mod organisation;
mod persons;
mod reach;
mod rights;
mod story;
mod supervision;
mod transfers;
