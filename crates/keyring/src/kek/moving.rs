//! Key-encryption keys on their way from one provider to another. A rotation moves them: the next epoch is made in the
//! new place, every data key is rewrapped there, and only when the old epochs wrap nothing are their keys
//! destroyed in the old place. Both places are asked until then, so that a stop at any moment costs no key.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use super::{Epoch, KekProvider, RingId, WRAPPED_BYTES};
use crate::error::KekError;

/// Two places of the key-encryption keys of one keyring.
pub struct MovingKeks {
    to: Box<dyn KekProvider>,
    from: Box<dyn KekProvider>,
    /// Where the key of an epoch was seen to open something, or was made.
    seen: Mutex<BTreeMap<Epoch, Side>>,
}

#[derive(Clone, Copy)]
enum Side {
    To,
    From,
}

impl MovingKeks {
    /// New keys are made with `to`; those with `from` stay until a rotation retires them.
    ///
    /// # Errors
    /// [`KekError::Module`] when the two are of different keyrings.
    pub fn new(to: Box<dyn KekProvider>, from: Box<dyn KekProvider>) -> Result<Self, KekError> {
        if to.ring() != from.ring() {
            let why = format!("its keys are of keyring {}, those of {} of another", to.ring(), from.place());
            return Err(KekError::Module { place: to.place(), why });
        }
        Ok(Self { to, from, seen: Mutex::default() })
    }

    fn side(&self, side: Side) -> &dyn KekProvider {
        match side {
            Side::To => &*self.to,
            Side::From => &*self.from,
        }
    }

    fn note(&self, epoch: Epoch, side: Side) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(epoch, side);
    }

    fn seen(&self, epoch: Epoch) -> Option<Side> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&epoch).copied()
    }
}

impl KekProvider for MovingKeks {
    fn place(&self) -> String {
        format!("{}, older keys {}", self.to.place(), self.from.place())
    }

    fn ring(&self) -> RingId {
        self.to.ring()
    }

    fn epochs(&self) -> Result<Vec<Epoch>, KekError> {
        let mut epochs = self.to.epochs()?;
        epochs.extend(self.from.epochs()?);
        epochs.sort_unstable();
        epochs.dedup();
        Ok(epochs)
    }

    fn generate(&self, epoch: Epoch) -> Result<(), KekError> {
        if self.from.epochs()?.contains(&epoch) {
            return Err(KekError::Exists { place: self.from.place(), epoch });
        }
        self.to.generate(epoch)?;
        self.note(epoch, Side::To);
        Ok(())
    }

    fn wrap(&self, epoch: Epoch, place: &[u8], key: &[u8; 32]) -> Result<[u8; WRAPPED_BYTES], KekError> {
        // A keyring that was opened has seen every epoch it wraps with.
        self.side(self.seen(epoch).unwrap_or(Side::To)).wrap(epoch, place, key)
    }

    fn unwrap(
        &self,
        epoch: Epoch,
        place: &[u8],
        wrapped: &[u8; WRAPPED_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, KekError> {
        if let Some(side) = self.seen(epoch) {
            return self.side(side).unwrap(epoch, place, wrapped);
        }
        // A rotation that was stopped before it counted may have left a key of the same epoch in one of them.
        let (side, opened) = match self.from.unwrap(epoch, place, wrapped) {
            Err(KekError::Missing { .. } | KekError::NotThis { .. }) => {
                (Side::To, self.to.unwrap(epoch, place, wrapped))
            }
            opened => (Side::From, opened),
        };
        let opened = opened?;
        self.note(epoch, side);
        Ok(opened)
    }

    fn destroy(&self, epoch: Epoch) -> Result<(), KekError> {
        self.from.destroy(epoch)?;
        self.to.destroy(epoch)?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(&epoch);
        Ok(())
    }
}

impl fmt::Debug for MovingKeks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MovingKeks({}, ..)", self.place())
    }
}
