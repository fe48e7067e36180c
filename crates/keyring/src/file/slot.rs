//! One wrapped data key in 128 bytes, so that it never lies across two sectors.
//!
//! State (1 byte: 0 free, 1 live), layout (1), zero (2), epoch (4), record (16), key version (4), wrapped key (60),
//! zero (8), SHA-256 of all before (32). Numbers are big endian. A free slot is all zeros.

use sha2::{Digest, Sha256};

use crate::kek::{Epoch, WRAPPED_BYTES};
use crate::key::{KeyVersion, RecordId};

pub(crate) const SLOT_BYTES: usize = 128;
const BODY_BYTES: usize = 96;
const LIVE: u8 = 1;
const LAYOUT: u8 = 1;

/// A wrapped data key as it stands in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) record: RecordId,
    pub(crate) version: KeyVersion,
    pub(crate) epoch: Epoch,
    pub(crate) wrapped: [u8; WRAPPED_BYTES],
}

/// What 128 bytes of the file are.
pub(crate) enum Read {
    Free,
    Live(Slot),
    /// Neither: torn by a stop in the middle of a write, or changed.
    Damaged,
}

impl Slot {
    pub(crate) fn to_bytes(self) -> [u8; SLOT_BYTES] {
        let mut bytes = [0; SLOT_BYTES];
        bytes[0] = LIVE;
        bytes[1] = LAYOUT;
        bytes[4..8].copy_from_slice(&self.epoch.0.to_be_bytes());
        bytes[8..24].copy_from_slice(&self.record.0);
        bytes[24..28].copy_from_slice(&self.version.0.to_be_bytes());
        bytes[28..88].copy_from_slice(&self.wrapped);
        let sum = Sha256::digest(&bytes[..BODY_BYTES]);
        bytes[BODY_BYTES..].copy_from_slice(&sum);
        bytes
    }

    pub(crate) fn read(bytes: &[u8; SLOT_BYTES]) -> Read {
        if bytes.iter().all(|byte| *byte == 0) {
            return Read::Free;
        }
        if Sha256::digest(&bytes[..BODY_BYTES])[..] != bytes[BODY_BYTES..] || bytes[..2] != [LIVE, LAYOUT] {
            return Read::Damaged;
        }
        let mut slot = Self {
            record: RecordId([0; 16]),
            version: KeyVersion(number(&bytes[24..28])),
            epoch: Epoch(number(&bytes[4..8])),
            wrapped: [0; WRAPPED_BYTES],
        };
        slot.record.0.copy_from_slice(&bytes[8..24]);
        slot.wrapped.copy_from_slice(&bytes[28..88]);
        Read::Live(slot)
    }
}

pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}
