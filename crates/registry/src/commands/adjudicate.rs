//! Examiners decide on candidates: two who do not see each other's opinion, a third when they differ.

use law::{Operation, RecordState, Request};
use serde::Serialize;
use vocabulary::{Actor, CandidateId, RegistryNumber, Role};

use super::check_duplicates::own_records;
use super::view_case::blind;
use super::wrong_state;
use crate::act::{About, RETRIES_MAX, is_conflict};
use crate::error::CommandError;
use crate::model::{Adjudication, CandidateFingers, CandidateRecord, CandidateState, CaseRecord, CaseState};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, reach, validate};

/// Candidates shown at once.
const WAITING_MAX: u32 = 200;

#[derive(Serialize)]
struct Opinion<'a> {
    candidate: CandidateId,
    adjudication: Adjudication,
    reason: &'a str,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CandidateId,
    adjudication: Adjudication,
    reason: &str,
) -> Result<CandidateRecord, CommandError> {
    validate::reason(reason)?;
    // Examiners at different candidates of one case move its state: the later one repeats on the case as
    // it is then. What they saw, this candidate, is the same.
    let mut result = once(registry, actor, id, adjudication, reason).await;
    for _ in 0..RETRIES_MAX {
        if !result.as_ref().is_err_and(is_conflict) {
            break;
        }
        result = once(registry, actor, id, adjudication, reason).await;
    }
    result
}

async fn once(
    registry: &Registry,
    actor: Actor,
    id: CandidateId,
    adjudication: Adjudication,
    reason: &str,
) -> Result<CandidateRecord, CommandError> {
    let mut candidate = registry.candidate_record(id).await?;
    let mut case = registry.case_record(candidate.case).await?;
    let mut request =
        registry.candidate_request(actor, Operation::AdjudicateCandidate, &case, &candidate).await?;
    request.already_reviewed = is_involved(actor, &case, &candidate);
    let grant = registry.allow(&request, About::Case(case.id)).await?;
    if !is_waiting(&case, &candidate) {
        return Err(wrong_state(
            "this candidate is decided, or its case moved on: nothing waits for an opinion",
        ));
    }
    let at = registry.clock().now();
    candidate.opinions.push((actor.officer, adjudication, at));
    candidate.state = state_of(&candidate);
    let states = siblings(registry, &case, &candidate).await?;
    case.state = next_state(&states);
    if case.state == CaseState::Open && states.contains(&Resolved::Unclear) {
        case.duplicate_check = None;
    }
    case.version += 1;
    let about = Opinion { candidate: id, adjudication, reason };
    let transaction = Transaction::granted(grant)
        .about("case", Keeper::Identity, Owner::Case(case.id), &case.id)?
        .about("candidate", Keeper::Links, Owner::Case(case.id), &about)?
        .change(Change::OpinionGiven {
            candidate: id,
            officer: actor.officer,
            adjudication,
            reason: reason.to_owned(),
            at,
        })
        .change(Change::CaseUpdated(Box::new(case)));
    registry.submit(transaction).await?;
    Ok(blind(candidate))
}

/// Whoever took part in the case, or gave an opinion on the candidate, is not a second pair of eyes.
fn is_involved(actor: Actor, case: &CaseRecord, candidate: &CandidateRecord) -> bool {
    case.opened_by == actor.officer
        || case.evidence.iter().any(|item| item.taken_by == actor.officer)
        || candidate.opinions.iter().any(|(officer, ..)| *officer == actor.officer)
}

/// Whether an opinion is wanted: candidates of an older search, or of a case that was closed, are history.
fn is_waiting(case: &CaseRecord, candidate: &CandidateRecord) -> bool {
    case.state == CaseState::AwaitingAdjudication
        && case.duplicate_check.as_ref().is_some_and(|check| check.search == candidate.search)
        && !matches!(candidate.state, CandidateState::Decided(_))
}

fn state_of(candidate: &CandidateRecord) -> CandidateState {
    CandidateState::of(
        &candidate.opinions.iter().map(|(_, adjudication, _)| *adjudication).collect::<Vec<_>>(),
    )
}

/// What the opinions on a candidate say of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resolved {
    /// Examiners are still wanted.
    No,
    /// As the case says: another person's record is another person's, the person's own is their own.
    AsClaimed,
    /// Identity and prints do not belong together.
    Contradicted,
    /// It cannot be told from these prints.
    Unclear,
}

impl Resolved {
    fn of(candidate: &CandidateRecord, own: &[RegistryNumber]) -> Self {
        let is_own = own.contains(&candidate.hit.registry_number);
        match candidate.state {
            CandidateState::Decided(Adjudication::Inconclusive) => Self::Unclear,
            CandidateState::Decided(Adjudication::Same) if is_own => Self::AsClaimed,
            CandidateState::Decided(Adjudication::Different) if !is_own => Self::AsClaimed,
            CandidateState::Decided(_) => Self::Contradicted,
            CandidateState::Waiting { .. } | CandidateState::Disputed => Self::No,
        }
    }
}

