//! Matters: requests, orders, findings, agreements, pieces of material. Every form is made from the tables of the Law.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use law::{FieldShape, MatterAbout, MatterField, MatterKind, MatterStepRule, matter_steps};
use registry::{CommandError, Matter, MatterStepTaken, NewMatterStep};
use vocabulary::{MatterId, RegistryNumber, Role};

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "matters.html")]
struct KindsPage {
    s: Shell,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "matters_kind.html")]
struct KindPage {
    s: Shell,
    title: String,
    kind: &'static str,
    rows: Vec<Row>,
    opens: Vec<Choice>,
}

struct Row {
    id: String,
    state: String,
    tone: &'static str,
    last: String,
    since: String,
    due: String,
    is_overdue: bool,
    record: String,
}

#[derive(Template)]
#[template(path = "matter.html")]
struct MatterPage {
    s: Shell,
    title: String,
    kind: &'static str,
    id: String,
    row: Row,
    steps: Vec<StepRow>,
    nexts: Vec<Choice>,
}

struct StepRow {
    step: String,
    state: String,
    at: String,
    body: String,
    unit: String,
    given: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "matter_step.html")]
struct StepPage {
    s: Shell,
    errors: Errors,
    title: String,
    step: String,
    action: String,
    back: String,
    articles: String,
    asks_record: bool,
    record_is_optional: bool,
    number: String,
    inputs: Vec<Input>,
}

struct Input {
    name: &'static str,
    label: String,
    value: String,
    hint: String,
    optional: bool,
    choices: Vec<Choice>,
}

/// Whether this officer has anything to do with matters of a kind: their steps, or watching over all.
fn sees(desk: &Desk, kind: MatterKind) -> bool {
    let actor = desk.actor();
    actor.role == Role::Prosecutor || matter_steps(kind).any(|step| step.is_of(actor.role, actor.body))
}

pub(crate) async fn kinds(desk: Desk) -> Answer {
    let lang = desk.lang();
    let kinds = MatterKind::ALL.iter().filter(|kind| sees(&desk, **kind));
    let kinds = kinds.map(|kind| Choice::new(kind, name(lang, "kind", kind.code()))).collect();
    page(&KindsPage { s: desk.shell("matters"), kinds })
}

pub(crate) async fn list(Path(kind): Path<String>, desk: Desk) -> Answer {
    let kind = read_kind(&kind)?;
    let (lang, actor) = (desk.lang(), desk.actor());
    let matters = desk.registry().list_matters(actor, kind).await?;
    let opens =
        matter_steps(kind).filter(|step| step.from.contains(&"") && step.is_of(actor.role, actor.body));
    page(&KindPage {
        s: desk.shell("matters"),
        title: name(lang, "kind", kind.code()),
        kind: kind.code(),
        rows: matters.iter().map(|matter| row(&desk, matter)).collect(),
        opens: opens.map(|step| Choice::new(step.step, name(lang, "step", step.step))).collect(),
    })
}

pub(crate) async fn show(Path((kind, id)): Path<(String, MatterId)>, desk: Desk) -> Answer {
    let (kind, lang, actor) = (read_kind(&kind)?, desk.lang(), desk.actor());
    let matter = desk.registry().view_matter(actor, id).await?;
    if matter.kind != kind {
        return Err(Fail::NotFound);
    }
    let nexts = matter_steps(kind)
        .filter(|step| step.from.contains(&matter.state()) && step.is_of(actor.role, actor.body));
    page(&MatterPage {
        s: desk.shell("matters"),
        title: name(lang, "kind", kind.code()),
        kind: kind.code(),
        id: id.to_string(),
        row: row(&desk, &matter),
        steps: matter.steps.iter().map(|step| step_row(lang, step)).collect(),
        nexts: nexts.map(|step| Choice::new(step.step, name(lang, "step", step.step))).collect(),
    })
}

