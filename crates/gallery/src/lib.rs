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
mod kernel;
mod partition;
mod scan;
mod search;
mod staged;
mod statistics;
mod vote;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use dactyloscopy::{Prepared, Template};
use vocabulary::{FingerPosition, RegistryNumber};

use code::GalleryCode;
use partition::{Kept, NewFinger, Partition};
use vote::Vote;

pub use search::{Candidate, FingerScore, ProbeFinger, SearchResult};

/// Galleries of at most so many fingers are searched by full comparison with every record.
pub const EXHAUSTIVE_FINGERS_MAX: usize = 4096;

/// Fingers kept prepared for full comparison unless told otherwise ([`Gallery::with_prepared_max`]).
pub const PREPARED_FINGERS_MAX: usize = 1_000_000;

/// Virtual partitions; a record belongs to one by the hash of its number.
const PARTITIONS: usize = 64;

/// Enrolled records, searchable from the moment [`Gallery::insert`] returns.
#[derive(Debug)]
pub struct Gallery {
    partitions: Vec<Partition>,
    blocked: HashSet<RegistryNumber>,
    records: usize,
    fingers: usize,
    prepared: usize,
    prepared_max: usize,
    vote: Vote,
}

impl Default for Gallery {
    fn default() -> Self {
        Self::with_prepared_max(PREPARED_FINGERS_MAX)
    }
}

/// The fingers of a record made ready for [`Gallery::insert_coded`], on any thread.
pub struct CodedRecord(Vec<(FingerPosition, GalleryCode, Box<Prepared>)>);

impl CodedRecord {
    /// Builds cylinders and packs them: nearly all the work of an enrolment.
    pub fn new(fingers: &[(FingerPosition, Template)]) -> Self {
        let code = |(position, template): &(FingerPosition, Template)| {
            let prepared = Box::new(Prepared::new(template));
            (*position, GalleryCode::new(&prepared), prepared)
        };
        Self(fingers.iter().map(code).collect())
    }
}

impl Gallery {
    /// An empty gallery.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty gallery that keeps at most so many fingers prepared (about 5 kB each); of further ones it keeps
    /// the template (about 0.7 kB) and prepares it each time it reaches full comparison (some 0.1 to 0.4 ms).
    pub fn with_prepared_max(prepared_max: usize) -> Self {
        Self {
            partitions: (0..PARTITIONS).map(|_| Partition::default()).collect(),
            blocked: HashSet::new(),
            records: 0,
            fingers: 0,
            prepared: 0,
            prepared_max,
            vote: Vote::new(),
        }
    }

    /// Enrols a record; a record of the same number is replaced. A position may stand more than once
    /// (several impressions): the best one counts. A number blocked before stays blocked.
    pub fn insert(&mut self, number: RegistryNumber, fingers: &[(FingerPosition, Template)]) {
        self.insert_coded(number, CodedRecord::new(fingers));
    }

    /// [`Gallery::insert`] of a record coded before, so that many can be coded at once.
    pub fn insert_coded(&mut self, number: RegistryNumber, record: CodedRecord) {
        self.take_out(number);
        let mut fingers = Vec::with_capacity(record.0.len());
        for (position, code, prepared) in record.0 {
            let keep = self.prepared < self.prepared_max;
            self.prepared += usize::from(keep);
            let kept = if keep {
                Kept::Prepared(prepared)
            } else {
                Kept::Template(Box::new(prepared.template().clone()))
            };
            fingers.push(NewFinger { position, code, kept });
        }
        self.records += 1;
        self.fingers += fingers.len();
        let blocked = self.blocked.contains(&number);
        self.partition_mut(number).insert(number, blocked, fingers);
    }

    /// Forgets a record and whether it was blocked. False when there was none.
    pub fn remove(&mut self, number: RegistryNumber) -> bool {
        self.blocked.remove(&number);
        self.take_out(number)
    }

    fn take_out(&mut self, number: RegistryNumber) -> bool {
        let Some(removed) = self.partition_mut(number).remove(number) else { return false };
        self.records -= 1;
        self.fingers -= removed.len();
        self.prepared -= removed.iter().filter(|kept| matches!(kept, Kept::Prepared(_))).count();
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

/// The partition of a number: the same in every process.
fn partition_of(number: RegistryNumber) -> usize {
    let mut hasher = DefaultHasher::new();
    number.as_bytes().hash(&mut hasher);
    hasher.finish() as usize % PARTITIONS
}
