//! Why a request could not be read. A legal refusal is never an error: it is a decision.

use serde::de::DeserializeOwned;

/// Longest JSON text of a request, bytes.
pub const CASE_BYTES_MAX: usize = 1 << 20;

/// A request that cannot be read: exit status 1 of the contracts, `{"error": {"code", "message"}}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CaseError {
    /// `not-json`, `too-long`, `unknown-field`, `unknown-code`, `impossible-date`, `missing-field` or
    /// `wrong-value`.
    pub code: &'static str,
    /// What is wrong, where, and what is known.
    pub message: String,
}

impl CaseError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// Reads JSON of the contracts and names the error.
    pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Self> {
        if text.len() > CASE_BYTES_MAX {
            let message = format!("the request has {} bytes; the limit is {CASE_BYTES_MAX}", text.len());
            return Err(Self::new("too-long", message));
        }
        serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let code = match error.classify() {
                serde_json::error::Category::Data => data_code(&message),
                _ => "not-json",
            };
            Self { code, message }
        })
    }
}

/// The messages come from serde, from `vocabulary` and from this crate; each begins in its own way.
fn data_code(message: &str) -> &'static str {
    if message.starts_with("unknown field") {
        "unknown-field"
    } else if message.starts_with("missing field") {
        "missing-field"
    } else if message.starts_with("impossible date") || message.contains("is not a date") {
        "impossible-date"
    } else if message.starts_with("unknown ") {
        "unknown-code"
    } else {
        "wrong-value"
    }
}
