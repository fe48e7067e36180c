//! `tanba case` and `tanba record view` on a register that knows nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod program;

use program::{tanba, text};

const PASSWORD: &str = "a long password of a test\n";
const NOTHING: &str = "00112233-4455-6677-8899-aabbccddeeff";

/// Runs each command at one register as its administrator; exit status and what was said must be these.
fn said(commands: &[(&[&str], i32, &str)]) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    let installed = tanba(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    assert!(installed.status.success(), "{}", text(&installed.stderr));
    for (command, code, why) in commands {
        let output = tanba(&[command, &["--data-dir", data, "--officer", "chief"][..]].concat(), PASSWORD);
        assert_eq!(output.status.code(), Some(*code), "{command:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{command:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_case_is_closed_with_an_outcome_and_a_reason_of_closed_lists() {
    let close =
        |rest: &[&'static str]| [&["case", "close", NOTHING, "--reference", "CLOSE-1"], rest].concat();
    said(&[
        (&close(&[]), 2, "<OUTCOME>"),
        (&close(&["postponed"]), 2, "<REASON>"),
        (&close(&["done", "inquiry"]), 2, "postponed, withdrawn, passed-on"),
        (&close(&["withdrawn", "whim"]), 2, "did-not-return"),
        (&close(&["withdrawn", "inquiry"]), 1, "does not end a case as withdrawn"),
        (&close(&["postponed", "temporary-damage"]), 1, "warned_in"),
        (&close(&["withdrawn", "did-not-return"]), 1, "case not found"),
    ]);
}

#[test]
fn a_refusal_is_signed_by_the_person_or_two_witnesses() {
    let refuse = |rest: &[&'static str]| [&["case", "refuse", NOTHING, "--reference", "P-1"], rest].concat();
    said(&[
        (&refuse(&[]), 2, "--language"),
        (&refuse(&["--language", "de"]), 1, "kk, ru or en"),
        (&refuse(&["--language", "kk", "--witness", "Оспанов"]), 1, "--witness twice"),
        (&refuse(&["--language", "kk"]), 1, "case not found"),
    ]);
}

#[test]
fn a_record_is_viewed_for_a_purpose_and_own_information_on_proof() {
    let view = |rest: &[&'static str]| [&["record", "view", NOTHING, "--reference", "REQ-1"], rest].concat();
    let own = ["--purpose", "subject-access", "--identity-document", "N00000001"];
    said(&[
        (&view(&[]), 2, "--purpose"),
        (&view(&["--purpose", "marketing"]), 2, "marketing"),
        (&view(&["--purpose", "subject-access", "--seen-on", "2026-03-02"]), 2, "--identity-document"),
        (&view(&["--purpose", "P1", "--identity-document", "N00000001"]), 1, "identity_document"),
        (&view(&[&own[..], &["--seen-on", "2020-01-01"]].concat()), 1, "identity_seen_on"),
        // The administrator sees no record.
        (&view(&own), 1, "R4.5.1"),
    ]);
}
