//! The lane at the border: answers of the law without a finger, the comparison, the second line, and who is exempt by
//! paper. Every call is one entry.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use law::{Hands, RequestingBody};
use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;
const THUMB: FingerPosition = FingerPosition::RightThumb;
const POINT: &str = "ALA-1";

fn lane_officer() -> Actor {
    officer(Body::Nsb, Role::Operator, 1)
}

fn lane_supervisor() -> Actor {
    officer(Body::Nsb, Role::Supervisor, 2)
}

/// Person `n` as their ordinary passport shows them.
fn traveller(n: u64) -> Traveller {
    Traveller {
        document_number: format!("N{n:08}"),
        document: law::Document::Passport,
        born: BirthDate::parse("1984-03-15").unwrap(),
        citizenship: Citizenship::Foreigner,
        visa: VisaShown::None,
        point: POINT.to_owned(),
        hands: Hands::Whole,
    }
}

/// A foreigner registered for a visa, whose fingers grow from the same number.
async fn visitor(world: &World, n: u64) -> RegistryNumber {
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    let case = world.registry.open_case(mfa, foreigner(n, Basis::B7)).await.unwrap().case.id;
    world.capture_ten(mfa, case, n, FIRST).await;
    world.registry.check_duplicates(mfa, case).await.unwrap();
    world.registry.register(mfa, case).await.unwrap();
    world.number_of(case).await
}

/// Prints that count how often they are decoded.
fn prints(decoded: &Arc<AtomicUsize>, person: u64, finger: FingerPosition) -> Option<LanePrints> {
    let decoded = Arc::clone(decoded);
    Some(Box::new(move || {
        decoded.fetch_add(1, Ordering::SeqCst);
        Ok(probe(person, &[finger]))
    }))
}

/// One answer with a finger of `person`.
async fn asked(world: &World, traveller: Traveller, person: u64, finger: FingerPosition) -> LaneResult {
    let fingers = prints(&Arc::default(), person, finger);
    let answer = world.registry.verify_at_border(lane_officer(), traveller, fingers);
    world.check(answer).await.0.unwrap()
}

#[tokio::test]
async fn no_finger_is_decoded_before_the_law_says_that_one_is_compared() {
    let world = World::new().await;
    visitor(&world, 5).await;
    world.registered(7).await;
    let mut child = traveller(5);
    child.born = BirthDate::parse("2020-01-01").unwrap();
    let diplomat = Traveller { document: law::Document::DiplomaticPassport, ..traveller(5) };
    let visa = |visa| Traveller { visa, ..traveller(5) };
    let hands = |hands| Traveller { hands, ..traveller(5) };
    let citizen = |n| Traveller { citizenship: Citizenship::Citizen, ..traveller(n) };
    use LaneAnswer::{Exempt, NotApplicable};
    let answers = [
        (child, Exempt, "R10-1.1.2", "10-1(1)(2)"),
        (diplomat, Exempt, "R10-1.3.1", "10-1(3)(1)"),
        (visa(VisaShown::Diplomatic), Exempt, "R10-1.3.2", "10-1(3)(2)"),
        (visa(VisaShown::Service), Exempt, "R10-1.3.2", "10-1(3)(2)"),
        (citizen(7), Exempt, "R10-1.3.4", "10-1(3)(4)"),
        // The register knows a citizen whatever the form says.
        (traveller(7), Exempt, "R10-1.3.4", "10-1(3)(4)"),
        (citizen(8), NotApplicable, "R10-1.3.4", "10-1(3)(4)"),
        (hands(Hands::NoFingers), Exempt, "R10-1.4.5", "10-1(4)"),
        (hands(Hands::NoHands), Exempt, "R10-1.4.5", "10-1(4)"),
        (traveller(8), NotApplicable, "R16.4.1", "16(4)"),
    ];
    let decoded = Arc::default();
    for (traveller, expected, requirement, article) in answers {
        let fingers = prints(&decoded, 5, INDEX);
        let call = world.registry.verify_at_border(lane_officer(), traveller.clone(), fingers);
        let (answer, entry) = world.check(call).await;
        let answer = answer.unwrap();
        assert_eq!((answer.answer, answer.next), (expected, LaneNext::GoOn), "{traveller:?}");
        assert_eq!((answer.requirement.as_str(), answer.articles[0].as_str()), (requirement, article));
        assert_eq!((entry.requirement.as_str(), entry.operation.as_str()), (requirement, "check-traveller"));
        assert_eq!((entry.outcome, entry.purpose), (ledger::Outcome::Done, Purpose::Border));
        assert_eq!((answer.ledger_sequence, answer.rule_version.as_str()), (Some(entry.sequence), "V3"));
    }
    let unknown = Traveller { citizenship: Citizenship::Unknown, ..traveller(8) };
    world
        .refused(
            "R2.1.1",
            world.registry.verify_at_border(lane_officer(), unknown, prints(&decoded, 5, INDEX)),
        )
        .await;
    for actor in [operator(), lane_supervisor(), examiner(1)] {
        let call = world.registry.verify_at_border(actor, traveller(5), prints(&decoded, 5, INDEX));
        let (answer, entry) = world.check(call).await;
        assert!(matches!(answer, Err(CommandError::Refused { .. })), "{answer:?}");
        assert_eq!(entry.outcome, ledger::Outcome::Refused);
    }
    assert_eq!(decoded.load(Ordering::SeqCst), 0, "no print was decoded");
    let take = world.registry.verify_at_border(lane_officer(), traveller(5), None).await.unwrap();
    assert_eq!((take.answer, take.next), (LaneAnswer::Finger, LaneNext::TakeFinger));
    world.audited().await;
}

