//! What a sealed record promises: changed, moved and erased ones never open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Place, copy, open, record};
use keyring::{KekProvider, Keyring, KeyringError, SealError};
use proptest::prelude::*;

#[test]
fn what_is_sealed_opens_again_and_after_a_restart() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&[record(1), record(2)]).unwrap();
    let sealed = ring.seal(record(1), "image", b"ridges").unwrap();
    let empty = ring.seal(record(2), "image", b"").unwrap();
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
    drop(ring);
    let ring = place.open();
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
    assert!(ring.unseal(record(2), "image", &empty).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_flipped_bit_and_every_cut_is_refused(text in proptest::collection::vec(any::<u8>(), 0..80)) {
        let place = Place::new();
        let ring = place.create();
        let key = ring.create_key(record(1)).unwrap();
        let sealed = key.seal("template", &text).unwrap();
        prop_assert_eq!(&**key.open("template", &sealed).unwrap(), &text[..]);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(ring.unseal(record(1), "template", &changed).is_err(), "bit {}", bit);
        }
        for length in 0..sealed.len() {
            prop_assert!(key.open("template", &sealed[..length]).is_err());
        }
        let mut longer = sealed;
        longer.push(0);
        prop_assert!(key.open("template", &longer).is_err());
    }

    #[test]
    fn a_moved_text_is_refused(from in 0u32..4, to in 0u32..4, column in "[a-z]{1,8}", other in "[a-z]{1,8}") {
        let place = Place::new();
        let ring = place.create();
        ring.create_keys(&[record(0), record(1), record(2), record(3)]).unwrap();
        let sealed = ring.seal(record(from), &column, b"mark").unwrap();
        let opened = ring.unseal(record(to), &other, &sealed);
        prop_assert_eq!(opened.is_ok(), from == to && column == other);
    }
}

#[test]
fn an_older_version_of_a_record_is_told_from_a_newer() {
    let place = Place::new();
    let ring = place.create();
    let first = ring.create_key(record(1)).unwrap();
    let old = ring.seal(record(1), "image", b"before").unwrap();
    let second = ring.renew_key(record(1)).unwrap();
    assert_eq!((first.version().0, second.version().0), (1, 2));
    let new = ring.seal(record(1), "image", b"after").unwrap();
    assert_eq!(**ring.unseal(record(1), "image", &old).unwrap(), *b"before");
    assert_eq!(**ring.unseal(record(1), "image", &new).unwrap(), *b"after");
    // The version is under the tag: a text given the other number does not open with the other key.
    let mut passed_off = old.clone();
    passed_off[4] = 2;
    assert!(matches!(second.open("image", &old), Err(SealError::OtherVersion { of: 1, key: 2 })));
    assert!(matches!(second.open("image", &passed_off), Err(SealError::NotThis)));
    assert_eq!(ring.erase(record(1)).unwrap().keys, 2);
    for sealed in [old, new] {
        assert!(matches!(ring.unseal(record(1), "image", &sealed), Err(KeyringError::NoKey { .. })));
    }
}

#[test]
fn equal_texts_are_sealed_differently_and_ten_thousand_nonces_differ() {
    let place = Place::new();
    let key = place.create().create_key(record(1)).unwrap();
    let nonces: std::collections::BTreeSet<_> =
        (0..10_000).map(|_| key.seal("image", b"same").unwrap()[5..17].to_vec()).collect();
    assert_eq!(nonces.len(), 10_000);
}

#[test]
fn an_erased_key_never_opens_and_leaves_no_trace_in_the_file() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&[record(1), record(2), record(3)]).unwrap();
    let sealed = ring.seal(record(2), "image", b"ridges").unwrap();
    let trace = |file: &std::path::Path| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(16).any(|window| window == record(2).0)
    };
    assert!(trace(&place.file()));
    let erasure = ring.erase(record(2)).unwrap();
    assert_eq!((erasure.keys, ring.erase(record(2)).unwrap().keys), (1, 0));
    assert!(!trace(&place.file()));
    // A new key of the same record does not open what the erased one sealed, now or after a restart.
    ring.create_key(record(2)).unwrap();
    assert!(matches!(ring.unseal(record(2), "image", &sealed), Err(KeyringError::Seal(SealError::NotThis))));
    drop(ring);
    let ring = place.open();
    assert!(ring.unseal(record(2), "image", &sealed).is_err());
    assert!(ring.key(record(1)).is_ok() && ring.key(record(3)).is_ok());
}

