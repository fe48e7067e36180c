//! Execution of an approved act (R17.3.2, R15.2.1): every row of the records goes in one transaction with the entry,
//! then their keys are erased, then each store says what is left, which must be nothing.
//!
//! Stopped in between, the keys to be erased are known to the store: they are erased when the register opens, and
//! executing the act again brings the receipts.

use std::collections::HashMap;

use law::{Operation, Step};
use vocabulary::{ActId, Actor, RegistryNumber};

use super::acts::{about, all_verified, documented, request, signed_act, signed_by, stored};
use super::{archive, wrong_state};
use crate::Registry;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{Act, ActKind, ActRecord, ActState, Document, Receipt, Tombstone};
use crate::ports::{Keys, Store};
use crate::sequencer::{AfterCommit, Change, KeyName, Removal, Transaction};

/// Keys erased at once.
const ERASURES_AT_ONCE: u32 = 1000;

pub(crate) async fn run(registry: &Registry, actor: Actor, id: ActId) -> Result<Act, CommandError> {
    let _one = registry.keeping.lock().await;
    let act = stored(registry, id).await?;
    match act.state {
        ActState::Approved => {
            let act = remove(registry, actor, act).await?;
            receipts(registry, actor, act).await
        }
        ActState::Executing => receipts(registry, actor, act).await,
        ActState::DrawnUp | ActState::Signed | ActState::Executed | ActState::Withdrawn => {
            not_executable(registry, actor, &act).await
        }
    }
}

/// The law answers first: whoever may not execute hears nothing of the state.
async fn not_executable(registry: &Registry, actor: Actor, act: &Act) -> Result<Act, CommandError> {
    let members = signed_by(act);
    let asked = request(registry, actor, Operation::ExecuteAct, act).on_act(signed_act(act, &members));
    let grant = registry.allow(&asked, About::Nothing).await?;
    let why = match act.state {
        ActState::Executed => "the act is executed already",
        ActState::Withdrawn => "the act was withdrawn",
        _ => "the act is not approved by the head: it is not executed before (R17.3.1)",
    };
    registry.ended(grant, About::Nothing, wrong_state(why)).await
}

