//! The end of a case that makes no record: a refused duty with its protocol, or a closing with outcome and reason.

use askama::Template;
use axum::extract::Path;
use law::ClosingReason;
use registry::{
    CaseEnding, CaseRecord, Closing, CommandError, NewClosing, NewRefusal, ProtocolSigned, RefusalProtocol,
};
use vocabulary::{Body, CaseId};

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

/// Languages a text is read in, in their own words.
const LANGUAGES: [(&str, &str); 3] = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")];

#[derive(Template)]
#[template(path = "refuse.html")]
struct RefusePage {
    s: Shell,
    id: String,
    reference: String,
    errors: Errors,
    f: Fields,
    languages: Vec<Choice>,
    signed: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "close.html")]
struct ClosePage {
    s: Shell,
    id: String,
    reference: String,
    errors: Errors,
    f: Fields,
    reasons: Vec<Choice>,
    languages: Vec<Choice>,
}

fn languages() -> Vec<Choice> {
    LANGUAGES.iter().map(|(code, name)| Choice::new(code, (*name).to_owned())).collect()
}

/// The number of a case for a page about it. A service firm reads nothing back: it is shown what it handed over by the
/// case's own number (R33.4.2).
async fn title(desk: &Desk, id: CaseId) -> Result<String, Fail> {
    if desk.actor().body == Body::Svc {
        return Ok(id.to_string());
    }
    Ok(desk.registry().view_case(desk.actor(), id).await?.reference)
}

pub(crate) async fn ask_refuse(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    page(&refuse_page(&desk, id, Errors::default(), Fields::default()).await?)
}

async fn refuse_page(desk: &Desk, id: CaseId, errors: Errors, f: Fields) -> Result<RefusePage, Fail> {
    let lang = desk.lang();
    let signed = ["person", "witnesses"];
    Ok(RefusePage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference: title(desk, id).await?,
        errors,
        f,
        languages: languages(),
        signed: signed.iter().map(|by| Choice::new(by, lang.t(&format!("protocol-by-{by}")))).collect(),
    })
}

pub(crate) async fn refuse(Path(id): Path<CaseId>, Posted { desk, fields }: Posted) -> Answer {
    let signed = match fields.get("signed") {
        "person" => ProtocolSigned::ByPerson,
        "witnesses" => ProtocolSigned::ByWitnesses(
            fields.get("first_witness").to_owned(),
            fields.get("second_witness").to_owned(),
        ),
        _ => return Err(Fail::BadForm),
    };
    let new = NewRefusal {
        reference: fields.get("reference").to_owned(),
        language: fields.get("language").to_owned(),
        signed,
    };
    match desk.registry().refuse_duty(desk.actor(), id, new).await {
        Ok(_) => {
            desk.state.bench.forget_prints();
            go(&format!("/cases/{id}"))
        }
        Err(CommandError::Invalid { field, .. }) => {
            let errors = wrong(desk.lang(), field);
            page_with_errors(&refuse_page(&desk, id, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn ask_close(desk: Desk, Path(id): Path<CaseId>) -> Answer {
    page(&close_page(&desk, id, Errors::default(), Fields::default()).await?)
}

async fn close_page(desk: &Desk, id: CaseId, errors: Errors, f: Fields) -> Result<ClosePage, Fail> {
    let lang = desk.lang();
    // Each reason stands with the outcome it leads to.
    let reason = |reason: &ClosingReason| {
        let outcome = lang.t(&format!("closing-outcome-{}", reason.outcome()));
        Choice::new(reason, format!("{outcome}: {}", lang.t(&format!("closing-reason-{reason}"))))
    };
    Ok(ClosePage {
        s: desk.shell("cases"),
        id: id.to_string(),
        reference: title(desk, id).await?,
        errors,
        f,
        reasons: ClosingReason::ALL.iter().map(reason).collect(),
        languages: languages(),
    })
}

pub(crate) async fn close(Path(id): Path<CaseId>, Posted { desk, fields }: Posted) -> Answer {
    let Ok(reason) = fields.get("reason").parse::<ClosingReason>() else { return Err(Fail::BadForm) };
    let new = NewClosing {
        outcome: reason.outcome(),
        reason,
        reference: fields.get("reference").to_owned(),
        warned_in: fields.some("warned_in"),
    };
    match desk.registry().close_case(desk.actor(), id, new).await {
        Ok(_) => {
            desk.state.bench.forget_prints();
            go(&format!("/cases/{id}"))
        }
        Err(CommandError::Invalid { field, .. }) => {
            let errors = wrong(desk.lang(), field);
            page_with_errors(&close_page(&desk, id, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// What is wrong with a field, in the language of the page.
fn wrong(lang: Lang, field: &'static str) -> Errors {
    Errors::one(field, lang.t(&format!("need-{}", field.replace('_', "-"))))
}

/// How a case ended, for its page.
pub(crate) struct EndingView {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) rows: Vec<(String, String)>,
}

pub(crate) fn view(lang: Lang, case: &CaseRecord) -> Option<EndingView> {
    case.ending.as_ref().map(|ending| match ending {
        CaseEnding::Refused(protocol) => refused(lang, protocol),
        CaseEnding::Closed(closing) => closed(lang, closing),
    })
}

fn refused(lang: Lang, protocol: &RefusalProtocol) -> EndingView {
    let signed = match &protocol.signed {
        ProtocolSigned::ByPerson => lang.t("protocol-by-person"),
        ProtocolSigned::ByWitnesses(first, second) => {
            format!("{}: {first}, {second}", lang.t("protocol-by-witnesses"))
        }
    };
    EndingView {
        title: lang.t("refused-title"),
        lead: lang.t("refused-lead"),
        rows: vec![
            (lang.t("protocol-number"), protocol.reference.clone()),
            (lang.t("protocol-language"), name_of(&protocol.language)),
            (lang.t("protocol-signed"), signed),
            (lang.t("ended-at"), labels::instant(protocol.at)),
            (
                lang.t("refused-law"),
                format!("{}; {}", labels::article(lang, "7(2)"), labels::article(lang, "38")),
            ),
        ],
    }
}

fn closed(lang: Lang, closing: &Closing) -> EndingView {
    let mut rows = vec![
        (lang.t("closing-outcome"), lang.t(&format!("closing-outcome-{}", closing.outcome))),
        (lang.t("closing-reason"), lang.t(&format!("closing-reason-{}", closing.reason))),
        (lang.t("closing-document"), closing.reference.clone()),
        (lang.t("ended-at"), labels::instant(closing.at)),
    ];
    rows.extend(closing.warned_in.as_ref().map(|code| (lang.t("closing-warned-in"), name_of(code))));
    let lead = if closing.warned_in.is_some() { "postponed-warning" } else { "closed-lead" };
    EndingView { title: lang.t("closed-title"), lead: lang.t(lead), rows }
}

fn name_of(code: &str) -> String {
    let known = LANGUAGES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}
