//! A partition as bytes and back, for snapshots.
//!
//! Numbers of the records; then position by position the record each finger belongs to, its packed cylinders,
//! their places, how long its [`Kept`] is, and those one after the other.

use dactyloscopy::CYLINDER_WORDS;
use vocabulary::{FingerPosition, RegistryNumber};

use super::{Column, POSITIONS, Partition, Record, bit, narrow};
use crate::code::{BLOCKS, GALLERY_CYLINDERS, Spot};
use crate::kept::Kept;
use crate::kernel::{Block, LANES};

const NUMBER_BYTES: usize = 16;
const OWNER_BYTES: usize = 4;
const BLOCKS_BYTES: usize = BLOCKS * size_of::<Block>();
const SPOT_BYTES: usize = 4;
const SPOTS_BYTES: usize = GALLERY_CYLINDERS * SPOT_BYTES;
const LENGTH_BYTES: usize = 2;
/// Most bytes of a [`Kept`]: its length has two bytes.
pub(crate) const FINGER_BYTES_MAX: u64 = u16::MAX as u64;

/// How much a partition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) records: u32,
    /// Fingers of each position.
    pub(crate) rows: [u32; POSITIONS],
}

impl Counts {
    /// Fingers of all positions.
    pub(crate) fn fingers(&self) -> u64 {
        self.rows.iter().map(|rows| u64::from(*rows)).sum()
    }

    /// Bytes without what each [`Kept`] holds.
    pub(crate) fn least_bytes(&self) -> u64 {
        let finger = OWNER_BYTES + BLOCKS_BYTES + SPOTS_BYTES + LENGTH_BYTES;
        u64::from(self.records) * NUMBER_BYTES as u64 + self.fingers() * finger as u64
    }
}

impl Partition {
    pub(crate) fn counts(&self) -> Counts {
        let rows = std::array::from_fn(|p| self.columns.get(p).map_or(0, |c| narrow(c.len())));
        Counts { records: narrow(self.records.len()), rows }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let kept = self.columns.iter().flat_map(|c| &c.kept).map(|kept| kept.bytes().len()).sum::<usize>();
        let mut out = Vec::with_capacity(self.counts().least_bytes() as usize + kept);
        for record in &self.records {
            out.extend_from_slice(record.number.as_bytes());
        }
        for column in &self.columns {
            column.put(&mut out);
        }
        out
    }

    /// What [`Partition::to_bytes`] wrote; `None` when the bytes contradict each other or the counts. Nobody is
    /// blocked.
    pub(crate) fn from_bytes(counts: &Counts, bytes: &[u8]) -> Option<Self> {
        let (numbers, mut rest) = bytes.split_at_checked(counts.records as usize * NUMBER_BYTES)?;
        let (numbers, _) = numbers.as_chunks::<NUMBER_BYTES>();
        let mut partition = Self::default();
        partition.records = numbers.iter().map(|bytes| record(*bytes)).collect();
        partition.places = partition.records.iter().enumerate().map(|(i, r)| (r.number, i)).collect();
        if partition.places.len() != partition.records.len() {
            return None;
        }
        for (position, rows) in FingerPosition::ALL.iter().zip(counts.rows) {
            let (column, after) = Column::from_bytes(rows as usize, rest)?;
            rest = after;
            for (row, owner) in (0u32..).zip(&column.owners) {
                let record = partition.records.get_mut(*owner as usize)?;
                record.positions |= bit(*position);
                record.fingers.push((*position, row));
            }
            *partition.column_mut(*position) = column;
        }
        partition.records.iter_mut().for_each(|record| record.fingers.shrink_to_fit());
        rest.is_empty().then_some(partition)
    }
}

fn record(number: [u8; NUMBER_BYTES]) -> Record {
    let number = RegistryNumber::from_random_bytes(number);
    Record { number, blocked: false, positions: 0, fingers: Vec::new() }
}

impl Column {
    fn put(&self, out: &mut Vec<u8>) {
        for owner in &self.owners {
            out.extend_from_slice(&owner.to_le_bytes());
        }
        for word in self.blocks.iter().flatten().flat_map(|block| block.0.iter().flatten()) {
            out.extend_from_slice(&word.to_le_bytes());
        }
        for spot in self.spots.iter().flatten() {
            out.extend_from_slice(&[spot.x, spot.y, spot.direction, spot.half_ones]);
        }
        for kept in &self.kept {
            // at most 2 + 11 + 255 × 8 bytes of template and 255 × 58 of cylinders
            out.extend_from_slice(&(kept.bytes().len() as u16).to_le_bytes());
        }
        for kept in &self.kept {
            out.extend_from_slice(kept.bytes());
        }
    }

    fn from_bytes(rows: usize, bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (owners, rest) = bytes.split_at_checked(rows * OWNER_BYTES)?;
        let (blocks, rest) = rest.split_at_checked(rows * BLOCKS_BYTES)?;
        let (spots, rest) = rest.split_at_checked(rows * SPOTS_BYTES)?;
        let (lengths, mut rest) = rest.split_at_checked(rows * LENGTH_BYTES)?;
        let mut kept = Vec::with_capacity(rows);
        for length in lengths.as_chunks::<LENGTH_BYTES>().0 {
            let (own, after) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            kept.push(Kept::from_bytes(own)?);
            rest = after;
        }
        let column = Self {
            owners: owners.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect(),
            blocks: blocks.as_chunks().0.iter().map(blocks_of).collect(),
            spots: spots.as_chunks().0.iter().map(spots_of).collect(),
            kept,
        };
        Some((column, rest))
    }
}

fn blocks_of(bytes: &[u8; BLOCKS_BYTES]) -> [Block; BLOCKS] {
    let words = bytes.as_chunks::<8>().0;
    std::array::from_fn(|block| {
        Block(std::array::from_fn(|row| {
            std::array::from_fn(|lane| {
                u64::from_le_bytes(words[(block * CYLINDER_WORDS + row) * LANES + lane])
            })
        }))
    })
}

fn spots_of(bytes: &[u8; SPOTS_BYTES]) -> [Spot; GALLERY_CYLINDERS] {
    let spots = bytes.as_chunks::<SPOT_BYTES>().0;
    std::array::from_fn(|i| {
        let [x, y, direction, half_ones] = spots[i];
        Spot { x, y, direction, half_ones }
    })
}
