//! Which format a file has, by its first bytes.

use std::fmt;
use std::io::{BufRead, Cursor, Read};

use super::error::FileError;
use super::limits::HEAD_BYTES;
use super::names::shown;

/// A format of DNA profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DnaFormat {
    /// CODIS Common Message Format 3.2 (and the wider lists of 3.3), XML.
    Cmf,
    /// Table exported by GeneMapper: tabs, one row a sample or one row a marker.
    GeneMapper,
    /// Bulk upload of GENis: tabs, one row a marker, category and kit in columns.
    Genis,
    /// Any other table with a column of specimen numbers.
    Csv,
}

impl DnaFormat {
    /// Its name in reports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cmf => "cmf",
            Self::GeneMapper => "genemapper",
            Self::Genis => "genis",
            Self::Csv => "csv",
        }
    }
}

impl fmt::Display for DnaFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A source whose first bytes were looked at and are given out again.
pub(super) type Headed<R> = std::io::Chain<Cursor<Vec<u8>>, R>;

/// Whether the file is XML, and the file itself without its byte-order mark.
pub(super) fn is_xml<R: BufRead>(mut source: R) -> Result<(bool, Headed<R>), FileError> {
    let mut head = Vec::new();
    let read = (&mut source).take(HEAD_BYTES as u64).read_to_end(&mut head);
    read.map_err(|error| FileError::Io { line: 1, what: error.to_string() })?;
    let encoding = |found: &str| Err(FileError::Encoding { found: found.to_owned() });
    match head.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return encoding("UTF-16"),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => return encoding("UTF-16 without a mark"),
        [0xef, 0xbb, 0xbf, ..] => {
            head.drain(..3);
        }
        _ => {}
    }
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let Some(first) = first else {
        return if head.len() < HEAD_BYTES { Err(FileError::Empty) } else { unknown(&head) };
    };
    if head.contains(&0) {
        return unknown(&head);
    }
    Ok((first == b'<', Cursor::new(head).chain(source)))
}

fn unknown<T>(head: &[u8]) -> Result<T, FileError> {
    let first: Vec<String> = head.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Err(FileError::UnknownFormat { found: format!("it begins with the bytes {}", first.join(" ")) })
}

/// The error of a text table whose heading names no specimen.
pub(super) fn no_table(heading: &str) -> FileError {
    FileError::UnknownFormat { found: format!("its first line is `{}`", shown(heading)) }
}
