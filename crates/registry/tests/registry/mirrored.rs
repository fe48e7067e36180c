//! Prints from a scanner that exchanges left and right: refused by name, never an answer and never an attempt.

use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;
const MIDDLE: FingerPosition = FingerPosition::RightMiddle;

fn turned<P>(prints: Vec<(P, CaptureInput)>) -> Vec<(P, CaptureInput)> {
    prints.into_iter().map(|(position, input)| (position, mirrored(input))).collect()
}

/// An act that ends as mirrored leaves one entry, of outcome "refused"; gives the fingers it names.
async fn told<T: std::fmt::Debug>(
    world: &World,
    act: impl Future<Output = Result<T, CommandError>>,
) -> Vec<FingerPosition> {
    let (answer, entry) = world.check(act).await;
    let Err(error @ CommandError::Mirrored { .. }) = answer else { panic!("{answer:?}") };
    assert!(error.to_string().contains("check the scanner"), "{error}");
    assert_eq!(entry.outcome, ledger::Outcome::Refused);
    let CommandError::Mirrored { fingers } = error else { unreachable!() };
    fingers
}

async fn capture_turned(world: &World, case: CaseId, person: u64) {
    for position in FingerPosition::ALL {
        let input = mirrored(image(person, *position, FIRST));
        world.registry.capture(operator(), case, *position, input).await.unwrap();
    }
}

#[tokio::test]
async fn a_mirrored_verification_is_neither_an_answer_nor_an_attempt() {
    let world = World::new().await;
    let r = &world.registry;
    let (_, certificate) = world.registered(1).await;
    let case = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let claim = certificate.number.to_string();
    let verify = |prints| r.verify(operator(), &claim, Purpose::Confirm, Some(case), prints);
    for _ in 0..4 {
        assert_eq!(told(&world, verify(turned(probe(1, &[INDEX])))).await, [INDEX]);
    }
    // One finger of a stranger and one of the person, both mirrored: only the latter is named.
    let mut mixed = turned(probe(9, &[MIDDLE]));
    mixed.extend(turned(probe(1, &[INDEX])));
    assert_eq!(told(&world, verify(mixed)).await, [INDEX]);
    let attempts = async || world.store.case(case).await.unwrap().unwrap().verification_attempts;
    assert_eq!(attempts().await, 0);
    let stranger = verify(turned(probe(2, &[INDEX]))).await.unwrap();
    assert_eq!(
        stranger.answer,
        VerificationAnswer::NotConfirmed,
        "a stranger's print is no mirror of anything"
    );
    assert_eq!(attempts().await, 1);
    let same = verify(probe(1, &[INDEX])).await.unwrap();
    assert_eq!(same.answer, VerificationAnswer::Confirmed);
    world.audited().await;
}

#[tokio::test]
async fn mirrored_prints_do_not_pass_the_duplicate_check() {
    let world = World::new().await;
    let r = &world.registry;
    world.registered(1).await;
    let case = world.consented(2).await;
    capture_turned(&world, case, 1).await;
    let fingers = told(&world, r.check_duplicates(operator(), case)).await;
    assert_eq!(fingers.len(), 10);
    let unchecked = r.register(operator(), case).await;
    assert!(matches!(unchecked, Err(CommandError::WrongState { .. })), "{unchecked:?}");
    // The scanner set right, the person is found.
    world.capture_ten(operator(), case, 1, FIRST).await;
    assert_eq!(r.check_duplicates(operator(), case).await.unwrap().candidates.len(), 1);
    // Mirrored prints of somebody new cannot be known from the prints alone, and are registered as they are.
    let new = world.consented(3).await;
    capture_turned(&world, new, 3).await;
    assert!(r.check_duplicates(operator(), new).await.unwrap().candidates.is_empty());
    r.register(operator(), new).await.unwrap();
    world.audited().await;
}

#[tokio::test]
async fn of_two_mirrored_cases_checked_before_either_is_registered_the_second_stops_at_the_registration() {
    let world = World::new().await;
    let r = &world.registry;
    let upright = world.captured(1, 1).await;
    let case = world.consented(2).await;
    capture_turned(&world, case, 1).await;
    assert!(r.check_duplicates(operator(), case).await.unwrap().candidates.is_empty(), "nobody is there yet");
    r.check_duplicates(operator(), upright).await.unwrap();
    r.register(operator(), upright).await.unwrap();
    assert_eq!(told(&world, r.register(operator(), case)).await.len(), 10);
    world.audited().await;
}

#[tokio::test]
async fn the_persons_own_record_in_a_mirror_is_no_candidate_for_examiners() {
    let world = World::new().await;
    let r = &world.registry;
    let open = async |basis| {
        let opened = r.open_case(operator(), foreigner(1, basis)).await.unwrap().case;
        for evidence in opened.decision.missing_evidence {
            r.give_evidence(operator(), opened.id, evidence, "ru", "decision 12").await.unwrap();
        }
        opened.id
    };
    let first = open(Basis::B3).await;
    world.capture_ten(operator(), first, 1, FIRST).await;
    r.check_duplicates(operator(), first).await.unwrap();
    r.register(operator(), first).await.unwrap();
    let second = open(Basis::B6).await;
    capture_turned(&world, second, 1).await;
    assert_eq!(told(&world, r.check_duplicates(operator(), second)).await.len(), 10);
    world.audited().await;
}

#[tokio::test]
async fn nobody_is_not_said_of_a_mirrored_probe() {
    let world = World::new().await;
    let r = &world.registry;
    world.registered(1).await;
    let identify = |prints| r.identify(examiner(1), corpse("UNKNOWN-7"), prints);
    assert_eq!(told(&world, identify(turned(mark(1, INDEX)))).await, [INDEX]);
    let unknown = turned(mark(1, INDEX)).into_iter().map(|(_, input)| (None, input)).collect();
    assert_eq!(told(&world, identify(unknown)).await, [INDEX], "its position need not be known");
    let found = identify(mark(1, INDEX)).await.unwrap();
    assert_eq!(found.hits.len(), 1);
    let nobody = identify(turned(mark(9, INDEX))).await.unwrap();
    assert!(nobody.hits.is_empty() && nobody.complete);
    world.audited().await;
}
