//! Rotation of the key that people are found by: IIN and document number stand in the store as keyed values, and a
//! value of a key that is erased says nothing any more, in no backup (R8.1.1).
//!
//! Order of steps, each durable and each repeated without harm after a stop: the next key is made; everybody is
//! indexed anew in batches, and found under both keys meanwhile; the files are freed of the old values; the old key
//! is erased. Which of them is next stands in the keyring and in the rows alone.

use keyring::Domain;
use law::{Operation, Request};
use serde::Serialize;
use vocabulary::{Actor, Purpose};

use crate::Registry;
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::sequencer::{Change, Keeper, Owner, Transaction};

/// People indexed anew in one entry.
const BATCH: u32 = 500;

/// How far a rotation of the index key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexRotation {
    /// The epoch of the new index key.
    pub epoch: u32,
    /// People in the register.
    pub people: u64,
    /// Those of them who are found under the new key.
    pub reindexed: u64,
    /// Old keys erased; none before the end.
    pub erased_keys: u64,
}

/// What an entry of a rotation commits to.
#[derive(Serialize)]
struct IndexKey {
    step: &'static str,
    epoch: u32,
    people: u64,
}

/// Begins the next index key or goes on with one that was stopped, to the end.
pub(crate) async fn rotate(
    registry: &Registry,
    actor: Actor,
    progress: &(dyn Fn(IndexRotation) + Send + Sync),
) -> Result<IndexRotation, CommandError> {
    let _one = registry.keeping.lock().await;
    registry.note(&request(registry, actor), About::Nothing).await?;
    let epoch = registry.keys.begin_index(Domain::Identity)?;
    // Whatever was written under the older key alone is committed when this entry is.
    note(registry, actor, "begun", epoch, 0, None).await?;
    let mut done = count(registry, epoch).await?;
    progress(done);
    loop {
        let people = registry.store.people_indexed_before(epoch, BATCH).await?;
        if people.is_empty() {
            break;
        }
        let indexed = people.len() as u64;
        let change = Change::PeopleReindexed { epoch, people };
        note(registry, actor, "reindexed", epoch, indexed, Some(change)).await?;
        done.reindexed += indexed;
        progress(done);
    }
    registry.store.wipe_replaced_index().await?;
    note(registry, actor, "retired", epoch, 0, None).await?;
    let erased_keys = registry.keys.retire_index(Domain::Identity)?;
    Ok(IndexRotation { erased_keys, ..count(registry, epoch).await? })
}

fn request(registry: &Registry, actor: Actor) -> Request<'static> {
    Request::new(actor, Operation::RotateKeys, Purpose::Administration, registry.today())
}

async fn note(
    registry: &Registry,
    actor: Actor,
    step: &'static str,
    epoch: u32,
    people: u64,
    change: Option<Change>,
) -> Result<(), CommandError> {
    let grant = registry.allow(&request(registry, actor), About::Nothing).await?;
    let about = IndexKey { step, epoch, people };
    let owner = Owner::Officer(actor.officer);
    let transaction = Transaction::granted(grant).about("index-key", Keeper::Identity, owner, &about)?;
    let transaction = match change {
        Some(change) => transaction.change(change),
        None => transaction,
    };
    registry.submit(transaction).await.map(|_| ())
}

async fn count(registry: &Registry, epoch: u32) -> Result<IndexRotation, StoreError> {
    let mut done = IndexRotation { epoch, people: 0, reindexed: 0, erased_keys: 0 };
    for (of, people) in registry.store.index_epochs().await? {
        done.people += people;
        done.reindexed += if of == epoch { people } else { 0 };
    }
    Ok(done)
}

/// Refuses a store some of whose people nobody would find: they are indexed under a key that is not there.
pub(crate) async fn check(registry: &Registry) -> Result<(), StoreError> {
    let known = registry.keys.index_epochs(Domain::Identity)?;
    for (epoch, people) in registry.store.index_epochs().await? {
        if known.contains(&epoch) {
            continue;
        }
        let what = format!("the index of people under key {epoch}, {people} of them");
        let why = match known.iter().all(|known| *known < epoch) {
            true => "the key file is older than the data: bring back its newest copy",
            false => {
                "the key is erased, as after restoring a backup older than its rotation: nobody of them would be \
                 found; run `tanba keys rotate-index` once"
            }
        };
        return Err(StoreError::Damaged { what, why: why.to_owned() });
    }
    Ok(())
}
