//! Matters: requests, orders, findings, agreements, pieces of material. The facts of a step are gathered here; which step
//! is taken by whom, with what, stands in the tables of the Law.

use law::{LinkedMatter, MatterField, MatterKind, MatterRecord, MatterStep, Operation, Request, TakenStep};
use serde::Serialize;
use vocabulary::{Actor, MatterId, Purpose, RegistryNumber, Role, Territory};

use super::wrong_state;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{Document, DocumentKind, Matter, MatterStepTaken, NewMatterStep, RecordLife};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::invalid;
use crate::{Registry, random};

/// Most steps of one matter.
const STEPS_MAX: usize = 500;
/// Most matters listed.
const LISTED_MAX: usize = 1000;

/// What the entry commits to.
#[derive(Serialize)]
struct StepTaken<'a> {
    matter: MatterId,
    kind: MatterKind,
    step: &'a str,
    version: u32,
}

/// What is known of a matter before a step.
struct Known {
    matter: Option<Matter>,
    id: MatterId,
    number: Option<RegistryNumber>,
    linked: Vec<(MatterField, Matter)>,
    record: Option<MatterRecord>,
    territory: Territory,
    officer_body: Option<vocabulary::Body>,
    is_own: bool,
    owed: u32,
    recipients: u32,
}

/// The step the register takes by itself, with the digest of the extract it drew.
pub(crate) const DRAW_EXTRACT: &str = "draw-extract";

/// Takes a step.
pub(crate) async fn step(
    registry: &Registry,
    actor: Actor,
    new: NewMatterStep,
) -> Result<Matter, CommandError> {
    if new.kind == MatterKind::AccessRequest && new.step == DRAW_EXTRACT {
        return Err(invalid(
            "digest",
            "the register draws the extract itself and names it: ask for the extract",
        ));
    }
    take(registry, actor, new).await
}

pub(crate) async fn take(
    registry: &Registry,
    actor: Actor,
    new: NewMatterStep,
) -> Result<Matter, CommandError> {
    for (field, text) in &new.given {
        field.check(text).map_err(|error| invalid(field.code(), error.expected))?;
    }
    let _ends = registry.ends.read().await;
    let known = known(registry, actor, &new).await?;
    let taken = known.matter.as_ref().map_or_else(Vec::new, taken_steps);
    let linked = linked_of(&known.linked);
    let values: Vec<_> = known.linked.iter().map(|(_, matter)| matter.values()).collect();
    let linked: Vec<LinkedMatter<'_>> = linked
        .iter()
        .zip(&values)
        .map(|((field, kind, state), given)| LinkedMatter { field: *field, kind: *kind, state, given })
        .collect();
    let facts = MatterStep {
        taken: &taken,
        linked: &linked,
        record: known.record,
        officer_body: known.officer_body,
        owed: known.owed,
        recipients: known.recipients,
        ..MatterStep::new(new.kind, known.matter.as_ref().map_or("", Matter::state), &new.step, &new.given)
    };
    let mut request = request(registry, actor, Operation::StepMatter, new.kind).with_matter(&facts);
    if let Some(record) = known.record {
        request = request.on_basis(record.basis);
    }
    request = Request { own_case: known.is_own, ..request.in_territory(known.territory) };
    let about = known.number.map_or(About::Nothing, |number| About::Record(number, new.kind.code()));
    let grant = registry.allow(&request, about).await?;
    let Some(state) = grant.next_matter_state() else {
        return Err(wrong_state("the step leads nowhere"));
    };
    let matter = next(registry, actor, &new, &known, state);
    // What ends a matter is never one step too many.
    let ends = matches!(new.step.as_str(), "end" | "fail" | "stop" | "close" | "withdraw");
    if matter.steps.len() > STEPS_MAX && !ends && !is_one_each(new.kind) {
        return registry
            .ended(grant, about, wrong_state("the matter has too many steps: open another"))
            .await;
    }
    submit(registry, Transaction::granted(grant), actor, &matter).await?;
    Ok(matter)
}

