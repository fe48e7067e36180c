//! The ledger: entries, the proof of one entry, checkpoints to keep, the audit.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use ledger::Outcome;
use registry::LedgerEntryView;

use super::{Answer, page};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::Posted;
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

/// Entries a page.
const ROWS: u32 = 50;

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    s: Shell,
    rows: Vec<Row>,
    checkpoint: Option<Checkpoint>,
    older: Option<u64>,
    is_first_page: bool,
}

struct Row {
    sequence: u64,
    at: String,
    actor: String,
    role: String,
    operation: String,
    purpose: String,
    is_done: bool,
    articles: String,
    requirement: String,
    version: String,
}

struct Checkpoint {
    origin: String,
    size: u64,
    root: String,
    text: String,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    s: Shell,
    row: Row,
    leaf: String,
    commitments: Vec<(String, String)>,
    path: Vec<String>,
    checkpoint: Checkpoint,
    verified: bool,
    json: String,
    /// Height of the drawing of the proof.
    drawn: Vec<Step>,
    drawn_height: usize,
}

/// One step of the drawn proof: the hash beside, the node above.
struct Step {
    y: usize,
    hash: String,
    number: usize,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    s: Shell,
    ok: bool,
    entries: u64,
    root: String,
    first_bad: Option<u64>,
    problems: Vec<String>,
    at: String,
}

/// `?before=120`
#[derive(serde::Deserialize)]
pub(crate) struct Paging {
    before: Option<u64>,
}

pub(crate) async fn list(desk: Desk, Query(paging): Query<Paging>) -> Answer {
    let shown = desk.registry().ledger_page(desk.actor(), paging.before, ROWS).await?;
    let lang = desk.lang();
    let lowest = shown.entries.iter().map(|e| e.entry.sequence).min();
    page(&LedgerPage {
        s: desk.shell("ledger"),
        rows: shown.entries.iter().map(|entry| row(lang, entry)).collect(),
        checkpoint: shown.checkpoint.as_ref().map(checkpoint_view),
        older: lowest.filter(|lowest| *lowest > 0),
        is_first_page: paging.before.is_none(),
    })
}

fn row(lang: Lang, view: &LedgerEntryView) -> Row {
    let entry = &view.entry;
    let at = Timestamp::from_millisecond(entry.at_ms).unwrap_or_default();
    let actor = view.actor_name.clone().unwrap_or_else(|| super::candidates::short(&entry.actor));
    let articles: Vec<String> = entry.articles.iter().map(|a| labels::article(lang, a)).collect();
    Row {
        sequence: entry.sequence,
        at: labels::instant(at),
        actor: if entry.actor == ledger::ACTOR_SYSTEM { lang.t("actor-system") } else { actor },
        role: entry.role.map(|r| labels::role(lang, r)).unwrap_or_default(),
        operation: labels::code(lang, "operation", &entry.operation),
        purpose: labels::purpose(lang, entry.purpose),
        is_done: entry.outcome == Outcome::Done,
        articles: articles.join("; "),
        requirement: entry.requirement.clone(),
        version: entry.rule_version.clone(),
    }
}

fn checkpoint_view(signed: &ledger::SignedCheckpoint) -> Checkpoint {
    let checkpoint = signed.unverified();
    Checkpoint {
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        root: hex::encode(checkpoint.root.0),
        text: signed.to_text(),
    }
}

pub(crate) async fn entry(desk: Desk, Path(sequence): Path<u64>) -> Answer {
    let proof = desk.registry().ledger_proof(desk.actor(), sequence).await?;
    let entry = &proof.entry.entry;
    let path: Vec<String> = proof.path.iter().map(|hash| hex::encode(hash.0)).collect();
    let step = |(i, hash): (usize, &String)| Step {
        y: 60 + 44 * (path.len() - 1 - i),
        hash: hash.chars().take(16).collect(),
        number: i + 1,
    };
    page(&EntryPage {
        s: desk.shell("ledger"),
        row: row(desk.lang(), &proof.entry),
        leaf: hex::encode(proof.entry.leaf_hash.0),
        commitments: entry.commitments.iter().map(|c| (c.subject.clone(), hex::encode(c.hash.0))).collect(),
        drawn: path.iter().enumerate().map(step).collect(),
        drawn_height: 130 + 44 * path.len(),
        path,
        checkpoint: checkpoint_view(&proof.checkpoint),
        verified: proof.verified,
        json: String::from_utf8_lossy(&entry.to_bytes()).into_owned(),
    })
}

pub(crate) async fn checkpoint(desk: Desk) -> Answer {
    let shown = desk.registry().ledger_page(desk.actor(), None, 1).await?;
    let signed = shown.checkpoint.ok_or(Fail::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"tanba-checkpoint.txt\""),
    ];
    Ok((headers, signed.to_text()).into_response())
}

pub(crate) async fn audit(Posted { desk, .. }: Posted) -> Answer {
    let report = desk.registry().audit(desk.actor()).await?;
    page(&AuditPage {
        s: desk.shell("ledger"),
        ok: report.ok,
        entries: report.entries,
        root: hex::encode(report.root.0),
        first_bad: report.first_bad_entry,
        problems: report.problems,
        at: labels::instant(desk.now()),
    })
}
