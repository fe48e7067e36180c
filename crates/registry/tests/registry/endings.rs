//! Cases that end without a registration: a refused duty with its protocol, a closing with outcome and reason, a
//! postponement until fingers have healed.

use law::{ClosingOutcome, ClosingReason, Evidence};
use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;

/// A foreigner's case with all its evidence.
async fn duty(world: &World, n: u64) -> CaseId {
    let opened = world.registry.open_case(operator(), foreigner(n, Basis::B3)).await.unwrap().case;
    for evidence in opened.decision.missing_evidence {
        world.registry.give_evidence(operator(), opened.id, evidence, "ru", "form 3").await.unwrap();
    }
    opened.id
}

async fn state(world: &World, case: CaseId) -> CaseState {
    world.store.case(case).await.unwrap().unwrap().state
}

async fn all_missing(world: &World, case: CaseId, reason: MissingReason) {
    for position in FingerPosition::ALL {
        let missing = CaptureInput::Missing(reason);
        world.registry.capture(operator(), case, *position, missing).await.unwrap();
    }
}

fn postponed() -> NewClosing {
    NewClosing { warned_in: Some("kk".to_owned()), ..closing(ClosingReason::TemporaryDamage) }
}

#[tokio::test]
async fn a_refused_duty_ends_the_case_with_its_protocol_and_nothing_is_taken_any_more() {
    let world = World::new().await;
    let r = &world.registry;
    let case = duty(&world, 1).await;
    world.capture_ten(operator(), case, 1, FIRST).await;
    let print = world.store.draft_of(case).await.unwrap().unwrap();
    let (ended, entry) = world.check(r.refuse_duty(operator(), case, refusal())).await;
    let ended = ended.unwrap();
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("decline", "R7.2.2"));
    assert_eq!(entry.outcome, ledger::Outcome::Done);
    assert_eq!(state(&world, case).await, CaseState::Refused);
    let stored = world.store.case(case).await.unwrap().unwrap();
    assert_eq!(stored.ending, ended.ending);
    let Some(CaseEnding::Refused(protocol)) = stored.ending else { panic!("{:?}", stored.ending) };
    assert_eq!((protocol.reference.as_str(), protocol.language.as_str()), ("PROTOCOL-7", "kk"));
    assert_eq!((protocol.signed, protocol.by), (ProtocolSigned::ByPerson, operator().officer));
    assert!(world.store.templates(print).await.unwrap().is_empty(), "prints of no registration are not kept");

    world.refused("R7.2.2", r.capture(operator(), case, INDEX, image(1, INDEX, 1))).await;
    world.refused("R7.2.2", r.give_evidence(operator(), case, Evidence::Consent, "kk", "text 2")).await;
    world.refused("R7.2.2", r.check_duplicates(operator(), case)).await;
    world.refused("R7.2.2", r.register(operator(), case)).await;
    let again = r.refuse_duty(operator(), case, refusal()).await;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");
    let closed = r.close_case(operator(), case, closing(ClosingReason::OpenedInError)).await;
    assert!(matches!(closed, Err(CommandError::WrongState { .. })), "{closed:?}");
    r.view_case(operator(), case).await.unwrap();
    assert_eq!(r.list_cases(operator(), 10).await.unwrap()[0].state, CaseState::Refused);
    // Who comes all the same is registered in a new case.
    let later = duty(&world, 1).await;
    world.capture_ten(operator(), later, 1, FIRST).await;
    r.check_duplicates(operator(), later).await.unwrap();
    r.register(operator(), later).await.unwrap();
    world.audited().await;
}

