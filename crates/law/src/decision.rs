//! The answer of [`crate::decide`] and its trace.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use vocabulary::{Basis, Body, RegistrationType};

use crate::codes::{Evidence, Outcome};
use crate::requirement::{Article, Requirement};
use crate::versions::RuleVersion;

/// The legal answer to one case. Serialises to the JSON of the contract. Only [`crate::decide`] makes
/// one: to keep a decision, keep the [`crate::Case`] and decide again (decisions replay).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// The legal answer.
    pub outcome: Outcome,
    /// Voluntary or mandatory (Art. 9-1); `None` when nothing is registered.
    #[serde(rename = "type")]
    pub registration_type: Option<RegistrationType>,
    /// Whether fingers may be read now: the outcome is `register`, `palms` or `verify`, nothing is
    /// missing, and for `verify` the record is not blocked. A verification reads fingers too, and waits
    /// for the guardian of an incapable person just the same (law.md 6.1, rules of reading).
    pub may_capture: bool,
    /// The requirement that decided.
    pub requirement: Requirement,
    /// Articles relied on, the deciding one first.
    pub articles: Vec<Article>,
    /// Evidence the answer still waits for, in the order of the contract.
    pub missing_evidence: Vec<Evidence>,
    /// Version of the Law on the event date.
    pub rule_version: RuleVersion,
    /// How the answer was reached, step by step, for a reader.
    pub trace: Vec<TraceStep>,
    /// The basis judged.
    #[serde(skip)]
    pub basis: Basis,
    /// The collecting body judged.
    #[serde(skip)]
    pub body: Body,
    /// The event date judged.
    #[serde(skip)]
    pub event_date: Date,
    /// Row of the table that decided, e.g. `11` (law.md 6.1) or `BV-5` (6.2).
    #[serde(skip)]
    pub row: &'static str,
    /// Key of the plain words for people: one of [`crate::MESSAGES`].
    #[serde(skip)]
    pub message_key: &'static str,
}

impl Decision {
    /// Whether the outcome is a registration: of fingers or of palms.
    pub fn registers(&self) -> bool {
        matches!(self.outcome, Outcome::Register | Outcome::Palms)
    }
}

/// One step of a trace. Serialises to its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceStep {
    /// Row of the table, when the step is about one.
    pub row: Option<&'static str>,
    /// What was looked at and found.
    pub text: Cow<'static, str>,
    /// Article that says so, when one does.
    pub article: Option<Article>,
}

impl TraceStep {
    pub(crate) fn note(text: impl Into<Cow<'static, str>>) -> Self {
        Self { row: None, text: text.into(), article: None }
    }

    pub(crate) fn by(text: impl Into<Cow<'static, str>>, article: Article) -> Self {
        Self { row: None, text: text.into(), article: Some(article) }
    }

    pub(crate) fn row(
        row: &'static str,
        text: impl Into<Cow<'static, str>>,
        article: Option<Article>,
    ) -> Self {
        Self { row: Some(row), text: text.into(), article }
    }
}

impl fmt::Display for TraceStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {row}: ")?;
        }
        f.write_str(&self.text)?;
        if let Some(article) = self.article {
            write!(f, " [Art. {article}]")?;
        }
        Ok(())
    }
}

impl Serialize for TraceStep {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
