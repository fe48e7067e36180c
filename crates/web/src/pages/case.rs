//! One case as steps: the law's answer, evidence, capture, duplicate check, registration.

use askama::Template;
use axum::extract::Path;
use law::Evidence;
use registry::{CandidateState, CaseRecord, CaseState, FingerStatus};
use vocabulary::{Body, CaseId, RegistrationType, Role};

use super::endings::{self, EndingView};
use super::{Answer, go, page, page_with_errors};
use crate::desk::Desk;
use crate::draw::{HandFinger, hand_map};
use crate::form::{Errors, Posted};
use crate::labels;
use crate::law_card::{self, LawCard};
use crate::shell::Shell;

/// Version of the consent text an operator reads out or hands over.
const CONSENT_TEXT: &str = "consent-2026-1";

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    s: Shell,
    id: String,
    reference: String,
    name: String,
    born: String,
    citizenship: String,
    basis: String,
    opened: String,
    state_code: &'static str,
    state: String,
    card: LawCard,
    errors: Errors,
    may_write: bool,
    asks_consent: bool,
    may_decline: bool,
    may_refuse: bool,
    may_close: bool,
    ending: Option<EndingView>,
    /// The day the case before this one was postponed; empty when it was not.
    postponed_on: String,
    given: Vec<Given>,
    missing: Vec<Missing>,
    registers: bool,
    verifies: bool,
    may_capture: bool,
    fingers: Vec<HandFinger>,
    done: usize,
    low: usize,
    check: Option<Check>,
    candidates_waiting: usize,
    candidates_decided: Vec<String>,
    may_register: bool,
    certificate: Option<String>,
}

struct Given {
    what: String,
    document: String,
    language: String,
    at: String,
}

struct Missing {
    code: String,
    label: String,
    /// Whether the evidence is a document with a number, or a presence the operator sees.
    has_number: bool,
}

struct Check {
    searched: u64,
    complete: bool,
    at: String,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage {
    s: Shell,
    id: String,
    reference: String,
}

pub(crate) async fn show(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    if desk.actor().body == Body::Svc {
        return super::handed_over::case(&desk, id);
    }
    page(&case_page(&desk, id, Errors::default()).await?)
}

async fn case_page(desk: &Desk, id: CaseId, errors: Errors) -> Result<CasePage, crate::fail::Fail> {
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let case = registry.view_case(actor, id).await?;
    let person = registry.case_person(actor, id).await?.map(|p| p.details);
    let answer = law_card::Answer::of(&case.decision);
    let registers = case.decision.registers();
    let fingers = if registers { registry.fingers_of_case(actor, id).await? } else { Vec::new() };
    let candidates =
        if case.duplicate_check.is_some() { registry.candidates(actor, id).await? } else { Vec::new() };
    let done = fingers.iter().filter(|f| f.status != FingerStatus::Empty).count();
    let low = |status| matches!(status, FingerStatus::Captured { below_minimum: true, .. });
    let is_open = case.is_open();
    let waiting = |c: &&registry::CandidateRecord| !matches!(c.state, CandidateState::Decided(_));
    let candidates_waiting = candidates.iter().filter(waiting).count();
    let check = case.duplicate_check.as_ref().map(|c| Check {
        searched: c.searched,
        complete: c.complete,
        at: labels::instant(c.at),
    });
    let may_write = is_open && actor.role == Role::Operator;
    let asks_consent = is_open && answer.is_voluntary() && answer.missing.iter().any(|m| m == "consent");
    Ok(CasePage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference: case.reference.clone(),
        name: person.as_ref().map(|p| p.full_name()).unwrap_or_default(),
        born: person.as_ref().map(|p| labels::born(p.born)).unwrap_or_default(),
        citizenship: person.as_ref().map(|p| labels::citizenship(lang, p.citizenship)).unwrap_or_default(),
        basis: labels::basis(lang, case.basis),
        opened: labels::date(case.event_date),
        state_code: labels::case_state_code(case.state),
        state: lang.t(&format!("case-{}", labels::case_state_code(case.state))),
        card: LawCard::of_answer(lang, &answer),
        errors,
        may_write,
        asks_consent: may_write && asks_consent,
        may_decline: may_write && answer.is_voluntary() && case.state == CaseState::Open,
        may_refuse: may_write && case.decision.registration_type == Some(RegistrationType::Mandatory),
        may_close: actor.role == Role::Operator && (is_open || case.state == CaseState::Stopped),
        ending: endings::view(lang, &case),
        postponed_on: case.postponed_on.map_or_else(String::new, labels::date),
        given: given(desk, &case),
        missing: missing(desk, &answer),
        registers,
        verifies: answer.outcome == "verify",
        may_capture: may_write && answer.may_capture && case.state == CaseState::Open,
        done,
        low: fingers.iter().filter(|f| low(f.status)).count(),
        fingers: hand_map(lang, &fingers, |p| format!("/cases/{id}/fingers/{p}")),
        may_register: may_write
            && done == 10
            && candidates_waiting == 0
            && case.duplicate_check.as_ref().is_some_and(|c| c.complete),
        check,
        candidates_waiting,
        candidates_decided: candidates
            .iter()
            .filter_map(|c| match c.state {
                CandidateState::Decided(opinion) => {
                    Some(lang.t(&format!("opinion-{}", labels::adjudication_code(opinion))))
                }
                _ => None,
            })
            .collect(),
        certificate: case.certificate.as_ref().map(ToString::to_string),
    })
}