#[tokio::test]
async fn a_protocol_is_signed_by_the_person_or_by_two_witnesses_and_names_its_language() {
    let world = World::new().await;
    let case = duty(&world, 1).await;
    let by = |first: &str, second: &str| NewRefusal {
        signed: ProtocolSigned::ByWitnesses(first.to_owned(), second.to_owned()),
        ..refusal()
    };
    let wrong = [
        ("second_witness", by("Оспанов А", "оспанов а")),
        ("second_witness", by("Оспанов А", "")),
        ("first_witness", by("", "Оспанов А")),
        ("language", NewRefusal { language: "de".to_owned(), ..refusal() }),
        ("reference", NewRefusal { reference: String::new(), ..refusal() }),
    ];
    for (named, new) in wrong {
        let answer = world.registry.refuse_duty(operator(), case, new).await;
        let Err(CommandError::Invalid { field, .. }) = answer else { panic!("{named}: {answer:?}") };
        assert_eq!(field, named);
    }
    assert_eq!(state(&world, case).await, CaseState::Open);
    world.registry.refuse_duty(operator(), case, by("Оспанов А", "Сәрсенова Б")).await.unwrap();
}

#[tokio::test]
async fn what_is_voluntary_is_declined_and_a_duty_is_refused() {
    let world = World::new().await;
    let (voluntary, duty) = (world.consented(1).await, duty(&world, 2).await);
    let refused = world.registry.refuse_duty(operator(), voluntary, refusal()).await;
    assert!(matches!(refused, Err(CommandError::WrongState { .. })), "{refused:?}");
    let (declined, entry) = world.check(world.registry.decline(operator(), duty)).await;
    assert!(matches!(declined, Err(CommandError::WrongState { .. })), "{declined:?}");
    assert_eq!((entry.requirement.as_str(), entry.outcome), ("R7.2.2", ledger::Outcome::Refused));
    let stranger = officer(Body::Mfa, Role::Operator, 1);
    world.refused("R11.1.3", world.registry.refuse_duty(stranger, duty, refusal())).await;
    assert_eq!(state(&world, duty).await, CaseState::Open);
}

#[tokio::test]
async fn a_case_closes_with_an_outcome_and_a_reason_that_leads_to_it() {
    let world = World::new().await;
    let r = &world.registry;
    let case = world.captured(1, 1).await;
    let number = world.number_of(case).await;
    let wrong = [
        ("reason", NewClosing { outcome: ClosingOutcome::PassedOn, ..closing(ClosingReason::DidNotReturn) }),
        (
            "warned_in",
            NewClosing { warned_in: Some("kk".to_owned()), ..closing(ClosingReason::DidNotReturn) },
        ),
        ("warned_in", closing(ClosingReason::TemporaryDamage)),
        ("warned_in", NewClosing { warned_in: Some("de".to_owned()), ..postponed() }),
        ("reference", NewClosing { reference: "<b>".to_owned(), ..closing(ClosingReason::OtherBody) }),
    ];
    for (named, new) in wrong {
        let answer = r.close_case(operator(), case, new).await;
        let Err(CommandError::Invalid { field, .. }) = answer else { panic!("{named}: {answer:?}") };
        assert_eq!(field, named);
    }
    let stranger = officer(Body::Mfa, Role::Operator, 1);
    world.refused("R11.1.1", r.close_case(stranger, case, closing(ClosingReason::DidNotReturn))).await;
    assert_eq!(state(&world, case).await, CaseState::Open);
    let (closed, entry) =
        world.check(r.close_case(operator(), case, closing(ClosingReason::DidNotReturn))).await;
    let Some(CaseEnding::Closed(ending)) = closed.unwrap().ending else { panic!("closed") };
    assert_eq!(ending.outcome, ClosingOutcome::Withdrawn);
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("close-case", "R6.2.2"));
    assert!(world.store.templates(number).await.unwrap().is_empty(), "a draft is no record");
    for act in [
        r.capture(operator(), case, INDEX, image(1, INDEX, 1)).await.map(drop),
        r.close_case(operator(), case, closing(ClosingReason::OtherBody)).await.map(drop),
        r.decline(operator(), case).await,
        r.register(operator(), case).await.map(drop),
    ] {
        assert!(matches!(act, Err(CommandError::WrongState { .. })), "{act:?}");
    }
    let registered = world.registered(2).await.0;
    let late = r.close_case(operator(), registered, closing(ClosingReason::OpenedInError)).await;
    assert!(matches!(late, Err(CommandError::WrongState { .. })), "{late:?}");
    world.audited().await;
}

