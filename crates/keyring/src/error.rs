//! What can go wrong with keys, and what to do then. No message holds a key or personal data.

use std::io;
use std::path::PathBuf;

use crate::kek::Epoch;
use crate::key::{COLUMN_BYTES_MAX, PLAINTEXT_BYTES_MAX};
use crate::random::NoRandomness;

/// Why a text was not sealed or not opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Over the limit.
    #[error("{bytes} bytes; at most {PLAINTEXT_BYTES_MAX} are sealed at once")]
    TooLong {
        /// Length of the text.
        bytes: usize,
    },
    /// No name, or too long a one.
    #[error("a column's name has 1 to {COLUMN_BYTES_MAX} bytes, not {bytes}")]
    Column {
        /// Length of the name.
        bytes: usize,
    },
    /// Shorter than any sealed text, or longer.
    #[error("this is no sealed text: wrong length")]
    NotSealed,
    /// A suite of a newer program.
    #[error("sealed with suite {suite}, which this version of the program does not know; known: 1")]
    Suite {
        /// The suite named.
        suite: u8,
    },
    /// Sealed with another key of the record.
    #[error("sealed with key version {of}; the key at hand is version {key}")]
    OtherVersion {
        /// Version named in the text.
        of: u32,
        /// Version of the key.
        key: u32,
    },
    /// The tag does not fit.
    #[error(
        "does not open: the text was changed, cut or moved from another record or column, or the key is another"
    )]
    NotThis,
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// What a provider of key-encryption keys refuses.
#[derive(Debug, thiserror::Error)]
pub enum KekError {
    /// No key of this epoch.
    #[error("{place} has no key-encryption key of epoch {epoch}: bring it back from its escrow copy")]
    Missing {
        /// Folder or token.
        place: String,
        /// The epoch asked for.
        epoch: Epoch,
    },
    /// There is one already.
    #[error("{place} has a key-encryption key of epoch {epoch} already; it is not overwritten")]
    Exists {
        /// Folder or token.
        place: String,
        /// The epoch.
        epoch: Epoch,
    },
    /// A key file that others may read.
    #[error("{path}: readable by others (mode {mode:04o}): chmod 600, and rotate the keys if others may have read it", path = .path.display())]
    Exposed {
        /// The file or folder.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// A file that is not what its name says.
    #[error("{path}: {why}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        why: String,
    },
    /// The passphrase does not open the key.
    #[error("{path}: the passphrase does not open this key, or the file was changed", path = .path.display())]
    Passphrase {
        /// The file.
        path: PathBuf,
    },
    /// The wrapped key is not of this key-encryption key, or was changed or moved.
    #[error(
        "a wrapped key does not open with epoch {epoch} of {place}: a foreign key, or the key file was changed"
    )]
    NotThis {
        /// Folder or token.
        place: String,
        /// The epoch.
        epoch: Epoch,
    },
    /// The hardware module refuses.
    #[error("{place}: {why}")]
    Module {
        /// Module and token.
        place: String,
        /// What it said, and what to do.
        why: String,
    },
    /// The file system refuses.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// What a keyring refuses.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The record has no data key.
    #[error("no data key for this record in {path}: it was erased, or never made, or the key file is an older copy", path = .path.display())]
    NoKey {
        /// The key file.
        path: PathBuf,
    },
    /// The record has a data key.
    #[error("this record has a data key in {path} already: renew it instead", path = .path.display())]
    HasKey {
        /// The key file.
        path: PathBuf,
    },
    /// There is no key file.
    #[error("{path}: the key file is lost. Without it no record of this store opens: bring back its newest copy", path = .path.display())]
    Lost {
        /// Where it should be.
        path: PathBuf,
    },
    /// A key file of another store, or of a newer program, or none at all.
    #[error("{path}: {why}", path = .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is, and what to do.
        why: String,
    },
    /// Keys that the file needs are not with the provider, or are others.
    #[error("{path} needs the key-encryption key of epoch {epoch}: {source}", path = .path.display())]
    Kek {
        /// The key file.
        path: PathBuf,
        /// The epoch.
        epoch: Epoch,
        /// What the provider says.
        source: KekError,
    },
    /// Another process has the key file open.
    #[error("{path}: another process has this key file open: stop it first", path = .path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// Too many key-encryption keys alive.
    #[error("{alive} key-encryption keys are alive, at most {max}: rewrap and retire the old ones first")]
    TooManyEpochs {
        /// How many.
        alive: usize,
        /// The limit.
        max: usize,
    },
    /// An epoch that still wraps keys, or is the current one.
    #[error("epoch {epoch} still wraps {keys} data keys: rewrap them first")]
    StillUsed {
        /// The epoch.
        epoch: Epoch,
        /// How many keys.
        keys: u64,
    },
    /// Full.
    #[error("{path} holds its limit of {max} keys", path = .path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// The limit.
        max: u32,
    },
    /// The sealed text.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The provider.
    #[error(transparent)]
    Provider(#[from] KekError),
    /// The file system refuses.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}
