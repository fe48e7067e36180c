//! Synthetic people at template level: the same number gives the same fingers in every run.

use dactyloscopy::Template;
use gallery::ProbeFinger;
use synthetic::TemplateFinger;
use vocabulary::{FingerPosition, RegistryNumber};

/// Fingers in the order in which a register with fewer than ten takes them.
const ORDER: [FingerPosition; 10] = [
    FingerPosition::RightIndex,
    FingerPosition::LeftIndex,
    FingerPosition::RightMiddle,
    FingerPosition::LeftMiddle,
    FingerPosition::RightThumb,
    FingerPosition::LeftThumb,
    FingerPosition::RightRing,
    FingerPosition::LeftRing,
    FingerPosition::RightLittle,
    FingerPosition::LeftLittle,
];

/// The first finger: what a person with one finger is enrolled by.
pub(super) const FIRST: FingerPosition = ORDER[0];

/// The occasion on which fingers are touched.
#[derive(Debug, Clone, Copy)]
pub(super) enum Occasion {
    Enrolment = 1,
    Search = 2,
}

/// The registry number of the person of this index.
pub(super) fn number(index: u64) -> RegistryNumber {
    let bytes = (u128::from(mix(index, 11)) << 64) | u128::from(mix(index, 12));
    RegistryNumber::from_random_bytes(bytes.to_le_bytes())
}

/// The first `count` fingers of a person, touched on one occasion.
pub(super) fn prints(index: u64, count: usize, occasion: Occasion) -> Vec<(FingerPosition, Template)> {
    let session = mix(index, 20 + occasion as u64);
    let print = |position: &FingerPosition| {
        let finger = TemplateFinger::new(mix(index, 100 + u64::from(position.number())));
        (*position, finger.impression(occasion as u64, session))
    };
    ORDER.iter().take(count).map(print).collect()
}

/// A person's fingers to search with.
pub(super) fn probes(index: u64, count: usize) -> Vec<ProbeFinger> {
    let fingers = prints(index, count, Occasion::Search).into_iter();
    fingers.map(|(position, template)| ProbeFinger { position: Some(position), template }).collect()
}

/// Mixes two words into a seed (SplitMix64 finaliser; Steele, Lea, Flood 2014).
fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_mul(0xd134_2543_de82_ef95) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
