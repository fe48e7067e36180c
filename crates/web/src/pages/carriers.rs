//! Carriers of the archive: what they are called, where they are, when they have to be read again.

use askama::Template;
use axum::extract::Path;
use law::Operation;
use registry::{Carrier, CommandError};
use vocabulary::{CarrierId, OfficerId};

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::shell::Shell;
use crate::{labels, may};

#[derive(Template)]
#[template(path = "carriers.html")]
struct CarriersPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    rows: Vec<Row>,
    article: String,
    may_enter: bool,
    may_check: bool,
    custodians: Vec<Choice>,
    /// What a reading test could not read, as the register says it.
    unreadable: Vec<String>,
    checked: String,
}

struct Row {
    id: String,
    label: String,
    place: String,
    since: String,
    tone: &'static str,
    state: String,
    test_by: String,
    test_overdue: bool,
    review_by: String,
    review_overdue: bool,
    is_there: bool,
}

pub(crate) async fn list(desk: Desk) -> Answer {
    page(&carriers_page(&desk, Errors::default(), Fields::default()).await?)
}

async fn carriers_page(desk: &Desk, errors: Errors, f: Fields) -> Result<CarriersPage, Fail> {
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let carriers = registry.list_carriers(actor).await?;
    let may_enter = may::in_general(desk, Operation::RegisterCarrier);
    let colleagues = if may_enter { registry.officers_of_body(actor).await? } else { Vec::new() };
    Ok(CarriersPage {
        s: desk.shell("carriers"),
        errors,
        f,
        rows: carriers.iter().map(|carrier| row(desk, carrier)).collect(),
        article: labels::article(lang, "15(2)"),
        may_enter,
        may_check: may::in_general(desk, Operation::CheckCarrier),
        custodians: colleagues.into_iter().map(|o| Choice::new(o.id, o.display_name)).collect(),
        unreadable: Vec::new(),
        checked: String::new(),
    })
}

fn row(desk: &Desk, carrier: &Carrier) -> Row {
    let (lang, today) = (desk.lang(), desk.today());
    let last = carrier.checks.last();
    let (tone, state) = match (carrier.destroyed_on, last) {
        (Some(day), _) => ("neutral", format!("{} {}", lang.t("carrier-destroyed"), labels::date(day))),
        (None, None) => ("neutral", lang.t("carrier-not-tested")),
        (None, Some(check)) if check.readable => {
            ("permitted", format!("{} {}", lang.t("carrier-readable"), labels::date(check.on)))
        }
        (None, Some(check)) => {
            ("refused", format!("{} {}", lang.t("carrier-unreadable"), labels::date(check.on)))
        }
    };
    Row {
        id: carrier.id.to_string(),
        label: carrier.label.clone(),
        place: carrier.place.clone(),
        since: labels::date(carrier.since),
        tone,
        state,
        test_by: labels::date(carrier.test_by()),
        test_overdue: carrier.test_by() < today,
        review_by: labels::date(carrier.review_by()),
        review_overdue: carrier.review_by() < today,
        is_there: carrier.destroyed_on.is_none(),
    }
}

pub(crate) async fn enter(Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let custodian = fields.get("custodian").parse::<OfficerId>();
    let Ok(custodian) = custodian else {
        let errors = Errors::one("custodian", lang.t("wrong-custodian"));
        return page_with_errors(&carriers_page(&desk, errors, fields).await?);
    };
    let (label, place) = (fields.get("label"), fields.get("place"));
    match desk.registry().enter_carrier(desk.actor(), label, place, custodian).await {
        Ok(_) => go("/carriers"),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one(field, labels::wrong_field(lang, field, message));
            page_with_errors(&carriers_page(&desk, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Reads everything on a carrier; the answer tells what could not be read.
pub(crate) async fn check(Path(id): Path<CarrierId>, Posted { desk, fields }: Posted) -> Answer {
    let review = fields.ticked("review");
    let (carrier, unreadable) = desk.registry().check_carrier(desk.actor(), id, review).await?;
    let mut shown = carriers_page(&desk, Errors::default(), Fields::default()).await?;
    shown.unreadable = unreadable;
    shown.checked = carrier.label;
    page(&shown)
}
