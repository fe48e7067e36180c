//! Plain words: every answer has a stable message key, so that people read it in their language.

use crate::decision::Decision;

/// The message key of a decision.
pub fn explain(decision: &Decision) -> &'static str {
    decision.message_key
}
