//! Key-encryption keys: each epoch has one, which wraps the data keys made while it is current.

mod folder;
mod moving;
mod passphrase;
#[cfg(feature = "pkcs11")]
pub(crate) mod pkcs11;

use std::fmt;

use zeroize::Zeroizing;

use crate::error::KekError;

pub use folder::KekFolder;
pub use moving::MovingKeks;
pub(crate) use passphrase::Costs;
pub use passphrase::Passphrase;

/// Length of a wrapped data key: nonce (12), key (32), tag (16).
pub const WRAPPED_BYTES: usize = 12 + 32 + 16;

/// The number of a key-encryption key, from 1; a rotation begins the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u32);

impl Epoch {
    /// The first.
    pub const FIRST: Self = Self(1);
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The random name of a keyring: keys and key-encryption keys that belong together say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RingId(pub [u8; 16]);

impl fmt::Display for RingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for RingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RingId({self})")
    }
}

/// Who holds the key-encryption keys. They never leave it: it wraps and unwraps.
pub trait KekProvider: Send + Sync {
    /// Folder or token, for messages.
    fn place(&self) -> String;
    /// The keyring the keys are for.
    fn ring(&self) -> RingId;
    /// The epochs there are keys of, ascending.
    ///
    /// # Errors
    /// [`KekError`] when the provider does not answer.
    fn epochs(&self) -> Result<Vec<Epoch>, KekError>;
    /// Makes the key of an epoch, durably.
    ///
    /// # Errors
    /// [`KekError::Exists`] when there is one.
    fn generate(&self, epoch: Epoch) -> Result<(), KekError>;
    /// Encrypts a data key; `place` says whose it is and is needed again to open it.
    ///
    /// # Errors
    /// [`KekError`] when the epoch has no key or the provider fails.
    fn wrap(&self, epoch: Epoch, place: &[u8], key: &[u8; 32]) -> Result<[u8; WRAPPED_BYTES], KekError>;
    /// Decrypts a data key.
    ///
    /// # Errors
    /// [`KekError::NotThis`] when key, place or epoch are others, or a bit changed.
    fn unwrap(
        &self,
        epoch: Epoch,
        place: &[u8],
        wrapped: &[u8; WRAPPED_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, KekError>;
    /// Destroys the key of an epoch for ever; one that is gone already is no error.
    ///
    /// # Errors
    /// [`KekError`] when the provider fails.
    fn destroy(&self, epoch: Epoch) -> Result<(), KekError>;
}
