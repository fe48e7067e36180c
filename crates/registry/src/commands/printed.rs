//! What is handed out as a paper about the end of records: an act as it was approved (Art. 15(2), 17(3), 23(4)), and
//! what is left of a destroyed record, for the person who asks (R17.3.4).

use law::{Operation, Request};
use serde::Serialize;
use vocabulary::{ActId, Actor, RegistryNumber};

use super::{acts, wrong_state};
use crate::Registry;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{Act, ActState, Destroyed, Document, DocumentKind, PrintedAct, Tombstone};
use crate::sequencer::{Keeper, Owner, Transaction};
use crate::validate;

#[derive(Serialize)]
struct AboutDestroyed<'a> {
    record: RegistryNumber,
    act: ActId,
    reference: &'a str,
}

/// An act that its head approved, with the entry that made it what it is now.
pub(crate) async fn act(registry: &Registry, actor: Actor, id: ActId) -> Result<PrintedAct, CommandError> {
    let act = acts::stored(registry, id).await?;
    let request = acts::request(registry, actor, Operation::ViewAct, &act);
    let grant = registry.allow(&request, About::Nothing).await?;
    let why = match act.state {
        ActState::Approved | ActState::Executing | ActState::Executed => None,
        ActState::DrawnUp | ActState::Signed => {
            Some("the act is not approved yet: it is printed once the head has signed it (R17.3.1)")
        }
        ActState::Withdrawn => Some("the act was withdrawn: it orders nothing and is not printed"),
    };
    if let Some(why) = why {
        return registry.ended(grant, About::Nothing, wrong_state(why)).await;
    }
    let entry = entry_of(registry, &act).await?;
    registry.submit(Transaction::granted(grant)).await?;
    Ok(PrintedAct { act, entry })
}

/// What is left of a record that was destroyed: one entry, whoever asks and whatever is found.
pub(crate) async fn destroyed(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
) -> Result<Destroyed, CommandError> {
    validate::reference("reference", reference)?;
    let tombstone = tombstone_of(registry, number).await?;
    let mut request =
        registry.keeping_in_general(actor, Operation::CertifyDestruction).with_case_reference(reference);
    request.basis = tombstone.as_ref().map(|tombstone| tombstone.basis);
    let found = match tombstone {
        Some(tombstone) => whole(registry, tombstone).await,
        None => Err(never_destroyed(registry, number)),
    };
    note(registry, actor, &request, found, reference).await
}

async fn note(
    registry: &Registry,
    actor: Actor,
    request: &Request<'_>,
    found: Result<(Tombstone, Act, u64), CommandError>,
    reference: &str,
) -> Result<Destroyed, CommandError> {
    let grant = registry.allow(request, About::Nothing).await?;
    let (tombstone, act, executed_entry) = match found {
        Ok(found) => found,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let payload = AboutDestroyed { record: tombstone.number, act: tombstone.act, reference };
    // Of the officer: the record's own openings are gone, and nothing of it comes back.
    let transaction = Transaction::granted(grant).about(
        "destroyed",
        Keeper::Links,
        Owner::Officer(actor.officer),
        &payload,
    )?;
    let issued_entry = registry.submit(transaction).await?.sequence;
    Ok(Destroyed { tombstone, act, executed_entry, issued_entry })
}

async fn tombstone_of(registry: &Registry, number: RegistryNumber) -> Result<Option<Tombstone>, StoreError> {
    match registry.store.document(DocumentKind::Tombstone, *number.as_bytes()).await? {
        Some(Document::Tombstone(tombstone)) => Ok(Some(tombstone)),
        _ => Ok(None),
    }
}

/// The tombstone with its act, which has to have every receipt: partial success is not shown as success (R17.3.2).
async fn whole(registry: &Registry, tombstone: Tombstone) -> Result<(Tombstone, Act, u64), CommandError> {
    let act = acts::stored(registry, tombstone.act).await?;
    if act.state != ActState::Executed {
        let number = &tombstone.act_number;
        return Err(wrong_state(format!(
            "act {number} waits for receipts: execute it again, then the destruction can be certified (R17.3.2)"
        )));
    }
    let entry = entry_of(registry, &act).await?;
    Ok((tombstone, act, entry))
}

fn never_destroyed(registry: &Registry, number: RegistryNumber) -> CommandError {
    match registry.lives.state_of(number) {
        Some(state) => wrong_state(format!(
            "record {number} was not destroyed: it is {state}. Nothing is certified before an act is executed (R17.3.4)"
        )),
        None => CommandError::NotFound { what: "destroyed record" },
    }
}

async fn entry_of(registry: &Registry, act: &Act) -> Result<u64, StoreError> {
    let entry = registry.store.document_entry(DocumentKind::Act, *act.text.id.as_bytes()).await?;
    entry.ok_or_else(|| StoreError::Damaged {
        what: format!("act {}", act.text.number),
        why: "no entry of the ledger made it".to_owned(),
    })
}
