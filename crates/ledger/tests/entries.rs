//! An entry holds codes and nothing else, in exactly one form; no input makes a parser panic.
#![allow(clippy::unwrap_used)]

use ledger::{
    ARTICLES_MAX, COMMITMENTS_MAX, Commitment, ENTRY_BYTES_MAX, ENTRY_VERSION, Entry, EntryError,
    EntryFields, Frontier, Outcome, SignedCheckpoint, VerifyingKey, export, leaf_hash,
};
use proptest::prelude::*;
use vocabulary::{Body, Purpose, Role, Verb};

fn fields() -> EntryFields {
    EntryFields {
        version: ENTRY_VERSION,
        sequence: 7,
        at_ms: 1_772_409_600_123,
        actor: "0b4f0d5c-5b3e-4d4e-9d5b-0123456789ab".into(),
        body: Some(Body::Iab),
        role: Some(Role::Examiner),
        operation: "identify".into(),
        verb: Verb::Use,
        purpose: Purpose::Identify,
        outcome: Outcome::Refused,
        requirement: "R10-1.2.4".into(),
        articles: vec!["16(1)".into(), "5-1".into()],
        rule_version: "V3".into(),
        commitments: vec![Commitment { subject: "case".into(), hash: leaf_hash(b"x") }],
    }
}

/// Texts a careless caller could try to put into an entry.
const PERSONAL: [&str; 23] = [
    "Иванов",
    "Әлия",
    "Ivanov",
    "Ivanov Ivan",
    "ivanov@example.kz",
    "760724300757",
    "N12345678",
    "2001-05-09",
    "20010509",
    "+77010000000",
    "a b",
    "a\nb",
    "a\"b",
    "",
    " ",
    "-",
    "a--b",
    "Ω",
    "\u{0}",
    "refused: wrong name",
    "R",
    "760.724.300.757",
    "R760.724.300.757",
];

/// A change of one field to a text.
type Change = fn(&mut EntryFields, &str);

#[test]
fn no_field_takes_free_text() {
    let changes: [(&str, Change); 6] = [
        ("actor", |f, text| f.actor = text.into()),
        ("operation", |f, text| f.operation = text.into()),
        ("requirement", |f, text| f.requirement = text.into()),
        ("rule_version", |f, text| f.rule_version = text.into()),
        ("articles", |f, text| f.articles = vec![text.into()]),
        ("commitments.subject", |f, text| f.commitments[0].subject = text.into()),
    ];
    let long = "a".repeat(65);
    let long_reference = format!("R1{}", ".1".repeat(32));
    for (field, change) in changes {
        for text in PERSONAL.into_iter().chain([long.as_str(), &long_reference]) {
            let mut changed = fields();
            change(&mut changed, text);
            let error = Entry::new(changed).expect_err(&format!("{field} took {text:?}"));
            assert!(
                matches!(&error, EntryError::NotACode { field: f, .. } if *f == field),
                "{field}: {error}"
            );
            assert!(
                text.trim().len() < 3 || !error.to_string().contains(text),
                "the message repeats {text:?}"
            );
        }
    }
}

#[test]
fn the_codes_of_the_law_are_taken() {
    for code in ["R1.1.1", "R10-1.2.0", "R5-1.7", "R7.1-1.1", "R39.2.1", "R11.1.x"] {
        Entry::new(EntryFields { requirement: code.into(), ..fields() }).expect(code);
    }
    for code in ["10(2)(6)", "10-1(2)(4)", "9-1", "15(1)", "1(12-1)", "4(3)"] {
        Entry::new(EntryFields { articles: vec![code.into()], ..fields() }).expect(code);
    }
    for code in ["V0", "V1", "V2", "V3", "V4"] {
        Entry::new(EntryFields { rule_version: code.into(), ..fields() }).expect(code);
    }
    for code in ["sign-in", "check-duplicates", "open-case"] {
        Entry::new(EntryFields { operation: code.into(), ..fields() }).expect(code);
    }
}

#[test]
fn numbers_lists_and_the_actor_are_limited() {
    let refused = |fields: EntryFields| Entry::new(fields).unwrap_err().to_string();
    assert!(refused(EntryFields { version: 2, ..fields() }).contains("version 2"));
    assert!(refused(EntryFields { at_ms: -1, ..fields() }).contains("at_ms -1"));
    assert!(refused(EntryFields { at_ms: i64::MAX, ..fields() }).contains("9999"));
    let articles = vec!["16(1)".to_owned(); ARTICLES_MAX + 1];
    assert!(refused(EntryFields { articles, ..fields() }).contains("at most 32"));
    let commitments = vec![fields().commitments[0].clone(); COMMITMENTS_MAX + 1];
    assert!(refused(EntryFields { commitments, ..fields() }).contains("at most 32"));
    assert!(refused(EntryFields { body: None, ..fields() }).contains("body and a role"));
    assert!(refused(EntryFields { actor: ledger::ACTOR_SYSTEM.into(), ..fields() }).contains("officer acts"));
    let fullest = EntryFields {
        articles: vec!["10-1(2)(4)".to_owned(); ARTICLES_MAX],
        commitments: vec![fields().commitments[0].clone(); COMMITMENTS_MAX],
        ..fields()
    };
    assert!(Entry::new(fullest).unwrap().to_bytes().len() <= ENTRY_BYTES_MAX);
}

