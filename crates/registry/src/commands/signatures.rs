//! Signatures of officers under the texts of the register: made with the keys that lie with this machine, and held
//! against the registered keys and the trusted authorities.

use keyring::signing::{
    OfficerKeys, SignatureForm, Signed, SigningPurpose, Statement, Verifier, VerifyError,
};
use vocabulary::OfficerId;

use super::wrong_state;
use crate::Registry;
use crate::error::{CommandError, StoreError};
use crate::validate::invalid;

/// Every officer's keys, read once.
pub(super) struct Signatures<'a> {
    registry: &'a Registry,
    keys: OfficerKeys,
}

impl<'a> Signatures<'a> {
    pub(super) async fn of(registry: &'a Registry) -> Result<Self, StoreError> {
        Ok(Self { registry, keys: OfficerKeys(super::signing_keys::known(registry).await?) })
    }

    /// Whether a signature is this officer's, of this text, for this purpose, in this register.
    pub(super) fn check(
        &self,
        purpose: SigningPurpose,
        content: &[u8],
        officer: OfficerId,
        signed: &Signed,
    ) -> Result<(), CommandError> {
        let statement = Statement { purpose, register: &self.registry.origin, content };
        let answer = match signed.form {
            SignatureForm::Ed25519 => self.keys.verify(&statement, signed),
            SignatureForm::Cms => match &self.registry.certificates {
                Some(verifier) => verifier.verify(&statement, signed),
                None => Err(VerifyError::NotTrusted("no authority is configured".to_owned())),
            },
        };
        match answer {
            Ok(signatory) if signatory.officer == officer => Ok(()),
            Ok(_) => Err(invalid("signature", "the signature is another officer's")),
            Err(error) => Err(invalid("signature", error.to_string())),
        }
    }
}

/// Signs a text with the officer's key that lies with this machine.
pub(super) fn sign_here(
    registry: &Registry,
    officer: OfficerId,
    secret: &str,
    purpose: SigningPurpose,
    content: &[u8],
) -> Result<Signed, CommandError> {
    let signers = registry.signers.as_ref().ok_or_else(|| {
        wrong_state(
            "this program holds no officers' keys: sign with the command line and hand the signature in",
        )
    })?;
    signers
        .signer(officer, secret)
        .and_then(|signer| {
            let statement = Statement { purpose, register: &registry.origin, content };
            signer.sign(&statement, registry.clock().now())
        })
        .map_err(|error| invalid("secret", error.to_string()))
}
