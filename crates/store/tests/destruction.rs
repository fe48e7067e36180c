//! After a destruction no file holds the record, and a backup made before it opens no more, with today's keys.

#![allow(clippy::unwrap_used, reason = "a test")]

mod journey;
mod office;
mod samples;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use registry::ports::{Keys, Store};
use registry::sequencer::{Change, Removal, version_key};
use registry::{CaseRecord, CorrectionGround, CorrectionKind, DetailsChange, NewCorrection, StoreError};
use store::SqlStore;
use tempfile::TempDir;
use vocabulary::PersonId;

/// What must not be found in any file, neither before nor after: it is sealed from the first moment on.
fn canaries(number: u64) -> Vec<(&'static str, Vec<u8>)> {
    let person = journey::applicant(number);
    let image: Vec<u8> = (0..64_u64).map(|i| (i ^ number) as u8).collect();
    vec![
        ("the family name", person.family_name.into_bytes()),
        ("the given name", person.given_name.into_bytes()),
        ("the IIN", person.iin.unwrap().as_str().as_bytes().to_vec()),
        ("the document number", person.document_number.unwrap().into_bytes()),
        ("the image", image),
    ]
}

/// Every canary in every file below a folder.
fn found(folder: &Path, canaries: &[(&'static str, Vec<u8>)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for (what, canary) in canaries {
                if bytes.windows(canary.len()).any(|window| window == canary) {
                    found.push(format!("{what} in {}", path.display()));
                }
            }
        }
    }
    found
}

/// A tombstone of a case.
fn ended(case: &CaseRecord) -> CaseRecord {
    CaseRecord { version: case.version + 1, ..case.ended() }
}

async fn remove(store: &dyn Store, removal: Removal) {
    let pass = registry::testing::write_pass();
    let mut transaction = store.begin(&pass).await.unwrap();
    let sequence = store.ledger_size().await.unwrap();
    let change = Change::RecordRemoved(Box::new(removal));
    transaction.prepare(&[&change]).await.unwrap();
    transaction.apply(sequence, &[change]).await.unwrap();
    let entry = samples::entry(sequence);
    transaction.append(&entry, entry.leaf_hash(), &[]).await.unwrap();
    transaction.commit().await.unwrap();
}

