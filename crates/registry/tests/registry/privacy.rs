//! What an officer may learn of people, from answers and from errors, and that the ledger says so.

use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;

/// A mandatory registration with all its evidence and ten prints of `fingers`.
async fn captured(world: &World, new: NewCase, fingers: u64) -> CaseId {
    let case = world.registry.open_case(operator(), new).await.unwrap().case;
    assert_eq!(case.decision.outcome, law::Outcome::Register, "{:?}", case.decision);
    for evidence in case.decision.missing_evidence {
        world.registry.give_evidence(operator(), case.id, evidence, "ru", "decision 12").await.unwrap();
    }
    world.capture_ten(operator(), case.id, fingers, FIRST).await;
    case.id
}

async fn registered(world: &World, new: NewCase, fingers: u64) -> CaseId {
    let case = captured(world, new, fingers).await;
    assert!(world.registry.check_duplicates(operator(), case).await.unwrap().candidates.is_empty());
    world.registry.register(operator(), case).await.unwrap();
    case
}

async fn state(world: &World, case: CaseId) -> CaseState {
    world.store.case(case).await.unwrap().unwrap().state
}

#[tokio::test]
async fn an_examiner_sees_prints_and_no_names() {
    let world = World::new().await;
    let r = &world.registry;
    let (first, _) = world.registered(1).await;
    let case = world.captured(2, 1).await;
    let candidate = r.check_duplicates(operator(), case).await.unwrap().candidates[0].clone();
    let who = examiner(1);
    world.refused("R6.1.1", r.view_case(who, case)).await;
    world.refused("R6.1.1", r.case_person(who, case)).await;
    world.refused("R6.1.1", r.list_cases(who, 10)).await;
    world.refused("R6.1.1", r.fingers_of_case(who, case)).await;
    world.refused("R6.1.1", r.candidates(who, case)).await;
    world.refused("R11.4.6", r.waiting_candidates(operator())).await;

    assert_eq!(r.waiting_candidates(who).await.unwrap().len(), 1);
    let (both, entry) = world.check(r.candidate_fingers(who, candidate.id)).await;
    assert_eq!(entry.operation, "view-prints");
    let both = both.unwrap();
    let named = ViewReason::new(Purpose::Registration, candidate.id.to_string());
    for side in [&both.case, &both.candidate] {
        let (image, entry) = world.check(r.impression(who, side[1].impression.unwrap(), &named)).await;
        assert_eq!((image.unwrap().impression.position, entry.operation.as_str()), (INDEX, "view-prints"));
    }
    let elsewhere = ViewReason { reference: "DOC-1".to_owned(), ..named.clone() };
    world.refused("R6.1.1", r.impression(who, both.case[1].impression.unwrap(), &elsewhere)).await;
    world.refused("R5.1.1", r.impression(who, both.candidate[1].impression.unwrap(), &elsewhere)).await;

    let number = world.number_of(first).await;
    world.refused("R5.1.1", r.view_record(who, number, reason(Purpose::Registration))).await;
    let (view, entry) = world.check(r.view_record(who, number, reason(Purpose::Identify))).await;
    assert_eq!((view.is_ok(), entry.operation.as_str()), (true, "view-record"));

    r.adjudicate(who, candidate.id, Adjudication::Different, "14 points").await.unwrap();
    world.refused("R11.4.6", r.candidate_fingers(who, candidate.id)).await;
    world.refused("R11.4.6", r.impression(who, both.case[1].impression.unwrap(), &named)).await;
}

#[tokio::test]
async fn who_may_not_ask_hears_nothing_of_the_stores() {
    let world = World::new().await;
    let r = &world.registry;
    world.registered(1).await;
    let mut wrong = citizen(1);
    wrong.person.born = BirthDate::parse("1985-03-15").unwrap();
    world.refused("R4.5.1", r.open_case(administrator(), wrong.clone())).await;
    world.refused("R11.1.1", r.open_case(officer(Body::Nsb, Role::Operator, 1), wrong)).await;
    // Two people hold documents of one number: an answer that only somebody who may ask hears.
    for nationality in ["UZB", "TJK"] {
        let mut new = foreigner(7, Basis::B3);
        new.person.nationality = Some(nationality.to_owned());
        r.open_case(operator(), new).await.unwrap();
    }
    for claim in ["N00000007", "N00000001", "N99999999"] {
        let verify = r.verify(administrator(), claim, Purpose::Confirm, None, probe(1, &[INDEX]));
        world.refused("R4.5.1", verify).await;
        world.refused("R4.5.1", r.find_record(administrator(), claim, reason(Purpose::Confirm))).await;
    }
}

