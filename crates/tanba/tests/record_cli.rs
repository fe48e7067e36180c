//! `tanba record`: feeds, corrections, on a register that knows nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod program;

use std::fs;
use std::path::Path;

use program::{tanba, text};
use serde_json::Value;

const PASSWORD: &str = "a long password of a test\n";

/// The answer and what was said beside it.
fn done(arguments: &[&str], input: &str) -> (String, String) {
    let output = tanba(arguments, input);
    let (answer, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {answer}{said}");
    (answer, said)
}

fn refused(arguments: &[&str], input: &str) -> String {
    program::refused(arguments, &tanba(arguments, input))
}

/// The line of a message and the configuration of its sender's key.
fn signed(folder: &Path, number: &str) -> (String, String) {
    let key = folder.join("sender.key");
    let fields = [
        ["--key", key.to_str().unwrap()],
        ["--number", number],
        ["--iin", "840315300126"],
        ["--kind", "death-established"],
        ["--date", "2026-02-01"],
        ["--reference", "DEATH-2026/17"],
    ];
    done(&[&["record", "sign-event"], fields.as_flattened()].concat(), "")
}

#[test]
fn a_feed_of_signed_messages_is_taken_in_by_the_command_line_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (first, key) = signed(folder.path(), "1");
    let (second, again) = signed(folder.path(), "2");
    assert_eq!(key, again, "the key is made once");
    fs::write(at("feed.jsonl"), format!("{first}{second}")).unwrap();
    let config = at("tanba.toml");
    let head = format!("data_dir = {:?}\n[[feed]]\nname = \"civil-status\"\n", at("register"));
    fs::write(&config, format!("{head}{key}file = {:?}\n", at("feed.jsonl"))).unwrap();
    let config = config.to_str().unwrap();
    done(&["install", "--config", config, "--login", "chief"], PASSWORD);

    let read = || -> Value {
        serde_json::from_str(&done(&["record", "feed", "--config", config, "--json"], "").0).unwrap()
    };
    let report = read();
    assert_eq!(
        (&report[0]["feed"], &report[0]["of_nobody"]),
        (&"civil-status".into(), &2.into()),
        "{report}"
    );
    assert_eq!(read()[0]["of_nobody"], 0, "reading again takes nothing in");
    let other = refused(&["record", "feed", "--config", config, "--name", "other"], "");
    assert!(other.contains("no feed named \"other\" is configured"), "{other}");

    // A message of another sender, with its line and the feed's name.
    fs::remove_file(at("sender.key")).unwrap();
    let (third, _) = signed(folder.path(), "3");
    fs::write(at("feed.jsonl"), format!("{first}{second}{third}")).unwrap();
    let stranger = refused(&["record", "feed", "--config", config], "");
    assert!(stranger.contains("civil-status") && stranger.contains("belongs to no officer"), "{stranger}");
    fs::write(at("feed.jsonl"), format!("{first}{second}{{}}\n")).unwrap();
    let broken = refused(&["record", "feed", "--config", config], "");
    assert!(broken.contains("feed.jsonl, line 3: missing field"), "{broken}");
    fs::write(config, format!("{head}public_key = \"ab\"\nfile = \"f\"\n")).unwrap();
    let wrong = refused(&["record", "feed", "--config", config], "");
    assert!(wrong.contains("64 hex digits"), "{wrong}");
}

#[test]
fn a_correction_names_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    done(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    let number = "00112233-4455-6677-8899-aabbccddeeff";
    let correct = |rest: &[&'static str]| {
        let head =
            ["record", "correct", "--data-dir", data, "--officer", "chief", number, "--reference", "ID-7"];
        tanba(&[&head, rest].concat(), PASSWORD)
    };
    let nobody = correct(&["--ground", "document", "--family-name", "Қасымова"]);
    assert_eq!(nobody.status.code(), Some(1), "{}", text(&nobody.stderr));
    assert!(text(&nobody.stderr).contains("record"), "{}", text(&nobody.stderr));
    for (rest, why) in [
        (vec!["--ground", "whim"], "one of document, error, decision"),
        (vec!["--ground", "error", "--born", "1984-02-30"], "birth date"),
        (vec!["--ground", "error", "--iin", "840315300129"], "iin"),
        (vec!["--ground", "error", "--sex", "other"], "female or male"),
        (vec!["--family-name", "Қасымова"], "--ground"),
    ] {
        let wrong = correct(&rest);
        assert_eq!(wrong.status.code(), Some(2), "{rest:?}");
        assert!(text(&wrong.stderr).to_lowercase().contains(why), "{rest:?}: {}", text(&wrong.stderr));
    }
}

