//! Why a request could not be read. A legal refusal is never an error: it is a decision.

/// Longest JSON text of a request, bytes.
pub const CASE_BYTES_MAX: usize = 1 << 20;

/// A request that cannot be read: exit status 1 of the contracts, `{"error": {"code", "message"}}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CaseError {
    /// `not-json`, `too-long`, `unknown-field`, `duplicate-field`, `missing-field`, `unknown-code`,
    /// `impossible-date`, `too-many` or `wrong-value`; of files also `cannot-read`.
    pub code: &'static str,
    /// Which field (its path, e.g. `events[0].date`), what is wrong with it, and what is known.
    pub message: String,
}

impl CaseError {
    /// An error whose message shows the control characters of the input as `\u{1b}` instead of printing them.
    pub fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        Self { code, message: printable(message.as_ref()) }
    }
}

/// Escapes what a terminal would obey: control characters and marks that hide or turn text.
fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if c.is_control() || hides {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A fact that was not given or cannot be, found when the facts are held against each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} `{field}`: {why}", kind = .kind.words())]
pub(crate) struct Fault {
    /// What is wrong.
    pub(crate) kind: FaultKind,
    /// Path of the field.
    pub(crate) field: &'static str,
    /// Why it is wrong, and what would be right.
    pub(crate) why: String,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Missing,
    ImpossibleDate,
    TooMany,
    WrongValue,
}

impl FaultKind {
    pub(crate) const ALL: [Self; 4] = [Self::Missing, Self::ImpossibleDate, Self::TooMany, Self::WrongValue];

    /// The words a message begins with; serde begins a missing field with the same.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Missing => "missing field",
            Self::ImpossibleDate => "impossible date",
            Self::TooMany => "too many",
            Self::WrongValue => "wrong value",
        }
    }

    /// The code of the error.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing-field",
            Self::ImpossibleDate => "impossible-date",
            Self::TooMany => "too-many",
            Self::WrongValue => "wrong-value",
        }
    }

    pub(crate) fn of(self, field: &'static str, why: impl Into<String>) -> Fault {
        Fault { kind: self, field, why: why.into() }
    }
}
