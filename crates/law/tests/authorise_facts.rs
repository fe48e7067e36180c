//! The facts each operation needs, and what is refused without them.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::calls::{PRINTS, actor, bases, call, favourable, try_call};
use common::{born, case, day, home_body, lawful};
use law::{Case, Decision, Evidence, Operation, Request, authorise, decide};
use vocabulary::Basis::*;
use vocabulary::{Body, CaseId, Citizenship, Purpose, Role, Verb};

fn refusal(request: Request<'_>) -> (&'static str, String) {
    let refusal = authorise(&request).expect_err("must be refused");
    (refusal.code, refusal.requirement.to_string())
}

fn register_call(operation: Operation, decision: &Decision) -> Request<'_> {
    call(
        actor(decision.body, Role::Operator),
        operation,
        Purpose::Registration,
        Some(decision.basis),
        Some(decision),
    )
}

const REGISTERING: [Operation; 3] = [Operation::Capture, Operation::CheckDuplicates, Operation::Register];

#[test]
fn capture_and_registration_need_the_answer_register_and_all_evidence() {
    let without_consent = decide(&lawful(B1));
    let exempt = decide(&case(B3, |c| c.person.born = born("2020")));
    let again = decide(&case(B3, |c| c.person.live_registrations = vec![B7]));
    let unlawful = decide(&case(B3, |c| c.person.citizenship = Citizenship::Citizen));
    for operation in REGISTERING {
        let answer = |decision| refusal(register_call(operation, decision));
        assert_eq!(answer(&without_consent), ("missing-evidence", "R10.1.1".into()));
        assert_eq!(answer(&exempt), ("not-to-register", "R10-1.1.1".into()));
        assert_eq!(answer(&again), ("not-to-register", "R10.3.1".into()), "no re-enrolment");
        assert_eq!(answer(&unlawful), ("refused-by-law", "R2.1.1".into()));
        for basis in PRINTS {
            let grant = authorise(&register_call(operation, &favourable(*basis, home_body(*basis)))).unwrap();
            assert_eq!(grant.basis(), Some(*basis));
            assert_eq!(grant.case(), Some(CaseId::from_random_bytes([2; 16])));
        }
    }
    let palms = decide(&case(B6, |c| {
        c.person.hands = law::Hands::NoFingers;
        c.evidence = vec![Evidence::Decision];
    }));
    assert_eq!(
        authorise(&register_call(Operation::Capture, &palms)).unwrap().requirement().as_str(),
        "R10-1.4.4"
    );
}

#[test]
fn the_grant_of_a_registration_cites_the_ground_of_the_decision() {
    let decision = favourable(B1, Body::Iab);
    let grant = authorise(&register_call(Operation::Register, &decision)).unwrap();
    assert_eq!((grant.requirement().as_str(), grant.verb()), ("R10.1.1", Verb::Store));
    let articles: Vec<_> = grant.articles().iter().map(|article| article.as_str()).collect();
    assert_eq!(articles, ["10(1)", "14"]);
    assert_eq!(grant.rule_version().code(), "V3");
}

#[test]
fn each_missing_fact_of_a_registration_is_its_own_refusal() {
    let decision = favourable(B3, Body::Iab);
    for operation in REGISTERING {
        let good = register_call(operation, &decision);
        assert_eq!(refusal(Request { decision: None, ..good }).0, "decision-missing");
        assert_eq!(refusal(Request { own_case: false, ..good }), ("not-your-case", "R4.5.1".into()));
        assert_eq!(refusal(Request { basis: None, ..good }).0, "basis-missing");
        assert_eq!(refusal(Request { basis: Some(B4), ..good }).0, "decision-other");
        assert_eq!(
            refusal(Request { on: day("2026-03-01"), ..good }).0,
            "decision-other",
            "a decision from the future"
        );
        assert_eq!(refusal(Request { on: day("2023-12-31"), ..good }), ("before-law", "R39.1.1".into()));
    }
    let other_body = favourable(B6, Body::Nsb);
    let request = Request {
        actor: actor(Body::Iab, Role::Operator),
        ..register_call(Operation::Register, &other_body)
    };
    assert_eq!(refusal(request).0, "decision-other");
}

#[test]
fn the_print_register_opens_on_the_first_of_january_2024() {
    let on = |date| {
        let decision = decide(&case(B3, |c| c.event_date = day(date)));
        let who = actor(Body::Iab, Role::Operator);
        let request = Request::new(who, Operation::OpenCase, Purpose::Registration, day(date));
        authorise(&request.with_decision(&decision))
            .map_err(|refusal| refusal.code)
            .map(|grant| grant.rule_version())
    };
    assert_eq!(on("2023-12-31"), Err("before-law"));
    assert_eq!(on("2024-01-01"), Ok(law::RuleVersion::V2));
}

