//! One image under several registrations of one person (C-16): each counts its own term, the image is kept as
//! long as the longest live one that lawfully covers it (R15.1.6).

use jiff::civil::Date;

use super::case::Retained;
use super::standing::{TermDates, due_on};
use super::{RetentionState, state};

/// The term of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageTerm {
    /// The term of each registration, in the order given: all are shown to the subject.
    pub each: Vec<TermDates>,
    /// Last lawful day in the database; `None` while a live registration has no known end.
    pub in_database_until: Option<Date>,
    /// Last lawful day in the archive, when a registration has an archive that outlasts the database.
    pub archive_until: Option<Date>,
    /// First day of destruction; `None` while a registration has no known end.
    pub destroy_from: Option<Date>,
    /// Where the image stands.
    pub state: RetentionState,
    /// Which registration keeps it now: of those in the database the longest, else of those in the archive.
    /// `None` when none does: it is due.
    pub kept_by: Option<usize>,
}

/// The term of an image on a day by every registration that covers it. Pass only registrations whose images these
/// are, or whose verification used them: naturalisation covers nothing by itself (R15.1.5). A registration made
/// after the day does not count yet; `None` when none counts.
pub fn image_term(covering: &[Retained], day: Date) -> Option<ImageTerm> {
    let each: Vec<_> = covering.iter().map(|record| due_on(record, day).term).collect();
    // No end known is the longest of all.
    let last = |date: Option<Date>| date.unwrap_or(Date::MAX);
    let begun =
        || each.iter().zip(covering).filter(|(_, record)| record.registered <= day).map(|(term, _)| term);
    let in_database_until = begun().map(|term| last(term.in_database_until)).max()?;
    let destroy_from = begun().map(|term| last(term.destroy_from)).max()?;
    let archive_until = begun().filter_map(|term| term.archive_until).max();
    let archive_until = archive_until.filter(|end| *end > in_database_until);
    let known = |date: Date| (date < Date::MAX).then_some(date);
    let (in_database_until, destroy_from) = (known(in_database_until), known(destroy_from));
    let holder = |wanted: &[RetentionState], end: fn(&TermDates) -> Option<Date>| {
        let begun = each.iter().enumerate().filter(|(at, _)| covering[*at].registered <= day);
        let live = begun.filter(|(_, term)| wanted.contains(&term.state(day)));
        live.max_by_key(|(at, term)| (last(end(term)), std::cmp::Reverse(*at))).map(|(at, _)| at)
    };
    let kept_by = holder(&[RetentionState::Kept, RetentionState::Open], |term| term.in_database_until)
        .or_else(|| holder(&[RetentionState::Archive], |term| term.archive_until));
    let state = state(day, in_database_until, destroy_from);
    Some(ImageTerm { each, in_database_until, archive_until, destroy_from, state, kept_by })
}
