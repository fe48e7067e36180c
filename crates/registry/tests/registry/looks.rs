//! Who looked at whom: what the entry of a look opens to, and what it counts.

use law::EventKind;
use registry::ports::Keys as _;
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::*;

/// What opens an entry: subject and payload.
async fn opened(world: &World, entry: &ledger::Entry) -> Vec<(String, String)> {
    let openings = world.store.openings(entry.sequence).await.unwrap();
    let text = |payload: &[u8]| String::from_utf8_lossy(payload).into_owned();
    openings.iter().map(|opening| (opening.subject.clone(), text(&opening.payload))).collect()
}

/// R1.10.1: "who looked at me" is answered from the entries that open to a record's number.
#[tokio::test]
async fn a_look_at_a_record_opens_to_its_number_and_reason_and_one_at_nobody_to_nothing() {
    let world = World::new().await;
    let (case, certificate) = world.registered(1).await;
    let number = world.number_of(case).await;
    let why = reason(Purpose::Confirm);
    let r = &world.registry;
    let names = |said: &[(String, String)]| {
        said.iter().any(|(subject, payload)| {
            subject == "record" && payload.contains(&number.to_string()) && payload.contains(&why.reference)
        })
    };
    let (view, entry) = world.check(r.view_record(operator(), number, why.clone())).await;
    assert!(names(&opened(&world, &entry).await));
    let print = view.unwrap().fingers[0].impression.unwrap();
    let (_, entry) = world.check(r.fingers_of_record(operator(), number, &why)).await;
    assert!(names(&opened(&world, &entry).await));
    let (_, entry) = world.check(r.find_record(operator(), iin(1).as_str(), why.clone())).await;
    assert!(names(&opened(&world, &entry).await));
    let (_, entry) = world.check(r.impression(operator(), print, &why)).await;
    assert!(names(&opened(&world, &entry).await));
    let (_, entry) = world.check(r.certificate(operator(), &certificate.number)).await;
    let said = opened(&world, &entry).await;
    assert!(said[0].0 == "certificate" && said[0].1.contains(certificate.number.as_str()), "{said:?}");

    let nobody = RegistryNumber::from_random_bytes([9; 16]);
    let (answer, entry) = world.check(r.view_record(operator(), nobody, why)).await;
    assert!(answer.is_err());
    assert!(opened(&world, &entry).await.is_empty(), "nobody's number is kept nowhere");
}

/// What a sweep counts for people to look at is what the list shows them.
#[tokio::test]
async fn a_sweep_counts_as_many_reviews_as_the_list_of_what_is_due_shows() {
    let office = Office::new().await;
    for n in 1..=3 {
        office.citizen(n).await; // born 1984-03-15
    }
    let registry = office.registry();
    assert_eq!(registry.sweep().await.unwrap().reviews, 0);
    office.set_day("2084-03-15");
    let report = registry.sweep().await.unwrap();
    let due = registry.due_list(office.archivist).await.unwrap();
    assert_eq!(report.reviews, due.iter().filter(|due| due.review.is_some()).count() as u64);
    assert_eq!(report.reviews, 3, "a hundred, and nobody said that they died");
}

/// A foreigner's case on a basis, registered when the law asks for it.
async fn case_of(office: &Office, n: u64, basis: Basis, impression: u64) -> CaseId {
    let registry = office.registry();
    let case = registry.open_case(operator(), foreigner(n, basis)).await.unwrap().case;
    for evidence in case.decision.missing_evidence.clone() {
        registry.give_evidence(operator(), case.id, evidence, "ru", "decision 7").await.unwrap();
    }
    if case.decision.outcome == law::Outcome::Register {
        office.world.capture_ten(operator(), case.id, n, impression).await;
        registry.check_duplicates(operator(), case.id).await.unwrap();
        registry.register(operator(), case.id).await.unwrap();
    }
    case.id
}

