//! Backups: from either engine into either, refused when anything in them changed, nothing left of a restore
//! that did not end.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod engines;
mod journey;
mod samples;

use std::fs;
use std::path::Path;

use engines::{Database, Place};
use ledger::AuditReport;
use registry::StoreError;
use samples::{Hand, at, registration, signing_key};
use store::Location;
use store::backup::{self, BackupError, Manifest};

/// Registers two people and a session that is not to be saved; the connections are gone afterwards.
async fn fill(location: &Location) {
    let (location, runtime) =
        (location.clone(), tokio::runtime::Builder::new_multi_thread().enable_all().build());
    let runtime = runtime.unwrap();
    let written = runtime.spawn(async move {
        let store = location.open(registry::testing::stable_keys()).await.unwrap();
        let officer = registry::sequencer::Change::OfficerAdded {
            id: samples::officer_id(1),
            officer: samples::new_officer(1),
        };
        Hand::new(store.clone()).act(vec![officer]).await.unwrap();
        let session = registry::Session {
            token_hash: [7; 32],
            officer: samples::officer_id(1),
            csrf: "x".into(),
            started_at: at(0),
            seen_at: at(0),
        };
        store.put_session(&session).await.unwrap();
        let registry = journey::open(store).await.unwrap();
        for number in 1..=2 {
            journey::register(&registry, number).await.unwrap();
        }
    });
    written.await.unwrap();
    tokio::task::spawn_blocking(move || drop(runtime)).await.unwrap();
}

async fn create(location: &Location, to: &Path) -> Result<Manifest, BackupError> {
    backup::create(location, signing_key().verifying_key(), at(9), to).await
}

async fn audit(location: &Location) -> AuditReport {
    let store = location.open(registry::testing::stable_keys()).await.unwrap();
    assert!(store.session(&[7; 32]).await.unwrap().is_none(), "sessions are not restored");
    registry::audit_store(&*store, signing_key().verifying_key(), None).await.unwrap()
}

/// Backed up, restored into `to`, backed up again: the same to the last byte of every table.
async fn goes_round(from: &Place, to: &Place) {
    let outer = tempfile::tempdir().unwrap();
    let (first, second) = (outer.path().join("first"), outer.path().join("second"));
    fill(&from.location()).await;
    let made = create(&from.location(), &first).await.unwrap();
    assert_eq!(made.entries, 1 + 2 * journey::ENTRIES);
    assert_eq!(backup::verify(&first, Some(signing_key().verifying_key())).unwrap(), made);
    assert_eq!(backup::restore(&first, &to.location()).await.unwrap(), made);
    let report = audit(&to.location()).await;
    assert!(report.ok && report.entries == made.entries, "{report:?}");
    assert_eq!(report.root.to_string(), made.root);
    let again = create(&to.location(), &second).await.unwrap();
    assert_eq!((again.tables, again.root, again.register_id), (made.tables, made.root, made.register_id));
    // Never over something that exists.
    let occupied = backup::restore(&first, &to.location()).await.unwrap_err();
    assert!(matches!(occupied, BackupError::Occupied { .. }), "{occupied}");
    let occupied = create(&to.location(), &second).await.unwrap_err();
    assert!(matches!(occupied, BackupError::Occupied { .. }), "{occupied}");
    // The restored register works on.
    let registry =
        journey::open(to.location().open(registry::testing::stable_keys()).await.unwrap()).await.unwrap();
    journey::register(&registry, 3).await.unwrap();
}

#[tokio::test]
async fn a_folder_is_restored_into_a_folder() {
    goes_round(&Place::folder(), &Place::folder()).await;
}

#[tokio::test]
async fn a_folder_is_restored_into_a_database() {
    let Some(database) = Place::database("a_folder_is_restored_into_a_database") else { return };
    goes_round(&Place::folder(), &database).await;
}

#[tokio::test]
async fn a_database_is_restored_into_a_folder() {
    let Some(database) = Place::database("a_database_is_restored_into_a_folder") else { return };
    goes_round(&database, &Place::folder()).await;
}

