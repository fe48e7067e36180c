//! Opening a case: the law answers before anything is written.

use law::{ClosingOutcome, Decision, Grant, Operation, Outcome, Request};
use serde::Serialize;
use vocabulary::{Actor, Basis, Body, CaseId, PersonId, Purpose, legal_date_kz};

use crate::act::About;
use crate::error::CommandError;
use crate::model::{CaseEnding, CaseRecord, CaseState, NewCase, OpenedCase, PersonRecord};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, facts, random};

/// What the entry commits to: enough to decide again, no name and no number.
#[derive(Serialize)]
struct Opening<'a> {
    case: CaseId,
    reference: &'a str,
    facts: &'a law::Case,
}

pub(crate) fn preview(registry: &Registry, actor: Actor, new: &NewCase) -> Result<Decision, CommandError> {
    let today = registry.today();
    check(new, today)?;
    Ok(law::decide(&facts::of_new_case(actor, new, today, Vec::new())))
}

pub(crate) async fn run(registry: &Registry, actor: Actor, new: NewCase) -> Result<OpenedCase, CommandError> {
    let today = registry.today();
    check(&new, today)?;
    let id = CaseId::from_random_bytes(random::bytes()?);
    let asked = may_ask(registry, actor, &new, id).await?;
    let known = match find_person(registry, &new).await {
        Ok(known) => known,
        Err(error) => return registry.ended(asked, About::Nothing, error).await,
    };
    let live = match &known {
        Some(person) => facts::live_registrations(registry, person.id, today),
        None => Vec::new(),
    };
    let facts = facts::of_new_case(actor, &new, today, live);
    let decision = law::decide(&facts);
    let grant = allow(registry, actor, Some(&decision), &new, &facts, id).await?;
    let about = Opening { case: id, reference: &new.reference, facts: &facts };
    let mut transaction =
        Transaction::granted(grant).about("decision", Keeper::Identity, Owner::Case(id), &about)?;
    let (person, details) = match &known {
        Some(known) => (known.id, (known.details != new.person).then_some(new.person)),
        None => {
            let person = PersonId::from_random_bytes(random::bytes()?);
            transaction = transaction.change(Change::PersonAdded { id: person, details: new.person });
            (person, None)
        }
    };
    let case = CaseRecord {
        id,
        person: Some(person),
        details,
        basis: new.basis,
        body: actor.body,
        opened_by: actor.officer,
        unit: actor.unit,
        opened_at: registry.clock().now(),
        event_date: today,
        reference: new.reference,
        state: first_state(decision.outcome),
        facts,
        decision,
        evidence: Vec::new(),
        version: 1,
        certificate: None,
        duplicate_check: None,
        verification_attempts: 0,
        ending: None,
        postponed_on: postponed_on(registry, known.as_ref()).await?,
        encounter: None,
    };
    registry.submit(transaction.change(Change::CaseOpened(Box::new(case.clone())))).await?;
    Ok(OpenedCase { case, known_person: known.is_some() })
}

/// The day the person's last case was postponed, when that is how it ended (R10-1.4.2).
async fn postponed_on(
    registry: &Registry,
    known: Option<&PersonRecord>,
) -> Result<Option<jiff::civil::Date>, CommandError> {
    let Some(person) = known else { return Ok(None) };
    let last = registry.store.cases_of(person.id).await?.pop().and_then(|case| case.ending);
    Ok(match last {
        Some(CaseEnding::Closed(closing)) if closing.outcome == ClosingOutcome::Postponed => {
            Some(legal_date_kz(closing.at))
        }
        _ => None,
    })
}

/// Role and competence on the basis of the form alone: who may not open such a case hears nothing of the
/// people the register knows. A service firm acts on a decision only, so it gets the one of the form.
async fn may_ask(
    registry: &Registry,
    actor: Actor,
    new: &NewCase,
    id: CaseId,
) -> Result<Grant, CommandError> {
    let facts = facts::of_new_case(actor, new, registry.today(), Vec::new());
    let decision = law::decide(&facts);
    let of_form = (actor.body == Body::Svc).then_some(&decision);
    allow(registry, actor, of_form, new, &facts, id).await
}

/// The law's grant to open the case. A refusal commits to what was asked, and nothing that opens it is
/// kept: there is no case it would belong to, and with which it would be destroyed.
async fn allow(
    registry: &Registry,
    actor: Actor,
    decision: Option<&Decision>,
    new: &NewCase,
    facts: &law::Case,
    id: CaseId,
) -> Result<Grant, CommandError> {
    let request = Request::new(actor, Operation::OpenCase, Purpose::Registration, registry.today())
        .on_basis(new.basis)
        .on_case(id, true);
    let request = Request { decision, ..request };
    match law::authorise(&request) {
        Ok(grant) => Ok(grant),
        Err(refusal) => {
            let about = Opening { case: id, reference: &new.reference, facts };
            let transaction = Transaction::refused(refusal.clone()).about_forgotten("decision", &about)?;
            let receipt = registry.submit(transaction).await?;
            Err(CommandError::Refused { refusal: Box::new(refusal), ledger_sequence: receipt.sequence })
        }
    }
}

/// The person of the form, when the register knows them. The citizenship of a registered person is not
/// for a form to change: it decides which rules hold.
async fn find_person(registry: &Registry, new: &NewCase) -> Result<Option<PersonRecord>, CommandError> {
    let known = facts::known_person(&*registry.store, &new.person).await?;
    if let Some(person) = &known
        && person.details.citizenship != new.person.citizenship
        && !registry.store.certificates_of(person.id).await?.is_empty()
    {
        let why = "differs from the record of this person: check the document";
        return Err(invalid("person.citizenship", why));
    }
    Ok(known)
}

fn check(new: &NewCase, today: jiff::civil::Date) -> Result<(), CommandError> {
    match new.basis {
        Basis::BV => {
            Err(invalid("basis", "border verification opens no case: verify with the purpose \"border\""))
        }
        Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4 => {
            Err(invalid("basis", "genomic registration is not part of this version"))
        }
        _ => validate::new_case(new, today),
    }
}

/// What the law asks nothing of is recorded and closed at once (R10-1.5.1).
fn first_state(outcome: Outcome) -> CaseState {
    match outcome {
        Outcome::Register | Outcome::Verify | Outcome::Palms => CaseState::Open,
        Outcome::Exempt
        | Outcome::NotApplicable
        | Outcome::NotRequired
        | Outcome::Unavailable
        | Outcome::Refuse => CaseState::NotRegistered,
    }
}
