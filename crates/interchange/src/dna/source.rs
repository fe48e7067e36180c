//! Bytes with the number of their line, and a limit on what has no end.

use std::io::{self, BufRead, Read};

use super::error::FileError;
use super::limits::LINE_BYTES_MAX;

/// Lines of a text, without their ends.
#[derive(Debug)]
pub(super) struct Lines<R> {
    source: R,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, line: 0, buffer: Vec::new() }
    }

    /// Number of the line read last.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next line; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, FileError> {
        self.buffer.clear();
        let mut limited = (&mut self.source).take(LINE_BYTES_MAX as u64 + 1);
        let read = limited.read_until(b'\n', &mut self.buffer);
        let line = self.line + 1;
        let read = read.map_err(|error| FileError::Io { line, what: error.to_string() })?;
        if read == 0 {
            return Ok(false);
        }
        self.line = line;
        if read > LINE_BYTES_MAX {
            return Err(FileError::TooLong { line });
        }
        while matches!(self.buffer.last(), Some(b'\n' | b'\r')) {
            self.buffer.pop();
        }
        Ok(true)
    }

    /// The line read last.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer
    }
}

/// A source that counts lines and gives out only so many bytes until it is told to go on: what the parser behind it
/// reads as one piece has a limit.
#[derive(Debug)]
pub(super) struct Metered<R> {
    source: R,
    line: u64,
    left: usize,
}

impl<R: BufRead> Metered<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, line: 1, left: LINE_BYTES_MAX }
    }

    /// A new piece begins.
    pub(super) fn go_on(&mut self) {
        self.left = LINE_BYTES_MAX;
    }

    /// Whether the limit of a piece was reached.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Line of the byte given out next.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let available = self.source.fill_buf()?;
        if self.left == 0 && !available.is_empty() {
            return Err(io::Error::other("a tag or text without an end"));
        }
        Ok(&available[..available.len().min(self.left)])
    }

    fn consume(&mut self, count: usize) {
        if let Ok(available) = self.source.fill_buf() {
            let taken = &available[..count.min(available.len())];
            self.line += taken.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        self.left = self.left.saturating_sub(count);
        self.source.consume(count);
    }
}
