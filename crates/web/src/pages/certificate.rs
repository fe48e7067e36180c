//! The certificate of registration, to print; and the check whether a certificate is genuine.

use askama::Template;
use axum::extract::{Path, Query};
use registry::{Certificate, CommandError};
use vocabulary::{CaseId, CertificateNumber};

use super::paper::{InLanguage, pdf};
use super::{Answer, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

/// What a certificate says.
struct Paper {
    number: String,
    basis: String,
    body: String,
    on: String,
    until: String,
    articles: Vec<String>,
    fingers: u8,
    entry: u64,
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage {
    s: Shell,
    id: String,
    name: String,
    born: String,
    paper: Paper,
    pdf_path: String,
}

#[derive(Template)]
#[template(path = "certificate_check.html")]
struct CheckPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    paper: Option<Paper>,
    unknown: String,
}

fn paper(lang: Lang, c: &Certificate) -> Paper {
    Paper {
        number: c.number.to_string(),
        basis: labels::basis(lang, c.basis),
        body: labels::body(lang, c.body),
        on: labels::date(c.registered_on),
        until: c.in_database_until.map_or_else(|| lang.t("until-open"), labels::date),
        articles: c.articles.iter().map(|a| labels::article(lang, a)).collect(),
        fingers: c.fingers_recorded,
        entry: c.ledger_sequence,
    }
}

pub(crate) async fn of_case(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    let case = desk.registry().view_case(desk.actor(), id).await?;
    let number = case.certificate.ok_or(Fail::NotFound)?;
    let certificate = desk.registry().certificate(desk.actor(), &number).await?;
    let person = desk.registry().case_person(desk.actor(), id).await?.map(|p| p.details);
    page(&CertificatePage {
        s: desk.shell("cases"),
        id: id.to_string(),
        name: person.as_ref().map(|p| p.full_name()).unwrap_or_default(),
        born: person.as_ref().map(|p| labels::born(p.born)).unwrap_or_default(),
        paper: paper(desk.lang(), &certificate),
        pdf_path: format!("/cases/{id}/certificate.pdf"),
    })
}

/// The same to hand out; the same views, with the same entries.
pub(crate) async fn pdf_of_case(
    desk: Desk,
    Path(id): Path<CaseId>,
    Query(language): Query<InLanguage>,
) -> Answer {
    let issuing = language.by(&desk)?;
    let case = desk.registry().view_case(desk.actor(), id).await?;
    let number = case.certificate.clone().ok_or(Fail::NotFound)?;
    let certificate = desk.registry().certificate(desk.actor(), &number).await?;
    let person = desk.registry().case_person(desk.actor(), id).await?.ok_or(Fail::NotFound)?;
    pdf(number.as_str(), issuing.certificate(&certificate, &case, &person.details)?)
}

pub(crate) async fn ask(desk: Desk) -> Answer {
    page(&check_page(&desk, Errors::default(), Fields::default()))
}

fn check_page(desk: &Desk, errors: Errors, f: Fields) -> CheckPage {
    CheckPage { s: desk.shell("certificate"), errors, f, paper: None, unknown: String::new() }
}

pub(crate) async fn check(Posted { desk, fields }: Posted) -> Answer {
    let Some(number) = CertificateNumber::parse(&fields.get("number").to_uppercase()) else {
        let errors = Errors::one("number", desk.lang().t("need-certificate-number"));
        return page_with_errors(&check_page(&desk, errors, fields));
    };
    let mut shown = check_page(&desk, Errors::default(), fields);
    match desk.registry().certificate(desk.actor(), &number).await {
        Ok(certificate) => shown.paper = Some(paper(desk.lang(), &certificate)),
        Err(CommandError::NotFound { .. }) => shown.unknown = number.to_string(),
        Err(other) => return Err(other.into()),
    }
    page(&shown)
}
