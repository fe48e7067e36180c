//! Keys of records in memory: each seals by exclusive or with a stream of its own, so that an erased key opens
//! nothing and a sealed text shows nothing of its plain one. For tests only: no cryptography.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use keyring::Domain;

use crate::error::StoreError;
use crate::ports::Keys;
use crate::sequencer::KeyName;

/// Keys in memory.
#[derive(Default)]
pub struct MemoryKeys(Mutex<HashMap<KeyName, u64>>);

impl MemoryKeys {
    /// No key yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a name has a key.
    pub fn has(&self, name: KeyName) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&name)
    }

    fn stream(seed: u64, column: &str, text: &[u8]) -> Vec<u8> {
        let mut state = column.bytes().fold(seed, |s, b| s.rotate_left(7) ^ u64::from(b));
        let mut next = || {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (state >> 56) as u8
        };
        text.iter().map(|byte| byte ^ next()).collect()
    }
}

impl Keys for MemoryKeys {
    fn make(&self, names: &[KeyName]) -> Result<(), StoreError> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for name in names {
            let seed = keys.len() as u64 + 0x9e37_79b9;
            keys.entry(*name).or_insert(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        }
        Ok(())
    }

    fn seal(&self, name: KeyName, column: &str, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seed = keys.get(&name).ok_or_else(|| StoreError::Engine("the record has no key".to_owned()))?;
        let mut sealed = b"sealed".to_vec();
        sealed.extend(Self::stream(*seed, column, text));
        Ok(sealed)
    }

    fn open(&self, name: KeyName, column: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(seed) = keys.get(&name) else { return Ok(None) };
        let damaged = || StoreError::Damaged { what: column.to_owned(), why: "not sealed".to_owned() };
        let text = sealed.strip_prefix(b"sealed").ok_or_else(damaged)?;
        Ok(Some(Self::stream(*seed, column, text)))
    }

    fn erase(&self, names: &[KeyName]) -> Result<Vec<(KeyName, u64, u32)>, StoreError> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(names.iter().map(|name| (*name, u64::from(keys.remove(name).is_some()), 1)).collect())
    }

    fn index(&self, domain: Domain, column: &str, text: &[u8]) -> Result<[u8; 32], StoreError> {
        let mut all = vec![domain.code()];
        all.extend(column.as_bytes());
        all.extend(text);
        Ok(ledger::leaf_hash(&all).0)
    }
}