/// A folder is held by its register; a database is saved from one snapshot while commits go on.
#[tokio::test(flavor = "multi_thread")]
async fn a_running_folder_is_refused_and_a_running_database_is_saved_whole() {
    let test = "a_running_folder_is_refused_and_a_running_database_is_saved_whole";
    let outer = tempfile::tempdir().unwrap();
    let folder = Place::folder();
    let running = folder.location().open(registry::testing::stable_keys()).await.unwrap();
    let refused = create(&folder.location(), &outer.path().join("no")).await.unwrap_err();
    assert!(matches!(refused, BackupError::Store(StoreError::InUse { .. })), "{refused}");
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 0, "something is left");
    drop(running);

    let Some(database) = Place::database(test) else { return };
    let mut hand = Hand::new(database.location().open(registry::testing::stable_keys()).await.unwrap());
    let (done, mut asked) = tokio::sync::oneshot::channel::<()>();
    let writer = tokio::spawn(async move {
        while asked.try_recv().is_err() {
            let next = hand.next();
            hand.act(registration(next, next, 1000)).await.unwrap();
        }
        hand.next()
    });
    let mut saved = Vec::new();
    while saved.len() < 5 || saved.last().is_some_and(|last| *last < 10) {
        let backup = outer.path().join(format!("{}", saved.len()));
        saved.push(create(&database.location(), &backup).await.unwrap().entries);
        let into = Place::folder();
        backup::restore(&backup, &into.location()).await.unwrap();
    }
    done.send(()).unwrap();
    assert!(writer.await.unwrap() >= *saved.last().unwrap());
    assert!(saved.is_sorted() && saved.first() < saved.last(), "{saved:?}: nothing was written meanwhile");
}

/// A backup of a small register.
async fn small_backup(outer: &Path) -> std::path::PathBuf {
    let place = Place::folder();
    let mut hand = Hand::new(place.location().open(registry::testing::stable_keys()).await.unwrap());
    hand.act(registration(0, 0, 300)).await.unwrap();
    drop(hand);
    let backup = outer.join("backup");
    create(&place.location(), &backup).await.unwrap();
    backup
}

/// Whatever byte of whatever file is another, cut or added: refused by name, and nothing is restored.
#[tokio::test]
async fn every_changed_cut_or_added_byte_is_refused_by_name() {
    let outer = tempfile::tempdir().unwrap();
    let backup = small_backup(outer.path()).await;
    let to = Location::Folder(outer.path().join("to"));
    let mut tried = 0;
    for file in fs::read_dir(&backup).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let whole = fs::read(&file).unwrap();
        let step = (whole.len() / 40).max(1);
        let changed = (0..whole.len()).step_by(step).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x20;
            bytes
        });
        let cut = [0, 1, whole.len() / 2, whole.len() - 1].map(|length| whole[..length].to_vec());
        let longer = [whole.clone(), vec![0]].concat();
        for bytes in changed.chain(cut).chain([longer]) {
            fs::write(&file, bytes).unwrap();
            let refused = backup::verify(&backup, None).unwrap_err();
            let named = matches!(&refused, BackupError::Damaged { what, .. } if what.contains(&name));
            assert!(named || name == "manifest", "{name}: {refused}");
            tried += 1;
        }
        // The restore looks first.
        assert!(backup::restore(&backup, &to).await.is_err());
        fs::write(&file, whole).unwrap();
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 1, "something is left of a refused restore");
    fs::write(backup.join("more.rows"), "x").unwrap();
    let refused = backup::verify(&backup, None).unwrap_err().to_string();
    assert!(refused.contains("more.rows"), "{refused}");
    fs::remove_file(backup.join("more.rows")).unwrap();
    backup::restore(&backup, &to).await.unwrap();
}

