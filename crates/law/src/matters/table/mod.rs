//! The rows, one file a part of the Law.

mod material;
mod organisation;
mod persons;
mod rights;
mod supervision;
mod transfers;

use super::row::StepRow;

/// Every table.
pub(super) const ALL: &[&[StepRow]] =
    &[rights::ROWS, transfers::ROWS, supervision::ROWS, organisation::ROWS, persons::ROWS, material::ROWS];
