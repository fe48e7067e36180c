//! The person declines a voluntary registration: no reason asked, nothing of them kept (R10.1.2).

use law::Operation;
use vocabulary::{Actor, CaseId, RegistrationType};

use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::sequencer::{Change, Transaction};

pub(crate) async fn run(registry: &Registry, actor: Actor, id: CaseId) -> Result<(), CommandError> {
    let case = registry.case_record(id).await?;
    let request = registry.case_request(actor, Operation::Decline, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    if !case.is_open() {
        return Err(super::wrong_state("the case is closed: nothing is left to decline"));
    }
    match case.decision.registration_type {
        Some(RegistrationType::Voluntary) => {}
        Some(RegistrationType::Mandatory) => {
            // A duty is not declined. Its refusal is recorded with a protocol: see `refuse`.
            let error = super::wrong_state(
                "this registration is mandatory and is not declined: record the refusal with its protocol",
            );
            return registry.ended(grant, About::Case(id), error).await;
        }
        None => {
            return Err(super::wrong_state(
                "the law asks for no registration here: nothing is there to decline",
            ));
        }
    }
    let forget_person = match case.person {
        Some(person) if registry.store.cases_of(person).await?.iter().all(|other| other.id == id) => {
            Some(person)
        }
        _ => None,
    };
    let forget_draft = registry.store.draft_of(id).await?;
    // The opening is not kept: the entry proves that an act was recorded and tells nobody whose.
    let transaction = Transaction::granted(grant).about_forgotten("case", &id)?;
    let tombstone = Box::new(case.tombstone());
    registry
        .submit(transaction.change(Change::CaseDeclined { tombstone, forget_person, forget_draft }))
        .await?;
    super::execute::erase_now(registry).await;
    Ok(())
}
