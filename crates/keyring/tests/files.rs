//! Lost, foreign, exposed and damaged files are refused by name, with what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::{Place, copy, record};
use keyring::{Domain, Epoch, KekFolder, KekProvider, Keyring, KeyringError, Passphrase};

fn phrase(text: &str) -> Option<Passphrase> {
    Some(Passphrase::new(text.to_owned().into()).unwrap())
}

/// What opening says.
fn refusal(file: &Path, keks: &Path) -> String {
    match KekFolder::open(keks, None) {
        Err(error) => error.to_string(),
        Ok(keks) => Keyring::open(file, Domain::Biometrics, Box::new(keks)).unwrap_err().to_string(),
    }
}

fn expect(refusal: &str, words: &[&str]) {
    for word in words {
        assert!(refusal.contains(word), "{word:?} missing in: {refusal}");
    }
}

#[test]
fn a_lost_key_file_is_named_with_what_to_do() {
    let place = Place::new();
    drop(place.create());
    fs::remove_file(place.file()).unwrap();
    expect(
        &refusal(&place.file(), &place.keks()),
        &["biometrics.keys", "lost", "bring back its newest copy"],
    );
}

#[test]
fn a_lost_key_encryption_key_is_named_with_its_epoch() {
    let place = Place::new();
    let ring = place.create();
    ring.create_key(record(1)).unwrap();
    ring.begin_epoch().unwrap();
    drop(ring);
    fs::remove_file(place.keks().join("kek-00000001.key")).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["biometrics.keys", "epoch 1", "escrow"]);
    fs::remove_file(place.keks().join("kek-00000002.key")).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["keks", "no key-encryption key here", "escrow"]);
}

/// A process killed while it overwrote a retired key leaves a file that is in nobody's way and goes at the next opening.
#[test]
fn a_key_encryption_key_half_destroyed_is_destroyed_at_the_next_opening() {
    let place = Place::new();
    drop(place.create());
    let keks = place.keks();
    let whole = fs::read(keks.join("kek-00000001.key")).unwrap();
    let half = [vec![0; whole.len() / 2], whole[whole.len() / 2..].to_vec()].concat();
    let doomed = keks.join("kek-00000009.destroyed");
    fs::write(&doomed, half).unwrap();
    fs::set_permissions(&doomed, fs::Permissions::from_mode(0o600)).unwrap();
    drop(place.open());
    assert!(!doomed.exists());
}

#[test]
fn keys_of_another_keyring_store_or_program_are_foreign() {
    let (place, other) = (Place::new(), Place::new());
    drop((place.create(), other.create()));
    expect(&refusal(&place.file(), &other.keks()), &["biometrics.keys", "keys of keyring", "holds those of"]);
    let keks = KekFolder::open(&place.keks(), None).unwrap();
    let wrong = Keyring::open(&place.file(), Domain::Identity, Box::new(keks)).unwrap_err();
    expect(&wrong.to_string(), &["keys of the biometrics store, not of identity"]);
    // One key of the other keyring among the own ones.
    copy(&other.keks().join("kek-00000001.key"), &place.keks().join("kek-00000002.key"));
    expect(&refusal(&place.file(), &place.keks()), &["kek-00000002.key", "take it away"]);
    fs::remove_file(place.keks().join("kek-00000002.key")).unwrap();
    fs::rename(place.keks().join("kek-00000001.key"), place.keks().join("kek-00000003.key")).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["epoch 1 under the name of 3"]);
    fs::write(place.file(), b"not a key file").unwrap();
    fs::rename(place.keks().join("kek-00000003.key"), place.keks().join("kek-00000001.key")).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["biometrics.keys", "no key file of this program"]);
}

/// The right name and number, but another key: known before anything is read or written with it.
#[test]
fn a_key_passed_off_as_another_is_noticed_at_opening() {
    let place = Place::new();
    drop(place.create());
    let file = place.keks().join("kek-00000001.key");
    let text = fs::read_to_string(&file).unwrap();
    let ring = text.lines().nth(1).unwrap().to_owned();
    fs::remove_file(&file).unwrap();
    // Made by the program itself for another keyring, then given this keyring's name and a fitting check sum.
    let other = Place::new();
    drop(other.create());
    let forged = fs::read_to_string(other.keks().join("kek-00000001.key")).unwrap();
    let body: String = forged
        .lines()
        .filter(|line| !line.starts_with("check"))
        .map(|line| if line.starts_with("ring") { format!("{ring}\n") } else { format!("{line}\n") })
        .collect();
    let sum = <sha2::Sha256 as sha2::Digest>::digest(body.as_bytes());
    fs::write(&file, format!("{body}check {}\n", hex::encode(&sum[..8]))).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["biometrics.keys", "epoch 1", "a foreign key"]);
}

