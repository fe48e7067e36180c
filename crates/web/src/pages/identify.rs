//! Identification 1:N: what is searched for, its ground, images; then candidates, compared by eye. A search that is off
//! by default is asked for here and made here once another officer agreed.

use askama::Template;
use axum::extract::{Path, Query};
use law::{Access, QueryKind, may_search};
use registry::{
    CaptureInput, CommandError, Identification, NewSearchRequest, SearchFor, SearchHit, ViewReason,
};
use vocabulary::{Basis, FingerPosition, ProposalId, Purpose, RegistryNumber};

use super::candidates::short;
use super::verify::{Probe, probe_pair, read_probes};
use super::{Answer, Choice, go, page, page_with_errors};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::{PairView, ScoreView};
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::labels;
use crate::shell::Shell;
use crate::upload::Upload;

/// The answer and the prints it was made of.
pub(crate) struct Identified {
    pub(crate) answer: Identification,
    pub(crate) probes: Vec<Probe>,
}

#[derive(Template)]
#[template(path = "identify.html")]
struct IdentifyPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    queries: Vec<Choice>,
    reach: Vec<ReachRow>,
    /// The agreement the search is made under; empty without one.
    opened: String,
    asking: bool,
}

/// Which galleries a query reaches, each with its article.
struct ReachRow {
    query: String,
    allowed: String,
    gated: String,
    never: String,
    switch: String,
}

/// Searches by fingers, in the order of the page.
const QUERIES: [QueryKind; 5] = [
    QueryKind::UnidentifiedCorpseFingers,
    QueryKind::UnknownLiving,
    QueryKind::CrimeSceneMark,
    QueryKind::ForeignerControl,
    QueryKind::ForeignRequest,
];

/// `?opened=…&query=…&reference=…`: a search that another officer agreed to.
#[derive(serde::Deserialize, Default)]
pub(crate) struct Opened {
    opened: Option<ProposalId>,
    query: Option<QueryKind>,
    #[serde(default)]
    reference: String,
}

#[derive(Template)]
#[template(path = "identified.html")]
struct IdentifiedPage {
    s: Shell,
    reference: String,
    query: String,
    galleries: String,
    searched: usize,
    complete: bool,
    rows: Vec<Row>,
    at: String,
    entry: u64,
}

struct Row {
    rank: usize,
    short: String,
    fingers: usize,
    score: ScoreView,
    href: String,
}

#[derive(Template)]
#[template(path = "identified_compare.html")]
struct ComparePage {
    s: Shell,
    short: String,
    number: String,
    reference: String,
    purpose: Purpose,
    back: String,
    score: ScoreView,
    pair: Option<PairView>,
    tabs: Vec<(String, String, bool)>,
}

/// `?finger=right-thumb`
#[derive(serde::Deserialize)]
pub(crate) struct Which {
    finger: Option<FingerPosition>,
}

pub(crate) async fn ask(desk: Desk, Query(opened): Query<Opened>) -> Answer {
    let field = |name: &str, value: String| (name.to_owned(), value.trim().chars().take(80).collect());
    let mut fields = vec![field("reference", opened.reference)];
    fields.extend(opened.query.map(|query| field("query", query.to_string())));
    fields.extend(opened.opened.map(|id| field("opened", id.to_string())));
    page(&identify_page(&desk, Errors::default(), Fields(fields)))
}

fn identify_page(desk: &Desk, errors: Errors, f: Fields) -> IdentifyPage {
    let lang = desk.lang();
    IdentifyPage {
        s: desk.shell("identify"),
        queries: QUERIES.iter().map(|query| Choice::new(query, labels::query(lang, *query))).collect(),
        reach: QUERIES.iter().map(|query| reach_row(desk, *query)).collect(),
        opened: f.get("opened").parse::<ProposalId>().map_or_else(|_| String::new(), |id| id.to_string()),
        asking: f.get("do") == "ask",
        errors,
        f,
    }
}

/// What the table of the Law says of a query, gallery by gallery.
fn reach_row(desk: &Desk, query: QueryKind) -> ReachRow {
    let lang = desk.lang();
    let of = |access: Access| {
        let mut by_article: Vec<(String, Vec<Basis>)> = Vec::new();
        let prints = Basis::ALL.iter().copied().filter(|basis| law::is_prints(*basis) && *basis != Basis::BV);
        for (basis, rule) in prints.map(|basis| (basis, may_search(query, basis))) {
            if rule.access != access {
                continue;
            }
            let article = labels::article(lang, rule.article.as_str());
            let at = by_article.iter().position(|(known, _)| *known == article).unwrap_or(by_article.len());
            if at == by_article.len() {
                by_article.push((article, Vec::new()));
            }
            by_article[at].1.push(basis);
        }
        let each = by_article.iter().map(|(article, bases)| format!("{} ({article})", codes_of(bases)));
        let all = each.collect::<Vec<_>>().join("; ");
        if all.is_empty() { "–".to_owned() } else { all }
    };
    let gated = of(Access::Gated);
    let is_switched = gated != "–" || query == QueryKind::ForeignerControl;
    let switch = match (is_switched, desk.registry().is_switched_on(query)) {
        (false, _) => "–".to_owned(),
        (true, true) => lang.t("search-is-on"),
        (true, false) => lang.t("search-is-off"),
    };
    let (allowed, never) = (of(Access::Allowed), of(Access::Refused));
    ReachRow { query: labels::query(lang, query), allowed, gated, never, switch }
}

