//! Backups: everything a register remembers, the same whichever engine holds it, so that one engine's backup
//! can be restored into the other.
//!
//! A backup is a folder: one file of rows for each table and a `manifest` with the digest of each, the
//! ledger's root and its newest checkpoint. It is there whole under its name or not at all. Sessions are
//! left out, and keys are not data: neither the key that signs checkpoints nor those of records.

mod catalog;
mod create;
mod error;
mod files;
mod manifest;
mod restore;
mod rows;
mod verify;

pub use create::create;
pub use error::BackupError;
pub use manifest::{Manifest, TableDigest};
pub use restore::restore;
pub use verify::verify;

/// What proves the ledger of a backup: its size and its root.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LedgerState {
    entries: u64,
    root: String,
}

impl LedgerState {
    fn of(frontier: &ledger::Frontier) -> Self {
        Self { entries: frontier.len(), root: frontier.root().to_string() }
    }
}
