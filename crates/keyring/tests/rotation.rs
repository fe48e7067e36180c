//! Rotation while work goes on, and killed at any moment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use common::{Place, record};
use keyring::{Epoch, KekFolder, Keyring, RecordId};

#[test]
fn ten_thousand_keys_are_rewrapped_while_reading_making_and_erasing_go_on() {
    let place = Place::new();
    let ring = place.create();
    let old: Vec<_> = (0..10_000).map(record).collect();
    ring.create_keys(&old).unwrap();
    let sealed: Vec<_> = old.iter().map(|id| ring.seal(*id, "image", b"ridges").unwrap()).collect();
    ring.begin_epoch().unwrap();
    let (over, reads, made) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let mut at = 0;
            while !over.load(Ordering::Relaxed) {
                at = (at + 7_919) % 9_000;
                assert_eq!(**ring.unseal(old[at], "image", &sealed[at]).unwrap(), *b"ridges");
                reads.fetch_add(1, Ordering::Relaxed);
            }
        });
        threads.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let at = made.fetch_add(1, Ordering::Relaxed);
                ring.create_key(record(20_000 + at)).unwrap();
                if at < 1_000 {
                    assert_eq!(ring.erase(old[9_000 + at as usize]).unwrap().keys, 1);
                }
            }
        });
        while !ring.rewrap(256).unwrap().done {}
        while reads.load(Ordering::Relaxed) < 100 || made.load(Ordering::Relaxed) < 3 {
            std::thread::yield_now();
        }
        over.store(true, Ordering::Relaxed);
    });
    ring.retire(Epoch(1)).unwrap();
    let (made, state) = (made.into_inner(), ring.state().unwrap());
    let erased = made.min(1_000);
    assert_eq!(state.keys.into_iter().collect::<Vec<_>>(), [(Epoch(2), u64::from(10_000 + made - erased))]);
    drop(ring);
    let ring = place.open();
    for (at, sealed) in sealed.iter().enumerate() {
        let kept = at < 9_000 || at >= 9_000 + erased as usize;
        assert_eq!(ring.unseal(old[at], "image", sealed).is_ok(), kept, "{at}");
    }
}

