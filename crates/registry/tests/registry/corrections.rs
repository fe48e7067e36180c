//! Corrections and supplements of personal data (Art. 13): new versions, on a ground, read by oversight only.

use std::sync::Arc;

use law::EventKind;
use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{self, citizen, examiner, foreigner, iin, operator, prosecutor, reason};

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn correction(change: DetailsChange) -> NewCorrection {
    let (kind, ground) = (CorrectionKind::Correction, CorrectionGround::Document);
    NewCorrection { kind, ground, reference: "ID-77".to_owned(), change }
}

fn supplement(change: DetailsChange) -> NewCorrection {
    NewCorrection { kind: CorrectionKind::Supplement, ..correction(change) }
}

fn named(family_name: &str) -> DetailsChange {
    DetailsChange { family_name: Some(family_name.to_owned()), ..DetailsChange::default() }
}

async fn versions(office: &Office, number: RegistryNumber) -> Vec<PersonVersion> {
    let person = office.world.store.linked_person(number).await.unwrap().unwrap();
    office.world.store.person_versions(person).await.unwrap()
}

/// An invalid field; no entry but that of the act that came to nothing.
async fn invalid(office: &Office, number: RegistryNumber, new: NewCorrection) -> (&'static str, String) {
    let act = office.registry().correct_person(office.supervisor, number, new);
    let (answer, entry) = office.world.check(act).await;
    assert_eq!((entry.operation.as_str(), entry.outcome), ("correct-person", ledger::Outcome::Refused));
    match answer.unwrap_err() {
        CommandError::Invalid { field, message } => (field, message),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_correction_is_a_new_version_and_what_was_there_before_is_for_oversight() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let before = versions(&office, number).await[0].details.clone();
    let asked = registry.correct_person(office.supervisor, number, correction(named("Қасымова")));
    let (done, entry) = office.world.check(asked).await;
    let done = done.unwrap();
    assert_eq!(
        (done.officer, done.role, done.body),
        (office.supervisor.officer, Role::Supervisor, Body::Iab)
    );
    assert_eq!((entry.requirement.as_str(), entry.articles.len()), ("R13.1.1", 1));

    let view = registry.view_record(operator(), number, reason(Purpose::Registration)).await.unwrap();
    assert_eq!(view.identity, IdentityDetails { family_name: "Қасымова".to_owned(), ..before.clone() });
    assert_eq!(view.corrections, std::slice::from_ref(&done));

    // R13.1.4: the archivist and the head of the body that destroys, and the prosecutor.
    let why = reason(Purpose::Keeping);
    for actor in [office.archivist, office.head] {
        let (all, entry) = office.world.check(registry.superseded(actor, number, &why)).await;
        let all = all.unwrap();
        assert_eq!(entry.operation, "view-superseded");
        assert_eq!((all.len(), &all[0].details, &all[0].correction), (2, &before, &None));
        assert_eq!((all[1].version, &all[1].correction), (2, &Some(done.clone())));
    }
    let supervised = reason(Purpose::Supervision);
    assert_eq!(registry.superseded(prosecutor(), number, &supervised).await.unwrap().len(), 2);
    for actor in [office.supervisor, office.protector, operator(), examiner(1)] {
        office.world.refused("R13.1.4", registry.superseded(actor, number, &why)).await;
    }
    office.world.refused("R4.5.1", registry.superseded(office.administrator, number, &why)).await;
    office.world.audited().await;
}

#[tokio::test]
async fn a_person_is_found_by_the_new_numbers_and_not_by_the_old() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let change = DetailsChange {
        iin: Some(iin(9)),
        document_number: Some("N99999999".to_owned()),
        ..DetailsChange::default()
    };
    registry.correct_person(office.supervisor, number, correction(change)).await.unwrap();
    let find = async |claim: &str| registry.find_record(operator(), claim, reason(Purpose::Confirm)).await;
    for claim in [iin(9).as_str(), "N99999999"] {
        assert_eq!(find(claim).await.unwrap(), number, "{claim}");
    }
    for claim in [iin(1).as_str(), "N00000001"] {
        assert!(matches!(find(claim).await, Err(CommandError::NotFound { .. })), "{claim}");
    }
    // The old IIN is free: whom it belongs to is another person.
    let opened = registry.open_case(operator(), citizen(1)).await.unwrap();
    assert!(!opened.known_person);
    // And cannot be taken by a correction any more.
    let back = DetailsChange { iin: Some(iin(1)), ..DetailsChange::default() };
    let (field, message) = invalid(&office, number, correction(back)).await;
    assert!(field == "person.iin" && message.contains("examiners"), "{field}: {message}");
    office.world.audited().await;
}

