//! A case as a JSON file and its answer: how `tanba law` and `tanba dna` read and print.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

/// Why a case has no answer: a stable code, and what, where and what to do.
pub(crate) type Refused = (&'static str, String);

/// The bytes of a file, or of standard input for `-`: one more than the limit at the most, so that the caller sees
/// what is too long.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Refused> {
    let limit = limit as u64 + 1;
    let mut bytes = Vec::new();
    let outcome = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    outcome.map_err(|error| ("cannot-read", format!("cannot read {}: {error}", path.display())))?;
    Ok(bytes)
}

/// The bytes as text.
pub(crate) fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Refused> {
    String::from_utf8(bytes)
        .map_err(|error| ("not-json", format!("{} is not UTF-8 text: {error}", path.display())))
}

/// Prints an answer, in words or as one line of JSON. A refusal gives exit status 1.
pub(crate) fn finish<T: Serialize>(
    answer: Result<T, Refused>,
    json: bool,
    words: fn(&T) -> String,
) -> ExitCode {
    let (printed, code) = match answer {
        Ok(answer) if json => (to_line(&answer), ExitCode::SUCCESS),
        Ok(answer) => (Ok(words(&answer)), ExitCode::SUCCESS),
        Err((code, message)) if json => {
            let error = serde_json::json!({"error": {"code": code, "message": message}});
            (to_line(&error), ExitCode::FAILURE)
        }
        Err((code, message)) => {
            let _ = writeln!(io::stderr(), "error ({code}): {message}");
            return ExitCode::FAILURE;
        }
    };
    match printed.map_err(io::Error::other).and_then(|text| io::stdout().write_all(text.as_bytes())) {
        Ok(()) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot print the answer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn to_line<T: Serialize>(value: &T) -> serde_json::Result<String> {
    serde_json::to_string(value).map(|line| line + "\n")
}
