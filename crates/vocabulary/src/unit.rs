//! Organisational units and the territories they serve.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Largest number of a territory.
const TERRITORY_MAX: u8 = 99;

/// A territory of competence: 0 is the whole republic, 1 to 99 a region or a city of republican significance.
/// Which number is which region is reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Territory(u8);

impl Territory {
    /// The whole republic.
    pub const REPUBLIC: Self = Self(0);

    /// Territory number 0 to 99; `None` beyond.
    pub const fn new(number: u8) -> Option<Self> {
        if number <= TERRITORY_MAX { Some(Self(number)) } else { None }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether a unit of this territory is competent in the other (R6.1.1).
    pub fn covers(self, other: Self) -> bool {
        self == Self::REPUBLIC || self == other
    }
}

/// An organisational unit of a body: territory and number within it, written `TT-NNNN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit {
    territory: Territory,
    number: u16,
}

/// A text that names no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no unit: expected two digits of the territory, a hyphen, four digits, such as 00-0001")]
pub struct UnitError {
    /// The text, shortened.
    pub text: String,
}

impl Unit {
    /// The central unit: whole republic, number 0.
    pub const CENTRAL: Self = Self { territory: Territory::REPUBLIC, number: 0 };

    /// Unit of a territory; `None` for a number over 9999.
    pub const fn new(territory: Territory, number: u16) -> Option<Self> {
        if number <= 9999 { Some(Self { territory, number }) } else { None }
    }

    /// The territory it serves.
    pub const fn territory(self) -> Territory {
        self.territory
    }

    /// Its number within the territory.
    pub const fn number(self) -> u16 {
        self.number
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:04}", self.territory.0, self.number)
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let wrong = || UnitError { text: text.chars().take(40).collect() };
        let digits = |part: &str, count: usize| {
            (part.len() == count && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let (territory, number) = text.split_once('-').ok_or_else(wrong)?;
        let territory: u16 = digits(territory, 2).ok_or_else(wrong)?;
        let number: u16 = digits(number, 4).ok_or_else(wrong)?;
        u8::try_from(territory)
            .ok()
            .and_then(Territory::new)
            .and_then(|territory| Self::new(territory, number))
            .ok_or_else(wrong)
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;
    fn try_from(text: String) -> Result<Self, UnitError> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_reads_back_and_anything_else_is_named() {
        let unit = Unit::new(Territory::new(75).unwrap(), 12).unwrap();
        assert_eq!((unit.to_string().as_str(), "75-0012".parse::<Unit>().unwrap()), ("75-0012", unit));
        assert_eq!("00-0000".parse::<Unit>().unwrap(), Unit::CENTRAL);
        for wrong in ["", "75", "75-12", "7-0012", "75-00123", "a5-0012", "+5-0012", "75-00 1", "٧٥-0012"] {
            assert!(wrong.parse::<Unit>().is_err(), "{wrong}");
        }
        assert!(Territory::new(100).is_none() && Unit::new(Territory::REPUBLIC, 10_000).is_none());
    }

    #[test]
    fn the_republic_covers_every_territory_and_a_region_itself() {
        let (one, other) = (Territory::new(10).unwrap(), Territory::new(11).unwrap());
        assert!(Territory::REPUBLIC.covers(one) && one.covers(one));
        assert!(!one.covers(other) && !one.covers(Territory::REPUBLIC));
    }
}