pub(crate) async fn ask_first(Path((kind, step)): Path<(String, String)>, desk: Desk) -> Answer {
    let rule = read_step(&kind, &step)?;
    page(&form(&desk, read_kind(&kind)?, None, &rule, Errors::default(), &Fields::default()))
}

pub(crate) async fn ask_next(Path((kind, id, step)): Path<(String, MatterId, String)>, desk: Desk) -> Answer {
    let rule = read_step(&kind, &step)?;
    page(&form(&desk, read_kind(&kind)?, Some(id), &rule, Errors::default(), &Fields::default()))
}

pub(crate) async fn open(Path((kind, step)): Path<(String, String)>, posted: Posted) -> Answer {
    take(&kind, None, &step, posted).await
}

pub(crate) async fn next(Path((kind, id, step)): Path<(String, MatterId, String)>, posted: Posted) -> Answer {
    take(&kind, Some(id), &step, posted).await
}

async fn take(kind: &str, matter: Option<MatterId>, step: &str, Posted { desk, fields }: Posted) -> Answer {
    let (kind, rule) = (read_kind(kind)?, read_step(kind, step)?);
    if let (Some(request), true) = (matter, is_extract(kind, step)) {
        return extract(&desk, request, fields.get("language")).await;
    }
    let given: BTreeMap<MatterField, String> = rule
        .asks
        .iter()
        .chain(rule.may)
        .filter_map(|field| fields.some(field.code()).map(|value| (*field, value)))
        .collect();
    let number = match fields.some("number").map(|text| text.parse::<RegistryNumber>()) {
        None => None,
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => {
            let errors = Errors::one("number", desk.lang().t("matter-wrong-number"));
            return page_with_errors(&form(&desk, kind, matter, &rule, errors, &fields));
        }
    };
    let new = NewMatterStep { kind, matter, number, step: step.to_owned(), given };
    match desk.registry().step_matter(desk.actor(), new).await {
        Ok(taken) => go(&format!("/matters/{kind}/{}", taken.id)),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one(field, format!("{}: {message}", name(desk.lang(), "field", field)));
            page_with_errors(&form(&desk, kind, matter, &rule, errors, &fields))
        }
        Err(other) => Err(other.into()),
    }
}

/// The one step whose digest the register gives itself.
fn is_extract(kind: MatterKind, step: &str) -> bool {
    kind == MatterKind::AccessRequest && step == "draw-extract"
}