/// Removes every record of the act, all or none.
async fn remove(registry: &Registry, actor: Actor, mut act: Act) -> Result<Act, CommandError> {
    let _alone = registry.ends.write().await;
    let members = signed_by(&act);
    let asked = request(registry, actor, Operation::ExecuteAct, &act).on_act(signed_act(&act, &members));
    let grant = registry.allow(&asked, About::Nothing).await?;
    let removals = match removals(registry, actor, &act).await {
        Ok(removals) => removals,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let archived = match act.text.kind {
        ActKind::Archive => archive::write(registry, &act, &removals).await?,
        ActKind::Destruction => HashMap::new(),
    };
    for removal in &removals {
        for (store, removed) in registry.store.traces_of(removal).await? {
            act.receipts.push(receipt(removal.number, store, removed));
        }
        act.receipts.push(receipt(
            removal.number,
            "gallery",
            u64::from(registry.index.holds(removal.number)),
        ));
    }
    act.containers = archive::places(registry, &act).await?;
    act.state = ActState::Executing;
    act.version += 1;
    let numbers: Vec<RegistryNumber> = removals.iter().map(|removal| removal.number).collect();
    let mut transaction = about(Transaction::granted(grant), actor, &act)?.change(documented(&act));
    for removal in removals {
        transaction = leave(registry, transaction, &act, removal, &archived)?;
    }
    registry.submit(transaction.then(AfterCommit::Refresh(numbers))).await?;
    Ok(act)
}

fn receipt(number: RegistryNumber, store: &str, removed: u64) -> Receipt {
    Receipt { number, store: store.to_owned(), removed, left: 0, epoch: None }
}

/// The changes of one record: its rows go; a tombstone, or its place in the archive, stays.
fn leave(
    registry: &Registry,
    transaction: Transaction,
    act: &Act,
    removal: Removal,
    archived: &HashMap<RegistryNumber, crate::model::Archived>,
) -> Result<Transaction, CommandError> {
    let life = registry.life_of(removal.number)?;
    let number = removal.number;
    let transaction = transaction.change(Change::RecordRemoved(Box::new(removal)));
    match archived.get(&number) {
        Some(place) => {
            let officers = signed_by(act);
            let step = Step::Archive(signed_act(act, &officers));
            let state =
                law::advance(life.basis, life.state, &step).map_err(|refusal| wrong_state(refusal.says))?;
            let ground = super::keeping::ground(step.kind(), &act.text.number, &officers);
            Ok(super::keeping::move_to(transaction, &life, state, None, ground)
                .change(Change::Documented(Box::new(Document::Archived(place.clone())))))
        }
        None => Ok(transaction.change(Change::Documented(Box::new(Document::Tombstone(Tombstone {
            number,
            basis: life.basis,
            registered_on: life.registered_on,
            registered_entry: life.registered_entry,
            destroyed_on: registry.today(),
            act: act.text.id,
            act_number: act.text.number.clone(),
        }))))),
    }
}

/// Holds the act against the Law once more, record by record, and gathers what has to go.
async fn removals(registry: &Registry, actor: Actor, act: &Act) -> Result<Vec<Removal>, CommandError> {
    if act.text.body != actor.body {
        return Err(wrong_state("the act is of another body"));
    }
    let table = super::terms::settled(registry).await?;
    all_verified(registry, act).await?;
    let members = signed_by(act);
    let signed = signed_act(act, &members);
    let step = match act.text.kind {
        ActKind::Destruction => Step::Destroy(signed),
        ActKind::Archive => Step::Archive(signed),
    };
    let mut removals = Vec::new();
    let mut gone: Vec<RegistryNumber> = Vec::new();
    for record in &act.text.records {
        still_due(registry, act, record, &step, &table)?;
        gone.push(record.number);
        removals.push(removal(registry, act, record.number, &gone).await?);
    }
    Ok(removals)
}

/// The Law's answer for one record on the day of execution: it may have been blocked, or its end annulled, since.
fn still_due(
    registry: &Registry,
    act: &Act,
    record: &ActRecord,
    step: &Step<'_>,
    table: &law::TermTable,
) -> Result<(), CommandError> {
    let (number, today) = (record.number, registry.today());
    let life = registry.life_of(number)?;
    law::advance(life.basis, life.state, step).map_err(|refusal| {
        wrong_state(format!(
            "record {number}: {} ({}). Withdraw the act and draw it up anew without this record.",
            refusal.says, refusal.requirement
        ))
    })?;
    let duty = life.standing(today, table).duty.map(|(duty, _)| duty);
    let wanted = match act.text.kind {
        ActKind::Destruction => law::Duty::Destroy,
        ActKind::Archive => law::Duty::Archive,
    };
    if duty == Some(wanted) {
        return Ok(());
    }
    Err(wrong_state(format!(
        "record {number}: its term is another by now, nothing of this act is due. Withdraw the act and draw it up anew."
    )))
}

/// What leaves with a record: its case; and when no other record, no archive and no open case of the person is
/// left, the person with every case.
async fn removal(
    registry: &Registry,
    act: &Act,
    number: RegistryNumber,
    gone: &[RegistryNumber],
) -> Result<Removal, CommandError> {
    let life = registry.life_of(number)?;
    let ended = |case: &crate::CaseRecord| {
        let mut tombstone = case.ended();
        tombstone.version = case.version + 1;
        tombstone
    };
    let own_case = match registry.store.case_of(number).await? {
        Some(case) => registry.store.case(case).await?,
        None => None,
    };
    let person = registry.store.linked_person(number).await?;
    let mut cases: Vec<_> = own_case.iter().map(ended).collect();
    let (mut forget_person, mut superseded) = (None, None);
    if let Some(person) = person {
        let others = registry.store.linked_numbers(person).await?;
        let all = registry.store.cases_of(person).await?;
        let is_last = others.iter().all(|other| gone.contains(other));
        if is_last && !all.iter().any(crate::CaseRecord::is_open) {
            // Cases of the person's other records of this act have their tombstones there.
            let listed = |case: &crate::CaseRecord| case.state == crate::CaseState::Registered;
            let rest = all.iter().filter(|case| !listed(case));
            cases.extend(rest.map(ended));
            forget_person = Some(person);
        } else {
            let stay = others.iter().filter(|other| !gone.contains(other));
            superseded = Some((person, first_entry(registry, stay)));
        }
    }
    let archived = act.text.kind == ActKind::Archive;
    let container = archive::container_of(registry, number).await?;
    Ok(Removal {
        number,
        cases,
        forget_person,
        registered_entry: Some(life.registered_entry),
        archived,
        container,
        superseded,
    })
}

/// The entry of the earliest registration among records that stay: what was superseded by it or before served none of
/// them. Without any, an open case holds the person, and it reads the newest details only.
fn first_entry<'a>(registry: &Registry, stay: impl Iterator<Item = &'a RegistryNumber>) -> u64 {
    // Of a record whose life is not known everything may be needed.
    let entry = |number: &RegistryNumber| registry.lives.get(*number).map_or(0, |life| life.registered_entry);
    stay.map(entry).min().unwrap_or(i64::MAX as u64)
}

