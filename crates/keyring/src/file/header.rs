//! The head of a key file: two copies of 2,048 bytes, written in turn, so that a stop in the middle of a write
//! leaves the older one.
//!
//! Magic (8 bytes), domain (1), number of live epochs (1), zero (2), ring (16), sequence (8), current epoch (4),
//! last retired epoch (4), then for each live epoch its number (4) and a key of zeros wrapped by it (60), which
//! opens only with the right key-encryption key; SHA-256 at the end (32).

use sha2::{Digest, Sha256};

use super::slot::number;
use crate::kek::{Epoch, RingId, WRAPPED_BYTES};
use crate::key::Domain;

pub(crate) const COPY_BYTES: usize = 2048;
/// Both copies.
pub(crate) const HEADER_BYTES: usize = 2 * COPY_BYTES;
/// Most key-encryption keys alive at once.
pub(crate) const EPOCHS_MAX: usize = 8;
const MAGIC: &[u8; 8] = b"TANBAKR1";
const EPOCHS_AT: usize = 44;
const EPOCH_BYTES: usize = 4 + WRAPPED_BYTES;
const BODY_BYTES: usize = COPY_BYTES - 32;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) ring: RingId,
    pub(crate) domain: Domain,
    /// Grows with every header written.
    pub(crate) sequence: u64,
    /// The epoch that wraps new keys.
    pub(crate) current: Epoch,
    /// Every epoch up to this one is destroyed or to be destroyed, and wraps nothing.
    pub(crate) retired: Epoch,
    /// For each live epoch what opens only with its key.
    pub(crate) checks: Vec<(Epoch, [u8; WRAPPED_BYTES])>,
}

impl Header {
    pub(crate) fn to_bytes(&self) -> [u8; COPY_BYTES] {
        let mut bytes = [0; COPY_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8] = self.domain.code();
        bytes[9] = u8::try_from(self.checks.len().min(EPOCHS_MAX)).unwrap_or(0);
        bytes[12..28].copy_from_slice(&self.ring.0);
        bytes[28..36].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[36..40].copy_from_slice(&self.current.0.to_be_bytes());
        bytes[40..44].copy_from_slice(&self.retired.0.to_be_bytes());
        for (place, (epoch, check)) in bytes[EPOCHS_AT..].chunks_mut(EPOCH_BYTES).zip(&self.checks) {
            place[..4].copy_from_slice(&epoch.0.to_be_bytes());
            place[4..].copy_from_slice(check);
        }
        let sum = Sha256::digest(&bytes[..BODY_BYTES]);
        bytes[BODY_BYTES..].copy_from_slice(&sum);
        bytes
    }

    /// The newer good copy of the two; `None` when neither is.
    pub(crate) fn read(bytes: &[u8; HEADER_BYTES]) -> Option<Self> {
        let copies = bytes.chunks(COPY_BYTES).filter_map(Self::read_copy);
        copies.max_by_key(|header| header.sequence)
    }

    fn read_copy(bytes: &[u8]) -> Option<Self> {
        if &bytes[..8] != MAGIC || Sha256::digest(&bytes[..BODY_BYTES])[..] != bytes[BODY_BYTES..] {
            return None;
        }
        let live = usize::from(bytes[9]);
        if live > EPOCHS_MAX {
            return None;
        }
        let checks = bytes[EPOCHS_AT..].chunks(EPOCH_BYTES).take(live).map(|place| {
            let mut check = [0; WRAPPED_BYTES];
            check.copy_from_slice(&place[4..]);
            (Epoch(number(&place[..4])), check)
        });
        Some(Self {
            ring: RingId(bytes[12..28].try_into().ok()?),
            domain: Domain::from_code(bytes[8])?,
            sequence: u64::from_be_bytes(bytes[28..36].try_into().ok()?),
            current: Epoch(number(&bytes[36..40])),
            retired: Epoch(number(&bytes[40..44])),
            checks: checks.collect(),
        })
    }

    /// Where in the file this copy goes.
    pub(crate) fn offset(&self) -> u64 {
        (self.sequence % 2) * COPY_BYTES as u64
    }
}
