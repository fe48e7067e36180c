//! Key-encryption keys that move from one place to another by a rotation, and back, killed at any moment.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::record;
use keyring::{Domain, Epoch, KekFolder, KekProvider, Keyring, MovingKeks};

const KEYS: u32 = 2_000;

fn provider(folder: &Path, to: &str, from: &str) -> Box<dyn KekProvider> {
    let ring = Keyring::ring_of(&folder.join("biometrics.keys")).unwrap();
    let place = |name: &str| Box::new(KekFolder::open_for(&folder.join(name), None, ring).unwrap());
    Box::new(MovingKeks::new(place(to), place(from)).unwrap())
}

fn open(folder: &Path, to: &str, from: &str) -> Keyring {
    let keks = provider(folder, to, from);
    Keyring::open(&folder.join("biometrics.keys"), Domain::Biometrics, keks).unwrap()
}

fn create(folder: &Path) -> Keyring {
    let keks = KekFolder::create(&folder.join("one"), None).unwrap();
    let ring = Keyring::create(&folder.join("biometrics.keys"), Domain::Biometrics, Box::new(keks)).unwrap();
    ring.create_keys(&(0..KEYS).map(record).collect::<Vec<_>>()).unwrap();
    ring
}

fn finish(ring: &Keyring) {
    while !ring.rewrap(50).unwrap().done {}
    let before = ring.state().unwrap().current.0 - 1;
    if before > 0 {
        ring.retire(Epoch(before)).unwrap();
    }
}

fn keks_in(folder: &Path, name: &str) -> usize {
    std::fs::read_dir(folder.join(name)).map_or(0, Iterator::count)
}

#[test]
fn keys_move_to_another_place_and_back() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path();
    let ring = create(folder);
    let sealed = ring.seal(record(7), "image", b"ridges").unwrap();
    drop(ring);
    for (to, from) in [("two", "one"), ("one", "two")] {
        let ring = open(folder, to, from);
        assert!(ring.held_by().contains(from), "{}", ring.held_by());
        // Before the rotation new keys are wrapped where the old ones are.
        ring.create_key(record(KEYS + u32::from(to == "one"))).unwrap();
        assert_eq!(keks_in(folder, to), 0);
        ring.begin_epoch().unwrap();
        ring.rewrap(500).unwrap();
        drop(ring);
        // Stopped between two batches; opened again, also with the places exchanged.
        assert_eq!((keks_in(folder, to), keks_in(folder, from)), (1, 1));
        assert_eq!(**open(folder, from, to).unseal(record(7), "image", &sealed).unwrap(), *b"ridges");
        let ring = open(folder, to, from);
        finish(&ring);
        drop(ring);
        assert_eq!((keks_in(folder, to), keks_in(folder, from)), (1, 0), "the old place is empty");
        let alone = KekFolder::open(&folder.join(to), None).unwrap();
        let file = folder.join("biometrics.keys");
        let ring = Keyring::open(&file, Domain::Biometrics, Box::new(alone)).unwrap();
        assert_eq!(**ring.unseal(record(7), "image", &sealed).unwrap(), *b"ridges");
    }
}

/// A rotation that was stopped before it counted leaves a key in one place; the other then makes one of the same
/// epoch. Each data key opens where it was wrapped.
#[test]
fn a_key_that_counts_is_told_from_one_that_was_left() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path();
    let ring = create(folder);
    let sealed = ring.seal(record(7), "image", b"ridges").unwrap();
    drop(ring);
    let name = Keyring::ring_of(&folder.join("biometrics.keys")).unwrap();
    KekFolder::open_for(&folder.join("two"), None, name).unwrap().generate(Epoch(2)).unwrap();
    let one = KekFolder::open(&folder.join("one"), None).unwrap();
    let ring = Keyring::open(&folder.join("biometrics.keys"), Domain::Biometrics, Box::new(one)).unwrap();
    ring.begin_epoch().unwrap();
    finish(&ring);
    drop(ring);
    for (to, from) in [("one", "two"), ("two", "one")] {
        let ring = open(folder, to, from);
        assert_eq!(**ring.unseal(record(7), "image", &sealed).unwrap(), *b"ridges");
        ring.create_key(record(KEYS + u32::from(to == "one"))).unwrap();
    }
    let ring = open(folder, "two", "one");
    ring.begin_epoch().unwrap();
    finish(&ring);
    drop(ring);
    assert_eq!((keks_in(folder, "one"), keks_in(folder, "two")), (0, 1), "and the one that was left is gone");
    let ring = open(folder, "two", "one");
    assert_eq!(**ring.unseal(record(7), "image", &sealed).unwrap(), *b"ridges");
}

#[test]
fn places_of_different_keyrings_are_refused() {
    let outer = tempfile::tempdir().unwrap();
    let place = |name: &str| Box::new(KekFolder::create(&outer.path().join(name), None).unwrap());
    let refused = MovingKeks::new(place("one"), place("two")).unwrap_err().to_string();
    assert!(refused.contains("of another"), "{refused}");
}

#[test]
fn child_of_the_moving_test() {
    let Some(folder) = std::env::var_os("TANBA_MOVING_CHILD") else { return };
    let folder = Path::new(&folder);
    println!("\nmoving");
    for round in 0.. {
        let (to, from) = if round % 2 == 0 { ("two", "one") } else { ("one", "two") };
        let ring = open(folder, to, from);
        finish(&ring);
        ring.begin_epoch().unwrap();
        finish(&ring);
    }
}

#[test]
fn kill_9_while_keys_move_loses_none() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path();
    let ring = create(folder);
    let sealed: Vec<_> =
        (0..KEYS).map(|n| ring.seal(record(n), "image", &n.to_be_bytes()).unwrap()).collect();
    drop(ring);
    let (mut both, mut epochs) = (0, 0);
    for round in 0..20_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_of_the_moving_test", "--nocapture"])
            .env("TANBA_MOVING_CHILD", folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "moving"), "the child did not begin");
        std::thread::sleep(std::time::Duration::from_millis(round * 37 % 160));
        child.kill().unwrap();
        child.wait().unwrap();
        both += usize::from(keks_in(folder, "one") > 0 && keks_in(folder, "two") > 0);
        let (to, from) = if round % 2 == 0 { ("one", "two") } else { ("two", "one") };
        let ring = open(folder, to, from);
        for (n, sealed) in (0..KEYS).zip(&sealed) {
            assert_eq!(**ring.unseal(record(n), "image", sealed).unwrap(), n.to_be_bytes(), "key {n} lost");
        }
        let state = ring.state().unwrap();
        assert_eq!(state.damaged, 0);
        epochs = state.current.0;
    }
    println!("20 kills, {epochs} epochs, {both} kills with keys in both places");
    assert!(both > 0 && epochs > 3, "the kills fell into moves: {both} of 20, {epochs} epochs");
}
