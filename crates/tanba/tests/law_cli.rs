//! `tanba law …` as people and scripts run it: exit status and JSON of the contract.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Exit status, standard output and standard error of `tanba law …` with this standard input.
fn law(args: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanba"));
    command.arg("law").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The command may refuse without reading to the end: a broken pipe is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn one_object(text: &str) -> Value {
    assert_eq!(text.lines().count(), 1, "one JSON object: {text}");
    serde_json::from_str(text).unwrap()
}

const CHILD: &str = r#"{"event_date": "2026-03-02", "basis": "B3", "body": "IAB",
    "person": {"citizenship": "foreigner", "born": "2020"}}"#;

#[test]
fn a_case_from_a_file_is_decided_and_a_legal_refusal_is_a_normal_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    std::fs::write(&path, CHILD).unwrap();
    let (code, out, err) = law(&["decide", path.to_str().unwrap(), "--json"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    let answer = one_object(&out);
    assert_eq!((&answer["outcome"], &answer["requirement"]), (&json!("exempt"), &json!("R10-1.1.1")));
    let unlawful = CHILD.replace("IAB", "MFA");
    let (code, out, _) = law(&["decide", "-", "--json"], &unlawful);
    assert_eq!((code, &one_object(&out)["requirement"]), (0, &json!("R11.1.3")));
}

#[test]
fn without_json_the_answer_is_text_for_people() {
    let (code, out, _) = law(&["decide", "-"], CHILD);
    assert_eq!(code, 0);
    assert!(
        out.contains("exempt") && out.contains("10-1(1)(1)") && out.contains("even if the parents wish"),
        "{out}"
    );
}

#[test]
fn the_retention_example_of_the_contract() {
    let case = json!({"basis": "B3", "object": "information", "born": "1984-03-15", "registered": "2024-02-29",
                      "as_of": "2034-03-01", "events": []});
    let (code, out, _) = law(&["retention", "-", "--json"], &case.to_string());
    let mut answer = one_object(&out);
    answer.as_object_mut().unwrap().remove("trace").unwrap();
    assert_eq!(code, 0);
    assert_eq!(
        answer,
        json!({"in_database_until": "2034-02-28", "archive_until": "2074-02-28", "destroy_from": "2074-03-01",
               "state": "archive", "requirement": "R15.1.4", "articles": ["15(1)", "15(2)"]})
    );
    let (code, out, _) = law(&["retention", "-"], &case.to_string());
    assert!(code == 0 && out.contains("2074-02-28"), "{out}");
}

#[test]
fn what_cannot_be_read_is_exit_1_with_an_error_object_and_wrong_usage_exit_2() {
    let long = " ".repeat(2 << 20);
    let checks = [
        ("impossible-date", CHILD.replace("2026-03-02", "2026-02-30")),
        ("unknown-field", CHILD.replace("\"born\"", "\"name\": 1, \"born\"")),
        ("unknown-code", CHILD.replace("B3", "B9")),
        ("not-json", "{".into()),
        ("too-long", long),
    ];
    for (expected, input) in checks {
        for command in ["decide", "retention"] {
            let (code, out, _) = law(&[command, "-", "--json"], &input);
            let error = one_object(&out);
            assert_eq!(code, 1, "{expected} {command}");
            assert!(error["error"]["message"].is_string());
            assert!(command == "retention" || error["error"]["code"] == expected, "{out}");
        }
    }
    let (code, out, err) = law(&["decide", "no-such-file.json", "--json"], "");
    assert_eq!((code, &one_object(&out)["error"]["code"], err.as_str()), (1, &json!("cannot-read"), ""));
    let (code, out, err) = law(&["decide", "-"], "{");
    assert!(code == 1 && out.is_empty() && err.contains("not-json"), "{err}");
    let coloured = CHILD.replace("\"born\"", "\"\\u001b[31m\": 1, \"born\"");
    for json in [&["decide", "-"][..], &["decide", "-", "--json"]] {
        let (code, out, err) = law(json, &coloured);
        let shown = format!("{out}{err}");
        assert!(code == 1 && shown.contains("u{1b}") && !shown.contains('\u{1b}'), "{shown:?}");
        assert!(shown.contains("person.") && shown.contains("unknown field"), "{shown}");
    }
    let (code, out, _) = law(&["decide", "-", "--json"], "");
    assert!(code == 1 && out.contains("the file is empty"), "{out}");
    let (code, _, _) = law(&["decide", "-"], &format!("\u{feff}{CHILD}"));
    assert_eq!(code, 0, "a byte order mark is skipped");
    assert_eq!(law(&["decide"], "").0, 2);
    assert_eq!(law(&["decide", "-", "--yaml"], "").0, 2);
}