#[test]
fn a_capture_is_judged_on_its_own_day_tv_12() {
    let decision = favourable(B3, Body::Iab);
    let tomorrow = |operation| Request { on: day("2026-03-03"), ..register_call(operation, &decision) };
    assert_eq!(refusal(tomorrow(Operation::Capture)).0, "decision-other");
    assert!(authorise(&tomorrow(Operation::Register)).is_ok(), "registered the day after the capture");
}

#[test]
fn a_service_firm_writes_and_the_foreign_institution_continues() {
    let decision = favourable(B7, Body::Svc);
    for operation in [Operation::OpenCase, Operation::GiveEvidence, Operation::Capture, Operation::Decline] {
        assert!(authorise(&register_call(operation, &decision)).is_ok(), "{operation}");
    }
    for operation in [
        Operation::CheckDuplicates,
        Operation::Register,
        Operation::CloseCase,
        Operation::ViewRecord,
        Operation::ViewCase,
        Operation::SearchPerson,
    ] {
        assert_eq!(
            refusal(register_call(operation, &decision)),
            ("service-write-only", "R33.4.2".into()),
            "{operation}"
        );
        let continued =
            Request { actor: actor(Body::Mfa, Role::Operator), ..register_call(operation, &decision) };
        assert!(authorise(&continued).is_ok(), "{operation}");
    }
    let police =
        Request { actor: actor(Body::Iab, Role::Operator), ..register_call(Operation::Register, &decision) };
    assert_eq!(refusal(police).0, "decision-other", "only the foreign institution continues it");
    let undecided = Request { decision: None, ..register_call(Operation::OpenCase, &decision) };
    assert_eq!(refusal(undecided).0, "decision-missing");
    let no_agreement = decide(&case(B7, |c| c.body = Body::Svc));
    assert_eq!(
        refusal(register_call(Operation::OpenCase, &no_agreement)),
        ("refused-by-law", "R33.4.1".into())
    );
}

/// R7.2.2: from the recorded refusal on nothing is taken, whatever the decision says.
#[test]
fn after_a_recorded_refusal_of_the_duty_nothing_is_taken() {
    let decision = favourable(B3, Body::Iab);
    for operation in
        [Operation::GiveEvidence, Operation::Capture, Operation::CheckDuplicates, Operation::Register]
    {
        let call = register_call(operation, &decision);
        assert!(authorise(&call).is_ok(), "{operation}");
        let refused = refusal(Request { duty_refused: true, ..call });
        assert_eq!(refused, ("duty-refused", "R7.2.2".into()), "{operation}");
    }
    let verify = call(actor(Body::Iab, Role::Operator), Operation::Verify, Purpose::Confirm, Some(B3), None);
    assert!(authorise(&verify).is_ok());
    assert_eq!(refusal(Request { duty_refused: true, ..verify }), ("duty-refused", "R7.2.2".into()));
    let closing = Request { duty_refused: true, ..register_call(Operation::ViewCase, &decision) };
    assert!(authorise(&closing).is_ok(), "the case is still seen");
}

#[test]
fn verification_is_one_to_one_by_the_body_that_may() {
    let p1 = |body, basis| {
        refusal(call(actor(body, Role::Operator), Operation::Verify, Purpose::Confirm, basis, None))
    };
    assert_eq!(p1(Body::Nsb, Some(B6)), ("border-answers-only", "R16.4.1".into()));
    assert_eq!(p1(Body::Svc, Some(B7)), ("service-write-only", "R33.4.2".into()));
    assert_eq!(p1(Body::Iab, Some(B2)), ("separate-store", "R14.2.1".into()));
    assert_eq!(p1(Body::Mfa, Some(B3)), ("competence", "R11.1.3".into()));
    assert_eq!(p1(Body::Mfa, None).0, "basis-missing");
    let blocked = Request {
        record_blocked: true,
        ..call(actor(Body::Iab, Role::Operator), Operation::Verify, Purpose::Confirm, Some(B3), None)
    };
    assert_eq!(refusal(blocked), ("record-blocked", "R1.7.1".into()));
    let again = decide(&case(B3, |c| c.person.live_registrations = vec![B7]));
    let request = Request::new(
        actor(Body::Iab, Role::Operator),
        Operation::Verify,
        Purpose::Confirm,
        day("2026-03-02"),
    );
    let grant = authorise(&request.with_decision(&again)).unwrap();
    assert_eq!((grant.requirement().as_str(), grant.verb()), ("R10.3.1", Verb::Use));
    let not_registered = favourable(B3, Body::Iab);
    assert_eq!(refusal(request.with_decision(&not_registered)).0, "not-to-verify");
}

