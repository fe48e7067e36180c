//! The rules of retention in their versions: which table of terms counts from which day, by which act (R3.1.1, T-10).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::TermTable;
use crate::json_date;
use crate::versions::LAW_IN_FORCE;

/// Most characters of the name of a version.
const VERSION_CHARS_MAX: usize = 16;
/// Most characters of the act.
const ACT_CHARS_MAX: usize = 200;

/// Version, act, first day, lengths: a change of the Law is a new line below, never an edit.
#[rustfmt::skip]
const VERSIONS: &[(&str, &str, Date, TermTable)] = &[
    ("T1", "Law of 30 December 2016 as amended to No. 203-VIII: Art. 15, 23(3), 29", LAW_IN_FORCE, TermTable::IN_FORCE),
];

impl TermTable {
    /// The lengths in force on a day.
    pub fn on(day: Date) -> &'static Self {
        let begun = VERSIONS.iter().rev().find(|(_, _, first, _)| *first <= day);
        begun.or(VERSIONS.first()).map_or(&Self::IN_FORCE, |(_, _, _, table)| table)
    }
}

/// A version of the rules of retention, as the rule catalogue names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRules {
    /// Its name: 1 to 16 letters, digits, dots and hyphens.
    pub version: String,
    /// The act that set it, with its number and articles: 1 to 200 characters.
    pub act: String,
    /// First day in force.
    #[serde(with = "json_date")]
    pub in_force: Date,
    /// The lengths.
    pub table: TermTable,
}

/// Every version of the rules, by day of force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCatalogue(Vec<TermRules>);

/// A catalogue of rules that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// No rules at all.
    #[error("the catalogue holds no rules of retention")]
    Empty,
    /// A name nobody could cite, or one given twice.
    #[error(
        "version {version:?}: a name is 1 to {VERSION_CHARS_MAX} letters, digits, dots and hyphens, and given once"
    )]
    Version {
        /// The name.
        version: String,
    },
    /// A rule without the act that set it (R3.1.1).
    #[error("version {version}: the act that set it is needed, 1 to {ACT_CHARS_MAX} characters")]
    Act {
        /// The version.
        version: String,
    },
    /// Not later than the version before.
    #[error("version {version} is in force from {in_force}, not after the version before it")]
    Order {
        /// The version.
        version: String,
        /// Its first day.
        in_force: Date,
    },
}

impl TermCatalogue {
    /// The rules of the Law, as this crate knows them.
    pub fn of_the_law() -> Self {
        let rules = |(version, act, in_force, table): &(&str, &str, Date, TermTable)| TermRules {
            version: (*version).to_owned(),
            act: (*act).to_owned(),
            in_force: *in_force,
            table: *table,
        };
        Self(VERSIONS.iter().map(rules).collect())
    }

    /// A catalogue of these rules, in order of their days.
    ///
    /// # Errors
    /// [`CatalogueError`] naming the version that cannot stand.
    pub fn new(rules: Vec<TermRules>) -> Result<Self, CatalogueError> {
        for (at, each) in rules.iter().enumerate() {
            let (version, before) = (each.version.clone(), &rules[..at]);
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            let is_named = (1..=VERSION_CHARS_MAX).contains(&version.len()) && version.chars().all(is_name);
            if !is_named || before.iter().any(|other| other.version == version) {
                return Err(CatalogueError::Version { version });
            }
            if each.act.trim().is_empty() || each.act.chars().count() > ACT_CHARS_MAX {
                return Err(CatalogueError::Act { version });
            }
            if before.last().is_some_and(|last| each.in_force <= last.in_force) {
                return Err(CatalogueError::Order { version, in_force: each.in_force });
            }
        }
        if rules.is_empty() { Err(CatalogueError::Empty) } else { Ok(Self(rules)) }
    }

    /// The rules in force on a day: the last that began; before the first began, the first.
    pub fn on(&self, day: Date) -> Option<&TermRules> {
        self.0.iter().rev().find(|rules| rules.in_force <= day).or(self.0.first())
    }
}
