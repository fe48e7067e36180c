//! A profile as its file states it.

use std::collections::BTreeMap;

use genomics::Locus;
use genomics::profile::Profile;

use super::error::RowError;

/// A profile with what its file says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedProfile {
    /// Specimen number of the laboratory; once in a file.
    pub specimen: String,
    /// Category in the words of the file, e.g. "Forensic, Unknown".
    pub category: Option<String>,
    /// Laboratory.
    pub agency: Option<String>,
    /// Kit in the words of the file.
    pub kit: Option<String>,
    /// Case number.
    pub case: Option<String>,
    /// The file says that the profile is not complete.
    pub partial: bool,
    /// The designations by locus.
    pub profile: Profile,
    /// Who read a locus and when, where the file says so.
    pub readings: BTreeMap<Locus, Reading>,
    /// Line of the file it begins at, from 1.
    pub line: u64,
    /// Sensors of quality (QS1, QS2) that were left out: they tell of the amplification, not of a person.
    pub sensors_left_out: usize,
}

/// Who read a locus and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// User of the laboratory.
    pub by: String,
    /// Its time, as the file writes it (ISO 8601).
    pub at: String,
}

/// What a file says next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A profile.
    Profile(Box<ImportedProfile>),
    /// A profile that cannot be taken.
    Refused(Refusal),
}

/// Everything that is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line of the file it begins at, from 1.
    pub line: u64,
    /// What is wrong, at most [`super::ROW_ERRORS_MAX`].
    pub errors: Vec<RowError>,
    /// How many more there are.
    pub more: u64,
}
