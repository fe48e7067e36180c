//! Lawful journeys from end to end, and what they leave in the ledger.

use std::sync::Arc;

use crate::support::*;
use jiff::civil::date;
use law::Outcome;
use registry::*;
use vocabulary::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;

#[tokio::test]
async fn a_citizen_is_registered_with_consent_viewed_verified_and_identified() {
    let world = World::new().await;
    let (case, certificate) = world.registered(1).await;
    assert_eq!(certificate.fingers_recorded, 10);
    assert_eq!(certificate.registered_on, date(2026, 3, 2));
    assert_eq!(certificate.in_database_until, None, "a living citizen has no end date (Art. 15(1))");
    assert_eq!(certificate.articles[0], "10(1)");
    let entry = &world.entries().await[certificate.ledger_sequence as usize];
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("register", "R10.1.1"));
    let stored = world.store.certificate(&certificate.number).await.unwrap().unwrap().0;
    assert_eq!(stored.ledger_sequence, certificate.ledger_sequence);
    assert_eq!(world.registry.gallery_len(), 1, "searchable at once");

    let number = world.number_of(case).await;
    let view = world.registry.view_record(operator(), number, reason(Purpose::Confirm)).await.unwrap();
    assert_eq!(view.identity.full_name(), "Әбілқасым Айгүл-Нұр");
    assert_eq!((view.fingers.len(), view.certificates.len(), view.cases.len()), (10, 1, 1));

    for claim in [certificate.number.as_str(), iin(1).as_str(), "N00000001"] {
        let same = world
            .registry
            .verify(operator(), claim, Purpose::Confirm, None, probe(1, &[INDEX]))
            .await
            .unwrap();
        assert_eq!(same.answer, VerificationAnswer::Confirmed, "{claim}: {}", same.score);
        let other = world
            .registry
            .verify(operator(), claim, Purpose::Confirm, None, probe(2, &[INDEX]))
            .await
            .unwrap();
        assert_eq!(other.answer, VerificationAnswer::NotConfirmed, "{claim}: {}", other.score);
        assert_eq!(same.registry_number, number);
    }

    let found = world.registry.identify(examiner(1), corpse("UNKNOWN-7"), mark(1, INDEX)).await.unwrap();
    assert_eq!((found.searched, found.complete, found.hits.len()), (1, true, 1));
    assert_eq!(found.hits[0].registry_number, number);
    let nobody = world.registry.identify(examiner(1), corpse("UNKNOWN-8"), mark(9, INDEX)).await.unwrap();
    assert!(nobody.hits.is_empty() && nobody.complete);
    world.audited().await;
}

#[tokio::test]
async fn a_foreigner_is_registered_for_a_visa_by_mfa_and_kept_ten_years() {
    let world = World::new().await;
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    let opened = world.registry.open_case(mfa, foreigner(5, Basis::B7)).await.unwrap();
    assert!(opened.case.decision.may_capture, "mandatory: nothing is awaited: {:?}", opened.case.decision);
    world.capture_ten(mfa, opened.case.id, 5, FIRST).await;
    world.registry.check_duplicates(mfa, opened.case.id).await.unwrap();
    let certificate = world.registry.register(mfa, opened.case.id).await.unwrap();
    assert_eq!(certificate.in_database_until, Some(date(2036, 3, 2)));
    assert_eq!(certificate.body, Body::Mfa);
    world.audited().await;
}

#[tokio::test]
async fn who_declines_leaves_nothing_but_an_entry_that_opens_to_nobody() {
    let world = World::new().await;
    let case = world.captured(1, 1).await;
    let (number, person) =
        (world.number_of(case).await, world.store.case(case).await.unwrap().unwrap().person.unwrap());
    let first = world.size().await;
    let (declined, entry) = world.check(world.registry.decline(operator(), case)).await;
    declined.unwrap();
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("decline", "R10.1.2"));
    assert!(!entry.commitments.is_empty());
    for sequence in 0..=first {
        assert!(world.store.openings(sequence).await.unwrap().is_empty(), "entry {sequence} still opens");
    }
    let tombstone = world.store.case(case).await.unwrap().unwrap();
    assert_eq!(
        (tombstone.state, tombstone.person, tombstone.reference.as_str()),
        (CaseState::Declined, None, "")
    );
    assert!(tombstone.evidence.is_empty());
    assert!(world.store.person(person).await.unwrap().is_none());
    assert!(world.store.person_by_iin(iin(1).as_str()).await.unwrap().is_none());
    assert!(world.store.persons_by_document("N00000001").await.unwrap().is_empty());
    assert!(world.store.draft_of(case).await.unwrap().is_none());
    assert!(world.store.templates(number).await.unwrap().is_empty());
    assert!(world.store.cases(None, 10).await.unwrap().is_empty(), "later officers do not see it");
    // The document case goes on, and the person may come back.
    world.registered(1).await;
    world.audited().await;
}

