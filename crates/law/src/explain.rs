//! Plain words: every answer has a stable message key, so that people read it in their language.

use crate::decision::Decision;
use crate::eligibility::row_messages;

/// The message key of a decision, e.g. `law-row-11-consent`: one for each (outcome, requirement) and,
/// where one requirement refuses for different reasons, one for each reason.
pub fn explain(decision: &Decision) -> &'static str {
    decision.message_key
}

/// Every message key with its English text: the source of the locale files.
pub fn messages() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = row_messages().collect();
    all.sort_unstable();
    all.dedup();
    all
}
