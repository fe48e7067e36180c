//! The gallery: the enrolled fingers in memory, searched one against many.
//!
//! This index is linear and exact: every search compares the probe with every record that it may touch, on all
//! cores, so what it does not find is not there. Records are known by registry number only.

mod assignment;
mod fusion;
mod search;

use std::collections::{HashMap, HashSet};

use dactyloscopy::{Prepared, Template};
use vocabulary::{FingerPosition, RegistryNumber};

pub use search::{Candidate, FingerScore, ProbeFinger, SearchResult};

/// Enrolled records, searchable from the moment [`Gallery::insert`] returns.
#[derive(Debug, Default)]
pub struct Gallery {
    records: Vec<Record>,
    /// Where the record of a number stands in `records`.
    places: HashMap<RegistryNumber, usize>,
    blocked: HashSet<RegistryNumber>,
}

/// The fingers of one registry number, prepared for comparison.
#[derive(Debug)]
struct Record {
    number: RegistryNumber,
    fingers: Vec<(FingerPosition, Prepared)>,
}

impl Gallery {
    /// An empty gallery.
    pub fn new() -> Self {
        Self::default()
    }

    /// Enrols a record; a record of the same number is replaced. A position may stand more than once
    /// (several impressions): the best one counts. A number blocked before stays blocked.
    pub fn insert(&mut self, number: RegistryNumber, fingers: &[(FingerPosition, Template)]) {
        let fingers =
            fingers.iter().map(|(position, template)| (*position, Prepared::new(template))).collect();
        let record = Record { number, fingers };
        match self.places.get(&number).and_then(|place| self.records.get_mut(*place)) {
            Some(old) => *old = record,
            None => {
                self.places.insert(number, self.records.len());
                self.records.push(record);
            }
        }
    }

    /// Forgets a record and whether it was blocked. False when there was none.
    pub fn remove(&mut self, number: RegistryNumber) -> bool {
        self.blocked.remove(&number);
        let Some(place) = self.places.remove(&number) else { return false };
        self.records.swap_remove(place);
        if let Some(moved) = self.records.get(place) {
            self.places.insert(moved.number, place);
        }
        true
    }

    /// Hides a number from every search until [`Gallery::unblock`], whether it is enrolled already or later.
    /// False when it was blocked before.
    pub fn block(&mut self, number: RegistryNumber) -> bool {
        self.blocked.insert(number)
    }

    /// Ends a block. False when there was none.
    pub fn unblock(&mut self, number: RegistryNumber) -> bool {
        self.blocked.remove(&number)
    }

    /// Number of enrolled records, blocked ones included.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// True when nothing is enrolled.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// True when the number is enrolled, blocked or not.
    pub fn contains(&self, number: RegistryNumber) -> bool {
        self.places.contains_key(&number)
    }
}
