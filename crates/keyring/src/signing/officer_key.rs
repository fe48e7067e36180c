//! Ed25519 keys of officers (RFC 8032): one in a private file each, the public halves known to the register.

use std::fmt;
use std::path::Path;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use vocabulary::OfficerId;

use super::{SignError, Signatory, SignatureForm, Signed, Signer, Statement, Verifier, VerifyError, seconds};
use crate::kek::Passphrase;
use crate::random;
use crate::secret_file::{self, Secret, SecretFile};

const TITLE: &str = "tanba officer key 1";

/// The private key of one officer; wiped when dropped.
pub struct OfficerKey {
    officer: OfficerId,
    key: SigningKey,
}

impl OfficerKey {
    /// Makes a key and writes it to a new private file.
    ///
    /// # Errors
    /// [`SignError::File`] when there is a file already or it cannot be written.
    pub fn create(
        path: &Path,
        officer: OfficerId,
        passphrase: Option<&Passphrase>,
    ) -> Result<Self, SignError> {
        let secret: Secret = random::secret().map_err(crate::error::KekError::from)?;
        secret_file::write(path, TITLE, &[("officer", officer.to_string())], &secret, passphrase)?;
        Ok(Self { officer, key: SigningKey::from_bytes(&secret) })
    }

    /// Reads a key from its file.
    ///
    /// # Errors
    /// [`SignError::File`] naming what is wrong with the file.
    pub fn open(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, SignError> {
        let file = SecretFile::read(path, TITLE, &["officer"])?;
        let secret = file.secret(path, passphrase)?;
        let officer = file.values.first().and_then(|text| text.parse().ok()).ok_or_else(|| {
            secret_file::file_error(path, "names no officer: bring this file back from its copy".into())
        })?;
        Ok(Self { officer, key: SigningKey::from_bytes(&secret) })
    }

    /// The public half, to be registered.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }
}

impl Signer for OfficerKey {
    fn signatory(&self) -> Signatory {
        Signatory { officer: self.officer, key: hex::encode(self.public()) }
    }

    fn sign(&self, statement: &Statement<'_>, at: Timestamp) -> Result<Signed, SignError> {
        let bytes = self.key.sign(&message(statement, at)?).to_bytes().to_vec();
        let at = Timestamp::from_second(at.as_second()).map_err(|_| SignError::Time { at })?;
        Ok(Signed { form: SignatureForm::Ed25519, key: self.signatory().key, at, bytes })
    }
}

impl fmt::Debug for OfficerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfficerKey({:?}, public {}, ..)", self.officer, hex::encode(self.public()))
    }
}

/// The statement, then the time in seconds since 1970 in eight bytes.
fn message(statement: &Statement<'_>, at: Timestamp) -> Result<Vec<u8>, SignError> {
    let mut message = statement.canonical_bytes()?;
    message.extend(seconds(at)?.to_be_bytes());
    Ok(message)
}

/// A registered public key and when it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownKey {
    /// Whose it is.
    pub officer: OfficerId,
    /// The public key.
    pub public: [u8; 32],
    /// First moment of signatures that count.
    pub from: Timestamp,
    /// First moment of signatures that do not count any more; `None` while it is in use.
    pub until: Option<Timestamp>,
}

/// The registered keys of all officers.
#[derive(Debug, Clone, Default)]
pub struct OfficerKeys(pub Vec<KnownKey>);

impl Verifier for OfficerKeys {
    fn verify(&self, statement: &Statement<'_>, signed: &Signed) -> Result<Signatory, VerifyError> {
        if signed.form != SignatureForm::Ed25519 {
            return Err(VerifyError::Form);
        }
        let at = signed.at;
        let same: Vec<_> = self.0.iter().filter(|known| hex::encode(known.public) == signed.key).collect();
        let first = same.first().ok_or(VerifyError::UnknownKey)?;
        let public = VerifyingKey::from_bytes(&first.public)
            .map_err(|_| VerifyError::Malformed("the registered key is no point of the curve".into()))?;
        let signature: [u8; 64] = signed
            .bytes
            .as_slice()
            .try_into()
            .map_err(|_| VerifyError::Malformed("an Ed25519 signature has 64 bytes".into()))?;
        if at.subsec_nanosecond() != 0 {
            return Err(VerifyError::DoesNotFit);
        }
        let message = message(statement, at).map_err(|error| VerifyError::Statement(error.to_string()))?;
        public
            .verify_strict(&message, &Signature::from_bytes(&signature))
            .map_err(|_| VerifyError::DoesNotFit)?;
        let then = |known: &&&KnownKey| at >= known.from && known.until.is_none_or(|until| at < until);
        let known = same.iter().find(then).ok_or(VerifyError::NotValidThen { at })?;
        Ok(Signatory { officer: known.officer, key: signed.key.clone() })
    }
}
