//! Identifiers and salts from the system's cryptographic random source.

use crate::error::StoreError;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|e| StoreError::Engine(format!("no random bytes from the system: {e}")))?;
    Ok(bytes)
}

/// A new salt for a commitment.
pub(crate) fn salt() -> Result<ledger::Salt, StoreError> {
    bytes().map(ledger::Salt::from_random_bytes)
}
