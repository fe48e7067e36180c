//! 1:N against everybody registered in the same domain, before a registration (R11.4.6). Candidates go to
//! two examiners; no score decides.

use law::{Operation, Outcome};
use serde::Serialize;
use vocabulary::{Actor, CandidateId, CaseId, Purpose, SearchId};

use super::prints::probes;
use super::wrong_state;
use crate::act::{About, domain_of};
use crate::error::CommandError;
use crate::index::Found;
use crate::model::{
    CandidateRecord, CandidateState, CapturedFinger, CaseRecord, CaseState, CheckMark, DuplicateCheck,
    FingerStatus,
};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, facts, random};

#[derive(Serialize)]
struct Search<'a> {
    search: SearchId,
    searched: usize,
    complete: bool,
    candidates: Vec<(&'a CandidateId, String)>,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
) -> Result<DuplicateCheck, CommandError> {
    let mut case =
        facts::refreshed(&*registry.store, registry.case_record(id).await?, registry.today()).await?;
    let request = registry.case_request(actor, Operation::CheckDuplicates, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    super::must_be_open(&case)?;
    complete_hands(&case, &registry.hand_map(id).await?)?;
    let found = search(registry, actor, &case).await?;
    let search = SearchId::from_random_bytes(random::bytes()?);
    let mut candidates = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        candidates.push((CandidateId::from_random_bytes(random::bytes()?), hit));
    }
    let now = registry.clock().now();
    case.duplicate_check =
        Some(CheckMark { search, searched: found.searched as u64, complete: found.complete, at: now });
    case.state = if candidates.is_empty() { CaseState::Open } else { CaseState::AwaitingAdjudication };
    case.version += 1;
    let about = Search {
        search,
        searched: found.searched,
        complete: found.complete,
        candidates: candidates.iter().map(|(id, hit)| (id, hit.registry_number.to_string())).collect(),
    };
    let mut transaction = Transaction::granted(grant)
        .about("case", Keeper::Identity, Owner::Case(id), &id)?
        .about("search", Keeper::Links, Owner::Case(id), &about)?;
    if !candidates.is_empty() {
        let candidates = candidates.clone();
        transaction = transaction.change(Change::CandidatesFound { case: id, search, candidates });
    }
    registry.submit(transaction.change(Change::CaseUpdated(Box::new(case)))).await?;
    let record = |(candidate, hit)| CandidateRecord {
        id: candidate,
        search,
        case: id,
        hit,
        opinions: Vec::new(),
        state: CandidateState::Waiting { decided: 0 },
    };
    Ok(DuplicateCheck {
        search,
        searched: found.searched,
        complete: found.complete,
        candidates: candidates.into_iter().map(record).collect(),
    })
}

/// The search itself; also repeated at the moment of registration.
pub(crate) async fn search(
    registry: &Registry,
    actor: Actor,
    case: &CaseRecord,
) -> Result<Found, CommandError> {
    let own = match case.person {
        Some(person) => registry.store.registry_numbers_of(person).await?,
        None => Vec::new(),
    };
    let fingers = match registry.store.draft_of(case.id).await? {
        Some(number) => registry.templates(number).await?,
        None => Vec::new(),
    };
    if fingers.is_empty() {
        // Palms only (Art. 10-1(4)): there is no finger to search with, and nothing was left out.
        return Ok(Found { hits: Vec::new(), searched: 0, complete: true });
    }
    registry.search(probes(fingers), domain_of(actor, Purpose::Registration), own).await
}

/// Ten positions, each with an image or a reason; at least one image unless palms are registered.
pub(crate) fn complete_hands(case: &CaseRecord, fingers: &[CapturedFinger]) -> Result<(), CommandError> {
    let empty: Vec<String> = fingers
        .iter()
        .filter(|finger| finger.status == FingerStatus::Empty)
        .map(|finger| finger.position.to_string())
        .collect();
    if !empty.is_empty() {
        return Err(wrong_state(format!(
            "these fingers have neither an image nor a reason: {}",
            empty.join(", ")
        )));
    }
    let images = fingers.iter().filter(|finger| finger.impression.is_some()).count();
    if images == 0 && case.decision.outcome != Outcome::Palms {
        return Err(wrong_state(
            "no finger has an image: capture at least one, or open a new case with the state of the hands",
        ));
    }
    Ok(())
}