#[tokio::test]
async fn an_error_that_tells_of_people_is_an_entry() {
    let world = World::new().await;
    let r = &world.registry;
    let (_, certificate) = world.registered(1).await;
    world.registered(2).await;
    let case = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    for nationality in ["UZB", "TJK"] {
        let mut new = foreigner(7, Basis::B3);
        new.person.nationality = Some(nationality.to_owned());
        r.open_case(operator(), new).await.unwrap();
    }
    let verify = async |claim: &str, case, fingers| {
        let (answer, entry) = world.check(r.verify(operator(), claim, Purpose::Confirm, case, fingers)).await;
        assert_eq!(entry.operation, "verify");
        answer.unwrap_err().to_string()
    };
    assert!(verify("N00000007", None, probe(1, &[INDEX])).await.contains("several persons"));
    assert!(verify("N00000002", Some(case), probe(2, &[INDEX])).await.contains("another person"));
    assert!(verify("N99999999", None, probe(2, &[INDEX])).await.contains("not found"));
    assert!(verify("N00000002", None, vec![]).await.contains("0 fingers"));
    let (found, entry) = world.check(r.find_record(operator(), "N00000007", reason(Purpose::Confirm))).await;
    assert_eq!((found.is_err(), entry.operation.as_str()), (true, "search-person"));

    let mut other = citizen(1);
    other.person.citizenship = Citizenship::Foreigner;
    other.person.nationality = Some("UZB".to_owned());
    other.basis = Basis::B3;
    let (opened, entry) = world.check(r.open_case(operator(), other)).await;
    assert!(matches!(opened, Err(CommandError::Invalid { field: "person.citizenship", .. })), "{opened:?}");
    assert_eq!((entry.operation.as_str(), certificate.basis), ("open-case", Basis::B1));

    let (slow, quick) = (world.captured(4, 4).await, world.captured(5, 4).await);
    for case in [slow, quick] {
        assert!(r.check_duplicates(operator(), case).await.unwrap().candidates.is_empty());
    }
    r.register(operator(), quick).await.unwrap();
    let (late, entry) = world.check(r.register(operator(), slow)).await;
    assert!(late.unwrap_err().to_string().contains("repeat the check"));
    assert_eq!(entry.operation, "register");
    world.audited().await;
}

#[tokio::test]
async fn a_form_renames_nobody_before_the_person_is_proven() {
    let world = World::new().await;
    let r = &world.registry;
    let (case, _) = world.registered(1).await;
    let person = world.store.case(case).await.unwrap().unwrap().person.unwrap();
    let name = async || world.store.person(person).await.unwrap().unwrap().details.family_name;
    let mut again = citizen(1);
    again.person.family_name = "Басқатегі".to_owned();
    again.person.document_number = Some("N55555555".to_owned());
    let opened = r.open_case(operator(), again).await.unwrap().case;
    assert_eq!(name().await, "Әбілқасым");
    assert!(world.store.persons_by_document("N55555555").await.unwrap().is_empty());
    let shown = r.case_person(operator(), opened.id).await.unwrap().unwrap();
    assert_eq!(shown.details.family_name, "Басқатегі", "the case shows what was entered in it");
    let claim = iin(1);
    let verify = |fingers| {
        r.verify(operator(), claim.as_str(), Purpose::Confirm, Some(opened.id), probe(fingers, &[INDEX]))
    };
    assert_eq!(verify(2).await.unwrap().answer, VerificationAnswer::NotConfirmed);
    assert_eq!(name().await, "Әбілқасым");
    assert_eq!(verify(1).await.unwrap().answer, VerificationAnswer::Confirmed);
    assert_eq!(name().await, "Басқатегі");
    assert_eq!(world.store.persons_by_document("N55555555").await.unwrap()[0].id, person);
    world.audited().await;
}

