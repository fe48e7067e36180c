//! What may go wrong around the files: no room, damage, another process, no permission, moved folders.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod samples;
mod small_disk;

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use registry::StoreError;
use registry::ports::Store;
use samples::{FINGERS, Hand, registration};
use small_disk::SmallDisk;
use store::SqlStore;

async fn open(path: &Path) -> Arc<SqlStore> {
    Arc::new(SqlStore::open(path, registry::testing::stable_keys()).await.unwrap())
}

async fn with_registrations(path: &Path, count: u64) {
    let mut hand = Hand::new(open(path).await);
    for number in 0..count {
        hand.act(registration(number, number, 20_000)).await.unwrap();
    }
}

async fn refusal(path: &Path) -> StoreError {
    SqlStore::open(path, registry::testing::stable_keys()).await.expect_err("this folder must be refused")
}

#[tokio::test]
async fn a_full_disk_writes_nothing_and_work_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(6 << 20) else {
        eprintln!(
            "SKIPPED: a_full_disk_writes_nothing_and_work_goes_on_when_there_is_room: no right to mount a tmpfs"
        );
        return;
    };
    let ballast = disk.path().join("ballast");
    let data = disk.path().join("data");
    let store = open(&data).await;
    let mut hand = Hand::new(store.clone());
    hand.act(registration(0, 0, 20_000)).await.unwrap();
    fs::write(&ballast, vec![1; 3 << 20]).unwrap();
    let mut number = 1;
    let full = loop {
        match hand.act(registration(number, number, 20_000)).await {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
        assert!(number < 100, "the disk never fills");
    };
    assert!(matches!(full, StoreError::DiskFull), "{full}");
    // Reading goes on, and sees whole registrations only.
    assert_eq!(store.ledger_size().await.unwrap(), number);
    assert_eq!(store.registered_templates(FINGERS, None, 1000).await.unwrap().len() as u64, number);
    assert!(store.person(samples::person_id(number)).await.unwrap().is_none());
    assert!(store.impression(samples::impression_id(number * 10)).await.unwrap().is_none());
    assert!(store.rows_by_sequence().await.unwrap().iter().all(|(_, sequence)| *sequence < number));
    let again = hand.act(registration(number, number, 20_000)).await.unwrap_err();
    assert!(matches!(again, StoreError::DiskFull), "{again}");
    fs::remove_file(&ballast).unwrap();
    assert_eq!(hand.act(registration(number, number, 20_000)).await.unwrap(), number);
    assert!(store.person(samples::person_id(number)).await.unwrap().is_some());
    drop((hand, store));
}

#[tokio::test]
async fn a_second_opening_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path()).await;
    let refused = refusal(folder.path()).await;
    assert!(matches!(&refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains(folder.path().to_str().unwrap()), "{refused}");
    drop(first);
    open(folder.path()).await;
}

fn overwrite(file: &Path, at: SeekFrom, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(at).unwrap();
    file.write_all(bytes).unwrap();
}

type Damage = fn(&Path);

#[tokio::test]
async fn damaged_files_are_named() {
    for store in ["ledger", "identity", "biometrics", "links"] {
        let name = format!("{store}.sqlite");
        let damages: [(&str, Damage); 3] = [
            ("header", |file| overwrite(file, SeekFrom::Start(0), &[0xff; 100])),
            ("schema", |file| overwrite(file, SeekFrom::Start(100), &[0xff; 2000])),
            ("emptied", |file| fs::File::create(file).map(|_| ()).unwrap()),
        ];
        for (kind, damage) in damages {
            let folder = tempfile::tempdir().unwrap();
            with_registrations(folder.path(), 1).await;
            damage(&folder.path().join(&name));
            let refused = refusal(folder.path()).await;
            assert!(matches!(&refused, StoreError::Damaged { .. }), "{store} {kind}: {refused}");
            assert!(refused.to_string().contains(&name), "{store} {kind}: {refused}");
        }
    }
}

#[tokio::test]
async fn damage_inside_a_file_is_an_error_of_the_reading_not_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    with_registrations(folder.path(), 5).await;
    let file = folder.path().join("biometrics.sqlite");
    let size = fs::metadata(&file).unwrap().len();
    // Every page from the third on: rows of every table.
    overwrite(&file, SeekFrom::Start(2 * 4096), &vec![0xa5; (size - 2 * 4096) as usize]);
    let failed = match SqlStore::open(folder.path(), registry::testing::stable_keys()).await {
        Err(error) => error,
        Ok(store) => store.registered_templates(FINGERS, None, 10).await.unwrap_err(),
    };
    assert!(matches!(&failed, StoreError::Damaged { .. }), "{failed}");
    assert!(failed.to_string().contains("biometrics.sqlite"), "{failed}");
}

#[tokio::test]
async fn one_file_of_an_older_backup_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    with_registrations(folder.path(), 1).await;
    let file = folder.path().join("links.sqlite");
    let mut old = Vec::new();
    fs::File::open(&file).unwrap().read_to_end(&mut old).unwrap();
    let mut hand = Hand::take_over(open(folder.path()).await).await;
    hand.act(registration(1, 1, 100)).await.unwrap();
    drop(hand);
    fs::write(&file, old).unwrap();
    let refused = refusal(folder.path()).await.to_string();
    assert!(refused.contains("links.sqlite") && refused.contains("different moments"), "{refused}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    // The kernel makes no folders there, not even for root.
    for path in [file.as_path(), &file.join("data"), Path::new("/proc/tanba-data")] {
        let refused = refusal(path).await.to_string();
        assert!(refused.contains(path.to_str().unwrap()), "{refused}");
    }
}

#[tokio::test]
async fn a_folder_moved_after_a_crash_is_refused_until_it_is_back() {
    let outer = tempfile::tempdir().unwrap();
    let (before, after) = (outer.path().join("a"), outer.path().join("b"));
    with_registrations(&before, 1).await;
    // What a crash leaves: a journal that begins as journals do.
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    journal.resize(512, 0);
    fs::write(before.join("identity.sqlite-journal"), journal).unwrap();
    fs::rename(&before, &after).unwrap();
    let refused = refusal(&after).await.to_string();
    assert!(refused.contains("identity.sqlite-journal") && refused.contains("moved from"), "{refused}");
    fs::rename(&after, &before).unwrap();
    drop(open(&before).await);
    // Closed in peace it may move.
    fs::rename(&before, &after).unwrap();
    assert_eq!(open(&after).await.ledger_size().await.unwrap(), 1);
}
