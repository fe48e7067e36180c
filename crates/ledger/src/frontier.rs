//! The right edge of the tree: enough to append and to name the root, whatever the size.

use crate::tree::fold;
use crate::{Hash, node_hash};

/// Compact state of an append-only tree: the full subtrees of its right edge, at most 64 hashes. A
/// store of millions opens with this instead of reading every leaf.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Full subtrees, largest first: one for each bit of `size`.
    peaks: Vec<Hash>,
}

/// Bytes that are not a frontier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a frontier of {size} leaves has {expected} bytes, not {found}")]
pub struct FrontierError {
    size: u64,
    expected: usize,
    found: usize,
}

impl Frontier {
    /// The frontier of the tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf hash; returns its index.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        let index = self.size;
        let mut hash = leaf;
        // As many full subtrees are completed as the size has trailing one bits.
        for _ in 0..index.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size = index + 1;
        index
    }

    /// Number of leaves.
    pub fn len(&self) -> u64 {
        self.size
    }

    /// Whether there is no leaf.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        fold(&self.peaks)
    }

    /// The size (8 bytes, most significant first) and the subtree hashes, largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.peaks.iter().for_each(|peak| bytes.extend(peak.0));
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote. The hashes are not proved by this: compare
    /// [`Frontier::root`] with a verified checkpoint.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let size = bytes.first_chunk::<8>().map_or(0, |size| u64::from_be_bytes(*size));
        let expected = 8 + 32 * size.count_ones() as usize;
        if bytes.len() != expected {
            return Err(FrontierError { size, expected, found: bytes.len() });
        }
        let peaks = bytes[8..].as_chunks::<32>().0.iter().map(|peak| Hash(*peak)).collect();
        Ok(Self { size, peaks })
    }
}
