//! The first page of each role, and the work list of cases.

use askama::Template;
use registry::{CaseState, CaseSummary};
use vocabulary::{Body, Role};

use super::{Answer, go, page};
use crate::desk::Desk;
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

/// Rows of a work list; older cases are found by their reference.
const ROWS_MAX: u32 = 200;

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    s: Shell,
    rows: Vec<Row>,
    registered: usize,
    may_open: bool,
}

struct Row {
    href: String,
    reference: String,
    name: String,
    basis_code: &'static str,
    basis: String,
    opened: String,
    fingers: u8,
    state_code: &'static str,
    state: String,
    action: String,
    is_open: bool,
}

pub(crate) async fn home(desk: Desk) -> Answer {
    if super::lane::is_for(desk.actor().role, desk.actor().body) {
        return go("/lane");
    }
    match desk.actor().role {
        Role::Operator => go("/cases"),
        Role::Examiner => go("/candidates"),
        Role::Prosecutor => go("/ledger"),
        Role::Administrator => go("/officers"),
        Role::DataProtection | Role::Supervisor | Role::Head | Role::Archivist => go("/keeping"),
        Role::System => go("/certificate"),
    }
}

pub(crate) async fn cases(desk: Desk) -> Answer {
    if desk.actor().body == Body::Svc {
        return super::handed_over::start(&desk);
    }
    let cases = desk.registry().list_cases(desk.actor(), ROWS_MAX).await?;
    let lang = desk.lang();
    page(&WorkPage {
        s: desk.shell("cases"),
        rows: cases.iter().map(|case| row(lang, case)).collect(),
        registered: desk.registry().gallery_len(),
        may_open: desk.actor().role == Role::Operator,
    })
}

fn row(lang: Lang, case: &CaseSummary) -> Row {
    let state_code = labels::case_state_code(case.state);
    let is_open = matches!(case.state, CaseState::Open | CaseState::AwaitingAdjudication);
    let href = match case.state {
        CaseState::Registered => format!("/cases/{}/certificate", case.id),
        _ => format!("/cases/{}", case.id),
    };
    Row {
        href,
        reference: case.reference.clone(),
        name: case.name.clone().unwrap_or_default(),
        basis_code: case.basis.code(),
        basis: labels::basis(lang, case.basis),
        opened: labels::date(case.event_date),
        fingers: case.fingers_done,
        state_code,
        state: lang.t(&format!("case-{state_code}")),
        action: lang.t(&format!("next-{state_code}")),
        is_open,
    }
}
