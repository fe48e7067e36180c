//! The second line of the border: who waits there, and what an officer decides, with a reason (R16.4.2).

use askama::Template;
use axum::extract::Path;
use registry::{CommandError, SecondLine, SecondLineReason};
use vocabulary::ReferralId;

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::shell::Shell;
use crate::{labels, may};

#[derive(Template)]
#[template(path = "second_line.html")]
struct SecondLinePage {
    s: Shell,
    errors: Errors,
    f: Fields,
    rows: Vec<Row>,
    reasons: Vec<Choice>,
    may_decide: bool,
    may_check: bool,
}

struct Row {
    id: String,
    point: String,
    at: String,
    cause: String,
}

pub(crate) async fn list(desk: Desk) -> Answer {
    page(&second_line_page(&desk, Errors::default(), Fields::default()).await?)
}

async fn second_line_page(desk: &Desk, errors: Errors, f: Fields) -> Result<SecondLinePage, Fail> {
    let lang = desk.lang();
    let row = |second: &SecondLine| Row {
        id: second.id.to_string(),
        point: second.point.clone(),
        at: labels::instant(second.at),
        cause: labels::code(lang, "second-line-cause", second.cause.code()),
    };
    let by_officers = SecondLineReason::ALL.iter().filter(|reason| **reason != SecondLineReason::OtherFinger);
    let reason = |reason: &SecondLineReason| {
        Choice::new(reason.code(), labels::code(lang, "second-line-reason", reason.code()))
    };
    Ok(SecondLinePage {
        s: desk.shell("lane"),
        errors,
        f,
        rows: desk.registry().second_line(desk.actor()).await?.iter().map(row).collect(),
        reasons: by_officers.map(reason).collect(),
        may_decide: may::second_line(desk),
        may_check: may::lane(desk),
    })
}

pub(crate) async fn decide(Path(id): Path<ReferralId>, Posted { desk, fields }: Posted) -> Answer {
    let reason = SecondLineReason::from_code(fields.get("reason")).ok_or(Fail::BadForm)?;
    desk.registry().decide_second_line(desk.actor(), id, reason).await?;
    go("/lane/second-line")
}

pub(crate) async fn note(Posted { desk, fields }: Posted) -> Answer {
    let reason = SecondLineReason::from_code(fields.get("reason")).ok_or(Fail::BadForm)?;
    match desk.registry().note_second_line(desk.actor(), fields.get("point"), reason).await {
        Ok(_) => go("/lane/second-line"),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one(field, labels::wrong_field(desk.lang(), field, message));
            page_with_errors(&second_line_page(&desk, errors, fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}
