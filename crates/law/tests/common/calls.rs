//! Calls to authorise: with every fact in their favour, so that each test takes one away.

use law::{Decision, Evidence, Grant, Operation, Refusal, Request, authorise, decide};
use vocabulary::Basis::*;
use vocabulary::{Actor, Basis, Body, CaseId, OfficerId, Purpose, Role, Unit};

use super::{case, day};

pub const PRINTS: &[Basis] = &[B1, B1f, B2, B3, B4, B5, B6, B7, B8];

pub fn actor(body: Body, role: Role) -> Actor {
    Actor { officer: OfficerId::from_random_bytes([1; 16]), body, role, unit: Unit::CENTRAL }
}

/// A decision to register on a basis by a body, all evidence given; to verify at the border.
pub fn favourable(basis: Basis, body: Body) -> Decision {
    decide(&case(basis, |c| {
        c.body = body;
        c.evidence = Evidence::ALL.to_vec();
        c.circumstances.service_agreement = body == Body::Svc;
        if basis == BV {
            c.person.live_registrations = vec![B3];
        }
    }))
}

/// A call with every fact in its favour.
pub fn call<'a>(
    who: Actor,
    operation: Operation,
    purpose: Purpose,
    basis: Option<Basis>,
    decision: Option<&'a Decision>,
) -> Request<'a> {
    let mut request = Request::new(who, operation, purpose, day("2026-03-02"))
        .with_case_reference("2026-77-1")
        .on_case(CaseId::from_random_bytes([2; 16]), true);
    request.identity_proven = true;
    request.examination_awaited = true;
    request.basis = basis;
    // A verification under P1 rests on the claimed record, not on a decision to register.
    let confirms = operation == Operation::Verify && purpose == Purpose::Confirm;
    request.decision = decision.filter(|_| !confirms);
    request
}

pub fn try_call(
    who: Actor,
    operation: Operation,
    purpose: Purpose,
    basis: Option<Basis>,
) -> Result<Grant, Refusal> {
    let decision = basis.map(|basis| favourable(basis, who.body));
    authorise(&call(who, operation, purpose, basis, decision.as_ref()))
}

/// Every (body, role) an account could have.
pub fn actors() -> impl Iterator<Item = Actor> {
    Role::ALL.iter().flat_map(|&role| Body::ALL.iter().map(move |&body| actor(body, role)))
}

pub fn bases() -> impl Iterator<Item = Option<Basis>> {
    std::iter::once(None).chain(Basis::ALL.iter().copied().map(Some))
}
