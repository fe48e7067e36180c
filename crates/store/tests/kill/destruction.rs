//! The register killed again and again while it executes acts of destruction: each act is wholly executed or not at
//! all, over rows, keys, receipts, tombstones and ledger, on both engines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ledger::{Entry, Outcome};
use registry::ports::{Keys, Store};
use registry::{Act, ActState, Document, DocumentKind, audit_store};
use store::Location;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use vocabulary::ActId;

use crate::engines::{self, Database, Place};
use crate::office::{self, Doomed, Office};
use crate::samples::signing_key;
use crate::{Moments, Writer, journals, journey, tell, writer};

/// People registered at once while the test prepares.
const APPLICANTS_AT_ONCE: u64 = 16;
/// Records of one act, in turn.
const RECORDS: [usize; 4] = [1, 2, 1, 3];
/// Acts that a writer executes before it is killed: less than this.
const EXECUTED_MAX: usize = 5;
/// Every so many kills the test leaves the opening after it to the next writer.
const LEFT_TO_THE_NEXT: u32 = 3;

/// Acts whose people are looked for in every file, at most.
const LOOKED_FOR: usize = 50;

struct Enough {
    acts: usize,
    kills: u32,
}

const SOME: Enough = Enough { acts: 40, kills: 12 };
const MANY: Enough = Enough { acts: 400, kills: 120 };

#[test]
fn kill_9_during_destructions_leaves_each_act_wholly_executed_or_not_at_all() {
    let name = "destruction::kill_9_during_destructions_leaves_each_act_wholly_executed_or_not_at_all";
    kill_again_and_again(name, || Some(crate::folder_in_memory()), &SOME);
}

#[test]
fn kill_9_during_destructions_on_postgres_leaves_each_act_wholly_executed_or_not_at_all() {
    let name =
        "destruction::kill_9_during_destructions_on_postgres_leaves_each_act_wholly_executed_or_not_at_all";
    kill_again_and_again(name, || Place::database(name), &SOME);
}

#[test]
#[ignore = "nightly: 120 kills during 400 acts"]
fn kill_9_during_400_destructions_leaves_each_act_wholly_executed_or_not_at_all() {
    let name = "destruction::kill_9_during_400_destructions_leaves_each_act_wholly_executed_or_not_at_all";
    kill_again_and_again(name, || Some(crate::folder_in_memory()), &MANY);
}

#[test]
#[ignore = "nightly: 120 kills during 400 acts"]
fn kill_9_during_400_destructions_on_postgres_leaves_each_act_wholly_executed_or_not_at_all() {
    let name = "destruction::kill_9_during_400_destructions_on_postgres_leaves_each_act_wholly_executed_or_not_at_all";
    kill_again_and_again(name, || Place::database(name), &MANY);
}

/// An act and what it destroys.
struct Ordered {
    act: ActId,
    records: Vec<Doomed>,
}

/// What a check found.
#[derive(Debug, Default, Clone, Copy)]
struct Found {
    executed: usize,
    between: usize,
    pending: usize,
}

fn kill_again_and_again(name: &str, place: impl FnOnce() -> Option<Place>, enough: &Enough) {
    if let Some((place, _)) = writer() {
        return Runtime::new().unwrap().block_on(execute(&place));
    }
    let Some(kept) = place() else { return };
    let place = kept.location();
    let keys = KeyFolder(keys_of(&place));
    let began = Instant::now();
    let ordered = Runtime::new().unwrap().block_on(prepare(&place, &keys.0, enough.acts));
    let before = copy(&kept);
    let mut acknowledged: BTreeSet<ActId> = BTreeSet::new();
    let (mut kills, mut executed, mut between, mut pending, mut interrupted) = (0, 0, 0, 0, 0);
    let mut moments = Moments::new();
    while executed < enough.acts || kills < enough.kills {
        let writer = Writer::start(name, &place, kills);
        assert_eq!(writer.first_word(), "open");
        let left = enough.acts - executed;
        let told = writer.kill_after(moments.count(EXECUTED_MAX).min(left), moments.after(0, 60));
        acknowledged.extend(told.iter().map(|act| act.parse::<ActId>().unwrap()));
        interrupted += usize::from(journals(&place) > 0);
        kills += 1;
        let found = Runtime::new().unwrap().block_on(check(&place, &keys.0, &ordered, &acknowledged));
        executed = found.executed;
        between += found.between;
        pending += found.pending;
        if kills % LEFT_TO_THE_NEXT > 0 {
            Runtime::new().unwrap().block_on(open_anew(&place, &keys.0, &ordered));
        }
    }
    Runtime::new().unwrap().block_on(closed_for_ever(&before.location(), &keys.0, &ordered));
    assert_eq!(canaries_in(&kept, &keys.0, &ordered), Vec::<String>::new());
    println!(
        "kill -9 during destructions on the {place}: {kills} kills, {interrupted} of them inside a commit, {between} between rows and \
         receipts, {pending} keys left to erase; {} acts of {} records executed, {} of them acknowledged, half 0, {:.1} s in all",
        executed,
        ordered.iter().map(|ordered| ordered.records.len()).sum::<usize>(),
        acknowledged.len(),
        began.elapsed().as_secs_f64()
    );
    assert!(interrupted + between > 0, "no kill fell into an execution: the test shows nothing");
}