#[tokio::test]
async fn a_corrected_birth_date_moves_the_term() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await; // born 1984-03-15
    let registry = office.registry();
    let death = date("2026-03-01");
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, death, "D-1").await.unwrap();
    let ends = async || {
        let (life, due) = registry.record_life(office.archivist, number, "CHECK-1").await.unwrap();
        (life.born.unwrap().to_string(), due.term.destroy_from.unwrap())
    };
    assert_eq!(ends().await, ("1984-03-15".to_owned(), date("2084-03-15")));
    let born = BirthDate::parse("1974-05-01").unwrap();
    let change = DetailsChange { born: Some(born), ..DetailsChange::default() };
    registry.correct_person(office.supervisor, number, correction(change)).await.unwrap();
    assert_eq!(ends().await, ("1974-05-01".to_owned(), date("2074-05-01")));
    office.set_day("2074-05-01");
    assert_eq!(registry.sweep().await.unwrap().due, 1, "the sweep counts with the new date");
    let reopened = support::open(Arc::clone(&office.world.store), Arc::clone(&office.world.clock)).await;
    let (life, _) = reopened.unwrap().record_life(office.archivist, number, "CHECK-2").await.unwrap();
    assert_eq!(life.born, Some(born), "and so does a register that is opened again");
}

#[tokio::test]
async fn a_supplement_adds_and_replaces_nothing() {
    let office = Office::new().await;
    let (_, number) = office.foreigner(7).await; // has no IIN (C-21), no patronymic
    let registry = office.registry();
    let added = DetailsChange {
        iin: Some(iin(7)),
        patronymic: Some("Ерланұлы".to_owned()),
        ..DetailsChange::default()
    };
    let done = registry.correct_person(office.supervisor, number, supplement(added.clone())).await.unwrap();
    assert_eq!(done.kind, CorrectionKind::Supplement);
    let newest = versions(&office, number).await.pop().unwrap();
    assert_eq!((newest.details.iin, newest.details.patronymic), (Some(iin(7)), added.patronymic.clone()));
    for change in [
        named("Қасымова"),
        DetailsChange { iin: Some(iin(8)), ..DetailsChange::default() },
        DetailsChange { sex: Some(Sex::Male), ..DetailsChange::default() },
        DetailsChange { born: BirthDate::parse("1984").ok(), ..DetailsChange::default() },
        DetailsChange { nationality: Some("TJK".to_owned()), ..DetailsChange::default() },
        DetailsChange { document_number: Some("N1".to_owned()), ..DetailsChange::default() },
    ] {
        let (field, message) = invalid(&office, number, supplement(change.clone())).await;
        assert!(field == "change" && message.contains("a correction, not a supplement"), "{change:?}");
    }
    assert_eq!(versions(&office, number).await.len(), 2);
    office.world.audited().await;
}

