//! The key file: a header and slots. Written only by the process that holds its lock.

mod header;
mod slot;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read as _, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crate::error::{KekError, KeyringError};
use crate::private_file;

pub(crate) use header::{EPOCHS_MAX, HEADER_BYTES, Header};
pub(crate) use slot::{Read, SLOT_BYTES, Slot};

/// Most slots of a file: 100 million keys in 12.8 GB.
pub(crate) const SLOTS_MAX: u32 = 100_000_000;

/// An open, locked key file.
pub(crate) struct KeyFile {
    path: PathBuf,
    file: File,
}

impl KeyFile {
    /// Makes a new file with its header; one that is there is not touched.
    pub(crate) fn create(path: &Path, header: &Header) -> Result<Self, KeyringError> {
        let mut bytes = vec![0; HEADER_BYTES];
        let copy = header.to_bytes();
        let at = usize::try_from(header.offset()).unwrap_or(0);
        bytes[at..at + copy.len()].copy_from_slice(&copy);
        private_file::write_new(path, &bytes).map_err(|error| match error {
            KekError::Io { path, source } if source.kind() == io::ErrorKind::AlreadyExists => {
                let why = "there is a key file already; it is not overwritten".into();
                KeyringError::Foreign { path, why }
            }
            other => other.into(),
        })?;
        Ok(Self::open(path)?.0)
    }

    /// Opens and locks the file; gives its header.
    pub(crate) fn open(path: &Path) -> Result<(Self, Header), KeyringError> {
        if !path.exists() {
            return Err(KeyringError::Lost { path: path.into() });
        }
        private_file::check_private(path)?;
        let error = |source| KeyringError::Io { path: path.into(), source };
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(error)?;
        file.try_lock().map_err(|failure| match failure {
            TryLockError::WouldBlock => KeyringError::InUse { path: path.into() },
            TryLockError::Error(source) => error(source),
        })?;
        let mut bytes = [0; HEADER_BYTES];
        let foreign = |why: &str| KeyringError::Foreign { path: path.into(), why: why.into() };
        file.read_exact_at(&mut bytes, 0)
            .map_err(|_| foreign("no key file of this program: too short; bring back its newest copy"))?;
        let header = Header::read(&bytes).ok_or_else(|| {
            foreign("no key file of this program, or both copies of its header are damaged; bring back its newest copy")
        })?;
        Ok((Self { path: path.into(), file }, header))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads every slot in order. A piece of a slot at the end, left by a stop in the middle of a write that
    /// nobody was told of, is cut off.
    pub(crate) fn read_all(&self, mut each: impl FnMut(u32, Read)) -> Result<u32, KeyringError> {
        let length = self.file.metadata().map_err(|source| self.error(source))?.len();
        let slots = length.saturating_sub(HEADER_BYTES as u64) / SLOT_BYTES as u64;
        let whole = HEADER_BYTES as u64 + slots * SLOT_BYTES as u64;
        if whole != length {
            self.file.set_len(whole).map_err(|source| self.error(source))?;
        }
        let count =
            u32::try_from(slots).ok().filter(|count| *count <= SLOTS_MAX).ok_or_else(|| self.full())?;
        let mut reader = BufReader::with_capacity(1 << 20, &self.file);
        reader.seek(SeekFrom::Start(HEADER_BYTES as u64)).map_err(|source| self.error(source))?;
        let mut bytes = [0; SLOT_BYTES];
        for index in 0..count {
            reader.read_exact(&mut bytes).map_err(|source| self.error(source))?;
            each(index, Slot::read(&bytes));
        }
        Ok(count)
    }

    /// The slot at `index`, if a good one is there.
    pub(crate) fn slot(&self, index: u32) -> Result<Option<Slot>, KeyringError> {
        let mut bytes = [0; SLOT_BYTES];
        self.file.read_exact_at(&mut bytes, offset(index)).map_err(|source| self.error(source))?;
        match Slot::read(&bytes) {
            Read::Live(slot) => Ok(Some(slot)),
            Read::Free | Read::Damaged => Ok(None),
        }
    }

    pub(crate) fn put(&self, index: u32, slot: Slot) -> Result<(), KeyringError> {
        self.file.write_all_at(&slot.to_bytes(), offset(index)).map_err(|source| self.error(source))
    }

    /// Overwrites a slot with zeros.
    pub(crate) fn clear(&self, index: u32) -> Result<(), KeyringError> {
        self.file.write_all_at(&[0; SLOT_BYTES], offset(index)).map_err(|source| self.error(source))
    }

    /// Makes what was written durable.
    pub(crate) fn sync(&self) -> Result<(), KeyringError> {
        self.file.sync_data().map_err(|source| self.error(source))
    }

    /// Writes the next header durably.
    pub(crate) fn put_header(&self, header: &Header) -> Result<(), KeyringError> {
        let written = self.file.write_all_at(&header.to_bytes(), header.offset());
        written.map_err(|source| self.error(source))?;
        self.sync()
    }

    pub(crate) fn full(&self) -> KeyringError {
        KeyringError::Full { path: self.path.clone(), max: SLOTS_MAX }
    }

    fn error(&self, source: io::Error) -> KeyringError {
        KeyringError::Io { path: self.path.clone(), source }
    }
}

fn offset(index: u32) -> u64 {
    HEADER_BYTES as u64 + u64::from(index) * SLOT_BYTES as u64
}
