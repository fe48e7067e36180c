//! Checking a whole ledger from its bytes: nothing stored is believed, everything is recomputed.

use serde::Serialize;

use crate::{Checkpoint, Entry, Hash, SignedCheckpoint, Tree, VerifyingKey, leaf_hash};

/// Most problems listed one by one; the rest are counted.
pub const PROBLEMS_MAX: usize = 100;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Entries read.
    pub entries: u64,
    /// Root of the tree over the entries as they are.
    pub root: Hash,
    /// Whether nothing is wrong.
    pub ok: bool,
    /// The first entry that is not what was signed, from 0. When entries and stored hashes were
    /// rewritten together only the checkpoints tell: then this is the first entry after the last
    /// checkpoint that still holds. Equal to `entries` when entries are missing at the end.
    pub first_bad_entry: Option<u64>,
    /// Entries that a verified checkpoint vouches for.
    pub entries_vouched_for: u64,
    /// Checkpoints that were verified and hold.
    pub checkpoints_held: u64,
    /// What is wrong, in plain English; at most [`PROBLEMS_MAX`] and a count of the rest.
    pub problems: Vec<String>,
}

/// Audits a ledger given entry by entry. Holds 64 bytes an entry.
#[derive(Debug, Clone)]
pub struct Auditor {
    key: VerifyingKey,
    tree: Tree,
    findings: Findings,
}

#[derive(Debug, Clone, Default)]
struct Findings {
    first_bad_entry: Option<u64>,
    problems: Vec<String>,
    unlisted: u64,
}

impl Findings {
    fn add(&mut self, entry: Option<u64>, problem: String) {
        if let Some(entry) = entry {
            self.first_bad_entry = Some(self.first_bad_entry.map_or(entry, |first| first.min(entry)));
        }
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem);
        } else {
            self.unlisted += 1;
        }
    }
}

/// Audits entries, each with the leaf hash stored beside it, against checkpoints.
///
/// `known` is a checkpoint kept elsewhere (printed, published, on the auditor's laptop): only with it
/// is a ledger noticed whose end, checkpoints included, was cut off or replaced by the holder of the key.
pub fn audit<B: AsRef<[u8]>>(
    entries: impl IntoIterator<Item = (B, Option<Hash>)>,
    checkpoints: &[SignedCheckpoint],
    key: &VerifyingKey,
    known: Option<&SignedCheckpoint>,
) -> AuditReport {
    let mut auditor = Auditor::new(key.clone());
    for (bytes, stored) in entries {
        auditor.entry(bytes.as_ref(), stored);
    }
    auditor.finish(checkpoints, known)
}

impl Auditor {
    /// Begins the audit of the ledger whose checkpoints `key` signed.
    pub fn new(key: VerifyingKey) -> Self {
        Self { key, tree: Tree::new(), findings: Findings::default() }
    }

    /// Takes the next entry and the leaf hash stored beside it, if one is.
    pub fn entry(&mut self, bytes: &[u8], stored: Option<Hash>) {
        let computed = leaf_hash(bytes);
        let index = self.tree.push(computed);
        match Entry::from_bytes(bytes) {
            Err(error) => self.findings.add(Some(index), format!("entry {index}: {error}")),
            Ok(entry) if entry.sequence != index => {
                let found = entry.sequence;
                self.findings.add(Some(index), format!("entry {index} calls itself entry {found}"));
            }
            Ok(_) => {}
        }
        if let Some(stored) = stored.filter(|stored| *stored != computed) {
            let problem = format!("entry {index}: stored leaf hash {stored}, recomputed {computed}");
            self.findings.add(Some(index), problem);
        }
    }

    /// Notes something wrong that the reader of the ledger found itself.
    pub fn problem(&mut self, entry: Option<u64>, problem: String) {
        self.findings.add(entry, problem);
    }

    /// Number of entries taken so far.
    pub fn entries(&self) -> u64 {
        self.tree.len()
    }

    /// Whether nothing is wrong so far. What was found wrong stays wrong.
    pub fn ok_so_far(&self) -> bool {
        self.findings.problems.is_empty()
    }

    /// Compares with the ledger's checkpoints, oldest first, and with one kept elsewhere.
    pub fn finish(
        mut self,
        checkpoints: &[SignedCheckpoint],
        known: Option<&SignedCheckpoint>,
    ) -> AuditReport {
        let mut sizes = Sizes::default();
        let mut size_before = 0;
        for (number, signed) in checkpoints.iter().enumerate() {
            let named = format!("checkpoint {}", number + 1);
            self.compare(signed, &named, &mut sizes);
            let size = signed.unverified().size;
            if size < size_before {
                self.findings.add(None, format!("{named} of size {size} stands after one of {size_before}"));
            }
            size_before = size;
        }
        let checkpoints_held = sizes.held.len() as u64;
        if let Some(known) = known {
            self.compare(known, "the checkpoint kept elsewhere", &mut sizes);
        }
        let entries_vouched_for = sizes.held.iter().copied().max().unwrap_or(0);
        if !self.tree.is_empty() && entries_vouched_for == 0 {
            self.findings.add(None, "no checkpoint vouches for any entry".to_owned());
        }
        self.blame(&sizes);
        self.report(entries_vouched_for, checkpoints_held)
    }

    /// Notes whether a checkpoint holds; one that is not to be believed at all counts as neither.
    fn compare(&mut self, signed: &SignedCheckpoint, named: &str, sizes: &mut Sizes) {
        let Checkpoint { size, root, .. } = match signed.verify(&self.key) {
            Ok(checkpoint) => checkpoint,
            Err(error) => return self.findings.add(None, format!("{named}: {error}")),
        };
        let entries = self.tree.len();
        match self.tree.root_at(*size) {
            Ok(found) if found == *root => return sizes.held.push(*size),
            Ok(found) => {
                let problem = format!("{named} of size {size}: signed root {root}, recomputed {found}");
                self.findings.add(None, problem);
            }
            Err(_) => {
                let problem = format!("{named} vouches for {size} entries; there are {entries}");
                self.findings.add(Some(entries), problem);
            }
        }
        sizes.broken.push(*size);
    }

    /// Names the first bad entry when only checkpoints show that something was rewritten: after the
    /// last one that holds, unless an entry below the broken one already gives itself away.
    fn blame(&mut self, sizes: &Sizes) {
        let Some(broken) = sizes.broken.iter().copied().min() else { return };
        if self.findings.first_bad_entry.is_none_or(|first| first >= broken) {
            let held = sizes.held.iter().copied().filter(|size| *size < broken).max();
            self.findings.first_bad_entry = Some(held.unwrap_or(0));
        }
    }

    fn report(self, entries_vouched_for: u64, checkpoints_held: u64) -> AuditReport {
        let Findings { first_bad_entry, mut problems, unlisted } = self.findings;
        let ok = problems.is_empty();
        if unlisted > 0 {
            problems.push(format!("and {unlisted} more"));
        }
        AuditReport {
            entries: self.tree.len(),
            root: self.tree.root(),
            ok,
            first_bad_entry,
            entries_vouched_for,
            checkpoints_held,
            problems,
        }
    }
}

/// Sizes of the verified checkpoints.
#[derive(Debug, Default)]
struct Sizes {
    /// Of those that hold for the entries as they are.
    held: Vec<u64>,
    /// Of those that do not.
    broken: Vec<u64>,
}
