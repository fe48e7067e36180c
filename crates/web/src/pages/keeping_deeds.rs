//! The forms of a record's life, and what is done with them.

use axum::extract::Path;
use jiff::civil::Date;
use law::EventKind;
use registry::{CommandError, CorrectionKind, DetailsChange, NewCorrection, NewProposal, ProposalKind, Sex};
use vocabulary::{BirthDate, EventId, Iin, OfficerId, RegistryNumber};

use super::keeping_record::record_page;
use super::{Answer, Choice, go, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::may::{Deed, review_day};
use crate::shell::encode;

/// One form of the page.
pub(crate) struct DeedView {
    pub(crate) code: &'static str,
    pub(crate) is_open: bool,
    pub(crate) takes_two: bool,
    pub(crate) fields: Vec<FieldView>,
}

/// One field of a form; `kind` is `text`, `date` or `select`.
pub(crate) struct FieldView {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) error: String,
    pub(crate) value: String,
    pub(crate) choices: Vec<Choice>,
}

/// Names and kinds of the fields of a form, with keys of label and hint.
fn fields_of(deed: Deed) -> &'static [(&'static str, &'static str, &'static str, &'static str)] {
    const REFERENCE: (&str, &str, &str, &str) =
        ("reference", "text", "deed-reference", "view-reference-hint");
    const REVIEW: (&str, &str, &str, &str) = ("review_by", "date", "review-by", "review-by-hint");
    match deed {
        Deed::Block | Deed::Review => &[REFERENCE, REVIEW],
        Deed::Unblock => &[
            REFERENCE,
            ("result", "text", "unblock-result", "unblock-result-hint"),
            ("violator", "text", "unblock-violator", "unblock-violator-hint"),
        ],
        Deed::Withhold | Deed::Restore | Deed::Depersonalise | Deed::Retrieve => &[REFERENCE],
        Deed::Event => &[
            ("kind", "select", "event-kind", ""),
            ("date", "date", "event-date", "event-date-hint"),
            REFERENCE,
        ],
        Deed::Correct => &[
            ("family_name", "text", "family-name", "correct-hint"),
            ("given_name", "text", "given-name", "correct-hint"),
            ("patronymic", "text", "person-patronymic", "correct-hint"),
            ("sex", "select", "person-sex", ""),
            ("born", "text", "person-born", "correct-born-hint"),
            ("nationality", "text", "person-nationality", "correct-hint"),
            ("document_number", "text", "person-document", "correct-hint"),
            ("iin", "text", "person-iin", "correct-hint"),
            ("ground", "select", "correction-ground", ""),
            REFERENCE,
        ],
        Deed::Supplement => &[
            ("patronymic", "text", "person-patronymic", "supplement-hint"),
            ("born", "text", "person-born", "correct-born-hint"),
            ("nationality", "text", "person-nationality", "supplement-hint"),
            ("document_number", "text", "person-document", "supplement-hint"),
            ("iin", "text", "person-iin", "supplement-hint"),
            ("ground", "select", "correction-ground", ""),
            REFERENCE,
        ],
        Deed::Repersonalise => &[REFERENCE, ("until", "date", "joined-until", "joined-until-hint")],
    }
}

/// A form with what was typed into it, or with what it begins with.
pub(crate) fn deed_view(desk: &Desk, deed: Deed, errors: &Errors, f: &Fields) -> DeedView {
    let (lang, code) = (desk.lang(), deed.code());
    let was_sent = f.get("deed") == code;
    let field = |(name, kind, label, hint): &(&'static str, &'static str, &str, &str)| {
        let id = format!("{code}-{name}");
        let value = if was_sent { f.get(name).to_owned() } else { beginning(desk, name) };
        FieldView {
            error: errors.of(&id).to_owned(),
            id,
            name,
            kind,
            label: lang.t(label),
            hint: if hint.is_empty() { String::new() } else { lang.t(hint) },
            value,
            choices: if *kind == "select" { choices(lang, name) } else { Vec::new() },
        }
    };
    DeedView {
        code,
        is_open: was_sent,
        takes_two: deed.proposal().is_some(),
        fields: fields_of(deed).iter().map(field).collect(),
    }
}

