use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use ledger::{Entry, Frontier, Hash, SignedCheckpoint, SigningKey, Tree, VerifyingKey};
use tokio::sync::{mpsc, oneshot};
use vocabulary::{Clock, RegistryNumber};

use super::{AfterCommit, Change, Transaction, WritePass};
use crate::error::StoreError;
use crate::index::{Index, read_templates};
use crate::lives::Lives;
use crate::ports::Store;

/// Most transactions of one commit.
const GROUP_MAX: usize = 256;
/// A group that holds this many bytes of images takes no more: it stays in memory until its commit.
const GROUP_BYTES_MAX: usize = 64 << 20;
/// Transactions that may wait; the next command waits before it hands over.
const WAITING_MAX: usize = 1024;
/// How far the clock may step back before the register refuses to work. Smaller steps (time servers
/// correct clocks) give the entry the time of its predecessor, so that entries never run backwards.
const CLOCK_BEHIND_MAX_MS: i64 = 60_000;
/// Entries read at once.
const PAGE: u32 = 1000;

/// That an act is in the ledger, durably.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Receipt {
    /// Its place.
    pub(crate) sequence: u64,
    /// Its time.
    pub(crate) at: Timestamp,
}

struct Job {
    transaction: Transaction,
    answer: oneshot::Sender<Result<Receipt, StoreError>>,
}

/// What the writing task is asked for.
enum Message {
    /// Write this.
    Write(Box<Job>),
    /// Find out whether a group that was reported as failed was committed all the same.
    Settle(oneshot::Sender<Result<(), StoreError>>),
}

/// The front of the write path: hands transactions to the one task that writes.
pub(crate) struct Sequencer {
    inbox: mpsc::Sender<Message>,
    published: Arc<RwLock<Published>>,
    in_doubt: Arc<AtomicBool>,
    key: VerifyingKey,
}

/// What proofs are made from: always a committed state.
#[derive(Default)]
pub(crate) struct Published {
    pub(crate) tree: Tree,
    pub(crate) checkpoint: Option<SignedCheckpoint>,
}

impl Sequencer {
    /// Reads the ledger, compares it with its newest checkpoint and starts the writing task.
    pub(crate) async fn start(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        key: SigningKey,
        index: Arc<Index>,
        lives: Arc<Lives>,
    ) -> Result<Self, StoreError> {
        let verifying = key.verifying_key().clone();
        let mut writer = Writer {
            store,
            clock,
            key,
            index,
            lives,
            published: Arc::default(),
            frontier: Frontier::new(),
            last_ms: 0,
            doubt: None,
            in_doubt: Arc::default(),
            pass: WritePass::new(),
        };
        writer.read_ledger().await?;
        writer.check_newest_checkpoint().await?;
        let (published, in_doubt) = (Arc::clone(&writer.published), Arc::clone(&writer.in_doubt));
        let (inbox, messages) = mpsc::channel(WAITING_MAX);
        tokio::spawn(writer.run(messages));
        Ok(Self { inbox, published, in_doubt, key: verifying })
    }

    /// Writes a transaction; answers when it is durable.
    pub(crate) async fn submit(&self, transaction: Transaction) -> Result<Receipt, StoreError> {
        transaction.check()?;
        let transaction = transaction.sealed()?;
        let (answer, answered) = oneshot::channel();
        let job = Message::Write(Box::new(Job { transaction, answer }));
        self.inbox.send(job).await.map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }

