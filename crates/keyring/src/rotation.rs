//! Rotation of the key-encryption keys, under load: begin an epoch, rewrap in small batches, retire the old one.
//! Each step is durable and can be repeated, so that a stop at any moment costs nothing.

use crate::error::KeyringError;
use crate::file::{EPOCHS_MAX, Slot};
use crate::kek::Epoch;
use crate::key::{KeyVersion, RecordId};
use crate::ring::{Keyring, Place, Writer, check_place};

/// What one batch of rewrapping did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewrap {
    /// Keys rewrapped in this batch.
    pub rewrapped: usize,
    /// Every key is wrapped by the current epoch.
    pub done: bool,
}

type Key = (RecordId, KeyVersion);

impl Keyring {
    /// Begins the next epoch: keys made from now on are wrapped by it; older keys open as before.
    ///
    /// # Errors
    /// [`KeyringError::TooManyEpochs`] when eight are alive; [`KeyringError::Provider`] or
    /// [`KeyringError::Io`] when nothing could be written: then the old epoch stays current.
    pub fn begin_epoch(&self) -> Result<Epoch, KeyringError> {
        let mut writer = self.writer();
        let alive = writer.header.checks.len();
        if alive >= EPOCHS_MAX {
            return Err(KeyringError::TooManyEpochs { alive, max: EPOCHS_MAX });
        }
        let next = Epoch(writer.header.current.0.checked_add(1).ok_or_else(|| self.file.full())?);
        if self.provider.epochs()?.contains(&next) {
            // A stop between the key and the header: nothing was ever wrapped by it.
            self.provider.destroy(next)?;
        }
        self.provider.generate(next)?;
        let ring = writer.header.ring;
        let check = self.provider.wrap(next, &check_place(ring, next), &[0; 32])?;
        let mut header = writer.header.clone();
        header.sequence += 1;
        header.current = next;
        header.checks.push((next, check));
        self.file.put_header(&header)?;
        writer.header = header;
        writer.rewrapped = None;
        Ok(next)
    }

    /// Rewraps at most `limit` keys of older epochs. Reading, making and erasing keys goes on between batches.
    ///
    /// # Errors
    /// [`KeyringError`] when a key does not open or nothing can be written; every key is then still there.
    pub fn rewrap(&self, limit: usize) -> Result<Rewrap, KeyringError> {
        let mut writer = self.writer();
        let current = writer.header.current;
        let old = self.old_keys(writer.rewrapped, current, limit);
        let mut slots = Vec::with_capacity(old.len());
        for (key, place) in &old {
            let bytes = self.read_slot(*key, *place)?;
            let (record, version) = *key;
            let wrapped = self.provider.wrap(current, &self.place(record, version, current), &bytes)?;
            slots.push(Slot { record, version, epoch: current, wrapped });
        }
        self.replace(&mut writer, &old, &slots)?;
        let done = old.len() < limit;
        writer.rewrapped = if done { None } else { old.last().map(|(key, _)| *key) };
        Ok(Rewrap { rewrapped: old.len(), done })
    }

    /// The next keys not wrapped by the current epoch, in order.
    fn old_keys(&self, after: Option<Key>, current: Epoch, limit: usize) -> Vec<(Key, Place)> {
        use std::ops::Bound::{Excluded, Unbounded};
        let index = self.index();
        let rest = index.slots.range((after.map_or(Unbounded, Excluded), Unbounded));
        let old = rest.filter(|(_, place)| place.epoch != current);
        old.take(limit).map(|(key, place)| (*key, *place)).collect()
    }

    /// New slots durable, then readers sent to them, then the old slots cleared.
    fn replace(&self, writer: &mut Writer, old: &[(Key, Place)], slots: &[Slot]) -> Result<(), KeyringError> {
        if old.is_empty() {
            return Ok(());
        }
        let places = self.put_slots(writer, slots)?;
        let mut index = self.index_mut();
        for (((key, _), slot), place) in old.iter().zip(slots).zip(places) {
            index.slots.insert(*key, Place { slot: place, epoch: slot.epoch });
        }
        drop(index);
        for (_, place) in old {
            self.file.clear(place.slot)?;
            writer.give_back(place.slot);
        }
        self.file.sync()
    }

    /// Retires every epoch up to `last` and destroys their key-encryption keys for ever: whatever they wrapped
    /// in old copies of the key file stays closed. Retiring again finishes what was stopped.
    ///
    /// # Errors
    /// [`KeyringError::StillUsed`] while one of them wraps a key or is the current one.
    pub fn retire(&self, last: Epoch) -> Result<(), KeyringError> {
        let mut writer = self.writer();
        let used: u64 = self.count().iter().filter(|(epoch, _)| **epoch <= last).map(|(_, keys)| *keys).sum();
        if used > 0 || last >= writer.header.current {
            return Err(KeyringError::StillUsed { epoch: last, keys: used });
        }
        if last > writer.header.retired {
            let mut header = writer.header.clone();
            header.sequence += 1;
            header.retired = last;
            header.checks.retain(|(epoch, _)| *epoch > last);
            self.file.put_header(&header)?;
            writer.header = header;
        }
        for epoch in self.provider.epochs()?.into_iter().filter(|epoch| *epoch <= last) {
            self.provider.destroy(epoch)?;
        }
        Ok(())
    }
}
