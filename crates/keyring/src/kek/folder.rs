//! Key-encryption keys in a folder: one private text file an epoch, so that retiring an epoch removes a file
//! and touches no other. With a passphrase the key in the file is itself encrypted.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::passphrase::Costs;
use super::{Epoch, KekProvider, Passphrase, RingId, WRAPPED_BYTES};
use crate::error::KekError;
use crate::{private_file, random};

const TITLE: &str = "tanba key-encryption key 1";
/// Most key files in one folder.
const FILES_MAX: usize = 64;

type Secret = Zeroizing<[u8; 32]>;

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
        private_file::check_private(folder)?;
        let mut keys = BTreeMap::new();
        let mut ring = None;
        for (epoch, path) in files(folder)? {
            let file = KeyFile::read(&path)?;
            let first = *ring.get_or_insert(file.ring);
            if file.ring != first {
                let why = format!("a key of keyring {}, the others are of {first}: take it away", file.ring);
                return Err(KekError::File { path, why });
            }
            if file.epoch != epoch {
                let why =
                    format!("the key of epoch {} under the name of {epoch}: give it its name", file.epoch);
                return Err(KekError::File { path, why });
            }
            keys.insert(epoch, file.key(&path, passphrase.as_ref())?);
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
        let text = KeyFile::text(self.ring, epoch, &key, self.passphrase.as_ref(), &path)?;
        private_file::write_new(&path, text.as_bytes())?;
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

/// A key file as read, its key perhaps still encrypted.
struct KeyFile {
    ring: RingId,
    epoch: Epoch,
    protection: Protection,
    key: Zeroizing<Vec<u8>>,
}

enum Protection {
    None,
    Argon2id(Costs, [u8; 16]),
}

impl KeyFile {
    /// The text of a file, closed by a check sum that tells a damaged file from a wrong one.
    fn text(
        ring: RingId,
        epoch: Epoch,
        key: &Secret,
        passphrase: Option<&Passphrase>,
        path: &Path,
    ) -> Result<Zeroizing<String>, KekError> {
        let (protection, written) = match passphrase {
            None => ("none".to_owned(), Zeroizing::new(hex::encode(**key))),
            Some(passphrase) => {
                let (costs, salt) = (Costs::DEFAULT, random::public()?);
                let outer = passphrase.derive(costs, &salt).map_err(|why| file_error(path, why))?;
                let sealed = encrypt(&outer, &own_place(ring, epoch), key)?
                    .ok_or_else(|| file_error(path, "the key could not be encrypted".into()))?;
                let Costs { memory_kib: m, passes: t, lanes: p } = costs;
                let protection = format!("argon2id {m} {t} {p} {}", hex::encode(salt));
                (protection, Zeroizing::new(hex::encode(sealed)))
            }
        };
        let body = Zeroizing::new(format!(
            "{TITLE}\nring {ring}\nepoch {epoch}\nprotection {protection}\nkey {}\n",
            *written
        ));
        Ok(Zeroizing::new(format!("{}check {}\n", *body, check_sum(&body))))
    }

    fn read(path: &Path) -> Result<Self, KekError> {
        let bytes = private_file::read(path)?;
        let damaged = || file_error(path, "damaged: bring this file back from its escrow copy".into());
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
        if !text.starts_with(TITLE) {
            return Err(file_error(path, format!("not a key file: it does not begin with {TITLE:?}")));
        }
        let (body, sum) = text.rsplit_once("check ").ok_or_else(damaged)?;
        if check_sum(body) != sum.trim_end() {
            return Err(damaged());
        }
        Self::parse(body).ok_or_else(damaged)
    }

    fn parse(body: &str) -> Option<Self> {
        let mut lines = body.lines().skip(1);
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let ring = RingId(unhex(field("ring")?)?);
        let epoch = Epoch(field("epoch")?.parse().ok()?);
        let protection = Protection::parse(field("protection")?)?;
        let key = Zeroizing::new(hex::decode(field("key")?).ok()?);
        Some(Self { ring, epoch, protection, key })
    }

    fn key(&self, path: &Path, passphrase: Option<&Passphrase>) -> Result<Secret, KekError> {
        match (&self.protection, passphrase) {
            (Protection::None, _) => {
                let bytes: [u8; 32] = self
                    .key
                    .as_slice()
                    .try_into()
                    .map_err(|_| file_error(path, "the key in it has not 32 bytes".into()))?;
                Ok(Zeroizing::new(bytes))
            }
            (Protection::Argon2id(..), None) => {
                Err(file_error(path, "protected by a passphrase: give it".into()))
            }
            (Protection::Argon2id(costs, salt), Some(passphrase)) => {
                if !costs.within_limits() {
                    return Err(file_error(path, "asks for more memory or passes than allowed".into()));
                }
                let outer = passphrase.derive(*costs, salt).map_err(|why| file_error(path, why))?;
                let sealed: Option<[u8; WRAPPED_BYTES]> = self.key.as_slice().try_into().ok();
                let opened = sealed.and_then(|key| decrypt(&outer, &own_place(self.ring, self.epoch), &key));
                opened.ok_or_else(|| KekError::Passphrase { path: path.into() })
            }
        }
    }
}

impl Protection {
    fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::None);
        }
        let mut words = text.strip_prefix("argon2id ")?.split(' ');
        let mut number = || words.next()?.parse().ok();
        let costs = Costs { memory_kib: number()?, passes: number()?, lanes: number()? };
        Some(Self::Argon2id(costs, unhex(words.next()?)?))
    }
}

/// What a passphrase-encrypted key is bound to.
fn own_place(ring: RingId, epoch: Epoch) -> Vec<u8> {
    [b"tanba kek file 1\0".as_slice(), &ring.0, &epoch.0.to_be_bytes()].concat()
}

fn check_sum(body: &str) -> String {
    hex::encode(&Sha256::digest(body.as_bytes())[..8])
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

fn file_error(path: &Path, why: String) -> KekError {
    KekError::File { path: path.into(), why }
}

/// Nonce, ciphertext and tag; `None` only if the cipher refuses, which it does for no text of this length.
fn encrypt(kek: &Secret, place: &[u8], key: &[u8; 32]) -> Result<Option<[u8; WRAPPED_BYTES]>, KekError> {
    let nonce: [u8; 12] = random::public()?;
    let payload = Payload { msg: key, aad: place };
    let sealed = Aes256GcmSiv::new((&**kek).into()).encrypt(&Nonce::from(nonce), payload);
    Ok(sealed.ok().and_then(|sealed| [nonce.as_slice(), &sealed].concat().try_into().ok()))
}

fn decrypt(kek: &Secret, place: &[u8], wrapped: &[u8; WRAPPED_BYTES]) -> Option<Secret> {
    let (nonce, sealed) = wrapped.split_at(12);
    let nonce: [u8; 12] = nonce.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: place };
    let opened = Aes256GcmSiv::new((&**kek).into()).decrypt(&Nonce::from(nonce), payload).ok()?;
    let opened = Zeroizing::new(opened);
    let mut key = Zeroizing::new([0; 32]);
    (opened.len() == 32).then(|| key.copy_from_slice(&opened))?;
    Some(key)
}