/// R1.7.1: a verification instead of a second enrolment rests on the earlier record, blocked or not.
#[tokio::test]
async fn a_blocked_record_of_a_person_stops_the_verification_their_open_case_waits_for() {
    let thumb = FingerPosition::RightThumb;
    for blocked in [false, true] {
        let office = Office::new().await;
        let registry = office.registry();
        let first = case_of(&office, 7, Basis::B3, FIRST).await;
        case_of(&office, 7, Basis::B6, FIRST + 1).await;
        let waits = case_of(&office, 7, Basis::B4, FIRST).await;
        if blocked {
            let number = office.world.number_of(first).await;
            let until = "2026-04-01".parse().unwrap();
            registry.block(office.protector, number, "F-1", until).await.unwrap();
        }
        let answer =
            registry.verify(operator(), "N00000007", Purpose::Confirm, Some(waits), probe(7, &[thumb])).await;
        match blocked {
            false => assert_eq!(answer.unwrap().answer, VerificationAnswer::Confirmed),
            true => assert!(matches!(answer, Err(CommandError::Refused { .. })), "{answer:?}"),
        }
    }
}

/// Nobody serves a register in which somebody would not be found.
#[tokio::test]
async fn people_indexed_under_a_key_that_is_not_there_are_told_before_anybody_asks() {
    let office = Office::new().await;
    office.citizen(1).await;
    office.registry().check_index().await.unwrap();
    // The keys went on by one and the older was erased; the rows are of before.
    office.keys.begin_index(Domain::Identity).unwrap();
    office.registry().check_index().await.unwrap();
    office.keys.retire_index(Domain::Identity).unwrap();
    let erased = office.registry().check_index().await.unwrap_err().to_string();
    assert!(erased.contains("key 1, 1 of them") && erased.contains("rotate-index"), "{erased}");
}

/// The way of a rotation, as it is told to whoever waits for it.
#[tokio::test]
async fn a_rotation_of_the_index_tells_how_far_it_is_and_writes_each_step() {
    let office = Office::new().await;
    for n in 1..=3 {
        office.citizen(n).await;
    }
    let told = std::sync::Mutex::new(Vec::new());
    let before = office.world.size().await;
    let tell = |done: IndexRotation| told.lock().unwrap().push((done.people, done.reindexed));
    let done = office.registry().rotate_index(office.administrator, &tell).await.unwrap();
    assert_eq!((done.epoch, done.people, done.reindexed, done.erased_keys), (2, 3, 3, 1));
    assert_eq!(told.into_inner().unwrap(), [(3, 0), (3, 3)]);
    let steps: Vec<String> = office
        .world
        .entries()
        .await
        .split_off(before as usize)
        .iter()
        .map(|entry| entry.operation.clone())
        .collect();
    assert_eq!(steps, ["rotate-keys"; 4], "asked for, begun, indexed anew, retired");
    office.registry().check_index().await.unwrap();
    office.world.audited().await;
    let claim = iin(2);
    let found = office.registry().find_record(operator(), claim.as_str(), reason(Purpose::Confirm)).await;
    found.unwrap();
}

/// A look at the life of a depersonalised record opens to its number; the person is not there to be named.
#[tokio::test]
async fn a_depersonalised_record_is_not_viewed_and_its_life_is() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let new = NewProposal { reference: "ORDER-1".to_owned(), ..NewProposal::default() };
    let asked = registry.propose(office.supervisor, number, ProposalKind::Depersonalise, new).await.unwrap();
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    let (view, entry) =
        office.world.check(registry.view_record(operator(), number, reason(Purpose::Confirm))).await;
    assert!(view.is_err());
    let said = opened(&office.world, &entry).await;
    assert!(said[0].1.contains(&number.to_string()), "who tried stands with the record: {said:?}");
    let (life, entry) = office.world.check(registry.record_life(office.archivist, number, "CHECK-1")).await;
    assert_eq!(life.unwrap().0.person, None);
    let said = opened(&office.world, &entry).await;
    assert!(said[0].1.contains(&number.to_string()) && said[0].1.contains("CHECK-1"), "{said:?}");
    let event = registry.note_event(
        office.archivist,
        number,
        EventKind::DeathEstablished,
        "2026-03-01".parse().unwrap(),
        "D-1",
    );
    assert!(matches!(event.await, Err(CommandError::WrongState { .. })), "whose death nobody can say");
}
