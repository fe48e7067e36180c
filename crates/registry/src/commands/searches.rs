//! Searches that are off by default (C-24 to C-26): one officer asks, with the ground and the prints; another of another
//! unit agrees or declines; the search is made once. What each may is the law's to say.

use jiff::civil::Date;
use law::{KeyHolder, Operation, QueryKind, Request, Search, Unfit};
use ledger::Hash;
use serde::Serialize;
use vocabulary::{Actor, Basis, FingerPosition, ProposalId, Purpose, Role};

use super::prints::FINGERS_MAX;
use super::wrong_state;
use crate::act::{About, read_purpose};
use crate::error::CommandError;
use crate::model::{
    CaptureInput, DeclineReason, Document, DocumentKind, GatedCounts, GatedSearch, SearchAnswer, SearchFor,
    purpose_of,
};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random, reach};

/// Most requests listed.
const LISTED_MAX: usize = 1000;

/// A search that is off by default, as an officer asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSearchRequest {
    /// The query.
    pub query: QueryKind,
    /// Number of the case.
    pub case_reference: String,
    /// Number of the legal document that is its ground.
    pub document: String,
    /// The article the document rests on.
    pub article: String,
}

#[derive(Serialize)]
struct Asked<'a> {
    request: ProposalId,
    query: QueryKind,
    galleries: &'a [Basis],
    case_reference: &'a str,
    document: &'a str,
    article: &'a str,
    switched_on: Vec<QueryKind>,
}

/// What was searched with: positions, sizes, resolutions and pixels, in whatever order.
pub(crate) fn digest(fingers: &[(Option<FingerPosition>, CaptureInput)]) -> Result<Hash, CommandError> {
    if fingers.is_empty() || fingers.len() > FINGERS_MAX {
        let found = fingers.len();
        return Err(invalid("fingers", format!("{found} fingers; from 1 to {FINGERS_MAX} are accepted")));
    }
    let mut each = Vec::new();
    for (position, input) in fingers {
        validate::capture(input)?;
        let CaptureInput::Image { image, ppi, .. } = input else {
            return Err(invalid("fingers", "an image is needed for every finger: leave out what is missing"));
        };
        let mut bytes = vec![position.map_or(0, FingerPosition::number)];
        bytes.extend(image.width().to_be_bytes());
        bytes.extend(image.height().to_be_bytes());
        bytes.extend(ppi.get().to_be_bytes());
        bytes.extend_from_slice(&ledger::leaf_hash(image.pixels()).0);
        each.push(bytes);
    }
    each.sort();
    Ok(ledger::leaf_hash(&each.concat()))
}

/// The facts of a request for the law, over the galleries that are searched.
pub(crate) fn facts<'a>(
    registry: &Registry,
    query: QueryKind,
    galleries: &'a [Basis],
    opened: Option<&'a GatedSearch>,
) -> Search<'a> {
    let search = Search { switched_on: registry.is_switched_on(query), ..Search::new(query, galleries) };
    let Some(asked) = opened else { return search };
    let agreed = asked.answer.filter(|answer| answer.declined.is_none());
    Search {
        ground_document: Some(&asked.document),
        ground_article: Some(&asked.article),
        asked_by: Some(KeyHolder { officer: asked.by, unit: asked.unit }),
        asked_on: Some(asked.asked_on),
        approved_by: agreed.map(|answer| KeyHolder { officer: answer.by, unit: answer.unit }),
        ..search
    }
}

/// Why a request does not open a search, if anything.
pub(crate) fn unfit(asked: &GatedSearch, search: &SearchFor, probe: Hash) -> Option<Unfit> {
    if asked.made.is_some() {
        Some(Unfit::Used)
    } else if (asked.query, &asked.case_reference) != (search.query, &search.case_reference) {
        Some(Unfit::OtherSearch)
    } else if asked.probe != probe {
        Some(Unfit::OtherFingers)
    } else {
        None
    }
}