/// What a field begins with: dates by the legal date.
fn beginning(desk: &Desk, name: &str) -> String {
    match name {
        "review_by" | "until" => review_day(desk.today()).to_string(),
        "date" => desk.today().to_string(),
        _ => String::new(),
    }
}

fn choices(lang: Lang, name: &str) -> Vec<Choice> {
    match name {
        "sex" => vec![
            Choice::new("", lang.t("as-recorded")),
            Choice::new("female", lang.t("sex-female")),
            Choice::new("male", lang.t("sex-male")),
        ],
        "ground" => {
            let grounds = registry::CorrectionGround::ALL.iter().map(|ground| ground.code());
            grounds.map(|code| Choice::new(code, lang.t(&format!("ground-{code}")))).collect()
        }
        _ => event_kinds(lang),
    }
}

/// Events an officer can note; an annulment is done to a noted event.
fn event_kinds(lang: Lang) -> Vec<Choice> {
    let kinds = EventKind::ALL.iter().filter(|kind| **kind != EventKind::Annulled);
    kinds.map(|kind| Choice::new(kind, lang.t(&format!("event-{kind}")))).collect()
}

/// Why a form was not done.
enum Undone {
    /// Fields are wrong: the page comes again.
    Wrong(Errors),
    /// Everything else has a page of its own.
    Failed(Fail),
}

impl From<Errors> for Undone {
    fn from(errors: Errors) -> Self {
        Self::Wrong(errors)
    }
}

/// Does what a form of the page asks.
pub(crate) async fn act(
    Path((number, step)): Path<(RegistryNumber, String)>,
    Posted { desk, mut fields }: Posted,
) -> Answer {
    let deed = Deed::from_code(&step).ok_or(Fail::NotFound)?;
    fields.0.push(("deed".to_owned(), deed.code().to_owned()));
    match perform(&desk, number, deed, &fields).await {
        Ok(to) => go(&to),
        Err(Undone::Failed(fail)) => Err(fail),
        Err(Undone::Wrong(errors)) => {
            page_with_errors(&record_page(&desk, number, looked_for(&fields), errors, &fields).await?)
        }
    }
}

/// The reason the record is looked at for: that of the page, or of the form.
fn looked_for(fields: &Fields) -> &str {
    match fields.get("looked") {
        "" => fields.get("reference"),
        looked => looked,
    }
}

fn back(number: RegistryNumber, fields: &Fields) -> String {
    format!("/keeping/record/{number}?reference={}", encode(looked_for(fields)))
}

async fn perform(desk: &Desk, number: RegistryNumber, deed: Deed, fields: &Fields) -> Result<String, Undone> {
    let (registry, actor) = (desk.registry(), desk.actor());
    let reference = fields.get("reference");
    let failed = |error: CommandError| undone(desk.lang(), deed.code(), error);
    if let Some(kind) = deed.proposal() {
        let new = new_proposal(desk, deed, fields)?;
        let proposal = registry.propose(actor, number, kind, new).await.map_err(failed)?;
        return Ok(match kind {
            ProposalKind::Retrieve => format!("/keeping/proposals/{}", proposal.id),
            _ => back(number, fields),
        });
    }
    let done = match deed {
        Deed::Block => {
            let review_by = day(desk, deed, "review_by", fields)?;
            registry.block(actor, number, reference, review_by).await.map(drop)
        }
        Deed::Review => {
            let review_by = day(desk, deed, "review_by", fields)?;
            registry.review_block(actor, number, reference, review_by).await.map(drop)
        }
        Deed::Withhold => registry.withhold(actor, number, reference).await.map(drop),
        Deed::Restore => registry.restore(actor, number, reference).await.map(drop),
        Deed::Correct | Deed::Supplement => {
            let new = new_correction(desk, deed, fields)?;
            registry.correct_person(actor, number, new).await.map(drop)
        }
        _ => {
            let date = day(desk, deed, "date", fields)?;
            let kind = fields.get("kind").parse::<EventKind>().map_err(|_| Undone::Failed(Fail::BadForm))?;
            registry.note_event(actor, number, kind, date, reference).await.map(drop)
        }
    };
    done.map_err(failed)?;
    Ok(back(number, fields))
}

