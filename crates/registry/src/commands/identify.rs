//! 1:N for an unknown person, a corpse or a mark, with a case (Art. 16). The law answers gallery by gallery; what it
//! gates is searched under an agreement only, and what it refuses never.

use dactyloscopy::{MATCH_THRESHOLD, Template};
use gallery::ProbeFinger;
use law::{Grant, Operation, QueryKind, Request, Search};
use serde::Serialize;
use vocabulary::{Actor, Basis, FingerPosition, ProposalId, SearchId};

use super::prints::extract_all;
use super::searches::{digest, facts, stored, unfit};
use crate::act::{About, RETRIES_MAX, is_conflict};
use crate::error::{CommandError, StoreError};
use crate::index::Found;
use crate::model::{CaptureInput, Document, GatedSearch, Identification, SearchFor, SearchMade, purpose_of};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, random, reach, validate};

#[derive(Serialize)]
struct Identified<'a> {
    search: SearchId,
    query: QueryKind,
    galleries: &'a [Basis],
    case_reference: &'a str,
    opened: Option<ProposalId>,
    switched_on: Vec<QueryKind>,
    searched: usize,
    complete: bool,
    records: Vec<String>,
}

type Fingers = Vec<(Option<FingerPosition>, CaptureInput)>;

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    search: SearchFor,
    fingers: Fingers,
) -> Result<Identification, CommandError> {
    if !search.case_reference.is_empty() {
        // An empty reference is for the law to refuse (R16.1.1), and the refusal for the ledger.
        validate::reference("case_reference", &search.case_reference)?;
    }
    let mut probes = None;
    for _ in 0..RETRIES_MAX {
        match once(registry, actor, &search, &fingers, &mut probes).await {
            // The agreement was used in the meantime: the law says so.
            Err(error) if search.opened.is_some() && is_conflict(&error) => {}
            answer => return answer,
        }
    }
    Err(StoreError::Conflict { what: "request for a search".to_owned() }.into())
}

async fn once(
    registry: &Registry,
    actor: Actor,
    search: &SearchFor,
    fingers: &Fingers,
    probes: &mut Option<Vec<(Option<FingerPosition>, Template)>>,
) -> Result<Identification, CommandError> {
    let opened = match search.opened {
        Some(id) => Some(stored(registry, id).await?),
        None => None,
    };
    let galleries = reach::galleries(search.query, actor.body, opened.is_some());
    let mut facts = facts(registry, search.query, &galleries, opened.as_ref());
    if let Some(opened) = &opened {
        facts.unfit = unfit(opened, search, digest(fingers)?);
    }
    let grant = allow(registry, actor, search, facts).await?;
    let probes = match probes {
        Some(ready) => ready,
        None => probes.insert(extract_all(registry, fingers.clone()).await?),
    };
    let found = find(registry, &grant, probes.clone()).await;
    let found = match found {
        Ok(found) => found,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    record(registry, actor, search, opened, &galleries, grant, found).await
}

async fn allow(
    registry: &Registry,
    actor: Actor,
    search: &SearchFor,
    facts: Search<'_>,
) -> Result<Grant, CommandError> {
    let purpose = purpose_of(search.query);
    let mut request = Request::new(actor, Operation::Identify, purpose, registry.today()).with_search(facts);
    if !search.case_reference.is_empty() {
        request = request.with_case_reference(&search.case_reference);
    }
    registry.allow(&request, About::Nothing).await
}

async fn find(
    registry: &Registry,
    grant: &Grant,
    probes: Vec<(Option<FingerPosition>, Template)>,
) -> Result<Found, CommandError> {
    let probes = probes.into_iter().map(|(position, template)| ProbeFinger { position, template }).collect();
    registry.search(probes, super::prints::pass_of(grant)?, Vec::new()).await?.unless_mirrored()
}

/// The entry of the search, and the end of the agreement it was made under.
async fn record(
    registry: &Registry,
    actor: Actor,
    asked: &SearchFor,
    opened: Option<GatedSearch>,
    galleries: &[Basis],
    grant: Grant,
    found: Found,
) -> Result<Identification, CommandError> {
    let search = SearchId::from_random_bytes(random::bytes()?);
    let about = Identified {
        search,
        query: asked.query,
        galleries,
        case_reference: &asked.case_reference,
        opened: asked.opened,
        switched_on: registry.switched_on.iter().copied().collect(),
        searched: found.searched,
        complete: found.complete,
        records: found.hits.iter().map(|hit| hit.registry_number.to_string()).collect(),
    };
    // Owned by the officer: what was searched is not erased with one of the records found.
    let mut transaction =
        Transaction::granted(grant).about("search", Keeper::Links, Owner::Officer(actor.officer), &about)?;
    if let Some(opened) = opened {
        let made = SearchMade {
            search,
            at: registry.clock().now(),
            searched: found.searched as u64,
            found: u32::try_from(found.hits.len()).unwrap_or(u32::MAX),
        };
        let used = Document::Search(GatedSearch { made: Some(made), ..opened });
        transaction = transaction.change(Change::Documented(Box::new(used)));
    }
    let receipt = registry.submit(transaction).await?;
    Ok(Identification {
        search,
        query: asked.query,
        galleries: galleries.to_vec(),
        case_reference: asked.case_reference.clone(),
        searched: found.searched,
        complete: found.complete,
        hits: found.hits,
        threshold: MATCH_THRESHOLD,
        ledger_sequence: receipt.sequence,
        at: receipt.at,
        case: None,
    })
}
