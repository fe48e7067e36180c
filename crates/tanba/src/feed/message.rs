//! A signed message as files and answers hold it.

use registry::FeedMessage;
use registry::signing::Signed;
use serde::{Deserialize, Serialize};

/// Longest signed message as JSON, bytes: a text of 4096 with every character escaped, and its signature.
pub(super) const MESSAGE_BYTES_MAX: usize = 32 * 1024;

/// The text exactly as it was signed, and its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedMessage {
    pub(super) text: String,
    pub(super) signed: Signed,
}

impl SignedMessage {
    /// The number the text claims: for finding a place only, the signature is not looked at.
    pub(super) fn number(&self) -> Result<u64, serde_json::Error> {
        #[derive(Deserialize)]
        struct Numbered {
            number: u64,
        }
        serde_json::from_str::<Numbered>(&self.text).map(|numbered| numbered.number)
    }

    /// A message and its text, in the order of its fields.
    pub(super) fn text_of(message: &FeedMessage) -> Result<String, serde_json::Error> {
        serde_json::to_string(message)
    }
}
