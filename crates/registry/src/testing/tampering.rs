//! What somebody with the files and no key changes past the register, as an audit reads it afterwards.

use std::collections::BTreeSet;

use ledger::Hash;

use crate::error::StoreError;
use crate::sequencer::{Opening, ROWS};

/// What a store says otherwise than the register wrote it. Entries by their sequence.
#[derive(Debug, Clone, Default)]
pub struct Tampering {
    /// Rows that name an entry there is not, or none: the table, and the entry.
    pub stray_rows: Vec<(String, Option<u64>)>,
    /// Stores, and how many entries there were when each was last written.
    pub sizes_noted: Vec<(String, u64)>,
    /// Entries whose first row is gone.
    pub lost_rows: BTreeSet<u64>,
    /// Entries beside whose rows another one was put, of a table.
    pub added_rows: Vec<(u64, String)>,
    /// Entries of which nothing is kept that opens them.
    pub lost_openings: BTreeSet<u64>,
    /// Entries beside whose salts another payload was put.
    pub changed_openings: BTreeSet<u64>,
    /// Entries whose salts do not read.
    pub damaged_openings: BTreeSet<u64>,
    /// Entries that do not read, alone or on a page with others.
    pub damaged_entries: BTreeSet<u64>,
}

fn damaged(what: &str, sequence: u64) -> StoreError {
    StoreError::Damaged { what: format!("{what} {sequence}"), why: "it does not read".to_owned() }
}

impl Tampering {
    /// A page of entries.
    pub(super) fn entries(
        &self,
        first: u64,
        page: Vec<(Vec<u8>, Hash)>,
    ) -> Result<Vec<(Vec<u8>, Hash)>, StoreError> {
        match self.damaged_entries.range(first..first.saturating_add(page.len() as u64)).next() {
            Some(sequence) => Err(damaged("ledger entry", *sequence)),
            None => Ok(page),
        }
    }

    /// What opens an entry.
    pub(super) fn openings(
        &self,
        sequence: u64,
        mut openings: Vec<Opening>,
    ) -> Result<Vec<Opening>, StoreError> {
        if self.damaged_openings.contains(&sequence) {
            return Err(damaged("the salts of entry", sequence));
        }
        if self.lost_openings.contains(&sequence) {
            openings.clear();
        }
        if self.changed_openings.contains(&sequence) {
            openings.iter_mut().for_each(|opening| opening.payload.push(b' '));
        }
        Ok(openings)
    }

    /// The lines of the rows that an entry made: those it committed to, and what was done to them.
    pub(super) fn rows(&self, sequence: u64, kept: &[Opening]) -> Result<Vec<(u64, String)>, StoreError> {
        let mut lines = Vec::new();
        for opening in kept.iter().filter(|opening| opening.subject == ROWS) {
            let said: Vec<String> = serde_json::from_slice(&opening.payload)
                .map_err(|_| damaged("the rows of entry", sequence))?;
            lines.extend(said);
        }
        if self.lost_rows.contains(&sequence) && !lines.is_empty() {
            lines.remove(0);
        }
        let added = self.added_rows.iter().filter(|(at, _)| *at == sequence);
        lines.extend(added.map(|(_, table)| format!("{table} {}", ledger::leaf_hash(b"put in by hand"))));
        Ok(lines.into_iter().map(|line| (sequence, line)).collect())
    }
}
