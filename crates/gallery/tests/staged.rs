//! The staged search of a gallery too large for the exact one: held against the exact one, and against a model
//! of who may be found.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use std::collections::HashSet;
use std::sync::OnceLock;

use dactyloscopy::Template;
use gallery::{CodedRecord, EXHAUSTIVE_FINGERS_MAX, Gallery, ProbeFinger, SearchResult};
use rayon::prelude::*;
use synthetic::TemplateFinger;
use vocabulary::{FingerPosition, RegistryNumber};

const PEOPLE: u64 = 1100;
const POSITIONS: [FingerPosition; 4] = [
    FingerPosition::RightIndex,
    FingerPosition::LeftIndex,
    FingerPosition::RightMiddle,
    FingerPosition::RightThumb,
];
/// People of this remainder by ten are enrolled by the thumb alone.
const THUMB_ONLY: u64 = 7;
/// Difficulty at which nothing but noise of place and direction is left: the mate must be found.
const EASY: f32 = 0.3;

fn number(n: u64) -> RegistryNumber {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
    bytes[8..].copy_from_slice(&n.to_le_bytes());
    RegistryNumber::from_random_bytes(bytes)
}

fn print(n: u64, position: FingerPosition, impression: u64) -> Template {
    let finger = TemplateFinger::new(n * 16 + u64::from(position.number()));
    finger.impression_at(impression, n * 100 + impression, EASY)
}

fn enrolled(n: u64) -> Vec<(FingerPosition, Template)> {
    let of = |p: &&FingerPosition| n % 10 != THUMB_ONLY || **p == FingerPosition::RightThumb;
    POSITIONS.iter().filter(of).map(|p| (*p, print(n, *p, 1))).collect()
}

fn probes(n: u64, positions: &[FingerPosition], told: bool) -> Vec<ProbeFinger> {
    let probe = |p: &FingerPosition| ProbeFinger { position: told.then_some(*p), template: print(n, *p, 2) };
    positions.iter().map(probe).collect()
}

fn fill(order: impl Iterator<Item = u64>) -> Gallery {
    let numbers: Vec<u64> = order.collect();
    let coded: Vec<CodedRecord> = numbers.par_iter().map(|n| CodedRecord::new(&enrolled(*n))).collect();
    let mut gallery = Gallery::new();
    for (n, record) in numbers.into_iter().zip(coded) {
        gallery.insert_coded(number(n), record);
    }
    gallery
}

/// Built once; over the limit of the exact search.
fn gallery() -> &'static Gallery {
    static GALLERY: OnceLock<Gallery> = OnceLock::new();
    GALLERY.get_or_init(|| fill(0..PEOPLE + 200))
}

fn search(gallery: &Gallery, probes: &[ProbeFinger]) -> SearchResult {
    gallery.search(probes, 10, None, None)
}

#[test]
fn the_gallery_is_too_large_for_the_exact_search() {
    assert!(gallery().fingers() > EXHAUSTIVE_FINGERS_MAX, "{}", gallery().fingers());
    assert_eq!(gallery().len() as u64, PEOPLE + 200);
}

#[test]
fn mates_are_first_and_score_as_in_the_exact_search() {
    for n in (0..PEOPLE).step_by(307) {
        for positions in [&POSITIONS[..1], &POSITIONS[..2], &POSITIONS] {
            if n % 10 == THUMB_ONLY && positions.len() < 4 {
                continue;
            }
            let probes = probes(n, positions, true);
            let (staged, exact) =
                (search(gallery(), &probes), gallery().search_exhaustive(&probes, 10, None, None));
            assert_eq!(staged.candidates[0], exact.candidates[0], "{n} by {} fingers", positions.len());
            assert_eq!(staged.candidates[0].registry_number, number(n));
            assert_eq!((staged.searched, staged.not_comparable), (exact.searched, exact.not_comparable));
            assert!(staged.complete);
        }
    }
}

