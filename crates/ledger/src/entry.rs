//! One act of the register, as the ledger keeps it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use vocabulary::{Body, Purpose, Role, Verb};

use crate::{Commitment, Hash, leaf_hash};

/// Version of the entry format written today.
pub const ENTRY_VERSION: u16 = 1;
/// Longest entry, in bytes.
pub const ENTRY_BYTES_MAX: usize = 8 * 1024;
/// Most articles one entry may name.
pub const ARTICLES_MAX: usize = 32;
/// Most commitments one entry may hold.
pub const COMMITMENTS_MAX: usize = 32;
/// The actor of an act that no officer did: a timer of the register itself, or a sign-in refused
/// before an officer was known.
pub const ACTOR_SYSTEM: &str = "system";

/// How the act ended. A refusal is an act too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The act was lawful and was done.
    Done,
    /// The act was refused.
    Refused,
}

/// The fields of an [`Entry`] (NIST SP 800-53 AU-3: what, when, where, source, outcome, identity).
/// Free to fill; [`Entry::new`] admits them only when every text is a code of its alphabet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryFields {
    /// Version of this format: [`ENTRY_VERSION`].
    pub version: u16,
    /// Place in the ledger, from 0, without gaps.
    pub sequence: u64,
    /// When, in milliseconds since 1970-01-01 UTC; 0 to the year 9999.
    pub at_ms: i64,
    /// The officer's random identifier (lower-case hyphenated UUID) or [`ACTOR_SYSTEM`].
    pub actor: String,
    /// The officer's body; `None` exactly when the actor is the system.
    pub body: Option<Body>,
    /// The officer's role; `None` exactly when the actor is the system.
    pub role: Option<Role>,
    /// The operation's code, e.g. `register`: words of letters joined by single hyphens.
    pub operation: String,
    /// What the Law calls this kind of processing.
    pub verb: Verb,
    /// Why.
    pub purpose: Purpose,
    /// Done or refused.
    pub outcome: Outcome,
    /// The requirement that decided, e.g. `R10.2.6`.
    pub requirement: String,
    /// The articles that decided, e.g. `10-1(2)(4)`.
    pub articles: Vec<String>,
    /// The version of the rules that decided, e.g. `V3`.
    pub rule_version: String,
    /// What the act was about, without saying about what.
    pub commitments: Vec<Commitment>,
}

/// One act: fields known to be codes only. Read the fields through it; they cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry(EntryFields);

/// Why fields or bytes are not an entry. The message names the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Longer than [`ENTRY_BYTES_MAX`].
    #[error("entry of {0} bytes; at most {ENTRY_BYTES_MAX}")]
    TooLong(usize),
    /// Not the JSON of an entry.
    #[error("entry is not readable: {0}")]
    Json(String),
    /// Readable, but not byte for byte what this program writes: spaces, order of fields, escapes.
    #[error("entry is not in canonical form")]
    NotCanonical,
    /// A version this program does not know.
    #[error("entry version {0}; known: {ENTRY_VERSION}")]
    Version(u16),
    /// A time before 1970 or after 9999.
    #[error("entry at_ms {0} is not between 1970 and 9999")]
    Time(i64),
    /// A text that is not a code of its alphabet. The text itself is not repeated: it may be personal.
    #[error("entry field {field} is not {expected}")]
    NotACode {
        /// Name of the field.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A list that is too long.
    #[error("entry field {field} has {count} members; at most {count_max}")]
    TooMany {
        /// Name of the field.
        field: &'static str,
        /// How many were given.
        count: usize,
        /// How many are allowed.
        count_max: usize,
    },
    /// An officer without body or role, or the system with one.
    #[error("entry names a body and a role exactly when an officer acts")]
    ActorWithoutBody,
}

impl Deref for Entry {
    type Target = EntryFields;

    fn deref(&self) -> &EntryFields {
        &self.0
    }
}