#[tokio::test]
async fn declining_a_second_case_keeps_the_person_and_their_first_registration() {
    let world = World::new().await;
    let (_, certificate) = world.registered(1).await;
    let mut again = citizen(1);
    again.person.family_name = "Басқатегі".to_owned();
    again.basis = Basis::B1f;
    again.circumstances.document = Some(law::Document::Passport);
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    let opened = world.registry.open_case(mfa, again).await.unwrap();
    assert!(opened.known_person);
    assert_eq!(opened.case.decision.outcome, Outcome::Verify);
    let person = opened.case.person.unwrap();
    let name = async || world.store.person(person).await.unwrap().unwrap().details.family_name;
    assert_eq!(name().await, "Әбілқасым", "nobody has shown yet that it is this person");
    assert_eq!(opened.case.details.unwrap().family_name, "Басқатегі");
    assert!(world.store.certificate(&certificate.number).await.unwrap().is_some());
}

#[tokio::test]
async fn an_earlier_registration_is_verified_not_repeated() {
    let world = World::new().await;
    let (_, certificate) = world.registered(1).await;
    let opened = world.registry.open_case(operator(), citizen(1)).await.unwrap();
    assert!(opened.known_person);
    let case = opened.case.id;
    assert_eq!(opened.case.decision.outcome, Outcome::Verify);
    world.refused("R10.3.1", world.registry.capture(operator(), case, INDEX, image(1, INDEX, 5))).await;
    world.refused("R10.3.1", world.registry.register(operator(), case)).await;

    let verify = |claim: String, person| {
        let registry = &world.registry;
        async move {
            registry.verify(operator(), &claim, Purpose::Confirm, Some(case), probe(person, &[INDEX])).await
        }
    };
    let claim = certificate.number.to_string();
    let wrong = verify(claim.clone(), 2).await.unwrap();
    assert_eq!(wrong.answer, VerificationAnswer::NotConfirmed);
    let record = world.store.case(case).await.unwrap().unwrap();
    assert_eq!((record.state, record.verification_attempts), (CaseState::Open, 1));
    let right = verify(claim.clone(), 1).await.unwrap();
    assert_eq!(right.answer, VerificationAnswer::Confirmed);
    assert_eq!(world.store.case(case).await.unwrap().unwrap().state, CaseState::Verified);
    assert!(matches!(verify(claim, 1).await, Err(CommandError::WrongState { .. })), "the case is closed");
    assert_eq!(world.registry.gallery_len(), 1);
    world.audited().await;
}

#[tokio::test]
async fn after_three_attempts_people_decide() {
    let world = World::new().await;
    world.registered(1).await;
    let case = world.registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let attempt =
        || world.registry.verify(operator(), "N00000001", Purpose::Confirm, Some(case), probe(2, &[INDEX]));
    for _ in 0..3 {
        assert_eq!(attempt().await.unwrap().answer, VerificationAnswer::NotConfirmed);
    }
    assert!(matches!(attempt().await, Err(CommandError::WrongState { .. })));
}

#[tokio::test]
async fn exempt_people_are_recorded_and_closed() {
    let world = World::new().await;
    let mut child = citizen(1);
    child.person.born = BirthDate::parse("2020-01-01").unwrap();
    let opened = world.registry.open_case(operator(), child).await.unwrap();
    assert_eq!(
        (opened.case.decision.outcome, opened.case.state),
        (Outcome::Exempt, CaseState::NotRegistered)
    );
    let finger = world.registry.capture(operator(), opened.case.id, INDEX, image(1, INDEX, 1));
    world.refused("R10-1.1.1", finger).await;
}

#[tokio::test]
async fn a_recapture_supersedes_and_asks_for_a_new_duplicate_check() {
    let world = World::new().await;
    let case = world.captured(1, 1).await;
    world.registry.check_duplicates(operator(), case).await.unwrap();
    let poor = image_of_quality(1, INDEX, 9, 12);
    let captured = world.registry.capture(operator(), case, INDEX, poor).await.unwrap();
    assert_eq!(captured.status, FingerStatus::Captured { quality: 12, below_minimum: true });
    assert!(matches!(world.registry.register(operator(), case).await, Err(CommandError::WrongState { .. })));
    let fingers = world.registry.fingers_of_case(operator(), case).await.unwrap();
    assert_eq!(fingers[1].impression, captured.impression, "the newest counts");
    world.registry.check_duplicates(operator(), case).await.unwrap();
    world.registry.register(operator(), case).await.unwrap();
}

