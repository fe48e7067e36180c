//! What a search may and must return, over random histories and on given people.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use std::collections::{BTreeMap, HashSet};

use dactyloscopy::{Minutia, MinutiaKind, Prepared, Template, log10_likelihood_ratio, score};
use gallery::{Gallery, ProbeFinger};
use proptest::prelude::*;
use vocabulary::{FingerPosition, RegistryNumber};

fn number(n: u8) -> RegistryNumber {
    RegistryNumber::from_random_bytes([n; 16])
}

/// Forty minutiae scattered by a small generator, in the stored form: fingers of different seeds have nothing in
/// common.
fn finger(seed: u64) -> Template {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1;
    let mut next = move |below: f32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / 16_777_216.0) * below
    };
    let minutiae = (0..40)
        .map(|_| Minutia {
            x_px: 30.0 + next(260.0),
            y_px: 30.0 + next(340.0),
            direction_rad: next(std::f32::consts::TAU),
            kind: MinutiaKind::Ending,
            quality: 80,
        })
        .collect();
    Template::from_bytes(&Template::new(320, 400, 80, minutiae).unwrap().to_bytes()).unwrap()
}

fn person(n: u8, fingers: &[FingerPosition]) -> Vec<(FingerPosition, Template)> {
    fingers.iter().map(|p| (*p, finger(u64::from(n) * 16 + u64::from(p.number())))).collect()
}

fn probe(n: u8, position: FingerPosition, told: bool) -> ProbeFinger {
    let (position, template) = person(n, &[position]).remove(0);
    ProbeFinger { position: told.then_some(position), template }
}

fn numbers(gallery: &Gallery, probes: &[ProbeFinger]) -> Vec<RegistryNumber> {
    let found = gallery.search(probes, usize::MAX, None, None);
    assert!(found.complete);
    found.candidates.iter().map(|c| c.registry_number).collect()
}

const INDEX: FingerPosition = FingerPosition::RightIndex;
const THUMB: FingerPosition = FingerPosition::RightThumb;
const LEFT: FingerPosition = FingerPosition::LeftIndex;

fn three_people() -> Gallery {
    let mut gallery = Gallery::new();
    for n in 1..=3 {
        gallery.insert(number(n), &person(n, &[THUMB, INDEX, LEFT]));
    }
    gallery
}

#[test]
fn the_mate_is_first_and_its_fusion_is_the_sum_of_the_fingers() {
    let gallery = three_people();
    let found = gallery.search(&[probe(2, INDEX, true), probe(2, THUMB, true)], 10, None, None);
    assert_eq!((found.searched, found.not_comparable, found.candidates.len()), (3, 0, 3));
    let first = &found.candidates[0];
    assert_eq!(first.registry_number, number(2));
    assert_eq!(first.fingers.iter().map(|f| f.position).collect::<Vec<_>>(), [THUMB, INDEX]);
    let sum: f32 = first.fingers.iter().map(|f| log10_likelihood_ratio(f.score)).sum();
    let mean = first.fingers.iter().map(|f| f.score).sum::<f32>() / 2.0;
    assert_eq!((first.log10_lr, first.score), (sum, mean));
    assert!(found.candidates.windows(2).all(|w| w[0].log10_lr >= w[1].log10_lr));
}

#[test]
fn a_single_finger_scores_as_in_a_verification() {
    let gallery = three_people();
    let found = gallery.search(&[probe(1, INDEX, true)], 3, None, None);
    for candidate in &found.candidates {
        let n = (1..=3).find(|n| number(*n) == candidate.registry_number).unwrap();
        let enrolled = Prepared::new(&person(n, &[INDEX])[0].1);
        assert_eq!(candidate.score, score(&Prepared::new(&probe(1, INDEX, true).template), &enrolled));
    }
}

#[test]
fn known_positions_are_compared_with_their_own_only() {
    let gallery = three_people();
    let found = gallery.search(&[probe(1, FingerPosition::RightLittle, true)], 10, None, None);
    assert_eq!((found.searched, found.not_comparable, found.candidates.len()), (3, 3, 0));
}

#[test]
fn marks_of_unknown_position_find_their_fingers() {
    let gallery = three_people();
    let found = gallery.search(&[probe(3, LEFT, false), probe(3, THUMB, false)], 1, None, None);
    let first = &found.candidates[0];
    assert_eq!(first.registry_number, number(3));
    assert_eq!(first.fingers.iter().map(|f| f.position).collect::<Vec<_>>(), [THUMB, LEFT]);
}

