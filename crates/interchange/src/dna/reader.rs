//! Profiles of a file, one after the other.

use std::io::BufRead;

use super::cmf::CmfReader;
use super::delimited::TableReader;
use super::draft::{Draft, Seen};
use super::error::FileError;
use super::limits::PROFILES_MAX;
use super::names::LocusNames;
use super::options::ReadOptions;
use super::profile::Entry;
use super::sniff::{self, DnaFormat, Headed};

/// Recognises the format and reads the heading.
///
/// # Errors
/// [`FileError`] when the file is none of the formats or its heading cannot be understood.
pub fn read<R: BufRead>(source: R, options: ReadOptions) -> Result<Reader<R>, FileError> {
    let (is_xml, source) = sniff::is_xml(source)?;
    let mut shared = Shared { options, names: LocusNames::default(), seen: Seen::new() };
    let body = if is_xml {
        Body::Cmf(Box::new(CmfReader::new(source)))
    } else {
        Body::Table(Box::new(TableReader::new(source, &mut shared)?))
    };
    Ok(Reader { body, shared, entries: 0, is_done: false })
}

/// What all parts of a reader use.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) options: ReadOptions,
    pub(super) names: LocusNames,
    seen: Seen,
}

impl Shared {
    pub(super) fn finish(&mut self, draft: Draft) -> Entry {
        draft.finish(&self.options, &mut self.seen)
    }
}

/// Profiles of a file, one after the other; ends with the file or with the first [`FileError`].
#[derive(Debug)]
pub struct Reader<R> {
    body: Body<R>,
    shared: Shared,
    entries: u64,
    is_done: bool,
}

#[derive(Debug)]
enum Body<R> {
    Cmf(Box<CmfReader<Headed<R>>>),
    Table(Box<TableReader<Headed<R>>>),
}

impl<R: BufRead> Reader<R> {
    /// The format of the file.
    pub fn format(&self) -> DnaFormat {
        match &self.body {
            Body::Cmf(_) => DnaFormat::Cmf,
            Body::Table(table) => table.format(),
        }
    }

    fn advance(&mut self) -> Result<Option<Entry>, FileError> {
        let (entry, line) = match &mut self.body {
            Body::Cmf(cmf) => (cmf.next_entry(&mut self.shared)?, cmf.line()),
            Body::Table(table) => (table.next_entry(&mut self.shared)?, table.line()),
        };
        match entry {
            None if self.entries == 0 => Err(FileError::NoProfiles),
            None => Ok(None),
            Some(_) if self.entries == PROFILES_MAX => Err(FileError::TooManyProfiles { line }),
            Some(entry) => {
                self.entries += 1;
                Ok(Some(entry))
            }
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Entry, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.advance().transpose();
        self.is_done = !matches!(next, Some(Ok(_)));
        next
    }
}
