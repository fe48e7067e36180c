//! A registered person's record: purpose and reference are asked first, then identity and prints are joined.

use askama::Template;
use axum::extract::Path;
use registry::{CommandError, IdentityProof, ViewReason};
use vocabulary::{FingerPosition, Purpose, RegistryNumber};

use super::finger::{Shown, shown};
use super::superseded::{CorrectionRow, correction_row};
use super::{Answer, Choice, go, page, page_with_errors, view_purposes};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::{HandFinger, hand_map};
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::shell::Shell;
use crate::{labels, may};

/// Whose record is looked at, and why.
pub(crate) struct Viewing {
    pub(crate) number: RegistryNumber,
    pub(crate) reason: ViewReason,
}

#[derive(Template)]
#[template(path = "record_ask.html")]
struct AskPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    purposes: Vec<Choice>,
    /// Whether the role gives people their own information.
    asks_identity: bool,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    s: Shell,
    number: String,
    rows: Vec<(String, String)>,
    corrections: Vec<CorrectionRow>,
    fingers: Vec<HandFinger>,
    done: usize,
    may_supplement: bool,
    certificates: Vec<CertificateRow>,
    cases: Vec<CaseRow>,
    purpose: String,
    reference: String,
    entry: u64,
}

struct CertificateRow {
    number: String,
    basis: String,
    on: String,
    until: String,
}

struct CaseRow {
    reference: String,
    basis: String,
    opened: String,
    state: String,
}

#[derive(Template)]
#[template(path = "record_finger.html")]
struct FingerPage {
    s: Shell,
    back: String,
    shown: Shown,
    purpose: String,
    reference: String,
}

pub(crate) async fn ask(desk: Desk) -> Answer {
    page(&ask_page(&desk, Errors::default(), Fields::default()))
}

fn ask_page(desk: &Desk, errors: Errors, f: Fields) -> AskPage {
    let purposes = view_purposes(desk.lang(), desk.actor().role);
    let asks_identity = purposes.iter().any(|purpose| purpose.code == Purpose::SubjectAccess.code());
    AskPage { s: desk.shell("record"), errors, f, purposes, asks_identity }
}

pub(crate) async fn find(Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let mut errors = Errors::default();
    if fields.get("claim").is_empty() {
        errors.add("claim", lang.t("need-claim"));
    }
    if fields.get("reference").is_empty() || fields.get("reference").chars().count() > 64 {
        errors.add("reference", lang.t("need-reference"));
    }
    let (Ok(purpose), true) = (fields.get("purpose").parse::<Purpose>(), errors.is_empty()) else {
        if errors.is_empty() {
            errors.add("purpose", lang.t("need-purpose"));
        }
        return page_with_errors(&ask_page(&desk, errors, fields));
    };
    let identity = match proof(&desk, &fields) {
        Ok(identity) => identity,
        Err(errors) => return page_with_errors(&ask_page(&desk, errors, fields)),
    };
    let reason = ViewReason { identity, ..ViewReason::new(purpose, fields.get("reference")) };
    let number = match fields.get("claim").parse::<RegistryNumber>() {
        // Coming from an identification: the registry number is known, no identity was searched.
        Ok(number) => number,
        Err(_) => {
            match desk.registry().find_record(desk.actor(), fields.get("claim"), reason.clone()).await {
                Ok(number) => number,
                Err(CommandError::NotFound { .. }) => {
                    let errors = Errors::one("claim", lang.t("claim-not-found"));
                    return page_with_errors(&ask_page(&desk, errors, fields));
                }
                Err(CommandError::Invalid {
                    field: field @ ("identity_document" | "identity_seen_on"),
                    ..
                }) => {
                    let errors = Errors::one(field, lang.t(&format!("need-{}", field.replace('_', "-"))));
                    return page_with_errors(&ask_page(&desk, errors, fields));
                }
                Err(CommandError::Invalid { field, message }) => {
                    return page_with_errors(&ask_page(&desk, Errors::one(field, message), fields));
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    let id = desk.lay(Item::Viewing(Viewing { number, reason }))?;
    go(&format!("/record/{id}"))
}

/// The document by which the person who asks for their own information proved who they are (R7.1.1).
fn proof(desk: &Desk, fields: &Fields) -> Result<Option<IdentityProof>, Errors> {
    let Some(document) = fields.some("identity_document") else { return Ok(None) };
    let seen_on = match fields.some("identity_seen_on") {
        None => desk.today(),
        Some(text) => {
            let wrong = |_| Errors::one("identity_seen_on", desk.lang().t("need-identity-seen-on"));
            vocabulary::parse_date(&text).map_err(wrong)?
        }
    };
    Ok(Some(IdentityProof { document, seen_on }))
}

pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Viewing(viewing) = &*item else { return Err(Fail::NotFound) };
    let record = desk.registry().view_record(desk.actor(), viewing.number, viewing.reason.clone()).await?;
    let lang = desk.lang();
    let certificate = |c: &registry::Certificate| CertificateRow {
        number: c.number.to_string(),
        basis: labels::basis(lang, c.basis),
        on: labels::date(c.registered_on),
        until: c.in_database_until.map_or_else(|| lang.t("until-open"), labels::date),
    };
    let case = |c: &registry::CaseRecord| CaseRow {
        reference: c.reference.clone(),
        basis: labels::basis(lang, c.basis),
        opened: labels::date(c.event_date),
        state: lang.t(&format!("case-{}", labels::case_state_code(c.state))),
    };
    page(&RecordPage {
        s: desk.shell("record"),
        may_supplement: may::supplement(&desk),
        number: record.registry_number.to_string(),
        rows: person_rows(lang, &record.identity),
        corrections: record.corrections.iter().map(|done| correction_row(lang, done)).collect(),
        fingers: hand_map(lang, &record.fingers, |p| format!("/record/{id}/fingers/{p}")),
        done: record.fingers.iter().filter(|f| f.impression.is_some()).count(),
        certificates: record.certificates.iter().map(certificate).collect(),
        cases: record.cases.iter().map(case).collect(),
        purpose: labels::purpose(lang, viewing.reason.purpose),
        reference: viewing.reason.reference.clone(),
        entry: record.ledger_sequence,
    })
}

pub(crate) fn person_rows(lang: Lang, person: &registry::IdentityDetails) -> Vec<(String, String)> {
    let sex = if person.sex == registry::Sex::Female { "sex-female" } else { "sex-male" };
    let mut rows = vec![
        (lang.t("person-name"), person.full_name()),
        (lang.t("person-sex"), lang.t(sex)),
        (lang.t("person-born"), labels::born(person.born)),
        (lang.t("person-citizenship"), labels::citizenship(lang, person.citizenship)),
    ];
    let mut add = |key: &str, value: Option<String>| rows.extend(value.map(|v| (lang.t(key), v)));
    add("person-nationality", person.nationality.clone());
    add("person-iin", person.iin.as_ref().map(ToString::to_string));
    add("person-document", person.document_number.clone());
    rows
}

pub(crate) async fn finger(desk: Desk, Path((id, position)): Path<(String, FingerPosition)>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Viewing(viewing) = &*item else { return Err(Fail::NotFound) };
    let fingers = desk.registry().fingers_of_record(desk.actor(), viewing.number, &viewing.reason).await?;
    let finger = fingers.into_iter().find(|f| f.position == position);
    let shown = shown(&desk, position, finger, &viewing.reason).await?;
    page(&FingerPage {
        s: desk.shell("record"),
        back: format!("/record/{id}"),
        shown,
        purpose: labels::purpose(desk.lang(), viewing.reason.purpose),
        reference: viewing.reason.reference.clone(),
    })
}