/// The answer "verify" waits for the end of a block and for the guardian (law.md 6.1, rules of reading).
#[test]
fn a_verification_waits_for_what_its_decision_waits_for() {
    let again = |change: &dyn Fn(&mut Case)| {
        let decision = decide(&case(B3, |c| {
            c.person.live_registrations = vec![B7];
            change(c);
        }));
        let who = actor(Body::Iab, Role::Operator);
        let request = Request::new(who, Operation::Verify, Purpose::Confirm, day("2026-03-02"));
        authorise(&request.with_decision(&decision)).map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(again(&|_| {}), Ok(()));
    assert_eq!(again(&|c| c.circumstances.record_blocked = true), Err("record-blocked"));
    assert_eq!(again(&|c| c.person.incapable = true), Err("missing-evidence"));
}

#[test]
fn at_the_border_the_decision_must_say_verify() {
    let at = |change: &dyn Fn(&mut Case)| {
        let decision = decide(&case(BV, change));
        let request = Request::new(
            actor(Body::Nsb, Role::Operator),
            Operation::Verify,
            Purpose::Border,
            day("2026-03-02"),
        );
        authorise(&request.with_decision(&decision))
            .map(|grant| grant.requirement().to_string())
            .map_err(|refusal| (refusal.code, refusal.requirement.to_string()))
    };
    let live: &dyn Fn(&mut Case) = &|c| c.person.live_registrations = vec![B7];
    assert_eq!(at(live), Ok("R16.4.1".into()));
    assert_eq!(at(&|_| {}), Err(("not-to-verify", "R16.4.1".into())));
    assert_eq!(
        at(&|c| {
            live(c);
            c.person.citizenship = Citizenship::Citizen
        }),
        Err(("not-to-verify", "R10-1.3.4".into()))
    );
    assert_eq!(
        at(&|c| {
            live(c);
            c.circumstances.record_blocked = true
        }),
        Err(("not-to-verify", "R1.7.1".into()))
    );
}

#[test]
fn an_unknown_person_is_identified_by_an_examiner_under_p2_with_a_case() {
    let examiner = actor(Body::Iab, Role::Examiner);
    let good = call(examiner, Operation::Identify, Purpose::Identify, None, None);
    assert_eq!(authorise(&good).unwrap().requirement().as_str(), "R16.1.1");
    for reference in [None, Some(""), Some("  \t")] {
        assert_eq!(
            refusal(Request { case_reference: reference, ..good }),
            ("case-reference", "R16.1.1".into())
        );
    }
    let by = |purpose| refusal(Request { purpose, search: None, ..good });
    assert_eq!(by(Purpose::ForeignerControl), ("foreigner-control-off", "R16.2.1".into()));
    assert_eq!(by(Purpose::Safety), ("safety-off", "R16.3.1".into()));
    assert_eq!(by(Purpose::Confirm), ("one-to-one-only", "R1.12.1".into()));
    assert_eq!(by(Purpose::Border), ("border-one-to-one", "R16.4.1".into()));
    assert_eq!(by(Purpose::Registration), ("purpose", "R5.1.1".into()));
    let operator = Request { actor: actor(Body::Iab, Role::Operator), ..good };
    assert_eq!(refusal(operator), ("identify-needs-examiner", "R1.12.1".into()));
    let elsewhere = Request { actor: actor(Body::Trb, Role::Examiner), ..good };
    assert_eq!(refusal(elsewhere).0, "competence");
}

#[test]
fn a_candidate_is_decided_by_two_examiners() {
    let examiner = actor(Body::Iab, Role::Examiner);
    let good = call(examiner, Operation::AdjudicateCandidate, Purpose::Registration, Some(B3), None);
    assert!(authorise(&good).is_ok());
    assert_eq!(refusal(Request { already_reviewed: true, ..good }), ("already-reviewed", "R11.4.6".into()));
    assert_eq!(refusal(Request { basis: Some(B2), ..good }), ("separate-store", "R14.2.1".into()));
    let seafarers = Request { actor: actor(Body::Trb, Role::Examiner), basis: Some(B2), ..good };
    assert!(authorise(&seafarers).is_ok());
    let operator = Request { actor: actor(Body::Iab, Role::Operator), ..good };
    assert_eq!(refusal(operator).0, "adjudicate-needs-examiner");
}

/// An examiner compares prints; a name is opened only under P2, with the case that is the ground (Art. 9).
#[test]
fn an_examiner_sees_prints_that_wait_for_them_and_no_names() {
    let examiner = actor(Body::Iab, Role::Examiner);
    for &purpose in Purpose::ALL {
        for basis in bases() {
            assert!(try_call(examiner, Operation::ViewCase, purpose, basis).is_err(), "{purpose}");
            assert!(try_call(examiner, Operation::SearchPerson, purpose, basis).is_err(), "{purpose}");
            let record = try_call(examiner, Operation::ViewRecord, purpose, basis);
            assert!(record.is_err() || purpose == Purpose::Identify, "{purpose}");
        }
    }
    let record = call(examiner, Operation::ViewRecord, Purpose::Identify, Some(B3), None);
    assert!(authorise(&record).is_ok());
    assert_eq!(refusal(Request { case_reference: None, ..record }), ("case-reference", "R16.1.1".into()));
    let prints = call(examiner, Operation::ViewPrints, Purpose::Registration, Some(B3), None);
    assert_eq!(authorise(&prints).unwrap().requirement().as_str(), "R11.4.6");
    let idle = Request { examination_awaited: false, ..prints };
    assert_eq!(refusal(idle), ("not-awaited", "R11.4.6".into()));
    let operator = Request { actor: actor(Body::Iab, Role::Operator), ..prints };
    assert_eq!(refusal(operator).0, "adjudicate-needs-examiner");
}

#[test]
fn supervision_reads_a_blocked_record_and_changes_nothing() {
    let prosecutor = actor(Body::Pro, Role::Prosecutor);
    for &operation in Operation::ALL {
        let blocked = Request {
            record_blocked: true,
            ..call(prosecutor, operation, Purpose::Supervision, Some(B3), None)
        };
        let reads = [
            Operation::ViewRecord,
            Operation::ViewCase,
            Operation::ViewPrints,
            Operation::SearchPerson,
            Operation::ViewLedger,
            Operation::ViewTerms,
            Operation::ViewSuperseded,
            Operation::ViewAct,
            Operation::ViewSearches,
            Operation::ViewLane,
            Operation::BlockRecord, // an order, R36.1.2
        ];
        assert_eq!(authorise(&blocked).is_ok(), reads.contains(&operation), "{operation}");
    }
}

#[test]
fn an_administrator_sees_no_person() {
    for &operation in Operation::ALL {
        let allowed = Purpose::ALL.iter().any(|&purpose| {
            bases().any(|basis| {
                try_call(actor(Body::Iab, Role::Administrator), operation, purpose, basis).is_ok()
            })
        });
        let own =
            [Operation::ViewLedger, Operation::ManageOfficers, Operation::SignIn, Operation::RotateKeys];
        assert_eq!(allowed, own.contains(&operation), "{operation}");
    }
}

#[test]
fn subjects_see_their_own_record_when_their_identity_is_proven_even_when_blocked() {
    let desk = actor(Body::Iab, Role::Operator);
    let good = call(desk, Operation::ViewRecord, Purpose::SubjectAccess, Some(B1), None);
    assert!(authorise(&Request { record_blocked: true, own_case: false, ..good }).is_ok());
    assert_eq!(refusal(Request { identity_proven: false, ..good }), ("identity-proof", "R7.1.1".into()));
}

#[test]
fn declining_consent_and_refusing_a_duty_are_recorded_by_different_articles() {
    let ground = |basis| {
        let decision = favourable(basis, home_body(basis));
        authorise(&register_call(Operation::Decline, &decision)).unwrap().requirement().to_string()
    };
    assert_eq!((ground(B1), ground(B3)), ("R10.1.2".into(), "R7.2.2".into()));
}

#[test]
fn genomic_and_border_cases_are_not_registrations_of_prints() {
    for operation in [Operation::OpenCase, Operation::Capture, Operation::Register] {
        for basis in [G1, G2, G3, G4] {
            let body = home_body(basis);
            let decision = favourable(basis, body);
            assert_eq!(
                refusal(register_call(operation, &decision)),
                ("genomic-separate", "R27.1.1".into()),
                "{basis}"
            );
        }
        let border = favourable(BV, Body::Nsb);
        assert_eq!(refusal(register_call(operation, &border)), ("not-a-registration", "R16.4.1".into()));
    }
}

#[test]
fn a_sign_in_that_was_not_proven_is_a_refusal() {
    for who in [actor(Body::Iab, Role::Operator), actor(Body::Pro, Role::Prosecutor)] {
        let request = Request::new(who, Operation::SignIn, Purpose::Administration, day("2026-03-02"));
        assert_eq!(refusal(request), ("sign-in-not-proven", "R8.2.3".into()));
        assert!(authorise(&Request { identity_proven: true, ..request }).is_ok());
    }
}
