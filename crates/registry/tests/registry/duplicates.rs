//! Candidates: two examiners who do not see each other, a third when they differ; nothing is merged.

use registry::*;
use vocabulary::*;

use crate::support::*;

/// A second case with the fingers of person 1, checked: one candidate waits.
async fn suspicious(world: &World) -> (CaseId, CandidateId) {
    let (first, _) = world.registered(1).await;
    let case = world.captured(2, 1).await;
    let check = world.registry.check_duplicates(operator(), case).await.unwrap();
    assert_eq!(check.candidates.len(), 1, "{check:?}");
    assert_eq!(check.candidates[0].hit.registry_number, world.number_of(first).await);
    (case, check.candidates[0].id)
}

async fn opine(
    world: &World,
    number: u8,
    candidate: CandidateId,
    adjudication: Adjudication,
) -> CandidateRecord {
    let (answer, _) = world
        .check(world.registry.adjudicate(examiner(number), candidate, adjudication, "ridge flow, 14 points"))
        .await;
    answer.unwrap()
}

async fn state(world: &World, case: CaseId) -> CaseState {
    world.store.case(case).await.unwrap().unwrap().state
}

#[tokio::test]
async fn two_who_say_same_stop_the_case_for_people_to_decide() {
    let world = World::new().await;
    let (case, candidate) = suspicious(&world).await;
    assert_eq!(state(&world, case).await, CaseState::AwaitingAdjudication);
    let finger = FingerPosition::RightThumb;
    let capture = world.registry.capture(operator(), case, finger, image(7, finger, 1)).await;
    assert!(matches!(capture, Err(CommandError::WrongState { .. })), "prints stay as the examiners see them");
    assert!(matches!(world.registry.register(operator(), case).await, Err(CommandError::WrongState { .. })));
    let first = opine(&world, 1, candidate, Adjudication::Same).await;
    assert_eq!(first.state, CandidateState::Waiting { decided: 1 });
    assert!(first.opinions.is_empty(), "blind until decided");
    let second = opine(&world, 2, candidate, Adjudication::Same).await;
    assert_eq!(second.state, CandidateState::Decided(Adjudication::Same));
    assert_eq!(state(&world, case).await, CaseState::Stopped);
    assert!(matches!(world.registry.register(operator(), case).await, Err(CommandError::WrongState { .. })));
    assert_eq!(world.registry.gallery_len(), 1, "nothing was merged or replaced");
    world.audited().await;
}

#[tokio::test]
async fn two_who_say_different_let_it_go_on() {
    let world = World::new().await;
    let (case, candidate) = suspicious(&world).await;
    opine(&world, 1, candidate, Adjudication::Different).await;
    opine(&world, 2, candidate, Adjudication::Different).await;
    assert_eq!(state(&world, case).await, CaseState::Open);
    world.registry.register(operator(), case).await.unwrap();
    assert_eq!(world.registry.gallery_len(), 2);
    world.audited().await;
}

#[tokio::test]
async fn a_dispute_goes_to_a_third() {
    let world = World::new().await;
    let (case, candidate) = suspicious(&world).await;
    opine(&world, 1, candidate, Adjudication::Same).await;
    let disputed = opine(&world, 2, candidate, Adjudication::Different).await;
    assert_eq!(disputed.state, CandidateState::Disputed);
    assert_eq!(state(&world, case).await, CaseState::AwaitingAdjudication);
    let third = opine(&world, 3, candidate, Adjudication::Different).await;
    assert_eq!(third.state, CandidateState::Decided(Adjudication::Different));
    assert_eq!(third.opinions.len(), 3);
    assert_eq!(state(&world, case).await, CaseState::Open);
}

#[tokio::test]
async fn inconclusive_sends_the_case_back_for_better_prints() {
    let world = World::new().await;
    let (case, candidate) = suspicious(&world).await;
    opine(&world, 1, candidate, Adjudication::Inconclusive).await;
    opine(&world, 2, candidate, Adjudication::Inconclusive).await;
    assert_eq!(state(&world, case).await, CaseState::Open);
    assert!(matches!(world.registry.register(operator(), case).await, Err(CommandError::WrongState { .. })));
    world.capture_ten(operator(), case, 2, FIRST).await;
    assert!(world.registry.check_duplicates(operator(), case).await.unwrap().candidates.is_empty());
    world.registry.register(operator(), case).await.unwrap();
}

#[tokio::test]
async fn nobody_judges_twice_or_in_their_own_case() {
    let world = World::new().await;
    let (_, candidate) = suspicious(&world).await;
    let r = &world.registry;
    world.refused("R11.4.6", r.adjudicate(operator(), candidate, Adjudication::Different, "mine")).await;
    // The operator of the case, who has become an examiner since.
    let promoted = Actor { role: Role::Examiner, ..operator() };
    world.refused("R11.4.6", r.adjudicate(promoted, candidate, Adjudication::Different, "mine")).await;
    opine(&world, 1, candidate, Adjudication::Different).await;
    world.refused("R11.4.6", r.adjudicate(examiner(1), candidate, Adjudication::Different, "again")).await;
    assert!(r.waiting_candidates(examiner(1)).await.unwrap().is_empty(), "they have spoken");
    assert!(r.waiting_candidates(promoted).await.unwrap().is_empty());
    let waiting = r.waiting_candidates(examiner(2)).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].opinions.len()), (1, 0));
    let prints = r.candidate_fingers(examiner(2), candidate).await.unwrap();
    assert!(prints.case.iter().chain(&prints.candidate).all(|finger| finger.impression.is_some()));
    opine(&world, 2, candidate, Adjudication::Different).await;
    let late = r.adjudicate(examiner(3), candidate, Adjudication::Same, "late").await;
    assert!(matches!(late, Err(CommandError::WrongState { .. })));
}

#[tokio::test]
async fn somebody_alike_registered_since_the_check_stops_the_registration() {
    let world = World::new().await;
    let slow = world.captured(1, 1).await;
    world.registry.check_duplicates(operator(), slow).await.unwrap();
    let quick = world.captured(2, 1).await;
    world.registry.check_duplicates(operator(), quick).await.unwrap();
    world.registry.register(operator(), quick).await.unwrap();
    let late = world.registry.register(operator(), slow).await.unwrap_err();
    assert!(
        matches!(&late, CommandError::WrongState { message } if message.contains("repeat the check")),
        "{late}"
    );
    assert_eq!(world.registry.check_duplicates(operator(), slow).await.unwrap().candidates.len(), 1);
}
