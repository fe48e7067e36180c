//! How long the daily sweep takes over a register on disk, keys in files and everything flushed as in earnest:
//! `cargo run --release -p store --example sweep -- 100000 [PLACE]`. PLACE is a folder for a new register, or the address
//! of an empty database. Records are written without prints, which a sweep does not read.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for the terminal")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use keyring::{KekFolder, Keyring};
use registry::ports::{Keys, Store};
use registry::sequencer::Change;
use registry::{CaseState, Certificate, Registry, Vault};
use samples::{Hand, case, case_id, certificate, details, encounter, next, person_id, registered};
use store::Location;
use vocabulary::{Basis, ManualClock};

/// Records written in one commit.
const AT_ONCE: u64 = 1000;
/// Days over which the registrations are spread: of a count, so many of a thousandth end on one day.
const DAYS: u64 = 1000;
/// The first day of registration; each record stays ten years in the database (Art. 15(1)). The samples' entries are a second
/// apart from the beginning of 2026: a million of them end before February.
const FIRST: Date = date(2016, 2, 1);

/// Seconds all threads of the program have had a processor, which other work on the machine does not lengthen.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok();
    let ns = tasks.filter_map(of).filter_map(|text| text.split(' ').next()?.parse::<f64>().ok());
    ns.sum::<f64>() / 1e9
}

fn vault(folder: &Path) -> Arc<dyn Keys> {
    let ring = |domain| {
        let provider = KekFolder::create(&folder.join(format!("{domain}-kek")), None).unwrap();
        Keyring::create(&folder.join(format!("{domain}.keys")), domain, Box::new(provider)).unwrap()
    };
    Arc::new(Vault::new(keyring::Domain::ALL.map(ring)).unwrap())
}

/// A foreigner's registration of its day: ten years in the database, then the archive.
fn registration(number: u64, sequence: u64) -> Vec<Change> {
    let mut open = case(number, person_id(number));
    (open.basis, open.facts.basis) = (Basis::B3, Basis::B3);
    let mut done = next(&open, CaseState::Registered);
    let issued = Certificate {
        basis: Basis::B3,
        registered_on: FIRST.saturating_add(((number % DAYS) as i32).days()),
        ..certificate(number, sequence)
    };
    done.certificate = Some(issued.number.clone());
    let Change::Registered { link, person, number: record, territory, state, .. } =
        registered(number, sequence)
    else {
        unreachable!("the sample is a registration")
    };
    vec![
        Change::PersonAdded { id: person, details: details(number) },
        Change::CaseOpened(Box::new(open)),
        encounter(number),
        Change::Registered {
            link,
            person,
            number: record,
            case: case_id(number),
            territory,
            state,
            certificate: Box::new(issued),
        },
        Change::CaseUpdated(Box::new(done)),
    ]
}

async fn written(store: Arc<dyn Store>, count: u64) {
    let mut hand = Hand::take_over(store).await;
    let began = Instant::now();
    while hand.next() < count {
        let first = hand.next();
        let commands: Vec<_> = (first..count.min(first + AT_ONCE)).map(|n| registration(n, n)).collect();
        let mut transaction = hand.begin().await;
        // As the sequencer does: keys are made once for the whole group.
        transaction.prepare(&commands.iter().flatten().collect::<Vec<_>>()).await.unwrap();
        let mut frontier = hand.frontier.clone();
        for changes in &commands {
            transaction.apply(frontier.len(), changes).await.unwrap();
            samples::append(&mut *transaction, &mut frontier, &[]).await.unwrap();
        }
        hand.sign(&mut *transaction, &frontier).await.unwrap();
        transaction.commit().await.unwrap();
        hand.frontier = frontier;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{count} records written in {seconds:.0} s, {:.0}/s", count as f64 / seconds);
}

#[tokio::main]
async fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let temporary = || std::env::temp_dir().to_string_lossy().into_owned();
    let place = Location::parse(&std::env::args().nth(2).unwrap_or_else(temporary));
    let folder = match &place {
        Location::Folder(parent) => tempfile::tempdir_in(parent).unwrap(),
        Location::Database(_) => tempfile::tempdir().unwrap(),
    };
    let place = match place {
        Location::Folder(_) => Location::Folder(folder.path().join("data")),
        database => database,
    };
    let keys = vault(folder.path());
    let store: Arc<dyn Store> = place.open(Arc::clone(&keys)).await.unwrap();
    written(Arc::clone(&store), count).await;

    let clock = Arc::new(ManualClock::at("2026-02-01T07:00:00Z".parse().unwrap()));
    let (began, processor) = (Instant::now(), processor_seconds());
    let open = Registry::open(store, clock.clone(), samples::signing_key(), "test.tanba/ledger", keys);
    let registry = open.await.unwrap();
    let (wall, processor) = (began.elapsed().as_secs_f64(), processor_seconds() - processor);
    println!("opened in {wall:.1} s, {processor:.1} s processor");
    // The day before anything ends, then days on which the registrations of one day end, then of a hundred days.
    for days in [0, 1, 2, 3, 103] {
        let day = date(2026, 2, 1).saturating_add(days.days());
        clock.set(format!("{day}T07:00:00Z").parse().unwrap());
        let (began, processor) = (Instant::now(), processor_seconds());
        let report = registry.sweep().await.unwrap();
        let (wall, processor) = (began.elapsed().as_secs_f64(), processor_seconds() - processor);
        let marked = report.due_for_archive + report.due + report.reopened + report.withheld;
        println!(
            "{day}: {} records swept, {marked} marked, in {wall:.2} s, {processor:.2} s processor",
            report.records
        );
    }
}
