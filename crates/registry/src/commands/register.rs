//! The registration: the draft becomes a record, a certificate is issued (R11.4.5).

use law::{Operation, QueryKind, RecordObject, RecordState, Retained, Search, SearchPass, Step};
use serde::Serialize;
use vocabulary::{Actor, CaseId, CertificateNumber, LinkId, PersonId, RegistryNumber};

use super::check_duplicates::{complete_hands, own_records, search};
use super::prints::pass_of;
use super::wrong_state;
use crate::act::About;
use crate::arrivals::{Arrival, Entering};
use crate::error::{CommandError, StoreError};
use crate::model::{
    Adjudication, CandidateState, CapturedFinger, CaseRecord, CaseState, Certificate, IdentityDetails,
};
use crate::sequencer::{AfterCommit, Change, Keeper, Owner, Transaction};
use crate::{Registry, facts, random, reach};

/// How often a certificate number is drawn before the register gives up: a hundred million a year.
const DRAWS_MAX: usize = 16;

#[derive(Serialize)]
struct Registered<'a> {
    case: CaseId,
    certificate: &'a CertificateNumber,
    facts: &'a law::Case,
}

#[derive(Serialize)]
struct Joined {
    link: LinkId,
    person: PersonId,
    record: RegistryNumber,
}

/// Each registration takes its last look into the gallery after it has entered among those on their way to
/// the commit: two cases of one person that are ready at the same moment cannot both pass unseen, and all
/// others commit together. The transaction takes the arrival along: it leaves when the person is searchable,
/// also when this future is dropped before.
pub(crate) async fn run(registry: &Registry, actor: Actor, id: CaseId) -> Result<Certificate, CommandError> {
    let arrival = enter(registry, actor, id).await?;
    let today = registry.today();
    // Read after entering: whoever is the same person has left and is known.
    let mut case = facts::refreshed(registry, registry.case_record(id).await?, today)?;
    let mut request = registry.case_request(actor, Operation::Register, &case);
    (request.life, request.step) = (Some(RecordState::DRAFT), Some(Step::Register));
    let galleries = reach::galleries(QueryKind::DuplicateCheck, actor.body, false);
    request.search = Some(Search::new(QueryKind::DuplicateCheck, &galleries));
    let grant = registry.allow(&request, About::Case(id)).await?;
    let pass = pass_of(&grant)?;
    let state = super::keeping::granted_state(&grant)?;
    super::must_be_open(&case)?;
    if !(case.decision.registers() && case.decision.may_capture) {
        return Err(wrong_state("the decision on this case is not a registration that may be made now"));
    }
    let fingers = registry.hand_map(id).await?;
    complete_hands(&case, &fingers)?;
    let search = nothing_unresolved(registry, &pass, &case).await;
    if let Err(error) = search {
        return registry.ended(grant, About::Case(id), error).await;
    }
    let (Some(person), Some(number), Some(arrival)) =
        (case.person, registry.store.draft_of(id).await?, arrival)
    else {
        return Err(wrong_state("nothing was captured in this case"));
    };
    if !arrival.is_of(person, number) {
        return Err(StoreError::Conflict { what: "case".to_owned() }.into());
    }
    let known = registry.store.person(person).await?.ok_or(CommandError::NotFound { what: "person" })?;
    let certificate = certificate(registry, &case, &known.details, &fingers).await?;
    case.state = CaseState::Registered;
    case.certificate = Some(certificate.number.clone());
    case.version += 1;
    let link = LinkId::from_random_bytes(random::bytes()?);
    let registered = Registered { case: id, certificate: &certificate.number, facts: &case.facts };
    let change = Change::Registered {
        link,
        person,
        number,
        case: id,
        territory: case.unit.territory(),
        state,
        certificate: Box::new(certificate.clone()),
    };
    let templates = registry.templates(number).await?;
    let transaction = Transaction::granted(grant)
        .about("decision", Keeper::Identity, Owner::Case(id), &registered)?
        .about("record", Keeper::Links, Owner::Record(number), &Joined { link, person, record: number })?
        .change(change);
    let transaction = match facts::proven_details(&*registry.store, &case).await? {
        Some(details) => transaction.change(details),
        None => transaction,
    };
    let transaction = transaction
        .holding(arrival)
        .then(AfterCommit::Enrol { number, basis: case.basis, fingers: templates })
        .change(Change::CaseUpdated(Box::new(case)));
    let receipt = registry.submit(transaction).await?;
    Ok(Certificate { ledger_sequence: receipt.sequence, ..certificate })
}

