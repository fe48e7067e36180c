//! The keys of records behind the register's port: one keyring for each store.

use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

use keyring::{Domain, KeyVersion, Keyring, KeyringError, RecordId, RecordKey};

use crate::error::StoreError;
use crate::ports::{IndexValue, Keys};
use crate::sequencer::KeyName;

/// Three keyrings: names, prints and what joins them, each under key-encryption keys of its own.
pub struct Vault {
    rings: [Keyring; 3],
    /// The index keys of each store, the newest first; none until they are read.
    index: [RwLock<Vec<RecordKey>>; 3],
}

impl Vault {
    /// Over three open keyrings, in the order of [`Domain::ALL`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a keyring is of another store.
    pub fn new(rings: [Keyring; 3]) -> Result<Self, StoreError> {
        for (ring, domain) in rings.iter().zip(Domain::ALL) {
            let state = ring.state().map_err(of)?;
            if state.domain != domain {
                let why = format!("it holds keys of the {} store", state.domain);
                return Err(StoreError::Damaged { what: format!("the keyring of the {domain} store"), why });
            }
        }
        Ok(Self { rings, index: Default::default() })
    }

    /// The keyring of a store, for rotation and for what it says of itself.
    pub fn ring(&self, domain: Domain) -> &Keyring {
        &self.rings[place(domain)]
    }

    /// Reads with the index keys of a store; makes the first one.
    fn with_index<T>(&self, domain: Domain, read: impl FnOnce(&[RecordKey]) -> T) -> Result<T, StoreError> {
        let known = self.index[place(domain)].read().unwrap_or_else(PoisonError::into_inner);
        if !known.is_empty() {
            return Ok(read(&known));
        }
        drop(known);
        Ok(read(&self.index_mut(domain)?))
    }

    /// The index keys of a store, to be changed by whoever holds them.
    fn index_mut(&self, domain: Domain) -> Result<RwLockWriteGuard<'_, Vec<RecordKey>>, StoreError> {
        let mut known = self.index[place(domain)].write().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            let ring = self.ring(domain);
            if ring.versions(INDEX).is_empty() {
                ring.create_keys(&[INDEX]).map_err(of)?;
            }
            *known = self.read_index(domain)?;
        }
        Ok(known)
    }

    fn read_index(&self, domain: Domain) -> Result<Vec<RecordKey>, StoreError> {
        let ring = self.ring(domain);
        let versions = ring.versions(INDEX).into_iter().rev();
        versions.map(|version| ring.key_version(INDEX, version).map_err(of)).collect()
    }
}

/// The epoch of the newest of some index keys.
fn newest(keys: &[RecordKey]) -> Result<KeyVersion, StoreError> {
    let key = keys.first().ok_or_else(|| StoreError::Engine("no index key was made".to_owned()))?;
    Ok(key.version())
}

fn place(domain: Domain) -> usize {
    match domain {
        Domain::Identity => 0,
        Domain::Biometrics => 1,
        Domain::Links => 2,
    }
}

fn record(name: KeyName) -> RecordId {
    RecordId(name.id)
}

/// The record under which the index key of a store lies: of no person, case or registry number, whose identifiers
/// carry the version of random UUIDs.
const INDEX: RecordId = RecordId(*b"tanba index 0001");

fn of(error: KeyringError) -> StoreError {
    StoreError::Engine(format!("the keys of records: {error}"))
}

impl Keys for Vault {
    fn make(&self, names: &[KeyName]) -> Result<(), StoreError> {
        for domain in Domain::ALL {
            let ring = self.ring(domain);
            let mut wanted = Vec::new();
            for name in names.iter().filter(|name| name.domain == domain) {
                match ring.key(record(*name)) {
                    Ok(_) => {}
                    Err(KeyringError::NoKey { .. }) => wanted.push(record(*name)),
                    Err(error) => return Err(of(error)),
                }
            }
            wanted.sort_unstable();
            wanted.dedup();
            if !wanted.is_empty() {
                ring.create_keys(&wanted).map_err(of)?;
            }
        }
        Ok(())
    }

    fn seal(&self, name: KeyName, column: &str, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.ring(name.domain).seal(record(name), column, text).map_err(of)
    }

    fn open(&self, name: KeyName, column: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.ring(name.domain).unseal(record(name), column, sealed) {
            Ok(text) => Ok(Some(text.to_vec())),
            Err(KeyringError::NoKey { .. }) => Ok(None),
            Err(KeyringError::Seal(error)) => Err(StoreError::Damaged {
                what: format!("{} of the {} store", column, name.domain),
                why: error.to_string(),
            }),
            Err(error) => Err(of(error)),
        }
    }

    fn erase(&self, names: &[KeyName]) -> Result<Vec<(KeyName, u64, u32)>, StoreError> {
        let mut erased = Vec::new();
        for domain in Domain::ALL {
            let of_domain: Vec<KeyName> =
                names.iter().copied().filter(|name| name.domain == domain).collect();
            let mut records: Vec<RecordId> = of_domain.iter().map(|name| record(*name)).collect();
            records.sort_unstable();
            records.dedup();
            for erasure in self.ring(domain).erase_all(&records).map_err(of)? {
                let name = KeyName { domain, id: erasure.record.0 };
                erased.push((name, erasure.keys as u64, erasure.epoch.0));
            }
        }
        Ok(erased)
    }

    fn index(&self, domain: Domain, column: &str, text: &[u8]) -> Result<Vec<IndexValue>, StoreError> {
        let value = |key: &RecordKey| {
            let value = key.index_of(column, text).map_err(|error| of(error.into()))?;
            Ok(IndexValue { epoch: key.version().0, value })
        };
        self.with_index(domain, |keys| keys.iter().map(value).collect())?
    }

    fn index_epochs(&self, domain: Domain) -> Result<Vec<u32>, StoreError> {
        self.with_index(domain, |keys| keys.iter().map(|key| key.version().0).collect())
    }

    fn begin_index(&self, domain: Domain) -> Result<u32, StoreError> {
        let mut keys = self.index_mut(domain)?;
        if keys.len() == 1 {
            self.ring(domain).renew_key(INDEX).map_err(of)?;
            *keys = self.read_index(domain)?;
        }
        Ok(newest(&keys)?.0)
    }

    fn retire_index(&self, domain: Domain) -> Result<u64, StoreError> {
        let mut keys = self.index_mut(domain)?;
        let erased = self.ring(domain).erase_before(INDEX, newest(&keys)?).map_err(of)?;
        keys.truncate(1);
        Ok(erased.keys as u64)
    }
}
