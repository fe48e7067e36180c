//! 1:N against everybody registered in the same domain, before a registration (R11.4.6). Candidates go to
//! two examiners; no score decides.

use dactyloscopy::Template;
use law::{Operation, Outcome, QueryKind, Search, SearchPass};
use serde::Serialize;
use vocabulary::{Actor, Basis, CandidateId, CaseId, FingerPosition, RegistryNumber, SearchId};

use super::prints::{pass_of, probes};
use super::verify::compare;
use super::wrong_state;
use crate::act::About;
use crate::error::CommandError;
use crate::index::Found;
use crate::model::{
    CandidateRecord, CandidateState, CapturedFinger, CaseRecord, CaseState, CheckMark, DuplicateCheck,
    FingerStatus, SearchHit, VerificationAnswer,
};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, facts, random, reach};

#[derive(Serialize)]
struct Checked<'a> {
    search: SearchId,
    query: QueryKind,
    galleries: &'a [Basis],
    searched: usize,
    complete: bool,
    candidates: Vec<(&'a CandidateId, String)>,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
) -> Result<DuplicateCheck, CommandError> {
    let mut case = facts::refreshed(registry, registry.case_record(id).await?, registry.today())?;
    let galleries = reach::galleries(QueryKind::DuplicateCheck, actor.body, false);
    let request = registry
        .case_request(actor, Operation::CheckDuplicates, &case)
        .with_search(Search::new(QueryKind::DuplicateCheck, &galleries));
    let grant = registry.allow(&request, About::Case(id)).await?;
    let pass = pass_of(&grant)?;
    super::must_be_open(&case)?;
    complete_hands(&case, &registry.hand_map(id).await?)?;
    let found = match alike_and_disagreeing(registry, &pass, &case).await {
        Ok(found) => found,
        Err(error @ CommandError::Mirrored { .. }) => {
            return registry.ended(grant, About::Case(id), error).await;
        }
        Err(error) => return Err(error),
    };
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
    let about = Checked {
        search,
        query: pass.query(),
        galleries: pass.galleries(),
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

/// Whom the examiners must look at: others with like prints, and the person's own records without them.
async fn alike_and_disagreeing(
    registry: &Registry,
    pass: &SearchPass,
    case: &CaseRecord,
) -> Result<Found, CommandError> {
    let mut found = search(registry, pass, case).await?;
    found.hits.extend(disagreeing(registry, pass, case).await?);
    Ok(found)
}

/// The search itself; also repeated at the moment of registration. Mirrored prints are refused: they would
/// pass as nobody's.
pub(crate) async fn search(
    registry: &Registry,
    pass: &SearchPass,
    case: &CaseRecord,
) -> Result<Found, CommandError> {
    let own = own_records(registry, case).await?;
    let fingers = drafted(registry, case).await?;
    if fingers.is_empty() {
        // Palms only (Art. 10-1(4)): there is no finger to search with, and nothing was left out.
        return Ok(Found { hits: Vec::new(), searched: 0, complete: true, mirrored: Vec::new() });
    }
    registry.search(probes(fingers), pass.clone(), own).await?.unless_mirrored()
}

/// The records of the person the case says it is about.
pub(crate) async fn own_records(
    registry: &Registry,
    case: &CaseRecord,
) -> Result<Vec<RegistryNumber>, CommandError> {
    match case.person {
        Some(person) => Ok(registry.store.registry_numbers_of(person).await?),
        None => Ok(Vec::new()),
    }
}

async fn drafted(
    registry: &Registry,
    case: &CaseRecord,
) -> Result<Vec<(FingerPosition, Template)>, CommandError> {
    match registry.store.draft_of(case.id).await? {
        Some(number) => Ok(registry.templates(number).await?),
        None => Ok(Vec::new()),
    }
}

/// 1:1 against the person's own earlier records of the same store (C-18): each that does not agree with
/// the new prints is a candidate, so that examiners say whether it is the same person. Somebody else's
/// fingers under a registered name must not become a second record of that name unseen.
async fn disagreeing(
    registry: &Registry,
    pass: &SearchPass,
    case: &CaseRecord,
) -> Result<Vec<SearchHit>, CommandError> {
    let fingers = drafted(registry, case).await?;
    let mut hits = Vec::new();
    if fingers.is_empty() {
        return Ok(hits);
    }
    for number in own_records(registry, case).await? {
        let seen = registry.lives.is_searchable(number);
        if !seen || !registry.index.basis_of(number).is_some_and(|basis| pass.reaches(basis)) {
            continue;
        }
        let hit = |score, log10_lr, fingers| SearchHit { registry_number: number, score, log10_lr, fingers };
        match compare(&fingers, &registry.templates(number).await?) {
            Ok(same) if same.answer == VerificationAnswer::Confirmed => {}
            Ok(other) if !other.mirrored.is_empty() => {
                return Err(CommandError::Mirrored { fingers: other.mirrored });
            }
            Ok(other) => hits.push(hit(other.score, other.log10_lr, other.fingers)),
            // No finger in common: people decide what that means.
            Err(CommandError::Invalid { .. }) => hits.push(hit(0.0, 0.0, Vec::new())),
            Err(error) => return Err(error),
        }
    }
    Ok(hits)
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