/// The candidates of the present search, this one as it is now.
async fn siblings(
    registry: &Registry,
    case: &CaseRecord,
    changed: &CandidateRecord,
) -> Result<Vec<Resolved>, CommandError> {
    let own = own_records(registry, case).await?;
    let all = registry.store.candidates_of(case.id).await?;
    let others = all.iter().filter(|other| other.search == changed.search && other.id != changed.id);
    Ok(others.chain([changed]).map(|candidate| Resolved::of(candidate, &own)).collect())
}

/// A contradiction stops the case for people to decide, nothing is merged; all as claimed lets it go on;
/// an unclear candidate sends it back to capture better prints.
fn next_state(states: &[Resolved]) -> CaseState {
    if states.contains(&Resolved::Contradicted) {
        CaseState::Stopped
    } else if states.contains(&Resolved::No) {
        CaseState::AwaitingAdjudication
    } else {
        CaseState::Open
    }
}

pub(crate) async fn waiting(registry: &Registry, actor: Actor) -> Result<Vec<CandidateRecord>, CommandError> {
    let mut waiting = Vec::new();
    for candidate in registry.store.waiting_candidates(WAITING_MAX).await? {
        let case = registry.case_record(candidate.case).await?;
        if may_see(actor, &case) && is_awaited(actor, &case, &candidate) {
            waiting.push(blind(candidate));
        }
    }
    let mut request = registry.plain_request(actor, Operation::ViewPrints);
    // The list holds only what waits for the actor.
    request.examination_awaited = true;
    let listed: Vec<CandidateId> = waiting.iter().map(|candidate| candidate.id).collect();
    registry.note(&request, About::Candidates(actor.officer, &listed)).await?;
    Ok(waiting)
}

/// Whether the actor is to give an opinion on the candidate.
fn is_awaited(actor: Actor, case: &CaseRecord, candidate: &CandidateRecord) -> bool {
    is_waiting(case, candidate) && !is_involved(actor, case, candidate)
}

/// Examiners work for the store of the case, supervision sees all.
fn may_see(actor: Actor, case: &CaseRecord) -> bool {
    match actor.role {
        Role::Examiner => reach::keeps(actor.body, case.basis),
        Role::Prosecutor => true,
        Role::Operator
        | Role::Administrator
        | Role::Supervisor
        | Role::Head
        | Role::Archivist
        | Role::DataProtection
        | Role::System => false,
    }
}

pub(crate) async fn fingers(
    registry: &Registry,
    actor: Actor,
    id: CandidateId,
) -> Result<CandidateFingers, CommandError> {
    let candidate = registry.candidate_record(id).await?;
    view_prints(registry, actor, &candidate).await?;
    Ok(CandidateFingers {
        case: registry.hand_map(candidate.case).await?,
        candidate: registry.store.fingers(candidate.hit.registry_number).await?,
    })
}

/// The entry of a look at the prints of a candidate, of either side.
pub(crate) async fn view_prints(
    registry: &Registry,
    actor: Actor,
    candidate: &CandidateRecord,
) -> Result<(), CommandError> {
    let case = registry.case_record(candidate.case).await?;
    let mut request = registry.candidate_request(actor, Operation::ViewPrints, &case, candidate).await?;
    request.examination_awaited = is_awaited(actor, &case, candidate);
    // The case by its identifier, not by its reference: the opening of this entry stays with the record,
    // also when the person of the case declines and their reference must be gone.
    let reference = case.id.to_string();
    registry.note(&request, About::Record(candidate.hit.registry_number, &reference)).await?;
    Ok(())
}

impl Registry {
    /// A request about a candidate: its record and that of the case both have to leave it (R1.7.1). The case is a draft
    /// while it waits, so the record of the candidate speaks first.
    async fn candidate_request<'a>(
        &self,
        actor: Actor,
        operation: Operation,
        case: &'a CaseRecord,
        candidate: &CandidateRecord,
    ) -> Result<Request<'a>, CommandError> {
        let mut request = self.reading_request(actor, operation, case).await?;
        let hinders = |life: &RecordState| !life.is_searchable();
        let of_candidate = self.lives.state_of(candidate.hit.registry_number);
        request.life = of_candidate.filter(hinders).or(request.life);
        Ok(request)
    }

    async fn candidate_record(&self, id: CandidateId) -> Result<CandidateRecord, CommandError> {
        self.store.candidate(id).await?.ok_or(CommandError::NotFound { what: "candidate" })
    }
}
