//! The lives of all records in memory: what a command asks before it touches one, and what the daily sweep goes
//! over. Always what the store says: after each commit that changed a life it is read anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

use law::{RecordState, Stage};
use vocabulary::{PersonId, RegistryNumber};

use crate::error::StoreError;
use crate::model::RecordLife;
use crate::ports::Store;

/// Lives loaded at once.
const PAGE: u32 = 1000;
/// Lives looked at before others may change one.
const LOOKED_AT_ONCE: usize = 4096;

/// Every registered or archived record.
#[derive(Default)]
pub(crate) struct Lives(RwLock<Inner>);

#[derive(Default)]
struct Inner {
    lives: BTreeMap<RegistryNumber, Arc<RecordLife>>,
    of: HashMap<PersonId, BTreeSet<RegistryNumber>>,
}

impl Inner {
    fn put(&mut self, number: RegistryNumber, life: Option<RecordLife>) {
        if let Some(person) = self.lives.remove(&number).and_then(|before| before.person)
            && let Some(numbers) = self.of.get_mut(&person)
        {
            numbers.remove(&number);
            if numbers.is_empty() {
                self.of.remove(&person);
            }
        }
        let Some(life) = life else { return };
        if let Some(person) = life.person {
            self.of.entry(person).or_default().insert(number);
        }
        self.lives.insert(number, Arc::new(life));
    }
}

impl Lives {
    /// Loads every life.
    pub(crate) async fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let (mut inner, mut after) = (Inner::default(), None);
        loop {
            let page = store.lives(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.number);
            for life in page {
                inner.put(life.number, Some(life));
            }
        }
        Ok(Self(RwLock::new(inner)))
    }

    /// What the store says of a number now; `None` when it left.
    pub(crate) fn put(&self, number: RegistryNumber, life: Option<RecordLife>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).put(number, life);
    }

    /// The life of a record; `None` for a draft and for what left.
    pub(crate) fn get(&self, number: RegistryNumber) -> Option<Arc<RecordLife>> {
        self.read(|inner| inner.lives.get(&number).cloned())
    }

    /// The state of a record.
    pub(crate) fn state_of(&self, number: RegistryNumber) -> Option<RecordState> {
        self.get(number).map(|life| life.state)
    }

    /// Whether searches may see a record now.
    pub(crate) fn is_searchable(&self, number: RegistryNumber) -> bool {
        self.state_of(number).is_some_and(RecordState::is_searchable)
    }

    /// The records of a person, those whose link is cut aside.
    pub(crate) fn of_person(&self, person: PersonId) -> Vec<Arc<RecordLife>> {
        self.read(|inner| {
            let numbers = inner.of.get(&person).into_iter().flatten();
            numbers.filter_map(|number| inner.lives.get(number).cloned()).collect()
        })
    }

    /// Goes over the lives as they are now, in order of number, and gathers what is found in them.
    pub(crate) fn find<T>(&self, mut find: impl FnMut(&Arc<RecordLife>) -> Option<T>) -> Vec<T> {
        let (mut found, mut after) = (Vec::new(), None);
        while let Some(last) = self.find_after(after, &mut find, &mut found) {
            after = Some(last);
        }
        found
    }

    /// Goes over the next lives after a number, so few that whoever registers hardly waits; says which was the
    /// last, `None` at the end.
    pub(crate) fn find_after<T>(
        &self,
        after: Option<RegistryNumber>,
        mut find: impl FnMut(&Arc<RecordLife>) -> Option<T>,
        found: &mut Vec<T>,
    ) -> Option<RegistryNumber> {
        self.read(|inner| {
            let mut last = None;
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            for (number, life) in inner.lives.range((from, Bound::Unbounded)).take(LOOKED_AT_ONCE) {
                found.extend(find(life));
                last = Some(*number);
            }
            last
        })
    }

    fn read<T>(&self, read: impl FnOnce(&Inner) -> T) -> T {
        read(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a record of this stage lies in the database: its prints are there.
pub(crate) fn in_database(stage: Stage) -> bool {
    match stage {
        Stage::Registered | Stage::Withheld | Stage::DueForArchive | Stage::Due => true,
        Stage::Draft | Stage::Archived | Stage::ArchivedDue | Stage::Destroyed => false,
    }
}

/// Whether a record of this stage still answers for the person at a new application (C-16, C-18).
pub(crate) fn is_live(stage: Stage) -> bool {
    match stage {
        Stage::Registered | Stage::Withheld => true,
        Stage::Draft
        | Stage::DueForArchive
        | Stage::Due
        | Stage::Archived
        | Stage::ArchivedDue
        | Stage::Destroyed => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C-16, C-18: what ended, or waits for its end, does not answer for the person at a new application, though its
    /// prints lie in the database until an act is executed.
    #[test]
    fn the_stages_that_lie_in_the_database_and_those_that_answer_for_a_person() {
        use Stage::{Archived, ArchivedDue, Destroyed, Draft, Due, DueForArchive, Registered, Withheld};
        let all = [Draft, Registered, Withheld, DueForArchive, Due, Archived, ArchivedDue, Destroyed];
        let those = |is: fn(Stage) -> bool| all.into_iter().filter(|stage| is(*stage)).collect::<Vec<_>>();
        assert_eq!(those(in_database), [Registered, Withheld, DueForArchive, Due]);
        assert_eq!(those(is_live), [Registered, Withheld]);
    }
}
