//! The facts of a call held against the bodies and needs of a rule.

use std::borrow::Cow;

use vocabulary::{Basis, Body, Purpose};

use super::refusals::{self as why, Reason};
use super::rule::{Bodies, Need};
use super::{Operation, Request};
use crate::codes::Outcome;
use crate::competence::{competence, is_genomic, may_collect};
use crate::decision::Decision;
use crate::requirement::{Article, Requirement};
use crate::versions::CHAPTER_2_IN_FORCE;

/// A reason with what the facts say more precisely.
pub(super) struct Denial {
    pub(super) reason: &'static Reason,
    pub(super) requirement: Requirement,
    pub(super) articles: Vec<Article>,
    pub(super) message: Cow<'static, str>,
}

impl From<&'static Reason> for Denial {
    fn from(reason: &'static Reason) -> Self {
        Self {
            reason,
            requirement: reason.requirement,
            articles: reason.articles.to_vec(),
            message: Cow::Borrowed(reason.says),
        }
    }
}

impl Denial {
    /// The same reason, by the requirement and articles of the decision.
    fn by_decision(reason: &'static Reason, decision: &Decision, message: String) -> Self {
        let articles = decision.articles.clone();
        Self { reason, requirement: decision.requirement, articles, message: message.into() }
    }
}

/// Whether the body of the actor may act under a rule for these bodies.
pub(super) fn body_fits(bodies: Bodies, request: &Request<'_>) -> Result<(), Denial> {
    let body = request.actor.body;
    match bodies {
        Bodies::Every => Ok(()),
        Bodies::Only(list) => only(list, request),
        _ if request.basis.is_some_and(is_genomic) => Err(why::GENOMIC_SEPARATE.into()),
        Bodies::Collecting => collecting(request, true),
        Bodies::CollectingState => collecting(request, false),
        Bodies::CollectingStateOrOpen => match request.basis {
            Some(_) => collecting(request, false),
            None if body == Body::Svc => Err(why::SERVICE_WRITE_ONLY.into()),
            None => fits(matches!(body, Body::Iab | Body::Mfa | Body::Nsb | Body::Trb), request),
        },
        Bodies::Confirming => confirming(request),
        Bodies::Keeping => keeping(request),
    }
}

/// A rule for named bodies, whatever they may collect.
fn only(list: &[Body], request: &Request<'_>) -> Result<(), Denial> {
    let body = request.actor.body;
    match (body, request.purpose) {
        _ if list.contains(&body) => Ok(()),
        (Body::Svc, _) => Err(why::SERVICE_WRITE_ONLY.into()),
        (_, Purpose::Border) => Err(why::BORDER_ONE_TO_ONE.into()),
        _ => Err(why::COMPETENCE.into()),
    }
}

fn fits(yes: bool, request: &Request<'_>) -> Result<(), Denial> {
    if yes { Ok(()) } else { Err(incompetent(request)) }
}

/// The refusal by the competence row of the basis; without a basis the general one.
fn incompetent(request: &Request<'_>) -> Denial {
    if request.actor.body == Body::Svc {
        return why::SERVICE_WRITE_ONLY.into();
    }
    let mut denial = Denial::from(why::COMPETENCE);
    if let Some(row) = request.basis.and_then(competence) {
        denial.requirement = row.requirement;
        denial.articles = vec![row.article];
        let bodies: Vec<_> = row.bodies.iter().map(|body| body.code()).collect();
        let (body, basis, list) = (request.actor.body, row.basis, bodies.join(" or "));
        denial.message =
            format!("{body} has no competence on basis {basis}: pass the case to {list}.").into();
    }
    denial
}

fn collecting(request: &Request<'_>, service_firms: bool) -> Result<(), Denial> {
    let Some(basis) = request.basis else {
        return Err(why::BASIS_MISSING.into());
    };
    if basis == Basis::BV {
        return Err(why::NOT_A_REGISTRATION.into());
    }
    match request.actor.body {
        Body::Svc if !service_firms => Err(why::SERVICE_WRITE_ONLY.into()),
        Body::Svc => service_firm(request, basis),
        body => fits(may_collect(basis, body), request),
    }
}

