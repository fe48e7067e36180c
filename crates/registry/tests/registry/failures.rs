//! The store fails at every step in turn: nothing is half-written, nothing acknowledged is lost, the next
//! command works.

use std::sync::Arc;

use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::support::*;

async fn failing() -> (World, Arc<FailingStore>) {
    let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    (World::on(store.clone()).await, store)
}

#[tokio::test]
async fn a_registration_that_fails_anywhere_is_wholly_there_or_not_at_all() {
    for point in Point::ALL {
        let (world, store) = failing().await;
        let case = world.captured(1, 1).await;
        world.registry.check_duplicates(operator(), case).await.unwrap();
        let before = world.size().await;
        store.fail(*point, 0, StoreError::DiskFull);
        let failed = world.registry.register(operator(), case).await;
        assert!(matches!(failed, Err(CommandError::Store(StoreError::DiskFull))), "{point:?}: {failed:?}");
        assert!(!store.is_armed());
        let record = world.store.case(case).await.unwrap().unwrap();
        if *point == Point::AfterCommit {
            assert_eq!((world.size().await, record.state), (before + 1, CaseState::Registered));
        } else {
            assert_eq!((world.size().await, record.state), (before, CaseState::Open), "{point:?}");
            let certificate = world.registry.register(operator(), case).await.unwrap();
            assert_eq!(certificate.ledger_sequence, before, "{point:?}: the next command works");
        }
        // Either way the next act finds the register whole and the person searchable.
        world.audited().await;
        assert_eq!(world.registry.gallery_len(), 1, "{point:?}");
        let reopened = open(Arc::clone(&world.store), Arc::clone(&world.clock)).await.unwrap();
        assert_eq!(reopened.gallery_len(), 1, "{point:?}");
    }
}

#[tokio::test]
async fn a_failing_group_fails_everybody_in_it_and_nobody_else() {
    for point in Point::ALL {
        let (world, store) = failing().await;
        let world = Arc::new(world);
        store.fail(*point, 2, StoreError::DiskFull);
        let mut acts = Vec::new();
        for n in 1..=40 {
            let world = Arc::clone(&world);
            acts.push(tokio::spawn(async move {
                world.registry.open_case(operator(), citizen(n)).await.map(|o| o.case.id)
            }));
        }
        let mut opened = Vec::new();
        let mut failed = 0;
        for act in acts {
            match act.await.unwrap() {
                Ok(id) => opened.push(id),
                Err(CommandError::Store(StoreError::DiskFull)) => failed += 1,
                Err(other) => panic!("{point:?}: {other}"),
            }
        }
        for id in &opened {
            assert!(world.store.case(*id).await.unwrap().is_some(), "{point:?}: acknowledged and lost");
        }
        if *point != Point::AfterCommit {
            assert_eq!(world.size().await, opened.len() as u64, "{point:?}: {failed} failed");
        }
        world.audited().await;
    }
}

#[tokio::test]
async fn a_view_that_cannot_be_recorded_is_not_answered() {
    let (world, store) = failing().await;
    let (case, _) = world.registered(1).await;
    let number = world.number_of(case).await;
    store.fail(Point::Commit, 0, StoreError::DiskFull);
    let view = world.registry.view_record(operator(), number, reason(Purpose::Confirm)).await;
    assert!(matches!(view, Err(CommandError::Store(StoreError::DiskFull))));
    assert!(world.registry.view_record(operator(), number, reason(Purpose::Confirm)).await.is_ok());
}

#[tokio::test]
async fn entries_never_run_backwards_and_a_wrong_clock_stops_the_register() {
    let world = World::new().await;
    world.consented(1).await;
    let last = world.entries().await.last().unwrap().at_ms;
    world.clock.set(start() - jiff::SignedDuration::from_secs(30));
    world.consented(2).await;
    assert_eq!(
        world.entries().await.last().unwrap().at_ms,
        last,
        "a small step takes the time of the last entry"
    );
    world.clock.set(start() - jiff::SignedDuration::from_secs(3600));
    let refused = world.registry.open_case(operator(), citizen(3)).await;
    assert!(
        matches!(refused, Err(CommandError::Store(StoreError::ClockBehind { behind_s: 3600 }))),
        "{refused:?}"
    );
    world.clock.set(start());
    world.consented(3).await;
    world.audited().await;
}

/// Two cases of different people with the same fingers, checked before either is registered.
async fn twins(world: &World) -> (CaseId, CaseId) {
    let (first, second) = (world.captured(1, 1).await, world.captured(2, 1).await);
    for case in [first, second] {
        assert!(world.registry.check_duplicates(operator(), case).await.unwrap().candidates.is_empty());
    }
    (first, second)
}

/// R11.4.6: the gate of registrations stays shut while the transaction waits, whoever went away.
#[tokio::test]
async fn a_client_that_goes_away_does_not_open_the_gate_for_the_same_prints() {
    let world = Arc::new(World::new().await);
    let (first, second) = twins(&world).await;
    // Whoever holds the write transaction keeps the sequencer waiting.
    let held = world.store.begin(&registry::testing::write_pass()).await.unwrap();
    let register = |case| {
        let world = Arc::clone(&world);
        tokio::spawn(async move { world.registry.register(operator(), case).await })
    };
    let gone = register(first);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    let waits = register(second);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    drop(held);
    let refused = waits.await.unwrap();
    assert!(matches!(refused, Err(CommandError::WrongState { .. })), "{refused:?}");
    let state = |case: CaseRecord| case.state;
    assert_eq!(world.store.case(first).await.unwrap().map(state), Some(CaseState::Registered));
    assert_eq!(world.registry.gallery_len(), 1);
    world.audited().await;
}

/// R11.4.6: a registration whose answer was lost is found by the next one, without a write between.
#[tokio::test]
async fn prints_registered_without_an_answer_are_found_by_the_next_registration() {
    let (world, store) = failing().await;
    let (first, second) = twins(&world).await;
    store.fail(Point::AfterCommit, 0, StoreError::DiskFull);
    world.registry.register(operator(), first).await.unwrap_err();
    let refused = world.registry.register(operator(), second).await;
    assert!(matches!(refused, Err(CommandError::WrongState { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_doubt_that_could_not_be_settled_is_not_forgotten() {
    let (world, store) = failing().await;
    let (first, second) = twins(&world).await;
    store.fail(Point::AfterCommit, 0, StoreError::DiskFull);
    world.registry.register(operator(), first).await.unwrap_err();
    store.fail(Point::ReadCheckpoints, 0, StoreError::Engine("no answer".to_owned()));
    world.registry.view_case(operator(), second).await.unwrap_err();
    assert!(!store.is_armed());
    world.registry.view_case(operator(), second).await.unwrap();
    assert_eq!(world.registry.gallery_len(), 1, "the registration that was committed is searchable");
    let refused = world.registry.register(operator(), second).await;
    assert!(matches!(refused, Err(CommandError::WrongState { .. })), "{refused:?}");
}