#[test]
fn better_prints_are_named_by_finger_and_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    done(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    let text_file = folder.path().join("note.png");
    fs::write(&text_file, "no image").unwrap();
    let number = "00112233-4455-6677-8899-aabbccddeeff";
    let place = ["--data-dir", data, "--officer", "chief"];
    let supplement = |print: &str| {
        let command = ["record", "prints", "supplement", number, "--reference", "REPORT-7", "--print", print];
        tanba(&[&command[..], &place].concat(), PASSWORD)
    };
    let at = |name: &str| format!("right-index={}", folder.path().join(name).display());
    for (print, code, why) in [
        ("index.png".to_owned(), 2, "a finger and a file, such as right-index=index.png"),
        ("toe=index.png".to_owned(), 2, "\"toe\" is no finger; one of right-thumb"),
        (at("nowhere.png"), 1, "nowhere.png"),
        (at("note.png"), 1, "note.png"),
    ] {
        let output = supplement(&print);
        assert_eq!(output.status.code(), Some(code), "{print}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{print}: {}", text(&output.stderr));
    }
    let image = interchange::encode_png(
        &dactyloscopy::GreyImage::new(8, 8, vec![200; 64]).unwrap(),
        dactyloscopy::Ppi::STANDARD,
    );
    fs::write(folder.path().join("index.png"), image).unwrap();
    let nobody = supplement(&at("index.png"));
    assert!(text(&nobody.stderr).contains("record"), "{}", text(&nobody.stderr));
    for command in [vec!["waiting"], vec!["show", number, "--reference", "CHECK-7"]] {
        let output = tanba(&[&["record", "prints"], &command[..], &place].concat(), PASSWORD);
        assert_eq!(output.status.code(), Some(1), "an administrator keeps no record");
    }
}

#[test]
fn the_rules_of_retention_are_told_to_who_keeps_records() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    done(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    let place = ["--data-dir", data, "--officer", "chief"];
    // The administrator keeps no records: the law refuses, and says by which article.
    let refused = refused(&[&["record", "terms", "status"], &place[..]].concat(), PASSWORD);
    assert!(refused.contains("R4.5.1"), "{refused}");
    let nothing = "00112233-4455-6677-8899-aabbccddeeff";
    for command in [vec!["show", nothing], vec!["sign", nothing], vec!["confirm", nothing]] {
        let output = tanba(&[&["record", "terms"], &command[..], &place].concat(), PASSWORD);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).is_empty(), "{command:?}");
    }
    let page = ["record", "terms", "show", nothing, "--page", "0"];
    assert_eq!(tanba(&[&page[..], &place].concat(), PASSWORD).status.code(), Some(2));
}

#[test]
fn a_search_names_its_query_and_who_may_not_make_it_is_told_the_article() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    done(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    let file = folder.path().join("mark.png");
    let image = dactyloscopy::GreyImage::new(8, 8, vec![200; 64]).unwrap();
    fs::write(&file, interchange::encode_png(&image, dactyloscopy::Ppi::STANDARD)).unwrap();
    let place = ["--data-dir", data, "--officer", "chief"];
    let search = |rest: &[&str]| tanba(&[&["search"], rest, &place].concat(), PASSWORD);
    let (known, print) = ("unidentified-corpse-fingers", file.to_str().unwrap());
    for (rest, code, why) in [
        (vec!["make", "whim", "--reference", "CASE-1", "--print", print], 2, "whim"),
        (vec!["make", known, "--reference", "CASE-1"], 2, "--print"),
        (vec!["make", known, "--reference", "CASE-1", "--print", "toe=a.png"], 2, "is no finger"),
        (vec!["make", known, "--reference", "CASE-1", "--print", "nowhere.png"], 1, "nowhere.png"),
        (vec!["make", known, "--reference", "CASE-1", "--print", print], 1, "R4.5.1"),
        (vec!["ask", known, "--reference", "CASE-1", "--print", print, "--document", "D-1"], 2, "--article"),
        (vec!["answer", "00112233-4455-6677-8899-aabbccddeeff", "--decline", "whim"], 2, "one of ground"),
        (vec!["list"], 1, "R4.5.1"),
    ] {
        let output = search(&rest);
        assert_eq!(output.status.code(), Some(code), "{rest:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{rest:?}: {}", text(&output.stderr));
    }
}

#[test]
fn the_steps_of_a_matter_are_told_and_one_is_taken_at_the_command_line() {
    let (told, _) = done(&["matter", "steps", "control", "--json"], "");
    let steps: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&steps[0]["step"], &steps[0]["requirement"]), (&"enter".into(), &"R6.2.1".into()), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("register");
    let data = data.to_str().unwrap();
    done(&["install", "--data-dir", data, "--login", "chief"], PASSWORD);
    let desk = ["--data-dir", data, "--officer", "chief", "--json"];
    let owner = "officer=00112233-4455-6677-8899-aabbccddeeff";
    let given = ["control-code=site-rooms", owner, "document=E-1", "day=2026-01-10", "next-day=2100-01-10"];
    let take = |given: &[&str]| {
        tanba(&[&["matter", "take"], &desk[..], &["control", "enter"], given].concat(), PASSWORD)
    };
    let late = take(&given);
    assert_eq!(late.status.code(), Some(1), "{}", text(&late.stderr));
    assert!(
        text(&late.stdout).contains("R6.2.1") || text(&late.stderr).contains("two years"),
        "{}",
        text(&late.stdout)
    );
    let unknown = take(&["control-code=whim"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("one of capture-dignity"), "{}", text(&unknown.stderr));
    let (listed, _) = done(&[&["matter", "list"], &desk[..], &["control"]].concat(), PASSWORD);
    assert_eq!(listed.trim(), "[]");
}
