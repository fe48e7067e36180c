//! 1:N for an unknown person, with a case and a purpose (Art. 16(1); R16.1.1).

use dactyloscopy::MATCH_THRESHOLD;
use gallery::ProbeFinger;
use law::{Operation, Request};
use serde::Serialize;
use vocabulary::{Actor, FingerPosition, Purpose, SearchId};

use super::prints::extract_all;
use crate::act::{About, domain_of};
use crate::error::CommandError;
use crate::model::{CaptureInput, Identification};
use crate::sequencer::{Keeper, Owner, Transaction};
use crate::{Registry, random, validate};

#[derive(Serialize)]
struct Identified<'a> {
    search: SearchId,
    case_reference: &'a str,
    searched: usize,
    complete: bool,
    records: Vec<String>,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    case_reference: &str,
    purpose: Purpose,
    fingers: Vec<(Option<FingerPosition>, CaptureInput)>,
) -> Result<Identification, CommandError> {
    if !case_reference.is_empty() {
        // An empty reference is for the law to refuse (R16.1.1), and the refusal for the ledger.
        validate::reference("case_reference", case_reference)?;
    }
    let mut request = Request::new(actor, Operation::Identify, purpose, registry.today());
    if !case_reference.is_empty() {
        request = request.with_case_reference(case_reference);
    }
    let grant = registry.allow(&request, About::Nothing).await?;
    let probes = extract_all(registry, fingers).await?;
    let probes = probes.into_iter().map(|(position, template)| ProbeFinger { position, template }).collect();
    let found = match registry.search(probes, domain_of(actor), Vec::new()).await?.unless_mirrored() {
        Ok(found) => found,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let search = SearchId::from_random_bytes(random::bytes()?);
    let about = Identified {
        search,
        case_reference,
        searched: found.searched,
        complete: found.complete,
        records: found.hits.iter().map(|hit| hit.registry_number.to_string()).collect(),
    };
    // Owned by the officer: what was searched is not erased with one of the records found.
    let transaction =
        Transaction::granted(grant).about("search", Keeper::Links, Owner::Officer(actor.officer), &about)?;
    let receipt = registry.submit(transaction).await?;
    Ok(Identification {
        search,
        case_reference: case_reference.to_owned(),
        searched: found.searched,
        complete: found.complete,
        hits: found.hits,
        threshold: MATCH_THRESHOLD,
        ledger_sequence: receipt.sequence,
        at: receipt.at,
        case: None,
    })
}