#[tokio::test]
async fn the_answer_is_yes_or_not_confirmed_and_tells_nothing_else() {
    let world = World::new().await;
    let number = visitor(&world, 5).await;
    let yes = asked(&world, traveller(5), 5, INDEX).await;
    assert_eq!((yes.answer, yes.next, yes.second_line), (LaneAnswer::Yes, LaneNext::GoOn, None));
    // As a machine reads the number, and as a document that knows the year only.
    let typed = Traveller { document_number: " n 00000005".to_owned(), ..traveller(5) };
    assert_eq!(asked(&world, typed, 5, THUMB).await.answer, LaneAnswer::Yes);
    let told = serde_json::to_string(&yes).unwrap();
    for hidden in [number.to_string(), "N00000005".to_owned(), "1984".to_owned(), "score".to_owned()] {
        assert!(!told.contains(&hidden), "{told}");
    }
    let other = Traveller { born: BirthDate::parse("1984-03-16").unwrap(), ..traveller(5) };
    assert_eq!(asked(&world, other, 5, INDEX).await.answer, LaneAnswer::NotApplicable, "another holder");
    // 1:1 only: no search among all, and no verification past the lane.
    world
        .refused(
            "R16.4.1",
            world.registry.verify(operator(), "N00000005", Purpose::Border, None, probe(5, &[INDEX])),
        )
        .await;
    world
        .refused(
            "R3.1.2",
            world.registry.verify(lane_officer(), "N00000005", Purpose::Border, None, probe(5, &[INDEX])),
        )
        .await;
    world.refused("R1.12.1", world.registry.identify(lane_officer(), corpse("CASE-1"), mark(5, INDEX))).await;
}

#[tokio::test]
async fn not_confirmed_leads_to_another_finger_once_and_then_to_an_officer() {
    let world = World::new().await;
    let r = &world.registry;
    let number = visitor(&world, 5).await;
    let first = asked(&world, traveller(5), 6, INDEX).await;
    assert_eq!(
        (first.answer, first.next, first.second_line),
        (LaneAnswer::No, LaneNext::AnotherFinger, None)
    );
    assert!(r.second_line(lane_officer()).await.unwrap().is_empty(), "another finger may be taken");
    let second = asked(&world, traveller(5), 6, THUMB).await;
    assert_eq!((second.answer, second.next), (LaneAnswer::No, LaneNext::SecondLine));
    let id = second.second_line.unwrap();
    // A third finger is not looked at, be it the right one.
    let decoded = Arc::default();
    let third = r.verify_at_border(lane_officer(), traveller(5), prints(&decoded, 5, INDEX)).await.unwrap();
    assert_eq!(
        (third.answer, third.next, third.second_line),
        (LaneAnswer::No, LaneNext::SecondLine, Some(id))
    );
    assert_eq!(decoded.load(Ordering::SeqCst), 0);

    let waiting = world.check(r.second_line(lane_supervisor())).await.0.unwrap();
    assert_eq!((waiting.len(), waiting[0].id, waiting[0].fingers), (1, id, 2));
    assert_eq!(Document::SecondLine(waiting[0].clone()).of_record(), Some(number), "it goes with the record");
    world.refused("R16.4.1", r.decide_second_line(operator(), id, SecondLineReason::DocumentAndFace)).await;
    let machine = r.decide_second_line(lane_officer(), id, SecondLineReason::OtherFinger).await;
    assert!(matches!(machine, Err(CommandError::Invalid { field: "reason", .. })), "{machine:?}");
    let decide = || r.decide_second_line(lane_supervisor(), id, SecondLineReason::FingersInjured);
    let (decided, entry) = world.check(decide()).await;
    let decision = decided.unwrap().decided.unwrap();
    assert_eq!((decision.by, decision.reason.is_established()), (lane_supervisor().officer, true));
    assert_eq!((entry.requirement.as_str(), entry.operation.as_str()), ("R16.4.2", "decide-second-line"));
    let (again, entry) = world.check(decide()).await;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");
    assert_eq!(entry.outcome, ledger::Outcome::Refused);
    assert!(r.second_line(lane_officer()).await.unwrap().is_empty());
    // The next time the traveller begins anew, and a good second finger needs no officer.
    assert_eq!(asked(&world, traveller(5), 6, INDEX).await.next, LaneNext::AnotherFinger);
    assert_eq!(asked(&world, traveller(5), 5, THUMB).await.answer, LaneAnswer::Yes);
    assert_eq!(asked(&world, traveller(5), 6, INDEX).await.next, LaneNext::AnotherFinger);
    world.clock.set(start() + jiff::SignedDuration::from_mins(LANE_ROUND_MIN + 1));
    assert_eq!(
        asked(&world, traveller(5), 6, INDEX).await.next,
        LaneNext::AnotherFinger,
        "of another crossing"
    );
    world.audited().await;
}

