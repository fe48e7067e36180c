use jiff::civil::Date;
use law::EventKind;
use serde::{Deserialize, Serialize};
use vocabulary::Iin;

/// One message of the feed of civil-status and citizenship events. Signed as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedMessage {
    /// Its number: 1 for the first, then one more each.
    pub number: u64,
    /// Whose event it is.
    pub iin: Iin,
    /// What happened; `annulled` annuls the event of the same reference.
    pub kind: EventKind,
    /// Its legal date (T-9).
    pub date: Date,
    /// Number of the record or decision.
    pub reference: String,
}

/// What a reading of the feed brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedReport {
    /// Events noted.
    pub noted: u64,
    /// Events annulled.
    pub annulled: u64,
    /// Known already, or an annulment of nothing.
    pub without_effect: u64,
    /// Of people who are not registered: only the number of the message is kept.
    pub of_nobody: u64,
}