/// Erases what is noted for erasure, and confirms it. Also when the register opens.
pub(crate) async fn finish_erasures(
    store: &dyn Store,
    keys: &dyn Keys,
) -> Result<HashMap<KeyName, (u64, u32)>, StoreError> {
    let mut erased = HashMap::new();
    loop {
        let pending = store.pending_erasures(ERASURES_AT_ONCE).await?;
        if pending.is_empty() {
            return Ok(erased);
        }
        for (name, count, epoch) in keys.erase(&pending)? {
            erased.insert(name, (count, epoch));
        }
        store.confirm_erasures(&pending).await?;
    }
}

/// Erases at once what a committed command noted for erasure. What cannot be erased now is erased when the register
/// opens: nothing of it is readable through the register either way.
pub(crate) async fn erase_now(registry: &Registry) {
    let _one = registry.keeping.lock().await;
    if let Err(error) = finish_erasures(&*registry.store, &*registry.keys).await {
        tracing::error!(%error, "keys noted for erasure wait for the next opening of the register");
    }
}

/// Erases the keys, asks every store what is left, and closes the act.
async fn receipts(registry: &Registry, actor: Actor, mut act: Act) -> Result<Act, CommandError> {
    let members = signed_by(&act);
    let asked = request(registry, actor, Operation::ExecuteAct, &act).on_act(signed_act(&act, &members));
    let grant = registry.allow(&asked, About::Nothing).await?;
    let done = finish(registry, &mut act).await;
    if let Err(error) = done {
        return registry.ended(grant, About::Nothing, error).await;
    }
    act.state = ActState::Executed;
    act.executed_at = Some(registry.clock().now());
    act.version += 1;
    let transaction = about(Transaction::granted(grant), actor, &act)?.change(documented(&act));
    registry.submit(transaction).await?;
    Ok(act)
}

async fn finish(registry: &Registry, act: &mut Act) -> Result<(), CommandError> {
    let erased = finish_erasures(&*registry.store, &*registry.keys).await?;
    archive::forget_containers(registry, act).await?;
    let numbers: Vec<RegistryNumber> = act.text.records.iter().map(|record| record.number).collect();
    for number in numbers {
        let bare = Removal {
            number,
            cases: Vec::new(),
            forget_person: None,
            registered_entry: None,
            archived: act.text.kind == ActKind::Archive,
            container: None,
            superseded: None,
        };
        for (store, left) in registry.store.traces_of(&bare).await? {
            set_left(act, number, store, left);
        }
        set_left(act, number, "gallery", u64::from(registry.index.holds(number)));
        for (name, (keys, epoch)) in &erased {
            if name.id == *number.as_bytes() {
                let mut receipt = receipt(number, &format!("keys-{}", name.domain), *keys);
                receipt.epoch = Some(*epoch);
                act.receipts.push(receipt);
            }
        }
    }
    match act.receipts.iter().find(|receipt| receipt.left > 0) {
        None => Ok(()),
        Some(left) => Err(wrong_state(format!(
            "record {}: {} still holds {} rows. The act stays in execution: look for what wrote them, then repeat.",
            left.number, left.store, left.left
        ))),
    }
}

fn set_left(act: &mut Act, number: RegistryNumber, store: &str, left: u64) {
    for receipt in act.receipts.iter_mut().filter(|r| r.number == number && r.store == store) {
        receipt.left = left;
    }
}