fn given(desk: &Desk, case: &CaseRecord) -> Vec<Given> {
    let lang = desk.lang();
    let item = |item: &registry::EvidenceItem| Given {
        what: labels::code(lang, "evidence", item.evidence.code()),
        document: item.document.clone(),
        language: item.language.clone(),
        at: labels::instant(item.given_at),
    };
    case.evidence.iter().map(item).collect()
}

fn missing(desk: &Desk, answer: &law_card::Answer) -> Vec<Missing> {
    let item = |code: &String| Missing {
        label: labels::code(desk.lang(), "evidence", code),
        has_number: !code.ends_with("present") && !code.ends_with("consent"),
        code: code.clone(),
    };
    answer.missing.iter().map(item).collect()
}

pub(crate) async fn give_evidence(Path(id): Path<CaseId>, Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let Ok(evidence) = fields.get("evidence").parse::<Evidence>() else {
        return Err(crate::fail::Fail::BadForm);
    };
    let needs_number = !evidence.code().ends_with("present") && !evidence.code().ends_with("consent");
    let document = match (fields.some("document"), needs_number) {
        (Some(document), _) => document,
        (None, false) => CONSENT_TEXT.to_owned(),
        (None, true) => {
            let errors = Errors::one(&format!("document-{evidence}"), lang.t("need-document"));
            if desk.actor().body == Body::Svc {
                return Err(crate::fail::Fail::BadForm);
            }
            return page_with_errors(&case_page(&desk, id, errors).await?);
        }
    };
    let read_in = match fields.get("read_in") {
        "kk" => "kk",
        "en" => "en",
        "ru" => "ru",
        _ => lang.code(),
    };
    desk.registry().give_evidence(desk.actor(), id, evidence, read_in, &document).await?;
    go(&format!("/cases/{id}"))
}

pub(crate) async fn ask_decline(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    let case = desk.registry().view_case(desk.actor(), id).await?;
    page(&DeclinePage { s: desk.shell("cases"), id: id.to_string(), reference: case.reference })
}

#[derive(Template)]
#[template(path = "declined.html")]
struct DeclinedPage {
    s: Shell,
}

pub(crate) async fn decline(Path(id): Path<CaseId>, Posted { desk, .. }: Posted) -> Answer {
    desk.registry().decline(desk.actor(), id).await?;
    desk.state.bench.forget_prints();
    page(&DeclinedPage { s: desk.shell("cases") })
}

pub(crate) async fn check_duplicates(Path(id): Path<CaseId>, Posted { desk, .. }: Posted) -> Answer {
    desk.registry().check_duplicates(desk.actor(), id).await?;
    go(&format!("/cases/{id}#check"))
}

pub(crate) async fn register(Path(id): Path<CaseId>, Posted { desk, .. }: Posted) -> Answer {
    desk.registry().register(desk.actor(), id).await?;
    go(&format!("/cases/{id}/certificate"))
}