#[tokio::test]
async fn what_is_no_backup_or_of_another_key_is_refused() {
    let outer = tempfile::tempdir().unwrap();
    let backup = small_backup(outer.path()).await;
    for folder in [outer.path().join("nothing"), outer.path().to_owned()] {
        let refused = backup::verify(&folder, None).unwrap_err();
        assert!(matches!(refused, BackupError::Foreign { .. }), "{refused}");
    }
    let stranger = ledger::SigningKey::from_random_bytes("stranger", [9; 32]).unwrap();
    let refused = backup::verify(&backup, Some(stranger.verifying_key())).unwrap_err();
    assert!(matches!(refused, BackupError::Damaged { .. }), "{refused}");
    let none =
        create(&Location::Folder(outer.path().join("none")), &outer.path().join("x")).await.unwrap_err();
    assert!(matches!(none, BackupError::NoRegister { .. }), "{none}");
    assert!(!outer.path().join("none").exists() && !outer.path().join("x").exists());
}

/// What a killed restore leaves is no register, and the next one begins anew.
#[tokio::test]
async fn an_interrupted_restore_is_nothing_and_the_next_begins_anew() {
    let outer = tempfile::tempdir().unwrap();
    let backup = small_backup(outer.path()).await;
    let rest = outer.path().join(".to.unfinished");
    fs::create_dir(&rest).unwrap();
    fs::write(rest.join("identity.sqlite"), "half").unwrap();
    let to = Location::Folder(outer.path().join("to"));
    backup::restore(&backup, &to).await.unwrap();
    assert!(!rest.exists());
    assert!(audit_of_hand(&to).await >= 1);
}

async fn audit_of_hand(location: &Location) -> u64 {
    location.open(registry::testing::stable_keys()).await.unwrap().ledger_size().await.unwrap()
}

/// A restore into a database that fails at its end leaves no schema.
#[tokio::test]
async fn a_restore_that_fails_in_a_database_leaves_it_empty() {
    let Some(database) = Database::new("a_restore_that_fails_in_a_database_leaves_it_empty") else { return };
    let outer = tempfile::tempdir().unwrap();
    let backup = small_backup(outer.path()).await;
    // A table of the backup that a foreign rule of the database refuses.
    database
        .run_as_superuser(
            "CREATE FUNCTION public.no() RETURNS event_trigger LANGUAGE plpgsql AS \
             'BEGIN IF tg_tag = ''CREATE VIEW'' THEN RAISE EXCEPTION ''no room''; END IF; END'; \
             CREATE EVENT TRIGGER no ON ddl_command_start EXECUTE FUNCTION public.no()",
        )
        .await
        .unwrap();
    let to = Location::Database(database.url.clone());
    let failed = backup::restore(&backup, &to).await.unwrap_err();
    assert!(failed.to_string().contains("no room"), "{failed}");
    database.run_as_superuser("DROP EVENT TRIGGER no").await.unwrap();
    let restored = backup::restore(&backup, &to).await.unwrap();
    assert_eq!(restored.entries, 1);
}

/// A disk without room: the restore says so and leaves nothing.
#[tokio::test]
async fn a_full_disk_leaves_nothing_of_a_restore() {
    let outer = tempfile::tempdir().unwrap();
    let place = Place::folder();
    let mut hand = Hand::new(place.location().open(registry::testing::stable_keys()).await.unwrap());
    for number in 0..20 {
        hand.act(registration(number, number, 20_000)).await.unwrap();
    }
    drop(hand);
    let backup = outer.path().join("backup");
    create(&place.location(), &backup).await.unwrap();
    let disk = outer.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |arguments: &[&str]| {
        std::process::Command::new(arguments[0]).args(&arguments[1..]).arg(&disk).output()
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=2m", "tanba-test"])
        .is_ok_and(|done| done.status.success())
    {
        eprintln!("SKIPPED: a_full_disk_leaves_nothing_of_a_restore: no right to mount a tmpfs");
        return;
    }
    let failed = backup::restore(&backup, &Location::Folder(disk.join("to"))).await.unwrap_err();
    let left = fs::read_dir(&disk).unwrap().count();
    let saved = create(&place.location(), &disk.join("saved")).await.unwrap_err();
    let left_of_saving = fs::read_dir(&disk).unwrap().count();
    mount(&["umount", "-l"]).unwrap();
    for error in [failed, saved] {
        assert!(matches!(error, BackupError::Store(StoreError::DiskFull)), "{error}");
    }
    assert_eq!((left, left_of_saving), (0, 0), "something is left");
}
