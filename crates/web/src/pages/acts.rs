//! Acts of destruction and of transfer to the archive: the list, and drawing up a new one over what is due.

use askama::Template;
use axum::extract::Query;
use law::{COMMISSION_MIN, Operation, Stage};
use registry::{Act, ActKind, ActState, CommandError, DueRecord, NewAct};
use vocabulary::{CarrierId, OfficerId, RegistryNumber, Role};

use super::keeping::{DueRow, due_row};
use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::shell::Shell;
use crate::{labels, may};

/// Records offered for one act: a form has room for no more. What is left comes into the next act.
const OFFERED_MAX: usize = 150;

#[derive(Template)]
#[template(path = "acts.html")]
struct ListPage {
    s: Shell,
    acts: Vec<ActRow>,
    may_draw_up: bool,
}

/// An act in a list.
pub(crate) struct ActRow {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) drawn_up_on: String,
    pub(crate) records: usize,
    pub(crate) tone: &'static str,
    pub(crate) state: String,
}

#[derive(Template)]
#[template(path = "act_new.html")]
struct NewPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    kind: &'static str,
    is_archive: bool,
    rows: Vec<DueRow>,
    more: usize,
    colleagues: Vec<Choice>,
    commission_min: usize,
    carriers: Vec<Choice>,
}

/// `?kind=destruction`
#[derive(serde::Deserialize, Default)]
pub(crate) struct Which {
    #[serde(default)]
    kind: String,
}

pub(crate) fn act_row(lang: Lang, act: &Act) -> ActRow {
    ActRow {
        id: act.text.id.to_string(),
        number: act.text.number.clone(),
        kind: lang.t(&format!("act-{}", act.text.kind.code())),
        drawn_up_on: labels::date(act.text.drawn_up_on),
        records: act.text.records.len(),
        tone: tone(act.state),
        state: state(lang, act.state),
    }
}

/// The state of an act in words.
pub(crate) fn state(lang: Lang, state: ActState) -> String {
    lang.t(match state {
        ActState::DrawnUp => "act-drawn-up",
        ActState::Signed => "act-signed",
        ActState::Approved => "act-approved",
        ActState::Executing => "act-executing",
        ActState::Executed => "act-executed",
        ActState::Withdrawn => "act-withdrawn",
    })
}

pub(crate) fn tone(state: ActState) -> &'static str {
    match state {
        ActState::DrawnUp | ActState::Signed => "case-awaiting",
        ActState::Approved | ActState::Executing => "attention",
        ActState::Executed => "permitted",
        ActState::Withdrawn => "neutral",
    }
}

pub(crate) async fn list(desk: Desk) -> Answer {
    let acts = desk.registry().list_acts(desk.actor()).await?;
    page(&ListPage {
        s: desk.shell("acts"),
        acts: acts.iter().map(|act| act_row(desk.lang(), act)).collect(),
        may_draw_up: may::in_general(&desk, Operation::DrawUpAct),
    })
}

pub(crate) async fn ask(desk: Desk, Query(which): Query<Which>) -> Answer {
    page(&new_page(&desk, kind(&which.kind), Errors::default(), Fields::default()).await?)
}

fn kind(code: &str) -> ActKind {
    if code == ActKind::Archive.code() { ActKind::Archive } else { ActKind::Destruction }
}

/// Whether a record may stand in an act of this kind, of the officer's body.
fn is_offered(desk: &Desk, kind: ActKind, due: &DueRecord) -> bool {
    let stage = match kind {
        ActKind::Destruction => matches!(due.state.stage(), Stage::Due | Stage::ArchivedDue),
        ActKind::Archive => due.state.stage() == Stage::DueForArchive,
    };
    stage && !due.state.is_blocked() && may::ends(desk.actor().body, due.basis)
}

async fn new_page(desk: &Desk, kind: ActKind, errors: Errors, f: Fields) -> Result<NewPage, Fail> {
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let due = registry.due_list(actor).await?;
    let offered: Vec<&DueRecord> = due.iter().filter(|due| is_offered(desk, kind, due)).collect();
    let colleagues = registry.officers_of_body(actor).await?.into_iter();
    let carriers = match kind {
        ActKind::Archive => registry.list_carriers(actor).await?,
        ActKind::Destruction => Vec::new(),
    };
    Ok(NewPage {
        s: desk.shell("acts"),
        errors,
        f,
        kind: kind.code(),
        is_archive: kind == ActKind::Archive,
        more: offered.len().saturating_sub(OFFERED_MAX),
        rows: offered.into_iter().take(OFFERED_MAX).map(|due| due_row(desk, due)).collect(),
        colleagues: colleagues
            .filter(|officer| may_be_member(officer.role))
            .map(|o| Choice::new(o.id, format!("{} · {}", o.display_name, labels::role(lang, o.role))))
            .collect(),
        commission_min: COMMISSION_MIN,
        carriers: carriers
            .iter()
            .filter(|carrier| carrier.destroyed_on.is_none())
            .map(|carrier| Choice::new(carrier.id, format!("{} · {}", carrier.label, carrier.place)))
            .collect(),
    })
}

/// Roles whose signature under an act the law takes; the head approves.
fn may_be_member(role: Role) -> bool {
    matches!(role, Role::Archivist | Role::Supervisor | Role::Examiner | Role::Operator)
}

pub(crate) async fn draw_up(Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let kind = kind(fields.get("kind"));
    let mut errors = Errors::default();
    let records = fields.all("record").into_iter().map(str::parse::<RegistryNumber>);
    let records: Vec<RegistryNumber> = records.collect::<Result<_, _>>().map_err(|_| Fail::BadForm)?;
    let members = fields.all("member").into_iter().map(str::parse::<OfficerId>);
    let commission: Vec<OfficerId> = members.collect::<Result<_, _>>().map_err(|_| Fail::BadForm)?;
    if records.is_empty() {
        errors.add("records", lang.t("wrong-records"));
    }
    if commission.len() < COMMISSION_MIN {
        errors.add("commission", lang.t("wrong-commission"));
    }
    let (carrier, method) = match kind {
        ActKind::Destruction => (None, fields.get("method").to_owned()),
        ActKind::Archive => carrier_of(&desk, &fields).await?,
    };
    if kind == ActKind::Archive && carrier.is_none() {
        errors.add("carrier", lang.t("wrong-carrier"));
    }
    if kind == ActKind::Destruction && method.is_empty() {
        errors.add("method", lang.t("wrong-method"));
    }
    if !errors.is_empty() {
        return page_with_errors(&new_page(&desk, kind, errors, fields).await?);
    }
    let new = NewAct { kind, records, commission, method, carrier };
    match desk.registry().draw_up_act(desk.actor(), new).await {
        Ok(act) => go(&format!("/acts/{}", act.text.id)),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one(field, labels::wrong_field(lang, field, message));
            page_with_errors(&new_page(&desk, kind, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// The chosen carrier; its label stands in the act as the way of the transfer.
async fn carrier_of(desk: &Desk, fields: &Fields) -> Result<(Option<CarrierId>, String), Fail> {
    let Ok(id) = fields.get("carrier").parse::<CarrierId>() else { return Ok((None, String::new())) };
    let carriers = desk.registry().list_carriers(desk.actor()).await?;
    let found = carriers.into_iter().find(|carrier| carrier.id == id);
    Ok(found.map_or((None, String::new()), |carrier| (Some(id), carrier.label)))
}