/// A service firm acts on a visa only, and only with a decision that found its agreement in order (the
/// decision refuses otherwise, row 0b).
fn service_firm(request: &Request<'_>, basis: Basis) -> Result<(), Denial> {
    match request.decision {
        _ if basis != Basis::B7 => Err(incompetent(request)),
        None => Err(why::DECISION_MISSING.into()),
        Some(_) => Ok(()),
    }
}

/// Law.md 6.3, first row, and C-36: IAB on all but the separate store; MFA where it collects; TRB on its own.
fn confirming(request: &Request<'_>) -> Result<(), Denial> {
    match (request.actor.body, request.basis) {
        (Body::Nsb, _) => Err(why::BORDER_ANSWERS_ONLY.into()),
        (Body::Svc, _) => Err(why::SERVICE_WRITE_ONLY.into()),
        (_, Some(Basis::BV)) => Err(why::BORDER_ONE_TO_ONE.into()),
        (Body::Iab, Some(Basis::B2)) => Err(why::SEPARATE_STORE.into()),
        (Body::Iab, _) => Ok(()),
        (_, None) => Err(why::BASIS_MISSING.into()),
        (body, Some(basis)) => fits(may_collect(basis, body), request),
    }
}

/// Art. 14: TRB keeps seafarers' records, IAB all others.
fn keeping(request: &Request<'_>) -> Result<(), Denial> {
    match (request.actor.body, request.basis) {
        (_, Some(Basis::BV)) => Err(why::NOT_A_REGISTRATION.into()),
        (Body::Trb, Some(Basis::B2) | None) | (Body::Iab, None) => Ok(()),
        (Body::Iab, Some(Basis::B2)) => Err(why::SEPARATE_STORE.into()),
        (Body::Iab, Some(_)) => Ok(()),
        (Body::Svc, _) => Err(why::SERVICE_WRITE_ONLY.into()),
        _ => Err(why::KEPT_ELSEWHERE.into()),
    }
}

/// Whether one need of a rule is met.
pub(super) fn need_met(need: Need, request: &Request<'_>) -> Result<(), Denial> {
    let denied =
        |holds: bool, reason: &'static Reason| if holds { Ok(()) } else { Err(Denial::from(reason)) };
    match need {
        Need::Basis => denied(request.basis.is_some(), why::BASIS_MISSING),
        Need::InForce => denied(request.on >= CHAPTER_2_IN_FORCE, why::BEFORE_LAW),
        Need::OwnCase => denied(request.own_case, why::NOT_YOUR_CASE),
        Need::NotBlocked => denied(!request.record_blocked, why::RECORD_BLOCKED),
        Need::NotReviewed => denied(!request.already_reviewed, why::ALREADY_REVIEWED),
        Need::Awaited => denied(request.examination_awaited, why::NOT_AWAITED),
        Need::IdentityProven => denied(request.identity_proven, why::IDENTITY_PROOF),
        Need::SignInProven => denied(request.identity_proven, why::SIGN_IN_NOT_PROVEN),
        Need::CaseReference => {
            let named = request.case_reference.is_some_and(|text| !text.trim().is_empty());
            denied(named || request.purpose != Purpose::Identify, why::CASE_REFERENCE)
        }
        Need::NotRefused => request.decision.map_or(Ok(()), |decision| not_refused(decision, request)),
        Need::Decision => not_refused(decided(request)?, request),
        Need::OfToday => denied(decided(request)?.event_date == request.on, why::DECISION_OTHER),
        Need::ToRegister => to_register(decided(request)?),
        Need::ToVerify => to_verify(decided(request)?, request),
        Need::ToVerifyIfDecided => request.decision.map_or(Ok(()), |decision| to_verify(decision, request)),
    }
}

