use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use registry::ports::Store;
use registry::sequencer::Change;

use crate::is_conflict;
use crate::samples::*;

fn person(number: u64) -> Change {
    Change::PersonAdded { id: person_id(number), details: details(number) }
}

pub(crate) async fn dropped_leaves_nothing(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![person(1)]).await.unwrap();
    let mut transaction = hand.begin().await;
    let mut frontier = hand.frontier.clone();
    transaction.apply(1, &registration(2, 1, 1000)).await.unwrap();
    append(&mut *transaction, &mut frontier, &[]).await.unwrap();
    hand.sign(&mut *transaction, &frontier).await.unwrap();
    drop(transaction);

    assert_eq!(store.ledger_size().await.unwrap(), 1);
    assert_eq!(store.checkpoints(9).await.unwrap().len(), 1);
    assert!(store.person(person_id(2)).await.unwrap().is_none());
    assert!(store.case(case_id(2)).await.unwrap().is_none());
    assert!(store.registered_templates(FINGERS, None, 9).await.unwrap().is_empty());
    assert!(store.person_of(registry_number(2)).await.unwrap().is_none());
    assert!(store.rows_by_sequence().await.unwrap().iter().all(|(_, sequence)| *sequence == 0));
    // And the next one works.
    let changes = registration(2, 1, 1000);
    assert_eq!(hand.act(changes).await.unwrap(), 1);
    assert!(store.person(person_id(2)).await.unwrap().is_some());
}

pub(crate) async fn a_conflict_undoes_its_command_only(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let mut transaction = hand.begin().await;
    let mut frontier = hand.frontier.clone();
    transaction.apply(0, &[person(1)]).await.unwrap();
    append(&mut *transaction, &mut frontier, &[]).await.unwrap();
    // The last change conflicts: the earlier changes of the same command go with it, over every store.
    let mut changes = registration(2, 1, 1000);
    changes.push(person(1));
    assert!(is_conflict(&transaction.apply(1, &changes).await));
    // Its sequence number goes to the next command.
    transaction.apply(1, &registration(3, 1, 1000)).await.unwrap();
    append(&mut *transaction, &mut frontier, &[]).await.unwrap();
    hand.sign(&mut *transaction, &frontier).await.unwrap();
    transaction.commit().await.unwrap();
    hand.frontier = frontier;

    assert!(store.person(person_id(1)).await.unwrap().is_some());
    assert!(store.person(person_id(2)).await.unwrap().is_none());
    assert!(store.case(case_id(2)).await.unwrap().is_none());
    assert!(store.impression(impression_id(20)).await.unwrap().is_none());
    assert!(store.person_of(registry_number(2)).await.unwrap().is_none());
    assert_eq!(store.person_of(registry_number(3)).await.unwrap(), Some(person_id(3)));
    assert_eq!(store.ledger_size().await.unwrap(), 2);
}

pub(crate) async fn readers_see_committed_state(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![person(1)]).await.unwrap();
    let mut transaction = hand.begin().await;
    let mut frontier = hand.frontier.clone();
    transaction.apply(1, &registration(2, 1, 200_000)).await.unwrap();
    append(&mut *transaction, &mut frontier, &[]).await.unwrap();
    hand.sign(&mut *transaction, &frontier).await.unwrap();
    let before = tokio::time::timeout(Duration::from_secs(5), async {
        assert!(store.person(person_id(1)).await.unwrap().is_some());
        assert!(store.person(person_id(2)).await.unwrap().is_none());
        assert!(store.impression(impression_id(20)).await.unwrap().is_none());
        store.ledger_size().await.unwrap()
    });
    assert_eq!(before.await.expect("readers do not wait for an open transaction"), 1);
    transaction.commit().await.unwrap();
    assert_eq!(store.ledger_size().await.unwrap(), 2);
    assert!(store.person(person_id(2)).await.unwrap().is_some());
    assert_eq!(store.impression(impression_id(20)).await.unwrap().unwrap().1.original.len(), 200_000);
}

pub(crate) async fn begin_waits_for_the_transaction_before(store: Arc<dyn Store>) {
    let hand = Hand::new(store.clone());
    let first = hand.begin().await;
    let began = Arc::new(AtomicBool::new(false));
    let second = tokio::spawn({
        let (began, store) = (began.clone(), store.clone());
        async move {
            let mut hand = Hand::new(store);
            let sequence = hand.act(vec![person(1)]).await.unwrap();
            began.store(true, Ordering::SeqCst);
            sequence
        }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!began.load(Ordering::SeqCst), "two write transactions at once");
    drop(first);
    let waited = tokio::time::timeout(Duration::from_secs(10), second).await;
    assert_eq!(waited.expect("the first transaction ended").unwrap(), 0);
}

pub(crate) async fn readers_never_see_half_a_commit(store: Arc<dyn Store>) {
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (store, done) = (store.clone(), done.clone());
            tokio::spawn(async move {
                let mut looked = 0_u64;
                while !done.load(Ordering::SeqCst) {
                    tokio::task::yield_now().await;
                    for number in 0..20 {
                        // Seen in one store, the registration stands in every other.
                        if store.person_of(registry_number(number)).await.unwrap().is_some() {
                            let case = store.case(case_id(number)).await.unwrap().unwrap();
                            assert_eq!(case.encounter, Some(encounter_id(number)));
                            assert!(case.certificate.is_some());
                            assert_eq!(store.templates(registry_number(number)).await.unwrap().len(), 10);
                            assert_eq!(store.certificates_of(person_id(number)).await.unwrap().len(), 1);
                            looked += 1;
                        } else {
                            break;
                        }
                    }
                }
                looked
            })
        })
        .collect();
    let _ended = EndAll(done.clone());
    let mut hand = Hand::new(store.clone());
    for number in 0..20 {
        let changes = registration(number, hand.next(), 5_000);
        hand.act(changes).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    done.store(true, Ordering::SeqCst);
    for reader in readers {
        assert!(reader.await.unwrap() > 0, "readers saw registrations while they came");
    }
}

/// Ends the readers when the writing part of a test ends, also when it fails.
struct EndAll(Arc<AtomicBool>);

impl Drop for EndAll {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
