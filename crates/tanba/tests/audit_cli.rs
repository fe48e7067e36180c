//! `tanba audit` on the register of a small demonstration: whole, damaged, exported.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn tanba(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tanba")).args(arguments).output().expect("tanba starts")
}

fn verify(place: &Path) -> (Option<i32>, Value) {
    let output = tanba(&["audit", "verify", place.to_str().unwrap(), "--json"]);
    (output.status.code(), serde_json::from_slice(&output.stdout).expect("one JSON object"))
}

/// A register with two people, made once.
fn register() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let done = tanba(&["demo", "--check", "--persons", "2", "--data-dir", folder.path().to_str().unwrap()]);
    assert!(done.status.success(), "{}{}", text(&done.stdout), text(&done.stderr));
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Changes every occurrence of `from` in a file, as somebody with an editor would.
fn forge(file: &Path, from: &str, to: &str) -> usize {
    assert_eq!(from.len(), to.len());
    let mut bytes = std::fs::read(file).unwrap();
    let mut changed = 0;
    for at in 0..bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            changed += 1;
        }
    }
    std::fs::write(file, bytes).unwrap();
    changed
}

#[test]
fn a_register_verifies_until_somebody_edits_it() {
    let folder = register();
    let (status, report) = verify(folder.path());
    assert_eq!(status, Some(0), "{report}");
    assert_eq!(report["ok"], true);
    assert_eq!(report["first_bad_entry"], Value::Null);
    assert!(report["entries"].as_u64().unwrap() > 20);

    let export = folder.path().join("ledger.jsonl");
    let exported =
        tanba(&["audit", "export", folder.path().to_str().unwrap(), "-o", export.to_str().unwrap()]);
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    let (status, of_export) = verify(&export);
    assert_eq!((status, &of_export["root"]), (Some(0), &report["root"]));

    assert!(forge(&folder.path().join("identity.sqlite"), "TB-20", "TB-19") > 0);
    let (status, report) = verify(folder.path());
    assert_eq!(status, Some(1), "{report}");
    assert_eq!(report["ok"], false);
    let problems = report["problems"].to_string();
    assert!(problems.contains("not what was committed to"), "{problems}");
    assert!(report["first_bad_entry"].is_u64(), "{report}");
}

#[test]
fn an_export_with_one_changed_letter_names_the_entry() {
    let folder = register();
    let export = folder.path().join("ledger.jsonl");
    tanba(&["audit", "export", folder.path().to_str().unwrap(), "-o", export.to_str().unwrap()]);
    let written = std::fs::read_to_string(&export).unwrap();
    let line = written.lines().nth(10).unwrap();
    let forged = line.replacen("\"done\"", "\"dune\"", 1).replacen("\"refused\"", "\"refuted\"", 1);
    assert_ne!(line, forged);
    std::fs::write(&export, written.replacen(line, &forged, 1)).unwrap();
    let (status, report) = verify(&export);
    assert_eq!((status, report["first_bad_entry"].as_u64()), (Some(1), Some(9)), "{report}");
}

#[test]
fn another_key_than_the_registers_is_noticed() {
    let folder = register();
    let export = folder.path().join("ledger.jsonl");
    tanba(&["audit", "export", folder.path().to_str().unwrap(), "-o", export.to_str().unwrap()]);
    // The published example key of Go's note package: a real key, of somebody else.
    let other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    for place in [folder.path().to_path_buf(), export] {
        let output = tanba(&["audit", "verify", place.to_str().unwrap(), "--key", other, "--json"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    }
    let output = tanba(&["audit", "verify", folder.path().to_str().unwrap(), "--key", "nonsense", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("--key"), "{}", text(&output.stdout));
}

#[test]
fn what_is_no_register_is_named() {
    let empty = tempfile::tempdir().unwrap();
    for place in [empty.path().to_path_buf(), empty.path().join("absent")] {
        let (status, answer) = verify(&place);
        assert_eq!(status, Some(1));
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(place.to_str().unwrap()), "{message}");
    }
}
