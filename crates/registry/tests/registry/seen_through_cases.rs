//! What a block or a cut link hides is not seen through a case, a list, a candidate or an image either (Art. 1(7), 9).

use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{self, FIRST, citizen, examiner, iin, image, operator, prosecutor, reason};

const THUMB: FingerPosition = FingerPosition::RightThumb;

fn proposal(reference: &str) -> NewProposal {
    NewProposal { reference: reference.to_owned(), ..NewProposal::default() }
}

async fn block(office: &Office, number: RegistryNumber) {
    let review_by = "2026-03-30".parse().unwrap();
    office.registry().block(office.protector, number, "FINDING-1", review_by).await.unwrap();
}

async fn cut(office: &Office, number: RegistryNumber) {
    let kind = ProposalKind::Depersonalise;
    let registry = office.registry();
    let asked = registry.propose(office.supervisor, number, kind, proposal("ORDER-1")).await.unwrap();
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
}

/// The first image of a case.
async fn first_image(office: &Office, case: CaseId) -> ImpressionId {
    office.registry().fingers_of_case(operator(), case).await.unwrap()[0].impression.unwrap()
}

async fn name_in_list(office: &Office, actor: Actor, case: CaseId) -> Option<String> {
    let listed = office.registry().list_cases(actor, 100).await.unwrap();
    listed.into_iter().find(|row| row.id == case).unwrap().name
}

#[tokio::test]
async fn a_blocked_record_is_not_seen_through_its_case_but_by_those_who_oversee() {
    let office = Office::new().await;
    let (case, number) = office.citizen(1).await;
    let registry = office.registry();
    let print = first_image(&office, case).await;
    let own = reason(Purpose::Registration);
    registry.impression(operator(), print, &own).await.unwrap();
    assert!(name_in_list(&office, operator(), case).await.is_some());

    block(&office, number).await;
    let world = &office.world;
    world.refused("R1.7.1", registry.view_case(operator(), case)).await;
    world.refused("R1.7.1", registry.case_person(operator(), case)).await;
    world.refused("R1.7.1", registry.fingers_of_case(operator(), case)).await;
    world.refused("R1.7.1", registry.candidates(operator(), case)).await;
    world.refused("R1.7.1", registry.impression(operator(), print, &own)).await;
    assert_eq!(name_in_list(&office, operator(), case).await, None);

    let oversight = reason(Purpose::Supervision);
    registry.view_case(prosecutor(), case).await.unwrap();
    assert!(registry.case_person(prosecutor(), case).await.unwrap().is_some());
    assert!(name_in_list(&office, prosecutor(), case).await.is_some());
    registry.impression(prosecutor(), print, &oversight).await.unwrap();
    let finding = reason(Purpose::Keeping);
    registry.view_record(office.protector, number, finding.clone()).await.unwrap();
    registry.impression(office.protector, print, &finding).await.unwrap();
    world.audited().await;
}

#[tokio::test]
async fn a_blocked_record_is_not_seen_through_a_case_that_was_closed_by_verifying_it() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let again = registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let print = vec![(THUMB, image(1, THUMB, FIRST + 1))];
    let claim = iin(1);
    let answer = registry.verify(operator(), claim.as_str(), Purpose::Confirm, Some(again), print).await;
    assert_eq!(answer.unwrap().answer, VerificationAnswer::Confirmed);
    assert!(registry.case_person(operator(), again).await.unwrap().is_some());
    block(&office, number).await;
    office.world.refused("R1.7.1", registry.case_person(operator(), again)).await;
    assert_eq!(name_in_list(&office, operator(), again).await, None);
}

#[tokio::test]
async fn a_blocked_candidate_is_neither_looked_at_nor_judged() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let case = office.world.captured(2, 1).await;
    let candidate = registry.check_duplicates(operator(), case).await.unwrap().candidates[0].id;
    let shown = registry.candidate_fingers(examiner(1), candidate).await.unwrap();
    let named = ViewReason { reference: candidate.to_string(), ..reason(Purpose::Registration) };
    let print = shown.candidate[0].impression.unwrap();
    registry.impression(examiner(1), print, &named).await.unwrap();

    block(&office, number).await;
    let world = &office.world;
    world.refused("R1.7.1", registry.candidate_fingers(examiner(1), candidate)).await;
    world.refused("R1.7.1", registry.impression(examiner(1), print, &named)).await;
    let opinion = registry.adjudicate(examiner(1), candidate, Adjudication::Same, "ridge flow, 14 points");
    world.refused("R1.7.1", opinion).await;
    assert!(office.world.store.candidate(candidate).await.unwrap().unwrap().opinions.is_empty());
    registry.candidate_fingers(prosecutor(), candidate).await.unwrap();
    // The case itself, a draft of another person, is not blocked.
    registry.view_case(operator(), case).await.unwrap();
}

#[tokio::test]
async fn an_image_of_a_record_whose_link_is_cut_is_not_given_as_that_of_a_draft() {
    let office = Office::new().await;
    let (case, number) = office.citizen(1).await;
    let (registry, world) = (office.registry(), &office.world);
    let print = first_image(&office, case).await;
    cut(&office, number).await;
    let own = reason(Purpose::Registration);
    world.refused("R9.1.2", registry.impression(operator(), print, &own)).await;
    world.refused("R9.1.2", registry.view_case(operator(), case)).await;
    assert_eq!(name_in_list(&office, operator(), case).await, None);
    let stranger = support::officer(Body::Mfa, Role::Operator, 9);
    let foreign = registry.impression(stranger, print, &own).await;
    assert!(matches!(foreign, Err(CommandError::Refused { .. })), "{foreign:?}");
    block(&office, number).await;
    world.refused("R1.7.1", registry.impression(operator(), print, &own)).await;
    world.refused("R1.7.1", registry.view_case(operator(), case)).await;
    registry.impression(prosecutor(), print, &reason(Purpose::Supervision)).await.unwrap();
    world.audited().await;
}
