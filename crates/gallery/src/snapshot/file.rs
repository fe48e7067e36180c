//! A snapshot in a file: whole under its name or not there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::SnapshotError;
use crate::Gallery;

/// What the name of a file being written ends with.
const PARTIAL: &str = ".partial";

impl Gallery {
    /// Writes the gallery to a file beside `path`, brings it to the disk and gives it the name: whoever reads
    /// `path` sees the old file or the new one, also after a loss of power. Not encrypted: for galleries of people
    /// who do not exist. One writer a name at a time.
    ///
    /// # Errors
    /// What the file system answers. The unfinished file is removed where that is possible.
    pub fn save_snapshot(&self, path: &Path) -> Result<(), SnapshotError> {
        let partial = partial_of(path);
        let written = self.write_partial(&partial).and_then(|()| Ok(fs::rename(&partial, path)?));
        if written.is_err() {
            let _ = fs::remove_file(&partial);
        }
        written?;
        Ok(sync_folder(path)?)
    }

    fn write_partial(&self, partial: &Path) -> Result<(), SnapshotError> {
        let mut file = File::create(partial)?;
        self.write_snapshot(&mut file)?;
        Ok(file.sync_all()?)
    }

    /// Reads a file that [`Gallery::save_snapshot`] wrote.
    ///
    /// # Errors
    /// As [`Gallery::read_snapshot`].
    pub fn load_snapshot(path: &Path) -> Result<Self, SnapshotError> {
        Self::read_snapshot(&mut File::open(path)?)
    }
}

fn partial_of(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(PARTIAL);
    name.into()
}

/// Brings the new name to the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) { File::open(folder.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}