/// Codes of galleries, as people of the register say them.
pub(crate) fn codes_of(galleries: &[Basis]) -> String {
    galleries.iter().map(|basis| basis.code()).collect::<Vec<_>>().join(" ")
}

type Inputs = Vec<(Option<FingerPosition>, CaptureInput)>;

pub(crate) async fn identify(upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let lang = desk.lang();
    let mut errors = Errors::default();
    let reference = fields.get("reference").to_owned();
    if reference.is_empty() || reference.chars().count() > 64 {
        errors.add("reference", lang.t("need-reference"));
    }
    let query = fields.get("query").parse::<QueryKind>().ok().filter(|query| QUERIES.contains(query));
    if query.is_none() {
        errors.add("query", lang.t("need-query"));
    }
    let read = read_probes(&desk, &fields, files, &mut errors).await?;
    let (Some(query), true) = (query, errors.is_empty()) else {
        return page_with_errors(&identify_page(&desk, errors, fields));
    };
    let positions_known = fields.get("positions") == "known";
    let (mut probes, mut inputs) = (Vec::new(), Inputs::new());
    for (mut probe, input) in read {
        probe.position = probe.position.filter(|_| positions_known);
        inputs.push((probe.position, input));
        probes.push(probe);
    }
    if fields.get("do") == "ask" {
        return ask_for(&desk, query, fields, &inputs).await;
    }
    let search = match fields.get("opened").parse::<ProposalId>() {
        Ok(id) => SearchFor::new(query, &reference).under(id),
        Err(_) => SearchFor::new(query, &reference),
    };
    let answer = match desk.registry().identify(desk.actor(), search, inputs).await {
        Ok(answer) => answer,
        Err(CommandError::Invalid { field, message }) => {
            return page_with_errors(&identify_page(&desk, Errors::one(field, message), fields));
        }
        Err(other) => return Err(other.into()),
    };
    let id = desk.lay(Item::Identified(Identified { answer, probes }))?;
    go(&format!("/identify/{id}"))
}

/// Asks for a search that is off by default, with these prints.
async fn ask_for(desk: &Desk, query: QueryKind, fields: Fields, inputs: &Inputs) -> Answer {
    let given = |name: &str| fields.get(name).to_owned();
    let new = NewSearchRequest {
        query,
        case_reference: given("reference"),
        document: given("document"),
        article: given("article"),
    };
    match desk.registry().ask_search(desk.actor(), new, inputs).await {
        Ok(_) => go("/searches"),
        Err(CommandError::Invalid { field, message }) => {
            let words = labels::wrong_field(desk.lang(), field, message);
            page_with_errors(&identify_page(desk, Errors::one(field, words), fields))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let item = desk.find(&id)?;
    let Item::Identified(identified) = &*item else { return Err(Fail::NotFound) };
    let answer = &identified.answer;
    let row = |(index, hit): (usize, &SearchHit)| Row {
        rank: index + 1,
        short: short(&hit.registry_number.to_string()),
        fingers: hit.fingers.len(),
        score: score(&desk, hit, answer.threshold),
        href: format!("/identify/{id}/compare/{}", hit.registry_number),
    };
    page(&IdentifiedPage {
        s: desk.shell("identify"),
        reference: answer.case_reference.clone(),
        query: labels::query(desk.lang(), answer.query),
        galleries: codes_of(&answer.galleries),
        searched: answer.searched,
        complete: answer.complete,
        rows: answer.hits.iter().enumerate().map(row).collect(),
        at: labels::instant(answer.at),
        entry: answer.ledger_sequence,
    })
}

fn score(desk: &Desk, hit: &SearchHit, threshold: f32) -> ScoreView {
    let ratio = desk.registry().other_version_of(hit.registry_number).is_none().then_some(hit.log10_lr);
    ScoreView::new(desk.lang(), hit.score, ratio, threshold)
}

pub(crate) async fn compare(
    desk: Desk,
    Path((id, number)): Path<(String, RegistryNumber)>,
    Query(which): Query<Which>,
) -> Answer {
    let item = desk.find(&id)?;
    let Item::Identified(identified) = &*item else { return Err(Fail::NotFound) };
    let answer = &identified.answer;
    let hit = answer.hits.iter().find(|hit| hit.registry_number == number).ok_or(Fail::NotFound)?;
    let best = hit.fingers.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(position, _)| *position);
    let position = which.finger.or(best).unwrap_or(FingerPosition::RightThumb);
    let reason = ViewReason::new(Purpose::Identify, answer.case_reference.clone());
    let pair = probe_pair(&desk, &identified.probes, number, position, &reason).await?;
    let lang = desk.lang();
    let tab = |(p, _): &(FingerPosition, f32)| {
        (format!("/identify/{id}/compare/{number}?finger={p}"), labels::finger(lang, *p), *p == position)
    };
    page(&ComparePage {
        s: desk.shell("identify"),
        short: short(&number.to_string()),
        number: number.to_string(),
        reference: answer.case_reference.clone(),
        purpose: Purpose::Identify,
        back: format!("/identify/{id}"),
        score: score(&desk, hit, answer.threshold),
        pair,
        tabs: hit.fingers.iter().map(tab).collect(),
    })
}