/// Enters with the prints of the case; `None` when nothing was captured in it.
async fn enter(registry: &Registry, actor: Actor, id: CaseId) -> Result<Option<Arrival>, CommandError> {
    let case = registry.case_record(id).await?;
    let (Some(person), Some(number)) = (case.person, registry.store.draft_of(id).await?) else {
        return Ok(None);
    };
    let fingers = registry.templates(number).await?;
    let galleries = reach::galleries(QueryKind::DuplicateCheck, actor.body, false);
    let entering = Entering { person, number, basis: case.basis, galleries, fingers };
    match registry.arrivals.enter(entering).await {
        Some(arrival) => Ok(Some(arrival)),
        None => Err(StoreError::Stopped.into()),
    }
}

/// A complete duplicate check of these prints, every candidate decided "different", and nobody alike
/// registered since.
async fn nothing_unresolved(
    registry: &Registry,
    pass: &SearchPass,
    case: &CaseRecord,
) -> Result<(), CommandError> {
    let Some(check) = case.duplicate_check.as_ref().filter(|check| check.complete) else {
        return Err(wrong_state("a complete duplicate check of the prints as they are now is needed first"));
    };
    let candidates = registry.store.candidates_of(case.id).await?;
    let own = own_records(registry, case).await?;
    let mut different = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.search == check.search) {
        let number = candidate.hit.registry_number;
        match candidate.state {
            CandidateState::Decided(Adjudication::Same) if own.contains(&number) => {}
            CandidateState::Decided(Adjudication::Different) if !own.contains(&number) => {
                different.push(number);
            }
            _ => {
                return Err(wrong_state(
                    "a candidate of the duplicate check is not decided as a different person",
                ));
            }
        }
    }
    let found = search(registry, pass, case).await?;
    if !found.complete {
        return Err(wrong_state("part of the register does not answer: repeat the duplicate check later"));
    }
    if found.hits.iter().any(|hit| !different.contains(&hit.registry_number)) {
        return Err(wrong_state(
            "somebody with like prints was registered since the duplicate check: repeat the check",
        ));
    }
    Ok(())
}

async fn certificate(
    registry: &Registry,
    case: &CaseRecord,
    person: &IdentityDetails,
    fingers: &[CapturedFinger],
) -> Result<Certificate, CommandError> {
    let registered_on = case.facts.event_date;
    let record = Retained {
        basis: case.basis,
        object: RecordObject::Information,
        born: Some(person.born),
        registered: registered_on,
        events: Vec::new(),
    };
    let term = law::due_under(&record, registered_on, &registry.terms.table_on(registered_on)).term;
    Ok(Certificate {
        number: free_number(registry, registered_on.year()).await?,
        basis: case.basis,
        body: case.body,
        registered_on,
        in_database_until: term.in_database_until,
        articles: case.decision.articles.iter().map(ToString::to_string).collect(),
        fingers_recorded: fingers.iter().filter(|finger| finger.impression.is_some()).count() as u8,
        // Set by the sequencer, which alone knows it.
        ledger_sequence: 0,
    })
}

async fn free_number(registry: &Registry, year: i16) -> Result<CertificateNumber, CommandError> {
    for _ in 0..DRAWS_MAX {
        let number = CertificateNumber::new(year, u64::from_be_bytes(random::bytes()?));
        if registry.store.certificate(&number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(StoreError::Engine(
        "no free certificate number was found: the numbers of the year run out".to_owned(),
    )
    .into())
}
