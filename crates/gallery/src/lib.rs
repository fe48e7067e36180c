//! The gallery: the enrolled fingers in memory, searched one against many.
//!
//! A small gallery ([`EXHAUSTIVE_FINGERS_MAX`]) is searched by full comparison with every record: what that does
//! not find is not there. A larger one is searched in stages: a scan of packed bits over every finger that may be
//! touched, the fingers of a record fused before the list is cut, and full comparison of the few hundred records
//! that stand out. The exact search stays as [`Gallery::search_exhaustive`]. Records are known by registry number
//! only.

mod assignment;
mod code;
mod exhaustive;
mod fusion;
mod kept;
mod kernel;
mod partition;
mod refine;
mod scan;
mod search;
mod snapshot;
mod staged;
mod statistics;
mod vote;

use std::collections::HashSet;

use dactyloscopy::{Prepared, Template};
use vocabulary::{FingerPosition, RegistryNumber};

use code::GalleryCode;
use partition::{NewFinger, Partition};
use vote::Vote;

pub use search::{Candidate, FingerScore, ProbeFinger, SearchResult};
pub use snapshot::{Section, SnapshotError};

/// Galleries of at most so many fingers are searched by full comparison with every record.
pub const EXHAUSTIVE_FINGERS_MAX: usize = 4096;

/// Virtual partitions; a record belongs to one by the hash of its number.
const PARTITIONS: usize = 64;

/// Enrolled records, searchable from the moment [`Gallery::insert`] returns.
#[derive(Debug)]
pub struct Gallery {
    partitions: Vec<Partition>,
    blocked: HashSet<RegistryNumber>,
    records: usize,
    fingers: usize,
    vote: Vote,
}

impl Default for Gallery {
    fn default() -> Self {
        Self {
            partitions: (0..PARTITIONS).map(|_| Partition::default()).collect(),
            blocked: HashSet::new(),
            records: 0,
            fingers: 0,
            vote: Vote::new(),
        }
    }
}

/// The fingers of a record made ready for [`Gallery::insert_coded`], on any thread.
pub struct CodedRecord(Vec<NewFinger>);

impl CodedRecord {
    /// Builds cylinders and packs them: nearly all the work of an enrolment.
    ///
    /// Templates are taken in their stored form ([`Template::to_bytes`], places in quarters of a pixel), as a
    /// register reads them.
    pub fn new(fingers: &[(FingerPosition, Template)]) -> Self {
        let code = |(position, template): &(FingerPosition, Template)| {
            let stored = Template::from_bytes(&template.to_bytes());
            let prepared = Prepared::new(stored.as_ref().unwrap_or(template));
            let (code, kept) = GalleryCode::new(&prepared);
            NewFinger { position: *position, code, kept }
        };
        Self(fingers.iter().map(code).collect())
    }
}

impl Gallery {
    /// An empty gallery.
    pub fn new() -> Self {
        Self::default()
    }

    /// Enrols a record; a record of the same number is replaced. A position may stand more than once
    /// (several impressions): the best one counts. A number blocked before stays blocked.
    pub fn insert(&mut self, number: RegistryNumber, fingers: &[(FingerPosition, Template)]) {
        self.insert_coded(number, CodedRecord::new(fingers));
    }

    /// [`Gallery::insert`] of a record coded before, so that many can be coded at once.
    pub fn insert_coded(&mut self, number: RegistryNumber, record: CodedRecord) {
        self.take_out(number);
        self.records += 1;
        self.fingers += record.0.len();
        let blocked = self.blocked.contains(&number);
        self.partition_mut(number).insert(number, blocked, record.0);
    }

    /// Takes over everybody of another gallery, in the place of records of the same numbers, and its blocks.
    pub fn absorb(&mut self, other: Self) {
        for record in other.partitions.iter().flat_map(Partition::records) {
            self.take_out(record.number);
        }
        for (own, partition) in self.partitions.iter_mut().zip(other.partitions) {
            own.append(partition);
        }
        self.blocked.extend(other.blocked);
        self.settle();
    }

    /// Makes records hidden whose numbers are blocked, and counts.
    fn settle(&mut self) {
        let counts = self.partitions.iter().map(Partition::counts);
        let sums = counts.fold((0, 0), |sum, c| (sum.0 + c.records as usize, sum.1 + c.fingers() as usize));
        (self.records, self.fingers) = sums;
        for number in &self.blocked {
            self.partitions[partition_of(*number)].set_blocked(*number, true);
        }
    }

    /// Forgets a record and whether it was blocked. False when there was none.
    pub fn remove(&mut self, number: RegistryNumber) -> bool {
        self.blocked.remove(&number);
        self.take_out(number)
    }

    fn take_out(&mut self, number: RegistryNumber) -> bool {
        let Some(removed) = self.partition_mut(number).remove(number) else { return false };
        self.records -= 1;
        self.fingers -= removed;
        true
    }

    /// Hides a number from every search until [`Gallery::unblock`], whether it is enrolled already or later.
    /// False when it was blocked before.
    pub fn block(&mut self, number: RegistryNumber) -> bool {
        self.partition_mut(number).set_blocked(number, true);
        self.blocked.insert(number)
    }

    /// Ends a block. False when there was none.
    pub fn unblock(&mut self, number: RegistryNumber) -> bool {
        self.partition_mut(number).set_blocked(number, false);
        self.blocked.remove(&number)
    }

    /// Number of enrolled records, blocked ones included.
    pub fn len(&self) -> usize {
        self.records
    }

    /// True when nothing is enrolled.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// True when the number is enrolled, blocked or not.
    pub fn contains(&self, number: RegistryNumber) -> bool {
        self.partitions[partition_of(number)].contains(number)
    }

    /// Number of enrolled fingers.
    pub fn fingers(&self) -> usize {
        self.fingers
    }

    /// Memory held by the gallery, bytes: arrays with what they keep in reserve, and everything they point to.
    pub fn bytes(&self) -> usize {
        self.partitions.iter().map(Partition::bytes).sum::<usize>()
            + self.blocked.capacity() * (size_of::<RegistryNumber>() + 1)
    }

    fn partition_mut(&mut self, number: RegistryNumber) -> &mut Partition {
        &mut self.partitions[partition_of(number)]
    }
}

/// The partition of a number: the same in every process and build, for snapshots hold partitions. Both halves of
/// the number mixed (finaliser of SplitMix64; Steele, Lea and Flood 2014).
fn partition_of(number: RegistryNumber) -> usize {
    let (low, high) = number.as_bytes().split_at(8);
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    let mut z = word(low) ^ word(high).rotate_left(32);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as usize % PARTITIONS
}
