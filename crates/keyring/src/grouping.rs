//! New keys of callers that come at the same time share one flush: one of them leads and makes the keys of all who
//! wait; those who come meanwhile are the next group.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::KeyringError;
use crate::key::{KeyVersion, RecordId, RecordKey};
use crate::ring::Keyring;

/// Most callers served by one flush.
const GROUP_MAX: usize = 1_024;

/// What a waiting caller is told.
enum Served {
    /// Here is the key.
    Key(RecordKey),
    /// The group could not do it: the record has a key, is wanted twice, or the write failed. Try alone.
    Alone,
}

type Answer = Arc<Mutex<Option<Served>>>;

/// Callers that wait for a leader.
#[derive(Default)]
pub(crate) struct Waiting {
    line: Mutex<Line>,
    served: Condvar,
}

#[derive(Default)]
struct Line {
    callers: Vec<(RecordId, Answer)>,
    led: bool,
}

/// Leads until dropped.
struct Lead<'a>(&'a Waiting);

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        self.0.line().led = false;
        self.0.served.notify_all();
    }
}

impl Waiting {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits in line until served, or until nobody leads.
    fn join(&self, record: RecordId) -> Result<Served, Lead<'_>> {
        let answer = Answer::default();
        let mut line = self.line();
        line.callers.push((record, Arc::clone(&answer)));
        loop {
            if let Some(served) = lock(&answer).take() {
                return Ok(served);
            }
            if !line.led {
                line.led = true;
                line.callers.retain(|(_, other)| !Arc::ptr_eq(&answer, other));
                return Err(Lead(self));
            }
            line = self.served.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn take(&self) -> Vec<(RecordId, Answer)> {
        let mut line = self.line();
        let count = line.callers.len().min(GROUP_MAX);
        line.callers.drain(..count).collect()
    }
}

impl Keyring {
    /// Makes the first data key of one record. Callers at the same time share one flush.
    ///
    /// # Errors
    /// [`KeyringError::HasKey`] when it has a key already; [`KeyringError::Io`] when nothing could be written.
    pub fn create_key(&self, record: RecordId) -> Result<RecordKey, KeyringError> {
        match self.waiting.join(record) {
            Ok(Served::Key(key)) => Ok(key),
            Ok(Served::Alone) => self.create_alone(record),
            Err(lead) => {
                let led = self.lead(record);
                drop(lead);
                led
            }
        }
    }

    /// Makes the leader's key and those of everybody in line.
    fn lead(&self, own: RecordId) -> Result<RecordKey, KeyringError> {
        let mut writer = self.writer();
        let mut group = self.waiting.take();
        let mut seen = std::collections::BTreeSet::new();
        let wanted: Vec<_> = std::iter::once(own)
            .chain(group.iter().map(|(record, _)| *record))
            .filter(|record| self.newest(*record).is_none() && seen.insert(*record))
            .collect();
        let made = self.make(&mut writer, wanted.iter().map(|record| (*record, KeyVersion::FIRST)));
        drop(writer);
        let mut keys = made.unwrap_or_default();
        let mut key_of = |record: RecordId| {
            keys.iter().position(|key| key.record() == record).map(|at| keys.swap_remove(at))
        };
        let led = key_of(own);
        for (record, answer) in group.drain(..) {
            *lock(&answer) = Some(key_of(record).map_or(Served::Alone, Served::Key));
        }
        led.map_or_else(|| self.create_alone(own), Ok)
    }

    fn create_alone(&self, record: RecordId) -> Result<RecordKey, KeyringError> {
        let mut writer = self.writer();
        if self.newest(record).is_some() {
            return Err(self.has_key());
        }
        let made = self.make(&mut writer, std::iter::once((record, KeyVersion::FIRST)))?;
        made.into_iter().next().ok_or_else(|| self.no_key())
    }
}

fn lock(answer: &Answer) -> MutexGuard<'_, Option<Served>> {
    answer.lock().unwrap_or_else(PoisonError::into_inner)
}
