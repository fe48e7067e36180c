//! Checkpoints: the size and root of the ledger, signed (C2SP `tlog-checkpoint` on `signed-note`).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::is_key_name;
use crate::{Hash, KeyId, SigningKey, VerifyingKey};

/// Longest text of a signed checkpoint, in bytes.
pub const CHECKPOINT_BYTES_MAX: usize = 8 * 1024;
/// Most signatures on one checkpoint: the ledger's own and those of witnesses.
pub const SIGNATURES_MAX: usize = 16;

/// What a checkpoint says: this ledger had so many entries with this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the ledger, which is the name of its key.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// One signature line: `— name base64(key id || signature)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: String,
    /// The identifier of the key.
    pub id: KeyId,
    /// The signature, whose form is the key's affair; 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// A checkpoint with its signatures. Nothing is known to be true before [`SignedCheckpoint::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    signatures: Vec<SignatureLine>,
}

/// Why a text is not a checkpoint, or a checkpoint is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Longer than [`CHECKPOINT_BYTES_MAX`].
    #[error("checkpoint of {0} bytes; at most {CHECKPOINT_BYTES_MAX}")]
    TooLong(usize),
    /// A line that is not what it must be.
    #[error("checkpoint line {line} is not {expected}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What it must be.
        expected: &'static str,
    },
    /// More than [`SIGNATURES_MAX`] signatures.
    #[error("checkpoint with more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A checkpoint of another ledger.
    #[error("checkpoint of {found:?}, not of {expected:?}")]
    Origin {
        /// The ledger asked about.
        expected: String,
        /// The ledger it speaks of.
        found: String,
    },
    /// No signature by this key.
    #[error("checkpoint of size {0} is not signed by the given key")]
    NotSigned(u64),
    /// A signature in this key's name that does not fit the text.
    #[error("checkpoint of size {0} has a signature that does not fit")]
    BadSignature(u64),
}

impl Checkpoint {
    /// The signed text: origin, size and root, a line each.
    fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }
}

impl SignedCheckpoint {
    /// States that the ledger of `key` has `size` entries with this `root`.
    pub fn sign(key: &SigningKey, size: u64, root: Hash) -> Self {
        let public = key.verifying_key();
        let checkpoint = Checkpoint { origin: public.name().to_owned(), size, root };
        let signature = key.sign(checkpoint.to_text().as_bytes()).to_vec();
        let line = SignatureLine { name: public.name().to_owned(), id: public.id(), signature };
        Self { checkpoint, signatures: vec![line] }
    }

    /// What the checkpoint says, if `key` signed it and it speaks of the ledger of `key`.
    /// Signatures of other keys are ignored.
    pub fn verify(&self, key: &VerifyingKey) -> Result<&Checkpoint, CheckpointError> {
        let Checkpoint { origin, size, .. } = &self.checkpoint;
        if origin != key.name() {
            return Err(CheckpointError::Origin { expected: key.name().to_owned(), found: origin.clone() });
        }
        let text = self.checkpoint.to_text();
        let mut found = false;
        for line in self.signatures.iter().filter(|line| line.name == key.name() && line.id == key.id()) {
            let fits = <&[u8; 64]>::try_from(line.signature.as_slice())
                .is_ok_and(|signature| key.accepts(text.as_bytes(), signature));
            if !fits {
                return Err(CheckpointError::BadSignature(*size));
            }
            found = true;
        }
        if found { Ok(&self.checkpoint) } else { Err(CheckpointError::NotSigned(*size)) }
    }

    /// What the checkpoint says, believed or not.
    pub fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The signature lines.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// The text as kept and exchanged: the signed lines, an empty line, the signatures.
    pub fn to_text(&self) -> String {
        let mut text = self.checkpoint.to_text();
        text.push('\n');
        for line in &self.signatures {
            let bytes = [line.id.0.as_slice(), &line.signature].concat();
            text.push_str(&format!("— {} {}\n", line.name, STANDARD.encode(bytes)));
        }
        text
    }