/// The keys lie beside the data folder; for a database in a folder of its name.
fn keys_of(place: &Location) -> PathBuf {
    match place {
        Location::Folder(folder) => folder.parent().unwrap().join("keys"),
        Location::Database(url) => {
            let name = ledger::leaf_hash(url.as_bytes()).to_string();
            std::env::temp_dir().join(format!("tanba-kill-keys-{}", &name[..16]))
        }
    }
}

/// Removed at the end.
struct KeyFolder(PathBuf);

impl Drop for KeyFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Registers people, notes that they withdrew their consent, and has acts over them signed.
async fn prepare(place: &Location, keys: &Path, acts: usize) -> Vec<Ordered> {
    let vault = journey::vault(keys);
    let store = place.open(Arc::clone(&vault)).await.unwrap();
    let registry = Arc::new(office::open(Arc::clone(&store), vault, keys).await.unwrap());
    let office = Office::found(&registry, keys).await;
    let people: usize = RECORDS.iter().cycle().take(acts).sum();
    let (next, mut counters) = (Arc::new(AtomicU64::new(1)), JoinSet::new());
    for _ in 0..APPLICANTS_AT_ONCE {
        let (next, registry, store) = (Arc::clone(&next), Arc::clone(&registry), Arc::clone(&store));
        counters.spawn(async move {
            let mut registered = Vec::new();
            loop {
                let applicant = next.fetch_add(1, Ordering::Relaxed);
                if applicant > people as u64 {
                    return registered;
                }
                registered.push(Doomed::register(&registry, &*store, applicant).await);
            }
        });
    }
    let mut doomed = counters.join_all().await.concat();
    for record in &doomed {
        office.withdraw_consent(&registry, record.number).await;
    }
    assert_eq!(registry.sweep().await.unwrap().due, people as u64);
    let mut ordered = Vec::new();
    for count in RECORDS.iter().cycle().take(acts) {
        let records = doomed.split_off(doomed.len() - count);
        let numbers: Vec<_> = records.iter().map(|record| record.number).collect();
        ordered.push(Ordered { act: office.approved(&registry, &numbers).await, records });
    }
    ordered
}

/// The writer: executes what is approved, and ends what was stopped, until killed; tells of each act.
async fn execute(place: &Location) {
    let keys = keys_of(place);
    let vault = journey::vault(&keys);
    let store = place.open(Arc::clone(&vault)).await.unwrap();
    let registry = office::open(Arc::clone(&store), vault, &keys).await.unwrap();
    let archivist = Office::archivist_of(&*store).await;
    tell("open");
    for document in store.documents(DocumentKind::Act, None, 1000).await.unwrap() {
        let Document::Act(act) = document else { continue };
        if act.state != ActState::Executed {
            registry.execute_act(archivist, act.text.id).await.unwrap();
            tell(&act.text.id.to_string());
        }
    }
    // Until killed.
    tokio::time::sleep(Duration::from_secs(600)).await;
}

/// After a kill, before anything is made good: each act is wholly done over the rows or not begun.
async fn check(place: &Location, keys: &Path, ordered: &[Ordered], acknowledged: &BTreeSet<ActId>) -> Found {
    let store = place.open(journey::vault(keys)).await.unwrap();
    let report = audit_store(&*store, signing_key().verifying_key(), None).await.unwrap();
    assert!(report.ok, "{report:?}");
    assert!(store.stray_rows().await.unwrap().is_empty());
    let (mut found, mut may_be_pending) = (Found::default(), BTreeSet::new());
    for Ordered { act, records } in ordered {
        let stored = act_of(&*store, *act).await;
        assert!(!acknowledged.contains(act) || stored.state == ActState::Executed, "lost: {act}");
        for record in records {
            match stored.state {
                ActState::Approved => record.is_whole(&*store).await,
                ActState::Executing | ActState::Executed => record.is_gone(&*store, *act).await,
                other => panic!("{act} is {other:?}"),
            }
        }
        found.executed += usize::from(stored.state == ActState::Executed);
        if stored.state == ActState::Executing {
            found.between += 1;
            for record in records {
                let case = store.case(record.case).await.unwrap().unwrap();
                may_be_pending.extend(record.keys(&case));
            }
        }
        if stored.state == ActState::Executed {
            assert!(stored.receipts.iter().all(|receipt| receipt.left == 0), "{:?}", stored.receipts);
            for store in ["identity", "biometrics", "links", "gallery"] {
                let removed = |receipt: &&registry::Receipt| receipt.store == store && receipt.removed > 0;
                assert_eq!(stored.receipts.iter().filter(removed).count(), records.len(), "{store}: {act}");
            }
        }
    }
    let pending = store.pending_erasures(10_000).await.unwrap();
    assert!(pending.iter().all(|key| may_be_pending.contains(key)), "keys of nothing that is being executed");
    found.pending = pending.len();
    assert_eq!(executions(&*store).await, found.between + 2 * found.executed, "entries of executions");
    assert_eq!(journals(place), 0, "a journal is left behind");
    found
}

