//! What an audit finds and which entry it names.
#![allow(clippy::unwrap_used)]

use ledger::{
    ENTRY_VERSION, Entry, EntryFields, Frontier, Hash, Outcome, PROBLEMS_MAX, SignedCheckpoint, SigningKey,
    audit, leaf_hash,
};
use vocabulary::{Purpose, Verb};

fn entry(sequence: u64, requirement: &str) -> Vec<u8> {
    let fields = EntryFields {
        version: ENTRY_VERSION,
        sequence,
        at_ms: 1_772_409_600_000,
        actor: ledger::ACTOR_SYSTEM.into(),
        body: None,
        role: None,
        operation: "view-record".into(),
        verb: Verb::Use,
        purpose: Purpose::Supervision,
        outcome: Outcome::Done,
        requirement: requirement.into(),
        articles: vec!["36".into()],
        rule_version: "V3".into(),
        commitments: vec![],
    };
    Entry::new(fields).unwrap().to_bytes()
}

fn key() -> SigningKey {
    SigningKey::from_random_bytes("tanba.test/ledger", [9; 32]).unwrap()
}

type Stored = Vec<(Vec<u8>, Option<Hash>)>;

fn stored(bytes: Vec<u8>) -> (Vec<u8>, Option<Hash>) {
    let hash = leaf_hash(&bytes);
    (bytes, Some(hash))
}

/// 30 entries with checkpoints at 10, 20 and 30.
fn ledger_of_thirty() -> (Stored, Vec<SignedCheckpoint>) {
    let entries: Stored = (0..30).map(|sequence| stored(entry(sequence, "R36.1.1"))).collect();
    let mut frontier = Frontier::new();
    let mut checkpoints = Vec::new();
    for (bytes, _) in &entries {
        frontier.push(leaf_hash(bytes));
        if frontier.len().is_multiple_of(10) {
            checkpoints.push(SignedCheckpoint::sign(&key(), frontier.len(), frontier.root()));
        }
    }
    (entries, checkpoints)
}

/// Audits, expects failure, returns the entry named.
fn named(entries: Stored, checkpoints: &[SignedCheckpoint], known: Option<&SignedCheckpoint>) -> Option<u64> {
    let report = audit(entries, checkpoints, key().verifying_key(), known);
    assert!(!report.ok && !report.problems.is_empty(), "{report:?}");
    report.first_bad_entry
}

#[test]
fn a_good_ledger_is_good_with_and_without_stored_hashes() {
    let (entries, checkpoints) = ledger_of_thirty();
    let report = audit(entries.clone(), &checkpoints, key().verifying_key(), checkpoints.last());
    assert!(report.ok, "{report:?}");
    assert_eq!((report.entries, report.entries_vouched_for, report.checkpoints_held), (30, 30, 3));
    let bare = entries.into_iter().map(|(bytes, _)| (bytes, None));
    assert!(audit(bare, &checkpoints, key().verifying_key(), None).ok);
    let none: Stored = vec![];
    let report = audit(none, &[], key().verifying_key(), None);
    assert_eq!((report.ok, report.root), (true, ledger::empty_root()));
}

#[test]
fn an_entry_and_its_hash_rewritten_together_point_behind_the_last_checkpoint_that_holds() {
    for (at, expected) in [(0, 0), (9, 0), (10, 10), (15, 10), (19, 10), (20, 20), (29, 20)] {
        let (mut entries, checkpoints) = ledger_of_thirty();
        entries[at] = stored(entry(at as u64, "R36.1.2"));
        assert_eq!(named(entries, &checkpoints, None), Some(expected), "rewritten {at}");
    }
}

