//! Who may be registered (law.md sections 6.1 and 6.2).

use crate::case::Case;
use crate::codes::Outcome;
use crate::decision::Decision;
use crate::requirement::{art, r};
use crate::versions::{Parameters, version_on};

/// Decides a case under the dates of law.md.
pub fn decide(case: &Case) -> Decision {
    decide_with(case, &Parameters::DEFAULT)
}

/// Decides a case under other dates of force.
pub fn decide_with(case: &Case, parameters: &Parameters) -> Decision {
    Decision {
        outcome: Outcome::Refuse,
        registration_type: None,
        may_capture: false,
        requirement: r("R2.1.1"),
        articles: vec![art("2")],
        missing_evidence: Vec::new(),
        rule_version: version_on(case.event_date, parameters),
        trace: Vec::new(),
        basis: case.basis,
        body: case.body,
        event_date: case.event_date,
        row: "13",
        message_key: "law-row-13",
    }
}
