//! What the rules of retention answer for some thousands of made-up records on three days each: a digest of this text tells whether
//! two programs count terms alike. The lists below are never changed: another list would tell apart what is alike.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use vocabulary::{Basis, BirthDate};

use super::case::{Event, EventKind, RecordObject, Retained};
use super::standing::due_under;
use super::table::TermTable;

const BASES: [Basis; 13] = [
    Basis::B1,
    Basis::B1f,
    Basis::B2,
    Basis::B3,
    Basis::B4,
    Basis::B5,
    Basis::B6,
    Basis::B7,
    Basis::B8,
    Basis::G1,
    Basis::G2,
    Basis::G3,
    Basis::G4,
];

const KINDS: [EventKind; 16] = [
    EventKind::DeathEstablished,
    EventKind::DeclaredDead,
    EventKind::Missing,
    EventKind::CitizenshipLost,
    EventKind::AcquittalFinal,
    EventKind::Identified,
    EventKind::Located,
    EventKind::CaseClosed,
    EventKind::ProfileObtained,
    EventKind::ConsentWithdrawalGranted,
    EventKind::DestructionOrdered,
    EventKind::ConvictionChanged,
    EventKind::CaseSolved,
    EventKind::SampleFailed,
    EventKind::ConsentConfirmed,
    EventKind::Annulled,
];

/// A whole date, a day that not every year has, and dates known in part; unknown.
const BIRTHS: [Option<BirthDate>; 5] = [
    Some(BirthDate::Day(date(1984, 3, 15))),
    Some(BirthDate::Day(date(2000, 2, 29))),
    Some(BirthDate::Month(1950, 7)),
    Some(BirthDate::Year(1931)),
    None,
];

const REGISTERED: [Date; 2] = [date(2024, 2, 29), date(2024, 12, 31)];
/// Days after the registration: of the first event, of the second or a late single one, of the asking.
const FIRST_DAYS: i32 = 700;
const SECOND_DAYS: i32 = 1_500;
const LATE_DAYS: i32 = 9_500;
const ASKED_DAYS: [i32; 3] = [2_000, 9_600, 22_000];

/// The answers of a table of terms, a line each. The same text from two programs: they count every one of these
/// records alike.
pub fn terms_text(table: &TermTable) -> String {
    let mut text = String::new();
    for basis in BASES {
        let genomic = crate::competence::is_genomic(basis);
        let by_birth = matches!(basis, Basis::B1 | Basis::B1f | Basis::G1);
        for object in
            [RecordObject::Information, RecordObject::Material].into_iter().take(1 + usize::from(genomic))
        {
            for born in BIRTHS.into_iter().take(if by_birth { BIRTHS.len() } else { 1 }) {
                for registered in REGISTERED {
                    let mut record = Retained { basis, object, born, registered, events: Vec::new() };
                    answer_all(&mut text, &mut record, table);
                }
            }
        }
    }
    text
}

/// One record without an event, with each event soon or late, and, once, with each two.
fn answer_all(text: &mut String, record: &mut Retained, table: &TermTable) {
    let registered = record.registered;
    let event = |kind, days: i32| Event { kind, date: registered.saturating_add(days.days()) };
    answer(text, record, table);
    for first in KINDS {
        for days in [FIRST_DAYS, LATE_DAYS] {
            record.events = vec![event(first, days)];
            answer(text, record, table);
        }
        for second in KINDS.into_iter().take(if registered == REGISTERED[0] { KINDS.len() } else { 0 }) {
            record.events = vec![event(first, FIRST_DAYS), event(second, SECOND_DAYS)];
            answer(text, record, table);
        }
    }
    record.events.clear();
}

fn answer(text: &mut String, record: &Retained, table: &TermTable) {
    for days in ASKED_DAYS {
        let standing = due_under(record, record.registered.saturating_add(days.days()), table);
        let term = standing.term;
        // Writing to a text does not fail.
        let _ = write!(text, "{} {} {}", record.basis, record.object, record.registered);
        for event in &record.events {
            let _ = write!(text, " {} {}", event.kind, event.date);
        }
        for day in [term.in_database_until, term.archive_until, term.destroy_from] {
            let _ = match day {
                Some(day) => write!(text, " {day}"),
                None => write!(text, " -"),
            };
        }
        let code = |code: Option<&'static str>| code.unwrap_or("-");
        let (open, duty) = (term.open.map(|open| open.code()), standing.duty.map(|(duty, _)| duty.code()));
        let withheld = standing.withheld.map(|requirement| requirement.as_str());
        let _ = write!(text, " {} {} {}", code(open), code(duty), code(withheld));
        let _ = write!(text, " {} {}", standing.state, term.requirement);
        for article in term.articles {
            let _ = write!(text, " {article}");
        }
        text.push('\n');
    }
}