#[tokio::test]
async fn what_no_document_says_is_refused_by_field() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    office.citizen(2).await;
    let none = DetailsChange::default;
    for (change, wanted) in [
        (none(), "change"),
        (named("Әбілқасым"), "change"),
        (named(""), "person.family_name"),
        (named("Қасымова\u{7}"), "person.family_name"),
        (named(&"Қ".repeat(121)), "person.family_name"),
        (DetailsChange { given_name: Some("1".to_owned()), ..none() }, "person.given_name"),
        (DetailsChange { patronymic: Some(" a".to_owned()), ..none() }, "person.patronymic"),
        (DetailsChange { born: BirthDate::parse("2027-01-01").ok(), ..none() }, "person.born"),
        (DetailsChange { born: BirthDate::parse("1884-01-01").ok(), ..none() }, "person.born"),
        // Citizenship is no matter of correction: it is an event, or a registration of its own (R15.1.5).
        (DetailsChange { nationality: Some("UZB".to_owned()), ..none() }, "person.nationality"),
        (DetailsChange { document_number: Some("n 1".to_owned()), ..none() }, "person.document_number"),
        (DetailsChange { iin: Some(iin(2)), ..none() }, "person.iin"),
    ] {
        let (field, message) = invalid(&office, number, correction(change.clone())).await;
        assert_eq!(field, wanted, "{change:?}: {message}");
    }
    let no_document = NewCorrection { reference: String::new(), ..correction(named("Қасымова")) };
    let answer = office.registry().correct_person(office.supervisor, number, no_document).await;
    assert!(matches!(answer, Err(CommandError::Invalid { field: "reference", .. })));
    let nobody = RegistryNumber::from_random_bytes([1; 16]);
    let answer = office.registry().correct_person(office.supervisor, nobody, correction(named("Қ"))).await;
    assert!(matches!(answer, Err(CommandError::NotFound { .. })));
    assert_eq!(versions(&office, number).await.len(), 1);
}

#[tokio::test]
async fn corrections_are_for_the_body_that_collected_and_the_supervisor_of_the_store() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    // The operator of the body whose case it was.
    registry.correct_person(operator(), number, correction(named("Қасымова"))).await.unwrap();
    let asked = |actor, name| registry.correct_person(actor, number, correction(named(name)));
    let other = support::officer(Body::Mfa, Role::Operator, 1);
    office.world.refused("R11.1.1", asked(other, "Оспанова")).await;
    for actor in [office.archivist, office.head, office.protector, examiner(1)] {
        office.world.refused("R6.1.1", asked(actor, "Оспанова")).await;
    }
    office.world.refused("R36.1.1", asked(prosecutor(), "Оспанова")).await;
    office.world.refused("R4.5.1", asked(office.administrator, "Оспанова")).await;
    assert_eq!(versions(&office, number).await.len(), 2);
}

#[tokio::test]
async fn a_block_of_any_record_of_the_person_and_a_cut_link_stop_corrections() {
    let office = Office::new().await;
    let (first, second) = two_records(&office).await;
    let registry = office.registry();
    registry.correct_person(office.supervisor, first, correction(named("Қасымова"))).await.unwrap();
    registry.block(office.protector, second, "F-1", date("2026-03-30")).await.unwrap();
    for number in [first, second] {
        let asked = registry.correct_person(office.supervisor, number, correction(named("Оспанова")));
        office.world.refused("R1.7.1", asked).await;
    }
    assert_eq!(versions(&office, first).await.len(), 2);
    // A block does not stop oversight.
    assert_eq!(
        registry.superseded(office.archivist, second, &reason(Purpose::Keeping)).await.unwrap().len(),
        2
    );

    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let new = NewProposal { reference: "ORDER-1".to_owned(), ..NewProposal::default() };
    let asked = registry.propose(office.supervisor, number, ProposalKind::Depersonalise, new).await.unwrap();
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    let asked = registry.correct_person(office.supervisor, number, correction(named("Оспанова")));
    office.world.refused("R9.1.2", asked).await;
}

#[tokio::test]
async fn a_record_that_ended_is_not_corrected() {
    let office = Office::new().await;
    let (_, number) = office.foreigner(7).await;
    office.set_day("2036-03-03");
    office.registry().sweep().await.unwrap();
    let asked = office.registry().correct_person(office.supervisor, number, correction(named("Оспанова")));
    let (answer, entry) = office.world.check(asked).await;
    assert!(matches!(answer, Err(CommandError::Refused { .. })), "{answer:?}");
    assert_eq!(entry.outcome, ledger::Outcome::Refused);
}

