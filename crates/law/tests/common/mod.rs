//! Cases for the tests: lawful by default, so that each test changes only what it is about.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test binary uses a part

pub mod calls;
pub mod golden;
pub mod oracle;

use jiff::civil::Date;
use law::{Case, Circumstances, Document, Evidence, Person, decide};
use vocabulary::Basis::*;
use vocabulary::{Basis, BirthDate, Body, Citizenship, parse_date};

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn born(text: &str) -> Option<BirthDate> {
    Some(BirthDate::parse(text).unwrap())
}

/// The first competent body of section 4.
pub fn home_body(basis: Basis) -> Body {
    law::competence(basis).unwrap().bodies[0]
}

/// An adult (B8: a child of 14) the basis is for, in 2026, at the competent body, with every document and no evidence.
pub fn lawful(basis: Basis) -> Case {
    let citizen = matches!(basis, B1 | B1f | B2 | B8 | G1 | G3);
    let unidentified = matches!(basis, G2 | G4);
    Case {
        event_date: day("2026-03-02"),
        basis,
        body: home_body(basis),
        person: Person {
            citizenship: match (citizen, unidentified) {
                (true, _) => Citizenship::Citizen,
                (_, true) => Citizenship::Unknown,
                _ => Citizenship::Foreigner,
            },
            born: match basis {
                G2 | G4 => None,
                B8 => born("2012-01-01"),
                _ => born("1990-05-09"),
            },
            ..Person::default()
        },
        circumstances: Circumstances {
            document: matches!(basis, B1 | B1f | B8).then_some(Document::Passport),
            ..Circumstances::default()
        },
        evidence: Vec::new(),
    }
}

/// The lawful case, changed.
pub fn case(basis: Basis, change: impl FnOnce(&mut Case)) -> Case {
    let mut case = lawful(basis);
    change(&mut case);
    case
}

/// `outcome requirement`, with the type when there is one: what a reader compares with law.md.
pub fn verdict(case: &Case) -> String {
    let decision = decide(case);
    let kind = decision.registration_type.map_or(String::new(), |kind| format!(" ({kind})"));
    format!("{}{kind} {}", decision.outcome, decision.requirement)
}

pub fn missing(case: &Case) -> Vec<&'static str> {
    decide(case).missing_evidence.iter().map(|e: &Evidence| e.code()).collect()
}
