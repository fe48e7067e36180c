//! A case that is closed stays as it is, and belongs to whoever it belongs to.

use law::Evidence;
use registry::*;
use vocabulary::*;

use crate::support::*;

const THUMB: FingerPosition = FingerPosition::RightThumb;

/// Every act in a closed case, each with its answer.
async fn acts_in(world: &World, actor: Actor, case: CaseId) -> Vec<(&'static str, Result<(), CommandError>)> {
    let r = &world.registry;
    let evidence = r.give_evidence(actor, case, Evidence::Consent, "kk", "text 2").await.map(drop);
    let capture = r.capture(actor, case, THUMB, image(1, THUMB, 5)).await.map(drop);
    let reason = CaptureInput::Missing(MissingReason::Amputated);
    let missing = r.capture(actor, case, THUMB, reason).await.map(drop);
    let check = r.check_duplicates(actor, case).await.map(drop);
    let register = r.register(actor, case).await.map(drop);
    let decline = r.decline(actor, case).await;
    vec![
        ("evidence", evidence),
        ("capture", capture),
        ("missing", missing),
        ("check", check),
        ("register", register),
        ("decline", decline),
    ]
}

#[tokio::test]
async fn nothing_is_added_to_a_case_that_is_registered_declined_or_verified() {
    let world = World::new().await;
    let (registered, _) = world.registered(1).await;
    let declined = world.captured(2, 2).await;
    world.registry.decline(operator(), declined).await.unwrap();
    let verified = world.registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let claim = iin(1);
    let verify = || {
        world.registry.verify(
            operator(),
            claim.as_str(),
            Purpose::Confirm,
            Some(verified),
            probe(1, &[THUMB]),
        )
    };
    assert_eq!(verify().await.unwrap().answer, VerificationAnswer::Confirmed);
    assert!(verify().await.is_err());
    for case in [registered, declined, verified] {
        let before = world.store.case(case).await.unwrap().unwrap();
        for (act, answer) in acts_in(&world, operator(), case).await {
            let refused = matches!(
                answer,
                Err(CommandError::WrongState { .. }
                    | CommandError::Refused { .. }
                    | CommandError::Invalid { .. })
            );
            assert!(refused, "{act} in a case that is {:?}: {answer:?}", before.state);
        }
        let after = world.store.case(case).await.unwrap().unwrap();
        assert_eq!((after.state, after.version), (before.state, before.version));
    }
    assert_eq!(world.registry.gallery_len(), 1);
    world.audited().await;
}

/// A registered case says that it is closed, whatever is done in it.
#[tokio::test]
async fn who_works_in_a_registered_case_is_told_that_it_is_closed() {
    let world = World::new().await;
    let (case, certificate) = world.registered(1).await;
    let shown = world.registry.view_case(operator(), case).await.unwrap();
    assert_eq!((shown.state, shown.certificate), (CaseState::Registered, Some(certificate.number)));
    for (act, answer) in acts_in(&world, operator(), case).await {
        assert!(matches!(answer, Err(CommandError::WrongState { .. })), "{act}: {answer:?}");
    }
}

/// R4.5.1: a body works in its own cases; the foreign institution goes on with those of its service firms (R33.4.3).
#[tokio::test]
async fn a_record_is_viewed_by_the_body_whose_case_it_came_from() {
    let world = World::new().await;
    let r = &world.registry;
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    let opened = r.open_case(mfa, foreigner(5, Basis::B7)).await.unwrap().case.id;
    world.capture_ten(mfa, opened, 5, FIRST).await;
    r.check_duplicates(mfa, opened).await.unwrap();
    let certificate = r.register(mfa, opened).await.unwrap();
    let number = world.number_of(opened).await;
    let why = reason(Purpose::Confirm);
    r.view_record(mfa, number, why.clone()).await.unwrap();
    assert_eq!(r.find_record(mfa, certificate.number.as_str(), why.clone()).await.unwrap(), number);
    let verify = r.verify(mfa, certificate.number.as_str(), Purpose::Confirm, None, probe(5, &[THUMB]));
    assert_eq!(verify.await.unwrap().answer, VerificationAnswer::Confirmed);
    // A record of another body's case is not theirs to look at.
    let (other, _) = world.registered(1).await;
    let other = world.number_of(other).await;
    let view = r.view_record(mfa, other, why.clone()).await;
    assert!(matches!(view, Err(CommandError::Refused { .. })), "{view:?}");
    let find = r.find_record(mfa, iin(1).as_str(), why).await;
    assert!(matches!(find, Err(CommandError::Refused { .. })), "{find:?}");
}

/// The facts of a case name the person's live registrations in the order they were made, whatever their numbers.
#[tokio::test]
async fn earlier_registrations_stand_in_the_facts_in_the_order_they_were_made() {
    let world = World::new().await;
    let r = &world.registry;
    for n in 1..=6 {
        for basis in [Basis::B3, Basis::B6] {
            let case = r.open_case(operator(), foreigner(n, basis)).await.unwrap().case;
            for evidence in case.decision.missing_evidence.clone() {
                r.give_evidence(operator(), case.id, evidence, "ru", "decision 7").await.unwrap();
            }
            if case.decision.outcome != law::Outcome::Register {
                continue;
            }
            world.capture_ten(operator(), case.id, n, FIRST + u64::from(basis == Basis::B6)).await;
            r.check_duplicates(operator(), case.id).await.unwrap();
            r.register(operator(), case.id).await.unwrap();
        }
        let next = r.open_case(operator(), foreigner(n, Basis::B4)).await.unwrap().case;
        assert_eq!(next.facts.person.live_registrations, [Basis::B3, Basis::B6], "person {n}");
    }
}

/// R6.1.1: a unit looks at the records of its own territory, the central units at all.
#[tokio::test]
async fn a_record_of_another_territory_is_not_viewed() {
    let world = World::new().await;
    let r = &world.registry;
    let of = |unit: &str| Actor { unit: unit.parse().unwrap(), ..operator() };
    let desk = of("75-0001");
    let case = r.open_case(desk, citizen(1)).await.unwrap().case.id;
    world.consent(desk, case).await;
    world.capture_ten(desk, case, 1, FIRST).await;
    r.check_duplicates(desk, case).await.unwrap();
    r.register(desk, case).await.unwrap();
    let number = world.number_of(case).await;
    let why = reason(Purpose::Registration);
    r.view_record(desk, number, why.clone()).await.unwrap();
    r.view_record(operator(), number, why.clone()).await.unwrap();
    let elsewhere = r.view_record(of("10-0001"), number, why.clone());
    world.refused("R6.1.1", elsewhere).await;
    world.refused("R6.1.1", r.fingers_of_record(of("10-0001"), number, &why)).await;
}