fn decided<'a>(request: &Request<'a>) -> Result<&'a Decision, Denial> {
    request.decision.ok_or_else(|| why::DECISION_MISSING.into())
}

/// The decision is on this basis, for this body (or for the service firm whose case the foreign
/// institution continues, R33.4.3), and not of a later date.
fn of_this_case(decision: &Decision, request: &Request<'_>) -> Result<(), Denial> {
    let body = request.actor.body;
    let continued = decision.body == Body::Svc && body == Body::Mfa;
    let fits = request.basis == Some(decision.basis)
        && (decision.body == body || continued)
        && decision.event_date <= request.on;
    if fits { Ok(()) } else { Err(why::DECISION_OTHER.into()) }
}

fn not_refused(decision: &Decision, request: &Request<'_>) -> Result<(), Denial> {
    of_this_case(decision, request)?;
    if decision.outcome != Outcome::Refuse {
        return Ok(());
    }
    Err(Denial::by_decision(why::REFUSED_BY_LAW, decision, sentence(decision)))
}

fn to_register(decision: &Decision) -> Result<(), Denial> {
    if !decision.registers() {
        return Err(Denial::by_decision(why::NOT_TO_REGISTER, decision, sentence(decision)));
    }
    if decision.may_capture {
        return Ok(());
    }
    Err(missing_evidence(decision))
}

fn to_verify(decision: &Decision, request: &Request<'_>) -> Result<(), Denial> {
    of_this_case(decision, request)?;
    if decision.outcome != Outcome::Verify {
        return Err(Denial::by_decision(why::NOT_TO_VERIFY, decision, sentence(decision)));
    }
    if decision.may_capture {
        return Ok(());
    }
    if decision.missing_evidence.is_empty() {
        return Err(why::RECORD_BLOCKED.into());
    }
    Err(missing_evidence(decision))
}

fn missing_evidence(decision: &Decision) -> Denial {
    let list: Vec<_> = decision.missing_evidence.iter().map(|evidence| evidence.code()).collect();
    let message = format!("Evidence is missing: {}. Add it before the fingers are read.", list.join(", "));
    Denial::by_decision(why::MISSING_EVIDENCE, decision, message)
}

/// What the row of the decision says, for the officer.
fn sentence(decision: &Decision) -> String {
    let says = crate::eligibility::row_messages()
        .find(|(key, _)| *key == decision.message_key)
        .map_or(why::REFUSED_BY_LAW.says, |(_, says)| says);
    format!("The Law's answer is \"{}\". {says}", decision.outcome)
}

/// The refusal when no rule of the operation is for this role.
pub(super) fn wrong_role(request: &Request<'_>) -> &'static Reason {
    use vocabulary::Role::{Administrator, Prosecutor};
    match (request.operation, request.actor.role) {
        (_, Prosecutor) => why::SUPERVISION_READS_ONLY,
        (Operation::ManageOfficers, _) => why::ACCOUNTS_NEED_ADMINISTRATOR,
        (_, Administrator) => why::ADMINISTRATOR_SEES_NO_RECORDS,
        (Operation::ViewLedger, _) => why::LEDGER_NOT_YOURS,
        (Operation::Identify, _) => why::IDENTIFY_NEEDS_EXAMINER,
        (Operation::AdjudicateCandidate | Operation::ViewPrints, _) => why::ADJUDICATE_NEEDS_EXAMINER,
        _ => why::ROLE,
    }
}

/// The refusal when no rule of the operation and role is for this purpose.
pub(super) fn wrong_purpose(request: &Request<'_>) -> &'static Reason {
    match (request.operation, request.purpose) {
        (_, Purpose::ForeignerControl) => why::FOREIGNER_CONTROL_OFF,
        (_, Purpose::Safety) => why::SAFETY_OFF,
        (Operation::Identify, Purpose::Confirm) => why::ONE_TO_ONE_ONLY,
        (Operation::Identify | Operation::ViewRecord, Purpose::Border) => why::BORDER_ONE_TO_ONE,
        _ => why::PURPOSE,
    }
}
