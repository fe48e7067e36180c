//! A feed as a file that its sender appends to: one signed message a line (docs/feed.md).

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use registry::ports::CivilStatus;
use registry::signing::Signed;
use registry::{StoreError, feed_error};

use super::message::{MESSAGE_BYTES_MAX, SignedMessage};

/// A file of signed messages.
pub(super) struct FileFeed {
    name: String,
    public_key: [u8; 32],
    lines: Arc<Lines>,
}

/// The file, and the place behind the message that was read last, so that the next page begins there.
struct Lines {
    path: PathBuf,
    place: Mutex<Place>,
}

/// Behind a line of the file.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Number of the message before it.
    number: Option<u64>,
    /// Lines before it.
    lines: u64,
    /// Bytes before it.
    bytes: u64,
}

impl FileFeed {
    pub(super) fn new(name: &str, public_key: [u8; 32], path: PathBuf) -> Self {
        let lines = Arc::new(Lines { path, place: Mutex::default() });
        Self { name: name.to_owned(), public_key, lines }
    }
}

impl Lines {
    /// At most `limit` messages behind number `last`.
    fn page(&self, last: u64, limit: usize) -> Result<Vec<(String, Signed)>, String> {
        let mut kept = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.number == Some(last)
            && let Ok(page) = self.page_from(&mut kept, last, limit)
        {
            return Ok(page);
        }
        // Not read so far yet, or the sender has begun a new file in the place of this one.
        *kept = Place::default();
        self.page_from(&mut kept, last, limit)
    }

    fn page_from(&self, kept: &mut Place, last: u64, limit: usize) -> Result<Vec<(String, Signed)>, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.path.display());
        let file = File::open(&self.path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() < kept.bytes {
            return Err(format!("{}: shorter than it was", self.path.display()));
        }
        let mut place = *kept;
        let mut lines = BufReader::new(file);
        lines.seek(SeekFrom::Start(place.bytes)).map_err(failed)?;
        let mut page = Vec::new();
        while page.len() < limit {
            match next(&mut lines, &mut place, &self.path) {
                Ok(None) => break,
                Ok(Some(message)) if place.number.is_some_and(|number| number <= last) => drop(message),
                Ok(Some(message)) => page.push((message.text, message.signed)),
                // What stands before a broken line is taken in first; the next page stops at it.
                Err(_) if !page.is_empty() => return Ok(page),
                Err(why) => return Err(why),
            }
            *kept = place;
        }
        Ok(page)
    }
}

/// The next line that is whole; `None` at the end, and for a last line that is still being written.
fn next(lines: &mut impl BufRead, place: &mut Place, path: &Path) -> Result<Option<SignedMessage>, String> {
    let line = place.lines + 1;
    let wrong = |why: String| format!("{}, line {line}: {why}", path.display());
    let mut text = Vec::new();
    let limit = MESSAGE_BYTES_MAX as u64 + 1;
    let read = lines.take(limit).read_until(b'\n', &mut text).map_err(|error| wrong(error.to_string()))?;
    if text.last() != Some(&b'\n') {
        return match read > MESSAGE_BYTES_MAX {
            true => Err(wrong(format!("longer than {MESSAGE_BYTES_MAX} bytes"))),
            false => Ok(None),
        };
    }
    let message: SignedMessage = serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))?;
    let number = message.number().map_err(|error| wrong(format!("the signed text: {error}")))?;
    if let Some(before) = place.number.filter(|before| before.checked_add(1) != Some(number)) {
        return Err(wrong(format!("message {number} stands behind message {before}")));
    }
    *place = Place { number: Some(number), lines: line, bytes: place.bytes + read as u64 };
    Ok(Some(message))
}

#[async_trait]
impl CivilStatus for FileFeed {
    fn name(&self) -> &str {
        &self.name
    }

    fn public_key(&self) -> [u8; 32] {
        self.public_key
    }

    async fn after(&self, last: u64, limit: u32) -> Result<Vec<(String, Signed)>, StoreError> {
        let lines = Arc::clone(&self.lines);
        let page = tokio::task::spawn_blocking(move || lines.page(last, limit as usize)).await;
        page.map_err(|error| feed_error(&self.name, error))?.map_err(|why| feed_error(&self.name, why))
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