#[tokio::test]
async fn ten_positions_need_an_image_or_a_reason_and_one_image() {
    let world = World::new().await;
    let case = world.consented(1).await;
    let (first, rest) = FingerPosition::ALL.split_first().unwrap();
    for position in rest {
        let missing = CaptureInput::Missing(MissingReason::Amputated);
        world.registry.capture(operator(), case, *position, missing).await.unwrap();
    }
    let unfinished = world.registry.check_duplicates(operator(), case).await.unwrap_err().to_string();
    assert!(unfinished.contains("right-thumb"), "{unfinished}");
    world
        .registry
        .capture(operator(), case, *first, CaptureInput::Missing(MissingReason::Bandaged))
        .await
        .unwrap();
    let no_image = world.registry.check_duplicates(operator(), case).await.unwrap_err().to_string();
    assert!(no_image.contains("no finger has an image"), "{no_image}");
    world.registry.capture(operator(), case, *first, image(1, *first, 1)).await.unwrap();
    world.registry.check_duplicates(operator(), case).await.unwrap();
    assert_eq!(world.registry.register(operator(), case).await.unwrap().fingers_recorded, 1);
}

#[tokio::test]
async fn a_reopened_register_knows_everybody() {
    let world = World::new().await;
    for n in 1..=3 {
        world.registered(n).await;
    }
    let reopened = open(Arc::clone(&world.store), Arc::clone(&world.clock)).await.unwrap();
    assert_eq!(reopened.gallery_len(), 3);
    let found = reopened.identify(examiner(1), corpse("UNKNOWN-7"), mark(2, INDEX)).await.unwrap();
    assert_eq!(found.hits.len(), 1);
    let key = ledger::SigningKey::from_random_bytes(ORIGIN, [8; 32]).unwrap();
    let other_key = Registry::open(
        Arc::clone(&world.store),
        Arc::clone(&world.clock) as Arc<dyn Clock>,
        key,
        ORIGIN,
        Arc::new(registry::testing::MemoryKeys::new()),
    );
    assert!(
        matches!(other_key.await.err(), Some(StoreError::Damaged { .. })),
        "another key signs another ledger"
    );
}

#[tokio::test]
async fn seafarers_are_searched_by_their_own_body_only() {
    let world = World::new().await;
    let trb = officer(Body::Trb, Role::Operator, 1);
    let mut seafarer = citizen(1);
    seafarer.basis = Basis::B2;
    let case = world.registry.open_case(trb, seafarer).await.unwrap().case;
    for evidence in case.decision.missing_evidence.clone() {
        world.registry.give_evidence(trb, case.id, evidence, "ru", "decision 12/3").await.unwrap();
    }
    world.capture_ten(trb, case.id, 1, FIRST).await;
    world.registry.check_duplicates(trb, case.id).await.unwrap();
    world.registry.register(trb, case.id).await.unwrap();
    let found = world.registry.identify(examiner(1), corpse("UNKNOWN-1"), mark(1, INDEX)).await.unwrap();
    assert_eq!((found.searched, found.hits.len()), (0, 0), "Art. 14: their own resource");
    let verified =
        world.registry.verify(trb, "N00000001", Purpose::Confirm, None, probe(1, &[INDEX])).await.unwrap();
    assert_eq!(verified.answer, VerificationAnswer::Confirmed);
    let claim =
        world.registry.verify(operator(), "N00000001", Purpose::Confirm, None, probe(1, &[INDEX])).await;
    assert!(matches!(claim, Err(CommandError::NotFound { .. })), "{claim:?}");
}

#[tokio::test]
async fn without_recordable_fingers_expulsion_registers_with_reasons_only() {
    let world = World::new().await;
    let mut new = foreigner(3, Basis::B6);
    new.hands = law::Hands::FingersUnrecordable;
    let case = world.registry.open_case(operator(), new).await.unwrap().case;
    assert_eq!(case.decision.outcome, Outcome::Palms);
    for evidence in case.decision.missing_evidence.clone() {
        world.registry.give_evidence(operator(), case.id, evidence, "ru", "decision 8").await.unwrap();
    }
    for position in FingerPosition::ALL {
        let reason = CaptureInput::Missing(MissingReason::Unrecordable);
        world.registry.capture(operator(), case.id, *position, reason).await.unwrap();
    }
    let check = world.registry.check_duplicates(operator(), case.id).await.unwrap();
    assert!(check.complete && check.candidates.is_empty());
    assert_eq!(world.registry.register(operator(), case.id).await.unwrap().fingers_recorded, 0);
    let reopened = open(Arc::clone(&world.store), Arc::clone(&world.clock)).await.unwrap();
    assert_eq!(reopened.gallery_len(), world.registry.gallery_len());
    world.audited().await;
}
