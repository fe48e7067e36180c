//! The whole tree in memory, for proofs of any leaf and any size.

use crate::{Hash, ProofError, empty_root, node_hash};

/// Append-only Merkle tree that keeps every leaf hash and every full subtree above them: 64 bytes a
/// leaf. Roots and proofs of every size it ever had take O(log² n) hashes.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// `levels[k][i]` is the hash of the full subtree over leaves `i·2^k .. (i+1)·2^k`.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf hash; returns its index.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        let index = self.len();
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let hashes = &mut self.levels[level];
            hashes.push(hash);
            if hashes.len() % 2 == 1 {
                break;
            }
            hash = node_hash(&hashes[hashes.len() - 2], &hash);
        }
        index
    }

    /// Number of leaves.
    pub fn len(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Whether there is no leaf.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The hash of leaf `index`.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.levels.first()?.get(usize::try_from(index).ok()?).copied()
    }

    /// The root over every leaf.
    pub fn root(&self) -> Hash {
        self.subtree(0, self.len())
    }

    /// The root the tree had when it had `size` leaves.
    pub fn root_at(&self, size: u64) -> Result<Hash, ProofError> {
        self.has(size)?;
        Ok(self.subtree(0, size))
    }

    /// The hashes that lead from leaf `index` to the root of the tree of `size` leaves
    /// (RFC 9162 section 2.1.3.1), lowest first.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
        self.has(size)?;
        if index >= size {
            return Err(ProofError::NoSuchLeaf { index, size });
        }
        let mut proof = Vec::new();
        let (mut start, mut end) = (0, size);
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// The hashes that show the tree of `old_size` leaves to be the beginning of the tree of
    /// `new_size` leaves (RFC 9162 section 2.1.4.1), lowest first. Empty for `old_size` 0.
    pub fn consistency_proof(&self, old_size: u64, new_size: u64) -> Result<Vec<Hash>, ProofError> {
        self.has(new_size)?;
        if old_size > new_size {
            return Err(ProofError::NoSuchSize { size: old_size, len: new_size });
        }
        let mut proof = Vec::new();
        if old_size == 0 {
            return Ok(proof);
        }
        let (mut start, mut end) = (0, new_size);
        while old_size != end {
            let middle = start + split(end - start);
            if old_size <= middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        // The old tree itself is known to whoever checks, unless it is only the right part of it.
        if start != 0 {
            proof.push(self.subtree(start, end));
        }
        proof.reverse();
        Ok(proof)
    }

    fn has(&self, size: u64) -> Result<(), ProofError> {
        let len = self.len();
        if size <= len { Ok(()) } else { Err(ProofError::NoSuchSize { size, len }) }
    }

    /// Hash over leaves `start..end`, where `start` is a multiple of the largest power of two below
    /// or equal to `end - start`: the full subtrees from left to right, folded from the right.
    fn subtree(&self, start: u64, end: u64) -> Hash {
        let mut peaks = Vec::new();
        let mut at = start;
        while at < end {
            let level = (end - at).ilog2();
            peaks.push(self.levels[level as usize][(at >> level) as usize]);
            at += 1 << level;
        }
        fold(&peaks)
    }
}

/// Joins full subtrees, largest first, into one root.
pub(crate) fn fold(peaks: &[Hash]) -> Hash {
    let mut right_to_left = peaks.iter().rev();
    let Some(last) = right_to_left.next() else { return empty_root() };
    right_to_left.fold(*last, |right, left| node_hash(left, &right))
}

/// The largest power of two smaller than `size`; `size` is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}
