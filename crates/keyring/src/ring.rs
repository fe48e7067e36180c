//! A keyring: the wrapped data keys of one domain.
//!
//! Order of writes, on which safety rests: a key is durable before [`Keyring::create`] returns it, so before
//! anything is sealed with it; a slot is cleared only when no reader can be sent to it any more; a rewrapped
//! key is durable in its new slot before the old slot is cleared.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use zeroize::Zeroizing;

use crate::error::KeyringError;
use crate::file::{Header, KeyFile, Read, SLOTS_MAX, Slot};
use crate::grouping::Waiting;
use crate::kek::{Epoch, KekProvider, RingId};
use crate::key::{self, Domain, KeyVersion, RecordId, RecordKey};
use crate::random;

/// The wrapped data keys of one domain, in one file, open in one process.
pub struct Keyring {
    pub(crate) provider: Box<dyn KekProvider>,
    pub(crate) file: KeyFile,
    pub(crate) domain: Domain,
    index: RwLock<Index>,
    writer: Mutex<Writer>,
    pub(crate) waiting: Waiting,
}

/// Where each key is.
pub(crate) struct Index {
    pub(crate) slots: BTreeMap<(RecordId, KeyVersion), Place>,
}

/// A slot and the epoch that wraps it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) slot: u32,
    pub(crate) epoch: Epoch,
}

/// What only the one writer needs.
pub(crate) struct Writer {
    pub(crate) header: Header,
    free: Vec<u32>,
    next: u32,
    damaged: u64,
    /// Rewrapping has passed this key.
    pub(crate) rewrapped: Option<(RecordId, KeyVersion)>,
}

/// What a keyring says of itself, for the ledger and for people. No secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringState {
    /// Its random name.
    pub ring: RingId,
    /// Its store.
    pub domain: Domain,
    /// The epoch that wraps new keys.
    pub current: Epoch,
    /// Every epoch up to this one is retired.
    pub retired: Epoch,
    /// Number of data keys by the epoch that wraps them.
    pub keys: BTreeMap<Epoch, u64>,
    /// Slots that are neither free nor good: torn by a stop, or changed. More than before: compare with a copy.
    pub damaged: u64,
    /// Epochs retired whose key-encryption key is still with the provider: retire again.
    pub to_destroy: Vec<Epoch>,
}

impl Keyring {
    /// Begins the key file of a domain at `path`, with the first epoch of a new provider.
    ///
    /// # Errors
    /// [`KeyringError`] when there is a file or a key already, or nothing can be written.
    pub fn create(path: &Path, domain: Domain, provider: Box<dyn KekProvider>) -> Result<Self, KeyringError> {
        if path.exists() {
            let why = "there is a key file already; it is not overwritten".into();
            return Err(KeyringError::Foreign { path: path.into(), why });
        }
        let first = Epoch::FIRST;
        provider.generate(first)?;
        let ring = provider.ring();
        let check = provider.wrap(first, &check_place(ring, first), &[0; 32])?;
        let checks = vec![(first, check)];
        let header = Header { ring, domain, sequence: 1, current: first, retired: Epoch(0), checks };
        let file = KeyFile::create(path, &header)?;
        Ok(Self::of(provider, file, header, Index { slots: BTreeMap::new() }, Vec::new(), 0, 0))
    }

    /// Opens the key file of a domain. Every key-encryption key it needs must be with the provider.
    ///
    /// # Errors
    /// [`KeyringError`] naming the file that is lost, foreign, in use or of another store, or the epoch whose
    /// key-encryption key is missing or another.
    pub fn open(path: &Path, domain: Domain, provider: Box<dyn KekProvider>) -> Result<Self, KeyringError> {
        let (file, header) = KeyFile::open(path)?;
        let foreign = |why| KeyringError::Foreign { path: path.into(), why };
        if header.domain != domain {
            return Err(foreign(format!(
                "keys of the {} store, not of {domain}: check the configuration",
                header.domain
            )));
        }
        if header.ring != provider.ring() {
            let (own, other) = (header.ring, provider.ring());
            return Err(foreign(format!(
                "keys of keyring {own}; {} holds those of {other}",
                provider.place()
            )));
        }
        for (epoch, check) in &header.checks {
            provider
                .unwrap(*epoch, &check_place(header.ring, *epoch), check)
                .map_err(|source| KeyringError::Kek { path: path.into(), epoch: *epoch, source })?;
        }
        let (mut slots, mut free, mut twice, mut damaged) = (BTreeMap::new(), Vec::new(), Vec::new(), 0);
        let next = file.read_all(|index, read| match read {
            Read::Free => free.push(index),
            Read::Damaged => damaged += 1,
            Read::Live(Slot { record, version, epoch, .. }) => {
                let place = Place { slot: index, epoch };
                if let Some(other) = slots.insert((record, version), place) {
                    twice.push(((record, version), place, other));
                }
            }
        })?;
        let live = |place: &&Place| header.checks.iter().any(|(epoch, _)| *epoch == place.epoch);
        if let Some(stray) = slots.values().find(|place| !live(place)) {
            // The newer header was lost: going on would begin the epoch again and destroy its key.
            let why = format!(
                "its header is older than its keys (epoch {}): bring back its newest copy",
                stray.epoch
            );
            return Err(foreign(why));
        }
        let index = Index { slots };
        let ring = Self::of(provider, file, header, index, free, next, damaged);
        ring.settle(twice)?;
        Ok(ring)
    }

