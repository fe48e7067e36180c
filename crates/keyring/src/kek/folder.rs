//! Key-encryption keys in a folder: one private text file an epoch, so that retiring an epoch removes a file
//! and touches no other. With a passphrase the key in the file is itself encrypted.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use super::{Epoch, KekProvider, Passphrase, RingId, WRAPPED_BYTES};
use crate::error::KekError;
use crate::secret_file::{self, Secret, SecretFile, decrypt, encrypt};
use crate::{private_file, random};

const TITLE: &str = "tanba key-encryption key 1";
/// Most key files in one folder.
const FILES_MAX: usize = 64;

/// A folder of key-encryption keys.
pub struct KekFolder {
    folder: PathBuf,
    ring: RingId,
    passphrase: Option<Passphrase>,
    keys: RwLock<BTreeMap<Epoch, Secret>>,
}

impl KekFolder {
    /// Begins a new folder for a new keyring, without any key yet; there must be none.
    ///
    /// # Errors
    /// [`KekError`] when the folder has keys or cannot be written.
    pub fn create(folder: &Path, passphrase: Option<Passphrase>) -> Result<Self, KekError> {
        private_file::folder(folder)?;
        if let Some((epoch, _)) = files(folder)?.into_iter().next() {
            return Err(KekError::Exists { place: folder.display().to_string(), epoch });
        }
        let ring = RingId(random::public()?);
        Ok(Self { folder: folder.into(), ring, passphrase, keys: RwLock::default() })
    }

    /// Opens a folder with all its keys.
    ///
    /// # Errors
    /// [`KekError`] naming the file that is exposed, changed, of another keyring, or does not open.
    pub fn open(folder: &Path, passphrase: Option<Passphrase>) -> Result<Self, KekError> {
        Self::with_ring(folder, passphrase, None)
    }

    /// Opens a folder for a keyring that may have no key in it yet; makes the folder when there is none.
    ///
    /// # Errors
    /// As [`Self::open`], and naming a key of another keyring.
    pub fn open_for(folder: &Path, passphrase: Option<Passphrase>, ring: RingId) -> Result<Self, KekError> {
        private_file::folder(folder)?;
        Self::with_ring(folder, passphrase, Some(ring))
    }

    fn with_ring(
        folder: &Path,
        passphrase: Option<Passphrase>,
        mut ring: Option<RingId>,
    ) -> Result<Self, KekError> {
        private_file::check_private(folder)?;
        private_file::finish_destroying(folder)?;
        let mut keys = BTreeMap::new();
        for (epoch, path) in files(folder)? {
            let (own, named, file) = read(&path)?;
            let first = *ring.get_or_insert(own);
            if own != first {
                let why = format!("a key of keyring {own}, the others are of {first}: take it away");
                return Err(KekError::File { path, why });
            }
            if named != epoch {
                let why = format!("the key of epoch {named} under the name of {epoch}: give it its name");
                return Err(KekError::File { path, why });
            }
            keys.insert(epoch, file.secret(&path, passphrase.as_ref())?);
        }
        let ring = ring.ok_or_else(|| KekError::File {
            path: folder.into(),
            why: "no key-encryption key here: bring them back from their escrow copy".into(),
        })?;
        Ok(Self { folder: folder.into(), ring, passphrase, keys: RwLock::new(keys) })
    }

    fn path(&self, epoch: Epoch) -> PathBuf {
        self.folder.join(format!("kek-{:08}.key", epoch.0))
    }

    /// Uses the key of an epoch.
    fn with<T>(
        &self,
        epoch: Epoch,
        using: impl FnOnce(&Secret) -> Result<T, KekError>,
    ) -> Result<T, KekError> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        using(keys.get(&epoch).ok_or_else(|| KekError::Missing { place: self.place(), epoch })?)
    }
}

impl KekProvider for KekFolder {
    fn place(&self) -> String {
        self.folder.display().to_string()
    }

    fn ring(&self) -> RingId {
        self.ring
    }

    fn epochs(&self) -> Result<Vec<Epoch>, KekError> {
        Ok(self.keys.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect())
    }

    fn generate(&self, epoch: Epoch) -> Result<(), KekError> {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(epoch);
        if keys.contains_key(&epoch) || path.exists() {
            return Err(KekError::Exists { place: self.place(), epoch });
        }
        let key = random::secret()?;
        let fields = [("ring", self.ring.to_string()), ("epoch", epoch.to_string())];
        secret_file::write(&path, TITLE, &fields, &key, self.passphrase.as_ref())?;
        keys.insert(epoch, key);
        Ok(())
    }

    fn wrap(&self, epoch: Epoch, place: &[u8], key: &[u8; 32]) -> Result<[u8; WRAPPED_BYTES], KekError> {
        self.with(epoch, |kek| {
            encrypt(kek, place, key)?.ok_or_else(|| KekError::NotThis { place: self.place(), epoch })
        })
    }

    fn unwrap(&self, epoch: Epoch, place: &[u8], wrapped: &[u8; WRAPPED_BYTES]) -> Result<Secret, KekError> {
        self.with(epoch, |kek| {
            decrypt(kek, place, wrapped).ok_or_else(|| KekError::NotThis { place: self.place(), epoch })
        })
    }

    fn destroy(&self, epoch: Epoch) -> Result<(), KekError> {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        keys.remove(&epoch);
        let path = self.path(epoch);
        if path.exists() { private_file::destroy(&path) } else { Ok(()) }
    }
}

impl fmt::Debug for KekFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KekFolder({}, {:?}, ..)", self.folder.display(), self.ring)
    }
}

/// The key files of a folder by epoch.
fn files(folder: &Path) -> Result<Vec<(Epoch, PathBuf)>, KekError> {
    let error = |source| private_file::io_error(folder, source);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let epoch = name.strip_prefix("kek-").and_then(|rest| rest.strip_suffix(".key"));
        if let Some(epoch) = epoch.and_then(|digits| digits.parse().ok()) {
            found.push((Epoch(epoch), path));
        }
    }
    if found.len() > FILES_MAX {
        let why = format!("{} key files; at most {FILES_MAX}", found.len());
        return Err(KekError::File { path: folder.into(), why });
    }
    found.sort_unstable();
    Ok(found)
}

fn read(path: &Path) -> Result<(RingId, Epoch, SecretFile), KekError> {
    let file = SecretFile::read(path, TITLE, &["ring", "epoch"])?;
    let mut ring = [0; 16];
    let named = match file.values.as_slice() {
        [name, epoch] if hex::decode_to_slice(name, &mut ring).is_ok() => epoch.parse().ok().map(Epoch),
        _ => None,
    };
    let epoch = named.ok_or_else(|| {
        secret_file::file_error(
            path,
            "says neither its keyring nor its epoch: bring it back from its escrow copy".into(),
        )
    })?;
    Ok((RingId(ring), epoch, file))
}
