//! Sessions: an opaque token, its hash, two time limits and a secret for forms.

use jiff::{SignedDuration, Timestamp};
use registry::{Officer, Session};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use vocabulary::Actor;

/// Minutes without use after which a session ends.
pub const IDLE_MIN: i64 = 15;
/// Hours after its beginning at which a session ends, used or not.
pub const ABSOLUTE_HOURS: i64 = 12;
/// A session's last use is written back at most this often, seconds: a page is many requests.
const REFRESH_S: i64 = 20;

/// The browser's half of a session: 32 random bytes. Its debug form is empty, so that no log holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A token of the caller's cryptographic random bytes.
    pub fn from_random_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads a cookie value; `None` for anything but 64 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || text.bytes().any(|b| b.is_ascii_uppercase()) {
            return None;
        }
        hex::decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The text for the cookie. Nowhere else.
    pub fn reveal(&self) -> String {
        hex::encode(self.0)
    }

    /// What the store keeps.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// An officer with a living session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The officer.
    pub officer: Officer,
    /// What every form must send back.
    pub csrf: String,
    /// When the session ends if nothing more is done.
    pub idle_end: Timestamp,
    /// When it ends in any case.
    pub absolute_end: Timestamp,
}

impl SignedIn {
    pub(crate) fn new(officer: Officer, session: &Session) -> Self {
        Self {
            officer,
            csrf: session.csrf.clone(),
            idle_end: session.seen_at.saturating_add(idle()).unwrap_or(session.seen_at),
            absolute_end: session.started_at.saturating_add(absolute()).unwrap_or(session.started_at),
        }
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.officer.actor()
    }

    /// Whether a form came from this session, in constant time.
    pub fn form_is_ours(&self, csrf: &str) -> bool {
        same_secret(&self.csrf, csrf)
    }
}

fn idle() -> SignedDuration {
    SignedDuration::from_mins(IDLE_MIN)
}

fn absolute() -> SignedDuration {
    SignedDuration::from_hours(ABSOLUTE_HOURS)
}

/// Whether a session may still be used at `now`. A clock set back ends it too: nobody can tell how long it lay.
pub(crate) fn lives(session: &Session, now: Timestamp) -> bool {
    let unused = now.duration_since(session.seen_at);
    let age = now.duration_since(session.started_at);
    !unused.is_negative() && !age.is_negative() && unused < idle() && age < absolute()
}

/// Whether the last use should be written back.
pub(crate) fn is_stale(session: &Session, now: Timestamp) -> bool {
    now.duration_since(session.seen_at) >= SignedDuration::from_secs(REFRESH_S)
}

/// Compares two secrets without telling by time where they differ. An empty secret equals nothing.
pub fn same_secret(expected: &str, given: &str) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::from_random_bytes([0xab; 32]);
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_ne!(hex::encode(token.hash()), token.reveal(), "the store cannot sign in");
        for wrong in ["", "ab", &"AB".repeat(32), &"zz".repeat(32), &"ab".repeat(33)] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn an_empty_secret_equals_nothing() {
        assert!(!same_secret("", ""));
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("abc", "abd") && !same_secret("abc", "ab"));
    }
}
