//! Folders that are there whole or not at all, and digests of what is written and read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::BackupError;

/// A folder under another name beside its own until it is published; removed unless that happens.
pub(super) struct Draft {
    path: PathBuf,
    target: PathBuf,
    published: bool,
}

impl Draft {
    /// Begins a new folder (mode 0700). What an interrupted attempt left beside it is removed.
    pub(super) fn begin(target: &Path) -> Result<Self, BackupError> {
        let occupied = || BackupError::Occupied { place: target.display().to_string() };
        match fs::read_dir(target).map(|mut files| files.next().is_some()) {
            Ok(true) => return Err(occupied()),
            Ok(false) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => return Err(occupied()),
            Err(e) => return Err(BackupError::file(target, "look into", &e)),
        }
        let Some(name) = target.file_name() else { return Err(occupied()) };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".unfinished");
        let path = target.with_file_name(hidden);
        match fs::remove_dir_all(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::file(&path, "remove the rest of an interrupted attempt", &e));
            }
            _ => {}
        }
        registry::private_folder(&path).map_err(|e| BackupError::file(&path, "create", &e))?;
        Ok(Self { path, target: target.to_owned(), published: false })
    }

    /// Where to write.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the folder its name.
    pub(super) fn publish(mut self) -> Result<(), BackupError> {
        let failed = |e: io::Error| BackupError::file(&self.target, "create", &e);
        File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(failed)?;
        fs::rename(&self.path, &self.target).map_err(failed)?;
        self.published = true;
        let parent = self.target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(parent).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// A new private file.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Passes bytes on and digests them.
pub(super) struct Digested<T> {
    pub(super) inner: T,
    digest: Sha256,
    pub(super) bytes: u64,
}

impl<T> Digested<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, digest: Sha256::new(), bytes: 0 }
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The digest so far, in hexadecimal.
    pub(super) fn sha256(&self) -> String {
        hex::encode(self.digest.clone().finalize())
    }
}

impl<T: Write> Write for Digested<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.pass(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Digested<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.pass(&bytes[..read]);
        Ok(read)
    }
}
