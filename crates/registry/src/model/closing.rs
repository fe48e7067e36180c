use jiff::Timestamp;
use law::{ClosingOutcome, ClosingReason};
use serde::{Deserialize, Serialize};
use vocabulary::OfficerId;

/// Who stands for the protocol of a refusal (R7.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolSigned {
    /// The person signed it.
    ByPerson,
    /// The person would not: two witnesses signed, by their names.
    ByWitnesses(String, String),
}

/// What an operator enters when a person refuses a duty. No amount of money: liability is another law's (C-03).
#[derive(Debug, Clone)]
pub struct NewRefusal {
    /// Number of the protocol: letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
    /// Language it was drawn up and read in: `kk`, `ru` or `en`.
    pub language: String,
    /// Who signed it.
    pub signed: ProtocolSigned,
}

/// The protocol of a refusal (Art. 7(2), 38; R7.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalProtocol {
    /// Its number.
    pub reference: String,
    /// Its language.
    pub language: String,
    /// Who signed it.
    pub signed: ProtocolSigned,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: OfficerId,
}

/// What an operator enters to close a case (R6.2.2).
#[derive(Debug, Clone)]
pub struct NewClosing {
    /// How it ends.
    pub outcome: ClosingOutcome,
    /// Why: a reason that leads to this outcome.
    pub reason: ClosingReason,
    /// Document of the closing: letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
    /// Language in which the person was warned to come again: `kk`, `ru` or `en`. For a postponement, and for nothing
    /// else (R10-1.4.2).
    pub warned_in: Option<String>,
}

/// How a case was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// How it ended.
    pub outcome: ClosingOutcome,
    /// Why.
    pub reason: ClosingReason,
    /// Document of the closing.
    pub reference: String,
    /// Language of the warning, when there was one.
    pub warned_in: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Who closed it.
    pub by: OfficerId,
}

/// How a case ended that made no record and keeps its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseEnding {
    /// The person refused the duty.
    Refused(RefusalProtocol),
    /// An operator closed it.
    Closed(Closing),
}
