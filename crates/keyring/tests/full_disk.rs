//! A full disk: no key is given out that is not kept, none is lost, and work goes on when there is room.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::process::Command;

use common::{Place, record};
use keyring::{Epoch, KeyringError};

/// The place on a disk of one mebibyte; unmounted when dropped.
struct SmallDisk(Place);

impl SmallDisk {
    /// `None` where this process may not mount.
    fn mount() -> Option<Self> {
        let place = Place::new();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs"])
            .arg(place.folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(place))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.folder.path()).status();
    }
}

#[test]
fn a_full_disk_makes_no_key_and_loses_none() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("SKIPPED: a_full_disk_makes_no_key_and_loses_none: no right to mount a tmpfs");
        return;
    };
    let place = &disk.0;
    let ballast = place.folder.path().join("ballast");
    let ring = place.create();
    ring.create_keys(&(0..1_000).map(record).collect::<Vec<_>>()).unwrap();
    fs::write(&ballast, vec![1; 800 << 10]).unwrap();
    let mut made = 1_000;
    let full = loop {
        match ring.create_keys(&(made..made + 100).map(record).collect::<Vec<_>>()) {
            Ok(_) => made += 100,
            Err(error) => break error,
        }
        assert!(made < 9_000, "the disk never fills");
    };
    let KeyringError::Io { path, source } = &full else { panic!("{full}") };
    assert!(*path == place.file() && source.kind() == std::io::ErrorKind::StorageFull, "{full}");
    assert!((0..made).all(|number| ring.key(record(number)).is_ok()));
    assert!((made..made + 100).all(|number| ring.key(record(number)).is_err()), "none of the hundred");

    // Rotation stops for want of room, keeps every key, and is taken up later. Erasing needs no room.
    assert!(ring.begin_epoch().is_err() || ring.rewrap(5_000).is_err());
    assert_eq!(ring.erase(record(0)).unwrap().keys, 1);
    assert!((1..made).all(|number| ring.key(record(number)).is_ok()));
    drop(ring);
    let ring = place.open();
    assert!((1..made).all(|number| ring.key(record(number)).is_ok()));

    fs::remove_file(&ballast).unwrap();
    if ring.state().unwrap().current == Epoch(1) {
        ring.begin_epoch().unwrap();
    }
    while !ring.rewrap(500).unwrap().done {}
    ring.retire(Epoch(1)).unwrap();
    assert!((1..made).all(|number| ring.key(record(number)).is_ok()));
    if ring.key(record(made)).is_err() {
        ring.create_key(record(made)).unwrap();
    }
}
