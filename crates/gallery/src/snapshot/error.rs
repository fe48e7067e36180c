//! Why a snapshot was refused.

use std::fmt::{self, Display, Formatter};
use std::io;

use dactyloscopy::{ALGORITHM, AlgorithmVersion};

use super::layout::FORMAT;

/// A part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What the file says of itself.
    Header,
    /// The numbers that are hidden from searches.
    Blocked,
    /// The fingers of one partition.
    Partition(u32),
    /// The digests of all sections.
    End,
}

impl Display for Section {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("the header"),
            Self::Blocked => f.write_str("the blocked numbers"),
            Self::Partition(number) => write!(f, "partition {number}"),
            Self::End => f.write_str("the closing digests"),
        }
    }
}

/// Why a snapshot could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The disk, or whatever stands behind the reader or writer.
    #[error("snapshot: {0}")]
    Io(#[from] io::Error),
    /// Another kind of file.
    #[error("this is no snapshot of a gallery: it does not start with \"TANBAGAL\"")]
    Foreign,
    /// A format this build does not know.
    #[error("a snapshot of format {0}: this build reads format {FORMAT}; build the gallery again")]
    Format(u16),
    /// Made from templates of another algorithm.
    #[error("a snapshot of {0}: this build searches with {ALGORITHM}; build the gallery again")]
    Algorithm(AlgorithmVersion),
    /// Fingers packed otherwise than this build packs them.
    #[error(
        "a snapshot of {cylinders} cylinders of {words} words a finger in {partitions} partitions: this build \
         packs fingers otherwise; build the gallery again"
    )]
    Packing {
        /// Cylinders kept of a finger for the first stage.
        cylinders: u16,
        /// 64-bit words of a cylinder.
        words: u16,
        /// Partitions.
        partitions: u32,
    },
    /// The input ended early.
    #[error("the snapshot ends within {0}: it was cut short; take another copy or build the gallery again")]
    Truncated(Section),
    /// Bytes that are not those written.
    #[error("the snapshot is damaged in {0}; take another copy or build the gallery again")]
    Damaged(Section),
    /// More of something than a gallery can hold.
    #[error("the snapshot speaks of {found} {what} in {section}: at most {max} can be")]
    Counts {
        /// Where.
        section: Section,
        /// Of what.
        what: &'static str,
        /// How many.
        found: u64,
        /// The limit.
        max: u64,
    },
    /// Bytes behind the end.
    #[error("something follows the end of the snapshot: it is not the file that was written")]
    Trailing,
}