async fn act_of(store: &dyn Store, act: ActId) -> Act {
    match store.document(DocumentKind::Act, *act.as_bytes()).await.unwrap() {
        Some(Document::Act(act)) => act,
        other => panic!("{other:?}"),
    }
}

/// Entries of executions: one when the rows went, one with the receipts.
async fn executions(store: &dyn Store) -> usize {
    let entries = store.ledger_entries(0, u32::MAX).await.unwrap();
    let entries = entries.iter().map(|(bytes, _)| Entry::from_bytes(bytes).unwrap());
    let execution = law::Operation::ExecuteAct.code();
    entries.filter(|entry| entry.operation == execution && entry.outcome == Outcome::Done).count()
}

/// Opening the register erases what is left to erase; what is destroyed has no key any more.
async fn open_anew(place: &Location, keys: &Path, ordered: &[Ordered]) {
    let vault = journey::vault(keys);
    let store = place.open(Arc::clone(&vault)).await.unwrap();
    let registry = office::open(Arc::clone(&store), Arc::clone(&vault), keys).await.unwrap();
    assert!(store.pending_erasures(10).await.unwrap().is_empty());
    let mut there = 0;
    for Ordered { act, records } in ordered {
        if act_of(&*store, *act).await.state == ActState::Approved {
            there += records.len();
            continue;
        }
        for record in records {
            without_keys(&*store, &*vault, record).await;
        }
    }
    assert_eq!(registry.gallery_len(), there);
}

async fn without_keys(store: &dyn Store, vault: &dyn Keys, record: &Doomed) {
    let case = store.case(record.case).await.unwrap().unwrap();
    for key in record.keys(&case) {
        // The tombstone of the case is no secret and sealed under nothing.
        let sealed = vault.seal(key, "a column", b"text");
        assert!(sealed.is_err(), "{key:?} of {record:?} has a key");
    }
}

/// A copy of the data from before the first execution.
fn copy(kept: &Place) -> Place {
    match kept {
        Place::Database(database) => {
            // A connection that is closing would keep the server from copying.
            let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
            engines::administer(&format!("{others} = '{}'", database.name));
            Place::Database(Database::copy_of(database))
        }
        Place::Folder(_) => {
            let (from, copy) = (kept.path().unwrap(), crate::folder_in_memory());
            let to = copy.path().unwrap();
            std::fs::create_dir_all(&to).unwrap();
            for file in std::fs::read_dir(from).unwrap() {
                let file = file.unwrap().path();
                std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
            copy
        }
    }
}

/// The copy has every row; today's keys open nothing of them.
async fn closed_for_ever(before: &Location, keys: &Path, ordered: &[Ordered]) {
    let store = before.open(journey::vault(keys)).await.unwrap();
    for record in ordered.iter().flat_map(|ordered| &ordered.records) {
        let answers = [
            store.person(record.person).await.err(),
            store.templates(record.number).await.err(),
            store.case(record.case).await.err(),
        ];
        for answer in answers {
            let why = answer.unwrap_or_else(|| panic!("opens: {record:?}")).to_string();
            assert!(why.contains("key of this record is erased"), "{why}");
        }
    }
}

/// What is found of the destroyed in clear: in files, or in every row of every table.
fn canaries_in(kept: &Place, keys: &Path, ordered: &[Ordered]) -> Vec<String> {
    let acts = ordered.iter().step_by(1 + ordered.len() / LOOKED_FOR);
    let records: Vec<&Doomed> = acts.flat_map(|ordered| &ordered.records).collect();
    let mut texts: Vec<(String, Vec<u8>)> = files(keys);
    match kept {
        Place::Folder(_) => texts.extend(files(&kept.path().unwrap())),
        Place::Database(database) => {
            texts.extend(Runtime::new().unwrap().block_on(database.everything()));
        }
    }
    let mut found = Vec::new();
    for (name, text) in &texts {
        for record in &records {
            for canary in record.canaries() {
                if memmem(text, &canary) {
                    found.push(format!("{name}: of applicant {}", record.applicant));
                }
            }
        }
    }
    found
}

fn memmem(text: &[u8], what: &[u8]) -> bool {
    let first = what[0];
    let mut at = 0;
    while let Some(next) = text[at..].iter().position(|byte| *byte == first) {
        at += next;
        if text[at..].starts_with(what) {
            return true;
        }
        at += 1;
    }
    false
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push((path.display().to_string(), std::fs::read(&path).unwrap())),
        }
    }
    all
}
