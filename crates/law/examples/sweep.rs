//! How long the daily sweep takes: `cargo run --release -p law --example sweep -- 1000000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::date;
use law::{Event, EventKind, RecordObject, Retained, RetentionCase, WorkCalendar, retention, sweep};
use vocabulary::{Basis, BirthDate};

/// Seconds this thread has had a processor, which other work on the machine does not lengthen.
fn processor_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

/// Every basis in turn, registered over twenty years, two of nine with one or two events.
fn record(number: i32) -> Retained {
    let bases: Vec<_> = Basis::ALL.iter().filter(|basis| **basis != Basis::BV).collect();
    let registered = date(2014, 1, 1).saturating_add((number.wrapping_mul(7_919) % 7_300).abs().days());
    let event = |at: i32| Event {
        kind: EventKind::ALL[(number.wrapping_mul(31) + at) as usize % EventKind::ALL.len()],
        date: registered.saturating_add((number % 3_000 + at * 500).days()),
    };
    Retained {
        basis: *bases[number as usize % bases.len()],
        object: RecordObject::Information,
        born: Some(BirthDate::Day(date(1930, 1, 1).saturating_add((number % 25_000).days()))),
        registered,
        events: (0..(number % 9 - 6).max(0)).map(event).collect(),
    }
}

fn main() {
    let count: i32 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let records: Vec<_> = (0..count).map(record).collect();
    let today = date(2034, 1, 1);
    let (start, processor) = (Instant::now(), processor_seconds());
    let due =
        sweep(records.iter().enumerate(), today, None, &WorkCalendar::default()).expect("no day before");
    let (wall, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
    println!("{count} records swept in {wall:.3} s, {processor:.3} s processor, {} due", due.len());
    let cases: Vec<_> = records.iter().take(100_000).cloned().collect();
    let processor = processor_seconds();
    let mut words = 0;
    for Retained { basis, object, born, registered, events } in cases {
        let case = RetentionCase { basis, object, born, registered, as_of: today.max(registered), events };
        words += retention(&case).trace.len();
    }
    let each_ns = (processor_seconds() - processor) * 1e9 / f64::from(count.clamp(1, 100_000));
    println!("explained answer: {each_ns:.0} ns processor each, {words} sentences");
}