#[test]
fn what_others_may_read_is_refused() {
    let place = Place::new();
    drop(place.create());
    let kek = place.keks().join("kek-00000001.key");
    for path in [&kek, &place.keks(), &place.file()] {
        let before = fs::metadata(path).unwrap().permissions();
        assert_eq!(before.mode() & 0o077, 0, "made private: {}", path.display());
        fs::set_permissions(path, fs::Permissions::from_mode(before.mode() | 0o040)).unwrap();
        expect(&refusal(&place.file(), &place.keks()), &["readable by others", "chmod 600"]);
        fs::set_permissions(path, before).unwrap();
    }
    drop(place.open());
    let moved = place.keks().join("elsewhere");
    fs::rename(&kek, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &kek).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["symbolic link"]);
}

#[test]
fn every_changed_byte_of_a_key_encryption_key_file_is_noticed() {
    let place = Place::new();
    drop(place.create());
    let path = place.keks().join("kek-00000001.key");
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        assert!(at == good.len() - 1 || KekFolder::open(&place.keks(), None).is_err(), "byte {at}");
    }
    for length in [0, 1, 40, good.len() / 2, good.len() - 2] {
        fs::write(&path, &good[..length]).unwrap();
        let error = KekFolder::open(&place.keks(), None).unwrap_err().to_string();
        assert!(error.contains("kek-00000001.key"), "{error}");
    }
}

#[test]
fn a_second_process_or_a_second_creation_is_refused() {
    let place = Place::new();
    let ring = place.create();
    expect(&refusal(&place.file(), &place.keks()), &["another process has this key file open"]);
    drop(ring);
    let keks = KekFolder::open(&place.keks(), None).unwrap();
    let again = Keyring::create(&place.file(), Domain::Biometrics, Box::new(keks)).unwrap_err();
    expect(&again.to_string(), &["not overwritten"]);
    expect(&KekFolder::create(&place.keks(), None).unwrap_err().to_string(), &["not overwritten"]);
    let ring = place.open();
    ring.create_key(record(1)).unwrap();
    assert!(matches!(ring.create_key(record(1)), Err(KeyringError::HasKey { .. })));
    assert!(matches!(ring.create_keys(&[record(2), record(2)]), Err(KeyringError::HasKey { .. })));
    assert!(matches!(ring.key(record(2)), Err(KeyringError::NoKey { .. })), "none of them was made");
}

#[test]
fn a_passphrase_protects_the_key_file() {
    let place = Place::new();
    assert!(Passphrase::new("too short".to_owned().into()).is_err());
    let keks = KekFolder::create(&place.keks(), phrase("correct horse battery")).unwrap();
    let ring = Keyring::create(&place.file(), Domain::Biometrics, Box::new(keks)).unwrap();
    ring.create_key(record(1)).unwrap();
    let sealed = ring.seal(record(1), "image", b"ridges").unwrap();
    drop(ring);
    expect(&refusal(&place.file(), &place.keks()), &["kek-00000001.key", "protected by a passphrase"]);
    let wrong = KekFolder::open(&place.keks(), phrase("correct horse batterx")).unwrap_err();
    expect(&wrong.to_string(), &["passphrase does not open"]);
    let keks = KekFolder::open(&place.keks(), phrase("correct horse battery")).unwrap();
    let ring = Keyring::open(&place.file(), Domain::Biometrics, Box::new(keks)).unwrap();
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
}

#[test]
fn a_changed_or_torn_slot_is_counted_and_hurts_no_other() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&[record(1), record(2), record(3)]).unwrap();
    drop(ring);
    let good = fs::read(place.file()).unwrap();
    assert_eq!(good.len(), 4096 + 3 * 128);
    for at in [4096 + 128, 4096 + 128 + 30, 4096 + 2 * 128 - 1] {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        fs::write(place.file(), &bad).unwrap();
        let ring = place.open();
        assert_eq!(ring.state().unwrap().damaged, 1, "byte {at}");
        assert!(ring.key(record(1)).is_ok() && ring.key(record(3)).is_ok());
        assert!(matches!(ring.key(record(2)), Err(KeyringError::NoKey { .. })));
    }
    // The last slot was being written when the power went: cut off, and its place used again.
    fs::write(place.file(), &good[..good.len() - 5]).unwrap();
    let ring = place.open();
    assert!(ring.state().unwrap().damaged == 0 && ring.key(record(3)).is_err());
    ring.create_key(record(3)).unwrap();
    assert_eq!(fs::metadata(place.file()).unwrap().len(), good.len() as u64);
}