#[test]
fn a_record_without_the_fingers_scanned_first_is_found_by_its_only_one() {
    let n = 10 + THUMB_ONLY;
    let found = search(gallery(), &probes(n, &POSITIONS, true));
    assert_eq!(found.candidates[0].registry_number, number(n));
    assert_eq!(found.candidates[0].fingers.len(), 1);
    assert_eq!(found.not_comparable, 0);
    let found = search(gallery(), &probes(n, &POSITIONS[..2], true));
    assert!(found.candidates.iter().all(|c| c.registry_number != number(n)));
    let thumbs_only = (0..PEOPLE + 200).filter(|n| n % 10 == THUMB_ONLY).count();
    assert_eq!(found.not_comparable, thumbs_only);
}

#[test]
fn marks_of_unknown_position_find_their_person() {
    for n in [3, 501] {
        let probes = probes(n, &[FingerPosition::RightMiddle, FingerPosition::RightIndex], false);
        let found = search(gallery(), &probes);
        assert_eq!(found.candidates[0].registry_number, number(n));
        let exact = gallery().search_exhaustive(&probes, 1, None, None);
        assert_eq!(found.candidates[0], exact.candidates[0]);
    }
}

#[test]
fn filters_bound_what_is_seen() {
    let probes = probes(42, &POSITIONS[..2], true);
    let allow: HashSet<_> =
        (100..130).map(number).chain([RegistryNumber::from_random_bytes([9; 16])]).collect();
    let found = gallery().search(&probes, 50, Some(&allow), None);
    assert_eq!((found.searched, found.not_comparable), (30, 3));
    assert_eq!(found.candidates.len(), 27);
    assert!(found.candidates.iter().all(|c| allow.contains(&c.registry_number)));
    let found = gallery().search(&probes, 10, None, Some(number(42)));
    assert_eq!(found.searched as u64, PEOPLE + 199);
    assert!(found.candidates.iter().all(|c| c.registry_number != number(42)));
    assert_eq!(gallery().search(&probes, 0, None, None).candidates, []);
    assert_eq!(gallery().search(&[], 10, None, None).candidates, []);
}

#[test]
fn the_answer_does_not_depend_on_threads_or_on_the_order_of_enrolment() {
    let turned = fill((0..PEOPLE + 200).rev());
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for n in [5, 900] {
        let probes = probes(n, &POSITIONS, true);
        let expected = search(gallery(), &probes);
        assert_eq!(search(&turned, &probes), expected);
        assert_eq!(one.install(|| search(gallery(), &probes)), expected);
    }
}

#[test]
fn every_change_is_visible_at_once() {
    let mut gallery = fill(0..PEOPLE + 200);
    let mut state = 1u64;
    let mut gone: HashSet<u64> = HashSet::new();
    let mut hidden: HashSet<u64> = HashSet::new();
    for step in 0..90 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let n = (state >> 33) % 60;
        match (state >> 20) % 4 {
            0 => assert_eq!(
                gallery.remove(number(n)),
                gone.insert(n) | {
                    hidden.remove(&n);
                    false
                }
            ),
            1 => {
                gallery.insert(number(n), &enrolled(n));
                gone.remove(&n);
            }
            2 => assert_eq!(gallery.block(number(n)), hidden.insert(n)),
            _ => assert_eq!(gallery.unblock(number(n)), hidden.remove(&n)),
        }
        assert_eq!(gallery.contains(number(n)), !gone.contains(&n));
        if step % 3 == 0 {
            let found = search(&gallery, &probes(n, &POSITIONS, true));
            let first = found.candidates[0].registry_number == number(n);
            assert_eq!(first, !gone.contains(&n) && !hidden.contains(&n), "step {step}, person {n}");
            assert_eq!(found.searched as u64, PEOPLE + 200 - gone.union(&hidden).count() as u64);
        }
    }
    assert!(!gone.is_empty() && !hidden.is_empty());
    assert_eq!(gallery.len() as u64, PEOPLE + 200 - gone.len() as u64);
}
