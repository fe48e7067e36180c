//! Opening a case: the law answers before anything is written.

use law::{Decision, Operation, Outcome, Request};
use serde::Serialize;
use vocabulary::{Actor, Basis, CaseId, PersonId, Purpose};

use crate::error::CommandError;
use crate::model::{CaseRecord, CaseState, NewCase, OpenedCase, PersonRecord};
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
    let known = facts::known_person(&*registry.store, &new.person).await?;
    let live = match &known {
        Some(person) => facts::live_registrations(&*registry.store, person.id, today).await?,
        None => Vec::new(),
    };
    let facts = facts::of_new_case(actor, &new, today, live);
    let decision = law::decide(&facts);
    let id = CaseId::from_random_bytes(random::bytes()?);
    let request = Request::new(actor, Operation::OpenCase, Purpose::Registration, today)
        .with_decision(&decision)
        .on_case(id, true);
    let about = Opening { case: id, reference: &new.reference, facts: &facts };
    let commit =
        |transaction: Transaction| transaction.about("decision", Keeper::Identity, Owner::Case(id), &about);
    let grant = match law::authorise(&request) {
        Ok(grant) => grant,
        Err(refusal) => {
            let receipt = registry.submit(commit(Transaction::refused(refusal.clone()))?).await?;
            return Err(CommandError::Refused {
                refusal: Box::new(refusal),
                ledger_sequence: receipt.sequence,
            });
        }
    };
    let mut transaction = commit(Transaction::granted(grant))?;
    let person = match &known {
        Some(known) => known.id,
        None => PersonId::from_random_bytes(random::bytes()?),
    };
    if let Some(change) = person_change(person, id, known.as_ref(), &new) {
        transaction = transaction.change(change);
    }
    let case = CaseRecord {
        id,
        person: Some(person),
        basis: new.basis,
        body: actor.body,
        opened_by: actor.officer,
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
        encounter: None,
    };
    registry.submit(transaction.change(Change::CaseOpened(Box::new(case.clone())))).await?;
    Ok(OpenedCase { case, known_person: known.is_some() })
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

fn person_change(id: PersonId, case: CaseId, known: Option<&PersonRecord>, new: &NewCase) -> Option<Change> {
    let Some(known) = known else { return Some(Change::PersonAdded { id, details: new.person.clone() }) };
    let details = facts::merged(&known.details, &new.person);
    (details != known.details).then_some(Change::PersonChanged { id, case, details })
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