fn linked_of(linked: &[(MatterField, Matter)]) -> Vec<(MatterField, MatterKind, String)> {
    linked.iter().map(|(field, matter)| (*field, matter.kind, matter.state().to_owned())).collect()
}

fn taken_steps(matter: &Matter) -> Vec<TakenStep<'_>> {
    matter
        .steps
        .iter()
        .map(|step| TakenStep {
            step: &step.step,
            officer: step.by,
            body: step.body,
            unit: step.unit,
            on: step.on,
            given: &step.given,
        })
        .collect()
}

fn next(registry: &Registry, actor: Actor, new: &NewMatterStep, known: &Known, state: &str) -> Matter {
    let mut matter = known.matter.clone().unwrap_or_else(|| Matter {
        id: known.id,
        kind: new.kind,
        number: known.number,
        territory: known.territory,
        steps: Vec::new(),
    });
    matter.steps.push(MatterStepTaken {
        step: new.step.clone(),
        state: state.to_owned(),
        by: actor.officer,
        body: actor.body,
        unit: actor.unit,
        at: registry.clock().now(),
        on: registry.today(),
        given: new.given.clone(),
    });
    matter
}

async fn submit(
    registry: &Registry,
    transaction: Transaction,
    actor: Actor,
    matter: &Matter,
) -> Result<(), CommandError> {
    let step = matter.steps.last().map_or("", |step| &step.step);
    let about = StepTaken { matter: matter.id, kind: matter.kind, step, version: matter.version() };
    let owner = matter.number.map_or(Owner::Officer(actor.officer), Owner::Record);
    let transaction = transaction.about("matter", Keeper::Links, owner, &about)?;
    registry
        .submit(transaction.change(Change::Documented(Box::new(Document::Matter(matter.clone())))))
        .await?;
    Ok(())
}

/// The facts of a step, none of them believed from a form.
async fn known(registry: &Registry, actor: Actor, new: &NewMatterStep) -> Result<Known, CommandError> {
    let opened = match new.matter {
        Some(id) => Some(stored(registry, id).await?),
        None => None,
    };
    if opened.as_ref().is_some_and(|matter| matter.kind != new.kind) {
        return Err(CommandError::NotFound { what: "matter of this kind" });
    }
    let (id, found) = match opened {
        Some(matter) => (matter.id, Some(matter)),
        None => first(registry, new).await?,
    };
    let number = found.as_ref().map_or(new.number, |matter| matter.number);
    let life = match number {
        // What is in doubt is looked up first: a block whose answer was lost counts.
        Some(number) => {
            Some(registry.settled_life(number).await?.ok_or(CommandError::NotFound { what: "record" })?)
        }
        None => None,
    };
    let territory = match (&life, &found) {
        (Some(life), _) => life.territory,
        (None, Some(matter)) => matter.territory,
        (None, None) => actor.unit.territory(),
    };
    let record = life.as_ref().map(|life| MatterRecord {
        basis: life.basis,
        life: life.state,
        age: age(registry, life),
    });
    let linked = linked(registry, new, found.as_ref()).await?;
    let owed = owed(registry, new, found.as_ref()).await?;
    let recipients = recipients(registry, new.kind, number).await?;
    let is_own = match number {
        Some(number) => registry.collected(actor, number).await?,
        None => false,
    };
    let officer_body = officer_body(registry, new, found.as_ref()).await?;
    Ok(Known { matter: found, id, number, linked, record, territory, officer_body, is_own, owed, recipients })
}

/// The identifier of a new matter. Of an officer's undertaking and of the check of a station there is one each, which
/// goes on.
async fn first(registry: &Registry, new: &NewMatterStep) -> Result<(MatterId, Option<Matter>), CommandError> {
    let of = match new.kind {
        MatterKind::Undertaking => new.given.get(&MatterField::Officer),
        MatterKind::StationCheck => new.given.get(&MatterField::Unit),
        _ => None,
    };
    let Some(of) = of else {
        return Ok((MatterId::from_random_bytes(random::bytes()?), None));
    };
    let id = Document::matter_id(new.kind, of);
    Ok((id, find(registry, id).await?))
}