#[tokio::test]
async fn a_second_registration_is_held_against_the_persons_own_prints() {
    for (fingers, judged, expected) in [
        (1, None, CaseState::Open),
        (7, Some(Adjudication::Different), CaseState::Stopped),
        (7, Some(Adjudication::Same), CaseState::Open),
    ] {
        let world = World::new().await;
        let r = &world.registry;
        let own = registered(&world, foreigner(1, Basis::B3), 1).await;
        let own = world.number_of(own).await;
        // Expulsion is a registration of its own (C-18).
        let case = captured(&world, foreigner(1, Basis::B6), fingers).await;
        let found = r.check_duplicates(operator(), case).await.unwrap().candidates;
        assert_eq!(found.len(), usize::from(judged.is_some()), "{found:?}");
        for candidate in &found {
            assert_eq!(candidate.hit.registry_number, own);
            assert!(matches!(r.register(operator(), case).await, Err(CommandError::WrongState { .. })));
            for number in [1, 2] {
                r.adjudicate(examiner(number), candidate.id, judged.unwrap(), "points").await.unwrap();
            }
        }
        assert_eq!(state(&world, case).await, expected);
        assert_eq!(r.register(operator(), case).await.is_ok(), expected == CaseState::Open);
        world.audited().await;
    }
}

#[tokio::test]
async fn a_refused_opening_keeps_nothing_of_the_person() {
    let world = World::new().await;
    let entry = world.refused("R4.5.1", world.registry.open_case(administrator(), citizen(1))).await;
    assert!(!entry.commitments.is_empty());
    assert!(world.store.openings(entry.sequence).await.unwrap().is_empty());
    let entry = world.refused("R2.1.1", world.registry.open_case(operator(), foreigner(1, Basis::B1))).await;
    assert!(world.store.openings(entry.sequence).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_commits_to_what_was_on_it() {
    let world = World::new().await;
    let r = &world.registry;
    let (_, certificate) = world.registered(1).await;
    let case = world.captured(2, 1).await;
    let candidate = r.check_duplicates(operator(), case).await.unwrap().candidates[0].id;
    let opened = async |entry: ledger::Entry, subject: &str, id: String| {
        let openings = world.store.openings(entry.sequence).await.unwrap();
        let opening = openings.iter().find(|opening| opening.subject == subject).unwrap();
        assert!(entry.commitments.iter().any(|c| ledger::opens(c, &opening.salt, &opening.payload)));
        assert!(String::from_utf8_lossy(&opening.payload).contains(&id), "{id}");
    };
    let (_, entry) = world.check(r.list_cases(operator(), 10)).await;
    opened(entry, "cases", case.to_string()).await;
    let (_, entry) = world.check(r.waiting_candidates(examiner(1))).await;
    opened(entry, "candidates", candidate.to_string()).await;
    let (_, entry) = world.check(r.certificate(operator(), &certificate.number)).await;
    opened(entry, "certificate", certificate.number.to_string()).await;
}

#[tokio::test]
async fn attempts_count_also_when_the_form_names_no_case() {
    let world = World::new().await;
    let r = &world.registry;
    world.registered(1).await;
    let case = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let attempt =
        |case, fingers| r.verify(operator(), "N00000001", Purpose::Confirm, case, probe(fingers, &[INDEX]));
    for named in [None, Some(case), None] {
        assert_eq!(attempt(named, 2).await.unwrap().answer, VerificationAnswer::NotConfirmed);
    }
    assert_eq!(world.store.case(case).await.unwrap().unwrap().verification_attempts, 3);
    // Neither without a case nor with a new one does the counting begin anew.
    let other = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    for named in [None, Some(case), Some(other)] {
        let (answer, entry) = world.check(attempt(named, 1)).await;
        assert!(matches!(answer, Err(CommandError::WrongState { .. })), "{answer:?}");
        assert_eq!(entry.operation, "verify");
    }
}
