//! Finger positions and why one may be absent.

use crate::codes::codes;

use std::fmt;
use std::str::FromStr;

use crate::UnknownCode;

codes! {
    /// The ten finger positions of ANSI/NIST-ITL and ISO/IEC 19794: 1–5 right hand from thumb to little
    /// finger, 6–10 left hand.
    FingerPosition ("finger position") {
        /// 1
        RightThumb = "right-thumb",
        /// 2
        RightIndex = "right-index",
        /// 3
        RightMiddle = "right-middle",
        /// 4
        RightRing = "right-ring",
        /// 5
        RightLittle = "right-little",
        /// 6
        LeftThumb = "left-thumb",
        /// 7
        LeftIndex = "left-index",
        /// 8
        LeftMiddle = "left-middle",
        /// 9
        LeftRing = "left-ring",
        /// 10
        LeftLittle = "left-little",
    }
}

impl FingerPosition {
    /// The number of the standards, 1 to 10.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The position of a standard number; `None` outside 1 to 10.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }
}

codes! {
    /// Why a finger position holds no image (R1.5.1: each position holds an image or a reason).
    MissingReason ("missing reason") {
        /// The finger is absent for good.
        Amputated = "amputated",
        /// Temporary damage: to come after healing (R10-1.4.2).
        TemporaryDamage = "temporary-damage",
        /// Present, but no pattern can be recorded.
        Unrecordable = "unrecordable",
        /// Bandaged.
        Bandaged = "bandaged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_standard() {
        assert_eq!(FingerPosition::RightThumb.number(), 1);
        assert_eq!(FingerPosition::LeftLittle.number(), 10);
        for n in 1..=10 {
            assert_eq!(FingerPosition::from_number(n).unwrap().number(), n);
        }
        assert_eq!(FingerPosition::from_number(0), None);
        assert_eq!(FingerPosition::from_number(11), None);
    }
}