#[test]
fn an_entry_that_gives_itself_away_below_the_broken_checkpoint_is_named() {
    let (mut entries, checkpoints) = ledger_of_thirty();
    entries[15] = stored(entry(15, "R36.1.2"));
    entries[17].1 = Some(leaf_hash(b"other"));
    assert_eq!(named(entries, &checkpoints, None), Some(17));
    let (mut entries, checkpoints) = ledger_of_thirty();
    entries[15] = stored(entry(15, "R36.1.2"));
    entries[27].1 = Some(leaf_hash(b"other"));
    assert_eq!(named(entries, &checkpoints, None), Some(10));
}

#[test]
fn deletion_swap_and_a_wrong_number_are_named() {
    for at in 0..29 {
        let (mut entries, checkpoints) = ledger_of_thirty();
        entries.remove(at);
        assert_eq!(named(entries, &checkpoints, None), Some(at as u64), "deleted {at}");
        let (mut entries, checkpoints) = ledger_of_thirty();
        entries.swap(at, at + 1);
        assert_eq!(named(entries, &checkpoints, None), Some(at as u64), "swapped {at}");
    }
}

#[test]
fn truncation_below_a_checkpoint_names_the_first_missing_entry() {
    for len in 0..30 {
        let (mut entries, checkpoints) = ledger_of_thirty();
        entries.truncate(len);
        assert_eq!(named(entries, &checkpoints, None), Some(len as u64));
    }
}

#[test]
fn a_ledger_rolled_back_with_its_checkpoints_is_noticed_by_one_kept_elsewhere() {
    let (mut entries, mut checkpoints) = ledger_of_thirty();
    let kept = checkpoints.pop().unwrap();
    entries.truncate(20);
    assert!(
        audit(entries.clone(), &checkpoints, key().verifying_key(), None).ok,
        "a shorter past is consistent"
    );
    assert_eq!(named(entries, &checkpoints, Some(&kept)), Some(20));
}

#[test]
fn a_history_rewritten_and_signed_again_is_noticed_by_a_checkpoint_kept_elsewhere() {
    let (_, kept) = ledger_of_thirty();
    let entries: Stored = (0..30).map(|sequence| stored(entry(sequence, "R36.1.3"))).collect();
    let mut frontier = Frontier::new();
    for (bytes, _) in &entries {
        frontier.push(leaf_hash(bytes));
    }
    let signed_again = [SignedCheckpoint::sign(&key(), 30, frontier.root())];
    assert!(audit(entries.clone(), &signed_again, key().verifying_key(), None).ok);
    assert_eq!(named(entries, &signed_again, Some(&kept[1])), Some(0));
}

#[test]
fn checkpoints_of_another_key_out_of_order_or_missing_are_problems() {
    let (entries, mut checkpoints) = ledger_of_thirty();
    assert_eq!(named(entries.clone(), &[], None), None, "no checkpoint at all");
    checkpoints.swap(0, 2);
    assert_eq!(named(entries.clone(), &checkpoints, None), None, "out of order");
    let other = SigningKey::from_random_bytes("tanba.test/ledger", [8; 32]).unwrap();
    let (_, mut checkpoints) = ledger_of_thirty();
    checkpoints.push(SignedCheckpoint::sign(&other, 30, checkpoints[2].unverified().root));
    assert_eq!(named(entries, &checkpoints, None), None, "another key");
}

#[test]
fn two_signed_roots_of_one_size_are_a_problem() {
    let (entries, mut checkpoints) = ledger_of_thirty();
    checkpoints.push(SignedCheckpoint::sign(&key(), 30, leaf_hash(b"split view")));
    assert_eq!(named(entries, &checkpoints, None), Some(20));
}

#[test]
fn the_list_of_problems_is_bounded() {
    let entries = (0..1000).map(|_| (b"junk".to_vec(), None));
    let report = audit(entries, &[], key().verifying_key(), None);
    assert_eq!((report.problems.len(), report.first_bad_entry), (PROBLEMS_MAX + 1, Some(0)));
    assert!(report.problems[PROBLEMS_MAX].contains("901 more"), "{}", report.problems[PROBLEMS_MAX]);
}
