//! How a command ends: its answer, or one clear refusal.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::output;

/// Why a command was not done, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Stable code, kebab-case.
    pub(super) code: &'static str,
    /// What, where, what to do.
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// What a command answers: one JSON object, or text for people.
pub(super) trait Answer: Serialize {
    /// The answer in words, ending with a new line.
    fn text(&self) -> String;
}

/// Prints the answer or the refusal and gives the exit status.
pub(super) fn finish<T: Answer>(outcome: Result<T, Refusal>, json: bool) -> ExitCode {
    match outcome {
        Ok(answer) if json => print_json(&answer),
        Ok(answer) => print(&answer.text()),
        Err(refusal) => {
            if json {
                let error = serde_json::json!({"error": {"code": refusal.code, "message": refusal.message}});
                print_json(&error);
            } else {
                let _ = writeln!(io::stderr(), "error ({}): {}", refusal.code, refusal.message);
            }
            ExitCode::from(1)
        }
    }
}

fn print_json<T: Serialize>(value: &T) -> ExitCode {
    match serde_json::to_string(value) {
        Ok(line) => print(&format!("{line}\n")),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error (json): the answer cannot be written as JSON: {error}");
            ExitCode::from(1)
        }
    }
}

fn print(text: &str) -> ExitCode {
    match output::answer(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(lost) => lost.report(false),
    }
}

/// One warning on standard error.
pub(super) fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "warning: {text}");
}
