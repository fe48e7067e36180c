//! Standard output: the answer of a command, written whole or reported as lost.

use std::io::{self, ErrorKind, Write};

use crate::failure::Failure;

/// Writes text to standard output. A reader who closed the pipe has seen enough: that is no error.
///
/// # Errors
/// The answer could not be written, e.g. to a full disk: the caller must not end with success.
pub(crate) fn answer(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new("cannot-write", format!("standard output: {error}: the answer is lost")))
        }
        _ => Ok(()),
    }
}
