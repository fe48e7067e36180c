//! Bytes of the system's cryptographic random source.

use zeroize::Zeroizing;

/// The system gives no random bytes: nothing may be encrypted.
#[derive(Debug, thiserror::Error)]
#[error("the system's random source gives no bytes ({0}): start again when it does")]
pub struct NoRandomness(getrandom::Error);

/// `N` random bytes, wiped when dropped.
pub(crate) fn secret<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// `N` random bytes that are no secret: nonces, salts, identifiers.
pub(crate) fn public<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}