/// Kinds of which there is one matter an officer or a station, which goes on for good.
fn is_one_each(kind: MatterKind) -> bool {
    matches!(kind, MatterKind::Undertaking | MatterKind::StationCheck)
}

async fn find(registry: &Registry, id: MatterId) -> Result<Option<Matter>, StoreError> {
    Ok(match registry.store.document(DocumentKind::Matter, *id.as_bytes()).await? {
        Some(Document::Matter(matter)) => Some(matter),
        _ => None,
    })
}

pub(crate) async fn stored(registry: &Registry, id: MatterId) -> Result<Matter, CommandError> {
    find(registry, id).await?.ok_or(CommandError::NotFound { what: "matter" })
}

/// Completed years of the record's person today.
fn age(registry: &Registry, life: &RecordLife) -> Option<i16> {
    life.born.map(|born| born.age_on(registry.today()))
}

/// The body of the officer that a field names.
async fn officer_body(
    registry: &Registry,
    new: &NewMatterStep,
    found: Option<&Matter>,
) -> Result<Option<vocabulary::Body>, StoreError> {
    let given = new.given.get(&MatterField::Officer).map(String::as_str);
    let named = given.or_else(|| found.and_then(|matter| matter.value(MatterField::Officer)));
    let Some(id) = named.and_then(|text| text.parse().ok()) else { return Ok(None) };
    Ok(registry.store.officer(id).await?.map(|officer| officer.body))
}

/// The matters that fields name.
async fn linked(
    registry: &Registry,
    new: &NewMatterStep,
    found: Option<&Matter>,
) -> Result<Vec<(MatterField, Matter)>, CommandError> {
    let mut linked = Vec::new();
    for field in [MatterField::Treaty, MatterField::Agreement, MatterField::Item] {
        let named = new
            .given
            .get(&field)
            .map(String::as_str)
            .or_else(|| found.and_then(|matter| matter.value(field)));
        let id = named.and_then(|text| text.parse().ok());
        if let Some(id) = id
            && let Some(matter) = find(registry, id).await?
        {
            linked.push((field, matter));
        }
    }
    Ok(linked)
}

async fn of_kind(registry: &Registry, kind: MatterKind) -> Result<Vec<Matter>, StoreError> {
    let pick = |document| match document {
        Document::Matter(matter) if matter.kind == kind => Some(matter),
        _ => None,
    };
    registry.gather(DocumentKind::Matter, pick).await
}