    /// The name of the keyring in a key file, which its key-encryption keys say too.
    ///
    /// # Errors
    /// [`KeyringError`] naming the file that is lost, foreign or in use.
    pub fn ring_of(path: &Path) -> Result<RingId, KeyringError> {
        Ok(KeyFile::open(path)?.1.ring)
    }

    /// Where its key-encryption keys are, for people.
    pub fn held_by(&self) -> String {
        self.provider.place()
    }

    fn of(
        provider: Box<dyn KekProvider>,
        file: KeyFile,
        header: Header,
        index: Index,
        free: Vec<u32>,
        next: u32,
        damaged: u64,
    ) -> Self {
        let (domain, writer) = (header.domain, Writer { header, free, next, damaged, rewrapped: None });
        Self {
            provider,
            file,
            domain,
            index: RwLock::new(index),
            writer: Mutex::new(writer),
            waiting: Waiting::default(),
        }
    }

    /// Rewrapping was stopped between the new slot and the clearing of the old one: keep the newer, once it
    /// has been seen to open.
    fn settle(&self, twice: Vec<((RecordId, KeyVersion), Place, Place)>) -> Result<(), KeyringError> {
        let mut writer = self.writer();
        for (key, one, other) in twice {
            let (newer, older) = if one.epoch >= other.epoch { (one, other) } else { (other, one) };
            self.read_slot(key, newer)?;
            self.index_mut().slots.insert(key, newer);
            self.file.clear(older.slot)?;
            writer.free.push(older.slot);
        }
        self.file.sync()
    }

    /// Makes the first data key of each record. All are durable when this returns: one flush for all of them.
    ///
    /// # Errors
    /// [`KeyringError::HasKey`] when one of them has a key; then none is made.
    pub fn create_keys(&self, records: &[RecordId]) -> Result<Vec<RecordKey>, KeyringError> {
        let mut writer = self.writer();
        let mut wanted: Vec<_> = records.to_vec();
        wanted.sort_unstable();
        let doubled = wanted.windows(2).any(|pair| pair[0] == pair[1]);
        if doubled || wanted.iter().any(|record| self.newest(*record).is_some()) {
            return Err(self.has_key());
        }
        let keys = records.iter().map(|record| (*record, KeyVersion::FIRST));
        self.make(&mut writer, keys)
    }

    /// Makes the next data key of a record; the older ones still open what they sealed.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`] when it has none.
    pub fn renew_key(&self, record: RecordId) -> Result<RecordKey, KeyringError> {
        let mut writer = self.writer();
        let newest = self.newest(record).ok_or_else(|| self.no_key())?;
        let next = KeyVersion(newest.0.checked_add(1).ok_or_else(|| self.file.full())?);
        self.make(&mut writer, std::iter::once((record, next)))?.pop().ok_or_else(|| self.no_key())
    }

    pub(crate) fn make(
        &self,
        writer: &mut Writer,
        keys: impl Iterator<Item = (RecordId, KeyVersion)>,
    ) -> Result<Vec<RecordKey>, KeyringError> {
        let epoch = writer.header.current;
        let mut made = Vec::new();
        for (record, version) in keys {
            let key = RecordKey::new(self.domain, record, version, random::secret()?);
            let wrapped = self.provider.wrap(epoch, &self.place(record, version, epoch), key.bytes())?;
            made.push((key, Slot { record, version, epoch, wrapped }));
        }
        let slots: Vec<_> = made.iter().map(|(_, slot)| *slot).collect();
        let places = self.put_slots(writer, &slots)?;
        let mut index = self.index_mut();
        for (slot, place) in slots.iter().zip(places) {
            index.slots.insert((slot.record, slot.version), Place { slot: place, epoch });
        }
        Ok(made.into_iter().map(|(key, _)| key).collect())
    }

    /// Writes slots durably; gives their places. When a write fails, what was written is cleared as far as
    /// possible and the places stay free.
    pub(crate) fn put_slots(&self, writer: &mut Writer, slots: &[Slot]) -> Result<Vec<u32>, KeyringError> {
        let mut places = Vec::with_capacity(slots.len());
        let mut written = Ok(());
        for slot in slots {
            let Some(place) = writer.take() else {
                written = Err(self.file.full());
                break;
            };
            places.push(place);
            written = self.file.put(place, *slot);
            if written.is_err() {
                break;
            }
        }
        if let Err(error) = written.and_then(|()| self.file.sync()) {
            for place in &places {
                // A slot that cannot be cleared either holds a key nobody was given.
                let _ = self.file.clear(*place);
            }
            writer.free.append(&mut places);
            return Err(error);
        }
        Ok(places)
    }

    /// The newest data key of a record, to seal with.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`] when it was erased or never made.
    pub fn key(&self, record: RecordId) -> Result<RecordKey, KeyringError> {
        let newest = self.newest(record).ok_or_else(|| self.no_key())?;
        self.key_version(record, newest)
    }

