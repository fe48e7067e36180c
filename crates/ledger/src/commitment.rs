//! Salted commitments: an entry says *that* it is about something without saying about what.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Hash;

/// Keeps these hashes apart from every other use of SHA-256 in the product.
const DOMAIN: &[u8] = b"tanba/commitment/v1";

/// 32 random bytes that hide what is committed to. Kept sealed under the record's key: when the
/// record is destroyed the salt goes with it, and the entry stays verifiable but says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Takes 32 bytes from the caller's cryptographic random source.
    pub fn from_random_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for storage.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// What an entry is about: a name of the kind of thing (`case`, `record`, `decision`) and the hash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// Kind of thing, lower-case letters and hyphens, at most 32 characters.
    pub subject: String,
    /// `SHA-256(domain || len(subject) || subject || salt || payload)`, the length as eight bytes,
    /// most significant first.
    pub hash: Hash,
}

/// Commits to `payload` under `salt`.
pub fn commit(subject: &str, salt: &Salt, payload: &[u8]) -> Commitment {
    let hash = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update((subject.len() as u64).to_be_bytes())
        .chain_update(subject)
        .chain_update(salt.0)
        .chain_update(payload)
        .finalize();
    Commitment { subject: subject.to_owned(), hash: Hash(hash.into()) }
}

/// Whether `salt` and `payload` are what was committed to.
pub fn opens(commitment: &Commitment, salt: &Salt, payload: &[u8]) -> bool {
    commit(&commitment.subject, salt, payload).hash.0.ct_eq(&commitment.hash.0).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_the_same_subject_salt_and_payload() {
        let salt = Salt::from_random_bytes([7; 32]);
        let commitment = commit("case", &salt, b"payload");
        assert!(opens(&commitment, &salt, b"payload"));
        assert!(!opens(&commitment, &salt, b"payloae"));
        assert!(!opens(&commitment, &Salt::from_random_bytes([8; 32]), b"payload"));
        let renamed = Commitment { subject: "record".into(), ..commitment };
        assert!(!opens(&renamed, &salt, b"payload"));
    }

    #[test]
    fn a_salt_does_not_show_itself() {
        assert_eq!(format!("{:?}", Salt::from_random_bytes([7; 32])), "Salt(..)");
    }

    #[test]
    fn the_formula_is_the_documented_one() {
        let mut bytes = b"tanba/commitment/v1\0\0\0\0\0\0\0\x04case".to_vec();
        bytes.extend([7; 32]);
        bytes.extend(b"payload");
        let expected: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!(commit("case", &Salt::from_random_bytes([7; 32]), b"payload").hash, Hash(expected));
    }
}
