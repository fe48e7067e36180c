//! Keys of checkpoints: Ed25519 under a name, in the text form of C2SP `signed-note`.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};

/// Longest name of a key, in characters.
pub const KEY_NAME_CHARS_MAX: usize = 128;
/// The signature type byte of Ed25519 in C2SP `signed-note`.
const ED25519: u8 = 0x01;

/// The four bytes that tell keys of one name apart: the first of
/// `SHA-256(name || 0x0A || 0x01 || public key)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

/// Why a key was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that cannot stand in a signature line.
    #[error("a key name is 1 to {KEY_NAME_CHARS_MAX} ASCII letters, digits, '.', '-', '_', '/' or ':'")]
    Name,
    /// Not `name+id+key`.
    #[error("a public key reads name+id+key, with 8 hex digits and Base64 of 33 bytes")]
    Form,
    /// The identifier in the text is not that of the name and key beside it.
    #[error("the key's identifier is {expected}, the text says otherwise")]
    Id {
        /// What the identifier must be, in hex.
        expected: String,
    },
    /// Bytes that are no point of the curve, or a weak one.
    #[error("not an Ed25519 public key")]
    NotAKey,
}

/// The public half: who checks a checkpoint needs nothing else. Written `name+id+key`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    id: KeyId,
    key: ed25519_dalek::VerifyingKey,
}

/// The private half. Its name is the origin of the ledger.
pub struct SigningKey {
    verifying: VerifyingKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// Makes the key of ledger `name` (e.g. `tanba.example/ledger`) from 32 bytes of the caller's
    /// cryptographic random source. The same bytes give the same key.
    pub fn from_random_bytes(name: &str, bytes: [u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(&bytes);
        let verifying = VerifyingKey::new(name, key.verifying_key())?;
        Ok(Self { verifying, key })
    }

    /// The public half.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// The 64 bytes of the Ed25519 signature (RFC 8032); the same text gives the same signature.
    pub(crate) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ..)", self.verifying)
    }
}

impl VerifyingKey {
    fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        if key.is_weak() {
            return Err(KeyError::NotAKey);
        }
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes())
            .finalize();
        let id = KeyId([hash[0], hash[1], hash[2], hash[3]]);
        Ok(Self { name: name.to_owned(), id, key })
    }

    /// The key's name, which is the origin of the ledger.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The identifier that stands in signature lines.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Whether `signature` is this key's over `text`. Strict: one signature, one encoding.
    pub(crate) fn accepts(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(text, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id.0), STANDARD.encode(bytes))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    /// Reads the text form; a text that is not exactly what [`VerifyingKey`] displays is refused.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
        let key = match bytes.split_first() {
            Some((&ED25519, key)) => <&[u8; 32]>::try_from(key).map_err(|_| KeyError::Form)?,
            _ => return Err(KeyError::Form),
        };
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| KeyError::NotAKey)?;
        let read = Self::new(name, key)?;
        let expected = hex::encode(read.id.0);
        if id == expected { Ok(read) } else { Err(KeyError::Id { expected }) }
    }
}

/// Narrower than C2SP, which only forbids spaces and '+': a name is also a line of a checkpoint.
pub(crate) fn is_key_name(name: &str) -> bool {
    (1..=KEY_NAME_CHARS_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"./-_:".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const PRIVATE_BASE64: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const TEXT: &[u8] = b"If you think cryptography is the answer to your problem,\n\
                          then you don't know what your problem is.\n";
    const SIGNATURE_BASE64: &str =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    #[test]
    fn keys_and_signatures_are_those_of_the_published_example() {
        let private = STANDARD.decode(PRIVATE_BASE64).unwrap();
        let key = SigningKey::from_random_bytes("PeterNeumann", private[1..].try_into().unwrap()).unwrap();
        assert_eq!(key.verifying_key().to_string(), PUBLIC);
        let published = STANDARD.decode(SIGNATURE_BASE64).unwrap();
        assert_eq!(published[..4], key.verifying_key().id().0);
        assert_eq!(published[4..], key.sign(TEXT));
        let read: VerifyingKey = PUBLIC.parse().unwrap();
        assert!(read.accepts(TEXT, published[4..].try_into().unwrap()));
        assert!(!read.accepts(b"another text", published[4..].try_into().unwrap()));
    }

    /// The public key of Go's checksum database.
    #[test]
    fn a_key_in_daily_use_reads_back() {
        let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        let key: VerifyingKey = text.parse().unwrap();
        assert_eq!((key.name(), key.to_string().as_str()), ("sum.golang.org", text));
    }

    #[test]
    fn wrong_texts_and_names_are_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<VerifyingKey>().unwrap_err();
        assert_eq!(refused("PeterNeumann+c74f20a3"), KeyError::Form);
        assert_eq!(
            refused(&PUBLIC.replace("c74f20a3", "c74f20a4")),
            KeyError::Id { expected: "c74f20a3".into() }
        );
        assert_eq!(
            refused(&PUBLIC.replace("c74f20a3", "C74F20A3")),
            KeyError::Id { expected: "c74f20a3".into() }
        );
        assert_eq!(refused(&PUBLIC.replace("+AR", "+BR")), KeyError::Form, "another type of key");
        assert_eq!(refused(&PUBLIC.replace("Peter", "Peter ")), KeyError::Name);
        let long = "a".repeat(KEY_NAME_CHARS_MAX + 1);
        for name in ["", "a b", "a+b", "a\n", "ключ", long.as_str()] {
            assert_eq!(SigningKey::from_random_bytes(name, [9; 32]).unwrap_err(), KeyError::Name, "{name:?}");
        }
    }

    #[test]
    fn the_private_half_does_not_show_itself() {
        let key = SigningKey::from_random_bytes("tanba.test/ledger", [9; 32]).unwrap();
        assert!(format!("{key:?}").ends_with(", ..)") && !format!("{key:?}").contains("9, 9"));
    }
}
