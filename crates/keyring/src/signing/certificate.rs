//! X.509 certificates (RFC 5280) as far as signatures of acts need them: P-256 keys, a path to an authority, the
//! time, what the key may be used for. Whether a certificate was revoked is not asked here: the answer of the
//! authority is kept with the act.

use std::time::Duration;

use der::Encode;
use der::asn1::ObjectIdentifier;
use der::oid::AssociatedOid;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::cms_form::ECDSA_SHA_256;

/// id-ecPublicKey and the curve P-256 (RFC 5480).
const EC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// Longest path: the officer's certificate and the authorities between it and a trusted one.
const PATH_MAX: usize = 4;

/// The P-256 key of a certificate.
pub(super) fn public_key(certificate: &Certificate) -> Result<VerifyingKey, String> {
    let info = certificate.tbs_certificate().subject_public_key_info();
    let curve =
        info.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    if info.algorithm.oid != EC_KEY || curve != Some(P_256) {
        return Err("its key is not of the curve P-256, the only one known here".into());
    }
    VerifyingKey::from_sec1_bytes(info.subject_public_key.raw_bytes())
        .map_err(|_| "its key is no point of the curve".into())
}

/// Follows the issuers from an officer's certificate to a trusted authority; each link valid at `at`.
pub(super) fn trusted(
    officer: &Certificate,
    given: &[Certificate],
    anchors: &[Certificate],
    at: Duration,
) -> Result<(), String> {
    let usage = officer.tbs_certificate().get_extension::<KeyUsage>().map_err(|error| error.to_string())?;
    if usage.is_none_or(|(_, usage)| !(usage.digital_signature() || usage.non_repudiation())) {
        return Err("it is not for signatures (key usage)".into());
    }
    let mut at_hand = officer;
    for _ in 0..PATH_MAX {
        known_extensions(at_hand)?;
        valid(at_hand, at)?;
        if let Some(anchor) = anchors.iter().find(|anchor| is_issuer(anchor, at_hand)) {
            valid(anchor, at)?;
            return signed_by(at_hand, anchor);
        }
        let next = given.iter().find(|given| is_issuer(given, at_hand) && *given != at_hand);
        let next =
            next.ok_or_else(|| format!("{} is not a trusted authority", at_hand.tbs_certificate().issuer()))?;
        signed_by(at_hand, next)?;
        at_hand = next;
    }
    Err(format!("more than {PATH_MAX} certificates up to a trusted authority"))
}

fn is_issuer(issuer: &Certificate, of: &Certificate) -> bool {
    issuer.tbs_certificate().subject() == of.tbs_certificate().issuer()
}

/// The issuer is an authority, and the signature on the certificate is its own.
fn signed_by(certificate: &Certificate, issuer: &Certificate) -> Result<(), String> {
    let authority = issuer.tbs_certificate();
    let constraints = authority.get_extension::<BasicConstraints>().map_err(|error| error.to_string())?;
    let usage = authority.get_extension::<KeyUsage>().map_err(|error| error.to_string())?;
    let signs = usage.is_none_or(|(_, usage)| usage.key_cert_sign());
    if !(signs && constraints.is_some_and(|(_, constraints)| constraints.ca)) {
        return Err(format!("{} is no certification authority", authority.subject()));
    }
    if certificate.signature_algorithm().oid != ECDSA_SHA_256 {
        return Err("it is signed with another algorithm than ECDSA with SHA-256".into());
    }
    let signed = certificate.tbs_certificate().to_der().map_err(|error| error.to_string())?;
    let signature = Signature::from_der(certificate.signature().raw_bytes())
        .map_err(|_| "its signature is not readable".to_owned())?;
    let fits = public_key(issuer)?.verify(&signed, &signature).is_ok();
    if fits { Ok(()) } else { Err(format!("{} did not sign it", authority.subject())) }
}

fn valid(certificate: &Certificate, at: Duration) -> Result<(), String> {
    let validity = certificate.tbs_certificate().validity();
    let (from, until) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
    if at >= from && at <= until {
        return Ok(());
    }
    Err(format!("{} was not valid at the signed time", certificate.tbs_certificate().subject()))
}

/// A critical extension nobody here understands makes a certificate unusable (RFC 5280, 4.2).
fn known_extensions(certificate: &Certificate) -> Result<(), String> {
    let known = [BasicConstraints::OID, KeyUsage::OID, ExtendedKeyUsage::OID];
    let extensions = certificate.tbs_certificate().extensions().into_iter().flatten();
    match extensions.into_iter().find(|extension| extension.critical && !known.contains(&extension.extn_id)) {
        Some(extension) => Err(format!("its critical extension {} is not known here", extension.extn_id)),
        None => Ok(()),
    }
}
