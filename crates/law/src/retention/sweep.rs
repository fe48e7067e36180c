//! The daily sweep, the service deadlines of what it finds, and the recomputation on a change of the Law.

use std::collections::BTreeSet;
use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::case::Retained;
use super::ground::{Duty, Review};
use super::standing::{Standing, TermDates, due_on, due_under};
use super::table::TermTable;
use crate::requirement::{Requirement, r};

/// Working days in which what fell due is executed (R17.2.1, R22.2.1), and after unblocking (R9.2.4).
pub const EXECUTION_WORKING_DAYS: u32 = 10;
/// Days after the floor of an acquittal in which the record is destroyed (C-27).
pub const ACQUITTAL_CEILING_DAYS: i32 = 30;

/// What a sweep found about one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due<K> {
    /// Whose it is.
    pub key: K,
    /// What is to be done, since which day, and until when at the latest.
    pub duty: Option<DutyDates>,
    /// What a person must look at.
    pub review: Option<Review>,
    /// The requirement that says so.
    pub requirement: Requirement,
}

/// A duty with its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyDates {
    /// What.
    pub duty: Duty,
    /// First day.
    pub since: Date,
    /// Last day of the service deadline (T-7).
    pub execute_by: Date,
}

/// A sweep asked for a day before the last one: the clock ran backwards, or a day was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last sweep was of {last}; one of {day} is refused: set the clock right")]
pub struct ClockBackwards {
    /// Day of the last sweep.
    pub last: Date,
    /// Day asked for.
    pub day: Date,
}

/// What is due on `day` among all records that are not destroyed. A record keeps the duty `archive` until its
/// archive ends: the caller leaves it aside for records that are archived. `last` is the day of the last sweep: a
/// clock set back is refused.
///
/// # Errors
/// [`ClockBackwards`].
pub fn sweep<'a, K>(
    records: impl IntoIterator<Item = (K, &'a Retained)>,
    day: Date,
    last: Option<Date>,
    calendar: &WorkCalendar,
) -> Result<Vec<Due<K>>, ClockBackwards> {
    if let Some(last) = last.filter(|last| day < *last) {
        return Err(ClockBackwards { last, day });
    }
    let due = records.into_iter().filter_map(|(key, record)| {
        let standing = due_on(record, day);
        let (duty, review) = (standing.duty, standing.review);
        (duty.is_some() || review.is_some()).then(|| {
            let duty = standing.duty_dates(calendar, None);
            Due { key, duty, review, requirement: standing.term.requirement }
        })
    });
    Ok(due.collect())
}

impl Standing {
    /// What is to be done, with the last day of the service deadline; `None` when nothing is. `unblocked` is the last day
    /// a block of the record ended: what fell due under it gets its ten working days from then (R9.2.4).
    pub fn duty_dates(&self, calendar: &WorkCalendar, unblocked: Option<Date>) -> Option<DutyDates> {
        let (duty, since) = self.duty?;
        let after_block =
            unblocked.filter(|day| *day >= since).map(|day| calendar.add(day, EXECUTION_WORKING_DAYS));
        let execute_by = if self.term.requirement == r("R23.3.1") {
            // Thirty days, the first being the day after the floor.
            since.saturating_add((ACQUITTAL_CEILING_DAYS - 1).days())
        } else {
            calendar.add(since, EXECUTION_WORKING_DAYS)
        };
        let execute_by = after_block.map_or(execute_by, |by| by.max(execute_by));
        Some(DutyDates { duty, since, execute_by })
    }
}

/// Working days: Monday to Friday but for holidays, and the weekends worked instead (T-7). The lists are data,
/// set by the Government every year; empty lists know weekends only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Days off besides weekends.
    pub holidays: BTreeSet<Date>,
    /// Weekend days that are worked.
    pub worked: BTreeSet<Date>,
}

impl WorkCalendar {
    /// Whether the day is worked.
    pub fn is_working(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&day) || !(weekend || self.holidays.contains(&day))
    }

    /// The `days`th working day after `day`.
    pub fn add(&self, day: Date, days: u32) -> Date {
        let (mut at, mut left) = (day, days);
        while left > 0 && at < Date::MAX {
            at = at.saturating_add(1.day());
            left -= u32::from(self.is_working(at));
        }
        at
    }
}

/// A record whose term another table of terms changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<K> {
    /// Whose it is.
    pub key: K,
    /// Its term by the old table.
    pub old: TermDates,
    /// Its term by the new table.
    pub new: TermDates,
}

/// Every record whose term changes from one table to another, as of a day (T-10). Nothing is changed: the list
/// goes into a report that is signed before the new table counts.
pub fn differences<'a, K>(
    records: impl IntoIterator<Item = (K, &'a Retained)>,
    as_of: Date,
    old: &TermTable,
    new: &TermTable,
) -> Vec<Difference<K>> {
    let changed = records.into_iter().filter_map(|(key, record)| {
        difference(record, as_of, old, new).map(|(old, new)| Difference { key, old, new })
    });
    changed.collect()
}

/// The terms of one record by two tables; `None` when they are the same.
pub fn difference(
    record: &Retained,
    as_of: Date,
    old: &TermTable,
    new: &TermTable,
) -> Option<(TermDates, TermDates)> {
    let terms = (due_under(record, as_of, old).term, due_under(record, as_of, new).term);
    (terms.0 != terms.1).then_some(terms)
}

/// One line of the report: the key, then `database archive destruction` before and after.
impl<K: fmt::Display> fmt::Display for Difference<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        for term in [&self.old, &self.new] {
            for date in [term.in_database_until, term.archive_until, term.destroy_from] {
                match date {
                    Some(date) => write!(f, " {date}")?,
                    None => f.write_str(" -")?,
                }
            }
        }
        Ok(())
    }
}
