//! What one decision of the law costs: `cargo run --release -p law --example decision -- 1000000`.
//!
//! Decides on cases and authorises calls in turn, granted and refused, with and without a record's state, and prints
//! the mean of each in microseconds.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use law::{Case, Circumstances, Evidence, Operation, Person, RecordState, Request, authorise, decide};
use vocabulary::{Actor, Basis, BirthDate, Body, Citizenship, OfficerId, Purpose, Role, Unit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let times: u32 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let on = vocabulary::parse_date("2026-03-02")?;
    let case = Case {
        event_date: on,
        basis: Basis::B3,
        body: Body::Iab,
        person: Person {
            citizenship: Citizenship::Foreigner,
            born: Some(BirthDate::parse("1990-05-09")?),
            ..Person::default()
        },
        circumstances: Circumstances::default(),
        evidence: Evidence::ALL.to_vec(),
    };
    let decision = decide(&case);
    let actor = |body, role| Actor {
        officer: OfficerId::from_random_bytes([1; 16]),
        body,
        role,
        unit: Unit::CENTRAL,
    };
    let state: RecordState = "registered".parse()?;
    let operator = actor(Body::Iab, Role::Operator);
    let capture = Request::new(operator, Operation::Capture, Purpose::Registration, on);
    let mut capture = capture.with_decision(&decision);
    capture.own_case = true;
    let keeping = |body, role, operation| {
        Request::new(actor(body, role), operation, Purpose::Keeping, on).on_record(Basis::B3, state)
    };
    let calls = [
        ("authorise: capture, granted", capture),
        ("authorise: capture, not your case", Request { own_case: false, ..capture }),
        ("authorise: block, granted", keeping(Body::Iab, Role::Supervisor, Operation::BlockRecord)),
        ("authorise: act, refused by the state", keeping(Body::Add, Role::Archivist, Operation::DrawUpAct)),
        ("authorise: keys, refused by the role", keeping(Body::Iab, Role::Supervisor, Operation::RotateKeys)),
    ];
    let start = Instant::now();
    for _ in 0..times {
        black_box(decide(black_box(&case)));
    }
    print("decide", start, times);
    for (name, request) in &calls {
        let start = Instant::now();
        for _ in 0..times {
            let _answer = black_box(authorise(black_box(request)));
        }
        print(name, start, times);
    }
    Ok(())
}

fn print(name: &str, start: Instant, times: u32) {
    println!("{name:<40} {:.3} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
}
