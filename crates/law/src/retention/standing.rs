//! What a record is due for on a day: the dates without words, for a sweep over every record every day.

use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{Basis, add_years};

use super::case::{EventKind, RecordObject, Retained};
use super::facts::Facts;
use super::ground::{Duty, OpenGround, Review};
use super::history::History;
use super::table::TermTable;
use super::term::day_after;
use super::terms::{century, term};
use super::{RetentionState, state};
use crate::json_date;
use crate::requirement::{Article, Requirement, r};

/// Years of silence after which a relative is asked whether the consent stands (R29.3.3).
const SILENCE_YEARS: i16 = 5;

/// The dates of a term. `until` dates are the last lawful day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TermDates {
    /// Last lawful day in the database (for material: in storage); `None` while no end is known.
    #[serde(with = "json_date::optional")]
    pub in_database_until: Option<Date>,
    /// Last lawful day in the archive; `None` where the Law has no archive.
    #[serde(with = "json_date::optional")]
    pub archive_until: Option<Date>,
    /// First day of destruction; `None` while no end is known.
    #[serde(with = "json_date::optional")]
    pub destroy_from: Option<Date>,
    /// Why there is no end; `None` when there is one.
    pub open: Option<OpenGround>,
    /// The requirement that decided.
    pub requirement: Requirement,
    /// Articles relied on.
    pub articles: &'static [Article],
}

impl TermDates {
    /// Where the record stands on a day.
    pub fn state(&self, day: Date) -> RetentionState {
        state(day, self.in_database_until, self.destroy_from)
    }
}

/// A record on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its term, by the events up to that day.
    pub term: TermDates,
    /// Where it stands.
    pub state: RetentionState,
    /// What is to be done, since which day.
    pub duty: Option<(Duty, Date)>,
    /// What a person must look at on exactly this day.
    pub review: Option<Review>,
    /// The requirement that withholds it from searches (R23.3.1, R23.3.3); `None` when nothing does.
    pub withheld: Option<Requirement>,
}

/// A record on a day, by the Law in force on that day. Pure, without allocation for a record without events.
pub fn due_on(record: &Retained, day: Date) -> Standing {
    due_under(record, day, TermTable::on(day))
}

/// A record on a day, by a given table of terms.
pub fn due_under(record: &Retained, day: Date, table: &TermTable) -> Standing {
    let facts = Facts::of_retained(record, day, table);
    let history = History::of(&facts);
    let term = term(&facts, &history);
    let dates = TermDates {
        in_database_until: term.in_database_until,
        archive_until: term.archive_until,
        destroy_from: term.destroy_from(),
        open: term.open,
        requirement: term.requirement,
        articles: term.articles,
    };
    let state = dates.state(day);
    Standing {
        term: dates,
        state,
        duty: duty(&dates, state, &history),
        review: if state == RetentionState::Due { None } else { review(&facts, &dates, &history) },
        withheld: withheld(&facts, &history),
    }
}

fn duty(dates: &TermDates, state: RetentionState, history: &History) -> Option<(Duty, Date)> {
    match state {
        RetentionState::Kept => None,
        RetentionState::Archive => dates.in_database_until.map(|last| (Duty::Archive, day_after(last))),
        RetentionState::Due => dates.destroy_from.map(|first| (Duty::Destroy, first)),
        RetentionState::Open if dates.open == Some(OpenGround::ToBeReturned) => {
            history.first(&[EventKind::ProfileObtained]).map(|event| (Duty::Return, event.date))
        }
        RetentionState::Open => None,
    }
}

/// The review of exactly this day: a sweep that runs every day finds each once.
fn review(facts: &Facts<'_>, dates: &TermDates, history: &History) -> Option<Review> {
    let today = |date: Date| date == facts.as_of;
    let happened = |kind| history.last(kind).is_some_and(|event| today(event.date.max(facts.registered)));
    let registered = today(facts.registered);
    if dates.open == Some(OpenGround::LivingPastHundred) {
        let anniversary = century(facts).is_some_and(|first| is_anniversary(first, facts.as_of, 1));
        return anniversary.then_some(Review::LivingPastHundred);
    }
    if dates.open == Some(OpenGround::BirthUnknown) && registered {
        return Some(Review::BirthUnknown);
    }
    if registered && facts.uses_birth() && facts.born.is_some_and(|born| !born.is_complete()) {
        return Some(Review::BirthIncomplete);
    }
    match (facts.basis, facts.object) {
        (Basis::G1, RecordObject::Information) if happened(EventKind::ConvictionChanged) => {
            Some(Review::ConvictionChanged)
        }
        (Basis::G2, RecordObject::Information) if happened(EventKind::CaseSolved) => Some(Review::CaseSolved),
        (Basis::G3, RecordObject::Information) => {
            let heard =
                history.last(EventKind::ConsentConfirmed).map_or(facts.registered, |event| event.date);
            is_anniversary(heard, facts.as_of, SILENCE_YEARS).then_some(Review::RelativeSilent)
        }
        _ => None,
    }
}

/// Whether `day` lies a multiple of `years` years, at least one, after `first` (T-2).
fn is_anniversary(first: Date, day: Date, years: i16) -> bool {
    let passed = day.year() - first.year();
    let due = if years == 1 { passed >= 0 } else { passed > 0 };
    due && passed % years == 0 && add_years(first, passed) == day
}

fn withheld(facts: &Facts<'_>, history: &History) -> Option<Requirement> {
    if (facts.basis, facts.object) != (Basis::G1, RecordObject::Information) {
        return None;
    }
    if history.first(&[EventKind::AcquittalFinal]).is_some() {
        return Some(r("R23.3.1"));
    }
    history.first(&[EventKind::ConvictionChanged]).map(|_| r("R23.3.3"))
}