/// Confirmations that the office of a transfer owes and whose day is over (R9.4.3).
async fn owed(registry: &Registry, new: &NewMatterStep, found: Option<&Matter>) -> Result<u32, StoreError> {
    if new.kind != MatterKind::Transfer {
        return Ok(0);
    }
    let value = |field| {
        new.given.get(&field).map(String::as_str).or_else(|| found.and_then(|matter| matter.value(field)))
    };
    let to = (value(MatterField::Recipient), value(MatterField::Office));
    let today = registry.today();
    let owes = |matter: &&Matter| {
        (matter.value(MatterField::Recipient), matter.value(MatterField::Office)) == to
            && matter.is_overdue(today)
    };
    let count = of_kind(registry, MatterKind::Transfer).await?.iter().filter(owes).count();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many were given a record (R13.1.3).
async fn recipients(
    registry: &Registry,
    kind: MatterKind,
    number: Option<RegistryNumber>,
) -> Result<u32, StoreError> {
    if kind != MatterKind::Rectification {
        return Ok(0);
    }
    let given = |matter: &&Matter| {
        matter.number == number && matches!(matter.state(), "sent" | "acknowledged" | "ended" | "given")
    };
    let mut count = 0;
    for kind in [MatterKind::Transfer, MatterKind::ForeignRequest] {
        count += of_kind(registry, kind).await?.iter().filter(given).count();
    }
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

fn request(registry: &Registry, actor: Actor, operation: Operation, kind: MatterKind) -> Request<'static> {
    let purpose = if actor.role == Role::Prosecutor { Purpose::Supervision } else { kind.purpose() };
    Request::new(actor, operation, purpose, registry.today())
}

/// Those who take part in matters of others see what they took part in: service firms and laboratories outside (R19.3.2,
/// R33.4.2).
fn takes_part(actor: Actor, matter: &Matter) -> bool {
    use vocabulary::Body::{Feb, Lfe, Svc};
    !matches!(actor.body, Feb | Lfe | Svc)
        || matter.value(MatterField::Laboratory) == Some(actor.body.code())
        || matter.steps.iter().any(|step| step.body == actor.body && step.unit == actor.unit)
}

/// The record of a matter, for the law.
fn record_of(registry: &Registry, matter: &Matter) -> Option<MatterRecord> {
    let life = registry.lives.get(matter.number?)?;
    Some(MatterRecord { basis: life.basis, life: life.state, age: None })
}

/// One matter.
pub(crate) async fn view(registry: &Registry, actor: Actor, id: MatterId) -> Result<Matter, CommandError> {
    let matter = stored(registry, id).await?;
    let nothing = std::collections::BTreeMap::new();
    let facts = MatterStep {
        record: record_of(registry, &matter),
        ..MatterStep::new(matter.kind, matter.state(), "", &nothing)
    };
    let is_own = match matter.number {
        Some(number) => registry.collected(actor, number).await?,
        None => false,
    };
    let request = request(registry, actor, Operation::ViewMatters, matter.kind)
        .with_matter(&facts)
        .in_territory(matter.territory);
    let about = matter.number.map_or(About::Nothing, |number| About::Record(number, matter.kind.code()));
    registry.note(&Request { own_case: is_own, ..request }, about).await?;
    if takes_part(actor, &matter) { Ok(matter) } else { Err(CommandError::NotFound { what: "matter" }) }
}

/// The matters of a kind that the actor may see, those that are overdue first, then the newest.
pub(crate) async fn list(
    registry: &Registry,
    actor: Actor,
    kind: MatterKind,
) -> Result<Vec<Matter>, CommandError> {
    let nothing = std::collections::BTreeMap::new();
    let facts = MatterStep::new(kind, "", "", &nothing);
    let request = request(registry, actor, Operation::ViewMatters, kind).with_matter(&facts);
    registry.note(&request, About::Nothing).await?;
    let mut matters = of_kind(registry, kind).await?;
    matters.retain(|matter| actor.unit.territory().covers(matter.territory) && takes_part(actor, matter));
    // The records of other bodies are not listed (Art. 14).
    let mut listed = Vec::new();
    for matter in matters {
        let facts =
            MatterStep { record: record_of(registry, &matter), ..MatterStep::new(kind, "", "", &nothing) };
        let own_case = match matter.number {
            Some(number) if actor.body == vocabulary::Body::Mfa => registry.collected(actor, number).await?,
            _ => false,
        };
        if law::authorise(&Request { own_case, ..request }.with_matter(&facts)).is_ok() {
            listed.push(matter);
        }
    }
    let today = registry.today();
    listed.sort_by_key(|matter| {
        (!matter.is_overdue(today), std::cmp::Reverse(matter.steps.last().map(|step| step.at)))
    });
    listed.truncate(LISTED_MAX);
    Ok(listed)
}

/// Whether an officer's undertaking, once given, is over on this day (R8.4.1).
pub(crate) async fn undertaking_is_over(registry: &Registry, actor: Actor) -> Result<bool, StoreError> {
    let id = Document::matter_id(MatterKind::Undertaking, &actor.officer.to_string());
    let Some(matter) = find(registry, id).await? else { return Ok(false) };
    let until = matter.value(MatterField::Until).and_then(|day| vocabulary::parse_date(day).ok());
    Ok(matter.state() != "in-force" || until.is_none_or(|until| until < registry.today()))
}

/// Whether the station of the actor's unit, once it is checked, did not pass today (R8.3.1).
pub(crate) async fn station_has_failed(registry: &Registry, actor: Actor) -> Result<bool, StoreError> {
    let id = Document::matter_id(MatterKind::StationCheck, &actor.unit.to_string());
    let Some(matter) = find(registry, id).await? else { return Ok(false) };
    let today = matter.steps.last().is_some_and(|step| step.on == registry.today());
    Ok(matter.state() != "passed" || !today)
}
