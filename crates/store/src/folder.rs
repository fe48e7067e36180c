//! The data folder: its files, who may read them, and the lock that keeps a second process out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use registry::StoreError;

use crate::error;

/// The file every connection opens first. It holds no table: the stores are attached to it under their
/// names, so that `identity.person` reads the same here and on PostgreSQL, and SQLite keeps the journal
/// that makes a commit over several files atomic beside it.
const ANCHOR: &str = "tanba.sqlite";
const LOCK: &str = "tanba.lock";
/// Longest path that the lock file may hold, bytes.
const PATH_BYTES_MAX: u64 = 16 * 1024;

/// The stores, each a file of its own and a schema of that name.
pub(crate) const STORES: [&str; 4] = ["ledger", "identity", "biometrics", "links"];

/// A data folder that this process holds.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held as long as the store lives; the system releases it when the process ends, however it ends.
    _lock: File,
}

impl Folder {
    /// Creates the folder when it is new (mode 0700), takes its lock, creates missing files (mode 0600).
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        registry::private_folder(path).map_err(|e| error::file(path, "create the data folder", &e))?;
        let path = fs::canonicalize(path).map_err(|e| error::file(path, "open the data folder", &e))?;
        if path.to_str().is_none() {
            let name = path.display();
            return Err(StoreError::Engine(format!("the name of the data folder {name} is not UTF-8")));
        }
        let mut lock = open_private(&path.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { folder: format!("the data folder {}", path.display()) });
            }
            Err(TryLockError::Error(e)) => return Err(error::file(&path, "lock the data folder", &e)),
        }
        let lock_failed = |e| error::file(&path.join(LOCK), "write", &e);
        refuse_moved_after_crash(&path, &mut lock)?;
        remember_path(&path, &mut lock).map_err(lock_failed)?;
        let folder = Self { path, _lock: lock };
        // Closed again before SQLite opens them: closing a file drops every POSIX lock on it.
        open_private(&folder.anchor())?;
        for store in STORES {
            open_private(&folder.file(store))?;
        }
        Ok(folder)
    }

    /// Removes what an interrupted commit leaves when SQLite has rolled it back or never needed it:
    /// journals that were not begun and journals over journals. They may hold copies of old pages. Called
    /// when every file has been read once, before anything is written.
    pub(crate) fn sweep(&self) -> Result<(), StoreError> {
        let failed = |e: io::Error| error::file(&self.path, "clear", &e);
        let journals = STORES.map(|store| self.path.join(format!("{store}.sqlite-journal")));
        if journals.iter().any(|journal| is_hot(journal)) {
            return Ok(());
        }
        for journal in journals.iter().filter(|journal| journal.exists()) {
            fs::remove_file(journal).map_err(failed)?;
        }
        let over_journals = format!("{ANCHOR}-mj");
        for file in fs::read_dir(&self.path).map_err(failed)? {
            let file = file.map_err(failed)?;
            if file.file_name().as_encoded_bytes().starts_with(over_journals.as_bytes()) {
                fs::remove_file(file.path()).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that connections open first.
    pub(crate) fn anchor(&self) -> PathBuf {
        self.path.join(ANCHOR)
    }

    /// The file of a store.
    pub(crate) fn file(&self, store: &str) -> PathBuf {
        self.path.join(format!("{store}.sqlite"))
    }
}

/// Opens a file that only its owner can read, creating it when it is not there.
fn open_private(path: &Path) -> Result<File, StoreError> {
    let failed = |e: io::Error| error::file(path, "open", &e);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600)).map_err(failed)?;
    }
    Ok(file)
}

/// The journals of an interrupted commit name their common journal by its full path. Under another path
/// SQLite would take them for finished and keep half a commit, so a folder moved in that state is refused.
fn refuse_moved_after_crash(path: &Path, lock: &mut File) -> Result<(), StoreError> {
    let mut before = String::new();
    let failed = |e: io::Error| error::file(&path.join(LOCK), "read", &e);
    lock.seek(SeekFrom::Start(0)).map_err(failed)?;
    lock.take(PATH_BYTES_MAX).read_to_string(&mut before).map_err(failed)?;
    if before.is_empty() || Path::new(&before) == path {
        return Ok(());
    }
    let interrupted = STORES.iter().map(|store| path.join(format!("{store}.sqlite-journal")));
    match interrupted.into_iter().find(|journal| is_hot(journal)) {
        None => Ok(()),
        Some(journal) => Err(StoreError::Damaged {
            what: journal.display().to_string(),
            why: format!(
                "the folder was moved from {before} after the program was interrupted; \
                 move it back, open it there once, then move it"
            ),
        }),
    }
}

/// Whether SQLite would roll this journal back: it is not empty and does not begin with a zero.
fn is_hot(journal: &Path) -> bool {
    let mut first = [0];
    File::open(journal).is_ok_and(|mut file| file.read_exact(&mut first).is_ok() && first != [0])
}

fn remember_path(path: &Path, lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.seek(SeekFrom::Start(0))?;
    lock.write_all(path.as_os_str().as_encoded_bytes())?;
    lock.sync_data()
}
