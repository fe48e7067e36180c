//! Erasing data keys: of a record with everything it sealed, or only those that newer keys took the place of.

use std::ops::RangeInclusive;

use crate::error::KeyringError;
use crate::kek::Epoch;
use crate::key::{KeyVersion, RecordId};
use crate::ring::Keyring;

/// What was erased. Final against old copies of the key file too once [`Keyring::is_final`] says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The record.
    pub record: RecordId,
    /// How many keys of it were erased; 0 when it had none any more.
    pub keys: usize,
    /// The current epoch: this and every epoch before it may have wrapped the erased keys.
    pub epoch: Epoch,
}

/// Keys of one record, by version.
type Versions = RangeInclusive<(RecordId, KeyVersion)>;

fn versions(record: RecordId, last: KeyVersion) -> Versions {
    (record, KeyVersion(0))..=(record, last)
}

impl Keyring {
    /// Erases every data key of a record: overwrites and flushes. Erasing again is no error.
    ///
    /// # Errors
    /// As [`Self::erase_all`].
    pub fn erase(&self, record: RecordId) -> Result<Erasure, KeyringError> {
        self.erase_all(&[record])?.pop().ok_or_else(|| self.no_key())
    }

    /// Erases every data key of these records with one flush.
    ///
    /// # Errors
    /// [`KeyringError`] when the file cannot be written; then some may be erased and some not: erase again.
    pub fn erase_all(&self, records: &[RecordId]) -> Result<Vec<Erasure>, KeyringError> {
        let all = records.iter().map(|record| (*record, versions(*record, KeyVersion(u32::MAX))));
        self.erase_ranges(all)
    }

    /// Erases the data keys of a record that are older than `oldest_kept`. Erasing again is no error.
    ///
    /// # Errors
    /// As [`Self::erase_all`].
    pub fn erase_before(&self, record: RecordId, oldest_kept: KeyVersion) -> Result<Erasure, KeyringError> {
        let older = versions(record, KeyVersion(oldest_kept.0.saturating_sub(1)));
        self.erase_ranges(std::iter::once((record, older)))?.pop().ok_or_else(|| self.no_key())
    }

    fn erase_ranges(
        &self,
        ranges: impl Iterator<Item = (RecordId, Versions)>,
    ) -> Result<Vec<Erasure>, KeyringError> {
        let mut writer = self.writer();
        // Readers wait: a key in the index is always in its slot.
        let mut index = self.index_mut();
        let mut erasures = Vec::new();
        let mut cleared = Vec::new();
        for (record, range) in ranges {
            let found: Vec<_> = index.slots.range(range).map(|(key, place)| (*key, place.slot)).collect();
            for (_, slot) in &found {
                self.file.clear(*slot)?;
            }
            erasures.push(Erasure { record, keys: found.len(), epoch: writer.header.current });
            cleared.extend(found);
        }
        self.file.sync()?;
        for (key, slot) in cleared {
            index.slots.remove(&key);
            writer.give_back(slot);
        }
        Ok(erasures)
    }

    /// Whether no copy of the key file, however old, can bring an erased key back: every epoch that may have
    /// wrapped it is retired.
    pub fn is_final(&self, erasure: &Erasure) -> bool {
        self.writer().header.retired >= erasure.epoch
    }
}
