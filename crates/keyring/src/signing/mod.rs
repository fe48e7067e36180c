//! Signatures of officers on acts: the port [`Signer`] with its counterpart [`Verifier`]. Two implementations:
//! Ed25519 keys of officers ([`OfficerKey`]), and CMS with X.509 certificates ([`CmsSigner`]).
//!
//! A signature covers a purpose and the register it is for, besides the text and the time: an approval of one act
//! is no approval of another, and none in another register.

mod certificate;
mod cms_form;
mod cms_sign;
mod cms_verify;
mod officer_key;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use vocabulary::{OfficerId, UnknownCode};

use crate::error::KekError;

pub use cms_sign::CmsSigner;
pub use cms_verify::{CmsVerifier, fingerprint};
pub use officer_key::{KnownKey, OfficerKey, OfficerKeys};

/// Longest text that is signed, bytes.
pub const CONTENT_BYTES_MAX: usize = 16 << 20;
/// Longest name of a register, bytes.
pub const REGISTER_BYTES_MAX: usize = 128;
/// Longest signature read, bytes: a CMS signature with its certificates.
pub const SIGNATURE_BYTES_MAX: usize = 64 << 10;

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What a signature is for. Closed: a signature for one purpose is none for another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SigningPurpose { $($(#[$doc])* $name,)* }

        impl SigningPurpose {
            /// Every purpose.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code that is signed.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

purposes! {
    /// Member of the commission of an act of destruction (R17.3.1, R23.4.1).
    DestructionMember = "destruction-member",
    /// Head who approves an act of destruction.
    DestructionApproval = "destruction-approval",
    /// Member of the commission of an act of transfer to the archive (R15.2.1).
    ArchiveMember = "archive-member",
    /// Head who approves an act of transfer to the archive.
    ArchiveApproval = "archive-approval",
    /// One of two who take a record out of the archive (R15.2.2).
    Retrieval = "retrieval",
    /// One of two key holders of a depersonalised record (R9.1.2).
    Depersonalisation = "depersonalisation",
    /// One of two who end a block (R9.2.2).
    Unblocking = "unblocking",
    /// The list of differences before a change of terms counts (T-10).
    TermDifferences = "term-differences",
    /// An event of the civil-status or citizenship feed (R15.1.1).
    CivilStatusEvent = "civil-status-event",
    /// A bundle of rules (R3.1.1).
    RuleBundle = "rule-bundle",
    /// A package for another body (R9.4.1).
    Transfer = "transfer",
    /// What an import of profiles found and did.
    ImportReport = "import-report",
}

impl fmt::Display for SigningPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for SigningPurpose {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|purpose| purpose.code() == text).ok_or_else(|| UnknownCode {
            list: "signing purpose",
            text: text.chars().take(80).collect(),
            known: Self::ALL.iter().map(|purpose| purpose.code()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    /// What for.
    pub purpose: SigningPurpose,
    /// The register: the name of its ledger, e.g. `tanba.example/ledger`.
    pub register: &'a str,
    /// The canonical bytes of the act.
    pub content: &'a [u8],
}

impl Statement<'_> {
    /// The bytes under the signature: a title, purpose, register and length, a line each, then the content.
    ///
    /// # Errors
    /// [`SignError`] for a content or a register's name over its limit, or a name that would break the lines.
    pub fn canonical_bytes(&self) -> Result<Vec<u8>, SignError> {
        let Self { purpose, register, content } = self;
        if content.len() > CONTENT_BYTES_MAX {
            return Err(SignError::TooLong { bytes: content.len() });
        }
        if register.is_empty()
            || register.len() > REGISTER_BYTES_MAX
            || !register.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(SignError::Register);
        }
        let head = format!("tanba signed statement 1\n{purpose}\n{register}\n{}\n", content.len());
        Ok([head.as_bytes(), content].concat())
    }
}

/// The form of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureForm {
    /// Ed25519 (RFC 8032) of a known officer's key.
    Ed25519,
    /// Detached CMS (RFC 5652), ECDSA P-256 with SHA-256, X.509 certificates inside.
    Cms,
}

/// A signature as it is kept with the act.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Its form.
    pub form: SignatureForm,
    /// The key: of Ed25519 the public key, of CMS the SHA-256 of the certificate, in hex.
    pub key: String,
    /// The signed time, whole seconds.
    pub at: Timestamp,
    /// The signature.
    #[serde(with = "hex::serde")]
    pub bytes: Vec<u8>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The officer.
    pub officer: OfficerId,
    /// The key, as in [`Signed::key`].
    pub key: String,
}

/// Who can sign for one officer.
pub trait Signer: Send + Sync {
    /// Whose signatures it makes.
    fn signatory(&self) -> Signatory;
    /// Signs. The time is a parameter; fractions of a second are dropped.
    ///
    /// # Errors
    /// [`SignError`] when the statement is over a limit or the key refuses.
    fn sign(&self, statement: &Statement<'_>, at: Timestamp) -> Result<Signed, SignError>;
}

/// Who can tell a good signature from a bad one.
pub trait Verifier: Send + Sync {
    /// Who signed this statement; never an answer without one.
    ///
    /// # Errors
    /// [`VerifyError`] saying why the signature does not count.
    fn verify(&self, statement: &Statement<'_>, signed: &Signed) -> Result<Signatory, VerifyError>;
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// Over the limit.
    #[error("{bytes} bytes; at most {CONTENT_BYTES_MAX} are signed")]
    TooLong {
        /// Length of the content.
        bytes: usize,
    },
    /// A name that cannot stand in a line.
    #[error("a register's name is 1 to {REGISTER_BYTES_MAX} printable ASCII characters without spaces")]
    Register,
    /// A time no signature can hold.
    #[error("{at} cannot stand in a signature")]
    Time {
        /// The time.
        at: Timestamp,
    },
    /// A key or certificate that cannot be used.
    #[error("{0}")]
    Key(String),
    /// A key file that cannot be read or written.
    #[error(transparent)]
    File(#[from] KekError),
}

/// Why a signature does not count.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VerifyError {
    /// The statement itself cannot be signed.
    #[error("the statement: {0}")]
    Statement(String),
    /// Another form than this verifier knows.
    #[error("a signature of another form")]
    Form,
    /// Not a signature.
    #[error("not a signature: {0}")]
    Malformed(String),
    /// A key nobody has registered.
    #[error("signed with a key that belongs to no officer here: register it, or sign with a registered one")]
    UnknownKey,
    /// A key or certificate that did not hold at the signed time.
    #[error("signed at {at}, when the key was not valid")]
    NotValidThen {
        /// The signed time.
        at: Timestamp,
    },
    /// The signature is of another text, purpose, register, time or key.
    #[error("the signature does not fit: another text, purpose, register or time, or it was changed")]
    DoesNotFit,
    /// A certificate that leads to no authority trusted here.
    #[error("the certificate is not trusted: {0}")]
    NotTrusted(String),
}

/// The time in whole seconds since 1970.
fn seconds(at: Timestamp) -> Result<u64, SignError> {
    u64::try_from(at.as_second()).map_err(|_| SignError::Time { at })
}
