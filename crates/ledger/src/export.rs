//! The ledger as one text file, for a laptop without the register.
//!
//! One line each: the header `{"tanba_ledger":1,"key":"…"}` with the ledger's public key, every entry
//! as `{"leaf":"…","entry":…}` in order, every checkpoint as `{"checkpoint":"…"}` from the oldest, and
//! last `{"end":{"entries":N,"checkpoints":M}}`. Every byte is fixed by what it says, so no byte can
//! change unnoticed.
//!
//! The public key inside the file proves nothing by itself: whoever rewrites the whole file puts
//! their own key there. An auditor gives the key known from elsewhere to [`audit`].

use std::io::{self, BufRead, BufReader, Read, Write};

use crate::{
    AuditReport, Auditor, CHECKPOINT_BYTES_MAX, ENTRY_BYTES_MAX, Hash, SignedCheckpoint, VerifyingKey,
};

/// Version of the file format.
pub const EXPORT_VERSION: u16 = 1;
/// Longest line of the file, in bytes, without its line break. A checkpoint at its longest is the
/// longest line: JSON writes its line breaks as two bytes.
pub const LINE_BYTES_MAX: usize = 2 * CHECKPOINT_BYTES_MAX;

const _: () = assert!(LINE_BYTES_MAX > ENTRY_BYTES_MAX + 128, "an entry fits on a line");

/// Why a file could not be read as an export at all. What is wrong *inside* an export is in the
/// [`AuditReport`].
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Reading or writing failed.
    #[error("ledger export: {0}")]
    Io(#[from] io::Error),
    /// The first line is not the header of an export.
    #[error("ledger export, line 1: {0}")]
    Header(String),
    /// The export is of another ledger than the one asked about.
    #[error("ledger export is of key {found}, not of {expected}")]
    OtherKey {
        /// The key given by the auditor.
        expected: String,
        /// The key in the file.
        found: String,
    },
}

/// Writes an export, line by line.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    entries: u64,
    checkpoints: u64,
}

impl<W: Write> Writer<W> {
    /// Begins an export of the ledger of `key`.
    pub fn new(mut out: W, key: &VerifyingKey) -> io::Result<Self> {
        writeln!(out, "{}", header_line(key))?;
        Ok(Self { out, entries: 0, checkpoints: 0 })
    }

    /// Writes the next entry: its bytes and the leaf hash stored beside it, as they are.
    pub fn entry(&mut self, bytes: &[u8], leaf: Hash) -> io::Result<()> {
        if bytes.contains(&b'\n') || bytes.len() > ENTRY_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an entry is one line of limited length"));
        }
        self.entries += 1;
        write!(self.out, "{ENTRY_HEAD}{leaf}{ENTRY_MIDDLE}")?;
        self.out.write_all(bytes)?;
        writeln!(self.out, "}}")
    }

    /// Writes the next checkpoint; every entry comes before the first checkpoint.
    pub fn checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> io::Result<()> {
        self.checkpoints += 1;
        writeln!(self.out, "{}", checkpoint_line(checkpoint))
    }

    /// Writes the end; returns what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        writeln!(self.out, "{}", end_line(self.entries, self.checkpoints))?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads an export and audits it. `trusted` is the key the auditor knows from elsewhere, `known` a
/// checkpoint kept elsewhere (see [`crate::audit`]). Memory: 64 bytes an entry.
pub fn audit(
    input: impl Read,
    trusted: Option<&VerifyingKey>,
    known: Option<&SignedCheckpoint>,
) -> Result<AuditReport, ExportError> {
    let mut lines = Lines { input: BufReader::new(input), number: 0 };
    let mut reading = Reading::begin(&mut lines, trusted)?;
    while let Some(line) = lines.next_line()? {
        reading.line(&line, lines.number);
    }
    Ok(reading.finish(known))
}

/// An export read so far.
#[derive(Debug, Clone)]
struct Reading {
    auditor: Auditor,
    checkpoints: Vec<SignedCheckpoint>,
    checkpoint_lines: u64,
    ended: bool,
}

impl Reading {
    fn begin(lines: &mut Lines<impl Read>, trusted: Option<&VerifyingKey>) -> Result<Self, ExportError> {
        let key = read_header(lines)?;
        match trusted.filter(|trusted| **trusted != key) {
            Some(expected) => {
                Err(ExportError::OtherKey { expected: expected.to_string(), found: key.to_string() })
            }
            None => Ok(Self {
                auditor: Auditor::new(key),
                checkpoints: Vec::new(),
                checkpoint_lines: 0,
                ended: false,
            }),
        }
    }

    fn line(&mut self, line: &Line, number: u64) {
        if self.ended {
            return self.auditor.problem(None, format!("line {number} follows the end"));
        }
        match kind(line, self.checkpoint_lines > 0) {
            Kind::Entry => read_entry(line, number, &mut self.auditor),
            Kind::Checkpoint => {
                self.checkpoint_lines += 1;
                match read_checkpoint(line) {
                    Ok(checkpoint) => self.checkpoints.push(checkpoint),
                    Err(problem) => self.auditor.problem(None, format!("line {number}: {problem}")),
                }
            }
            Kind::End => {
                self.ended = true;
                let expected = end_line(self.auditor.entries(), self.checkpoint_lines);
                if *line != Line::Whole(expected.clone().into_bytes()) {
                    self.auditor.problem(None, format!("line {number} is not {expected}"));
                }
            }
        }
    }

