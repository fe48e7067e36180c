//! The individual identification number (law.md section 8.1): length, digits and checksum only. Age,
//! sex or exemption are never derived from it (Decree No. 853 of 26.08.2013).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A valid IIN: twelve digits whose last is the check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iin([u8; 12]);

/// Why a text is not an IIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IinError {
    /// Not twelve digits.
    #[error("an IIN has exactly twelve digits")]
    Shape,
    /// The check digit does not follow from the first eleven.
    #[error("the check digit of the IIN does not match: a digit was mistyped")]
    CheckDigit,
}

impl Iin {
    /// Reads an IIN.
    ///
    /// # Errors
    /// [`IinError`] by shape, then by check digit.
    pub fn parse(text: &str) -> Result<Self, IinError> {
        let bytes: [u8; 12] = text.as_bytes().try_into().map_err(|_| IinError::Shape)?;
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(IinError::Shape);
        }
        let digits = bytes.map(|b| b - b'0');
        let mut first = [0; 11];
        first.copy_from_slice(&digits[..11]);
        match Self::check_digit(&first) {
            Some(check) if check == digits[11] => Ok(Self(bytes)),
            _ => Err(IinError::CheckDigit),
        }
    }

    /// The check digit of eleven digits (each 0–9); `None` when the prefix is never used.
    pub fn check_digit(digits: &[u8; 11]) -> Option<u8> {
        let sum = |weight: fn(usize) -> u32| -> u32 {
            digits.iter().enumerate().map(|(i, d)| weight(i) * u32::from(*d)).sum::<u32>() % 11
        };
        let first = sum(|i| i as u32 + 1);
        let check = if first == 10 { sum(|i| (i as u32 + 2) % 11 + 1) } else { first };
        (check != 10).then_some(check as u8)
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Debug output never shows the number: logs are not a place for personal data.
impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iin(…)")
    }
}

impl TryFrom<String> for Iin {
    type Error = IinError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Iin> for String {
    fn from(iin: Iin) -> Self {
        iin.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        for valid in ["791028302728", "061211600012", "999999000002", "999999000303"] {
            assert!(Iin::parse(valid).is_ok(), "{valid}");
        }
        let prefix = [9, 9, 9, 9, 9, 9, 0, 0, 0, 3, 9];
        assert_eq!(Iin::check_digit(&prefix), None);
        for last in 0..10 {
            assert_eq!(Iin::parse(&format!("99999900039{last}")), Err(IinError::CheckDigit));
        }
        assert_eq!(Iin::parse("79102830272"), Err(IinError::Shape));
        assert_eq!(Iin::parse("79102830272x"), Err(IinError::Shape));
    }

    /// The eleventh digit weighs 11, which is nothing modulo 11, and the second pass lets a few more
    /// through: the checksum is a help to the typist, not a proof of the number.
    #[test]
    fn a_mistyped_digit_is_nearly_always_noticed_except_the_eleventh() {
        let valid = b"791028302728";
        let mut unnoticed = 0;
        for i in (0..12).filter(|i| *i != 10) {
            for d in (b'0'..=b'9').filter(|d| *d != valid[i]) {
                let mut typed = *valid;
                typed[i] = d;
                unnoticed += usize::from(Iin::parse(std::str::from_utf8(&typed).unwrap()).is_ok());
            }
        }
        assert!(unnoticed <= 3, "{unnoticed} of 99 unnoticed");
    }
}