#[tokio::test]
async fn a_blocked_record_and_a_register_that_is_not_reached_are_unavailable_and_an_officer_decides() {
    let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    let world = World::on(store.clone()).await;
    let r = &world.registry;
    let number = visitor(&world, 5).await;
    store.fail(Point::Commit, 0, StoreError::Engine("no answer".to_owned()));
    let before = world.size().await;
    let offline =
        r.verify_at_border(lane_officer(), traveller(5), prints(&Arc::default(), 5, INDEX)).await.unwrap();
    assert_eq!((offline.answer, offline.next), (LaneAnswer::Unavailable, LaneNext::SecondLine));
    assert_eq!((offline.requirement.as_str(), offline.ledger_sequence), ("R16.4.2", None));
    assert_eq!(world.size().await, before, "nothing was written, and nothing was told");
    let noted =
        world.check(r.note_second_line(lane_officer(), POINT, SecondLineReason::WithoutRegister)).await;
    assert_eq!((noted.0.unwrap().number, noted.1.requirement.as_str()), (None, "R16.4.2"));

    let protector = officer(Body::Iab, Role::DataProtection, 1);
    r.block(protector, number, "F-1", "2026-04-01".parse().unwrap()).await.unwrap();
    let decoded = Arc::default();
    let blocked =
        world.check(r.verify_at_border(lane_officer(), traveller(5), prints(&decoded, 5, INDEX))).await;
    let blocked = (blocked.0.unwrap(), blocked.1);
    assert_eq!((blocked.0.answer, blocked.0.next), (LaneAnswer::Unavailable, LaneNext::SecondLine));
    assert_eq!((blocked.1.requirement.as_str(), decoded.load(Ordering::SeqCst)), ("R1.7.1", 0));
    let waiting = r.second_line(lane_officer()).await.unwrap();
    assert_eq!(waiting.iter().map(|second| second.cause).collect::<Vec<_>>(), [SecondLineCause::Unavailable]);
    assert_eq!(Some(waiting[0].id), blocked.0.second_line);
    r.decide_second_line(lane_officer(), waiting[0].id, SecondLineReason::DocumentAndFace).await.unwrap();
    world.audited().await;
}

fn request(n: u64, from: &str, until: &str) -> NewLaneExemption {
    NewLaneExemption {
        ground: ExemptionGround::Request(RequestingBody::MinistryOfDefence),
        document_number: format!("N{n:08}"),
        reference: "LETTER-7".to_owned(),
        from: from.parse().unwrap(),
        until: Some(until.parse().unwrap()),
        point: Some(POINT.to_owned()),
    }
}

/// What the lane answers without a finger, and by which requirement.
async fn answer_of(world: &World, traveller: Traveller) -> (LaneAnswer, String) {
    let answer = world.registry.verify_at_border(lane_officer(), traveller, None).await.unwrap();
    (answer.answer, answer.requirement)
}