    fn finish(mut self, known: Option<&SignedCheckpoint>) -> AuditReport {
        if !self.ended {
            self.auditor.problem(None, "the file stops before its end".to_owned());
        }
        self.auditor.finish(&self.checkpoints, known)
    }
}

const ENTRY_HEAD: &str = "{\"leaf\":\"";
const ENTRY_MIDDLE: &str = "\",\"entry\":";
const CHECKPOINT_HEAD: &str = "{\"checkpoint\":";
const END_HEAD: &str = "{\"end\":";

fn header_line(key: &VerifyingKey) -> String {
    format!("{{\"tanba_ledger\":{EXPORT_VERSION},\"key\":\"{key}\"}}")
}

fn checkpoint_line(checkpoint: &SignedCheckpoint) -> String {
    format!("{CHECKPOINT_HEAD}{}}}", serde_json::Value::from(checkpoint.to_text()))
}

fn end_line(entries: u64, checkpoints: u64) -> String {
    format!("{END_HEAD}{{\"entries\":{entries},\"checkpoints\":{checkpoints}}}}}")
}

/// A line without its line break.
#[derive(Debug, PartialEq)]
enum Line {
    Whole(Vec<u8>),
    /// Longer than [`LINE_BYTES_MAX`], or the last one without a line break: its beginning.
    Broken(Vec<u8>),
}

impl Line {
    fn bytes(&self) -> &[u8] {
        let (Line::Whole(bytes) | Line::Broken(bytes)) = self;
        bytes
    }
}

struct Lines<R> {
    input: BufReader<R>,
    number: u64,
}

impl<R: Read> Lines<R> {
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        self.number += 1;
        let mut line = Vec::new();
        let limit = LINE_BYTES_MAX as u64 + 1;
        self.input.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        if line.pop_if(|last| *last == b'\n').is_some() {
            return Ok(Some(Line::Whole(line)));
        }
        if line.len() > LINE_BYTES_MAX {
            self.input.skip_until(b'\n')?;
        }
        Ok(Some(Line::Broken(line)))
    }
}

enum Kind {
    Entry,
    Checkpoint,
    End,
}

/// What a line is, or was before it was damaged: entries come first, then checkpoints.
fn kind(line: &Line, after_a_checkpoint: bool) -> Kind {
    let bytes = line.bytes();
    if bytes.starts_with(END_HEAD.as_bytes()) {
        Kind::End
    } else if after_a_checkpoint || bytes.starts_with(CHECKPOINT_HEAD.as_bytes()) {
        Kind::Checkpoint
    } else {
        Kind::Entry
    }
}

fn read_header(lines: &mut Lines<impl Read>) -> Result<VerifyingKey, ExportError> {
    let refused = |why: String| ExportError::Header(why);
    let Some(Line::Whole(bytes)) = lines.next_line()? else {
        return Err(refused("the file is empty or has no lines".to_owned()));
    };
    let start = format!("{{\"tanba_ledger\":{EXPORT_VERSION},\"key\":\"");
    let key =
        std::str::from_utf8(&bytes).ok().and_then(|line| line.strip_prefix(&start)?.strip_suffix("\"}"));
    let key =
        key.ok_or_else(|| refused(format!("not the header of a ledger export, version {EXPORT_VERSION}")))?;
    key.parse().map_err(|e: crate::KeyError| refused(e.to_string()))
}

/// Hands the entry on; a damaged line still takes its place, as bytes that are no entry.
fn read_entry(line: &Line, number: u64, auditor: &mut Auditor) {
    let index = auditor.entries();
    match (line, split_entry(line.bytes())) {
        (Line::Whole(_), Some((leaf, bytes))) => auditor.entry(bytes, Some(leaf)),
        _ => {
            auditor.problem(Some(index), format!("line {number} is not an entry with its leaf hash"));
            auditor.entry(line.bytes(), None);
        }
    }
}

fn split_entry(line: &[u8]) -> Option<(Hash, &[u8])> {
    let rest = line.strip_prefix(ENTRY_HEAD.as_bytes())?;
    let (leaf, rest) = rest.split_at_checked(64)?;
    let leaf = std::str::from_utf8(leaf).ok()?.parse().ok()?;
    let bytes = rest.strip_prefix(ENTRY_MIDDLE.as_bytes())?.strip_suffix(b"}")?;
    Some((leaf, bytes))
}

fn read_checkpoint(line: &Line) -> Result<SignedCheckpoint, String> {
    let Line::Whole(bytes) = line else { return Err("checkpoint line too long or cut off".to_owned()) };
    let text = bytes.strip_prefix(CHECKPOINT_HEAD.as_bytes()).and_then(|rest| rest.strip_suffix(b"}"));
    let text: Option<String> = text.and_then(|text| serde_json::from_slice(text).ok());
    let checkpoint =
        SignedCheckpoint::parse(&text.ok_or("not a checkpoint line")?).map_err(|e| e.to_string())?;
    if checkpoint_line(&checkpoint).as_bytes() == bytes {
        Ok(checkpoint)
    } else {
        Err("not in canonical form".to_owned())
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
