//! Written requests and findings that exempt travellers: entered by one officer, confirmed by another (Art. 10-1(3)(3),
//! 10-1(4)). Whose they are is not shown.

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use law::{Hands, RequestingBody};
use registry::{CommandError, ExemptionGround, LaneExemption, NewLaneExemption};
use vocabulary::ExemptionId;

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::shell::Shell;
use crate::{labels, may};

#[derive(Template)]
#[template(path = "lane_requests.html")]
struct RequestsPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    rows: Vec<Row>,
    grounds: Vec<Choice>,
    may_enter: bool,
    may_check: bool,
}

struct Row {
    id: String,
    ground: String,
    reference: String,
    days: String,
    point: String,
    unit: String,
    is_waiting: bool,
    may_answer: bool,
}

/// The grounds as one list of a form.
const GROUNDS: [ExemptionGround; 5] = [
    ExemptionGround::Request(RequestingBody::SpecialStateBody),
    ExemptionGround::Request(RequestingBody::MinistryOfDefence),
    ExemptionGround::Request(RequestingBody::ForeignPolicyBody),
    ExemptionGround::Hands(Hands::NoFingers),
    ExemptionGround::Hands(Hands::NoHands),
];

fn code(ground: ExemptionGround) -> &'static str {
    match ground {
        ExemptionGround::Request(body) => body.code(),
        ExemptionGround::Hands(hands) => hands.code(),
    }
}

fn words(lang: Lang, ground: ExemptionGround) -> String {
    match ground {
        ExemptionGround::Request(body) => labels::code(lang, "lane-body", body.code()),
        ExemptionGround::Hands(hands) => labels::code(lang, "hands", hands.code()),
    }
}

pub(crate) async fn list(desk: Desk) -> Answer {
    page(&requests_page(&desk, Errors::default(), Fields::default()).await?)
}

async fn requests_page(desk: &Desk, errors: Errors, f: Fields) -> Result<RequestsPage, Fail> {
    let lang = desk.lang();
    let row = |exemption: &LaneExemption| Row {
        id: exemption.id.to_string(),
        ground: words(lang, exemption.ground),
        reference: exemption.reference.clone(),
        days: match exemption.until {
            Some(until) => format!("{} – {}", labels::date(exemption.from), labels::date(until)),
            None => lang.t("lane-lasting"),
        },
        point: exemption.point.clone().unwrap_or_else(|| lang.t("lane-every-point")),
        unit: exemption.unit.to_string(),
        is_waiting: exemption.is_waiting(),
        may_answer: may::lane_exemption(desk, exemption),
    };
    let listed = desk.registry().lane_exemptions(desk.actor()).await?;
    Ok(RequestsPage {
        s: desk.shell("lane"),
        errors,
        f,
        rows: listed.iter().map(row).collect(),
        grounds: GROUNDS.iter().map(|ground| Choice::new(code(*ground), words(lang, *ground))).collect(),
        may_enter: may::second_line(desk),
        may_check: may::lane(desk),
    })
}

pub(crate) async fn enter(Posted { desk, fields }: Posted) -> Answer {
    let new = match read(&desk, &fields) {
        Ok(new) => new,
        Err(errors) => return page_with_errors(&requests_page(&desk, errors, fields).await?),
    };
    match desk.registry().enter_lane_exemption(desk.actor(), new).await {
        Ok(_) => go("/lane/requests"),
        Err(CommandError::Invalid { field, message }) => {
            let words = if field == "until" { "lane-until" } else { field };
            let errors = Errors::one(field, labels::wrong_field(desk.lang(), words, message));
            page_with_errors(&requests_page(&desk, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

fn read(desk: &Desk, f: &Fields) -> Result<NewLaneExemption, Errors> {
    let lang = desk.lang();
    let mut errors = Errors::default();
    let ground = GROUNDS.into_iter().find(|ground| code(*ground) == f.get("ground"));
    if ground.is_none() {
        errors.add("ground", lang.t("need-lane-choice"));
    }
    if f.get("document_number").is_empty() {
        errors.add("document_number", lang.t("need-lane-document"));
    }
    let mut day = |name: &str| -> Option<Date> {
        let text = f.some(name)?;
        let read = vocabulary::parse_date(&text).ok();
        if read.is_none() {
            errors.add(name, lang.t("need-lane-day"));
        }
        read
    };
    let (from, until) = (day("from"), day("until"));
    let (Some(ground), true) = (ground, errors.is_empty()) else { return Err(errors) };
    Ok(NewLaneExemption {
        ground,
        document_number: f.get("document_number").to_owned(),
        reference: f.get("reference").to_owned(),
        from: from.unwrap_or_else(|| desk.today()),
        until,
        point: f.some("point"),
    })
}

pub(crate) async fn answer(Path(id): Path<ExemptionId>, Posted { desk, fields }: Posted) -> Answer {
    let agree = match fields.get("answer") {
        "agree" => true,
        "turn-down" => false,
        _ => return Err(Fail::BadForm),
    };
    desk.registry().answer_lane_exemption(desk.actor(), id, agree).await?;
    go("/lane/requests")
}
