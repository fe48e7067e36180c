//! The keys of records: one keyring for each store; what is erased opens nothing, what people are found by turns.

use std::path::Path;

use keyring::{KekFolder, Keyring};
use registry::ports::Keys;
use registry::sequencer::KeyName;
use registry::{Domain, StoreError, Vault};

fn ring(folder: &Path, domain: Domain) -> Keyring {
    let (keys, keks) = (folder.join(format!("{domain}.keys")), folder.join(format!("{domain}-kek")));
    match keys.exists() {
        true => Keyring::open(&keys, domain, Box::new(KekFolder::open(&keks, None).unwrap())).unwrap(),
        false => Keyring::create(&keys, domain, Box::new(KekFolder::create(&keks, None).unwrap())).unwrap(),
    }
}

fn vault(folder: &Path) -> Vault {
    Vault::new(Domain::ALL.map(|domain| ring(folder, domain))).unwrap()
}

fn name(domain: Domain, id: u8) -> KeyName {
    KeyName { domain, id: [id; 16] }
}

const TEXT: &[u8] = "Айгүл".as_bytes();

#[test]
fn each_store_seals_under_its_own_keys_and_only_what_was_sealed_there_opens() {
    let folder = tempfile::tempdir().unwrap();
    let keys = vault(folder.path());
    let names = Domain::ALL.map(|domain| name(domain, 1));
    assert!(keys.seal(names[0], "name", TEXT).is_err(), "no key yet");
    keys.make(&names[1..]).unwrap();
    let other = keys.seal(names[1], "name", TEXT).unwrap();
    assert_eq!(keys.open(names[0], "name", &other).unwrap(), None, "nothing opens without a key");
    keys.make(&[names[0], name(Domain::Identity, 7), names[1], names[2], names[0]]).unwrap();
    let sealed = names.map(|name| keys.seal(name, "name", TEXT).unwrap());
    for (at, name) in names.into_iter().enumerate() {
        for (of, sealed) in sealed.iter().enumerate() {
            let opened = keys.open(name, "name", sealed);
            if of == at {
                assert_eq!(opened.unwrap().as_deref(), Some(TEXT));
            } else {
                assert!(matches!(opened, Err(StoreError::Damaged { .. })), "{at} opened what {of} sealed");
            }
        }
    }
    let moved = keys.open(names[0], "document", &sealed[0]).unwrap_err().to_string();
    assert!(moved.contains("document of the identity store"), "{moved}");
    // A key that is there is not made anew: what it sealed goes on opening, also after the register was closed.
    keys.make(&names).unwrap();
    drop(keys);
    let keys = vault(folder.path());
    for (name, sealed) in names.into_iter().zip(&sealed) {
        assert_eq!(keys.open(name, "name", sealed).unwrap().as_deref(), Some(TEXT));
    }
}

#[test]
fn what_is_erased_is_told_by_name_with_its_epoch_and_opens_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let keys = vault(folder.path());
    let (gone, other) = (name(Domain::Links, 1), name(Domain::Links, 2));
    let same_number = name(Domain::Biometrics, 1);
    keys.make(&[gone, other, same_number]).unwrap();
    let sealed = [gone, other, same_number].map(|name| keys.seal(name, "salt", TEXT).unwrap());
    keys.ring(Domain::Links).begin_epoch().unwrap();
    let never_made = name(Domain::Identity, 9);
    let unknown = name(Domain::Links, 8);
    let mut told = keys.erase(&[gone, unknown, never_made, gone]).unwrap();
    told.sort_unstable();
    assert_eq!(told, [(never_made, 0, 1), (gone, 1, 2), (unknown, 0, 2)], "each once");
    assert_eq!(keys.open(gone, "salt", &sealed[0]).unwrap(), None);
    assert!(keys.seal(gone, "salt", TEXT).is_err());
    let opens = |keys: &Vault| {
        assert_eq!(keys.open(other, "salt", &sealed[1]).unwrap().as_deref(), Some(TEXT));
        assert_eq!(keys.open(same_number, "salt", &sealed[2]).unwrap().as_deref(), Some(TEXT));
    };
    opens(&keys);
    assert_eq!(keys.erase(&[gone]).unwrap(), [(gone, 0, 2)], "erasing again is no error");
    drop(keys);
    let keys = vault(folder.path());
    assert_eq!(keys.open(gone, "salt", &sealed[0]).unwrap(), None);
    opens(&keys);
}

#[test]
fn people_are_found_by_both_index_keys_while_one_takes_the_place_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let keys = vault(folder.path());
    let store = Domain::Identity;
    let values = |keys: &Vault, column: &str, text: &[u8]| keys.index(store, column, text).unwrap();
    let first = values(&keys, "iin", TEXT);
    assert_eq!(first.iter().map(|value| value.epoch).collect::<Vec<_>>(), [1]);
    assert_eq!(values(&keys, "iin", TEXT), first, "the same text is found again");
    assert_ne!(values(&keys, "iin", b"other")[0].value, first[0].value);
    assert_ne!(values(&keys, "document", TEXT)[0].value, first[0].value);
    assert_ne!(keys.index(Domain::Links, "iin", TEXT).unwrap()[0].value, first[0].value);

    assert_eq!(keys.begin_index(store).unwrap(), 2);
    assert_eq!(keys.begin_index(store).unwrap(), 2, "one that was stopped goes on");
    assert_eq!(keys.index_epochs(store).unwrap(), [2, 1], "the newest first");
    assert_eq!(keys.index_epochs(Domain::Links).unwrap(), [1], "the other stores keep theirs");
    let both = values(&keys, "iin", TEXT);
    assert_eq!((both.len(), both[1]), (2, first[0]));
    assert_ne!(both[0].value, first[0].value);
    // Also after the register was closed in the middle.
    drop(keys);
    let keys = vault(folder.path());
    assert_eq!(values(&keys, "iin", TEXT), both);

    assert_eq!(keys.retire_index(store).unwrap(), 1);
    assert_eq!(values(&keys, "iin", TEXT), both[..1]);
    assert_eq!((keys.retire_index(store).unwrap(), keys.index_epochs(store).unwrap()), (0, vec![2]));
    drop(keys);
    assert_eq!(
        values(&vault(folder.path()), "iin", TEXT),
        both[..1],
        "the old key is erased in the file too"
    );
}

#[test]
fn a_keyring_of_another_store_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let [identity, biometrics, links] = Domain::ALL.map(|domain| ring(folder.path(), domain));
    let mixed = Vault::new([identity, links, biometrics]).map(drop).unwrap_err().to_string();
    assert!(mixed.contains("biometrics") && mixed.contains("links"), "{mixed}");
}