/// The data of an old backup with the keys of today: the erased record stays closed, the others open.
#[test]
fn a_backup_of_the_data_with_todays_keys_does_not_open_an_erased_record() {
    let place = Place::new();
    let ring = place.create();
    let records: Vec<_> = (0..50).map(record).collect();
    ring.create_keys(&records).unwrap();
    let backup: Vec<_> =
        records.iter().map(|id| (*id, ring.seal(*id, "image", b"ridges").unwrap())).collect();
    ring.erase_all(&records[..10]).unwrap();
    drop(ring);
    let today = place.open();
    for (at, (id, sealed)) in backup.iter().enumerate() {
        assert_eq!(today.unseal(*id, "image", sealed).is_ok(), at >= 10, "{at}");
    }
}

/// Somebody kept a copy of the key file too: it opens an erased record until the epoch is retired, and not
/// after, with any key-encryption keys there are then.
#[test]
fn after_retiring_not_even_an_old_copy_of_the_key_file_opens_an_erased_record() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&[record(1), record(2)]).unwrap();
    let sealed = ring.seal(record(1), "image", b"ridges").unwrap();
    let old = place.folder.path().join("old.keys");
    copy(&place.file(), &old);
    let erasure = ring.erase(record(1)).unwrap();
    assert!(!ring.is_final(&erasure));
    let revived = open(&old, &place.keks());
    assert!(revived.unseal(record(1), "image", &sealed).is_ok(), "why epochs are retired");
    drop(revived);

    let first = ring.state().unwrap().current;
    ring.begin_epoch().unwrap();
    assert!(ring.rewrap(100).unwrap().done);
    ring.retire(first).unwrap();
    assert!(ring.is_final(&erasure));
    assert!(!ring.is_final(&ring.erase(record(2)).unwrap()), "erased under the current epoch");
    drop(ring);
    let keks = keyring::KekFolder::open(&place.keks(), None).unwrap();
    assert_eq!(keks.epochs().unwrap().len(), 1);
    let refused = Keyring::open(&old, keyring::Domain::Biometrics, Box::new(keks)).unwrap_err();
    assert!(refused.to_string().contains("epoch 1") && refused.to_string().contains("escrow"), "{refused}");
}

#[test]
fn limits_and_foreign_suites_are_named() {
    let place = Place::new();
    let key = place.create().create_key(record(1)).unwrap();
    assert!(matches!(key.seal("", b""), Err(SealError::Column { bytes: 0 })));
    assert!(key.seal(&"c".repeat(64), b"").is_ok());
    assert!(matches!(key.seal(&"c".repeat(65), b""), Err(SealError::Column { bytes: 65 })));
    let mut sealed = key.seal("image", b"").unwrap();
    sealed[0] = 2;
    assert!(key.open("image", &sealed).unwrap_err().to_string().contains("suite 2"));
    assert!(matches!(key.open("image", b"\x01short"), Err(SealError::NotSealed)));
}

#[test]
fn nothing_that_holds_a_key_prints_it() {
    let place = Place::new();
    let ring = place.create();
    let key = ring.create_key(record(1)).unwrap();
    let file = std::fs::read_to_string(place.keks().join("kek-00000001.key")).unwrap();
    let secret = file.lines().find_map(|line| line.strip_prefix("key ")).unwrap();
    let shown = format!("{key:?} {ring:?} {:?}", ring.state().unwrap());
    assert!(
        !shown.contains(secret) && !shown.contains(&secret[..16]) && shown.contains("RecordKey(biometrics")
    );
    let keks = keyring::KekFolder::open(&place.keks(), None).unwrap();
    let phrase = keyring::Passphrase::new("a long enough phrase".to_owned().into()).unwrap();
    let shown = format!("{keks:?} {phrase:?}");
    assert!(!shown.contains(&secret[..16]) && !shown.contains("enough"), "{shown}");
}
