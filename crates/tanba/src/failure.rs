//! How a command of the binary ends when it is not done: exit status 1 and one clear sentence, or one JSON
//! object on standard output when the caller asked for JSON (contracts.md).

use std::process::ExitCode;

use serde_json::json;

use crate::output;

/// A command that was not done, in words for the person who typed it.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Stable code, kebab-case.
    pub(crate) code: &'static str,
    /// What, where, what to do.
    pub(crate) message: String,
    /// Requirement of the law, when one refused.
    pub(crate) requirement: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), requirement: None }
    }

    /// Prints the failure and gives exit status 1.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        if json {
            let mut error = json!({ "code": self.code, "message": self.message });
            if let Some(requirement) = &self.requirement {
                error["requirement"] = json!(requirement);
            }
            // Exit status 1 says it even when nobody can read the answer.
            let _ = output::answer(&format!("{}\n", json!({ "error": error })));
        } else {
            eprintln!("error: {}", self.message);
        }
        ExitCode::from(1)
    }
}

impl From<registry::StoreError> for Failure {
    fn from(error: registry::StoreError) -> Self {
        Self::new("store", error.to_string())
    }
}

impl From<registry::CommandError> for Failure {
    fn from(error: registry::CommandError) -> Self {
        match &error {
            registry::CommandError::Refused { refusal, .. } => Self {
                code: "refused",
                message: format!("{} refused by {}: {error}", refusal.operation, refusal.requirement),
                requirement: Some(refusal.requirement.to_string()),
            },
            _ => Self { code: "command", message: error.to_string(), requirement: None },
        }
    }
}