    /// One data key of a record.
    ///
    /// # Errors
    /// As [`Self::key`].
    pub fn key_version(&self, record: RecordId, version: KeyVersion) -> Result<RecordKey, KeyringError> {
        let index = self.index();
        let place = *index.slots.get(&(record, version)).ok_or_else(|| self.no_key())?;
        // Under the lock the slot is not reused; the slow opening comes after.
        let slot = self.file.slot(place.slot)?;
        drop(index);
        let bytes = self.open_slot((record, version), slot)?;
        Ok(RecordKey::new(self.domain, record, version, bytes))
    }

    /// Seals the bytes of a column with the newest key of the record.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`], or what the cipher refuses.
    pub fn seal(&self, record: RecordId, column: &str, plaintext: &[u8]) -> Result<Vec<u8>, KeyringError> {
        Ok(self.key(record)?.seal(column, plaintext)?)
    }

    /// Opens what was sealed for this record and column with any of its keys.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`] when the key was erased, or why the text does not open.
    pub fn unseal(
        &self,
        record: RecordId,
        column: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        let version = key::version_of(sealed)?;
        Ok(self.key_version(record, version)?.open(column, sealed)?)
    }

    /// What the keyring says of itself.
    ///
    /// # Errors
    /// [`KeyringError::Provider`] when the provider does not answer.
    pub fn state(&self) -> Result<KeyringState, KeyringError> {
        let epochs = self.provider.epochs()?;
        let writer = self.writer();
        let Header { ring, domain, current, retired, .. } = writer.header;
        let to_destroy = epochs.into_iter().filter(|epoch| *epoch <= retired).collect();
        let keys = self.count();
        Ok(KeyringState { ring, domain, current, retired, keys, damaged: writer.damaged, to_destroy })
    }

    pub(crate) fn count(&self) -> BTreeMap<Epoch, u64> {
        let mut keys = BTreeMap::new();
        for place in self.index().slots.values() {
            *keys.entry(place.epoch).or_insert(0) += 1;
        }
        keys
    }

    /// Every key version of a record, oldest first.
    pub fn versions(&self, record: RecordId) -> Vec<KeyVersion> {
        let range = (record, KeyVersion(0))..=(record, KeyVersion(u32::MAX));
        self.index().slots.range(range).map(|((_, version), _)| *version).collect()
    }

    /// The newest key version of a record.
    pub(crate) fn newest(&self, record: RecordId) -> Option<KeyVersion> {
        let range = (record, KeyVersion(0))..=(record, KeyVersion(u32::MAX));
        self.index().slots.range(range).next_back().map(|((_, version), _)| *version)
    }

    /// The data key in a slot, which must be the one the index says.
    pub(crate) fn read_slot(
        &self,
        key: (RecordId, KeyVersion),
        place: Place,
    ) -> Result<Zeroizing<[u8; 32]>, KeyringError> {
        self.open_slot(key, self.file.slot(place.slot)?)
    }

    fn open_slot(
        &self,
        (record, version): (RecordId, KeyVersion),
        slot: Option<Slot>,
    ) -> Result<Zeroizing<[u8; 32]>, KeyringError> {
        let slot = slot.filter(|slot| (slot.record, slot.version) == (record, version)).ok_or_else(|| {
            let why = "a key in it was changed since it was opened: bring back its newest copy".into();
            KeyringError::Foreign { path: self.file.path().into(), why }
        })?;
        let place = self.place(record, version, slot.epoch);
        Ok(self.provider.unwrap(slot.epoch, &place, &slot.wrapped)?)
    }

    /// What a wrapped key is bound to.
    pub(crate) fn place(&self, record: RecordId, version: KeyVersion, epoch: Epoch) -> Vec<u8> {
        let ring = self.provider.ring();
        let mut place = Vec::with_capacity(64);
        place.extend(b"tanba data key 1\0");
        place.extend(ring.0);
        place.push(self.domain.code());
        place.extend(epoch.0.to_be_bytes());
        place.extend(record.0);
        place.extend(version.0.to_be_bytes());
        place
    }

    pub(crate) fn has_key(&self) -> KeyringError {
        KeyringError::HasKey { path: self.file.path().into() }
    }

    pub(crate) fn no_key(&self) -> KeyringError {
        KeyringError::NoKey { path: self.file.path().into() }
    }

    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    /// A free place.
    fn take(&mut self) -> Option<u32> {
        self.free.pop().or_else(|| {
            let place = self.next;
            (place < SLOTS_MAX).then(|| self.next += 1)?;
            Some(place)
        })
    }

    pub(crate) fn give_back(&mut self, place: u32) {
        self.free.push(place);
    }
}

/// What the check of an epoch is bound to.
pub(crate) fn check_place(ring: RingId, epoch: Epoch) -> Vec<u8> {
    [b"tanba kek check 1\0".as_slice(), &ring.0, &epoch.0.to_be_bytes()].concat()
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({}, {}, ..)", self.domain, self.file.path().display())
    }
}
