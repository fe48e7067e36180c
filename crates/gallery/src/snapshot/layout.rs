//! Header and heads of sections, byte by byte, with their limits.

use dactyloscopy::{ALGORITHM, AlgorithmVersion, CYLINDER_WORDS};
use sha2::{Digest as _, Sha256};

use super::error::{Section, SnapshotError};
use crate::PARTITIONS;
use crate::code::GALLERY_CYLINDERS;
use crate::partition::{Counts, FINGER_BYTES_MAX, POSITIONS};

/// How a snapshot begins.
pub(super) const MAGIC: [u8; 8] = *b"TANBAGAL";
/// Version of this layout.
pub(super) const FORMAT: u16 = 1;
/// Bytes of the header before its digest.
pub(super) const HEADER_BYTES: usize = 44;
/// Bytes of a head before its digest.
pub(super) const HEAD_BYTES: usize = 20 + 4 * POSITIONS;
/// Bytes of a digest.
pub(super) const DIGEST_BYTES: usize = 32;
/// Most records or fingers of one position in a partition: over a thousand million in all.
const ROWS_MAX: u64 = 1 << 24;
/// Most blocked numbers.
const BLOCKED_MAX: u64 = 1 << 30;
/// Bytes of a registry number.
pub(super) const NUMBER_BYTES: u64 = 16;

/// SHA-256.
pub(super) type Digest = [u8; DIGEST_BYTES];

/// Digest of two parts, one after the other.
pub(super) fn digest(first: &[u8], second: &[u8]) -> Digest {
    Sha256::new().chain_update(first).chain_update(second).finalize().into()
}

/// What the file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) records: u64,
    pub(super) fingers: u64,
    pub(super) blocked: u64,
}

/// What a section says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) section: Section,
    pub(super) counts: Counts,
    pub(super) payload_bytes: u64,
}

impl Header {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_BYTES);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&[ALGORITHM.major, ALGORITHM.minor]);
        out.extend_from_slice(&(GALLERY_CYLINDERS as u16).to_le_bytes());
        out.extend_from_slice(&(CYLINDER_WORDS as u16).to_le_bytes());
        out.extend_from_slice(&(PARTITIONS as u32).to_le_bytes());
        for count in [self.records, self.fingers, self.blocked] {
            out.extend_from_slice(&count.to_le_bytes());
        }
        out
    }

    /// Reads a header whose digest is given; what it says is checked before it is believed.
    pub(super) fn from_bytes(bytes: &[u8; HEADER_BYTES], sum: &Digest) -> Result<Self, SnapshotError> {
        let mut fields = Fields(bytes);
        if fields.take::<8>() != MAGIC {
            return Err(SnapshotError::Foreign);
        }
        let format = fields.u16();
        if format != FORMAT {
            return Err(SnapshotError::Format(format));
        }
        if digest(bytes, &[]) != *sum {
            return Err(SnapshotError::Damaged(Section::Header));
        }
        let [major, minor] = fields.take::<2>();
        let algorithm = AlgorithmVersion { major, minor };
        if algorithm != ALGORITHM {
            return Err(SnapshotError::Algorithm(algorithm));
        }
        let (cylinders, words, partitions) = (fields.u16(), fields.u16(), fields.u32());
        let own = (GALLERY_CYLINDERS as u16, CYLINDER_WORDS as u16, PARTITIONS as u32);
        if (cylinders, words, partitions) != own {
            return Err(SnapshotError::Packing { cylinders, words, partitions });
        }
        let header = Self { records: fields.u64(), fingers: fields.u64(), blocked: fields.u64() };
        let partitions = u64::from(partitions);
        check(Section::Header, "records", header.records, partitions * ROWS_MAX)?;
        check(Section::Header, "fingers", header.fingers, partitions * POSITIONS as u64 * ROWS_MAX)?;
        check(Section::Header, "blocked numbers", header.blocked, BLOCKED_MAX)?;
        Ok(header)
    }
}

impl Head {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let (kind, number) = match self.section {
            Section::Header => (b"HEAD", 0),
            Section::Blocked => (b"BLKD", 0),
            Section::Partition(number) => (b"PART", number),
            Section::End => (b"ENDS", 0),
        };
        let mut out = Vec::with_capacity(HEAD_BYTES);
        out.extend_from_slice(kind);
        out.extend_from_slice(&number.to_le_bytes());
        out.extend_from_slice(&self.counts.records.to_le_bytes());
        for rows in self.counts.rows {
            out.extend_from_slice(&rows.to_le_bytes());
        }
        out.extend_from_slice(&self.payload_bytes.to_le_bytes());
        out
    }

    /// Reads the head of the section that must come now; `header` is the digest of the file's header.
    pub(super) fn from_bytes(
        section: Section,
        bytes: &[u8; HEAD_BYTES],
        header: &Digest,
        sum: &Digest,
    ) -> Result<Self, SnapshotError> {
        if digest(header, bytes) != *sum {
            return Err(SnapshotError::Damaged(section));
        }
        let mut fields = Fields(bytes);
        fields.take::<8>();
        let counts = Counts { records: fields.u32(), rows: std::array::from_fn(|_| fields.u32()) };
        let head = Self { section, counts, payload_bytes: fields.u64() };
        if head.to_bytes() != *bytes {
            return Err(SnapshotError::Damaged(section));
        }
        head.check()?;
        Ok(head)
    }

    /// Whether this can be: lengths that follow from counts, counts within limits.
    pub(super) fn check(&self) -> Result<(), SnapshotError> {
        let section = self.section;
        let (least, most) = match section {
            Section::Header => (0, 0),
            Section::Blocked => (0, BLOCKED_MAX * NUMBER_BYTES),
            Section::End => (0, (1 + PARTITIONS as u64) * DIGEST_BYTES as u64),
            Section::Partition(_) => {
                check(section, "records", self.counts.records.into(), ROWS_MAX)?;
                for rows in self.counts.rows {
                    check(section, "fingers of a position", rows.into(), ROWS_MAX)?;
                }
                let least = self.counts.least_bytes();
                (least, least + self.counts.fingers() * FINGER_BYTES_MAX)
            }
        };
        if self.payload_bytes < least {
            return Err(SnapshotError::Damaged(section));
        }
        check(section, "bytes", self.payload_bytes, most)
    }
}

fn check(section: Section, what: &'static str, found: u64, max: u64) -> Result<(), SnapshotError> {
    if found > max { Err(SnapshotError::Counts { section, what, found, max }) } else { Ok(()) }
}

/// Reads little-endian numbers one after the other; zeros behind the end.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((own, rest)) = self.0.split_first_chunk::<N>() else { return [0; N] };
        self.0 = rest;
        *own
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
}
