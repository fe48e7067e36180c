//! Dates of law: civil dates without time (T-1), year arithmetic with clamping (T-2), incomplete birth
//! dates (T-6).

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A text that is not a date of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a date: expected {expected}")]
pub struct DateError {
    /// What was given, cut to 40 characters.
    pub text: String,
    /// The shapes that are accepted.
    pub expected: &'static str,
}

/// Reads `YYYY-MM-DD`, exactly: no time, no sign, years 1800 to 2300.
///
/// # Errors
/// [`DateError`] for another shape, a day that does not exist or a year outside the limit.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let error = || DateError {
        text: text.chars().take(40).collect(),
        expected: "a day that exists, as YYYY-MM-DD, year 1800 to 2300",
    };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return Err(error());
    }
    let (y, m, d) = (number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..]));
    match (y, m, d) {
        (Some(y @ 1800..=2300), Some(m), Some(d)) => Date::new(y, m as i8, d as i8).map_err(|_| error()),
        _ => Err(error()),
    }
}

fn number(bytes: &[u8]) -> Option<i16> {
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.iter().fold(0, |n, b| n * 10 + i16::from(b - b'0')))
}

/// `add_years(d, n)` of T-2: same day and month; if that day does not exist, the last day of the month.
pub fn add_years(date: Date, years: i16) -> Date {
    date.saturating_add(i32::from(years).years())
}

/// The civil date in Kazakhstan at an instant. One zone, UTC+5 since 1 March 2024; before that the legal
/// dates of the register are still counted in UTC+5 (T-1).
pub fn legal_date_kz(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::fixed(Offset::constant(5))).date()
}

/// A birth date with its precision (T-6). Serialised as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthDate {
    /// The full date.
    Day(Date),
    /// Year and month (1–12).
    Month(i16, i8),
    /// Year only.
    Year(i16),
}

impl BirthDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`DateError`] for anything else, and for a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let error = || DateError {
            text: text.chars().take(40).collect(),
            expected: "a birth date as YYYY-MM-DD, YYYY-MM or YYYY, year 1800 to 2300",
        };
        let bytes = text.as_bytes();
        match bytes.len() {
            10 => parse_date(text).map(Self::Day).map_err(|_| error()),
            7 if bytes[4] == b'-' => match (number(&bytes[..4]), number(&bytes[5..])) {
                (Some(y @ 1800..=2300), Some(m @ 1..=12)) => Ok(Self::Month(y, m as i8)),
                _ => Err(error()),
            },
            4 => match number(bytes) {
                Some(y @ 1800..=2300) => Ok(Self::Year(y)),
                _ => Err(error()),
            },
            _ => Err(error()),
        }
    }

    /// The latest date the person may have been born on: used for every age threshold (treated as
    /// younger) and for retention (T-6).
    pub fn latest(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(year, month) => Date::new(year, month, 1).map_or(Date::MAX, Date::last_of_month),
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }

    /// False when only the month or the year is known: retention raises a review flag (T-6).
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Day(_))
    }

    /// Completed years of age on `date`, counted from [`Self::latest`]; reached at 00:00 of the birthday
    /// (T-5). Negative when `date` is before the birth.
    pub fn age_on(self, date: Date) -> i16 {
        let born = self.latest();
        let mut age = date.year() - born.year();
        if add_years(born, age) > date {
            age -= 1;
        }
        age
    }
}

impl std::fmt::Display for BirthDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for BirthDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn leap_days_clamp_to_the_end_of_the_month() {
        assert_eq!(add_years(day("2024-02-29"), 10), day("2034-02-28"));
        assert_eq!(add_years(day("2024-02-29"), 4), day("2028-02-29"));
        assert_eq!(add_years(day("2000-02-29"), 100), day("2100-02-28"));
    }

    #[test]
    fn ages_are_reached_on_the_birthday_tv_11() {
        let child = BirthDate::parse("2012-02-29").unwrap();
        assert_eq!(child.age_on(day("2024-02-28")), 11);
        assert_eq!(child.age_on(day("2024-02-29")), 12);
        assert_eq!(child.age_on(day("2028-02-28")), 15);
        assert_eq!(child.age_on(day("2028-02-29")), 16);
        let majority = BirthDate::parse("2008-02-29").unwrap();
        assert_eq!(majority.age_on(day("2026-02-27")), 17);
        assert_eq!(majority.age_on(day("2026-02-28")), 18);
    }

    #[test]
    fn an_incomplete_birth_date_is_treated_as_younger() {
        assert_eq!(BirthDate::parse("2010").unwrap().age_on(day("2026-12-30")), 15);
        assert_eq!(BirthDate::parse("2010").unwrap().age_on(day("2026-12-31")), 16);
        assert_eq!(BirthDate::parse("2010-02").unwrap().latest(), day("2010-02-28"));
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["2023-02-29", "2023-13-01", "2023-1-1", "23-01-01", "2023-01-01T00:00", "+2023-01-1", ""]
        {
            assert!(parse_date(text).is_err(), "{text}");
        }
        for text in ["2023-00", "2023-13", "202", "20234", "2023-02-30", "abcd"] {
            assert!(BirthDate::parse(text).is_err(), "{text}");
        }
    }
}
