//! What the law refuses is refused, recorded once, with its requirement.

use law::Evidence;
use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;

#[tokio::test]
async fn opening_is_refused_by_competence_and_citizenship() {
    let world = World::new().await;
    let r = &world.registry;
    let nsb = officer(Body::Nsb, Role::Operator, 1);
    world.refused("R11.1.1", r.open_case(nsb, citizen(1))).await;
    world.refused("R2.1.1", r.open_case(operator(), foreigner(1, Basis::B1))).await;
    let mut without_document = citizen(1);
    without_document.circumstances.document = None;
    world.refused("R10.1.3", r.open_case(operator(), without_document)).await;
    world.refused("R6.1.1", r.open_case(examiner(1), citizen(1))).await;
    world.refused("R36.1.1", r.open_case(prosecutor(), citizen(1))).await;
    world.refused("R4.5.1", r.open_case(administrator(), citizen(1))).await;
    assert!(world.store.cases(None, 10).await.unwrap().is_empty());
    assert!(world.store.person_by_iin(iin(1).as_str()).await.unwrap().is_none(), "nobody refused is entered");
    world.audited().await;
}

#[tokio::test]
async fn without_consent_no_finger_is_read() {
    let world = World::new().await;
    let r = &world.registry;
    let case = r.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let entry = world.refused("R10.1.1", r.capture(operator(), case, INDEX, image(1, INDEX, 1))).await;
    assert_eq!((entry.operation.as_str(), entry.articles[0].as_str()), ("capture", "10(1)"));
    assert!(world.store.draft_of(case).await.unwrap().is_none());
    world.refused("R10.1.1", r.check_duplicates(operator(), case)).await;
    world.refused("R10.1.1", r.register(operator(), case)).await;
}

#[tokio::test]
async fn a_case_belongs_to_its_body() {
    let world = World::new().await;
    let r = &world.registry;
    let case = world.captured(1, 1).await;
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    world.refused("R4.5.1", r.view_case(mfa, case)).await;
    world.refused("R4.5.1", r.case_person(mfa, case)).await;
    assert!(r.list_cases(mfa, 10).await.unwrap().is_empty());
    assert_eq!(r.list_cases(operator(), 10).await.unwrap().len(), 1);
    assert_eq!(r.list_cases(prosecutor(), 10).await.unwrap().len(), 1);
    let seen = world.check(r.view_case(prosecutor(), case)).await;
    assert_eq!((seen.1.requirement.as_str(), seen.1.purpose), ("R36.1.1", Purpose::Supervision));
    world.refused("R4.5.1", r.view_case(administrator(), case)).await;
}

#[tokio::test]
async fn searching_needs_the_role_the_case_and_the_purpose() {
    let world = World::new().await;
    let r = &world.registry;
    let (case, _) = world.registered(1).await;
    let number = world.number_of(case).await;
    world.refused("R1.12.1", r.identify(operator(), corpse("CASE-1"), mark(1, INDEX))).await;
    world.refused("R16.1.1", r.identify(examiner(1), corpse(""), mark(1, INDEX))).await;
    world
        .refused(
            "R16.2.1",
            r.identify(examiner(1), SearchFor::new(QueryKind::ForeignerControl, "CASE-1"), mark(1, INDEX)),
        )
        .await;
    world
        .refused(
            "R16.3.1",
            r.identify(examiner(1), SearchFor::new(QueryKind::CrimeSceneMark, "CASE-1"), mark(1, INDEX)),
        )
        .await;
    let nsb = officer(Body::Nsb, Role::Operator, 1);
    world.refused("R16.4.1", r.verify(nsb, "N00000001", Purpose::Confirm, None, probe(1, &[INDEX]))).await;
    // At the border the lane answers, by the law's decision about the traveller.
    world.refused("R3.1.2", r.verify(nsb, "N00000001", Purpose::Border, None, probe(1, &[INDEX]))).await;
    world.refused("R4.5.1", r.view_record(administrator(), number, reason(Purpose::Confirm))).await;
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    assert!(world.registry.view_record(mfa, number, reason(Purpose::Confirm)).await.is_err());
    world.refused("R36.1.1", r.ledger_page(operator(), None, 10)).await;
    world.refused("R1.6.1", r.list_officers(operator())).await;
    world.audited().await;
}

/// R1.6.1: no account with a role that its body cannot have.
#[tokio::test]
async fn an_account_has_a_role_of_its_body() {
    let world = World::new().await;
    let account = |body, role| NewOfficer {
        login: "desk-1".to_owned(),
        display_name: "Officer".to_owned(),
        body,
        role,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    };
    for (body, role) in [
        (Body::Svc, Role::Examiner),
        (Body::Svc, Role::Administrator),
        (Body::Iab, Role::Prosecutor),
        (Body::Pro, Role::Operator),
        (Body::Mfa, Role::Examiner),
        (Body::Mfa, Role::Archivist),
        (Body::Iab, Role::System),
    ] {
        let answer = world.registry.add_officer(administrator(), account(body, role)).await;
        assert!(
            matches!(answer, Err(CommandError::Invalid { field: "role", .. })),
            "{body} {role}: {answer:?}"
        );
    }
    assert!(world.store.officers().await.unwrap().is_empty());
    world.registry.add_officer(administrator(), account(Body::Svc, Role::Operator)).await.unwrap();
}

#[tokio::test]
async fn the_refusal_of_a_duty_is_recorded_and_erases_nothing() {
    let world = World::new().await;
    let case = world.registry.open_case(operator(), foreigner(1, Basis::B3)).await.unwrap().case.id;
    let (answer, entry) = world.check(world.registry.decline(operator(), case)).await;
    assert!(matches!(answer, Err(CommandError::WrongState { .. })));
    assert_eq!(entry.requirement, "R7.2.2");
    assert_eq!(world.store.case(case).await.unwrap().unwrap().state, CaseState::Open);
}

#[tokio::test]
async fn a_child_who_turned_sixteen_meanwhile_is_decided_anew() {
    let world = World::new().await;
    let r = &world.registry;
    let mut child = citizen(1);
    child.basis = Basis::B8;
    child.person.born = BirthDate::parse("2010-03-03").unwrap();
    child.circumstances.document = Some(law::Document::Passport);
    let case = r.open_case(operator(), child).await.unwrap().case;
    for evidence in
        [Evidence::ChildConsent, Evidence::RepresentativeApplication, Evidence::RepresentativePresent]
    {
        r.give_evidence(operator(), case.id, evidence, "ru", "form 3").await.unwrap();
    }
    r.capture(operator(), case.id, INDEX, image(1, INDEX, 1)).await.unwrap();
    world.clock.set("2026-03-03T06:00:00Z".parse().unwrap());
    let entry = world.refused("R2.1.1", r.capture(operator(), case.id, INDEX, image(1, INDEX, 1))).await;
    assert_eq!(entry.operation, "capture");
}
