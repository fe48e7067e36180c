//! A gallery as a file that loads fast and cannot be taken for what it is not.
//!
//! Written and read in sections, in order, through a [`Write`] and a [`Read`]: a register that encrypts its
//! snapshots puts the cipher there (one stream, no seeking) and keeps everything below as it is.
//!
//! ```text
//! header   magic, format, algorithm, sizes of packed fingers, counts; digest of these
//! section  head (kind, number, counts, length), digest of header digest and head,
//!          payload, digest of head digest and payload
//! ```
//!
//! Sections: the blocked numbers, each partition, and at the end the digests of all sections before, so that none
//! can be left out, doubled or taken from another file. Digests are SHA-256. Numbers are little-endian. Every
//! length is believed only after its digest and a limit, and memory grows with what is really read.

mod error;
mod file;
mod layout;
mod read;
mod write;

pub use error::{Section, SnapshotError};

use std::io::{Read, Write};

use crate::Gallery;

impl Gallery {
    /// Writes the whole gallery, blocked numbers included.
    ///
    /// # Errors
    /// What the writer answers; a partition over the limits of the format.
    pub fn write_snapshot(&self, out: &mut dyn Write) -> Result<(), SnapshotError> {
        write::write(self, out)
    }

    /// Reads what [`Gallery::write_snapshot`] wrote and nothing else, up to the end of the input.
    ///
    /// # Errors
    /// A damaged, truncated, foreign or other version's file, by name of the section; counts over the limits.
    pub fn read_snapshot(input: &mut dyn Read) -> Result<Self, SnapshotError> {
        read::read(input)
    }
}