#[test]
fn one_damaged_copy_of_the_header_is_made_good_by_the_other() {
    let place = Place::new();
    let ring = place.create();
    ring.begin_epoch().unwrap();
    ring.create_key(record(1)).unwrap();
    drop(ring);
    let good = fs::read(place.file()).unwrap();
    // The second header was being written: the first, of epoch 1, stands. Its writer was never answered.
    let mut torn = good[..4096].to_vec();
    torn[100] ^= 1;
    fs::write(place.file(), &torn).unwrap();
    let ring = place.open();
    assert_eq!(ring.state().unwrap().current, Epoch(1));
    assert_eq!(ring.begin_epoch().unwrap(), Epoch(2), "the key left over is replaced");
    drop(ring);
    let mut torn = good;
    torn[100] ^= 1;
    torn[2048 + 100] ^= 1;
    fs::write(place.file(), &torn).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["both copies of its header are damaged"]);
}

/// The newest header is lost, but keys are wrapped by the epoch it began: the older header would begin that epoch
/// again and destroy its key.
#[test]
fn a_header_older_than_the_keys_is_refused_and_destroys_nothing() {
    let place = Place::new();
    let ring = place.create();
    ring.begin_epoch().unwrap();
    ring.create_key(record(1)).unwrap();
    drop(ring);
    let good = fs::read(place.file()).unwrap();
    let mut bad = good.clone();
    bad[100] ^= 1;
    fs::write(place.file(), &bad).unwrap();
    expect(&refusal(&place.file(), &place.keks()), &["biometrics.keys", "older than its keys (epoch 2)"]);
    fs::write(place.file(), &good).unwrap();
    assert!(place.open().key(record(1)).is_ok());
}

#[test]
fn a_wrapped_key_cannot_be_given_to_another_record() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&[record(1), record(2)]).unwrap();
    drop(ring);
    // Slot of record 1 under the name of record 2, with a fitting check sum.
    let mut bytes = fs::read(place.file()).unwrap();
    let (first, second) = (4096, 4096 + 128);
    let wrapped = bytes[first + 28..first + 88].to_vec();
    bytes[second + 28..second + 88].copy_from_slice(&wrapped);
    let sum = <sha2::Sha256 as sha2::Digest>::digest(&bytes[second..second + 96]);
    bytes[second + 96..second + 128].copy_from_slice(&sum);
    fs::write(place.file(), bytes).unwrap();
    let ring = place.open();
    assert!(ring.key(record(1)).is_ok());
    assert!(ring.key(record(2)).unwrap_err().to_string().contains("does not open with epoch 1"));
}

#[test]
fn a_retirement_stopped_half_way_is_seen_and_finished() {
    let place = Place::new();
    let ring = place.create();
    ring.create_key(record(1)).unwrap();
    let kek = place.keks().join("kek-00000001.key");
    copy(&kek, &place.folder.path().join("kept"));
    ring.begin_epoch().unwrap();
    assert!(matches!(ring.retire(Epoch(1)), Err(KeyringError::StillUsed { keys: 1, .. })));
    assert!(matches!(ring.retire(Epoch(2)), Err(KeyringError::StillUsed { .. })), "the current one");
    assert!(ring.rewrap(10).unwrap().done);
    ring.retire(Epoch(1)).unwrap();
    assert!(!kek.exists());
    drop(ring);
    // As if the power had gone after the header and before the key.
    copy(&place.folder.path().join("kept"), &kek);
    let ring = place.open();
    assert_eq!(ring.state().unwrap().to_destroy, [Epoch(1)]);
    ring.retire(Epoch(1)).unwrap();
    assert!(!kek.exists() && ring.state().unwrap().to_destroy.is_empty());
    assert!(ring.key(record(1)).is_ok());
}

#[test]
fn at_most_eight_key_encryption_keys_are_alive() {
    let place = Place::new();
    let ring = place.create();
    for _ in 0..7 {
        ring.begin_epoch().unwrap();
    }
    assert!(matches!(ring.begin_epoch(), Err(KeyringError::TooManyEpochs { alive: 8, max: 8 })));
    ring.retire(Epoch(7)).unwrap();
    assert_eq!(ring.begin_epoch().unwrap(), Epoch(9));
    let keks = ring.state().unwrap();
    assert_eq!((keks.current, keks.retired), (Epoch(9), Epoch(7)));
    drop(ring);
    assert_eq!(KekFolder::open(&place.keks(), None).unwrap().epochs().unwrap(), [Epoch(8), Epoch(9)]);
    place.open();
}