    /// Makes everybody searchable whose registration was committed although its answer was lost. Costs
    /// nothing while no group is in doubt. Before a search that must not miss anybody.
    pub(crate) async fn settle(&self) -> Result<(), StoreError> {
        if !self.in_doubt.load(Ordering::Acquire) {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.inbox.send(Message::Settle(answer)).await.map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }

    /// Reads the committed tree and checkpoint.
    pub(crate) fn published<T>(&self, read: impl FnOnce(&Published) -> T) -> T {
        read(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The key that checkpoints are verified with.
    pub(crate) fn key(&self) -> &VerifyingKey {
        &self.key
    }
}

struct Writer {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    key: SigningKey,
    index: Arc<Index>,
    lives: Arc<Lives>,
    published: Arc<RwLock<Published>>,
    frontier: Frontier,
    last_ms: i64,
    /// Set when a group failed: what would follow it, should the store have committed it after all.
    doubt: Option<Vec<AfterCommit>>,
    /// Whether `doubt` is set, for those who search.
    in_doubt: Arc<AtomicBool>,
    pass: WritePass,
}

/// The group that begins with a job: what waits already, up to the limits; and what was taken out of the
/// inbox but belongs to no group.
fn gather(first: Job, messages: &mut mpsc::Receiver<Message>) -> (Vec<Job>, Option<Message>) {
    let mut bytes = first.transaction.image_bytes();
    let mut group = vec![first];
    while group.len() < GROUP_MAX && bytes < GROUP_BYTES_MAX {
        match messages.try_recv() {
            Ok(Message::Write(job)) => {
                bytes += job.transaction.image_bytes();
                group.push(*job);
            }
            Ok(other) => return (group, Some(other)),
            Err(_) => break,
        }
    }
    (group, None)
}

/// A group as written, waiting for its commit.
struct Group {
    frontier: Frontier,
    leaves: Vec<Hash>,
    checkpoint: Option<SignedCheckpoint>,
    at: Timestamp,
    outcomes: Vec<Result<Receipt, StoreError>>,
}

impl Writer {
    async fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut waiting = None;
        loop {
            let next = match waiting.take() {
                Some(message) => Some(message),
                None => messages.recv().await,
            };
            match next {
                None => return,
                Some(Message::Settle(answer)) => {
                    // Who asked may have gone away.
                    let _ = answer.send(self.settle_doubt().await);
                }
                Some(Message::Write(first)) => {
                    let group;
                    (group, waiting) = gather(*first, &mut messages);
                    self.commit_group(group).await;
                }
            }
        }
    }

    async fn commit_group(&mut self, mut jobs: Vec<Job>) {
        match self.write(&mut jobs).await {
            Ok(group) => {
                self.publish(&group);
                for (job, outcome) in jobs.into_iter().zip(group.outcomes) {
                    let (after, arrival) = job.transaction.into_after();
                    if outcome.is_ok() {
                        self.follow(after).await;
                    }
                    // Whoever enters from now on finds this person in the gallery.
                    drop(arrival);
                    // A caller that went away is not an error: the act is in the ledger.
                    let _ = job.answer.send(outcome);
                }
            }
            Err(error) => {
                tracing::error!(%error, transactions = jobs.len(), "a group was not written");
                let (mut doubt, mut told) = (Vec::new(), Vec::new());
                for job in jobs {
                    let (after, arrival) = job.transaction.into_after();
                    doubt.extend(after);
                    told.push((arrival, job.answer));
                }
                self.doubt.get_or_insert(doubt);
                self.in_doubt.store(true, Ordering::Release);
                for (arrival, answer) in told {
                    // Whoever enters from now on knows of the doubt.
                    drop(arrival);
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    async fn write(&mut self, jobs: &mut [Job]) -> Result<Group, StoreError> {
        self.settle_doubt().await?;
        let at = self.time()?;
        let mut group = Group {
            frontier: self.frontier.clone(),
            leaves: Vec::new(),
            checkpoint: None,
            at,
            outcomes: Vec::new(),
        };
        let mut store = self.store.begin(&self.pass).await?;
        let changes: Vec<&Change> = jobs.iter().flat_map(|job| job.transaction.changes()).collect();
        store.prepare(&changes).await?;
        for Job { transaction, .. } in jobs {
            let sequence = group.frontier.len();
            let entry = match transaction.entry(sequence, at) {
                Ok(entry) => entry,
                Err(error) => {
                    group.outcomes.push(Err(error));
                    continue;
                }
            };
            match store.apply(sequence, transaction.stamped_changes(sequence)).await {
                Ok(()) => {}
                Err(conflict @ StoreError::Conflict { .. }) => {
                    group.outcomes.push(Err(conflict));
                    continue;
                }
                Err(error) => return Err(error),
            }
            let leaf = entry.leaf_hash();
            store.append(&entry, leaf, transaction.openings()).await?;
            group.frontier.push(leaf);
            group.leaves.push(leaf);
            group.outcomes.push(Ok(Receipt { sequence, at }));
        }
        if !group.leaves.is_empty() {
            let signed = SignedCheckpoint::sign(&self.key, group.frontier.len(), group.frontier.root());
            store.put_checkpoint(&signed).await?;
            store.commit().await?;
            group.checkpoint = Some(signed);
        }
        Ok(group)
    }

    /// The time of the next entries: never before the last one.
    fn time(&self) -> Result<Timestamp, StoreError> {
        let now = self.clock.now();
        let behind_ms = self.last_ms - now.as_millisecond();
        if behind_ms > CLOCK_BEHIND_MAX_MS {
            return Err(StoreError::ClockBehind { behind_s: behind_ms / 1000 });
        }
        let at_ms = now.as_millisecond().max(self.last_ms);
        Timestamp::from_millisecond(at_ms)
            .map_err(|e| StoreError::Engine(format!("the clock shows no time: {e}")))
    }

    fn publish(&mut self, group: &Group) {
        self.frontier = group.frontier.clone();
        if group.checkpoint.is_none() {
            return;
        }
        self.last_ms = group.at.as_millisecond();
        let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
        for leaf in &group.leaves {
            published.tree.push(*leaf);
        }
        published.checkpoint.clone_from(&group.checkpoint);
    }

    async fn follow(&mut self, after: Vec<AfterCommit>) {
        let mut numbers = Vec::new();
        for after in after {
            match after {
                AfterCommit::Enrol { number, basis, fingers } => {
                    self.index.enrol(number, basis, fingers);
                    numbers.push(number);
                }
                AfterCommit::Refresh(changed) => numbers.extend(changed),
                AfterCommit::Reenrol(number) => {
                    if let Err(error) = reenrol(&*self.store, &self.index, number).await {
                        // Searches go on with the prints they had; until the store reads again nothing is answered.
                        tracing::error!(%error, "prints could not be read after their commit");
                        self.doubt.get_or_insert_default().push(AfterCommit::Reenrol(number));
                        self.in_doubt.store(true, Ordering::Release);
                    }
                    numbers.push(number);
                }
            }
        }
        for number in numbers {
            if let Err(error) = refresh(&*self.store, &self.lives, &self.index, number).await {
                // What is committed stands; until the store reads again nothing may be done with the record.
                tracing::error!(%error, "a life could not be read after its commit");
                self.lives.put(number, None);
                self.doubt.get_or_insert_default().push(AfterCommit::Refresh(vec![number]));
                self.in_doubt.store(true, Ordering::Release);
            }
        }
    }

    /// After a failed group: the store says whether it was committed all the same.
    async fn settle_doubt(&mut self) -> Result<(), StoreError> {
        let Some(doubt) = self.doubt.take() else { return Ok(()) };
        let settled = self.catch_up(&doubt).await;
        match settled {
            Ok(()) => self.in_doubt.store(false, Ordering::Release),
            Err(_) => self.doubt = Some(doubt),
        }
        settled
    }

    async fn catch_up(&mut self, doubt: &[AfterCommit]) -> Result<(), StoreError> {
        let (size, known) = (self.store.ledger_size().await?, self.frontier.len());
        if size < known {
            let why = format!("{size} entries are stored, {known} were committed");
            return Err(StoreError::Damaged { what: "the ledger".to_owned(), why });
        }
        if size > known {
            tracing::warn!(size, known, "a group reported as failed was committed");
            self.read_ledger().await?;
        }
        // Also when nothing is new: an earlier attempt may have read the entries and failed after them.
        self.check_newest_checkpoint().await?;
        for after in doubt {
            match after {
                AfterCommit::Enrol { number, basis, fingers } => {
                    if self.store.person_of(*number).await?.is_some() {
                        self.index.enrol(*number, *basis, fingers.clone());
                        refresh(&*self.store, &self.lives, &self.index, *number).await?;
                    }
                }
                AfterCommit::Reenrol(number) => {
                    reenrol(&*self.store, &self.index, *number).await?;
                    refresh(&*self.store, &self.lives, &self.index, *number).await?;
                }
                AfterCommit::Refresh(numbers) => {
                    for number in numbers {
                        refresh(&*self.store, &self.lives, &self.index, *number).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the entries that the tree does not hold yet.
    async fn read_ledger(&mut self) -> Result<(), StoreError> {
        loop {
            let page = self.store.ledger_entries(self.frontier.len(), PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            let mut last = None;
            for (bytes, stored) in page {
                let sequence = self.frontier.len();
                let leaf = ledger::leaf_hash(&bytes);
                if leaf != stored {
                    return Err(damaged_entry(sequence, "its stored hash is not the hash of its bytes"));
                }
                self.frontier.push(leaf);
                self.published.write().unwrap_or_else(PoisonError::into_inner).tree.push(leaf);
                last = Some((sequence, bytes));
            }
            if let Some((sequence, bytes)) = last {
                let entry = Entry::from_bytes(&bytes).map_err(|e| damaged_entry(sequence, &e.to_string()))?;
                self.last_ms = entry.at_ms;
            }
        }
    }

    /// Every group is committed with its checkpoint, so the newest one speaks of the whole ledger.
    async fn check_newest_checkpoint(&mut self) -> Result<(), StoreError> {
        let damaged = |why: String| StoreError::Damaged { what: "the ledger".to_owned(), why };
        let newest = self.store.checkpoints(1).await?.pop();
        let (size, root) = (self.frontier.len(), self.frontier.root());
        match &newest {
            None if size == 0 => {}
            None => return Err(damaged(format!("{size} entries and no signed checkpoint"))),
            Some(signed) => {
                let said = signed.verify(self.key.verifying_key()).map_err(|e| damaged(e.to_string()))?;
                if said.size != size || said.root != root {
                    let why = format!(
                        "the newest checkpoint speaks of {} entries with root {}; stored are {size} with root {root}",
                        said.size, said.root
                    );
                    return Err(damaged(why));
                }
            }
        }
        self.published.write().unwrap_or_else(PoisonError::into_inner).checkpoint = newest;
        Ok(())
    }
}

fn damaged_entry(sequence: u64, why: &str) -> StoreError {
    StoreError::Damaged { what: format!("ledger entry {sequence}"), why: why.to_owned() }
}

/// What the store says of a record now.
async fn refresh(
    store: &dyn Store,
    lives: &Lives,
    index: &Index,
    number: RegistryNumber,
) -> Result<(), StoreError> {
    let life = store.life(number).await?;
    index.follow(number, life.as_ref());
    lives.put(number, life);
    Ok(())
}

/// The best prints of a record as the store has them, in the place of those searches compared.
async fn reenrol(store: &dyn Store, index: &Index, number: RegistryNumber) -> Result<(), StoreError> {
    let Some(basis) = index.basis_of(number) else { return Ok(()) };
    index.enrol(number, basis, read_templates(number, store.templates(number).await?)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]
    use law::{Operation, Request};
    use vocabulary::{Actor, Body, OfficerId, Purpose, Role, Unit};

    use super::*;

    /// A job whose images weigh so much.
    fn job(bytes: usize) -> Job {
        let officer = OfficerId::from_random_bytes([1; 16]);
        let actor = Actor { officer, body: Body::Iab, role: Role::Administrator, unit: Unit::CENTRAL };
        let day = jiff::civil::date(2026, 3, 2);
        let request = Request::new(actor, Operation::ManageOfficers, Purpose::Administration, day);
        let transaction = Transaction::granted(law::authorise(&request).unwrap()).weighing(bytes);
        Job { transaction, answer: oneshot::channel().0 }
    }

    /// What a group holds stays in memory until its commit.
    #[tokio::test]
    async fn a_group_ends_where_its_images_or_its_acts_are_too_many() {
        let (inbox, mut messages) = mpsc::channel(WAITING_MAX);
        let half = GROUP_BYTES_MAX / 2;
        for bytes in [half, 0, 0, 0] {
            inbox.send(Message::Write(Box::new(job(bytes)))).await.unwrap();
        }
        let size = |(group, other): (Vec<Job>, Option<Message>)| (group.len(), other.is_some());
        assert_eq!(size(gather(job(half), &mut messages)), (2, false), "the second fills it");
        assert_eq!(size(gather(job(0), &mut messages)), (4, false), "all that wait");
        for _ in 0..GROUP_MAX {
            inbox.send(Message::Write(Box::new(job(0)))).await.unwrap();
        }
        inbox.send(Message::Settle(oneshot::channel().0)).await.unwrap();
        assert_eq!(size(gather(job(0), &mut messages)), (GROUP_MAX, false));
        assert_eq!(size(gather(job(0), &mut messages)), (2, true), "who asks for the doubt is not lost");
    }
}
