//! The lengths of the terms. A change of the Law is a new table, never an edit of this one: the difference
//! between two is [`super::differences`] (T-10).

use serde::{Deserialize, Serialize};

/// Lengths in years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermTable {
    /// In the database, B2–B8 (Art. 15(1)).
    pub database_years: i16,
    /// In the archive, B2–B8 (Art. 15(2)).
    pub archive_years: i16,
    /// After the death of a convict was established, of traces and of corpses (Art. 29).
    pub genomic_years: i16,
    /// The age a person would reach (Art. 15(1), 29(1)).
    pub century_years: i16,
    /// Least years after an acquittal (Art. 23(3)).
    pub acquittal_years: i16,
}

impl TermTable {
    /// The Law as amended to No. 203-VIII.
    pub const IN_FORCE: Self = Self {
        database_years: 10,
        archive_years: 40,
        genomic_years: 25,
        century_years: 100,
        acquittal_years: 1,
    };
}
