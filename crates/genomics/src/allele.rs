//! The name of an STR allele: whole repeats and the bases of an incomplete one.

use std::fmt;
use std::str::FromStr;

/// Most repeats an allele name may state. The longest in published tables is below 90 (D21S2055, SE33).
pub const REPEATS_MAX: u16 = 199;

/// A named allele, stored as repeats × 10: `9.3` (nine repeats and three bases) is 93.
///
/// The fraction counts bases, it is not a decimal: from 9.3 to 10 is one base, not seven tenths of a repeat.
/// The order is that of the names: by repeats, then by bases (ISFG recommendation, Bär et al. 1997).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Allele(u16);

impl Allele {
    /// The least of all names.
    pub(crate) const ZERO: Self = Self(0);

    /// The allele of so many tenths.
    ///
    /// # Errors
    /// Above [`REPEATS_MAX`] repeats.
    pub fn from_tenths(tenths: u16) -> Result<Self, AlleleError> {
        if tenths / 10 > REPEATS_MAX {
            return Err(AlleleError::TooLong { name: format!("{}.{}", tenths / 10, tenths % 10) });
        }
        Ok(Self(tenths))
    }

    /// Repeats × 10.
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// Whole repeats.
    pub const fn repeats(self) -> u16 {
        self.0 / 10
    }

    /// Bases of the incomplete repeat; 0 for a complete allele. Alleles of equal fraction differ by whole repeats.
    pub const fn bases(self) -> u16 {
        self.0 % 10
    }
}

impl fmt::Display for Allele {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bases() {
            0 => write!(f, "{}", self.repeats()),
            bases => write!(f, "{}.{bases}", self.repeats()),
        }
    }
}

impl FromStr for Allele {
    type Err = AlleleError;

    fn from_str(text: &str) -> Result<Self, AlleleError> {
        let not = || AlleleError::NotAName { name: shown(text) };
        let (repeats, bases) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, max: usize| {
            (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(repeats, 3) || !digits(bases, 1) {
            return Err(not());
        }
        let repeats: u16 = repeats.parse().map_err(|_| not())?;
        let bases: u16 = bases.parse().map_err(|_| not())?;
        if repeats > REPEATS_MAX {
            return Err(AlleleError::TooLong { name: shown(text) });
        }
        Ok(Self(repeats * 10 + bases))
    }
}

/// Why a text is no allele name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlleleError {
    /// Not digits with at most one digit after a point.
    #[error("`{name}` is not an allele name: write repeats, or repeats.bases as in 9.3")]
    NotAName {
        /// The text, shortened.
        name: String,
    },
    /// More repeats than [`REPEATS_MAX`].
    #[error("allele `{name}` has more than {REPEATS_MAX} repeats")]
    TooLong {
        /// The text, shortened.
        name: String,
    },
}

/// A text of the input as a message may repeat it: short, without what a terminal obeys.
pub(crate) fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    let mut shown: String = text.chars().take(CHARS_MAX).flat_map(char::escape_debug).collect();
    if text.chars().nth(CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written_as_they_were() {
        for name in ["0", "5", "9.3", "10", "39.2", "199.9"] {
            assert_eq!(name.parse::<Allele>().unwrap().to_string(), name);
        }
        assert_eq!("9.0".parse::<Allele>().unwrap().to_string(), "9");
    }

    #[test]
    fn the_order_is_by_repeats_then_bases() {
        let parse = |text: &str| text.parse::<Allele>().unwrap();
        assert!(parse("9") < parse("9.3") && parse("9.3") < parse("10") && parse("10") < parse("100"));
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_text() {
        for text in ["", ".3", "9.", "9.33", "-9", "+9", "9,3", "X", "OL", "1e1", " 9", "9 ", "٩", "0009"] {
            let error = text.parse::<Allele>().unwrap_err();
            assert!(matches!(error, AlleleError::NotAName { .. }), "{text}: {error}");
        }
        assert!(matches!("200".parse::<Allele>(), Err(AlleleError::TooLong { .. })));
    }
}