/// R13.1.1: a correction is of data; prints and templates stay to the byte. R13.1.3: an error of the register is a ground
/// of its own and is named.
#[tokio::test]
async fn a_correction_of_an_error_leaves_every_print_as_it_was() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let (registry, store) = (office.registry(), &office.world.store);
    let images = async || {
        let mut all = Vec::new();
        for finger in store.fingers(number).await.unwrap() {
            let (of, image) = store.impression(finger.impression.unwrap()).await.unwrap().unwrap();
            all.push((of, finger.position, image.original));
        }
        all
    };
    let (before, templates) = (images().await, store.templates(number).await.unwrap());
    assert_eq!((before.len(), templates.len()), (10, 10));
    let new = NewCorrection { ground: CorrectionGround::Error, ..correction(named("Қасымова")) };
    let (done, entry) = office.world.check(registry.correct_person(office.supervisor, number, new)).await;
    assert_eq!((done.unwrap().ground, entry.requirement.as_str()), (CorrectionGround::Error, "R13.1.1"));
    let said = versions(&office, number).await.pop().unwrap();
    assert_eq!(said.correction.unwrap().ground, CorrectionGround::Error);
    assert_eq!(said.details.family_name, "Қасымова");
    assert_eq!((images().await, store.templates(number).await.unwrap()), (before, templates));
    office.world.audited().await;
}

#[tokio::test]
async fn of_two_corrections_at_once_none_is_lost() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let (first, second) = tokio::join!(
        registry.correct_person(office.supervisor, number, correction(named("Қасымова"))),
        registry.correct_person(office.other_supervisor, number, correction(named("Оспанова"))),
    );
    let done = [&first, &second].iter().filter(|answer| answer.is_ok()).count();
    for failed in [first, second].into_iter().filter_map(Result::err) {
        assert!(matches!(failed, CommandError::Store(StoreError::Conflict { .. })), "{failed}");
    }
    let all = versions(&office, number).await;
    assert!(done >= 1 && all.len() == 1 + done, "{done} done, {} versions", all.len());
    office.world.audited().await;
}

#[tokio::test]
async fn a_correction_that_fails_anywhere_is_wholly_there_or_not_at_all() {
    for point in Point::ALL {
        let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
        let office = Office::on(store.clone()).await;
        let (_, number) = office.citizen(1).await;
        let size = office.world.size().await;
        store.fail(*point, 0, StoreError::DiskFull);
        let change = DetailsChange { iin: Some(iin(9)), ..DetailsChange::default() };
        let asked = office.registry().correct_person(office.supervisor, number, correction(change.clone()));
        assert!(matches!(asked.await, Err(CommandError::Store(StoreError::DiskFull))), "{point:?}");
        let there = usize::from(*point == Point::AfterCommit);
        assert_eq!(versions(&office, number).await.len(), 1 + there, "{point:?}");
        assert_eq!(office.world.size().await, size + there as u64, "{point:?}");
        let found = office.world.store.person_by_iin(iin(9).as_str()).await.unwrap();
        assert_eq!(found.is_some(), there == 1, "{point:?}");
        if there == 0 {
            let again = office.registry().correct_person(office.supervisor, number, correction(change)).await;
            again.unwrap();
        }
        office.world.audited().await;
    }
}

/// A foreigner with a residence permit who is expelled later: two registrations (C-18), the second on the day the
/// clock shows.
async fn two_records(office: &Office) -> (RegistryNumber, RegistryNumber) {
    let (_, first) = office.foreigner(7).await;
    let details = versions(office, first).await.pop().unwrap().details;
    (first, expelled(office, details).await)
}

