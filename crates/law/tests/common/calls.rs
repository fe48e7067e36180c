//! Calls to authorise: with every fact in their favour, so that each test takes one away.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use law::{
    Decision, Evidence, Grant, KeyHolder, KeyHolders, Operation, QueryKind, RecordState, Refusal, Request,
    Search, SignedAct, SignedTerms, Stage, Step, StepKind, Unblocking, authorise, decide,
};
use vocabulary::Basis::*;
use vocabulary::{Actor, Basis, Body, CaseId, OfficerId, Purpose, Role, Territory, Unit};

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

/// Every favourable decision, made once.
static DECISIONS: LazyLock<BTreeMap<(Basis, Body), Decision>> = LazyLock::new(|| {
    let pairs = Basis::ALL.iter().flat_map(|&basis| Body::ALL.iter().map(move |&body| (basis, body)));
    pairs.map(|(basis, body)| ((basis, body), favourable(basis, body))).collect()
});

pub fn decision(basis: Basis, body: Body) -> &'static Decision {
    &DECISIONS[&(basis, body)]
}

pub fn officer(number: u8) -> OfficerId {
    OfficerId::from_random_bytes([number; 16])
}

pub fn unit(territory: u8, number: u16) -> Unit {
    Unit::new(Territory::new(territory).unwrap(), number).unwrap()
}

/// Another officer, of another unit.
pub fn another() -> KeyHolder {
    KeyHolder { officer: officer(2), unit: unit(0, 2) }
}

pub static COMMISSION: LazyLock<[OfficerId; 3]> = LazyLock::new(|| [officer(11), officer(12), officer(13)]);

/// An act as it must be before the operation.
pub fn act_for(operation: Operation) -> Option<SignedAct<'static>> {
    let act = SignedAct { author: officer(11), commission: &*COMMISSION, head: None };
    match operation {
        Operation::SignAct | Operation::ApproveAct => Some(act),
        Operation::ExecuteAct => Some(SignedAct { head: Some(officer(20)), ..act }),
        _ => None,
    }
}

/// A report on a change of the terms as it must be before the operation.
pub fn terms_for(operation: Operation) -> Option<SignedTerms> {
    match operation {
        Operation::SignTerms => Some(SignedTerms::default()),
        Operation::ConfirmTerms => Some(SignedTerms { signed_by: Some(officer(2)), confirmed: false }),
        _ => None,
    }
}

/// A search as it must be before the operation: the gated ones with everything they need.
pub fn search_for(operation: Operation, purpose: Purpose) -> Option<Search<'static>> {
    let query = match (operation, purpose) {
        (Operation::Identify | Operation::AskSearch | Operation::ApproveSearch, Purpose::Identify) => {
            QueryKind::UnknownLiving
        }
        (Operation::Identify | Operation::AskSearch | Operation::ApproveSearch, Purpose::Safety) => {
            QueryKind::CrimeSceneMark
        }
        (Operation::Identify, Purpose::ForeignerControl) => QueryKind::ForeignerControl,
        _ => return None,
    };
    Some(Search {
        switched_on: true,
        ground_document: Some("2026-5"),
        ground_article: Some("240 CPC"),
        asked_by: (operation == Operation::ApproveSearch).then(another),
        asked_on: Some(day("2026-03-01")),
        approved_by: Some(another()),
        ..Search::new(query, &[B3])
    })
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
    request.entered_by = Some(another().officer);
    request.basis = basis;
    request.act = act_for(operation);
    request.terms = terms_for(operation);
    request.search = search_for(operation, purpose);
    // A verification under P1 rests on the claimed record, not on a decision to register.
    let confirms = operation == Operation::Verify && purpose == Purpose::Confirm;
    request.decision = decision.filter(|_| !confirms);
    request
}

/// The step of this kind with every fact in its favour, the actor of [`actor`] agreeing as the second.
pub fn step(kind: StepKind) -> Step<'static> {
    let me = actor(Body::Iab, Role::Operator);
    let two = KeyHolders { first: another(), second: KeyHolder { officer: me.officer, unit: me.unit } };
    let act = SignedAct { author: officer(11), commission: &*COMMISSION, head: Some(officer(20)) };
    let (on, review_by) = (day("2026-03-02"), day("2026-04-01"));
    match kind {
        StepKind::Collect => Step::Collect,
        StepKind::Register => Step::Register,
        StepKind::Discard => Step::Discard,
        StepKind::Change => Step::Change,
        StepKind::Supplement => Step::Supplement(two),
        StepKind::Use => Step::Use,
        StepKind::Transfer => Step::Transfer,
        StepKind::Oversee => Step::Oversee,
        StepKind::Depersonalise => Step::Depersonalise(two),
        StepKind::Repersonalise => Step::Repersonalise(two),
        StepKind::Block => Step::Block { on, review_by },
        StepKind::ReviewBlock => Step::ReviewBlock { on, review_by },
        StepKind::Unblock => Step::Unblock(Unblocking {
            officer: two.first.officer,
            second: two.second.officer,
            violator: Some(officer(3)),
            result_recorded: true,
        }),
        StepKind::Withhold => Step::Withhold,
        StepKind::Restore => Step::Restore { decision_recorded: true },
        StepKind::EndForArchive => Step::EndForArchive,
        StepKind::EndForDestruction => Step::EndForDestruction,
        StepKind::Reopen => Step::Reopen,
        StepKind::Archive => Step::Archive(act),
        StepKind::Retrieve => Step::Retrieve(two),
        StepKind::Destroy => Step::Destroy(act),
    }
}

/// Every state a record can be in, with one day of review for all blocks.
pub fn states() -> Vec<RecordState> {
    let mut all = Vec::new();
    for stage in Stage::ALL {
        for depersonalised in ["", " depersonalised"] {
            for blocked in ["", " blocked until review 2026-04-01"] {
                all.extend(format!("{stage}{depersonalised}{blocked}").parse::<RecordState>());
            }
        }
    }
    all
}

pub fn shown(state: RecordState) -> String {
    state.to_string().replace(" until review 2026-04-01", "")
}

pub fn try_call(
    who: Actor,
    operation: Operation,
    purpose: Purpose,
    basis: Option<Basis>,
) -> Result<Grant, Refusal> {
    authorise(&call(who, operation, purpose, basis, basis.map(|basis| decision(basis, who.body))))
}

/// Every (body, role) an account could have.
pub fn actors() -> impl Iterator<Item = Actor> {
    Role::ALL.iter().flat_map(|&role| Body::ALL.iter().map(move |&body| actor(body, role)))
}

pub fn bases() -> impl Iterator<Item = Option<Basis>> {
    std::iter::once(None).chain(Basis::ALL.iter().copied().map(Some))
}
