//! How long the daily sweep of a whole register takes, through `Registry::sweep` over the store in memory:
//! `cargo run --release -p registry --features testing --example sweep -- 1000000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::sync::Arc;
use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{TermCatalogue, TermRules, TermTable};
use ledger::SigningKey;
use registry::testing::{MemoryKeys, MemoryStore};
use registry::{EventScope, NotedEvent, RecordLife, Registry};
use vocabulary::{Basis, BirthDate, EventId, ManualClock, PersonId, RegistryNumber, Territory};

const ORIGIN: &str = "sweep.example/ledger";

/// Seconds all threads of the program have had a processor, which other work on the machine does not lengthen.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok();
    let ns = tasks.filter_map(of).filter_map(|text| text.split(' ').next()?.parse::<f64>().ok());
    ns.sum::<f64>() / 1e9
}

fn id(number: u64) -> [u8; 16] {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (u128::from(mixed) << 64 | u128::from(number)).to_be_bytes()
}

/// What may happen to a record of this basis without its end.
fn event_of(basis: Basis) -> Option<law::EventKind> {
    match basis {
        Basis::B1 | Basis::B1f => Some(law::EventKind::DeathEstablished),
        Basis::G2 => Some(law::EventKind::CaseSolved),
        Basis::G3 => Some(law::EventKind::ConsentConfirmed),
        _ => None,
    }
}

/// Every basis in turn, registered over two years; of those whose basis knows one, every fifth has an event.
fn life(number: u64) -> RecordLife {
    let bases: Vec<_> = Basis::ALL.iter().copied().filter(|basis| *basis != Basis::BV).collect();
    let basis = bases[number as usize % bases.len()];
    let day = |days: u64| date(2024, 1, 1).saturating_add((days as i32).days());
    let (person, registered_on) = (PersonId::from_random_bytes(id(number)), day(number % 730));
    let event = |kind| NotedEvent {
        id: EventId::from_random_bytes(id(number)),
        scope: EventScope::Person(person),
        kind,
        date: day(730 + number % 700),
        reference: "REF-1".to_owned(),
        noted_by: None,
        noted_at: jiff::Timestamp::UNIX_EPOCH,
        annulled_on: None,
    };
    RecordLife {
        number: RegistryNumber::from_random_bytes(id(number)),
        person: Some(person),
        basis,
        registered_on,
        born: Some(BirthDate::Day(date(1940, 1, 1).saturating_add((number as i32 % 25_000).days()))),
        state: "registered".parse().unwrap(),
        version: 1,
        events: event_of(basis).filter(|_| (number / 13).is_multiple_of(5)).map(event).into_iter().collect(),
        territory: Territory::REPUBLIC,
        registered_entry: number,
        joined_until: None,
    }
}

async fn open(store: MemoryStore, clock: &Arc<ManualClock>) -> Registry {
    let key = SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap();
    let clock: Arc<ManualClock> = Arc::clone(clock);
    Registry::open(Arc::new(store), clock, key, ORIGIN, Arc::new(MemoryKeys::new())).await.unwrap()
}

fn noon(day: Date) -> jiff::Timestamp {
    format!("{day}T07:00:00Z").parse().unwrap()
}

#[tokio::main]
async fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let lives: Vec<_> = (0..count).map(life).collect();
    let store = MemoryStore::of_lives(&lives);
    drop(lives);
    let clock = Arc::new(ManualClock::at(noon(date(2033, 12, 31))));
    let (start, processor) = (Instant::now(), processor_seconds());
    let registry = open(store, &clock).await;
    let (wall, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
    println!("{count} lives opened in {wall:.1} s, {processor:.1} s processor");
    // The day before anything ends, then days on which the registrations of one day end.
    for day in [date(2033, 12, 31), date(2034, 1, 2), date(2034, 1, 3), date(2034, 1, 4)] {
        clock.set(noon(day));
        let (start, processor) = (Instant::now(), processor_seconds());
        let report = registry.sweep().await.unwrap();
        let (wall, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
        let marked = report.due_for_archive + report.due + report.reopened + report.withheld;
        println!(
            "{day}: {} records swept, {marked} marked, in {wall:.2} s, {processor:.2} s processor",
            report.records
        );
    }
    let day = date(2034, 1, 5);
    clock.set(noon(day));
    let registry = registry.with_term_rules(longer_from(day));
    let (start, processor) = (Instant::now(), processor_seconds());
    let waits = registry.sweep().await.expect_err("the rules changed");
    let (wall, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
    println!("{day}: report drawn up in {wall:.1} s, {processor:.1} s processor: {waits}");
}

/// The Law, and from a day on eleven years in the database instead of ten.
fn longer_from(day: Date) -> TermCatalogue {
    let law = TermCatalogue::of_the_law().on(day).unwrap().clone();
    let table = TermTable { database_years: 11, ..law.table };
    let new = TermRules { version: "T2".to_owned(), act: "an example".to_owned(), in_force: day, table };
    TermCatalogue::new(vec![law, new]).unwrap()
}
