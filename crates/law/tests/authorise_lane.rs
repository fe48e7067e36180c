//! The lane at the border (Art. 16(4), 35, 10-1(3); law.md 6.2): what it answers, who decides, who is exempt by paper.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::calls::{actor, call, decision, officer};
use common::{born, case};
use law::{Case, Decision, Document, Operation, Outcome, Request, authorise, decide};
use vocabulary::Basis::{B3, BV};
use vocabulary::{Body, Citizenship, Purpose, Role};

fn traveller(change: impl FnOnce(&mut Case)) -> Decision {
    decide(&case(BV, |c| {
        c.body = Body::Nsb;
        c.person.live_registrations = vec![B3];
        change(c);
    }))
}

fn lane(operation: Operation, role: Role, decision: Option<&Decision>) -> Request<'_> {
    let request = call(actor(Body::Nsb, role), operation, Purpose::Border, Some(BV), None);
    Request { decision, ..request }
}

fn refusal(request: Request<'_>) -> (&'static str, String) {
    let refusal = authorise(&request).expect_err("must be refused");
    (refusal.code, refusal.requirement.to_string())
}

/// What needs no finger is an act that cites what decided, not a refusal (R16.4.1).
#[test]
fn an_answer_without_a_comparison_cites_the_rule_that_gave_it() {
    let visa = |c: &mut Case| c.circumstances.visa.diplomatic_or_service = true;
    let answers = [
        (traveller(|_| {}), Outcome::Verify, "R16.4.1", "16(4)"),
        (traveller(|c| c.person.born = born("2020")), Outcome::Exempt, "R10-1.1.2", "10-1(1)(2)"),
        (
            traveller(|c| c.circumstances.document = Some(Document::DiplomaticPassport)),
            Outcome::Exempt,
            "R10-1.3.1",
            "10-1(3)(1)",
        ),
        (traveller(visa), Outcome::Exempt, "R10-1.3.2", "10-1(3)(2)"),
        (traveller(|c| c.circumstances.written_request = true), Outcome::Exempt, "R10-1.3.3", "10-1(3)(3)"),
        (
            traveller(|c| c.person.citizenship = Citizenship::Citizen),
            Outcome::Exempt,
            "R10-1.3.4",
            "10-1(3)(4)",
        ),
        (traveller(|c| c.person.hands = law::Hands::NoHands), Outcome::Exempt, "R10-1.4.5", "10-1(4)"),
        (traveller(|c| c.circumstances.record_blocked = true), Outcome::Unavailable, "R1.7.1", "1(7)"),
        (traveller(|c| c.person.live_registrations.clear()), Outcome::NotApplicable, "R16.4.1", "16(4)"),
    ];
    for (decision, outcome, requirement, article) in answers {
        assert_eq!(decision.outcome, outcome, "{requirement}");
        let check = lane(Operation::CheckTraveller, Role::Operator, Some(&decision));
        let grant = authorise(&check).unwrap();
        assert_eq!((grant.requirement().as_str(), grant.articles()[0].as_str()), (requirement, article));
        let compared = authorise(&lane(Operation::Verify, Role::Operator, Some(&decision)));
        assert_eq!(compared.is_ok(), outcome == Outcome::Verify, "a finger is compared for {requirement}");
    }
}

#[test]
fn an_unknown_citizenship_another_basis_and_another_body_are_refused() {
    let unknown = traveller(|c| c.person.citizenship = Citizenship::Unknown);
    let check = |decision| lane(Operation::CheckTraveller, Role::Operator, decision);
    assert_eq!(refusal(check(Some(&unknown))), ("refused-by-law", "R2.1.1".into()));
    assert_eq!(refusal(check(None)).0, "decision-missing");
    let registration = decision(vocabulary::Basis::B6, Body::Nsb);
    let elsewhere = Request { basis: Some(vocabulary::Basis::B6), ..check(Some(registration)) };
    assert_eq!(refusal(elsewhere).0, "decision-other", "a case of expulsion is no traveller");
    let good = traveller(|_| {});
    let police = Request { actor: actor(Body::Iab, Role::Operator), ..check(Some(&good)) };
    assert_eq!(refusal(police), ("border-one-to-one", "R16.4.1".into()));
    let search = lane(Operation::Identify, Role::Operator, Some(&good));
    assert!(authorise(&search).is_err(), "no search among all at the lane");
}

#[test]
fn what_exempts_by_paper_is_written_entered_by_one_and_confirmed_by_another() {
    let enter = lane(Operation::EnterLaneRequest, Role::Operator, None);
    assert_eq!(authorise(&enter).unwrap().requirement().as_str(), "R10-1.3.3");
    for oral in [None, Some(" ")] {
        let oral = Request { case_reference: oral, ..enter };
        assert_eq!(refusal(oral), ("lane-oral", "R10-1.3.3".into()));
    }
    let pairs = [
        (Operation::ConfirmLaneRequest, ("lane-own-request", "R10-1.3.3")),
        (Operation::ConfirmHandsFinding, ("lane-own-finding", "R10-1.4.5")),
    ];
    for (confirm, (code, requirement)) in pairs {
        let good = lane(confirm, Role::Supervisor, None);
        assert_eq!(authorise(&good).unwrap().requirement().as_str(), requirement);
        let own = Request { entered_by: Some(good.actor.officer), ..good };
        assert_eq!(refusal(own), (code, requirement.into()));
        assert_eq!(refusal(Request { entered_by: None, ..good }).0, "lane-missing");
        let alone = lane(confirm, Role::Operator, None).entered_by(officer(2));
        assert_eq!(refusal(alone).0, "lane-needs-supervisor", "an operator confirms nothing");
    }
}