/// Sixteen at once, each record wanted by two of them: every record gets one key, one of its two callers is
/// refused, and no key is given out that a restart does not know.
#[test]
fn callers_at_the_same_time_share_flushes_and_never_a_key() {
    let place = Place::new();
    let ring = place.create();
    let made = std::sync::Mutex::new(Vec::new());
    let refused = AtomicU32::new(0);
    std::thread::scope(|threads| {
        for thread in 0..16_u32 {
            let (ring, made, refused) = (&ring, &made, &refused);
            threads.spawn(move || {
                for number in 0..40 {
                    match ring.create_key(record((thread / 2) * 1_000 + number)) {
                        Ok(key) => {
                            let sealed = key.seal("image", &key.record().0).unwrap();
                            made.lock().unwrap().push((key.record(), sealed));
                        }
                        Err(keyring::KeyringError::HasKey { .. }) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    drop(ring);
    let ring = place.open();
    let made = made.into_inner().unwrap();
    assert_eq!((made.len(), refused.into_inner()), (320, 320));
    assert_eq!(ring.state().unwrap().keys.into_values().sum::<u64>(), 320);
    for (id, sealed) in made {
        assert_eq!(**ring.unseal(id, "image", &sealed).unwrap(), id.0);
    }
}

#[test]
fn slots_are_used_again_so_the_file_does_not_grow_with_rotations() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&(0..1_000).map(record).collect::<Vec<_>>()).unwrap();
    let before = std::fs::metadata(place.file()).unwrap().len();
    for epoch in 1..6 {
        ring.begin_epoch().unwrap();
        while !ring.rewrap(100).unwrap().done {}
        ring.retire(Epoch(epoch)).unwrap();
    }
    let after = std::fs::metadata(place.file()).unwrap().len();
    assert!(after <= before + 100 * 128, "{before} bytes, then {after}");
}

/// Not a test by itself: the process that `kill_9_during_rotation_loses_no_key` kills. It makes keys, rotates
/// and retires, and tells each record whose key it was given.
#[test]
fn child_of_the_kill_test() {
    let Some(folder) = std::env::var_os("TANBA_KEYRING_CHILD") else { return };
    let folder = std::path::PathBuf::from(folder);
    let ring = common::open(&folder.join("biometrics.keys"), &folder.join("keks"));
    let start: u32 = std::env::var("TANBA_KEYRING_START").unwrap().parse().unwrap();
    let mut out = std::io::stdout();
    let mut next = start;
    loop {
        let state = ring.state().unwrap();
        if state.keys.keys().all(|epoch| *epoch == state.current) {
            if state.current > Epoch(1) {
                ring.retire(Epoch(state.current.0 - 1)).unwrap();
            }
            ring.begin_epoch().unwrap();
        }
        ring.rewrap(40).unwrap();
        let records: Vec<_> = (next..next + 10).map(record).collect();
        for key in ring.create_keys(&records).unwrap() {
            let sealed = key.seal("image", &key.record().0).unwrap();
            writeln!(out, "made {} {}", hex::encode(key.record().0), hex::encode(sealed)).unwrap();
        }
        ring.erase(record(next)).unwrap();
        writeln!(out, "erased {}", hex::encode(record(next).0)).unwrap();
        out.flush().unwrap();
        next += 10;
    }
}

#[test]
fn kill_9_during_rotation_loses_no_key_and_revives_none() {
    let place = Place::new();
    drop(place.create());
    let mut kept: Vec<(RecordId, Vec<u8>)> = Vec::new();
    let mut erased = std::collections::BTreeSet::new();
    let (mut start, mut epochs) = (0, 0);
    for round in 0..25_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_of_the_kill_test", "--nocapture"])
            .env("TANBA_KEYRING_CHILD", place.folder.path())
            .env("TANBA_KEYRING_START", start.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let reader = BufReader::new(child.stdout.take().unwrap());
        let lines = std::thread::spawn(move || reader.lines().map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(std::time::Duration::from_millis(60 + round * 37 % 150));
        child.kill().unwrap();
        child.wait().unwrap();
        let unhex = |text: &str| hex::decode(text).unwrap();
        for line in lines.join().unwrap() {
            let words: Vec<_> = line.split(' ').collect();
            match words[..] {
                ["made", id, sealed] => {
                    let Ok(sealed) = hex::decode(sealed) else { continue };
                    kept.push((RecordId(unhex(id).try_into().unwrap()), sealed));
                }
                ["erased", id] if id.len() == 32 => {
                    erased.insert(unhex(id));
                }
                _ => {}
            }
        }
        let ring = place.open();
        for (id, sealed) in &kept {
            match ring.unseal(*id, "image", sealed) {
                Ok(text) => assert!(**text == id.0 && !erased.contains(id.0.as_slice()), "{id:?} revived"),
                // The first of every ten is erased, told or not yet told.
                Err(_) => {
                    assert_eq!(u32::from_be_bytes(id.0[..4].try_into().unwrap()) % 10, 0, "{id:?} lost")
                }
            }
        }
        let state = ring.state().unwrap();
        assert_eq!(state.damaged, 0);
        epochs = state.current.0;
        start = 1_000_000 * (u32::try_from(round).unwrap() + 1);
    }
    println!("{} keys, {epochs} epochs, 25 kills", kept.len());
    assert!(kept.len() > 100 && epochs > 3, "the child did work: {} keys, {epochs} epochs", kept.len());
}

#[test]
fn a_rotation_is_taken_up_where_it_stopped() {
    let place = Place::new();
    let ring = place.create();
    ring.create_keys(&(0..100).map(record).collect::<Vec<_>>()).unwrap();
    ring.begin_epoch().unwrap();
    assert_eq!(ring.rewrap(30).unwrap().rewrapped, 30);
    drop(ring);
    let ring = place.open();
    let keys = ring.state().unwrap().keys;
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), [(Epoch(1), 70), (Epoch(2), 30)]);
    let last = ring.rewrap(70).unwrap();
    assert_eq!((last.rewrapped, last.done), (70, false), "a full batch says nothing of the rest");
    let none = ring.rewrap(70).unwrap();
    assert_eq!((none.rewrapped, none.done), (0, true));
}

/// As if stopped between the new slot and the clearing of the old: both are there, the newer one counts.
#[test]
fn a_key_in_two_slots_is_settled_at_opening() {
    let place = Place::new();
    let ring = place.create();
    ring.create_key(record(1)).unwrap();
    let sealed = ring.seal(record(1), "image", b"ridges").unwrap();
    drop(ring);
    let old = std::fs::read(place.file()).unwrap()[4096..4096 + 128].to_vec();
    let ring = place.open();
    ring.begin_epoch().unwrap();
    assert!(ring.rewrap(10).unwrap().done);
    drop(ring);
    let mut bytes = std::fs::read(place.file()).unwrap();
    bytes.extend(&old);
    std::fs::write(place.file(), &bytes).unwrap();
    let ring: Keyring = place.open();
    assert_eq!(ring.state().unwrap().keys.into_iter().collect::<Vec<_>>(), [(Epoch(2), 1)]);
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
    ring.retire(Epoch(1)).unwrap();
    drop(ring);
    let kept = std::fs::read(place.file()).unwrap();
    assert!(!kept.windows(60).any(|window| window == &old[28..88]), "the old wrapping is gone");
    let keks = KekFolder::open(&place.keks(), None).unwrap();
    assert!(format!("{keks:?}").contains("keks"));
}
