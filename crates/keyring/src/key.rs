//! The data key of one record, and what it seals. Suite 1 is AES-256-GCM-SIV (RFC 8452): a nonce used twice
//! tells only that two equal texts are equal.
//!
//! Form of a sealed text: suite (1 byte), key version (4, big endian), nonce (12), ciphertext, tag (16).
//! The tag also covers domain, record, column and key version, so that a sealed text moved to another place
//! does not open there.

use std::fmt;

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::SealError;
use crate::random;

/// Longest text sealed at once, bytes: a palm at 1,000 ppi fits.
pub const PLAINTEXT_BYTES_MAX: usize = 64 << 20;
/// Longest name of a column, bytes.
pub const COLUMN_BYTES_MAX: usize = 64;

const SUITE: u8 = 1;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
/// Suite, key version, nonce.
const HEAD_BYTES: usize = 1 + 4 + NONCE_BYTES;

/// The store a key belongs to. Each domain has its own keyring and its own key-encryption keys, so that the
/// keys of one store open nothing of another (Art. 9, R9.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// Names, documents, evidence.
    Identity,
    /// Impressions, templates, profiles.
    Biometrics,
    /// What joins the two.
    Links,
}

impl Domain {
    /// Every domain.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Biometrics, Self::Links];

    /// The code in key files.
    pub const fn code(self) -> u8 {
        match self {
            Self::Identity => 1,
            Self::Biometrics => 2,
            Self::Links => 3,
        }
    }

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.code() == code)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "identity",
            Self::Biometrics => "biometrics",
            Self::Links => "links",
        })
    }
}

/// The random identifier of a record in its domain: the bytes of a `PersonId`, `RegistryNumber`, `CaseId`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub [u8; 16]);

macro_rules! record_ids {
    ($($id:ident),*) => {$(
        impl From<vocabulary::$id> for RecordId {
            fn from(id: vocabulary::$id) -> Self { Self(*id.as_bytes()) }
        }
    )*};
}

record_ids!(PersonId, CaseId, RegistryNumber, LinkId, SearchId);

/// Which key of a record: 1 for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyVersion(pub u32);

impl KeyVersion {
    /// The first key of a record.
    pub const FIRST: Self = Self(1);
}

/// The data key of one record, in memory for as long as it is used; wiped when dropped.
pub struct RecordKey {
    domain: Domain,
    record: RecordId,
    version: KeyVersion,
    bytes: Zeroizing<[u8; 32]>,
}

impl RecordKey {
    pub(crate) fn new(
        domain: Domain,
        record: RecordId,
        version: KeyVersion,
        bytes: Zeroizing<[u8; 32]>,
    ) -> Self {
        Self { domain, record, version, bytes }
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Whose key this is.
    pub fn record(&self) -> RecordId {
        self.record
    }

    /// Which key of the record this is.
    pub fn version(&self) -> KeyVersion {
        self.version
    }

    /// Encrypts the bytes of one column of the record.
    ///
    /// # Errors
    /// [`SealError`] for a text or a column name over its limit, or without random bytes.
    pub fn seal(&self, column: &str, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        if plaintext.len() > PLAINTEXT_BYTES_MAX {
            return Err(SealError::TooLong { bytes: plaintext.len() });
        }
        let place = self.place(column)?;
        let nonce: [u8; NONCE_BYTES] = random::public()?;
        let payload = Payload { msg: plaintext, aad: &place };
        let ciphertext =
            self.cipher().encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::NotThis)?;
        let mut sealed = Vec::with_capacity(HEAD_BYTES + ciphertext.len());
        sealed.push(SUITE);
        sealed.extend(self.version.0.to_be_bytes());
        sealed.extend(nonce);
        sealed.extend(ciphertext);
        Ok(sealed)
    }

    /// Decrypts what [`Self::seal`] gave for this column; the text is wiped when dropped.
    ///
    /// # Errors
    /// [`SealError`] for what is no sealed text, is of another record, column or key, or was changed.
    pub fn open(&self, column: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let version = version_of(sealed)?;
        if version != self.version {
            return Err(SealError::OtherVersion { of: version.0, key: self.version.0 });
        }
        let place = self.place(column)?;
        let (head, ciphertext) = sealed.split_at(HEAD_BYTES);
        let nonce: [u8; NONCE_BYTES] = head[5..].try_into().map_err(|_| SealError::NotSealed)?;
        let payload = Payload { msg: ciphertext, aad: &place };
        let opened = self.cipher().decrypt(&Nonce::from(nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| SealError::NotThis)
    }

    /// A value to find a text by in a column, without storing the text: HMAC-SHA-256 (RFC 2104) under a key derived
    /// from this one, bound to domain and column. Worthless once the key is erased.
    ///
    /// # Errors
    /// [`SealError::Column`] for a column name over its limit.
    pub fn index_of(&self, column: &str, text: &[u8]) -> Result<[u8; 32], SealError> {
        // Derived, so that no value of the index says anything about sealed texts.
        let derived = self.mac(self.bytes(), b"tanba index 1")?;
        let mut message = self.place(column)?;
        message.extend(text);
        self.mac(&derived, &message)
    }

    fn mac(&self, key: &[u8; 32], message: &[u8]) -> Result<[u8; 32], SealError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| SealError::NotThis)?;
        mac.update(message);
        Ok(mac.finalize().into_bytes().into())
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new((&*self.bytes).into())
    }

    /// What the tag covers besides the text: where it belongs.
    fn place(&self, column: &str) -> Result<Vec<u8>, SealError> {
        if column.is_empty() || column.len() > COLUMN_BYTES_MAX {
            return Err(SealError::Column { bytes: column.len() });
        }
        let mut place = Vec::with_capacity(64 + column.len());
        place.extend(b"tanba record 1\0");
        place.push(SUITE);
        place.push(self.domain.code());
        place.extend(self.record.0);
        place.extend(self.version.0.to_be_bytes());
        place.extend(column.as_bytes());
        Ok(place)
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordKey({}, version {}, ..)", self.domain, self.version.0)
    }
}

/// The key version a sealed text names.
pub(crate) fn version_of(sealed: &[u8]) -> Result<KeyVersion, SealError> {
    if sealed.len() < HEAD_BYTES + TAG_BYTES || sealed.len() > HEAD_BYTES + TAG_BYTES + PLAINTEXT_BYTES_MAX {
        return Err(SealError::NotSealed);
    }
    if sealed[0] != SUITE {
        return Err(SealError::Suite { suite: sealed[0] });
    }
    Ok(KeyVersion(u32::from_be_bytes([sealed[1], sealed[2], sealed[3], sealed[4]])))
}