#[test]
fn more_marks_than_fingers_leave_the_rest_out() {
    let mut gallery = Gallery::new();
    gallery.insert(number(1), &person(1, &[INDEX]));
    let found = gallery.search(&[probe(2, LEFT, false), probe(1, INDEX, false)], 9, None, None);
    assert_eq!(found.candidates[0].fingers.len(), 1);
    let alone = gallery.search(&[probe(1, INDEX, false)], 9, None, None);
    assert_eq!(found.candidates[0].score, alone.candidates[0].score);
}

#[test]
fn allow_list_and_except_bound_the_search() {
    let gallery = three_people();
    let probes = [probe(2, INDEX, true)];
    let allow: HashSet<_> = [number(1), number(3), number(9)].into();
    let found = gallery.search(&probes, 10, Some(&allow), None);
    assert_eq!(found.searched, 2);
    assert!(found.candidates.iter().all(|c| c.registry_number != number(2)));
    let found = gallery.search(&probes, 10, None, Some(number(2)));
    assert_eq!(found.searched, 2);
    assert!(found.candidates.iter().all(|c| c.registry_number != number(2)));
    assert_eq!(gallery.search(&probes, 0, None, None).candidates, []);
    assert_eq!(gallery.search(&[], 10, None, None).candidates, []);
}

#[test]
fn several_impressions_of_a_finger_count_by_the_best() {
    let mut gallery = Gallery::new();
    gallery.insert(number(1), &[person(7, &[INDEX]), person(1, &[INDEX])].concat());
    gallery.insert(number(2), &person(1, &[INDEX]));
    let found = gallery.search(&[probe(1, INDEX, true)], 10, None, None);
    assert_eq!(found.candidates[0].score, found.candidates[1].score);
    assert_eq!(found.candidates[0].registry_number, number(1), "equals are ordered by number");
}

#[test]
fn the_answer_does_not_depend_on_threads_or_on_the_order_of_enrolment() {
    let mut turned = Gallery::new();
    for n in (1..=3).rev() {
        turned.insert(number(n), &person(n, &[LEFT, INDEX, THUMB]));
    }
    let probes = [probe(2, INDEX, true), probe(1, LEFT, false)];
    let expected = three_people().search(&probes, 10, None, None);
    assert_eq!(turned.search(&probes, 10, None, None), expected);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| turned.search(&probes, 10, None, None)), expected);
}

#[derive(Debug, Clone)]
enum Step {
    Insert(u8),
    Remove(u8),
    Block(u8),
    Unblock(u8),
}

fn step() -> impl Strategy<Value = Step> {
    (0u8..4, 1u8..7).prop_map(|(what, n)| match what {
        0 => Step::Insert(n),
        1 => Step::Remove(n),
        2 => Step::Block(n),
        _ => Step::Unblock(n),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A model of two sets tells after every step exactly who is found.
    #[test]
    fn every_step_is_visible_at_once_and_a_blocked_record_never_is(steps in prop::collection::vec(step(), 1..25)) {
        let mut gallery = Gallery::new();
        let mut model: BTreeMap<u8, ()> = BTreeMap::new();
        let mut blocked: HashSet<u8> = HashSet::new();
        for step in steps {
            match step {
                Step::Insert(n) => {
                    gallery.insert(number(n), &person(n, &[INDEX]));
                    model.insert(n, ());
                }
                Step::Remove(n) => {
                    prop_assert_eq!(gallery.remove(number(n)), model.remove(&n).is_some());
                    blocked.remove(&n);
                }
                Step::Block(n) => prop_assert_eq!(gallery.block(number(n)), blocked.insert(n)),
                Step::Unblock(n) => prop_assert_eq!(gallery.unblock(number(n)), blocked.remove(&n)),
            }
            let mut found = numbers(&gallery, &[probe(1, INDEX, true)]);
            found.sort();
            let visible: Vec<_> = model.keys().filter(|n| !blocked.contains(n)).map(|n| number(*n)).collect();
            prop_assert_eq!(found, visible);
            prop_assert_eq!(gallery.len(), model.len());
        }
        for n in model.keys().filter(|n| !blocked.contains(n)) {
            prop_assert_eq!(numbers(&gallery, &[probe(*n, INDEX, true)])[0], number(*n), "the mate is first");
        }
    }
}
