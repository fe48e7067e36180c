//! A register opened for work: store, checkpoint key, register, access.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use access::Access;
use registry::ports::Keys;
use registry::{Registry, Vault};
use store::Location;

use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::premises::Premises;
use crate::strongroom::{self, CarrierFolder, OfficerFolder};

/// Name of the log in its checkpoints.
pub(crate) const LEDGER_ORIGIN: &str = "tanba.register";
const KEY_FILE: &str = "checkpoint.key";

/// An open register.
pub(crate) struct House {
    pub(crate) location: Location,
    pub(crate) registry: Arc<Registry>,
    pub(crate) access: Arc<Access>,
    pub(crate) verifying_key: String,
    /// The keys of records, for rotation.
    pub(crate) vault: Arc<Vault>,
    /// The keys officers sign with.
    pub(crate) officer_keys: OfficerFolder,
}

impl House {
    /// Opens (or founds) the register.
    pub(crate) async fn open(premises: &Premises) -> Result<Self, Failure> {
        let (location, folder) = (premises.location.clone(), premises.keys.as_path());
        let founded = !strongroom::has_keys(folder);
        let vault = Arc::new(strongroom::vault(premises)?);
        let keys: Arc<dyn Keys> = vault.clone();
        let store = location.open(Arc::clone(&keys)).await?;
        if founded && store.ledger_size().await? > 0 {
            strongroom::remove_fresh(folder);
            let why = format!(
                "the keys of records are missing in {}, and the ledger has entries: bring back the newest copy of the \
                 folders `records` and `key-encryption`; without them nothing of the records can be read",
                folder.display()
            );
            return Err(Failure::new("record-keys", why));
        }
        // A new key only for a new register: with another one its checkpoints would not verify.
        let key = match store.ledger_size().await? {
            0 => signing_key(folder)?,
            entries => lasting_key(folder, entries)?,
        };
        let verifying_key = key.verifying_key().to_string();
        let registry = Registry::open(store, Arc::new(SystemClock), key, LEDGER_ORIGIN, keys).await?;
        let registry = Arc::new(
            registry
                .with_searches(premises.searches.clone())
                .with_signers(Arc::new(OfficerFolder::of(folder)))
                .with_carriers(Arc::new(CarrierFolder::of(folder))),
        );
        let access =
            Access::new(registry.clone()).map_err(|error| Failure::new("access", error.to_string()))?;
        let officer_keys = OfficerFolder::of(folder);
        Ok(Self { location, registry, access: Arc::new(access), verifying_key, vault, officer_keys })
    }
}

impl House {
    /// The Argon2id hash of a new officer's password.
    pub(crate) async fn hash_password(&self, login: &str, password: &str) -> Result<String, Failure> {
        let hash = self.access.hash_new_password(login, password).await;
        hash.map_err(|error| Failure::new("password", error.to_string()))
    }
}

/// The key of a register that exists.
pub(crate) fn existing_key(premises: &Premises) -> Result<ledger::SigningKey, Failure> {
    let keys = &premises.keys;
    if !keys.join(KEY_FILE).is_file() {
        return Err(Failure::new(
            "no-register",
            format!("{} holds no register: there is no {KEY_FILE} in it", keys.display()),
        ));
    }
    signing_key(keys)
}

/// The key of a register that has entries; never a new one.
fn lasting_key(folder: &Path, entries: u64) -> Result<ledger::SigningKey, Failure> {
    let path = folder.join(KEY_FILE);
    if path.is_file() {
        return signing_key(folder);
    }
    let why = format!("{}: missing, and the ledger has {entries} entries: restore the file", path.display());
    Err(Failure::new("key", why))
}

/// Reads the key that signs checkpoints, or makes it in a new folder (mode 0600).
fn signing_key(folder: &Path) -> Result<ledger::SigningKey, Failure> {
    let path = folder.join(KEY_FILE);
    let seed: [u8; 32] = match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map_err(|_| {
            Failure::new(
                "key",
                format!("{}: a checkpoint key has 32 bytes; restore the file", path.display()),
            )
        })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => new_seed(&path)?,
        Err(error) => return Err(Failure::new("key", format!("{}: {error}", path.display()))),
    };
    ledger::SigningKey::from_random_bytes(LEDGER_ORIGIN, seed)
        .map_err(|error| Failure::new("key", format!("{}: {error}", path.display())))
}

fn new_seed(path: &Path) -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::new("random", format!("the system gives no random bytes: {error}")))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error: std::io::Error| Failure::new("key", format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        keyring::private_folder(folder).map_err(failed)?;
    }
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(&seed).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(seed)
}

/// A register is founded in a new or empty folder only.
pub(crate) fn refuse_occupied(folder: &Path) -> Result<(), Failure> {
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => Err(Failure::new(
            "data-dir",
            format!(
                "{} is not empty: choose a new folder, or open this one with \
                 `tanba serve --data-dir {}`",
                folder.display(),
                folder.display()
            ),
        )),
        Ok(false) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::new("data-dir", format!("{}: {error}", folder.display()))),
    }
}
