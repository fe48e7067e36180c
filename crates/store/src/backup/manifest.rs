//! The manifest of a backup: what it holds, and the digest of each file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use jiff::Timestamp;
use ledger::{SignedCheckpoint, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BackupError, LedgerState, files};
use crate::schema;

/// Its name in the folder.
const NAME: &str = "manifest";
const FORMAT: &str = "tanba backup 1";
/// Longest manifest that is read, bytes.
const BYTES_MAX: u64 = 1 << 20;
/// What the last line begins with: the digest of everything before it.
const LAST_LINE: &str = "sha256 ";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// The register's random identifier.
    pub register_id: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The key that the register's checkpoints verify with.
    pub public_key: String,
    /// Ledger entries.
    pub entries: u64,
    /// Root of the ledger's tree.
    pub root: String,
    /// The newest signed checkpoint, which speaks of all entries; none of an empty ledger.
    pub checkpoint: Option<String>,
    /// The version of each store's schema.
    pub schemas: BTreeMap<String, i64>,
    /// Every table.
    pub tables: Vec<TableDigest>,
}

/// The file of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDigest {
    /// `store.table`; its file is called so and ends in `.rows`.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl TableDigest {
    /// The name of its file.
    pub(super) fn file(&self) -> String {
        format!("{}.rows", self.table)
    }
}

impl Manifest {
    pub(super) fn new(register_id: String, made_at: Timestamp, public_key: &VerifyingKey) -> Self {
        Self {
            format: FORMAT.to_owned(),
            register_id,
            made_at,
            public_key: public_key.to_string(),
            entries: 0,
            root: String::new(),
            checkpoint: None,
            schemas: BTreeMap::new(),
            tables: Vec::new(),
        }
    }

    pub(super) fn ledger(&self) -> LedgerState {
        LedgerState { entries: self.entries, root: self.root.clone() }
    }

    /// Writes it into the folder.
    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let path = folder.join(NAME);
        let failed = |e: std::io::Error| BackupError::file(&path, "write", &e);
        let text = serde_json::to_string_pretty(self).map_err(|e| failed(std::io::Error::other(e)))? + "\n";
        let last = format!("{LAST_LINE}{}\n", digest(&text));
        let mut file = files::create(&path).map_err(failed)?;
        file.write_all((text + &last).as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }

    /// Reads the manifest of a folder; refuses what is foreign, newer or changed.
    pub(super) fn read(folder: &Path) -> Result<Self, BackupError> {
        let foreign = |why: String| BackupError::Foreign { path: folder.display().to_string(), why };
        let path = folder.join(NAME);
        let file = fs::File::open(&path).map_err(|e| foreign(format!("{}: {e}", path.display())))?;
        let mut text = String::new();
        file.take(BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|e| BackupError::damaged(path.display(), e))?;
        let (body, last) = text
            .rsplit_once(LAST_LINE)
            .ok_or_else(|| BackupError::damaged(path.display(), "its last line is missing"))?;
        if last != format!("{}\n", digest(body)) {
            return Err(BackupError::damaged(path.display(), "it is not what its digest says"));
        }
        let format: serde_json::Value = serde_json::from_str(body).map_err(|e| foreign(e.to_string()))?;
        if format["format"] != FORMAT {
            return Err(foreign(format!("its format is {}, not {FORMAT:?}", format["format"])));
        }
        let manifest: Self = serde_json::from_str(body).map_err(|e| foreign(e.to_string()))?;
        for (store, version) in &manifest.schemas {
            let newest = schema::newest_version(store);
            if !(1..=newest).contains(version) {
                return Err(foreign(format!("schema {version} of {store}; this program knows {newest}")));
            }
        }
        Ok(manifest)
    }

    /// Whether the newest checkpoint is signed with the key and speaks of exactly these entries.
    pub(super) fn check_checkpoint(&self, key: Option<&VerifyingKey>) -> Result<(), BackupError> {
        let damaged = |why: String| BackupError::damaged("the newest checkpoint", why);
        let Some(text) = &self.checkpoint else {
            return match self.entries {
                0 => Ok(()),
                entries => Err(damaged(format!("there is none, and {entries} entries"))),
            };
        };
        let own: VerifyingKey =
            self.public_key.parse().map_err(|_| damaged("its key does not read".into()))?;
        let signed = SignedCheckpoint::parse(text).map_err(|e| damaged(e.to_string()))?;
        let said = signed.verify(key.unwrap_or(&own)).map_err(|e| damaged(e.to_string()))?;
        if (said.size, said.root.to_string()) != (self.entries, self.root.clone()) {
            return Err(damaged(format!("it speaks of {} entries with root {}", said.size, said.root)));
        }
        Ok(())
    }
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
