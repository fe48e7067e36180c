//! Plain words: every answer has a stable message key, so that people read it in their language.

use crate::authorise::reason_messages;
use crate::decision::Decision;
use crate::eligibility::row_messages;
use crate::lifecycle::lifecycle_messages;
use crate::matters::matter_messages;

/// The message key of a decision, e.g. `law-row-11-consent`: one for each (outcome, requirement) and,
/// where one requirement refuses for different reasons, one for each reason.
pub fn explain(decision: &Decision) -> &'static str {
    decision.message_key
}

/// Every message key with its English text: the source of the locale files.
pub fn messages() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = row_messages()
        .chain(reason_messages())
        .chain(lifecycle_messages())
        .chain(matter_messages())
        .chain(CODES.iter().copied())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Plain words of the codes people see: outcomes and evidence.
const CODES: &[(&str, &str)] = &[
    ("law-outcome-register", "Register"),
    ("law-outcome-verify", "Verify against the record"),
    ("law-outcome-palms", "Register the palms"),
    ("law-outcome-exempt", "Exempt"),
    ("law-outcome-not-applicable", "Not applicable"),
    ("law-outcome-not-required", "Not required"),
    ("law-outcome-unavailable", "Unavailable"),
    ("law-outcome-refuse", "Refused by law"),
    ("law-evidence-consent", "The person's consent"),
    ("law-evidence-child-consent", "The child's own consent"),
    ("law-evidence-representative-application", "Written application of the legal representative"),
    ("law-evidence-representative-present", "The legal representative is present"),
    ("law-evidence-guardian-application", "Written application of the guardian"),
    ("law-evidence-guardian-present", "The guardian is present"),
    ("law-evidence-decision", "The decision"),
    ("law-evidence-judgment", "The judgment"),
    ("law-evidence-written-application", "The written application"),
    ("law-evidence-case-opened", "The opened case"),
];
