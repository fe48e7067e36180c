//! Keys of records in memory: each seals by exclusive or with a stream of its own, so that an erased key opens
//! nothing and a sealed text shows nothing of its plain one. For tests only: no cryptography.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use keyring::Domain;

use crate::error::StoreError;
use crate::ports::{IndexValue, Keys};
use crate::sequencer::KeyName;

/// Keys in memory.
#[derive(Default)]
pub struct MemoryKeys {
    names: Mutex<HashMap<KeyName, bool>>,
    /// Every name has a key until it is erased: for stores that are opened again by other processes.
    stable: bool,
    /// How many index keys were begun after the first, and how many retired.
    index: Mutex<(u32, u32)>,
}

impl MemoryKeys {
    /// No key yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keys that are the same in every process: each name has one until it is erased here.
    pub fn stable() -> Self {
        Self { stable: true, ..Self::default() }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).values().filter(|there| **there).count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a name has a key.
    pub fn has(&self, name: KeyName) -> bool {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(&name).copied().unwrap_or(self.stable)
    }

    fn stream(name: KeyName, column: &str, text: &[u8]) -> Vec<u8> {
        let id = name.id.iter().fold(u64::from(name.domain.code()), |s, b| s.rotate_left(9) ^ u64::from(*b));
        let seed = id.wrapping_mul(0x2545_f491_4f6c_dd1d);
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
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(names.iter().map(|name| (*name, true)));
        Ok(())
    }

    fn seal(&self, name: KeyName, column: &str, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        if !self.has(name) {
            return Err(StoreError::Engine("the record has no key".to_owned()));
        }
        let mut sealed = b"sealed".to_vec();
        sealed.extend(Self::stream(name, column, text));
        Ok(sealed)
    }

    fn open(&self, name: KeyName, column: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if !self.has(name) {
            return Ok(None);
        }
        let damaged = || StoreError::Damaged { what: column.to_owned(), why: "not sealed".to_owned() };
        let text = sealed.strip_prefix(b"sealed").ok_or_else(damaged)?;
        Ok(Some(Self::stream(name, column, text)))
    }

    fn erase(&self, names: &[KeyName]) -> Result<Vec<(KeyName, u64, u32)>, StoreError> {
        let erased = names.iter().map(|name| (*name, u64::from(self.has(*name)), 1)).collect();
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(names.iter().map(|name| (*name, false)));
        Ok(erased)
    }

    fn index(&self, domain: Domain, column: &str, text: &[u8]) -> Result<Vec<IndexValue>, StoreError> {
        let value = |epoch: u32| {
            let mut all = vec![domain.code()];
            all.extend(epoch.to_be_bytes());
            all.extend(column.as_bytes());
            all.extend(text);
            IndexValue { epoch, value: ledger::leaf_hash(&all).0 }
        };
        Ok(self.index_epochs(domain)?.into_iter().map(value).collect())
    }

    fn index_epochs(&self, _: Domain) -> Result<Vec<u32>, StoreError> {
        let (begun, retired) = *self.index.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((retired + 1..=begun + 1).rev().collect())
    }

    fn begin_index(&self, _: Domain) -> Result<u32, StoreError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if index.0 == index.1 {
            index.0 += 1;
        }
        Ok(index.0 + 1)
    }

    fn retire_index(&self, _: Domain) -> Result<u64, StoreError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let erased = index.0 - index.1;
        index.1 = index.0;
        Ok(u64::from(erased))
    }
}
