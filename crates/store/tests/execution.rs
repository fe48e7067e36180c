//! Faults around an execution of an act, and keys that are lost.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod journey;
mod office;
mod samples;
mod small_disk;

use std::sync::Arc;

use office::{Doomed, Office};
use registry::ports::Store;
use registry::{ActState, CommandError, Document, DocumentKind, StoreError, audit_store};
use small_disk::SmallDisk;
use store::SqlStore;
use vocabulary::ActId;

async fn state_of(store: &dyn Store, act: ActId) -> ActState {
    match store.document(DocumentKind::Act, *act.as_bytes()).await.unwrap() {
        Some(Document::Act(act)) => act.state,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_during_an_execution_destroys_nothing_and_it_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(6 << 20) else {
        eprintln!(
            "SKIPPED: a_full_disk_during_an_execution_destroys_nothing_and_it_goes_on_when_there_is_room: no right to \
             mount a tmpfs"
        );
        return;
    };
    let keys = tempfile::tempdir().unwrap();
    let ballast = disk.path().join("ballast");
    let vault = journey::vault(keys.path());
    let store = Arc::new(SqlStore::open(&disk.path().join("data"), Arc::clone(&vault)).await.unwrap());
    let registry = office::open(store.clone(), vault, keys.path()).await.unwrap();
    let office = Office::found(&registry, keys.path()).await;
    let record = Doomed::register(&registry, &*store, 1).await;
    let other = Doomed::register(&registry, &*store, 2).await;
    office.withdraw_consent(&registry, record.number).await;
    registry.sweep().await.unwrap();
    let act = office.approved(&registry, &[record.number]).await;
    disk.fill(&ballast);
    for _ in 0..2 {
        let full = registry.execute_act(office.archivist, act).await.unwrap_err();
        assert!(matches!(full, CommandError::Store(StoreError::DiskFull)), "{full}");
        record.is_whole(&*store).await;
        assert_eq!(state_of(&*store, act).await, ActState::Approved);
        assert!(store.pending_erasures(10).await.unwrap().is_empty());
        assert_eq!(registry.gallery_len(), 2, "searches see it still");
    }
    std::fs::remove_file(&ballast).unwrap();
    let done = registry.execute_act(office.archivist, act).await.unwrap();
    assert_eq!(done.state, ActState::Executed);
    record.is_gone(&*store, act).await;
    other.is_whole(&*store).await;
    let key = samples::signing_key();
    assert!(audit_store(&*store, key.verifying_key(), None).await.unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_whose_keys_are_lost_does_not_open_and_is_whole_when_they_are_back() {
    let place = tempfile::tempdir().unwrap();
    let (data, keys, elsewhere) =
        (place.path().join("data"), place.path().join("keys"), place.path().join("elsewhere"));
    let record = {
        let vault = journey::vault(&keys);
        let store = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
        let registry = journey::open_with(store.clone(), vault).await.unwrap();
        let record = Doomed::register(&registry, &*store, 1).await;
        drop(registry);
        journey::wait_until_closed(store).await;
        record
    };
    std::fs::rename(&keys, &elsewhere).unwrap();
    // New keys in their place open nothing of what the old ones sealed.
    let vault = journey::vault(&keys);
    let store = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let refused = journey::open_with(store.clone(), vault).await.err().unwrap().to_string();
    assert!(refused.contains("key of this record is erased"), "{refused}");
    journey::wait_until_closed(store).await;
    std::fs::remove_dir_all(&keys).unwrap();
    std::fs::rename(&elsewhere, &keys).unwrap();
    let vault = journey::vault(&keys);
    let store = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let registry = journey::open_with(store.clone(), vault).await.unwrap();
    assert_eq!(registry.gallery_len(), 1);
    record.is_whole(&*store).await;
}
