//! The carriers of the archive: what they are called, where they are, when they were last read (R1.13.1, R15.2.4).

use law::Operation;
use vocabulary::{Actor, CarrierId, OfficerId};

use super::wrong_state;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{Archived, Carrier, CarrierCheck, Document, DocumentKind};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::{Registry, random, validate};

/// Enters a carrier.
pub(crate) async fn enter(
    registry: &Registry,
    actor: Actor,
    label: &str,
    place: &str,
    custodian: OfficerId,
) -> Result<Carrier, CommandError> {
    validate::reference("label", label)?;
    validate::reference("place", place)?;
    let request = registry.keeping_in_general(actor, Operation::RegisterCarrier);
    let grant = registry.allow(&request, About::Nothing).await?;
    let keeper = registry.store.officer(custodian).await?.filter(|officer| officer.active);
    keeper.ok_or(CommandError::NotFound { what: "officer" })?;
    if all(registry).await?.iter().any(|carrier| carrier.label == label) {
        return Err(wrong_state("a carrier of this label is entered already"));
    }
    let carrier = Carrier {
        id: CarrierId::from_random_bytes(random::bytes()?),
        label: label.to_owned(),
        place: place.to_owned(),
        custodian,
        since: registry.today(),
        checks: Vec::new(),
        destroyed_on: None,
        version: 1,
    };
    put(registry, actor, grant, carrier).await
}

/// Reads every container on a carrier and records whether each is what it was (every two years; as a review every
/// ten).
pub(crate) async fn check(
    registry: &Registry,
    actor: Actor,
    id: CarrierId,
    review: bool,
) -> Result<(Carrier, Vec<String>), CommandError> {
    let mut carrier = stored(registry, id).await?;
    let request = registry.keeping_in_general(actor, Operation::CheckCarrier);
    let grant = registry.allow(&request, About::Nothing).await?;
    let mut unreadable = Vec::new();
    for archived in archived_on(registry, id).await? {
        if let Err(error) = super::archive::read(registry, &carrier, &archived) {
            unreadable.push(format!("{}: {error}", archived.number));
        }
    }
    let readable = unreadable.is_empty();
    carrier.checks.push(CarrierCheck { on: registry.today(), by: actor.officer, readable, review });
    carrier.version += 1;
    Ok((put(registry, actor, grant, carrier).await?, unreadable))
}

async fn put(
    registry: &Registry,
    actor: Actor,
    grant: law::Grant,
    carrier: Carrier,
) -> Result<Carrier, CommandError> {
    let owner = Owner::Officer(actor.officer);
    let transaction = Transaction::granted(grant).about("carrier", Keeper::Links, owner, &carrier.id)?;
    let document = Box::new(Document::Carrier(carrier.clone()));
    registry.submit(transaction.change(Change::Documented(document))).await?;
    Ok(carrier)
}

pub(super) async fn stored(registry: &Registry, id: CarrierId) -> Result<Carrier, CommandError> {
    match registry.store.document(DocumentKind::Carrier, *id.as_bytes()).await? {
        Some(Document::Carrier(carrier)) => Ok(carrier),
        _ => Err(CommandError::NotFound { what: "carrier" }),
    }
}

/// A carrier that takes something more.
pub(super) async fn usable(registry: &Registry, id: CarrierId) -> Result<Carrier, CommandError> {
    let carrier = stored(registry, id).await?;
    if carrier.destroyed_on.is_some() {
        return Err(wrong_state("the carrier is destroyed"));
    }
    if carrier.checks.last().is_some_and(|check| !check.readable) {
        return Err(wrong_state("the last reading test of the carrier failed: move its contents first"));
    }
    Ok(carrier)
}

async fn all(registry: &Registry) -> Result<Vec<Carrier>, CommandError> {
    let carrier = |document| match document {
        Document::Carrier(carrier) => Some(carrier),
        _ => None,
    };
    Ok(registry.gather(DocumentKind::Carrier, carrier).await?)
}

async fn archived_on(registry: &Registry, carrier: CarrierId) -> Result<Vec<Archived>, CommandError> {
    let here = |document| match document {
        Document::Archived(archived) if archived.carrier == carrier => Some(archived),
        _ => None,
    };
    Ok(registry.gather(DocumentKind::Archived, here).await?)
}

/// Every carrier.
pub(crate) async fn list(registry: &Registry, actor: Actor) -> Result<Vec<Carrier>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    all(registry).await
}
