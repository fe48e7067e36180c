//! A key derived from a passphrase: Argon2id (RFC 9106).

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// Least characters of a passphrase.
const CHARS_MIN: usize = 12;
/// Longest passphrase, bytes.
const BYTES_MAX: usize = 1024;
/// Most memory and passes a key file may ask for: a foreign file must not stop the machine.
const MEMORY_KIB_MAX: u32 = 1 << 20;
const PASSES_MAX: u32 = 64;
const LANES_MAX: u32 = 16;

/// A passphrase that protects key files; wiped when dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a passphrase of at least twelve characters.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: Zeroizing<String>) -> Result<Self, String> {
        if text.chars().count() < CHARS_MIN || text.len() > BYTES_MAX {
            return Err(format!(
                "a passphrase has at least {CHARS_MIN} characters and at most {BYTES_MAX} bytes"
            ));
        }
        Ok(Self(text))
    }

    pub(crate) fn derive(&self, costs: Costs, salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, String> {
        let params = Params::new(costs.memory_kib, costs.passes, costs.lanes, Some(32))
            .map_err(|error| format!("costs of Argon2: {error}"))?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt, &mut *key)
            .map_err(|error| format!("Argon2: {error}"))?;
        Ok(key)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// What a derivation costs; stands in the key file, so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Costs {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Costs {
    /// 64 MiB, three passes: the second recommendation of RFC 9106, on one lane.
    pub(crate) const DEFAULT: Self = Self { memory_kib: 64 << 10, passes: 3, lanes: 1 };

    pub(crate) fn within_limits(self) -> bool {
        self.memory_kib <= MEMORY_KIB_MAX && self.passes <= PASSES_MAX && self.lanes <= LANES_MAX
    }
}
