//! Files that only their owner may read.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::KekError;

/// Longest private text file read, bytes.
const FILE_BYTES_MAX: u64 = 64 << 10;
/// The ending of a file that is being destroyed: nothing reads it any more.
const DOOMED: &str = "destroyed";

/// Makes a folder for the owner alone (0700), with those above it; one that is there stays as it is.
///
/// # Errors
/// What the file system says.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A folder for the owner alone; one that is there is checked.
pub(crate) fn folder(path: &Path) -> Result<(), KekError> {
    private_folder(path).map_err(|source| io_error(path, source))?;
    check_private(path)
}

/// Refuses what others may read, and what is a link to elsewhere.
pub(crate) fn check_private(path: &Path) -> Result<(), KekError> {
    let metadata = fs::symlink_metadata(path).map_err(|source| io_error(path, source))?;
    if metadata.is_symlink() {
        let why = "a symbolic link: name the file itself".into();
        return Err(KekError::File { path: path.into(), why });
    }
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KekError::Exposed { path: path.into(), mode });
    }
    Ok(())
}

/// Writes a new private file durably; one that is there is not touched.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), KekError> {
    let error = |source| io_error(path, source);
    let partial = path.with_extension("partial");
    // What a stopped attempt left was never named, so nothing depends on it.
    if partial.exists() {
        destroy(&partial)?;
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial).map_err(error)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    // A link fails when the name is taken; a rename would replace.
    let named = written.and_then(|()| fs::hard_link(&partial, path));
    let removed = fs::remove_file(&partial);
    named.and(removed).and_then(|()| sync_folder(path)).map_err(error)
}

/// Reads a private file whole; the bytes are wiped when dropped.
///
/// # Errors
/// [`KekError`] for a file that others may read, a link, one over its limit, or what the file system says.
pub fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, KekError> {
    check_private(path)?;
    let file = File::open(path).map_err(|source| io_error(path, source))?;
    // Room for all of it at once: a growing vector would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_BYTES_MAX as usize + 1));
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|source| io_error(path, source))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        let why = format!("longer than {FILE_BYTES_MAX} bytes: no key file");
        return Err(KekError::File { path: path.into(), why });
    }
    Ok(bytes)
}

/// Takes a file out of its place, overwrites it, then removes it: a process killed at any moment leaves no file that
/// is there and does not read. On media that copy on write the old blocks may live on: see docs/adr/0006 for what
/// destruction rests on.
pub(crate) fn destroy(path: &Path) -> Result<(), KekError> {
    let doomed = path.with_extension(DOOMED);
    if doomed.exists() {
        wipe(&doomed)?;
    }
    fs::rename(path, &doomed).and_then(|()| sync_folder(path)).map_err(|source| io_error(path, source))?;
    wipe(&doomed)
}

/// Goes on with what a stopped [`destroy`] left in a folder.
pub(crate) fn finish_destroying(folder: &Path) -> Result<(), KekError> {
    let error = |source| io_error(folder, source);
    for entry in fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path.extension().is_some_and(|extension| extension == DOOMED) {
            check_private(&path)?;
            wipe(&path)?;
        }
    }
    Ok(())
}

fn wipe(path: &Path) -> Result<(), KekError> {
    let error = |source| io_error(path, source);
    let mut file = OpenOptions::new().write(true).open(path).map_err(error)?;
    let length = file.metadata().map_err(error)?.len().min(FILE_BYTES_MAX);
    let zeros = vec![0; usize::try_from(length).unwrap_or(0)];
    file.write_all(&zeros).and_then(|()| file.sync_all()).map_err(error)?;
    fs::remove_file(path).and_then(|()| sync_folder(path)).map_err(error)
}

/// Makes the names in the folder of `path` durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

pub(crate) fn io_error(path: &Path, source: io::Error) -> KekError {
    KekError::Io { path: path.into(), source }
}
