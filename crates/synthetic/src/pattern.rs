//! Pattern classes and where they occur.

use std::fmt;

use vocabulary::FingerPosition;

use crate::random::{Random, mix};

/// The class of a finger's ridge pattern (Henry), as seen on the impression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PatternClass {
    /// Plain arch: no singular point.
    Arch,
    /// Tented arch: a core straight above a delta.
    TentedArch,
    /// Loop whose ridges leave to the left; delta on the right.
    LeftLoop,
    /// Loop whose ridges leave to the right; delta on the left.
    RightLoop,
    /// Whorl: two cores close above each other, two deltas.
    Whorl,
    /// Double loop: two cores apart, two deltas. Counted with the whorls in the usual statistics.
    DoubleLoop,
}

impl PatternClass {
    /// Every class.
    pub const ALL: [Self; 6] =
        [Self::Arch, Self::TentedArch, Self::LeftLoop, Self::RightLoop, Self::Whorl, Self::DoubleLoop];

    /// Natural frequencies in the order of [`Self::ALL`] (Wilson, Candela, Watson 1994): arch 3.7 %, tented
    /// arch 2.9 %, left loop 33.8 %, right loop 31.7 %, whorl 27.9 %, of which a quarter double loops here.
    pub const FREQUENCIES: [f32; 6] = [0.037, 0.029, 0.338, 0.317, 0.209, 0.070];

    /// The class on the other hand of a mirrored pattern.
    pub fn mirrored(self) -> Self {
        match self {
            Self::LeftLoop => Self::RightLoop,
            Self::RightLoop => Self::LeftLoop,
            other => other,
        }
    }

    /// Draws a class at the natural frequencies.
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self::ALL[random.weighted(&Self::FREQUENCIES)]
    }
}

impl fmt::Display for PatternClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arch => "arch",
            Self::TentedArch => "tented arch",
            Self::LeftLoop => "left loop",
            Self::RightLoop => "right loop",
            Self::Whorl => "whorl",
            Self::DoubleLoop => "double loop",
        })
    }
}

/// Weights of arch, tented arch, ulnar loop, radial loop, whorl, double loop for thumb to little finger.
/// Shaped after the tendencies the literature reports (whorls on thumbs and ring fingers, radial loops and
/// arches on index fingers, ulnar loops on little fingers); their mean over the fingers is near the natural
/// frequencies, which the tests check.
const BY_FINGER: [[f32; 6]; 5] = [
    [0.025, 0.005, 0.575, 0.005, 0.270, 0.120],
    [0.070, 0.065, 0.360, 0.220, 0.205, 0.080],
    [0.055, 0.045, 0.695, 0.025, 0.130, 0.050],
    [0.020, 0.020, 0.550, 0.010, 0.340, 0.060],
    [0.015, 0.010, 0.835, 0.005, 0.095, 0.040],
];

/// Share of fingers that take the (mirrored) class of the same finger of the other hand.
const MIRRORED: f32 = 0.7;

/// The class of one finger of the person grown from `finger_seed`.
pub(crate) fn class_of(finger_seed: u64, position: FingerPosition) -> PatternClass {
    let finger = usize::from((position.number() - 1) % 5);
    let left = position.number() > 5;
    let shared = Random::new(mix(finger_seed, finger as u64), "pair of fingers").chance(MIRRORED);
    let source = if shared { finger as u64 } else { u64::from(position.number()) + 100 };
    let drawn = Random::new(mix(finger_seed, source), "pattern class").weighted(&BY_FINGER[finger]);
    // On the impression of a right hand the ulnar side is the right side.
    let on_the_right_hand = match drawn {
        0 => PatternClass::Arch,
        1 => PatternClass::TentedArch,
        2 => PatternClass::RightLoop,
        3 => PatternClass::LeftLoop,
        4 => PatternClass::Whorl,
        _ => PatternClass::DoubleLoop,
    };
    if left { on_the_right_hand.mirrored() } else { on_the_right_hand }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(classes: impl Iterator<Item = PatternClass>) -> [f32; 6] {
        let mut counts = [0.0; 6];
        let mut total = 0.0;
        for class in classes {
            counts[class as usize] += 1.0;
            total += 1.0;
        }
        counts.map(|c| c / total)
    }

    #[test]
    fn classes_occur_at_the_natural_frequencies() {
        let single = shares((0..20_000).map(|s| PatternClass::draw(&mut Random::new(s, "class"))));
        for (share, expected) in single.iter().zip(PatternClass::FREQUENCIES) {
            assert!((share - expected).abs() < 0.012, "{single:?}");
        }
        let people =
            shares((0..3_000).flat_map(|s| FingerPosition::ALL.iter().map(move |p| class_of(mix(s, 1), *p))));
        for (share, expected) in people.iter().zip(PatternClass::FREQUENCIES) {
            assert!((share - expected).abs() < 0.02, "{people:?}");
        }
    }

    #[test]
    fn hands_mirror_each_other_more_often_than_chance() {
        let same = (0..2_000)
            .filter(|s| {
                let left = class_of(mix(*s, 1), FingerPosition::LeftIndex);
                class_of(mix(*s, 1), FingerPosition::RightIndex) == left.mirrored()
            })
            .count();
        assert!((1_400..1_800).contains(&same), "{same} of 2000");
    }
}