#[test]
fn the_canonical_line_is_fixed() {
    let expected = concat!(
        r#"{"version":1,"sequence":7,"at_ms":1772409600123,"actor":"0b4f0d5c-5b3e-4d4e-9d5b-0123456789ab","#,
        r#""body":"IAB","role":"examiner","operation":"identify","verb":"use","purpose":"P2","outcome":"refused","#,
        r#""requirement":"R10-1.2.4","articles":["16(1)","5-1"],"rule_version":"V3","#,
        r#""commitments":[{"subject":"case","#,
        r#""hash":"3c7e9bc930dc93f01fa69985ef242d9f9e861f3c5355aa24ce5ef4b4b8a70ccb"}]}"#
    );
    let entry = Entry::new(fields()).unwrap();
    let line = String::from_utf8(entry.to_bytes()).unwrap();
    let hash = leaf_hash(b"x").to_string();
    let expected =
        expected.replace("f1e2c4c7daabb0e7d41dbf08c1e4d0ad0a3f4c9a9b8ff2c7fc0e9c0a0c0c0c0c", &hash);
    assert_eq!(line, expected);
    assert_eq!(Entry::from_bytes(line.as_bytes()).unwrap(), entry);
    assert_eq!(entry.leaf_hash(), leaf_hash(line.as_bytes()));
}

/// R1.10.1, R5.1.1: every act has one verb and one purpose, of the closed lists; nothing else is read.
#[test]
fn an_entry_without_a_verb_or_a_purpose_or_with_another_one_is_refused() {
    let line = String::from_utf8(Entry::new(fields()).unwrap().to_bytes()).unwrap();
    for (from, to) in [
        (r#""verb":"use","#, ""),
        (r#""purpose":"P2","#, ""),
        (r#""verb":"use""#, r#""verb":"sell""#),
        (r#""verb":"use""#, r#""verb":null"#),
        (r#""purpose":"P2""#, r#""purpose":"marketing""#),
        (r#""purpose":"P2""#, r#""purpose":null"#),
    ] {
        assert!(line.contains(from), "{from}");
        let changed = line.replacen(from, to, 1);
        assert!(Entry::from_bytes(changed.as_bytes()).is_err(), "{changed}");
    }
    assert!(Entry::from_bytes(line.as_bytes()).is_ok());
    for text in ["marketing", "", "p2", "P2 ", "research"] {
        assert!(text.parse::<Purpose>().is_err(), "{text:?}");
    }
}

#[test]
fn one_entry_has_one_form() {
    let line = String::from_utf8(Entry::new(fields()).unwrap().to_bytes()).unwrap();
    for (from, to) in [
        ("{", "{ "),
        ("\"use\"", "\"us\\u0065\""),
        ("\"sequence\":7,\"at_ms\":1772409600123", "\"at_ms\":1772409600123,\"sequence\":7"),
        ("\"version\":1", "\"version\":1,\"note\":\"x\""),
        ("\"version\":1", "\"version\":1.0"),
        ("\"sequence\":7", "\"sequence\":7,\"sequence\":7"),
        ("]}", "]}\n"),
        ("]}", "]}]}"),
    ] {
        assert!(line.contains(from), "{from}");
        assert!(Entry::from_bytes(line.replacen(from, to, 1).as_bytes()).is_err(), "{from} to {to}");
    }
    let unknown = Entry::from_bytes(line.replacen("{", "{\"name\":\"x\",", 1).as_bytes()).unwrap_err();
    assert!(unknown.to_string().contains("name"), "{unknown}");
    assert!(matches!(Entry::from_bytes(&[b' '; ENTRY_BYTES_MAX + 1]), Err(EntryError::TooLong(_))));
}

proptest! {
    #[test]
    fn no_parser_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(Entry::from_bytes(&bytes).is_err());
        prop_assert!(SignedCheckpoint::parse(&text).is_err());
        prop_assert!(text.parse::<VerifyingKey>().is_err());
        prop_assert!(export::audit(bytes.as_slice(), None, None).is_err());
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
            frontier.root();
        }
    }

    #[test]
    fn a_line_with_a_piece_replaced_is_refused_or_the_same_entry(
        at in 0_usize..500, cut in 0_usize..20, piece in "[ -~]{0,20}"
    ) {
        let line = String::from_utf8(Entry::new(fields()).unwrap().to_bytes()).unwrap();
        let start = at.min(line.len());
        let end = (start + cut).min(line.len());
        let changed = format!("{}{piece}{}", &line[..start], &line[end..]);
        if let Ok(entry) = Entry::from_bytes(changed.as_bytes()) {
            prop_assert_eq!(entry.to_bytes(), changed.as_bytes());
        }
    }

    #[test]
    fn every_admitted_entry_reads_back(sequence in any::<u64>(), at_ms in 0_i64..253_402_300_799_999, verb in 0..Verb::ALL.len()) {
        let entry = Entry::new(EntryFields { sequence, at_ms, verb: Verb::ALL[verb], ..fields() }).unwrap();
        prop_assert_eq!(Entry::from_bytes(&entry.to_bytes()).unwrap(), entry);
    }
}