impl Entry {
    /// Admits fields whose texts are all codes.
    pub fn new(fields: EntryFields) -> Result<Self, EntryError> {
        check(&fields)?;
        let entry = Self(fields);
        match entry.to_bytes().len() {
            len if len > ENTRY_BYTES_MAX => Err(EntryError::TooLong(len)),
            _ => Ok(entry),
        }
    }

    /// The canonical bytes: one line of JSON without spaces, fields in the order of [`EntryFields`].
    /// Pure ASCII, no line break at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        // INVARIANT: strings, numbers and lists of them always serialise.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// Reads canonical bytes; anything else is refused, so that one entry has one hash.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::TooLong(bytes.len()));
        }
        let fields = serde_json::from_slice(bytes).map_err(|e| EntryError::Json(e.to_string()))?;
        let entry = Self::new(fields)?;
        if entry.to_bytes() == bytes { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }

    /// The hash of this entry as a leaf of the tree.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }

    /// The fields, to take apart.
    pub fn into_fields(self) -> EntryFields {
        self.0
    }
}

/// 9999-12-31T23:59:59.999Z.
const AT_MS_MAX: i64 = 253_402_300_799_999;

fn check(fields: &EntryFields) -> Result<(), EntryError> {
    if fields.version != ENTRY_VERSION {
        return Err(EntryError::Version(fields.version));
    }
    if !(0..=AT_MS_MAX).contains(&fields.at_ms) {
        return Err(EntryError::Time(fields.at_ms));
    }
    let by_system = fields.actor == ACTOR_SYSTEM;
    code(by_system || is_uuid(&fields.actor), "actor", "an officer's identifier or \"system\"")?;
    if fields.body.is_some() == by_system || fields.role.is_some() == by_system {
        return Err(EntryError::ActorWithoutBody);
    }
    code(is_words(&fields.operation, 48), "operation", "words of letters joined by hyphens, at most 48")?;
    code(is_legal_code(&fields.requirement, b"R"), "requirement", "a requirement such as R10.2.6")?;
    code(is_legal_code(&fields.rule_version, b"V"), "rule_version", "a version such as V3")?;
    few("articles", fields.articles.len(), ARTICLES_MAX)?;
    for article in &fields.articles {
        code(is_legal_code(article, b"123456789"), "articles", "an article such as 10-1(2)(4)")?;
    }
    few("commitments", fields.commitments.len(), COMMITMENTS_MAX)?;
    for commitment in &fields.commitments {
        code(is_words(&commitment.subject, 32), "commitments.subject", "words of letters joined by hyphens")?;
    }
    Ok(())
}

fn code(right: bool, field: &'static str, expected: &'static str) -> Result<(), EntryError> {
    if right { Ok(()) } else { Err(EntryError::NotACode { field, expected }) }
}

fn few(field: &'static str, count: usize, count_max: usize) -> Result<(), EntryError> {
    if count <= count_max { Ok(()) } else { Err(EntryError::TooMany { field, count, count_max }) }
}

/// A lower-case hyphenated UUID.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// Words of lower-case letters joined by single hyphens: no digit, so no number of a document.
fn is_words(text: &str, chars_max: usize) -> bool {
    text.len() <= chars_max
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// A reference into the Law: begins with one of `first`, then digits, dots, brackets, hyphens and
/// single lower-case letters (`R5-1.1`, `R11.1.x`, `10-1(2)(4)`); one to eight digits, at most three in
/// a row. Neither a name nor the number of a person or document fits.
fn is_legal_code(text: &str, first: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.windows(2).all(|pair| match pair[1] {
        b'0'..=b'9' | b'.' | b'(' | b')' | b'-' => true,
        b'a'..=b'z' => pair[0].is_ascii_digit() || pair[0] == b'.' || pair[0] == b'(',
        _ => false,
    });
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let long_number = bytes.windows(4).any(|run| run.iter().all(u8::is_ascii_digit));
    (1..=24).contains(&bytes.len())
        && first.contains(&bytes[0])
        && shape
        && (1..=8).contains(&digits)
        && !long_number
}
