//! A virtual partition: the records whose numbers hash to it, their fingers in packed arrays by position.

mod bytes;

use std::collections::HashMap;

use dactyloscopy::Prepared;
use vocabulary::{FingerPosition, RegistryNumber};

use crate::code::{BLOCKS, GALLERY_CYLINDERS, GalleryCode, Spot};
use crate::kept::Kept;
use crate::kernel::Block;

pub(crate) use bytes::{Counts, FINGER_BYTES_MAX};

/// Finger positions.
pub(crate) const POSITIONS: usize = FingerPosition::ALL.len();

/// The records of a partition.
#[derive(Debug, Default)]
pub(crate) struct Partition {
    records: Vec<Record>,
    /// Where the record of a number stands in `records`.
    places: HashMap<RegistryNumber, usize>,
    columns: [Column; POSITIONS],
}

/// One enrolled number.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) number: RegistryNumber,
    pub(crate) blocked: bool,
    /// Bits of the positions enrolled ([`bit`]).
    pub(crate) positions: u16,
    /// Each finger and its row in the column of its position, as enrolled.
    fingers: Vec<(FingerPosition, u32)>,
}

/// All fingers of one position: row by row the same finger in each array.
#[derive(Debug, Default)]
pub(crate) struct Column {
    blocks: Vec<[Block; BLOCKS]>,
    spots: Vec<[Spot; GALLERY_CYLINDERS]>,
    /// The record a row belongs to.
    owners: Vec<u32>,
    kept: Vec<Kept>,
}

/// An enrolled finger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enrolled<'a> {
    kept: &'a Kept,
    blocks: &'a [Block; BLOCKS],
}

impl Enrolled<'_> {
    /// Ready to compare.
    pub(crate) fn prepared(self) -> Option<Prepared> {
        self.kept.prepared(self.blocks)
    }
}

/// A finger on its way into the gallery.
pub(crate) struct NewFinger {
    pub(crate) position: FingerPosition,
    pub(crate) code: GalleryCode,
    pub(crate) kept: Kept,
}

/// The bit of a position in a set of positions.
pub(crate) fn bit(position: FingerPosition) -> u16 {
    1 << (position.number() - 1)
}

impl Partition {
    /// Enrols a record, in the place of one of the same number.
    pub(crate) fn insert(&mut self, number: RegistryNumber, blocked: bool, fingers: Vec<NewFinger>) {
        self.remove(number);
        let place = self.records.len();
        let positions = fingers.iter().fold(0, |all, finger| all | bit(finger.position));
        let fingers = fingers
            .into_iter()
            .map(|finger| (finger.position, self.column_mut(finger.position).push(place, finger)))
            .collect();
        self.places.insert(number, place);
        self.records.push(Record { number, blocked, positions, fingers });
    }

    /// Takes over all records of another partition; none of its numbers may be enrolled here.
    pub(crate) fn append(&mut self, mut other: Self) {
        let before = self.records.len();
        for (position, column) in FingerPosition::ALL.iter().zip(&mut other.columns) {
            let rows = self.column_mut(*position).append(column, before);
            for record in &mut other.records {
                let own = record.fingers.iter_mut().filter(|finger| finger.0 == *position);
                own.for_each(|finger| finger.1 += rows);
            }
        }
        self.places.extend(other.places.into_iter().map(|(number, place)| (number, before + place)));
        self.records.append(&mut other.records);
    }

    /// Forgets a record; how many fingers it had, or `None` when there was no such record.
    pub(crate) fn remove(&mut self, number: RegistryNumber) -> Option<usize> {
        let place = self.places.remove(&number)?;
        let record = self.records.swap_remove(place);
        if let Some(moved) = self.records.get(place) {
            self.places.insert(moved.number, place);
            for (position, row) in moved.fingers.clone() {
                self.column_mut(position).set_owner(row, place);
            }
        }
        let mut fingers = record.fingers;
        // the last row moves into a freed one: free the last rows first, so that none of ours moves
        fingers.sort_by_key(|finger| std::cmp::Reverse(finger.1));
        for (position, row) in &fingers {
            if let Some((owner, from)) = self.column_mut(*position).swap_remove(*row)
                && let Some(record) = self.records.get_mut(owner)
            {
                let mut own = record.fingers.iter_mut();
                if let Some(finger) = own.find(|finger| finger.0 == *position && finger.1 == from) {
                    finger.1 = *row;
                }
            }
        }
        Some(fingers.len())
    }