/// A folder with room for a register and its backup, and the keys of its records.
fn begun() -> (TempDir, PathBuf, PathBuf, Arc<dyn Keys>) {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let (data, backup, keys) = (at("data"), at("backup"), at("keys"));
    std::fs::create_dir(&keys).unwrap();
    let vault = journey::vault(&keys);
    (place, data, backup, vault)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// How many keys go with a record, its person `number` and the one version of their details.
fn keys_of(removal: &Removal, person: PersonId, number: u64) -> usize {
    let added = Change::PersonAdded { id: person, details: journey::applicant(number) };
    let keys: BTreeSet<_> = removal.keys().into_iter().chain(version_key(&added)).collect();
    keys.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_destruction_no_file_holds_the_record_and_a_backup_opens_no_more() {
    let (place, data, backup, vault) = begun();

    // Two people are registered by the register itself.
    let opened = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let registry = journey::open_with(opened.clone(), Arc::clone(&vault)).await.unwrap();
    let (case, _) = journey::register(&registry, 1).await.unwrap();
    journey::register(&registry, 2).await.unwrap();
    let stored = opened.case(case).await.unwrap().unwrap();
    let person = stored.person.unwrap();
    let number = opened.draft_of(case).await.unwrap().unwrap();
    let life = opened.life(number).await.unwrap().unwrap();
    assert!(!opened.templates(number).await.unwrap().is_empty());
    let everything = [canaries(1), canaries(2)].concat();
    assert_eq!(found(place.path(), &everything), Vec::<String>::new(), "sealed before it is written");
    drop(registry);
    journey::wait_until_closed(opened).await;
    copy(&data, &backup);

    // One is destroyed: rows, then keys.
    let store = SqlStore::open(&data, Arc::clone(&vault)).await.unwrap();
    let removal = Removal {
        number,
        cases: vec![ended(&stored)],
        forget_person: Some(person),
        registered_entry: Some(life.registered_entry),
        archived: false,
        container: None,
        superseded: None,
    };
    remove(&store, removal.clone()).await;
    let pending = store.pending_erasures(100).await.unwrap();
    assert_eq!(pending.len(), keys_of(&removal, person, 1));
    vault.erase(&pending).unwrap();
    store.confirm_erasures(&pending).await.unwrap();
    assert!(store.pending_erasures(100).await.unwrap().is_empty());

    for (name, left) in store.traces_of(&removal).await.unwrap() {
        assert_eq!(left, 0, "{name}");
    }
    assert!(store.person(person).await.unwrap().is_none() && store.life(number).await.unwrap().is_none());
    assert!(store.person_by_iin(journey::applicant(1).iin.unwrap().as_str()).await.unwrap().is_none());
    let other = store.person_by_iin(journey::applicant(2).iin.unwrap().as_str()).await.unwrap().unwrap();
    assert_eq!(other.details, journey::applicant(2), "nobody else's");
    drop(store);
    assert_eq!(found(place.path(), &everything), Vec::<String>::new());

    // The backup has the rows; today's keys open nothing of them.
    let old = SqlStore::open(&backup, Arc::clone(&vault)).await.unwrap();
    let closed = |error: StoreError| error.to_string().contains("key of this record is erased");
    assert!(closed(old.person(person).await.unwrap_err()));
    assert!(closed(old.templates(number).await.unwrap_err()));
    assert!(closed(old.case(case).await.unwrap_err()));
    let id = old.fingers(number).await.unwrap().into_iter().find_map(|finger| finger.impression).unwrap();
    assert!(closed(old.impression(id).await.unwrap_err()));
    let opened = old.openings(life.registered_entry).await;
    assert!(closed(opened.unwrap_err()), "what opens the entries");
    let still = old.person_by_iin(journey::applicant(2).iin.unwrap().as_str()).await.unwrap().unwrap();
    assert_eq!(still.details, journey::applicant(2), "the others are there");
}

/// A person stays, held by an open case, when their only record is destroyed: what their details said before goes.
#[tokio::test(flavor = "multi_thread")]
async fn a_superseded_version_of_a_person_that_stays_opens_in_no_backup() {
    let (place, data, backup, vault) = begun();
    let opened = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let registry = journey::open_with(opened.clone(), Arc::clone(&vault)).await.unwrap();
    let (case, _) = journey::register(&registry, 1).await.unwrap();
    let number = opened.draft_of(case).await.unwrap().unwrap();
    let person = opened.person_of(number).await.unwrap().unwrap();
    let change = DetailsChange {
        family_name: Some("Жаңатегі".to_owned()),
        iin: journey::applicant(7).iin,
        document_number: Some("N77777777".to_owned()),
        ..DetailsChange::default()
    };
    let (kind, ground) = (CorrectionKind::Correction, CorrectionGround::Document);
    let new = NewCorrection { kind, ground, reference: "ID-77".to_owned(), change };
    registry.correct_person(journey::operator(), number, new).await.unwrap();
    let newest = opened.person(person).await.unwrap().unwrap().details;
    let again = journey::new_case(1, newest.clone());
    assert!(registry.open_case(journey::operator(), again).await.unwrap().known_person);
    let key = samples::signing_key();
    let report = registry::audit_store(&*opened, key.verifying_key(), None).await.unwrap();
    assert!(report.ok, "{report:?}");
    let stored = opened.case(case).await.unwrap().unwrap();
    let life = opened.life(number).await.unwrap().unwrap();
    let renamed = vec![("the new family name", "Жаңатегі".as_bytes().to_vec())];
    let everything = [canaries(1), renamed].concat();
    assert_eq!(found(place.path(), &everything), Vec::<String>::new(), "sealed before it is written");
    drop(registry);
    journey::wait_until_closed(opened).await;
    copy(&data, &backup);

    let store = SqlStore::open(&data, Arc::clone(&vault)).await.unwrap();
    let removal = Removal {
        number,
        cases: vec![ended(&stored)],
        forget_person: None,
        registered_entry: Some(life.registered_entry),
        archived: false,
        container: None,
        superseded: Some((person, i64::MAX as u64)),
    };
    remove(&store, removal.clone()).await;
    let pending = store.pending_erasures(100).await.unwrap();
    vault.erase(&pending).unwrap();
    store.confirm_erasures(&pending).await.unwrap();
    for (name, left) in store.traces_of(&removal).await.unwrap() {
        assert_eq!(left, 0, "{name}");
    }
    let left = store.person_versions(person).await.unwrap();
    assert_eq!(left.iter().map(|version| version.version).collect::<Vec<_>>(), [2]);
    assert_eq!(left[0].details, newest);
    drop(store);
    assert_eq!(found(place.path(), &everything), Vec::<String>::new());

    // The backup has the row of the first version; today's keys do not open it, and open the newest.
    let old = SqlStore::open(&backup, Arc::clone(&vault)).await.unwrap();
    let closed = old.person_versions(person).await.unwrap_err().to_string();
    assert!(closed.contains("key of this record is erased"), "{closed}");
    assert_eq!(old.person(person).await.unwrap().unwrap().details, newest, "the person stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_print_that_was_turned_down_opens_in_no_backup_while_its_record_stays() {
    let (place, data, backup, vault) = begun();
    let opened = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let registry = journey::open_with(opened.clone(), Arc::clone(&vault)).await.unwrap();
    let (case, _) = journey::register(&registry, 1).await.unwrap();
    let number = opened.draft_of(case).await.unwrap().unwrap();
    let thumb = vocabulary::FingerPosition::RightThumb;
    let mut input = registry::testing::seeded_finger(101, 9, 95).unwrap();
    let photograph = b"a photograph that nobody may keep".to_vec();
    if let registry::CaptureInput::Image { original, .. } = &mut input {
        original.clone_from(&photograph);
    }
    let new = registry::NewSupplement { reference: "REPORT-1".to_owned(), prints: vec![(thumb, input)] };
    let taken = registry.supplement_prints(journey::operator(), number, new).await.unwrap();
    let impression = taken.prints[0].impression;
    let (_, stored) = opened.impression(impression).await.unwrap().unwrap();
    assert_eq!(stored.original, photograph);
    let key = samples::signing_key();
    let audited = async |store: &SqlStore| {
        let report = registry::audit_store(store, key.verifying_key(), None).await.unwrap();
        assert!(report.ok, "{report:?}");
    };
    audited(&opened).await;
    drop(registry);
    journey::wait_until_closed(opened).await;
    let canary = [("the photograph", photograph)];
    assert_eq!(found(place.path(), &canary), Vec::<String>::new(), "sealed before it is written");
    copy(&data, &backup);

    let opened = Arc::new(SqlStore::open(&data, Arc::clone(&vault)).await.unwrap());
    let registry = journey::open_with(opened.clone(), Arc::clone(&vault)).await.unwrap();
    registry.answer_supplement(journey::operator(), taken.id, false).await.unwrap();
    assert!(opened.impression(impression).await.unwrap().is_none());
    audited(&opened).await;
    drop(registry);
    journey::wait_until_closed(opened).await;
    assert_eq!(found(place.path(), &canary), Vec::<String>::new());

    // The backup has the row; today's keys do not open it, and open the prints of the registration.
    let old = SqlStore::open(&backup, Arc::clone(&vault)).await.unwrap();
    let closed = old.impression(impression).await.unwrap_err().to_string();
    assert!(closed.contains("key of this record is erased"), "{closed}");
    assert_eq!(old.templates(number).await.unwrap().len(), journey::IMAGES as usize);
}
