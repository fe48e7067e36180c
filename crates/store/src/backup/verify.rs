//! Reading a backup: every file is what the manifest says, and the ledger in it gives the root that was
//! signed.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use ledger::{Frontier, VerifyingKey};

use super::files::Digested;
use super::manifest::{Manifest, TableDigest};
use super::rows::{Cell, Reader};
use super::{BackupError, LedgerState};

/// Checks every file of a backup, its ledger and its newest checkpoint; the key is the one known from
/// elsewhere, or else the one that the backup names.
///
/// # Errors
/// [`BackupError::Foreign`] or [`BackupError::Damaged`], naming the file.
pub fn verify(backup: &Path, key: Option<&VerifyingKey>) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    manifest.check_checkpoint(key)?;
    only_known_files(backup, &manifest)?;
    let mut ledger = Frontier::new();
    for table in &manifest.tables {
        let mut file = TableFile::open(backup, table)?;
        while let Some(row) = file.next()? {
            if table.table == "ledger.entry" {
                push(&mut ledger, &file, &row)?;
            }
        }
        file.finish()?;
    }
    let found = LedgerState::of(&ledger);
    match found == manifest.ledger() {
        true => Ok(manifest),
        false => Err(BackupError::damaged(
            "ledger.entry.rows",
            format!(
                "{} entries with root {}; {} with root {} are said",
                found.entries, found.root, manifest.entries, manifest.root
            ),
        )),
    }
}

/// Every file is one of the manifest: nothing was put beside them.
fn only_known_files(backup: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let known: BTreeSet<String> = manifest.tables.iter().map(TableDigest::file).collect();
    if known.len() != manifest.tables.len() {
        return Err(BackupError::damaged("manifest", "it names a table twice"));
    }
    let failed = |e: std::io::Error| BackupError::file(backup, "read", &e);
    for file in std::fs::read_dir(backup).map_err(failed)? {
        let name = file.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name != "manifest" && !known.contains(&name) {
            return Err(BackupError::damaged(name, "the manifest does not name this file"));
        }
    }
    Ok(())
}

/// Rows of the ledger come in the order of their sequence.
fn push(ledger: &mut Frontier, file: &TableFile<'_>, row: &[Cell]) -> Result<(), BackupError> {
    let cell = |name: &str| {
        let columns = &file.reader.table.columns;
        columns.iter().position(|column| column.name == name).map(|place| &row[place])
    };
    let (Some(Cell::Integer(sequence)), Some(Cell::Bytes(bytes))) = (cell("sequence"), cell("bytes")) else {
        return Err(file.damaged("it has no entries"));
    };
    if u64::try_from(*sequence) != Ok(ledger.len()) {
        return Err(file.damaged(format!("entry {sequence} where {} is next", ledger.len())));
    }
    ledger.push(ledger::leaf_hash(bytes));
    Ok(())
}

/// A table's file and what is said of it.
pub(super) struct TableFile<'m> {
    said: &'m TableDigest,
    rows: u64,
    pub(super) reader: Reader<BufReader<Digested<File>>>,
}

impl<'m> TableFile<'m> {
    pub(super) fn open(backup: &Path, said: &'m TableDigest) -> Result<Self, BackupError> {
        let damaged = |e: std::io::Error| BackupError::damaged(said.file(), e);
        let file = File::open(backup.join(said.file())).map_err(damaged)?;
        let reader = Reader::new(BufReader::new(Digested::new(file))).map_err(damaged)?;
        let file = Self { said, rows: 0, reader };
        match file.reader.table.name == said.table {
            true => Ok(file),
            false => Err(file.damaged(format!("it holds the table {}", file.reader.table.name))),
        }
    }

    pub(super) fn damaged(&self, why: impl ToString) -> BackupError {
        BackupError::damaged(self.said.file(), why)
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Cell>>, BackupError> {
        let row = self.reader.next().map_err(|e| BackupError::damaged(self.said.file(), e))?;
        self.rows += u64::from(row.is_some());
        Ok(row)
    }

    /// After the last row: the file ends here and is what was said.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        let Self { said, rows, reader } = self;
        let digested = reader.into_end().map_err(|e| BackupError::damaged(said.file(), e))?.into_inner();
        let found = (rows, digested.bytes, digested.sha256());
        match found == (said.rows, said.bytes, said.sha256.clone()) {
            true => Ok(()),
            false => Err(BackupError::damaged(said.file(), "it is not what its digest says")),
        }
    }
}