/// What the form says; an empty field leaves what is recorded.
fn new_correction(desk: &Desk, deed: Deed, fields: &Fields) -> Result<NewCorrection, Undone> {
    let wrong = |name| wrong(desk, deed, name);
    let sex = match fields.get("sex") {
        "" => None,
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => return Err(Undone::Failed(Fail::BadForm)),
    };
    let born =
        fields.some("born").map(|text| BirthDate::parse(&text)).transpose().map_err(|_| wrong("born"))?;
    let iin = fields.some("iin").map(|text| Iin::parse(&text)).transpose().map_err(|_| wrong("iin"))?;
    let change = DetailsChange {
        family_name: fields.some("family_name"),
        given_name: fields.some("given_name"),
        patronymic: fields.some("patronymic"),
        sex,
        born,
        nationality: fields.some("nationality"),
        iin,
        document_number: fields.some("document_number"),
    };
    let kind = match deed {
        Deed::Supplement => CorrectionKind::Supplement,
        _ => CorrectionKind::Correction,
    };
    let ground = fields.get("ground").parse().map_err(|_| Undone::Failed(Fail::BadForm))?;
    Ok(NewCorrection { kind, ground, reference: fields.get("reference").to_owned(), change })
}

fn new_proposal(desk: &Desk, deed: Deed, fields: &Fields) -> Result<NewProposal, Undone> {
    let violator = match fields.some("violator") {
        Some(text) => Some(text.parse::<OfficerId>().map_err(|_| wrong(desk, deed, "violator"))?),
        None => None,
    };
    let until = match deed {
        Deed::Repersonalise => Some(day(desk, deed, "until", fields)?),
        _ => None,
    };
    Ok(NewProposal {
        reference: fields.get("reference").to_owned(),
        result: fields.some("result"),
        violator,
        until,
    })
}

fn day(desk: &Desk, deed: Deed, name: &str, fields: &Fields) -> Result<Date, Undone> {
    vocabulary::parse_date(fields.get(name)).map_err(|_| wrong(desk, deed, name))
}

fn wrong(desk: &Desk, deed: Deed, name: &str) -> Undone {
    let text = labels::wrong_field(desk.lang(), name, name.to_owned());
    Undone::Wrong(Errors::one(&format!("{}-{name}", deed.code()), text))
}

fn undone(lang: Lang, code: &str, error: CommandError) -> Undone {
    match error {
        CommandError::Invalid { field, message } => {
            let field = field.strip_prefix("person.").unwrap_or(field);
            let text = labels::wrong_field(lang, field, message);
            // What is wrong with all fields together stands at one that both forms have.
            let field = if field == "change" { "patronymic" } else { field };
            Errors::one(&format!("{code}-{field}"), text).into()
        }
        other => Undone::Failed(other.into()),
    }
}

/// Annuls an event: its ground is gone.
pub(crate) async fn annul(
    Path((number, event)): Path<(RegistryNumber, EventId)>,
    Posted { desk, fields }: Posted,
) -> Answer {
    let annulled = desk.registry().annul_event(desk.actor(), number, event, fields.get("reference")).await;
    match annulled.map_err(|error| undone(desk.lang(), &format!("annul-{event}"), error)) {
        Ok(()) => go(&back(number, &fields)),
        Err(Undone::Failed(fail)) => Err(fail),
        Err(Undone::Wrong(errors)) => {
            page_with_errors(&record_page(&desk, number, looked_for(&fields), errors, &fields).await?)
        }
    }
}
