//! What is due, what a person must look at, what is blocked, and what waits for a second person: registry numbers,
//! no names.

use askama::Template;
use axum::extract::Query;
use law::Operation;
use registry::{DueRecord, Proposal, ProposalKind, RecordState};
use vocabulary::RegistryNumber;

use super::acts::{ActRow, act_row};
use super::supplements::{WaitingRow, waiting};
use super::{Answer, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::i18n::Lang;
use crate::shell::{Shell, encode};
use crate::{labels, may};

/// Rows of one list; the rest is counted.
const ROWS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "keeping.html")]
struct KeepingPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    due: Vec<DueRow>,
    reviews: Vec<DueRow>,
    blocked: Vec<DueRow>,
    /// Rows of the longest list that are not shown.
    more: usize,
    proposals: Vec<ProposalRow>,
    supplements: Vec<WaitingRow>,
    acts: Vec<ActRow>,
    /// Key of a change of the rules that waits; empty when none does.
    terms_wait: &'static str,
    may_draw_up: bool,
}

/// A record in a list.
pub(crate) struct DueRow {
    pub(crate) number: String,
    pub(crate) basis_code: &'static str,
    pub(crate) basis: String,
    pub(crate) registered_on: String,
    pub(crate) tone: &'static str,
    pub(crate) state: String,
    /// What is to be done; empty when nothing is.
    pub(crate) duty: String,
    pub(crate) by: String,
    pub(crate) overdue: bool,
    /// What a person must look at; empty when nothing.
    pub(crate) review: String,
}

struct ProposalRow {
    id: String,
    kind: String,
    number: String,
    reference: String,
    result: String,
    until: String,
    at: String,
    unit: String,
    is_mine: bool,
    may_agree: bool,
    may_turn_down: bool,
}

/// `?number=…&reference=…`
#[derive(serde::Deserialize, Default)]
pub(crate) struct Which {
    #[serde(default)]
    number: String,
    #[serde(default)]
    reference: String,
}

impl Which {
    pub(super) fn fields(&self) -> Fields {
        let field = |name: &str, value: &str| (name.to_owned(), value.trim().chars().take(80).collect());
        Fields(vec![field("number", &self.number), field("reference", &self.reference)])
    }
}

pub(crate) async fn list(desk: Desk, Query(which): Query<Which>) -> Answer {
    page(&keeping_page(&desk, Errors::default(), which.fields()).await?)
}

/// Opens the life of one record: the reference is asked before anything is shown.
pub(crate) async fn find(desk: Desk, Query(which): Query<Which>) -> Answer {
    let (lang, fields) = (desk.lang(), which.fields());
    let mut errors = Errors::default();
    let number = fields.get("number").parse::<RegistryNumber>();
    if number.is_err() {
        errors.add("number", lang.t("need-registry-number"));
    }
    let reference = fields.get("reference");
    if reference.is_empty() || reference.chars().count() > 64 {
        errors.add("reference", lang.t("need-reference"));
    }
    match number {
        Ok(number) if errors.is_empty() => {
            go(&format!("/keeping/record/{number}?reference={}", encode(reference)))
        }
        _ => page_with_errors(&keeping_page(&desk, errors, fields).await?),
    }
}

async fn keeping_page(desk: &Desk, errors: Errors, f: Fields) -> Result<KeepingPage, Fail> {
    let (registry, actor, lang) = (desk.registry(), desk.actor(), desk.lang());
    let all = registry.due_list(actor).await?;
    let proposals = registry.open_proposals(actor).await?;
    let acts = registry.list_acts(actor).await?;
    let rows = |keep: fn(&DueRecord) -> bool| -> (Vec<DueRow>, usize) {
        let kept: Vec<&DueRecord> = all.iter().filter(|due| keep(due)).collect();
        let more = kept.len().saturating_sub(ROWS_MAX);
        (kept.into_iter().take(ROWS_MAX).map(|due| due_row(desk, due)).collect(), more)
    };
    let (due, more_due) = rows(|due| due.duty.is_some());
    let (reviews, more_reviews) = rows(|due| due.review.is_some() || due.block_overdue);
    let (blocked, more_blocked) = rows(|due| due.state.is_blocked());
    Ok(KeepingPage {
        s: desk.shell("keeping"),
        errors,
        f,
        due,
        reviews,
        blocked,
        more: more_due.max(more_reviews).max(more_blocked),
        proposals: proposals.iter().map(|proposal| proposal_row(desk, proposal)).collect(),
        supplements: waiting(desk).await?,
        acts: acts.iter().map(|act| act_row(lang, act)).collect(),
        terms_wait: super::terms::waits(&registry.term_rules(actor).await?),
        may_draw_up: may::in_general(desk, Operation::DrawUpAct),
    })
}

/// The last day of a duty; under a block none runs (R9.2.4).
pub(crate) fn do_by(lang: Lang, state: RecordState, duty: law::DutyDates) -> String {
    if state.is_blocked() { lang.t("due-blocked") } else { labels::date(duty.execute_by) }
}

pub(crate) fn due_row(desk: &Desk, due: &DueRecord) -> DueRow {
    let lang = desk.lang();
    let review = if due.block_overdue {
        lang.t("review-block-overdue")
    } else {
        due.review.map_or_else(String::new, |review| lang.t(&format!("review-{review}")))
    };
    DueRow {
        number: due.number.to_string(),
        basis_code: due.basis.code(),
        basis: labels::basis(lang, due.basis),
        registered_on: labels::date(due.registered_on),
        tone: may::tone(due.state),
        state: labels::record_state(lang, due.state),
        duty: due.duty.map_or_else(String::new, |duty| lang.t(&format!("duty-{}", duty.duty))),
        by: due.duty.map_or_else(String::new, |duty| do_by(lang, due.state, duty)),
        overdue: due.overdue,
        review,
    }
}

/// What is proposed, in words.
pub(crate) fn proposal_kind(lang: Lang, kind: ProposalKind) -> String {
    lang.t(&format!("proposal-{}", kind.code()))
}

fn proposal_row(desk: &Desk, proposal: &Proposal) -> ProposalRow {
    let (actor, lang) = (desk.actor(), desk.lang());
    let is_mine = proposal.by == actor.officer;
    let may_answer = may::answer(desk, proposal.kind);
    // The law asks two of different units for all but the end of a block.
    let same_unit = proposal.kind != ProposalKind::Unblock && proposal.unit == actor.unit;
    ProposalRow {
        id: proposal.id.to_string(),
        kind: proposal_kind(lang, proposal.kind),
        number: proposal.number.to_string(),
        reference: proposal.reference.clone(),
        result: proposal.result.clone().unwrap_or_default(),
        until: proposal.until.map_or_else(String::new, labels::date),
        at: labels::instant(proposal.at),
        unit: proposal.unit.to_string(),
        is_mine,
        may_agree: may_answer && !is_mine && !same_unit && proposal.violator != Some(actor.officer),
        may_turn_down: may_answer,
    }
}
