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
    let checks: [Wrong<'_>; 19] = [
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
        ("impossible-date", "person.born: \"2001-13\" is not", &|v| v["person"]["born"] = json!("2001-13")),
        ("impossible-date", "person.born", &|v| v["person"]["born"] = json!("2026-03-03")),
        ("missing-field", "person.born", &|v| v["person"]["born"] = Value::Null),
        ("missing-field", "person.citizenship: missing", &|v| remove(&mut v["person"], "citizenship")),
        ("missing-field", "person: missing", &|v| remove(v, "person")),
        ("missing-field", "event_date: missing", &|v| remove(v, "event_date")),
    ];
    spoil(&checks);
}

fn remove(object: &mut Value, field: &str) {
    object.as_object_mut().unwrap().remove(field).unwrap();
}

fn spoil(checks: &[Wrong<'_>]) {
    for (code, named, change) in checks.iter() {
        let mut value = example();
        change(&mut value);
        let error = Case::from_json(&value.to_string()).expect_err(named);
        assert_eq!(error.code, *code, "{error}");
        assert!(error.message.contains(named), "{error}");
        for rust in ["Raw", "struct", "sequence", "invalid type", " map"] {
            assert!(!error.message.contains(rust), "{error}");
        }
    }
}

#[test]
fn an_unknown_field_is_named_with_its_parent_and_its_known_neighbours() {
    spoil(&[
        ("unknown-field", "person.name: unknown field; known: citizenship,", &|v| {
            v["person"]["name"] = json!("?")
        }),
        (
            "unknown-field",
            "circumstances.visa.colour: unknown field; known: electronic, without_visit, at_airport, \
             diplomatic_or_service (line 1",
            &|v| v["circumstances"]["visa"]["colour"] = json!("blue"),
        ),
    ]);
}

#[test]
fn a_list_is_never_an_object_and_null_never_a_value() {
    let in_order = |v: &Value| Value::Array(v.as_object().unwrap().values().cloned().collect());
    spoil(&[
        ("wrong-value", "the request: a list where an object is needed", &|v| *v = json!([1, 2])),
        ("wrong-value", "the request: a list where an object is needed", &|v| *v = in_order(v)),
        ("wrong-value", "person: a list where an object is needed", &|v| v["person"] = json!([])),
        ("wrong-value", "person: a list where an object is needed", &|v| {
            v["person"] = in_order(&v["person"])
        }),
        ("wrong-value", "circumstances: a list where", &|v| v["circumstances"] = json!([])),
        ("wrong-value", "circumstances.visa: a list where an object is needed", &|v| {
            v["circumstances"]["visa"] = json!([true, true, false, false])
        }),
        ("wrong-value", "circumstances.visa: true where an object is needed", &|v| {
            v["circumstances"]["visa"] = json!(true)
        }),
        ("wrong-value", "evidence: an object where a list is needed", &|v| {
            v["evidence"] = json!({"consent": true})
        }),
        ("wrong-value", "evidence[1]: null where a text is needed", &|v| {
            v["evidence"] = json!(["consent", null])
        }),
        ("wrong-value", "event_date: the number 20260302 where a text is needed", &|v| {
            v["event_date"] = json!(20_260_302)
        }),
        ("wrong-value", "person.incapable: the text \"no\" where true or false is needed", &|v| {
            v["person"]["incapable"] = json!("no")
        }),
        ("wrong-value", "person.live_registrations[1]: BV is border verification", &|v| {
            v["person"]["live_registrations"] = json!(["B3", "BV"])
        }),
    ]);
    for field in ["event_date", "basis", "body", "person", "circumstances", "evidence"] {
        let named = format!("{field}: null where");
        spoil(&[("wrong-value", &named, &|v| v[field] = Value::Null)]);
    }
    for field in example()["person"].as_object().unwrap().keys().filter(|field| *field != "born") {
        let named = format!("person.{field}: null where");
        spoil(&[("wrong-value", &named, &|v| v["person"][field] = Value::Null)]);
    }
    for field in example()["circumstances"].as_object().unwrap().keys() {
        let mut value = example();
        value["circumstances"][field] = Value::Null;
        let error = Case::from_json(&value.to_string()).err().map(|error| error.message);
        let may_be_null = ["document", "exemption"].contains(&field.as_str());
        assert_eq!(error.is_none(), may_be_null, "{field}");
        assert!(error.is_none_or(|message| message.starts_with(&format!("circumstances.{field}: null"))));
    }
    let nobody = json!({"event_date": "2026-03-02", "basis": "G2", "body": "INV"});
    assert!(Case::from_json(&nobody.to_string()).is_ok());
}

#[test]
fn an_error_at_a_value_says_the_line_it_stands_on() {
    let text = example().to_string().replace("\"basis\"", "\n\n\"basis\"").replace("B7", "B9");
    assert!(Case::from_json(&text).unwrap_err().message.contains("(line 3, column "));
    assert_eq!(Case::from_json("[]").unwrap_err().message, "the request: a list where an object is needed");
}

#[test]
fn a_field_given_twice_is_its_own_error() {
    for (once, field) in [
        ("\"basis\":\"B7\"", "basis"),
        ("\"citizenship\":\"foreigner\"", "person.citizenship"),
        ("\"electronic\":false", "circumstances.visa.electronic"),
    ] {
        let text = example().to_string();
        assert!(text.contains(once), "{text}");
        let error = Case::from_json(&text.replace(once, &format!("{once},{once}"))).unwrap_err();
        assert_eq!(
            (error.code, error.message),
            ("duplicate-field", format!("{field}: given more than once"))
        );
    }
}

#[test]
fn what_the_input_says_is_shown_short_and_without_control_characters() {
    let long = "x".repeat(100_000);
    let spoiled: [&dyn Fn(&mut Value); 5] = [
        &|v| v["\u{1b}[31mred\n\u{202e}"] = json!(1),
        &|v| v["person"]["\u{7}"] = json!(1),
        &|v| v["person"]["incapable"] = json!("\u{1b}[2J\u{9b}"),
        &|v| v["basis"] = json!("B3\u{1}"),
        &|v| v["event_date"] = json!("\u{85}"),
    ];
    for change in spoiled {
        let mut value = example();
        change(&mut value);
        let message = Case::from_json(&value.to_string()).unwrap_err().message;
        assert!(message.contains("\\u{") && !message.contains(|c: char| c.is_control()), "{message:?}");
        assert!(!message.contains('\u{202e}'), "{message:?}");
    }
    let spoiled: [&dyn Fn(&mut Value); 4] =
        [&|v| v[&long] = json!(1), &|v| v["basis"] = json!(long), &|v| v["event_date"] = json!(long), &|v| {
            v["person"]["incapable"] = json!(long)
        }];
    for change in spoiled {
        let mut value = example();
        change(&mut value);
        let message = Case::from_json(&value.to_string()).unwrap_err().message;
        assert!(message.len() < 400, "{} bytes", message.len());
    }
}

#[test]
fn a_byte_order_mark_is_skipped_and_an_empty_file_is_said_to_be_empty() {
    let marked = format!("\u{feff}{}", example());
    assert_eq!(Case::from_json(&marked), Case::from_json(&example().to_string()));
    for text in ["", " \n", "\u{feff}"] {
        let error = Case::from_json(text).unwrap_err();
        assert_eq!((error.code, error.message.as_str()), ("not-json", "the file is empty"));
    }
}

#[test]
fn a_foreign_institution_may_be_written_fi_and_is_the_mfa() {
    let mut value = example();
    value["body"] = json!("FI");
    let read = Case::from_json(&value.to_string()).unwrap();
    assert_eq!(read.body, vocabulary::Body::Mfa);
    assert_eq!(serde_json::to_value(&read).unwrap()["body"], "MFA");
    assert_eq!(answer(&value), answer(&example()));
}

#[test]
fn text_that_is_not_json_is_an_error() {
    for text in ["", "{", "nonsense", "{} {}", "\u{0}", "[[", "{\"a\":1}}"] {
        assert!(
            ["not-json", "missing-field", "wrong-value", "unknown-field"]
                .contains(&Case::from_json(text).unwrap_err().code),
            "{text:?}"
        );
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
    for hands in ["no-fingers", "fingers-unrecordable"] {
        assert!(with("B6", hands).unwrap_err().contains("person.palms_recordable: missing field"));
    }
    assert_eq!(with("B6", "no-hands").map(|case| case.person.palms_recordable), Ok(false));
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
