//! The facts of a call held against the bodies and needs of a rule.

use std::borrow::Cow;

use vocabulary::{Basis, Body, Purpose};

use super::refusals as why;
use super::rule::{Bodies, Need};
use super::{Operation, Request};
use crate::codes::Outcome;
use crate::competence::{competence, destroyed_by, is_genomic, may_collect};
use crate::decision::Decision;
use crate::lifecycle::{SignedAct, Step, approved};
use crate::reason::Reason;
use crate::requirement::{Article, Requirement};
use crate::versions::CHAPTER_2_IN_FORCE;

/// A reason with what the facts say more precisely.
pub(super) struct Denial {
    pub(super) code: &'static str,
    pub(super) key: &'static str,
    pub(super) requirement: Requirement,
    pub(super) articles: Vec<Article>,
    pub(super) message: Cow<'static, str>,
}

impl From<Reason> for Denial {
    fn from(reason: Reason) -> Self {
        Self {
            code: reason.code,
            key: reason.key,
            requirement: reason.requirement,
            articles: reason.articles.to_vec(),
            message: Cow::Borrowed(reason.says),
        }
    }
}

impl Denial {
    /// The same reason, by the requirement and articles of the decision.
    fn by_decision(reason: Reason, decision: &Decision, message: String) -> Self {
        Self {
            requirement: decision.requirement,
            articles: decision.articles.clone(),
            message: message.into(),
            ..reason.into()
        }
    }
}

