//! Searches that are off by default: what was asked for, the answer of the second person, and how many of each kind.

use askama::Template;
use axum::extract::Path;
use law::QueryKind;
use registry::{DeclineReason, GatedCounts, GatedSearch, SearchStanding};
use vocabulary::ProposalId;

use super::identify::codes_of;
use super::{Answer, Choice, go, page};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::Posted;
use crate::i18n::Lang;
use crate::shell::{Shell, encode};
use crate::{labels, may};

#[derive(Template)]
#[template(path = "searches.html")]
struct SearchesPage {
    s: Shell,
    rows: Vec<Row>,
    reasons: Vec<Choice>,
    standings: Vec<String>,
    counts: Vec<(String, Vec<u64>)>,
}

struct Row {
    id: String,
    query: String,
    galleries: String,
    reference: String,
    document: String,
    article: String,
    fingers: usize,
    unit: String,
    at: String,
    until: String,
    tone: &'static str,
    standing: String,
    /// Why it was declined; empty otherwise.
    declined: String,
    /// Records compared and candidates, once it was made.
    made: Option<(u64, u32)>,
    may_answer: bool,
    /// Where whoever asked makes the search; empty otherwise.
    make: String,
}

pub(crate) async fn list(desk: Desk) -> Answer {
    let (asked, counts) = desk.registry().gated_searches(desk.actor()).await?;
    let lang = desk.lang();
    page(&SearchesPage {
        s: desk.shell("searches"),
        rows: asked.iter().map(|asked| row(&desk, asked)).collect(),
        reasons: DeclineReason::ALL
            .iter()
            .map(|reason| Choice::new(reason.code(), decline(lang, *reason)))
            .collect(),
        standings: SearchStanding::ALL.iter().map(|standing| standing_words(lang, *standing)).collect(),
        counts: counted(lang, &counts),
    })
}

fn counted(lang: Lang, counts: &GatedCounts) -> Vec<(String, Vec<u64>)> {
    let of = |(query, counts): (&QueryKind, &std::collections::BTreeMap<SearchStanding, u64>)| {
        let each = SearchStanding::ALL.iter().map(|standing| counts.get(standing).copied().unwrap_or(0));
        (labels::query(lang, *query), each.collect())
    };
    counts.iter().map(of).collect()
}

fn standing_words(lang: Lang, standing: SearchStanding) -> String {
    lang.t(&format!("search-standing-{}", standing.code()))
}

fn decline(lang: Lang, reason: DeclineReason) -> String {
    lang.t(&format!("decline-{}", reason.code()))
}

fn row(desk: &Desk, asked: &GatedSearch) -> Row {
    let (lang, standing) = (desk.lang(), asked.standing(desk.today()));
    let is_mine = asked.by == desk.actor().officer;
    let make = format!(
        "/identify?opened={}&query={}&reference={}",
        asked.id,
        asked.query,
        encode(&asked.case_reference)
    );
    Row {
        id: asked.id.to_string(),
        query: labels::query(lang, asked.query),
        galleries: codes_of(&asked.galleries),
        reference: asked.case_reference.clone(),
        document: asked.document.clone(),
        article: asked.article.clone(),
        fingers: usize::from(asked.fingers),
        unit: asked.unit.to_string(),
        at: labels::instant(asked.at),
        until: labels::date(asked.until()),
        tone: match standing {
            SearchStanding::Waiting => "case-awaiting",
            SearchStanding::Agreed => "attention",
            SearchStanding::Made => "permitted",
            SearchStanding::Declined | SearchStanding::Expired => "neutral",
        },
        standing: standing_words(lang, standing),
        declined: asked
            .answer
            .and_then(|answer| answer.declined)
            .map_or_else(String::new, |reason| decline(lang, reason)),
        made: asked.made.map(|made| (made.searched, made.found)),
        may_answer: standing == SearchStanding::Waiting && may::approve_search(desk, asked),
        make: if is_mine && standing == SearchStanding::Agreed { make } else { String::new() },
    }
}

/// The second person agrees, or declines with a reason.
pub(crate) async fn answer(Path(id): Path<ProposalId>, Posted { desk, fields }: Posted) -> Answer {
    let declined = match fields.get("answer") {
        "agree" => None,
        "decline" => Some(DeclineReason::from_code(fields.get("reason")).ok_or(Fail::BadForm)?),
        _ => return Err(Fail::BadForm),
    };
    desk.registry().answer_search(desk.actor(), id, declined).await?;
    go("/searches")
}