/// The extract as a file; the page of the request shows that it was drawn.
async fn extract(desk: &Desk, request: MatterId, language: &str) -> Answer {
    let (_, extract) = desk.registry().draw_extract(desk.actor(), request, language).await?;
    let text = serde_json::to_vec(&extract).map_err(|error| Fail::Internal(error.to_string()))?;
    let name = format!("attachment; filename=\"extract-{}.json\"", extract.number);
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

fn form(
    desk: &Desk,
    kind: MatterKind,
    matter: Option<MatterId>,
    rule: &MatterStepRule,
    errors: Errors,
    fields: &Fields,
) -> StepPage {
    let lang = desk.lang();
    let to = match matter {
        Some(id) => format!("/matters/{kind}/{id}"),
        None => format!("/matters/{kind}"),
    };
    let action = match matter {
        Some(_) => format!("{to}/{}", rule.step),
        None => format!("{to}/new/{}", rule.step),
    };
    let asks_record = matter.is_none() && (kind.about() == MatterAbout::Record || kind.may_name_a_record());
    let input = |field: &MatterField, optional| input(lang, *field, optional, fields);
    let asked = |field: &&MatterField| !(is_extract(kind, rule.step) && **field == MatterField::Digest);
    let asks = rule.asks.iter().filter(asked).map(|field| input(field, false));
    StepPage {
        s: desk.shell("matters"),
        errors,
        title: name(lang, "kind", kind.code()),
        step: name(lang, "step", rule.step),
        action,
        back: to,
        articles: rule
            .articles
            .iter()
            .map(|a| labels::article(lang, a.as_str()))
            .collect::<Vec<_>>()
            .join(", "),
        asks_record,
        record_is_optional: kind.about() != MatterAbout::Record,
        number: fields.get("number").to_owned(),
        inputs: asks.chain(rule.may.iter().map(|field| input(field, true))).collect(),
    }
}

fn input(lang: Lang, field: MatterField, optional: bool, fields: &Fields) -> Input {
    let hint = match field.shape() {
        FieldShape::Day => lang.t("matter-hint-day"),
        FieldShape::Codes(list) => format!("{} {}", lang.t("matter-hint-several"), list.join(" ")),
        FieldShape::State => lang.t("matter-hint-state"),
        FieldShape::Digest => lang.t("matter-hint-digest"),
        FieldShape::Unit => lang.t("matter-hint-unit"),
        FieldShape::Identifier => lang.t("matter-hint-identifier"),
        _ => String::new(),
    };
    let choices = match field.shape() {
        FieldShape::Code(list) => {
            let empty = Choice::new("", lang.t("matter-choose"));
            let each = list.iter().map(|code| Choice::new(code, value(lang, field, code)));
            std::iter::once(empty).chain(each).collect()
        }
        _ => Vec::new(),
    };
    let name_of = name(lang, "field", field.code());
    Input {
        name: field.code(),
        label: name_of,
        value: fields.get(field.code()).to_owned(),
        hint,
        optional,
        choices,
    }
}

fn row(desk: &Desk, matter: &Matter) -> Row {
    let (lang, last) = (desk.lang(), matter.steps.last());
    let is_overdue = matter.is_overdue(desk.today());
    let goes_on = matter_steps(matter.kind).any(|step| step.from.contains(&matter.state()));
    Row {
        id: matter.id.to_string(),
        state: name(lang, "state", matter.state()),
        tone: if is_overdue {
            "attention"
        } else if goes_on {
            "case-awaiting"
        } else {
            "neutral"
        },
        last: last.map_or_else(String::new, |step| name(lang, "step", &step.step)),
        since: last.map_or_else(String::new, |step| labels::date(step.on)),
        due: matter.due().map_or_else(String::new, labels::date),
        is_overdue,
        record: matter.number.map_or_else(String::new, |number| number.to_string()),
    }
}

fn step_row(lang: Lang, step: &MatterStepTaken) -> StepRow {
    let given = |(field, text): (&MatterField, &String)| {
        (name(lang, "field", field.code()), value(lang, *field, text))
    };
    StepRow {
        step: name(lang, "step", &step.step),
        state: name(lang, "state", &step.state),
        at: labels::instant(step.at),
        body: labels::body(lang, step.body),
        unit: step.unit.to_string(),
        given: step.given.iter().map(given).collect(),
    }
}

/// A code of a list in words, where it is no sign of its own.
fn value(lang: Lang, field: MatterField, text: &str) -> String {
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '-') && text.len() > 2;
    match field.shape() {
        FieldShape::Day => vocabulary::parse_date(text).map_or_else(|_| text.to_owned(), labels::date),
        FieldShape::Code(_) if is_word(text) => name(lang, "code", text),
        FieldShape::Codes(_) => {
            let one = |code: &str| if is_word(code) { name(lang, "code", code) } else { code.to_owned() };
            text.split(' ').map(one).collect::<Vec<_>>().join(", ")
        }
        _ => text.to_owned(),
    }
}

fn name(lang: Lang, list: &str, code: &str) -> String {
    lang.t(&format!("matter-{list}-{code}"))
}

fn read_kind(text: &str) -> Result<MatterKind, Fail> {
    text.parse().map_err(|_| Fail::NotFound)
}

fn read_step(kind: &str, step: &str) -> Result<MatterStepRule, Fail> {
    matter_steps(read_kind(kind)?).find(|rule| rule.step == step).ok_or(Fail::NotFound)
}
