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
/// Where people who are in no gallery begin.
pub(super) const STRANGERS: u64 = 1 << 40;

/// What people are enrolled by and searched with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    /// Fingers enrolled of each person.
    pub(super) fingers: usize,
    /// Fingers of a search, at most as many.
    pub(super) searched: usize,
    /// Whether the search is told which fingers these are.
    pub(super) told: bool,
}

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
    ORDER.iter().take(count).map(|position| print(index, *position, occasion)).collect()
}

/// A person's fingers to search with: all enrolled, or as many as asked, each person beginning at another finger.
pub(super) fn probes(index: u64, asked: &Asked) -> Vec<ProbeFinger> {
    let (enrolled, first) = (asked.fingers.clamp(1, ORDER.len()), index as usize);
    (0..asked.searched.min(enrolled))
        .map(|i| {
            let position = ORDER[if asked.searched == enrolled { i } else { (first + i) % enrolled }];
            let (position, template) = print(index, position, Occasion::Search);
            ProbeFinger { position: asked.told.then_some(position), template }
        })
        .collect()
}

fn print(index: u64, position: FingerPosition, occasion: Occasion) -> (FingerPosition, Template) {
    let session = mix(index, 20 + occasion as u64);
    let finger = TemplateFinger::new(mix(index, 100 + u64::from(position.number())));
    (position, finger.impression(occasion as u64, session))
}

/// Tells one way of making people from another: mixed from the templates of a few.
pub(super) fn signature() -> u64 {
    let bytes =
        (0..3).flat_map(|index| prints(index, 2, Occasion::Enrolment)).flat_map(|(_, t)| t.to_bytes());
    bytes.fold(number(0).as_bytes()[0].into(), |all, byte| mix(all, byte.into()))
}

/// Mixes two words into a seed (SplitMix64 finaliser; Steele, Lea, Flood 2014).
fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_mul(0xd134_2543_de82_ef95) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_fingers_than_enrolled_are_taken_in_turn() {
        let asked = Asked { fingers: 4, searched: 2, told: true };
        let positions = |index, asked: &Asked| -> Vec<_> {
            probes(index, asked).iter().filter_map(|probe| probe.position).collect()
        };
        assert_eq!(positions(0, &asked), ORDER[..2]);
        assert_eq!(positions(7, &asked), [ORDER[3], ORDER[0]]);
        assert_eq!(positions(7, &Asked { searched: 4, ..asked }), ORDER[..4]);
        let untold = Asked { told: false, ..asked };
        assert_eq!(positions(7, &untold), []);
        assert_eq!(probes(7, &untold)[1].template, probes(7, &asked)[1].template);
    }
}
