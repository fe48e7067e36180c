//! Until when a record may be kept (law.md sections 3 and 6.4; Art. 15, 17, 22, 23, 29).

mod case;
mod facts;
mod ground;
mod history;
mod image;
mod probes;
mod rules;
mod standing;
mod sweep;
mod table;
mod term;
mod terms;

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::codes;
use crate::decision::TraceStep;
use crate::json_date;
use crate::requirement::{Article, Requirement};

use facts::Facts;
use history::History;
use terms::{counts, term};

pub use case::{Event, EventKind, RecordObject, Retained, RetentionCase};
pub use ground::{Duty, OpenGround, Review};
pub use image::{ImageTerm, image_term};
pub use probes::terms_text;
pub use rules::{CatalogueError, TermCatalogue, TermRules};
pub use standing::{Standing, TermDates, due_on, due_under};
pub use sweep::{
    ACQUITTAL_CEILING_DAYS, ClockBackwards, Difference, Due, DutyDates, EXECUTION_WORKING_DAYS, WorkCalendar,
    difference, differences, sweep,
};
pub use table::TermTable;

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

/// Computes the term of one record on the asking date.
pub fn retention(case: &RetentionCase) -> RetentionAnswer {
    let facts = Facts::of_case(case);
    let mut history = History::of(&facts);
    history.note_idle(|kind| counts(&facts, kind));
    history.note_early(&facts, |kind| counts(&facts, kind));
    let term = term(&facts, &history);
    let (in_database_until, archive_until) = (term.in_database_until, term.archive_until);
    let (requirement, articles) = (term.requirement, term.articles.to_vec());
    let destroy_from = term.destroy_from();
    let mut trace = history.trace;
    trace.extend(term.into_trace());
    let review = facts.uses_birth() && case.born.is_some_and(|born| !born.is_complete());
    if review {
        trace.push(TraceStep::note(
            "birth date incomplete: the latest possible date is used; review by a person",
        ));
    }
    RetentionAnswer {
        in_database_until,
        archive_until,
        destroy_from,
        state: state(case.as_of, in_database_until, destroy_from),
        requirement,
        articles,
        trace,
        review,
    }
}

/// `until` dates are the last lawful day, so the next state begins the day after.
fn state(as_of: Date, in_database_until: Option<Date>, destroy_from: Option<Date>) -> RetentionState {
    match (in_database_until, destroy_from) {
        (_, Some(first)) if as_of >= first => RetentionState::Due,
        (Some(last), _) if as_of > last => RetentionState::Archive,
        (Some(_), _) => RetentionState::Kept,
        (None, _) => RetentionState::Open,
    }
}