/// Whether the body of the actor may act under a rule for these bodies.
pub(super) fn body_fits(bodies: Bodies, request: &Request<'_>) -> Result<(), Denial> {
    let body = request.actor.body;
    match bodies {
        Bodies::Every => Ok(()),
        Bodies::Only(list) => only(list, request),
        Bodies::Keepers => keepers(request),
        Bodies::Destroying => destroying(request),
        Bodies::Origin => origin(request),
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

/// Section 4: who keeps the record or destroys it. Without a basis: any of them.
fn keepers(request: &Request<'_>) -> Result<(), Denial> {
    match (request.actor.body, request.basis) {
        (_, Some(Basis::BV)) => Err(why::NOT_A_REGISTRATION.into()),
        (Body::Trb, Some(Basis::B2)) | (Body::Iab | Body::Add | Body::Trb | Body::Agd, None) => Ok(()),
        (Body::Iab | Body::Add, Some(Basis::B2)) => Err(why::SEPARATE_STORE.into()),
        (Body::Agd, Some(basis)) if is_genomic(basis) => Ok(()),
        (_, Some(basis)) if is_genomic(basis) => Err(why::GENOMIC_KEPT_ELSEWHERE.into()),
        (Body::Iab | Body::Add, Some(_)) => Ok(()),
        (Body::Svc, _) => Err(why::SERVICE_WRITE_ONLY.into()),
        _ => Err(why::KEPT_ELSEWHERE.into()),
    }
}

/// Section 4, column "destroys" (R17.1.1, R23.2.1). Without a basis: any body that destroys.
fn destroying(request: &Request<'_>) -> Result<(), Denial> {
    let body = request.actor.body;
    let Some(basis) = request.basis else {
        let destroys = matches!(body, Body::Add | Body::Trb | Body::Agd);
        return if destroys { Ok(()) } else { Err(why::DESTROYED_ELSEWHERE.into()) };
    };
    match destroyed_by(basis) {
        None => Err(why::NOT_A_REGISTRATION.into()),
        Some(by) if by == body => Ok(()),
        Some(_) if is_genomic(basis) => Err(why::GENOMIC_DESTROYED_ELSEWHERE.into()),
        Some(_) => Err(why::DESTROYED_ELSEWHERE.into()),
    }
}

/// The body that may have collected the record: whether it did is the need of its own case.
fn origin(request: &Request<'_>) -> Result<(), Denial> {
    match request.basis {
        None => Err(why::BASIS_MISSING.into()),
        Some(Basis::BV) => Err(why::NOT_A_REGISTRATION.into()),
        Some(basis) => fits(may_collect(basis, request.actor.body), request),
    }
}

/// Whether the call is about genomic information: by its basis, an act of many records by its body.
pub(super) fn of_chapter_3(request: &Request<'_>) -> bool {
    request.basis.map_or(request.actor.body == Body::Agd, is_genomic)
}

/// Whether one need of a rule is met.
pub(super) fn need_met(need: Need, request: &Request<'_>) -> Result<(), Denial> {
    let denied = |holds: bool, reason: Reason| if holds { Ok(()) } else { Err(Denial::from(reason)) };
    match need {
        Need::Basis => denied(request.basis.is_some(), why::BASIS_MISSING),
        Need::Record if request.basis == Some(Basis::BV) => Err(why::NOT_A_REGISTRATION.into()),
        Need::Record => denied(request.basis.is_some(), why::BASIS_MISSING),
        Need::InForce => denied(request.on >= CHAPTER_2_IN_FORCE, why::BEFORE_LAW),
        Need::OwnCase => denied(request.own_case, why::NOT_YOUR_CASE),
        Need::DutyNotRefused => denied(!request.duty_refused, why::DUTY_REFUSED),
        Need::NotBlocked => denied(!request.record_blocked, why::RECORD_BLOCKED),
        Need::NotReviewed => denied(!request.already_reviewed, why::ALREADY_REVIEWED),
        Need::Awaited => denied(request.examination_awaited, why::NOT_AWAITED),
        Need::IdentityProven => denied(request.identity_proven, why::IDENTITY_PROOF),
        Need::SignInProven => denied(request.identity_proven, why::SIGN_IN_NOT_PROVEN),
        Need::UndertakingHolds => denied(!request.undertaking_over, why::UNDERTAKING_OVER),
        Need::StationPassed => denied(!request.station_failed, why::STATION_FAILED),
        Need::CaseReference => {
            let needed = matches!(request.purpose, Purpose::Identify | Purpose::Safety);
            denied(!needed || names_a_case(request), why::CASE_REFERENCE)
        }
        Need::ByOrder => denied(names_a_case(request), why::ORDER_MISSING),
        Need::SwitchedOn => {
            let on = request.search.is_some_and(|search| search.switched_on);
            denied(on, switched_off(request.purpose))
        }
        Need::ToApprove => denied(request.search.is_some(), why::SEARCH_MISSING),
        Need::ActToSign => act_to_sign(request),
        Need::ActToApprove => act_to_approve(request),
        Need::ActApproved => Ok(approved(of_chapter_3(request), act(request)?)?),
        Need::TermsToSign => {
            let terms = request.terms.ok_or(why::TERMS_MISSING)?;
            denied(terms.signed_by.is_none() && !terms.confirmed, why::TERMS_SIGNED)
        }
        Need::TermsToConfirm => {
            let terms = request.terms.ok_or(why::TERMS_MISSING)?;
            denied(!terms.confirmed, why::TERMS_SIGNED)?;
            let signer = terms.signed_by.ok_or(why::TERMS_UNSIGNED)?;
            denied(signer != request.actor.officer, why::TERMS_OWN)
        }
        Need::Traveller => {
            let decision = decided(request)?;
            denied(decision.basis == Basis::BV, why::DECISION_OTHER)?;
            not_refused(decision, request)
        }
        Need::InWriting => denied(names_a_case(request), why::LANE_ORAL),
        Need::EnteredByAnother => entered_by_another(request),
        Need::NotRefused => request.decision.map_or(Ok(()), |decision| not_refused(decision, request)),
        Need::Decision => not_refused(decided(request)?, request),
        Need::OfToday => denied(decided(request)?.event_date == request.on, why::DECISION_OTHER),
        Need::ToRegister => to_register(decided(request)?),
        Need::ToVerify => to_verify(decided(request)?, request),
        Need::ToVerifyIfDecided => request.decision.map_or(Ok(()), |decision| to_verify(decision, request)),
    }
}

fn names_a_case(request: &Request<'_>) -> bool {
    request.case_reference.is_some_and(|text| !text.trim().is_empty())
}

fn entered_by_another(request: &Request<'_>) -> Result<(), Denial> {
    let own = match request.operation {
        Operation::ConfirmHandsFinding => why::LANE_OWN_FINDING,
        _ => why::LANE_OWN_REQUEST,
    };
    match request.entered_by {
        None => Err(why::LANE_MISSING.into()),
        Some(officer) if officer == request.actor.officer => Err(own.into()),
        Some(_) => Ok(()),
    }
}

fn switched_off(purpose: Purpose) -> Reason {
    if purpose == Purpose::ForeignerControl { why::FOREIGNER_CONTROL_OFF } else { why::SAFETY_OFF }
}

/// The act of the call, or of its step.
fn act<'a>(request: &Request<'a>) -> Result<SignedAct<'a>, Denial> {
    let of_step = match request.step {
        Some(Step::Archive(act) | Step::Destroy(act)) => Some(act),
        _ => None,
    };
    request.act.or(of_step).ok_or_else(|| why::ACT_MISSING.into())
}

/// Nothing is signed after the approval, and nobody signs twice.
fn act_to_sign(request: &Request<'_>) -> Result<(), Denial> {
    let act = act(request)?;
    if act.head.is_some() {
        return Err(why::ACT_APPROVED.into());
    }
    if act.commission.contains(&request.actor.officer) {
        return Err(why::ACT_SIGNED.into());
    }
    Ok(())
}

/// The act as it stands once the actor has approved it.
fn act_to_approve(request: &Request<'_>) -> Result<(), Denial> {
    let act = act(request)?;
    if act.head.is_some() {
        return Err(why::ACT_APPROVED.into());
    }
    let head = Some(request.actor.officer);
    Ok(approved(of_chapter_3(request), SignedAct { head, ..act })?)
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