/// Registers the known person with these details for an expulsion.
async fn expelled(office: &Office, details: IdentityDetails) -> RegistryNumber {
    let registry = office.registry();
    let new = NewCase { person: details, ..foreigner(7, Basis::B6) };
    let opened = registry.open_case(operator(), new).await.unwrap();
    assert!(opened.known_person);
    let case = opened.case.id;
    for evidence in opened.case.decision.missing_evidence {
        registry.give_evidence(operator(), case, evidence, "ru", "decision 12").await.unwrap();
    }
    office.world.capture_ten(operator(), case, 7, support::FIRST + 5).await;
    registry.check_duplicates(operator(), case).await.unwrap();
    registry.register(operator(), case).await.unwrap();
    office.world.number_of(case).await
}

async fn to_archive(office: &Office, carrier: CarrierId, number: RegistryNumber) -> Act {
    let mut new = office.new_act(ActKind::Archive, &[number]);
    new.carrier = Some(carrier);
    let act = office.approved(new).await;
    office.registry().execute_act(office.archivist, act.text.id).await.unwrap()
}

#[tokio::test]
async fn a_version_goes_with_the_last_record_it_served() {
    let office = Office::new().await;
    let registry = office.registry();
    let (_, first) = office.foreigner(7).await; // 2026: version 1
    let rename = async |number, name: &str| {
        registry.correct_person(office.supervisor, number, correction(named(name))).await.unwrap();
    };
    office.set_day("2027-03-02");
    rename(first, "Қасымова").await; // version 2
    office.set_day("2028-03-02");
    let second = expelled(&office, versions(&office, first).await.pop().unwrap().details).await;
    let person = office.world.store.linked_person(first).await.unwrap().unwrap();
    office.set_day("2029-03-02");
    rename(first, "Оспанова").await; // version 3
    let numbers = async || {
        let all = office.world.store.person_versions(person).await.unwrap();
        all.iter().map(|version| version.version).collect::<Vec<_>>()
    };
    assert_eq!(numbers().await, [1, 2, 3]);

    office.set_day("2036-03-03");
    registry.sweep().await.unwrap();
    let shelf =
        registry.enter_carrier(office.archivist, "SHELF-1", "Vault 3", office.archivist.officer).await;
    let carrier = shelf.unwrap().id;
    to_archive(&office, carrier, first).await;
    assert_eq!(numbers().await, [2, 3], "the second record was never served by the first version");
    let seen = registry.superseded(office.archivist, second, &reason(Purpose::Keeping)).await.unwrap();
    assert_eq!(seen[0].details.family_name, "Қасымова");
    office.world.audited().await;
    // What is corrected next counts on.
    rename(second, "Сейітова").await;
    assert_eq!(numbers().await, [2, 3, 4]);

    office.set_day("2038-03-03");
    registry.sweep().await.unwrap();
    to_archive(&office, carrier, second).await;
    assert!(numbers().await.is_empty(), "with the last record everything goes");
    assert!(office.world.store.person(person).await.unwrap().is_none());
    office.world.audited().await;
}

#[tokio::test]
async fn of_a_person_whom_an_open_case_holds_the_newest_version_stays_alone() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let person = office.world.store.linked_person(number).await.unwrap().unwrap();
    registry.correct_person(office.supervisor, number, correction(named("Қасымова"))).await.unwrap();
    office.set_day("2090-01-01");
    let death = date("2050-01-20");
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, death, "D-1").await.unwrap();
    registry.sweep().await.unwrap();
    let details = versions(&office, number).await.pop().unwrap().details;
    let again = NewCase { person: details, ..citizen(1) };
    let case = registry.open_case(operator(), again).await.unwrap();
    assert!(case.known_person);
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    let left = office.world.store.person_versions(person).await.unwrap();
    assert_eq!(left.iter().map(|version| version.version).collect::<Vec<_>>(), [2]);
    assert_eq!(left[0].details.family_name, "Қасымова");
    office.world.audited().await;
}
