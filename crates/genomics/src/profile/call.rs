//! One designation of a laboratory: usually an allele, sometimes only a range.

use std::fmt;
use std::str::FromStr;

use crate::allele::{Allele, AlleleError, shown};

/// A designation. Everything but a named allele matches as a range and gives no likelihood ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// An allele.
    Named(Allele),
    /// So many repeats and a fraction that could not be told ("17.x").
    Fraction(u16),
    /// Off the ladder above its greatest allele ("> 20").
    Above(Allele),
    /// Off the ladder below its least allele ("< 8").
    Below(Allele),
}

impl Call {
    /// The allele, when it is named.
    pub fn named(self) -> Option<Allele> {
        match self {
            Self::Named(allele) => Some(allele),
            Self::Fraction(_) | Self::Above(_) | Self::Below(_) => None,
        }
    }

    /// Whether two designations may be the same allele: their ranges have one in common.
    pub fn may_equal(self, other: Self) -> bool {
        let ((a, b), (c, d)) = (self.range(), other.range());
        a.max(c) <= b.min(d)
    }

    /// Least and greatest tenths the allele may have.
    fn range(self) -> (u16, u16) {
        match self {
            Self::Named(allele) => (allele.tenths(), allele.tenths()),
            Self::Fraction(repeats) => (repeats * 10 + 1, repeats * 10 + 9),
            Self::Above(allele) => (allele.tenths() + 1, u16::MAX),
            Self::Below(allele) => (0, allele.tenths().saturating_sub(1)),
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(allele) => allele.fmt(f),
            Self::Fraction(repeats) => write!(f, "{repeats}.x"),
            Self::Above(allele) => write!(f, ">{allele}"),
            Self::Below(allele) => write!(f, "<{allele}"),
        }
    }
}

impl FromStr for Call {
    type Err = CallError;

    fn from_str(text: &str) -> Result<Self, CallError> {
        let text = text.trim();
        if ["OL", "OMR", "OL?"].iter().any(|mark| text.eq_ignore_ascii_case(mark)) {
            return Err(CallError::OffLadder);
        }
        let name = |text: &str| text.trim().parse::<Allele>().map_err(CallError::Allele);
        if let Some(rest) = text.strip_prefix('>') {
            return name(rest).map(Self::Above);
        }
        if let Some(rest) = text.strip_prefix('<') {
            return name(rest).map(Self::Below);
        }
        if let Some(repeats) = text.strip_suffix(".x").or_else(|| text.strip_suffix(".X")) {
            let whole = name(repeats)?;
            return if whole.bases() == 0 && !repeats.contains('.') {
                Ok(Self::Fraction(whole.repeats()))
            } else {
                Err(CallError::Allele(AlleleError::NotAName { name: shown(text) }))
            };
        }
        name(text).map(Self::Named)
    }
}

/// Why a text is no designation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Off the ladder without saying where.
    #[error(
        "off-ladder without a side: write >20 above the ladder's greatest allele, <8 below its least, or 17.x"
    )]
    OffLadder,
    /// Not an allele.
    #[error(transparent)]
    Allele(AlleleError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(text: &str) -> Call {
        text.parse().unwrap()
    }

    #[test]
    fn designations_are_read_and_written() {
        for text in ["9.3", "17.x", ">20", "<8", "<8.2"] {
            assert_eq!(call(text).to_string(), text);
        }
        assert_eq!("OL".parse::<Call>(), Err(CallError::OffLadder));
        for text in ["", ">", "17.3.x", "x", ".x"] {
            assert!(text.parse::<Call>().is_err(), "{text}");
        }
    }

    #[test]
    fn ranges_match_what_they_may_be() {
        assert!(call("17.x").may_equal(call("17.2")) && !call("17.x").may_equal(call("17")));
        assert!(call(">20").may_equal(call("20.2")) && !call(">20").may_equal(call("20")));
        assert!(call("<8").may_equal(call("7.3")) && !call("<8").may_equal(call("8")));
        assert!(call(">20").may_equal(call(">25")) && !call(">20").may_equal(call("<8")));
        assert!(!call("<0").may_equal(call("5")));
    }
}