/// Asks. Nothing is compared yet.
pub(crate) async fn ask(
    registry: &Registry,
    actor: Actor,
    new: NewSearchRequest,
    fingers: &[(Option<FingerPosition>, CaptureInput)],
) -> Result<GatedSearch, CommandError> {
    // What is empty is for the law to refuse, and the refusal for the ledger.
    let given = [("reference", &new.case_reference), ("document", &new.document)];
    for (field, text) in given.into_iter().filter(|(_, text)| !text.is_empty()) {
        validate::reference(field, text)?;
    }
    if !new.article.is_empty() {
        validate::article("article", &new.article)?;
    }
    let probe = digest(fingers)?;
    let galleries = reach::gated(new.query, actor.body);
    let galleries =
        if galleries.is_empty() { reach::galleries(new.query, actor.body, true) } else { galleries };
    let asked = GatedSearch {
        id: ProposalId::from_random_bytes(random::bytes()?),
        query: new.query,
        galleries,
        case_reference: new.case_reference,
        document: new.document,
        article: new.article,
        probe,
        fingers: u8::try_from(fingers.len()).unwrap_or(u8::MAX),
        by: actor.officer,
        unit: actor.unit,
        at: registry.clock().now(),
        asked_on: registry.today(),
        answer: None,
        made: None,
    };
    let request = request(registry, actor, Operation::AskSearch, &asked);
    let grant = registry.allow(&request, About::Nothing).await?;
    submit(registry, actor, Transaction::granted(grant), &asked).await?;
    Ok(asked)
}

fn request<'a>(
    registry: &Registry,
    actor: Actor,
    operation: Operation,
    asked: &'a GatedSearch,
) -> Request<'a> {
    Request::new(actor, operation, purpose_of(asked.query), registry.today())
        .with_case_reference(&asked.case_reference)
        .with_search(facts(registry, asked.query, &asked.galleries, Some(asked)))
}

async fn submit(
    registry: &Registry,
    actor: Actor,
    transaction: Transaction,
    asked: &GatedSearch,
) -> Result<(), CommandError> {
    let about = Asked {
        request: asked.id,
        query: asked.query,
        galleries: &asked.galleries,
        case_reference: &asked.case_reference,
        document: &asked.document,
        article: &asked.article,
        switched_on: registry.switched_on.iter().copied().collect(),
    };
    let transaction = transaction.about("search", Keeper::Links, Owner::Officer(actor.officer), &about)?;
    let document = Box::new(Document::Search(asked.clone()));
    registry.submit(transaction.change(Change::Documented(document))).await?;
    Ok(())
}

/// Agrees, or declines with a reason.
pub(crate) async fn answer(
    registry: &Registry,
    actor: Actor,
    id: ProposalId,
    declined: Option<DeclineReason>,
) -> Result<GatedSearch, CommandError> {
    let asked = stored(registry, id).await?;
    let grant =
        registry.allow(&request(registry, actor, Operation::ApproveSearch, &asked), About::Nothing).await?;
    if asked.answer.is_some() {
        return registry.ended(grant, About::Nothing, wrong_state("the request is answered already")).await;
    }
    let (officer, unit) = (actor.officer, actor.unit);
    let answer = SearchAnswer { by: officer, unit, at: registry.clock().now(), declined };
    let asked = GatedSearch { answer: Some(answer), ..asked };
    submit(registry, actor, Transaction::granted(grant), &asked).await?;
    Ok(asked)
}

/// A request, or `NotFound`.
pub(crate) async fn stored(registry: &Registry, id: ProposalId) -> Result<GatedSearch, CommandError> {
    match registry.store.document(DocumentKind::Search, *id.as_bytes()).await? {
        Some(Document::Search(asked)) => Ok(asked),
        _ => Err(CommandError::NotFound { what: "request for a search" }),
    }
}

/// The requests an officer may see, newest first, and the counts of those.
pub(crate) async fn list(
    registry: &Registry,
    actor: Actor,
) -> Result<(Vec<GatedSearch>, GatedCounts), CommandError> {
    let purpose = read_purpose(actor, Purpose::Identify);
    let request = Request::new(actor, Operation::ViewSearches, purpose, registry.today());
    registry.note(&request, About::Nothing).await?;
    let seen = |asked: &GatedSearch| actor.role != Role::Examiner || asked.by == actor.officer;
    let (today, mut counts) = (registry.today(), GatedCounts::new());
    let pick = |document| match document {
        Document::Search(asked) if seen(&asked) => Some(asked),
        _ => None,
    };
    let mut listed = registry.gather(DocumentKind::Search, pick).await?;
    listed.iter().for_each(|asked| count(&mut counts, asked, today));
    listed.sort_by_key(|asked| std::cmp::Reverse(asked.at));
    listed.truncate(LISTED_MAX);
    Ok((listed, counts))
}

fn count(counts: &mut GatedCounts, asked: &GatedSearch, today: Date) {
    *counts.entry(asked.query).or_default().entry(asked.standing(today)).or_default() += 1;
}
