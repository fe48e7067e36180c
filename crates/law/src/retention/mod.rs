//! Until when a record may be kept (law.md sections 3 and 6.4; Art. 15, 17, 22, 23, 29).

mod case;

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::codes;
use crate::decision::TraceStep;
use crate::json_date;
use crate::requirement::{Article, Requirement};

pub use case::{Event, EventKind, RecordObject, RetentionCase};

codes! {
    /// Where a record stands on the asking date.
    RetentionState ("retention state") {
        /// In the database, its end is known.
        Kept = "kept",
        /// Removed from the database, in the archive on carriers (Art. 15(2)).
        Archive = "archive",
        /// To be destroyed: the last lawful day has passed.
        Due = "due",
        /// Kept without a known end: it waits for an event.
        Open = "open",
    }
}

/// The answer of [`retention`]: the JSON of the contract. `until` dates are the last lawful day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RetentionAnswer {
    /// Last lawful day in the database (for material: in storage); `None` while no end is known.
    #[serde(with = "json_date::optional")]
    pub in_database_until: Option<Date>,
    /// Last lawful day in the archive; `None` where the Law has no archive.
    #[serde(with = "json_date::optional")]
    pub archive_until: Option<Date>,
    /// First day of destruction; `None` while no end is known.
    #[serde(with = "json_date::optional")]
    pub destroy_from: Option<Date>,
    /// Where the record stands on the asking date.
    pub state: RetentionState,
    /// The requirement that decided.
    pub requirement: Requirement,
    /// Articles relied on.
    pub articles: Vec<Article>,
    /// How the dates were reached.
    pub trace: Vec<TraceStep>,
    /// The birth date is incomplete: the latest possible one was used and a person must review (T-6).
    #[serde(skip)]
    pub review: bool,
}

/// Computes the term of one record.
pub fn retention(case: &RetentionCase) -> RetentionAnswer {
    let _ = case;
    RetentionAnswer {
        in_database_until: None,
        archive_until: None,
        destroy_from: None,
        state: RetentionState::Open,
        requirement: Requirement::named("R15.1.1"),
        articles: Vec::new(),
        trace: Vec::new(),
        review: false,
    }
}
