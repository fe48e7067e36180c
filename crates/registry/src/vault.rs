//! The keys of records behind the register's port: one keyring for each store.

use std::sync::{PoisonError, RwLock};

use keyring::{Domain, Keyring, KeyringError, RecordId, RecordKey};

use crate::error::StoreError;
use crate::ports::Keys;
use crate::sequencer::KeyName;

/// Three keyrings: names, prints and what joins them, each under key-encryption keys of its own.
pub struct Vault {
    rings: [Keyring; 3],
    /// The key of the index of each store, read once.
    index: RwLock<[Option<RecordKey>; 3]>,
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
        Ok(Self { rings, index: RwLock::default() })
    }

    /// The keyring of a store, for rotation and for what it says of itself.
    pub fn ring(&self, domain: Domain) -> &Keyring {
        &self.rings[place(domain)]
    }
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

    fn index(&self, domain: Domain, column: &str, text: &[u8]) -> Result<[u8; 32], StoreError> {
        let known = |cached: &[Option<RecordKey>; 3]| {
            cached[place(domain)].as_ref().map(|key| key.index_of(column, text))
        };
        let value = known(&self.index.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(value) = value {
            return value.map_err(|error| of(error.into()));
        }
        let mut cached = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if cached[place(domain)].is_none() {
            let ring = self.ring(domain);
            let key = match ring.key(INDEX) {
                Err(KeyringError::NoKey { .. }) => {
                    ring.create_keys(&[INDEX]).map(|made| made.into_iter().next())
                }
                found => found.map(Some),
            };
            cached[place(domain)] = key.map_err(of)?;
        }
        match known(&cached) {
            Some(value) => value.map_err(|error| of(error.into())),
            None => Err(StoreError::Engine("no index key was made".to_owned())),
        }
    }
}
