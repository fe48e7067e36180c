//! Keyrings in temporary folders.
#![allow(dead_code, unreachable_pub)] // each test binary uses some of it

use std::path::{Path, PathBuf};

use keyring::{Domain, KekFolder, Keyring, RecordId};
use tempfile::TempDir;

pub struct Place {
    pub folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("biometrics.keys")
    }

    pub fn keks(&self) -> PathBuf {
        self.folder.path().join("keks")
    }

    pub fn create(&self) -> Keyring {
        let keks = KekFolder::create(&self.keks(), None).unwrap();
        Keyring::create(&self.file(), Domain::Biometrics, Box::new(keks)).unwrap()
    }

    pub fn open(&self) -> Keyring {
        open(&self.file(), &self.keks())
    }
}

pub fn open(file: &Path, keks: &Path) -> Keyring {
    let keks = KekFolder::open(keks, None).unwrap();
    Keyring::open(file, Domain::Biometrics, Box::new(keks)).unwrap()
}

pub fn record(number: u32) -> RecordId {
    let mut id = [0x5a; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    RecordId(id)
}

/// Copies a file or a folder of files with their permissions.
pub fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}