#[tokio::test]
async fn only_a_written_request_that_another_officer_confirmed_exempts_on_its_days_at_its_point() {
    let office = Office::new().await;
    let (world, r) = (&office.world, office.registry());
    visitor(world, 5).await;
    let oral = NewLaneExemption { reference: String::new(), ..request(5, "2026-03-02", "2026-03-04") };
    world.refused("R10-1.3.3", r.enter_lane_exemption(lane_officer(), oral)).await;
    for (from, until) in
        [("2026-02-01", "2026-03-01"), ("2026-03-05", "2026-03-04"), ("2026-03-02", "2028-03-02")]
    {
        let wrong = r.enter_lane_exemption(lane_officer(), request(5, from, until)).await;
        assert!(
            matches!(wrong, Err(CommandError::Invalid { field: "until", .. })),
            "{from} {until}: {wrong:?}"
        );
    }
    world
        .refused("R16.4.1", r.enter_lane_exemption(operator(), request(5, "2026-03-03", "2026-03-04")))
        .await;
    let entered =
        world.check(r.enter_lane_exemption(lane_supervisor(), request(5, "2026-03-03", "2026-03-04")));
    let entered = entered.await.0.unwrap();
    let told = serde_json::to_string(&Document::LaneExemption(entered.clone())).unwrap();
    assert!(!told.contains("N00000005") && !told.contains("00000005"), "{told}");
    office.set_day("2026-03-03");
    let to_verify = (LaneAnswer::Finger, "R16.4.1".to_owned());
    assert_eq!(answer_of(world, traveller(5)).await, to_verify, "nobody has confirmed it");
    world.refused("R10-1.3.3", r.answer_lane_exemption(lane_supervisor(), entered.id, true)).await;
    world.refused("R10-1.3.3", r.answer_lane_exemption(lane_officer(), entered.id, true)).await;
    let second = officer(Body::Nsb, Role::Supervisor, 3);
    let (confirmed, entry) = world.check(r.answer_lane_exemption(second, entered.id, true)).await;
    assert!(confirmed.unwrap().is_confirmed() && entry.requirement == "R10-1.3.3");
    let again = r.answer_lane_exemption(second, entered.id, true).await;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");
    assert_eq!(answer_of(world, traveller(5)).await, (LaneAnswer::Exempt, "R10-1.3.3".to_owned()));
    let elsewhere = Traveller { point: "KHG-2".to_owned(), ..traveller(5) };
    assert_eq!(answer_of(world, elsewhere).await, to_verify, "another point");
    assert_eq!(answer_of(world, traveller(8)).await.0, LaneAnswer::NotApplicable, "another document");
    let listed = world.check(r.lane_exemptions(lane_officer())).await.0.unwrap();
    assert_eq!(listed.len(), 1);
    office.set_day("2026-03-05");
    assert_eq!(answer_of(world, traveller(5)).await, to_verify, "expired");
    // Once it is over nobody can tell whose it was.
    let key = registry::sequencer::KeyName { domain: Domain::Links, id: *entered.id.as_bytes() };
    assert!(office.keys.has(key));
    r.sweep().await.unwrap();
    assert!(!office.keys.has(key) && r.lane_exemptions(lane_officer()).await.unwrap().is_empty());
    world.audited().await;
}

#[tokio::test]
async fn a_finding_of_two_that_fingers_are_missing_is_seen_at_every_lane_until_it_is_ended() {
    let office = Office::new().await;
    let (world, r) = (&office.world, office.registry());
    visitor(world, 5).await;
    let finding = |hands| NewLaneExemption {
        ground: ExemptionGround::Hands(hands),
        document_number: "N00000005".to_owned(),
        reference: "FINDING-3".to_owned(),
        from: "2026-03-02".parse().unwrap(),
        until: None,
        point: None,
    };
    let whole = r.enter_lane_exemption(lane_officer(), finding(Hands::FingersUnrecordable)).await;
    assert!(matches!(whole, Err(CommandError::Invalid { field: "hands", .. })), "{whole:?}");
    let entered = r.enter_lane_exemption(lane_officer(), finding(Hands::NoHands)).await.unwrap();
    assert_eq!(answer_of(world, traveller(5)).await.0, LaneAnswer::Finger, "found by one officer only");
    r.answer_lane_exemption(lane_supervisor(), entered.id, true).await.unwrap();
    office.set_day("2031-03-02");
    let elsewhere = Traveller { point: "KHG-2".to_owned(), ..traveller(5) };
    assert_eq!(answer_of(world, elsewhere.clone()).await, (LaneAnswer::Exempt, "R10-1.4.5".to_owned()));
    let ended = world.check(r.answer_lane_exemption(lane_supervisor(), entered.id, false)).await;
    assert_eq!(ended.1.requirement, "R10-1.4.5");
    assert_eq!(answer_of(world, elsewhere).await.0, LaneAnswer::Finger);
    let own = r.enter_lane_exemption(lane_supervisor(), finding(Hands::NoFingers)).await.unwrap();
    world.refused("R10-1.4.5", r.answer_lane_exemption(lane_supervisor(), own.id, true)).await;
    world.audited().await;
}