    /// Reads the text form; only what [`SignedCheckpoint::to_text`] writes is accepted. The extension
    /// lines C2SP allows are refused: this ledger writes none.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        if text.len() > CHECKPOINT_BYTES_MAX {
            return Err(CheckpointError::TooLong(text.len()));
        }
        let wrong = |line, expected| CheckpointError::Line { line, expected };
        let mut lines = text.split_terminator('\n');
        let origin = lines.next().filter(|name| is_key_name(name)).ok_or(wrong(1, "the ledger's name"))?;
        let size = lines.next().and_then(canonical_number).ok_or(wrong(2, "the number of entries"))?;
        let root = lines.next().and_then(|root| STANDARD.decode(root).ok()?.try_into().ok());
        let root = Hash(root.ok_or(wrong(3, "the root in Base64"))?);
        lines.next().filter(|line| line.is_empty()).ok_or(wrong(4, "empty"))?;
        let mut signatures = Vec::new();
        for (number, line) in lines.enumerate() {
            if signatures.len() == SIGNATURES_MAX {
                return Err(CheckpointError::TooManySignatures);
            }
            signatures.push(signature_line(line).ok_or(wrong(number + 5, "a signature"))?);
        }
        if signatures.is_empty() || !text.ends_with('\n') {
            return Err(wrong(signatures.len() + 4, "ended by a signature and a line break"));
        }
        Ok(Self { checkpoint: Checkpoint { origin: origin.to_owned(), size, root }, signatures })
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// A decimal number without sign or leading zero.
fn canonical_number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn signature_line(line: &str) -> Option<SignatureLine> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    (is_key_name(name) && !signature.is_empty()).then(|| SignatureLine {
        name: name.to_owned(),
        id: KeyId(*id),
        signature: signature.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;

    fn key() -> SigningKey {
        SigningKey::from_random_bytes("tanba.test/ledger", [9; 32]).unwrap()
    }

    #[test]
    fn signs_writes_reads_and_verifies() {
        let signed = SignedCheckpoint::sign(&key(), 42, leaf_hash(b"x"));
        let text = signed.to_text();
        assert!(text.starts_with("tanba.test/ledger\n42\n"), "{text}");
        let read = SignedCheckpoint::parse(&text).unwrap();
        assert_eq!(read, signed);
        assert_eq!(read.verify(key().verifying_key()).unwrap().size, 42);
    }

    #[test]
    fn another_key_another_ledger_and_another_size_are_refused() {
        let signed = SignedCheckpoint::sign(&key(), 42, leaf_hash(b"x"));
        let other = SigningKey::from_random_bytes("tanba.test/ledger", [8; 32]).unwrap();
        assert_eq!(signed.verify(other.verifying_key()), Err(CheckpointError::NotSigned(42)));
        let other = SigningKey::from_random_bytes("tanba.test/other", [9; 32]).unwrap();
        assert!(matches!(signed.verify(other.verifying_key()), Err(CheckpointError::Origin { .. })));
        let changed = SignedCheckpoint::parse(&signed.to_text().replacen("\n42\n", "\n43\n", 1)).unwrap();
        assert_eq!(changed.verify(key().verifying_key()), Err(CheckpointError::BadSignature(43)));
    }

    #[test]
    fn a_witness_signature_beside_ours_is_kept_and_ignored() {
        let signed = SignedCheckpoint::sign(&key(), 42, leaf_hash(b"x"));
        let text = format!("{}— witness.test/w {}\n", signed.to_text(), STANDARD.encode([1; 76]));
        let read = SignedCheckpoint::parse(&text).unwrap();
        assert_eq!(read.to_text(), text);
        assert_eq!(read.signatures().len(), 2);
        read.verify(key().verifying_key()).unwrap();
    }

    #[test]
    fn every_malformed_line_is_named() {
        let text = SignedCheckpoint::sign(&key(), 42, leaf_hash(b"x")).to_text();
        for (from, to, line) in [
            ("tanba.test/ledger\n42", "tanba test\n42", "line 1"),
            ("\n42\n", "\n042\n", "line 2"),
            ("\n42\n", "\n+42\n", "line 2"),
            ("\n42\n", "\n42\nA", "line 3"),
            ("\n\n", "\nextension\n\n", "line 4"),
            ("— ", "- ", "line 5"),
        ] {
            let error = SignedCheckpoint::parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(line), "{from:?} to {to:?}: {error}");
        }
        assert!(SignedCheckpoint::parse(text.trim_end()).is_err());
        assert!(SignedCheckpoint::parse(text.split_once("\n\n").unwrap().0).is_err());
        let long = "a".repeat(CHECKPOINT_BYTES_MAX + 1);
        assert_eq!(SignedCheckpoint::parse(&long), Err(CheckpointError::TooLong(long.len())));
        let line = text.lines().last().unwrap();
        let many = format!("{text}{}", format!("{line}\n").repeat(SIGNATURES_MAX));
        assert_eq!(SignedCheckpoint::parse(&many), Err(CheckpointError::TooManySignatures));
    }
}
