//! Looking at cases: a body sees its own, the prosecutor all (Art. 36).

use law::{Operation, Request};
use vocabulary::{Actor, Body, CaseId, Purpose, Role};

use crate::Registry;
use crate::act::{About, read_purpose};
use crate::error::CommandError;
use crate::model::{
    CandidateRecord, CandidateState, CapturedFinger, CaseRecord, CaseState, CaseSummary, PersonRecord,
};
use crate::validate::invalid;

/// Most rows of a list.
pub(crate) const LIST_MAX: u32 = 1000;

pub(crate) async fn case(registry: &Registry, actor: Actor, id: CaseId) -> Result<CaseRecord, CommandError> {
    let case = registry.case_record(id).await?;
    let request = registry.reading_request(actor, Operation::ViewCase, &case).await?;
    registry.note(&request, About::Case(id)).await?;
    Ok(case)
}

pub(crate) async fn person(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
) -> Result<Option<PersonRecord>, CommandError> {
    let case = case(registry, actor, id).await?;
    let Some(person) = case.person else { return Ok(None) };
    let known = registry.store.person(person).await?;
    // What this case says of the person, not what another one said.
    Ok(known.map(|known| PersonRecord { details: case.details.unwrap_or(known.details), ..known }))
}

pub(crate) async fn fingers(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
) -> Result<Vec<CapturedFinger>, CommandError> {
    case(registry, actor, id).await?;
    registry.hand_map(id).await
}

pub(crate) async fn candidates(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
) -> Result<Vec<CandidateRecord>, CommandError> {
    case(registry, actor, id).await?;
    let candidates = registry.store.candidates_of(id).await?;
    Ok(candidates.into_iter().map(blind).collect())
}

pub(crate) async fn list(
    registry: &Registry,
    actor: Actor,
    limit: u32,
) -> Result<Vec<CaseSummary>, CommandError> {
    if !(1..=LIST_MAX).contains(&limit) {
        return Err(invalid("limit", format!("from 1 to {LIST_MAX}")));
    }
    let purpose = read_purpose(actor, Purpose::Registration);
    let mut request = Request::new(actor, Operation::ViewCase, purpose, registry.today());
    // The list holds the body's own cases only, so the request is about own cases.
    request.own_case = true;
    let mut cases = registry.store.cases(body_of(actor), limit).await?;
    for case in &mut cases {
        if !shows_person(registry, &request, case).await? {
            case.name = None;
        }
    }
    let listed: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    registry.note(&request, About::Cases(actor.officer, &listed)).await?;
    Ok(cases)
}

/// Whether the record behind a case of the list leaves its person to be seen by whoever asks (R1.7.1, R9.1.2).
async fn shows_person(
    registry: &Registry,
    list: &Request<'_>,
    case: &CaseSummary,
) -> Result<bool, CommandError> {
    let life = match case.state {
        CaseState::Registered => {
            let number = registry.store.draft_of(case.id).await?;
            number.and_then(|number| registry.lives.state_of(number))
        }
        CaseState::Verified => match registry.store.case(case.id).await? {
            Some(case) => registry.life_behind(&case).await?,
            None => None,
        },
        _ => return Ok(true),
    };
    let mut one = list.on_basis(case.basis);
    one.life = life;
    Ok(law::authorise(&one).is_ok())
}

fn body_of(actor: Actor) -> Option<Body> {
    (actor.role != Role::Prosecutor).then_some(actor.body)
}

/// Until two examiners have spoken nobody sees what one of them said: the second review is blind.
pub(crate) fn blind(mut candidate: CandidateRecord) -> CandidateRecord {
    if !matches!(candidate.state, CandidateState::Decided(_)) {
        candidate.opinions.clear();
    }
    candidate
}
