//! Events that move terms: noted by officers and by the feed, annulled by number (Art. 15, R15.1.1, R15.1.3).

use jiff::civil::Date;
use law::{EventKind, Operation};
use serde::Serialize;
use vocabulary::{Actor, EventId, OfficerId, RegistryNumber};

use super::wrong_state;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{EventScope, NotedEvent, RecordLife, is_of_person};
use crate::sequencer::{AfterCommit, Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Most events of one record: the limit of `law::retention`.
const EVENTS_MAX: usize = 500;

#[derive(Serialize)]
struct AboutEvent<'a> {
    event: EventId,
    kind: &'static str,
    date: Date,
    reference: &'a str,
}

/// Notes an event of the record, or of its person.
pub(crate) async fn note(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    kind: EventKind,
    date: Date,
    reference: &str,
) -> Result<NotedEvent, CommandError> {
    validate::reference("reference", reference)?;
    let _before_it_ends = registry.ends.read().await;
    let life = registry.life_of(number)?;
    let request = registry.keeping_request(actor, Operation::NoteEvent, &life);
    let grant = registry.allow(&request, About::Record(number, reference)).await?;
    let scope = match life.person {
        Some(person) if is_of_person(kind) => EventScope::Person(person),
        None if is_of_person(kind) => {
            let why = "the record is depersonalised: an event of its person is noted by their other record or by the feed";
            return Err(wrong_state(why));
        }
        _ => EventScope::Record(number),
    };
    check(registry, &life, kind, date)?;
    let event = new_event(registry, scope, kind, date, reference, Some(actor.officer))?;
    submit(registry, Transaction::granted(grant), event).await
}

pub(super) fn check(
    registry: &Registry,
    life: &RecordLife,
    kind: EventKind,
    date: Date,
) -> Result<(), CommandError> {
    if kind == EventKind::Annulled {
        return Err(invalid("kind", "an event is annulled by its number, not noted as annulled"));
    }
    if date > registry.today() {
        return Err(invalid("date", format!("{date} has not come: an event is noted once it has happened")));
    }
    if life.events.len() >= EVENTS_MAX {
        return Err(wrong_state(format!("the record has {EVENTS_MAX} events: no more are noted")));
    }
    if life.events.iter().any(|known| known.kind == kind && known.date == date && known.annulled_on.is_none())
    {
        return Err(wrong_state(format!("{kind} of {date} is noted already")));
    }
    Ok(())
}

pub(super) fn new_event(
    registry: &Registry,
    scope: EventScope,
    kind: EventKind,
    date: Date,
    reference: &str,
    noted_by: Option<OfficerId>,
) -> Result<NotedEvent, StoreError> {
    Ok(NotedEvent {
        id: EventId::from_random_bytes(random::bytes()?),
        scope,
        kind,
        date,
        reference: reference.to_owned(),
        noted_by,
        noted_at: registry.clock().now(),
        annulled_on: None,
    })
}

/// Adds what an event is about, its change and what follows.
pub(super) async fn with_event(
    registry: &Registry,
    transaction: Transaction,
    event: &NotedEvent,
) -> Result<Transaction, StoreError> {
    let payload = AboutEvent {
        event: event.id,
        kind: event.kind.code(),
        date: event.date,
        reference: &event.reference,
    };
    Ok(about(transaction, event.scope, "event", &payload)?
        .change(Change::EventNoted(event.clone()))
        .then(AfterCommit::Refresh(concerned(registry, event.scope).await?)))
}

pub(super) async fn submit(
    registry: &Registry,
    transaction: Transaction,
    event: NotedEvent,
) -> Result<NotedEvent, CommandError> {
    registry.submit(with_event(registry, transaction, &event).await?).await?;
    Ok(event)
}

fn about(
    transaction: Transaction,
    scope: EventScope,
    subject: &str,
    payload: &impl Serialize,
) -> Result<Transaction, StoreError> {
    match scope {
        EventScope::Person(person) => {
            transaction.about(subject, Keeper::Identity, Owner::Person(person), payload)
        }
        EventScope::Record(number) => {
            transaction.about(subject, Keeper::Links, Owner::Record(number), payload)
        }
    }
}

/// The records whose term it moves: those whose link to the person is cut run on with the others.
async fn concerned(registry: &Registry, scope: EventScope) -> Result<Vec<RegistryNumber>, StoreError> {
    match scope {
        EventScope::Record(number) => Ok(vec![number]),
        EventScope::Person(person) => registry.store.linked_numbers(person).await,
    }
}

/// Annuls an event of a record or of its person: its ground is gone (R15.1.3).
pub(crate) async fn annul(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    id: EventId,
    reference: &str,
) -> Result<(), CommandError> {
    validate::reference("reference", reference)?;
    let _before_it_ends = registry.ends.read().await;
    let life = registry.life_of(number)?;
    let request = registry.keeping_request(actor, Operation::AnnulEvent, &life);
    let grant = registry.allow(&request, About::Record(number, reference)).await?;
    let event = life.events.iter().find(|event| event.id == id);
    let event = event.ok_or(CommandError::NotFound { what: "event" })?;
    if event.annulled_on.is_some() {
        return Err(wrong_state("this event is annulled already"));
    }
    let transaction =
        annulment(registry, Transaction::granted(grant), event, Some(actor.officer), reference).await?;
    registry.submit(transaction).await?;
    Ok(())
}

pub(super) async fn annulment(
    registry: &Registry,
    transaction: Transaction,
    event: &NotedEvent,
    by: Option<OfficerId>,
    reference: &str,
) -> Result<Transaction, StoreError> {
    let payload =
        AboutEvent { event: event.id, kind: EventKind::Annulled.code(), date: event.date, reference };
    let on = registry.today();
    let change = Change::EventAnnulled {
        event: event.id,
        scope: event.scope,
        on,
        by,
        reference: reference.to_owned(),
    };
    Ok(about(transaction, event.scope, "annulment", &payload)?
        .change(change)
        .then(AfterCommit::Refresh(concerned(registry, event.scope).await?)))
}
