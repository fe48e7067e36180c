//! `tanba dna import`, `convert` and `check-report` as people and scripts run them.
#![allow(clippy::unwrap_used, reason = "test helpers")]

mod program;

use std::path::Path;

use program::{refused, tanba, text};
use serde_json::{Value, json};

const GOOD: &str = "specimen,kit,TH01,FGA\nS1,GlobalFiler,\"6, 9.3\",\"20,22\"\nS2,,\"7,7\",22\n";
const BAD: &str = "specimen,TH01,FGA\nS1,\"6, 9.3\",\"20,22\"\nS2,\"7,OL\",22\nS3,,\n";

fn file(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn import(arguments: &[&str]) -> (i32, Value) {
    let output = tanba(&[&["dna", "import", "--json"], arguments].concat(), "");
    let out = text(&output.stdout);
    assert_eq!(out.lines().count(), 1, "one JSON object: {out}{}", text(&output.stderr));
    (output.status.code().unwrap(), serde_json::from_str(&out).unwrap())
}

#[test]
fn a_dry_run_counts_what_would_be_taken_and_says_that_nothing_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(folder.path(), "good.csv", GOOD);
    let (code, report) = import(&[&good, "--dry-run"]);
    assert_eq!((code, &report["dry_run"], &report["format"]), (0, &json!(true), &json!("csv")));
    assert_eq!(
        (&report["profiles"], &report["accepted"], &report["refused"]),
        (&json!(2), &json!(2), &json!(0))
    );
    assert_eq!(report["bytes"], GOOD.len());
    assert_eq!(report["sha256"].as_str().unwrap().len(), 64);
    let to_check = &report["to_check"]["listed"][0];
    assert_eq!((&to_check["line"], &to_check["locus"]), (&json!(3), &json!("FGA")));
    assert!(to_check["message"].as_str().unwrap().contains("may have dropped out"));
    let words = text(&tanba(&["dna", "import", &good, "--dry-run"], "").stdout);
    assert!(words.starts_with("dry run: nothing was stored"), "{words}");
    let arguments = ["dna", "import", &good];
    assert!(refused(&arguments, &tanba(&arguments, "")).contains("profiles are not stored yet"));
}

#[test]
fn refused_rows_are_named_and_the_exit_status_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let bad = file(folder.path(), "bad.csv", BAD);
    let (code, report) = import(&[&bad, "--dry-run"]);
    assert_eq!((code, &report["accepted"], &report["refused"]), (1, &json!(1), &json!(2)));
    let errors = report["errors"]["listed"].as_array().unwrap();
    assert_eq!((&errors[0]["line"], &errors[0]["locus"]), (&json!(3), &json!("TH01")));
    assert!(errors[0]["message"].as_str().unwrap().starts_with("off-ladder without a side"));
    assert_eq!((&errors[1]["line"], &errors[1]["locus"]), (&json!(4), &Value::Null));
    let (_, short) = import(&[&bad, "--dry-run", "--list", "1"]);
    assert_eq!((&short["errors"]["count"], &short["errors"]["not_listed"]), (&json!(2), &json!(1)));
    let (code, few) = import(&[&bad, "--dry-run", "--autosomal-min", "3"]);
    assert_eq!((code, &few["accepted"]), (1, &json!(0)));
    let wrong = file(folder.path(), "wrong.csv", "specimen,CCR5\nA,1\n");
    let (code, error) = import(&[&wrong, "--dry-run"]);
    let message = error["error"]["message"].as_str().unwrap();
    assert!(code == 1 && message.contains("wrong.csv: line 1, column 2 `CCR5`"), "{message}");
    assert_eq!(import(&["no-such-file", "--dry-run"]).1["error"]["code"], "cannot-read");
}

#[test]
fn a_signed_report_holds_until_it_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(folder.path(), "good.csv", GOOD);
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (out, key) = (at("report.json"), at("key"));
    let arguments = ["dna", "import", &good, "--dry-run", "--json", "--report", &out, "--key", &key];
    let output = tanba(&arguments, "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let public = text(&output.stderr).split('"').nth(1).unwrap().to_owned();
    let check =
        |file: &str, public: &str| tanba(&["dna", "check-report", file, "--public", public, "--json"], "");
    let checked = check(&out, &public);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    assert_eq!(text(&checked.stdout), text(&output.stdout), "what was signed is what was printed");
    assert!(!check(&out, &"0".repeat(64)).status.success());
    let changed = std::fs::read_to_string(&out).unwrap().replace("\\\"refused\\\":0", "\\\"refused\\\":1");
    let changed = file(folder.path(), "changed.json", &changed);
    assert!(text(&check(&changed, &public).stdout).contains("the signature does not fit"));
    assert!(
        refused(&arguments[..], &tanba(&arguments, "")).is_empty(),
        "with --json the error is on standard output"
    );
}

#[test]
fn every_format_is_converted_into_every_other_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(folder.path(), "good.csv", GOOD);
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let more =
        ["--category", "Suspect, Known", "--laboratory", "KZ1", "--destination", "KZ2", "--user", "U1"];
    let convert = |from: &str, to: &str, format: &str| {
        tanba(&[&["dna", "convert", from, to, "--to", format], &more[..]].concat(), "")
    };
    for format in ["cmf", "genemapper", "genemapper-wide", "genis", "csv"] {
        let (there, back) = (at(format), at(&format!("{format}.csv")));
        for (from, to, target) in [(&good, &there, format), (&there, &back, "csv")] {
            let output = convert(from, to, target);
            assert!(output.status.success(), "{format}: {}", text(&output.stderr));
        }
        let back = std::fs::read_to_string(back).unwrap();
        let rows: Vec<&str> = back.lines().skip(1).collect();
        assert!(rows.len() == 2 && rows[0].starts_with("S1,single,\"Suspect, Known\","), "{back}");
        assert!(
            rows[0].contains("\"20, 22\",\"6, 9.3\"") && rows[1].contains("\"22, F\",\"7, 7\""),
            "{back}"
        );
    }
    let output = convert(&good, &at("csv"), "csv");
    assert!(text(&output.stderr).contains("is there already"));
}

#[test]
fn a_conversion_with_one_bad_row_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bad = file(folder.path(), "bad.csv", BAD);
    let out = folder.path().join("out.txt");
    let arguments = ["dna", "convert", &bad, out.to_str().unwrap(), "--to", "genemapper"];
    let words = refused(&arguments, &tanba(&arguments, ""));
    assert!(words.contains("nothing was written: line 3, locus TH01: off-ladder"), "{words}");
    let arguments = ["dna", "convert", &bad, out.to_str().unwrap(), "--to", "cmf", "--one-allele", "refuse"];
    refused(&arguments, &tanba(&arguments, ""));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only what was there before");
}
