//! Every single bit of an export matters.

use super::*;
use crate::{ENTRY_VERSION, Entry, EntryFields, Frontier, Outcome, Salt, SigningKey, commit};
use vocabulary::{Body, Purpose, Role, Verb};

const ENTRIES: u64 = 200;

fn entry(sequence: u64) -> Entry {
    let salt = Salt::from_random_bytes([sequence as u8; 32]);
    Entry::new(EntryFields {
        version: ENTRY_VERSION,
        sequence,
        at_ms: 1_772_409_600_000 + sequence as i64,
        actor: "0b4f0d5c-5b3e-4d4e-9d5b-0123456789ab".into(),
        body: Some(Body::Mfa),
        role: Some(Role::Operator),
        operation: "register".into(),
        verb: Verb::Collect,
        purpose: Purpose::Registration,
        outcome: if sequence.is_multiple_of(5) { Outcome::Refused } else { Outcome::Done },
        requirement: "R10.2.6".into(),
        articles: vec!["10(2)(6)".into(), "10-1(2)(4)".into()],
        rule_version: "V3".into(),
        commitments: vec![commit("case", &salt, b"payload")],
    })
    .unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_random_bytes("tanba.test/ledger", [9; 32]).unwrap()
}

/// An export of `ENTRIES` entries with checkpoints at 50, 120 and the end.
fn exported() -> Vec<u8> {
    let (key, mut frontier) = (key(), Frontier::new());
    let mut checkpoints = Vec::new();
    let mut writer = Writer::new(Vec::new(), key.verifying_key()).unwrap();
    for entry in (0..ENTRIES).map(entry) {
        writer.entry(&entry.to_bytes(), entry.leaf_hash()).unwrap();
        frontier.push(entry.leaf_hash());
        if [50, 120, ENTRIES].contains(&frontier.len()) {
            checkpoints.push(SignedCheckpoint::sign(&key, frontier.len(), frontier.root()));
        }
    }
    checkpoints.iter().for_each(|checkpoint| writer.checkpoint(checkpoint).unwrap());
    writer.finish().unwrap()
}

/// Whether the audit notices, beginning from a state `before` in which the lines before were good.
/// Stops at the first problem, since what was found wrong stays wrong: a million full audits in seconds.
fn noticed(before: Option<&Reading>, changed: &[u8], rest: &[u8]) -> bool {
    let mut lines = Lines { input: BufReader::with_capacity(4096, changed.chain(rest)), number: 0 };
    let mut reading = match before.cloned() {
        Some(reading) => reading,
        None => match Reading::begin(&mut lines, None) {
            Ok(reading) => reading,
            Err(_) => return true,
        },
    };
    while let Some(line) = lines.next_line().unwrap() {
        reading.line(&line, 0);
        if !reading.auditor.ok_so_far() {
            return true;
        }
    }
    !reading.finish(None).ok
}

#[test]
fn every_single_flipped_bit_is_noticed() {
    let file = exported();
    let (mut flipped, mut missed, mut start) = (0_u64, Vec::new(), 0);
    let mut before = None;
    for line in file.split_inclusive(|byte| *byte == b'\n') {
        let rest = &file[start + line.len()..];
        let mut changed = line.to_vec();
        for bit in 0..line.len() * 8 {
            changed[bit / 8] ^= 1 << (bit % 8);
            if !noticed(before.as_ref(), &changed, rest) {
                missed.push((start + bit / 8, bit % 8));
            }
            changed[bit / 8] ^= 1 << (bit % 8);
            flipped += 1;
        }
        let mut lines = Lines { input: BufReader::new(line), number: 0 };
        match &mut before {
            None => before = Some(Reading::begin(&mut lines, None).unwrap()),
            Some(reading) => reading.line(&lines.next_line().unwrap().unwrap(), 0),
        }
        start += line.len();
    }
    assert!(missed.is_empty(), "of {flipped} flipped bits not noticed (byte, bit): {missed:?}");
    assert_eq!(flipped, file.len() as u64 * 8);
    assert!(before.unwrap().finish(None).ok, "the export itself is good");
}

#[test]
fn the_untouched_export_is_good_and_a_sampled_flip_names_its_entry() {
    let file = exported();
    let report = audit(file.as_slice(), Some(key().verifying_key()), None).unwrap();
    assert!(report.ok && report.problems.is_empty(), "{report:?}");
    assert_eq!((report.entries, report.first_bad_entry, report.entries_vouched_for), (200, None, 200));
    let mut start = 0;
    for (number, line) in file.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if (1..=ENTRIES as usize).contains(&number) {
            let mut changed = file.clone();
            changed[start + line.len() / 2] ^= 1;
            let report = audit(changed.as_slice(), None, None).unwrap();
            assert_eq!((report.ok, report.first_bad_entry), (false, Some(number as u64 - 1)));
        }
        start += line.len();
    }
}

#[test]
fn a_deleted_swapped_doubled_or_missing_line_is_noticed() {
    let file = exported();
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 1..lines.len() {
        let without = [&lines[..at], &lines[at + 1..]].concat().concat();
        assert!(!audit(without.as_slice(), None, None).unwrap().ok, "line {at} deleted");
        let doubled = [&lines[..at], &lines[at - 1..]].concat().concat();
        assert!(audit(doubled.as_slice(), None, None).map_or(true, |r| !r.ok), "line {at} doubled");
        let cut = lines[..at].concat();
        assert!(!audit(cut.as_slice(), None, None).unwrap().ok, "cut before line {at}");
        if at + 1 < lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(at, at + 1);
            assert!(!audit(swapped.concat().as_slice(), None, None).unwrap().ok, "lines {at} swapped");
        }
    }
}

#[test]
fn the_key_inside_the_file_is_not_trusted_when_another_is_given() {
    let other = SigningKey::from_random_bytes("tanba.test/ledger", [8; 32]).unwrap();
    let error = audit(exported().as_slice(), Some(other.verifying_key()), None).unwrap_err();
    assert!(matches!(error, ExportError::OtherKey { .. }), "{error}");
}

#[test]
fn what_is_no_export_is_refused_with_the_reason() {
    for input in ["", "\n", "{}\n", "hello", &format!("{}x\n", header_line(key().verifying_key()))] {
        let error = audit(input.as_bytes(), None, None).unwrap_err().to_string();
        assert!(error.contains("line 1"), "{input:?}: {error}");
    }
}

#[test]
fn an_endless_line_is_bounded_and_takes_one_place() {
    let mut file = format!("{}\n", header_line(key().verifying_key())).into_bytes();
    file.extend(std::iter::repeat_n(b'x', 5 * LINE_BYTES_MAX));
    file.extend(b"\n{\"end\":{\"entries\":1,\"checkpoints\":0}}\n");
    let report = audit(file.as_slice(), None, None).unwrap();
    assert_eq!((report.ok, report.entries, report.first_bad_entry), (false, 1, Some(0)));
}

#[test]
fn an_entry_with_a_line_break_is_not_written() {
    let mut writer = Writer::new(Vec::new(), key().verifying_key()).unwrap();
    assert!(writer.entry(b"a\nb", crate::leaf_hash(b"a\nb")).is_err());
    assert!(writer.entry(&[b'a'; ENTRY_BYTES_MAX + 1], crate::leaf_hash(b"a")).is_err());
}