    /// Hides or shows a record, if it is enrolled here.
    pub(crate) fn set_blocked(&mut self, number: RegistryNumber, blocked: bool) {
        if let Some(record) = self.places.get(&number).and_then(|place| self.records.get_mut(*place)) {
            record.blocked = blocked;
        }
    }

    pub(crate) fn contains(&self, number: RegistryNumber) -> bool {
        self.places.contains_key(&number)
    }

    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    pub(crate) fn column(&self, position: FingerPosition) -> &Column {
        &self.columns[usize::from(position.number() - 1)]
    }

    fn column_mut(&mut self, position: FingerPosition) -> &mut Column {
        &mut self.columns[usize::from(position.number() - 1)]
    }

    /// The fingers of a record, as enrolled.
    pub(crate) fn fingers<'a>(
        &'a self,
        record: &'a Record,
    ) -> impl Iterator<Item = (FingerPosition, Enrolled<'a>)> + 'a {
        let of = |(position, row): &(FingerPosition, u32)| {
            let (column, row) = (self.column(*position), *row as usize);
            Some((*position, Enrolled { kept: column.kept.get(row)?, blocks: column.blocks.get(row)? }))
        };
        record.fingers.iter().filter_map(of)
    }

    /// Rows of a record in the column of a position.
    pub(crate) fn rows(&self, record: usize, position: FingerPosition) -> impl Iterator<Item = usize> + '_ {
        let fingers = self.records.get(record).map(|r| r.fingers.as_slice()).unwrap_or_default();
        fingers.iter().filter(move |finger| finger.0 == position).map(|finger| finger.1 as usize)
    }

    /// Memory held, bytes.
    pub(crate) fn bytes(&self) -> usize {
        let records = self.records.capacity() * size_of::<Record>();
        let lists: usize =
            self.records.iter().map(|r| r.fingers.capacity() * size_of::<(FingerPosition, u32)>()).sum();
        let places = self.places.capacity() * (size_of::<(RegistryNumber, usize)>() + 1);
        records + lists + places + self.columns.iter().map(Column::bytes).sum::<usize>()
    }
}

impl Column {
    fn push(&mut self, owner: usize, finger: NewFinger) -> u32 {
        self.blocks.push(finger.code.blocks);
        self.spots.push(finger.code.spots);
        self.owners.push(narrow(owner));
        self.kept.push(finger.kept);
        narrow(self.owners.len() - 1)
    }

    /// Takes over the rows of another column, whose records follow the first `before`; how many rows stand
    /// before them.
    fn append(&mut self, other: &mut Self, before: usize) -> u32 {
        let rows = narrow(self.owners.len());
        self.owners.extend(other.owners.iter().map(|owner| narrow(*owner as usize + before)));
        self.blocks.append(&mut other.blocks);
        self.spots.append(&mut other.spots);
        self.kept.append(&mut other.kept);
        rows
    }

    fn set_owner(&mut self, row: u32, owner: usize) {
        if let Some(slot) = self.owners.get_mut(row as usize) {
            *slot = narrow(owner);
        }
    }

    /// Takes a row out. The last row moves into its place: its owner and where it came from.
    fn swap_remove(&mut self, row: u32) -> Option<(usize, u32)> {
        let last = narrow(self.owners.len() - 1);
        let row = row as usize;
        self.blocks.swap_remove(row);
        self.spots.swap_remove(row);
        self.owners.swap_remove(row);
        self.kept.swap_remove(row);
        self.owners.get(row).map(|owner| (*owner as usize, last))
    }

    /// Number of fingers.
    pub(crate) fn len(&self) -> usize {
        self.owners.len()
    }

    /// Each finger: its record, its cylinders, their places.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &[Block], &[Spot; GALLERY_CYLINDERS])> {
        let codes = self.blocks.iter().zip(&self.spots);
        self.owners
            .iter()
            .zip(codes)
            .map(|(owner, (blocks, spots))| (*owner as usize, blocks.as_slice(), spots))
    }

    /// One finger.
    pub(crate) fn row(&self, row: usize) -> Option<(&[Block], &[Spot; GALLERY_CYLINDERS])> {
        Some((self.blocks.get(row)?.as_slice(), self.spots.get(row)?))
    }

    fn bytes(&self) -> usize {
        let packed = self.blocks.capacity() * size_of::<[Block; BLOCKS]>()
            + self.spots.capacity() * size_of::<[Spot; GALLERY_CYLINDERS]>()
            + self.owners.capacity() * size_of::<u32>();
        let kept: usize = self.kept.iter().map(|kept| kept.bytes().len()).sum();
        packed + self.kept.capacity() * size_of::<Kept>() + kept
    }
}

/// A row or record number: a partition of four thousand million records does not fit in memory.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
