//! The keys of records behind the register's port: one keyring for each store.

use std::sync::{PoisonError, RwLock};

use keyring::{Domain, Keyring, KeyringError, RecordId, RecordKey};

use crate::error::StoreError;
use crate::ports::Keys;
use crate::sequencer::KeyName;

/// Most generations of index keys looked for.
const GENERATIONS_MAX: u32 = 100_000;

/// Three keyrings: names, prints and what joins them, each under key-encryption keys of its own.
pub struct Vault {
    rings: [Keyring; 3],
    /// The key of the index of each store, read once.
    index: RwLock<[Option<(u32, RecordKey)>; 3]>,
}

/// What begins or ends with a rotation of index keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexGeneration(pub u32);

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

    /// Begins the next generation of the index of a store: after it, [`Keys::index`] gives other values, and every
    /// stored value has to be written anew before the old generation is erased.
    ///
    /// # Errors
    /// [`StoreError`] when no key can be made.
    pub fn renew_index(&self, domain: Domain) -> Result<IndexGeneration, StoreError> {
        let mut cached = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let newest = self.newest_index(domain)?.map_or(0, |(generation, _)| generation);
        let made = self.ring(domain).create_keys(&[index_record(newest + 1)]).map_err(of)?;
        cached[place(domain)] = made.into_iter().next().map(|key| (newest + 1, key));
        Ok(IndexGeneration(newest))
    }

    /// Erases a generation of the index, and every one before it.
    ///
    /// # Errors
    /// [`StoreError`] when it is not certain that it is gone.
    pub fn end_index(&self, domain: Domain, last: IndexGeneration) -> Result<(), StoreError> {
        let records: Vec<RecordId> = (1..=last.0).map(index_record).collect();
        self.ring(domain).erase_all(&records).map(|_| ()).map_err(of)
    }

    fn newest_index(&self, domain: Domain) -> Result<Option<(u32, RecordKey)>, StoreError> {
        let (mut found, mut missed) = (None, 0);
        for generation in 1..GENERATIONS_MAX {
            match self.ring(domain).key(index_record(generation)) {
                Ok(key) => (found, missed) = (Some((generation, key)), 0),
                Err(KeyringError::NoKey { .. }) if found.is_some() => break,
                Err(KeyringError::NoKey { .. }) => {
                    missed += 1;
                    if missed > 1_000 {
                        break;
                    }
                }
                Err(error) => return Err(of(error)),
            }
        }
        Ok(found)
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

/// The record under which a generation of an index key lies: of no person, case or registry number, whose
/// identifiers carry the version of random UUIDs.
fn index_record(generation: u32) -> RecordId {
    let mut id = [0; 16];
    id[..12].copy_from_slice(b"tanba index ");
    id[12..].copy_from_slice(&generation.to_be_bytes());
    RecordId(id)
}

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
        let known = |cached: &[Option<(u32, RecordKey)>; 3]| {
            cached[place(domain)].as_ref().map(|(_, key)| key.index_of(column, text))
        };
        let value = known(&self.index.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(value) = value {
            return value.map_err(|error| of(error.into()));
        }
        let mut cached = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if cached[place(domain)].is_none() {
            let found = match self.newest_index(domain)? {
                Some(found) => found,
                None => {
                    let made = self.ring(domain).create_keys(&[index_record(1)]).map_err(of)?;
                    let made = made.into_iter().next();
                    (1, made.ok_or_else(|| StoreError::Engine("no index key was made".to_owned()))?)
                }
            };
            cached[place(domain)] = Some(found);
        }
        match known(&cached) {
            Some(value) => value.map_err(|error| of(error.into())),
            None => Err(StoreError::Engine("no index key was made".to_owned())),
        }
    }
}
