use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{OpenGround, RetentionState, TermDates, TermRules};
use serde::{Deserialize, Serialize};
use vocabulary::{Basis, RegistryNumber, ReportId};

use super::ActSignature;

/// The rules by which the terms of all records are counted, as last confirmed (T-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsInForce {
    /// The rules.
    pub rules: TermRules,
    /// Digest of what they answer, in hex: a program whose code answers otherwise is noticed.
    pub fingerprint: String,
    /// The legal date from which they count here.
    pub since: Date,
    /// The report that was confirmed; `None` for the first rules, before which no term was counted.
    pub report: Option<ReportId>,
    /// Counts the changes.
    pub version: u32,
}

/// Where a report on a change of the terms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// Drawn up by the register: waits for the data-protection officer.
    DrawnUp,
    /// Signed: waits for the head.
    Signed,
    /// Confirmed: the new terms count.
    Confirmed,
    /// A later report took its place.
    Superseded,
}

impl ReportState {
    /// The code in files and keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DrawnUp => "drawn-up",
            Self::Signed => "signed",
            Self::Confirmed => "confirmed",
            Self::Superseded => "superseded",
        }
    }
}

/// What a change does to all records together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermTotals {
    /// Records looked at.
    pub records: u64,
    /// Records whose term differs.
    pub differing: u64,
    /// Of them, destroyed earlier than before, or with an end that had none.
    pub sooner: u64,
    /// Destroyed later than before, or without an end that had one.
    pub later: u64,
    /// Differing in something else: the archive, the requirement.
    pub otherwise: u64,
    /// Differing by basis.
    pub by_basis: BTreeMap<Basis, u64>,
}

/// What is signed. Its canonical JSON does not change once it is drawn up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// Identifier.
    pub id: ReportId,
    /// Printed number, e.g. `T-2034-00000007`.
    pub number: String,
    /// The legal date as of which both terms were computed.
    pub drawn_up_on: Date,
    /// The rules that count until it is confirmed.
    pub old: TermRules,
    /// Their fingerprint.
    pub old_fingerprint: String,
    /// The rules that count after.
    pub new: TermRules,
    /// Their fingerprint.
    pub new_fingerprint: String,
    /// What differs, counted.
    pub totals: TermTotals,
    /// How many pages of differences there are.
    pub pages: u32,
    /// Digest of the digests of the pages, in hex: who signs this text signs every line of them.
    pub digest: String,
}

impl ReportText {
    /// The bytes under the signatures.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// A report on a change of the terms: every record whose term differs, signed by one officer and confirmed by another
/// before the new terms mark anything (R3.1.1, T-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermReport {
    /// What is signed.
    pub text: ReportText,
    /// Where it is.
    pub state: ReportState,
    /// The data-protection officer's signature.
    pub signed: Option<ActSignature>,
    /// The head's.
    pub confirmed: Option<ActSignature>,
    /// Counts its states, for optimistic concurrency.
    pub version: u32,
}

impl TermReport {
    /// Whether it still waits for a signature.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ReportState::DrawnUp | ReportState::Signed)
    }
}

/// A page of differences, in order of number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermPage {
    /// Of which report.
    pub report: ReportId,
    /// Its place, from 0.
    pub page: u32,
    /// The records.
    pub lines: Vec<TermDifference>,
}

/// A record whose term differs: no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermDifference {
    /// The record.
    pub number: RegistryNumber,
    /// Basis of its registration.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// Its term by the old rules.
    pub old: TermShown,
    /// Its term by the new rules.
    pub new: TermShown,
}

/// A term as a report shows it. `until` dates are the last lawful day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermShown {
    /// Last lawful day in the database.
    pub in_database_until: Option<Date>,
    /// Last lawful day in the archive.
    pub archive_until: Option<Date>,
    /// First day of destruction.
    pub destroy_from: Option<Date>,
    /// Why there is no end.
    pub open: Option<OpenGround>,
    /// Where the record stands on the day of the report.
    pub state: RetentionState,
    /// The requirement that decided.
    pub requirement: String,
    /// Articles relied on.
    pub articles: Vec<String>,
}

impl TermShown {
    /// A term on a day.
    pub fn of(term: &TermDates, day: Date) -> Self {
        Self {
            in_database_until: term.in_database_until,
            archive_until: term.archive_until,
            destroy_from: term.destroy_from,
            open: term.open,
            state: term.state(day),
            requirement: term.requirement.to_string(),
            articles: term.articles.iter().map(ToString::to_string).collect(),
        }
    }

    /// Whether it is the same term, whatever day each was looked at.
    pub fn is_term_of(&self, other: &Self) -> bool {
        self.in_database_until == other.in_database_until
            && self.archive_until == other.archive_until
            && self.destroy_from == other.destroy_from
            && self.open == other.open
            && self.requirement == other.requirement
            && self.articles == other.articles
    }
}

/// Why no term marks anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermsWait {
    /// The rules changed: their report waits for its signatures.
    Changed,
    /// The rules were changed under their old name: another program is needed.
    Rewritten,
}

impl TermsWait {
    /// The code in files and keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Rewritten => "rewritten",
        }
    }
}

/// What the rules of retention are now, and whether a change of them waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsStatus {
    /// The rules by which terms are counted; `None` before the first sweep.
    pub in_force: Option<TermsInForce>,
    /// The rules of this program on the legal date.
    pub program: TermRules,
    /// Their fingerprint.
    pub program_fingerprint: String,
    /// Why nothing is marked; `None` when nothing waits.
    pub waits: Option<TermsWait>,
    /// Every report, newest first.
    pub reports: Vec<TermReport>,
}
