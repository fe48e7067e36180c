//! The JSON of `tanba law decide`: the example of the contract, and what cannot be read.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::BTreeSet;

use law::{Case, decide, explain, messages};
use serde_json::{Value, json};

fn example() -> Value {
    json!({"event_date": "2026-03-02", "basis": "B7", "body": "MFA",
        "person": {"citizenship": "foreigner", "born": "2001-05-09", "incapable": false, "hands": "whole",
                   "palms_recordable": true, "live_registrations": [], "earlier_genomic_profile": false},
        "circumstances": {"document": null,
            "visa": {"electronic": false, "without_visit": false, "at_airport": false, "diplomatic_or_service": false},
            "exemption": null, "reciprocity": false, "medical_conclusion": false, "service_agreement": false,
            "written_request": false, "record_blocked": false},
        "evidence": []})
}

fn answer(value: &Value) -> Value {
    serde_json::to_value(decide(&Case::from_json(&value.to_string()).unwrap())).unwrap()
}

#[test]
fn the_example_of_the_contract_has_exactly_its_answer() {
    let mut answer = answer(&example());
    let trace = answer.as_object_mut().unwrap().remove("trace").unwrap();
    assert!(trace.as_array().unwrap().iter().all(Value::is_string) && !trace.as_array().unwrap().is_empty());
    assert_eq!(
        answer,
        json!({"outcome": "register", "type": "mandatory", "may_capture": true, "requirement": "R10.2.6",
               "articles": ["10(2)(6)"], "missing_evidence": [], "rule_version": "V3"})
    );
}

#[test]
fn omitted_circumstances_and_evidence_are_false_and_empty() {
    let mut short = example();
    let fields = short.as_object_mut().unwrap();
    fields.remove("circumstances");
    fields.remove("evidence");
    assert_eq!(answer(&short), answer(&example()));
    let mut partly = example();
    partly["circumstances"] = json!({"visa": {"at_airport": true}});
    assert_eq!(answer(&partly)["outcome"], "register");
}

#[test]
fn nobody_knows_the_person_of_a_trace_or_a_corpse() {
    for (basis, body) in [("G2", "INV"), ("G4", "IAB")] {
        let case = json!({"event_date": "2026-03-02", "basis": basis, "body": body, "evidence": ["case-opened"],
                          "person": {"citizenship": "unknown", "born": null}});
        let answer = answer(&case);
        assert_eq!((&answer["outcome"], &answer["may_capture"]), (&json!("register"), &json!(true)));
    }
}

/// The code of the error, what it must name, and how the good request is spoiled.
type Wrong<'a> = (&'a str, &'a str, &'a dyn Fn(&mut Value));

#[test]
fn what_cannot_be_read_is_an_error_that_names_it() {
    let checks: [Wrong<'_>; 20] = [
        ("unknown-field", "weather", &|v| v["weather"] = json!("fine")),
        ("unknown-field", "name", &|v| v["person"]["name"] = json!("?")),
        ("unknown-field", "online", &|v| v["circumstances"]["online"] = json!(true)),
        ("unknown-field", "colour", &|v| v["circumstances"]["visa"]["colour"] = json!("blue")),
        ("unknown-code", "B9", &|v| v["basis"] = json!("B9")),
        ("unknown-code", "KGB", &|v| v["body"] = json!("KGB")),
        ("unknown-code", "martian", &|v| v["person"]["citizenship"] = json!("martian")),
        ("unknown-code", "gloved", &|v| v["person"]["hands"] = json!("gloved")),
        ("unknown-code", "B0", &|v| v["person"]["live_registrations"] = json!(["B0"])),
        ("unknown-code", "licence", &|v| v["circumstances"]["document"] = json!("licence")),
        ("unknown-code", "10-1(2)(7)", &|v| v["circumstances"]["exemption"] = json!("10-1(2)(7)")),
        ("unknown-code", "promise", &|v| v["evidence"] = json!(["promise"])),
        ("impossible-date", "2026-02-29", &|v| v["event_date"] = json!("2026-02-29")),
        ("impossible-date", "2001-13", &|v| v["person"]["born"] = json!("2001-13")),
        ("impossible-date", "person.born", &|v| v["person"]["born"] = json!("2026-03-03")),
        ("missing-field", "person.born", &|v| v["person"]["born"] = Value::Null),
        ("missing-field", "person.citizenship", &|v| v["person"]["citizenship"] = Value::Null),
        ("missing-field", "person", &|v| v["person"] = Value::Null),
        ("wrong-value", "boolean", &|v| v["person"]["incapable"] = json!("no")),
        ("wrong-value", "", &|v| *v = json!([1, 2])),
    ];
    for (code, named, change) in checks {
        let mut value = example();
        change(&mut value);
        let error = Case::from_json(&value.to_string()).expect_err(named);
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(named), "{error}");
    }
    for text in ["", "{", "nonsense", "{} {}", "\u{0}"] {
        assert!(["not-json", "missing-field"].contains(&Case::from_json(text).unwrap_err().code), "{text:?}");
    }
    let huge = " ".repeat(law::CASE_BYTES_MAX + 1);
    assert_eq!(Case::from_json(&huge).unwrap_err().code, "too-long");
}

#[test]
fn a_birth_in_the_year_of_the_event_is_possible_a_later_one_is_not() {
    let with = |born: &str| {
        let mut value = example();
        value["person"]["born"] = json!(born);
        Case::from_json(&value.to_string()).is_ok()
    };
    assert!(with("2026") && with("2026-03") && with("2026-03-02"));
    assert!(!with("2027") && !with("2026-04") && !with("2026-03-03"));
}

#[test]
fn palms_must_be_stated_only_where_they_decide() {
    let with = |basis: &str, hands: &str| {
        let mut value = example();
        value["basis"] = json!(basis);
        value["person"]["hands"] = json!(hands);
        value["person"].as_object_mut().unwrap().remove("palms_recordable");
        Case::from_json(&value.to_string()).map_err(|error| error.message)
    };
    assert!(with("B7", "no-fingers").is_ok() && with("B6", "whole").is_ok());
    assert!(with("B6", "no-fingers").unwrap_err().contains("palms_recordable"));
}

#[test]
fn message_keys_are_unique_fit_for_fluent_and_used() {
    let all = messages();
    let keys: BTreeSet<_> = all.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys.len(), all.len(), "one text a key");
    for (key, text) in &all {
        assert!(
            key.starts_with("law-")
                && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{key}"
        );
        assert!(!text.is_empty() && !text.contains("  "), "{key}: {text:?}");
    }
    let decision = decide(&common::lawful(vocabulary::Basis::B1));
    assert_eq!(explain(&decision), "law-row-11-consent");
    for outcome in law::Outcome::ALL {
        assert!(keys.contains(format!("law-outcome-{outcome}").as_str()), "{outcome}");
    }
    for evidence in law::Evidence::ALL {
        assert!(keys.contains(format!("law-evidence-{evidence}").as_str()), "{evidence}");
    }
}

#[test]
fn there_are_237_requirements_each_once() {
    let set: BTreeSet<_> = law::REQUIREMENTS.iter().collect();
    assert_eq!((law::REQUIREMENTS.len(), set.len()), (237, 237));
}
