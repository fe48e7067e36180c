//! The keys of records, the keys that officers sign with, and the carriers of the archive, as folders beside the
//! register: `records` with a key file for each store, `key-encryption` with what wraps their keys, `officers`,
//! `carriers`. None of them is in a backup of the data.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use keyring::signing::{OfficerKey, SignError, Signer};
use keyring::{Domain, Keyring, KeyringError, Passphrase};
use registry::ports::{Carriers, Signers};
use registry::{Carrier, StoreError, Vault};
use vocabulary::OfficerId;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::premises::Premises;

const RECORDS: &str = "records";
const KEY_ENCRYPTION: &str = "key-encryption";
const OFFICERS: &str = "officers";
const CARRIERS: &str = "carriers";

fn key_file(folder: &Path, domain: Domain) -> PathBuf {
    folder.join(RECORDS).join(format!("{domain}.keys"))
}

pub(crate) fn closed(error: &KeyringError) -> Failure {
    match error {
        KeyringError::InUse { path } => Failure::new(
            "in-use",
            format!(
                "{} is in use by another process: stop the register that is served, then repeat",
                path.display()
            ),
        ),
        other => failed(other),
    }
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("record-keys", error.to_string())
}

/// Whether there are keys of records in the folder.
pub(crate) fn has_keys(folder: &Path) -> bool {
    Domain::ALL.iter().any(|domain| key_file(folder, *domain).exists())
}

/// Opens the keys of records, or makes the first ones. A register that has entries needs the ones it had.
pub(crate) fn vault(premises: &Premises) -> Result<Vault, Failure> {
    let (folder, keepers) = (premises.keys.as_path(), premises.key_place.open()?);
    let fresh = !has_keys(folder);
    if fresh {
        private_folder(&folder.join(RECORDS))?;
    }
    let ring = |domain: Domain| -> Result<Keyring, Failure> {
        let (path, keks) = (key_file(folder, domain), folder.join(KEY_ENCRYPTION).join(domain.to_string()));
        match fresh {
            true => {
                private_folder(&folder.join(KEY_ENCRYPTION))?;
                Keyring::create(&path, domain, keepers.create(&keks)?).map_err(failed)
            }
            false => {
                Keyring::open(&path, domain, keepers.open(&keks, &path)?).map_err(|error| closed(&error))
            }
        }
    };
    let rings = [ring(Domain::Identity)?, ring(Domain::Biometrics)?, ring(Domain::Links)?];
    Vault::new(rings).map_err(failed)
}

/// The keys of records of a register that exists; never new ones.
pub(crate) fn existing_vault(premises: &Premises) -> Result<Vault, Failure> {
    let folder = &premises.keys;
    if has_keys(folder) {
        return vault(premises);
    }
    Err(failed(format!(
        "{} holds no keys of records: bring back the folders `records` and `key-encryption`",
        folder.display()
    )))
}

/// Removes keys that were made a moment ago and have sealed nothing.
pub(crate) fn remove_fresh(folder: &Path) {
    for part in [RECORDS, KEY_ENCRYPTION] {
        // What cannot be removed is in the way of bringing the copy back, and is told then.
        let _ = fs::remove_dir_all(folder.join(part));
    }
}

fn private_folder(path: &Path) -> Result<(), Failure> {
    keyring::private_folder(path).map_err(|error| failed(format!("{}: {error}", path.display())))
}

/// The keys officers sign with, one file each, opened by a passphrase of theirs.
pub(crate) struct OfficerFolder(PathBuf);

impl OfficerFolder {
    pub(crate) fn of(folder: &Path) -> Self {
        Self(folder.join(OFFICERS))
    }

    fn path(&self, officer: OfficerId) -> PathBuf {
        self.0.join(format!("{officer}.key"))
    }

    /// Makes an officer's key under a passphrase; its public half in hex, to be registered.
    pub(crate) fn create(&self, officer: OfficerId, secret: &str) -> Result<String, Failure> {
        private_folder(&self.0)?;
        let key = OfficerKey::create(&self.path(officer), officer, Some(&passphrase(secret)?));
        let public = key.map_err(|error| Failure::new("officer-key", error.to_string()))?.public();
        Ok(hex::encode(public))
    }
}

fn passphrase(secret: &str) -> Result<Passphrase, Failure> {
    Passphrase::new(Zeroizing::new(secret.to_owned())).map_err(|why| Failure::new("passphrase", why))
}

impl Signers for OfficerFolder {
    fn signer(&self, officer: OfficerId, secret: &str) -> Result<Box<dyn Signer>, SignError> {
        let path = self.path(officer);
        if !path.is_file() {
            return Err(SignError::Key(
                "no key of yours lies with this machine: sign with the command line and hand the signature in"
                    .to_owned(),
            ));
        }
        let phrase = Passphrase::new(Zeroizing::new(secret.to_owned())).map_err(SignError::Key)?;
        Ok(Box::new(OfficerKey::open(&path, Some(&phrase))?))
    }
}

/// Carriers of the archive as folders under their labels: mounted where they are kept.
pub(crate) struct CarrierFolder(PathBuf);

impl CarrierFolder {
    pub(crate) fn of(folder: &Path) -> Self {
        Self(folder.join(CARRIERS))
    }

    fn path(&self, carrier: &Carrier, file: &str) -> PathBuf {
        // A label has no separator but `/`, and no two points.
        self.0.join(carrier.label.replace('/', "_")).join(file)
    }

    fn failed(carrier: &Carrier, error: &std::io::Error) -> StoreError {
        StoreError::Engine(format!("the carrier {}: {error}", carrier.label))
    }
}

impl Carriers for CarrierFolder {
    fn write(&self, carrier: &Carrier, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(carrier, file);
        let parent = path.parent().unwrap_or(&self.0);
        let written = || -> std::io::Result<()> {
            keyring::private_folder(parent)?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut out = options.open(&path)?;
            out.write_all(bytes)?;
            out.sync_all()?;
            fs::File::open(parent)?.sync_all()
        };
        written().map_err(|error| {
            // What was begun is of no use, and closed without its key in any case.
            let _ = fs::remove_file(&path);
            Self::failed(carrier, &error)
        })
    }

    fn read(&self, carrier: &Carrier, file: &str) -> Result<Vec<u8>, StoreError> {
        fs::read(self.path(carrier, file)).map_err(|error| Self::failed(carrier, &error))
    }

    fn remove(&self, carrier: &Carrier, file: &str) -> Result<(), StoreError> {
        match fs::remove_file(self.path(carrier, file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Self::failed(carrier, &error)),
            _ => Ok(()),
        }
    }
}
