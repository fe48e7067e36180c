use std::collections::BTreeSet;
use std::sync::Arc;

use ledger::Frontier;
use registry::ports::Store;
use registry::sequencer::{Change, Keeper, Owner};
use registry::{Document, DocumentKind, FeedMark};
use vocabulary::FingerPosition;

use crate::samples::*;

pub(crate) async fn entries_and_checkpoints(store: Arc<dyn Store>) {
    assert_eq!(store.ledger_size().await.unwrap(), 0);
    assert!(store.ledger_entries(0, 10).await.unwrap().is_empty());
    assert!(store.checkpoints(10).await.unwrap().is_empty());
    let mut hand = Hand::new(store.clone());
    for _ in 0..3 {
        hand.act(Vec::new()).await.unwrap();
    }
    hand.group(vec![Vec::new(), Vec::new()]).await.unwrap();

    assert_eq!(store.ledger_size().await.unwrap(), 5);
    let all = store.ledger_entries(0, 10).await.unwrap();
    let expected: Vec<_> = (0..5).map(|n| (entry(n).to_bytes(), entry(n).leaf_hash())).collect();
    assert_eq!(all, expected);
    assert_eq!(store.ledger_entries(1, 2).await.unwrap(), expected[1..3]);
    assert!(store.ledger_entries(5, 2).await.unwrap().is_empty());

    let checkpoints = store.checkpoints(10).await.unwrap();
    let sizes: Vec<_> = checkpoints.iter().map(|c| c.unverified().size).collect();
    assert_eq!(sizes, [5, 3, 2, 1], "newest first");
    for checkpoint in &checkpoints {
        let said = checkpoint.verify(signing_key().verifying_key()).unwrap();
        let mut tree = Frontier::new();
        (0..said.size).for_each(|n| _ = tree.push(entry(n).leaf_hash()));
        assert_eq!(said.root, tree.root());
    }
    assert_eq!(store.checkpoints(1).await.unwrap(), checkpoints[..1]);
}

pub(crate) async fn openings_come_back_in_order(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let openings = [
        opening(Keeper::Links, Owner::Record(registry_number(1)), 1),
        opening(Keeper::Identity, Owner::Case(case_id(1)), 2),
        opening(Keeper::Links, Owner::Record(registry_number(1)), 3),
        opening(Keeper::Identity, Owner::Officer(officer_id(1)), 4),
        opening(Keeper::Links, Owner::Case(case_id(1)), 5),
    ];
    let sequence = hand.act_with(Vec::new(), &openings).await.unwrap();
    let other = hand.act(Vec::new()).await.unwrap();
    let read = store.openings(sequence).await.unwrap();
    assert_eq!(read.len(), openings.len());
    for (read, given) in read.iter().zip(&openings) {
        assert_eq!((read.keeper, read.owner, &read.subject), (given.keeper, given.owner, &given.subject));
        assert_eq!((&read.salt, &read.payload), (&given.salt, &given.payload));
    }
    assert!(store.openings(other).await.unwrap().is_empty());
    assert!(store.openings(99).await.unwrap().is_empty());
}

pub(crate) async fn every_row_has_its_entry(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let officer = Change::OfficerAdded { id: officer_id(1), officer: new_officer(1) };
    let added = hand.act(vec![officer]).await.unwrap();
    let viewed = hand.act(Vec::new()).await.unwrap();
    let changes = registration(1, hand.next(), 100);
    let first = hand.act(changes).await.unwrap();
    let changes = registration(2, hand.next(), 100);
    let second = hand.act(changes).await.unwrap();
    let person = Change::PersonAdded { id: person_id(3), details: details(3) };
    let case = Change::CaseOpened(Box::new(case(3, person_id(3))));
    let opened = hand.act(vec![person, case, encounter(3)]).await.unwrap();
    let captured = hand.act(vec![impression(3, FingerPosition::LeftRing, 99, 10)]).await.unwrap();

    let rows = store.rows_by_sequence().await.unwrap();
    let of = |sequence| rows.iter().filter(|(_, s)| *s == sequence).count();
    assert_eq!(
        rows.iter().map(|(_, s)| *s).collect::<BTreeSet<_>>(),
        [added, first, second, opened, captured].into()
    );
    assert_eq!(of(viewed), 0, "a view makes no row");
    assert_eq!(of(first), of(second), "equal commands make equal rows");
    assert!(of(first) > of(opened) && of(opened) > of(captured), "{rows:?}");
    assert!(rows.iter().any(|(table, s)| *s == captured && !table.is_empty()));
}

pub(crate) async fn a_document_names_the_entry_of_its_newest_version(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let (kind, id) = (DocumentKind::Feed, Document::feed_id("civil-status"));
    assert_eq!(store.document_entry(kind, id).await.unwrap(), None);
    let mark = |last, version| {
        let mark = FeedMark { feed: "civil-status".to_owned(), last, version };
        Change::Documented(Box::new(Document::Feed(mark)))
    };
    for (last, version) in [(7, 1), (9, 2)] {
        let entry = hand.act(vec![mark(last, version)]).await.unwrap();
        assert_eq!(store.document_entry(kind, id).await.unwrap(), Some(entry));
    }
    hand.act(vec![Change::PersonAdded { id: person_id(1), details: details(1) }]).await.unwrap();
    assert_eq!(store.document_entry(kind, id).await.unwrap(), Some(1), "other entries are not its own");
    assert_eq!(store.document_entry(DocumentKind::Act, id).await.unwrap(), None, "of another kind");
}
