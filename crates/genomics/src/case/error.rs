//! Why a case cannot be answered.

/// A case that cannot be read or computed: `{"error": {"code", "message"}}`, exit status 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CaseError {
    /// `not-json`, `too-long`, `unknown-field`, `duplicate-field`, `missing-field`, `wrong-value`,
    /// `unknown-locus`, `unknown-allele`, `impossible-pedigree`, `impossible-denominator`, `too-large`; of files
    /// also `cannot-read`.
    pub code: &'static str,
    /// Where (hypothesis, locus, person, allele), what is wrong, and what to do.
    pub message: String,
}

impl CaseError {
    /// An error of a code.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}
