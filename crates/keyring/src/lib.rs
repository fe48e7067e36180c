//! Keys: a data key for every record, wrapped by key-encryption keys and kept apart from the data; erasing
//! the data key destroys every copy of the record, backups included (R1.8.1, R8.1.1). Signatures of officers.
//!
//! [`Keyring`] holds the wrapped data keys of one domain in one file; a [`KekProvider`] holds the
//! key-encryption keys: a folder ([`KekFolder`]) or a hardware module (feature `pkcs11`).
//! No key is ever printed: `Debug` of everything that holds one says what it is, not what is in it.

mod erasure;
mod error;
mod file;
mod grouping;
mod kek;
mod key;
mod private_file;
mod random;
mod ring;
mod rotation;
mod secret_file;
pub mod signing;

pub use erasure::Erasure;
pub use error::{KekError, KeyringError, SealError};
#[cfg(feature = "pkcs11")]
pub use kek::pkcs11::{Pkcs11Keks, Pkcs11Place, Pkcs11Token};
pub use kek::{Epoch, KekFolder, KekProvider, MovingKeks, Passphrase, RingId, WRAPPED_BYTES};
pub use key::{COLUMN_BYTES_MAX, Domain, KeyVersion, PLAINTEXT_BYTES_MAX, RecordId, RecordKey};
pub use private_file::{private_folder, read as read_private};
pub use random::NoRandomness;
pub use ring::{Keyring, KeyringState};
pub use rotation::Rewrap;
