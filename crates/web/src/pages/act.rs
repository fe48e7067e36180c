//! One act: the text under the signatures, who signed, what is missing, what is done with it, and what each store
//! says after the execution.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use registry::{Act, ActKind, ActRecord, ActState, CommandError};
use vocabulary::{ActId, OfficerId, Role};

use super::acts::{state, tone};
use super::paper::{InLanguage, pdf};
use super::{Answer, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage {
    s: Shell,
    errors: Errors,
    id: String,
    number: String,
    kind: &'static str,
    tone: &'static str,
    state: String,
    facts: Vec<(String, String)>,
    articles: String,
    records: Vec<RecordRow>,
    signatures: Vec<SignatureRow>,
    missing: Vec<String>,
    signed_bytes: String,
    may_sign: bool,
    may_approve: bool,
    may_withdraw: bool,
    may_execute: bool,
    receipts: Vec<ReceiptRow>,
    executed_at: String,
    /// Where the act is a PDF; empty before its approval.
    pdf_path: String,
    /// Whether the destruction of its records may be certified.
    may_certify: bool,
}

struct RecordRow {
    number: String,
    basis_code: &'static str,
    basis: String,
    registered_on: String,
    in_database_until: String,
    archive_until: String,
    destroy_from: String,
    requirement: String,
}

struct SignatureRow {
    part: String,
    who: String,
    /// Empty while it is awaited.
    at: String,
}

/// What one store says of all records of the act together.
struct ReceiptRow {
    store: String,
    records: usize,
    removed: u64,
    left: u64,
}

/// Names of the officers of the reader's own body; anybody else is shown by their number.
struct Names(HashMap<OfficerId, String>);

impl Names {
    async fn of(desk: &Desk, act: &Act) -> Result<Self, Fail> {
        if desk.actor().body != act.text.body {
            return Ok(Self(HashMap::new()));
        }
        let colleagues = desk.registry().officers_of_body(desk.actor()).await?;
        Ok(Self(colleagues.into_iter().map(|officer| (officer.id, officer.display_name)).collect()))
    }

    fn name(&self, officer: OfficerId) -> String {
        let number = super::candidates::short(&officer.to_string());
        self.0.get(&officer).map_or_else(|| number.clone(), |name| format!("{name} · {number}"))
    }
}

pub(crate) async fn show(desk: Desk, Path(id): Path<ActId>) -> Answer {
    page(&act_page(&desk, id, Errors::default()).await?)
}

async fn act_page(desk: &Desk, id: ActId, errors: Errors) -> Result<ActPage, Fail> {
    let (lang, actor) = (desk.lang(), desk.actor());
    let act = desk.registry().view_act(actor, id).await?;
    let names = Names::of(desk, &act).await?;
    let is_ours = actor.body == act.text.body;
    let has_signed = act.members.iter().any(|given| given.officer == actor.officer);
    let is_member = act.text.commission.contains(&actor.officer);
    let is_archivist = is_ours && actor.role == Role::Archivist;
    let is_apart = !is_member && act.text.author != actor.officer;
    let signed_bytes = act.text.canonical().map_err(|e| Fail::Internal(format!("act: {e}")))?;
    Ok(ActPage {
        s: desk.shell("acts"),
        errors,
        id: id.to_string(),
        number: act.text.number.clone(),
        kind: act.text.kind.code(),
        tone: tone(act.state),
        state: state(lang, act.state),
        facts: facts(lang, &act, &names),
        articles: articles(lang, &act),
        records: act.text.records.iter().map(|record| record_row(lang, record)).collect(),
        signatures: signatures(lang, &act, &names),
        missing: missing(lang, &act),
        signed_bytes: String::from_utf8_lossy(&signed_bytes).into_owned(),
        may_sign: act.state == ActState::DrawnUp && is_ours && is_member && !has_signed,
        may_approve: act.state == ActState::Signed && is_ours && actor.role == Role::Head && is_apart,
        may_withdraw: is_archivist
            && matches!(act.state, ActState::DrawnUp | ActState::Signed | ActState::Approved),
        may_execute: is_archivist && matches!(act.state, ActState::Approved | ActState::Executing),
        receipts: receipts(lang, &act),
        executed_at: act.executed_at.map_or_else(String::new, labels::instant),
        pdf_path: if is_printed(act.state) { format!("/acts/{id}/act.pdf") } else { String::new() },
        may_certify: is_archivist && act.text.kind == ActKind::Destruction && act.state == ActState::Executed,
    })
}

fn is_printed(state: ActState) -> bool {
    matches!(state, ActState::Approved | ActState::Executing | ActState::Executed)
}

/// The act as it was approved, to keep on paper.
pub(crate) async fn print(desk: Desk, Path(id): Path<ActId>, Query(language): Query<InLanguage>) -> Answer {
    let issuing = language.by(&desk)?;
    let printed = desk.registry().printed_act(desk.actor(), id).await?;
    pdf(&printed.act.text.number, issuing.act(&printed)?)
}

fn facts(lang: Lang, act: &Act, names: &Names) -> Vec<(String, String)> {
    let text = &act.text;
    let method = match text.kind {
        ActKind::Destruction => "act-method",
        ActKind::Archive => "act-carrier",
    };
    vec![
        (lang.t("act-orders"), lang.t(&format!("act-{}", text.kind.code()))),
        (lang.t("body"), labels::body(lang, text.body)),
        (lang.t("act-drawn-up-on"), labels::date(text.drawn_up_on)),
        (lang.t("act-author"), names.name(text.author)),
        (lang.t(method), text.method.clone()),
    ]
}

/// What the act stands on: chapter 3 for genomic information, else chapter 2 (R23.4.1; R17.3.1; R15.2.1).
fn articles(lang: Lang, act: &Act) -> String {
    let is_genomic = act.text.records.first().is_some_and(|record| law::is_genomic(record.basis));
    let articles: &[&str] = match act.text.kind {
        ActKind::Archive => &["15(2)"],
        ActKind::Destruction if is_genomic => &["23(2)", "23(4)"],
        ActKind::Destruction => &["17(1)", "17(3)"],
    };
    articles.iter().map(|article| labels::article(lang, article)).collect::<Vec<_>>().join(" · ")
}

fn record_row(lang: Lang, record: &ActRecord) -> RecordRow {
    let day = |date: Option<jiff::civil::Date>| date.map_or_else(|| "–".to_owned(), labels::date);
    RecordRow {
        number: record.number.to_string(),
        basis_code: record.basis.code(),
        basis: labels::basis(lang, record.basis),
        registered_on: labels::date(record.registered_on),
        in_database_until: day(record.in_database_until),
        archive_until: day(record.archive_until),
        destroy_from: day(record.destroy_from),
        requirement: record.requirement.clone(),
    }
}

fn signatures(lang: Lang, act: &Act, names: &Names) -> Vec<SignatureRow> {
    let member = |officer: &OfficerId| {
        let given = act.members.iter().find(|given| given.officer == *officer);
        SignatureRow {
            part: lang.t("act-member"),
            who: names.name(*officer),
            at: given.map_or_else(String::new, |given| labels::instant(given.signed.at)),
        }
    };
    let mut rows: Vec<SignatureRow> = act.text.commission.iter().map(member).collect();
    rows.push(match &act.approval {
        Some(given) => SignatureRow {
            part: lang.t("act-head"),
            who: names.name(given.officer),
            at: labels::instant(given.signed.at),
        },
        None => SignatureRow { part: lang.t("act-head"), who: lang.t("act-head-other"), at: String::new() },
    });
    rows
}

/// What is still missing before the act may be executed.
fn missing(lang: Lang, act: &Act) -> Vec<String> {
    let awaited = act.text.commission.len().saturating_sub(act.members.len());
    match act.state {
        ActState::DrawnUp => {
            let members = lang.n("missing-members", i64::try_from(awaited).unwrap_or(i64::MAX));
            vec![members, lang.t("missing-approval"), lang.t("missing-execution")]
        }
        ActState::Signed => vec![lang.t("missing-approval"), lang.t("missing-execution")],
        ActState::Approved => vec![lang.t("missing-execution")],
        ActState::Executing => vec![lang.t("missing-receipts")],
        ActState::Executed | ActState::Withdrawn => Vec::new(),
    }
}

fn receipts(lang: Lang, act: &Act) -> Vec<ReceiptRow> {
    let mut stores: Vec<&str> = Vec::new();
    for receipt in &act.receipts {
        if !stores.contains(&receipt.store.as_str()) {
            stores.push(&receipt.store);
        }
    }
    let row = |store: &str| {
        let of_store = || act.receipts.iter().filter(move |receipt| receipt.store == store);
        ReceiptRow {
            store: labels::code(lang, "store", store),
            records: of_store().count(),
            removed: of_store().map(|receipt| receipt.removed).sum(),
            left: of_store().map(|receipt| receipt.left).sum(),
        }
    };
    stores.into_iter().map(row).collect()
}

/// A member signs, or the head approves: `approve` tells which.
async fn put_signature(desk: Desk, id: ActId, approve: bool, secret: &str) -> Answer {
    if secret.is_empty() {
        let errors = Errors::one("secret", desk.lang().t("need-passphrase"));
        return page_with_errors(&act_page(&desk, id, errors).await?);
    }
    match desk.registry().sign_act_here(desk.actor(), id, approve, secret).await {
        Ok(_) => go(&format!("/acts/{id}")),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one("secret", labels::wrong_field(desk.lang(), field, message));
            page_with_errors(&act_page(&desk, id, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn sign(Path(id): Path<ActId>, Posted { desk, fields }: Posted) -> Answer {
    put_signature(desk, id, false, fields.raw("secret")).await
}

pub(crate) async fn approve(Path(id): Path<ActId>, Posted { desk, fields }: Posted) -> Answer {
    put_signature(desk, id, true, fields.raw("secret")).await
}

pub(crate) async fn withdraw(Path(id): Path<ActId>, Posted { desk, fields }: Posted) -> Answer {
    if !fields.ticked("sure") {
        let errors = Errors::one("withdraw-sure", desk.lang().t("need-withdraw-sure"));
        return page_with_errors(&act_page(&desk, id, errors).await?);
    }
    desk.registry().withdraw_act(desk.actor(), id).await?;
    go(&format!("/acts/{id}"))
}

pub(crate) async fn execute(Path(id): Path<ActId>, Posted { desk, fields }: Posted) -> Answer {
    if !fields.ticked("sure") {
        let errors = Errors::one("execute-sure", desk.lang().t("need-execute-sure"));
        return page_with_errors(&act_page(&desk, id, errors).await?);
    }
    desk.registry().execute_act(desk.actor(), id).await?;
    go(&format!("/acts/{id}"))
}