#[tokio::test]
async fn fingers_damaged_for_a_time_postpone_the_case_which_is_no_refusal_and_is_remembered() {
    let world = World::new().await;
    let r = &world.registry;
    let case = duty(&world, 1).await;
    let early = r.close_case(operator(), case, postponed()).await;
    assert!(matches!(early, Err(CommandError::WrongState { .. })), "no finger is recorded yet: {early:?}");
    all_missing(&world, case, MissingReason::Amputated).await;
    let never = r.close_case(operator(), case, postponed()).await;
    assert!(matches!(never, Err(CommandError::WrongState { .. })), "nothing heals: {never:?}");
    all_missing(&world, case, MissingReason::TemporaryDamage).await;
    r.capture(operator(), case, INDEX, image(1, INDEX, 1)).await.unwrap();
    let whole = r.close_case(operator(), case, postponed()).await;
    assert!(matches!(whole, Err(CommandError::WrongState { .. })), "one finger is whole: {whole:?}");
    all_missing(&world, case, MissingReason::TemporaryDamage).await;
    let (closed, entry) = world.check(r.close_case(operator(), case, postponed())).await;
    let Some(CaseEnding::Closed(ending)) = closed.unwrap().ending else { panic!("closed") };
    assert_eq!((ending.outcome, ending.warned_in.as_deref()), (ClosingOutcome::Postponed, Some("kk")));
    assert_eq!(entry.requirement, "R6.2.2");
    assert!(world.entries().await.iter().all(|entry| entry.requirement != "R7.2.2"), "no refusal");

    let next = r.open_case(operator(), foreigner(1, Basis::B3)).await.unwrap().case;
    assert_eq!(next.postponed_on, Some("2026-03-02".parse().unwrap()));
    let seen = r.view_case(operator(), next.id).await.unwrap();
    assert_eq!((seen.state, seen.postponed_on), (CaseState::Open, next.postponed_on));
    r.close_case(operator(), next.id, closing(ClosingReason::OtherBody)).await.unwrap();
    let last = r.open_case(operator(), foreigner(1, Basis::B3)).await.unwrap().case;
    assert_eq!(last.postponed_on, None, "the case before this one was not postponed");
    world.audited().await;
}

/// What earlier versions wrote knows neither an ending nor a postponement.
#[tokio::test]
async fn a_case_of_an_earlier_version_is_read() {
    let world = World::new().await;
    let case = duty(&world, 1).await;
    let stored = world.store.case(case).await.unwrap().unwrap();
    let mut json = serde_json::to_value(&stored).unwrap();
    let fields = json.as_object_mut().unwrap();
    assert!(fields.remove("ending").is_some() && fields.remove("postponed_on").is_some());
    let read: CaseRecord = serde_json::from_value(json).unwrap();
    assert_eq!((read.id, read.ending, read.postponed_on), (case, None, None));
}

/// R33.4.2: a service firm opens, gives evidence and captures, and reads nothing back.
#[tokio::test]
async fn a_service_firm_hands_over_and_reads_nothing_back() {
    let world = World::new().await;
    let r = &world.registry;
    let firm = officer(Body::Svc, Role::Operator, 1);
    let mut new = foreigner(1, Basis::B7);
    new.circumstances.service_agreement = true;
    let case = r.open_case(firm, new).await.unwrap().case.id;
    let print = r.capture(firm, case, INDEX, image(1, INDEX, 1)).await.unwrap().impression.unwrap();
    world.refused("R33.4.2", r.view_case(firm, case)).await;
    world.refused("R33.4.2", r.case_person(firm, case)).await;
    world.refused("R33.4.2", r.fingers_of_case(firm, case)).await;
    world.refused("R33.4.2", r.impression(firm, print, &reason(Purpose::Registration))).await;
    world.refused("R33.4.2", r.list_cases(firm, 10)).await;
    world.refused("R33.4.2", r.close_case(firm, case, closing(ClosingReason::DidNotReturn))).await;
    // The foreign institution goes on with it.
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    assert_eq!(r.view_case(mfa, case).await.unwrap().id, case);
    r.impression(mfa, print, &reason(Purpose::Registration)).await.unwrap();
    world.audited().await;
}
