//! Verifying detached CMS signatures (RFC 5652, 5.4 and 5.6).

use std::collections::BTreeMap;
use std::time::Duration;

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use jiff::Timestamp;
use p256::ecdsa::Signature;
use p256::ecdsa::signature::Verifier as _;
use sha2::{Digest, Sha256};
use vocabulary::OfficerId;
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::certificate::{public_key, trusted};
use super::cms_form::{
    CONTENT_TYPE, DATA, ECDSA_SHA_256, MESSAGE_DIGEST, SHA_256, SIGNED_DATA, SIGNING_TIME, certificate_name,
};
use super::{
    SIGNATURE_BYTES_MAX, SignError, Signatory, SignatureForm, Signed, Statement, Verifier, VerifyError,
};

/// Authorities trusted, and the officers' certificates by their SHA-256.
#[derive(Debug, Clone)]
pub struct CmsVerifier {
    anchors: Vec<Certificate>,
    officers: BTreeMap<String, OfficerId>,
}

/// The name under which an officer's certificate is registered: the SHA-256 of its DER, in hex.
///
/// # Errors
/// [`SignError::Key`] when the text is no certificate in PEM.
pub fn fingerprint(certificate: &str) -> Result<String, SignError> {
    let wrong = |why: der::Error| SignError::Key(format!("the certificate is not PEM: {why}"));
    let read = Certificate::load_pem_chain(certificate.as_bytes()).map_err(wrong)?;
    let first = read.first().ok_or_else(|| SignError::Key("no certificate is given".into()))?;
    certificate_name(first).map_err(wrong)
}

impl CmsVerifier {
    /// Trusts these authorities (PEM), and the officers whose certificates are registered.
    ///
    /// # Errors
    /// [`SignError::Key`] when the authorities cannot be read.
    pub fn new(
        anchors: &str,
        officers: impl IntoIterator<Item = (String, OfficerId)>,
    ) -> Result<Self, SignError> {
        let anchors = Certificate::load_pem_chain(anchors.as_bytes())
            .map_err(|why| SignError::Key(format!("the authorities are not PEM certificates: {why}")))?;
        if anchors.is_empty() {
            return Err(SignError::Key("no authority is given: nothing would be trusted".into()));
        }
        Ok(Self { anchors, officers: officers.into_iter().collect() })
    }
}

impl Verifier for CmsVerifier {
    fn verify(&self, statement: &Statement<'_>, signed: &Signed) -> Result<Signatory, VerifyError> {
        if signed.form != SignatureForm::Cms {
            return Err(VerifyError::Form);
        }
        let content =
            statement.canonical_bytes().map_err(|error| VerifyError::Statement(error.to_string()))?;
        let data = read(&signed.bytes)?;
        let certificates = certificates(&data)?;
        let [signer] = data.signer_infos.0.as_slice() else {
            return Err(VerifyError::Malformed("it has not exactly one signer".into()));
        };
        let own = own_certificate(signer, &certificates)?;
        let at = check_signature(signer, own, &content)?;
        if Timestamp::from_second(i64::try_from(at.as_secs()).unwrap_or(i64::MAX)).ok() != Some(signed.at) {
            return Err(VerifyError::DoesNotFit);
        }
        let name = certificate_name(own).map_err(malformed)?;
        if name != signed.key {
            return Err(VerifyError::DoesNotFit);
        }
        let officer = *self.officers.get(&name).ok_or(VerifyError::UnknownKey)?;
        trusted(own, &certificates, &self.anchors, at).map_err(VerifyError::NotTrusted)?;
        Ok(Signatory { officer, key: name })
    }
}

fn malformed(error: der::Error) -> VerifyError {
    VerifyError::Malformed(error.to_string())
}

fn read(bytes: &[u8]) -> Result<SignedData, VerifyError> {
    if bytes.len() > SIGNATURE_BYTES_MAX {
        return Err(VerifyError::Malformed(format!("{} bytes; at most {SIGNATURE_BYTES_MAX}", bytes.len())));
    }
    let info = ContentInfo::from_der(bytes).map_err(malformed)?;
    if info.content_type != SIGNED_DATA {
        return Err(VerifyError::Malformed("it is no signed data of CMS".into()));
    }
    let data: SignedData = info.content.decode_as().map_err(malformed)?;
    if data.encap_content_info.econtent_type != DATA || data.encap_content_info.econtent.is_some() {
        return Err(VerifyError::Malformed("it is not detached".into()));
    }
    // Parts outside the signature have one form only, so that one signature has one encoding.
    let plain = data.version == CmsVersion::V1 && data.crls.is_none();
    if !(plain && data.digest_algorithms.iter().all(|used| is_plain(used, SHA_256))) {
        return Err(VerifyError::Malformed(
            "its head is not that of a detached signature with SHA-256".into(),
        ));
    }
    Ok(data)
}

/// The algorithm without parameters, or with the NULL some programs write.
fn is_plain(used: &AlgorithmIdentifierOwned, oid: ObjectIdentifier) -> bool {
    used.oid == oid && used.parameters.as_ref().is_none_or(Any::is_null)
}

fn certificates(data: &SignedData) -> Result<Vec<Certificate>, VerifyError> {
    let given = data.certificates.iter().flat_map(|set| set.0.iter());
    given
        .map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Ok(certificate.clone()),
            CertificateChoices::Other(_) => {
                Err(VerifyError::Malformed("it holds something else than X.509 certificates".into()))
            }
        })
        .collect()
}

fn own_certificate<'a>(
    signer: &SignerInfo,
    given: &'a [Certificate],
) -> Result<&'a Certificate, VerifyError> {
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else {
        return Err(VerifyError::Malformed("its signer is not named by issuer and serial number".into()));
    };
    let own = given.iter().find(|certificate| {
        let tbs = certificate.tbs_certificate();
        *tbs.issuer() == id.issuer && *tbs.serial_number() == id.serial_number
    });
    own.ok_or_else(|| VerifyError::Malformed("the signer's certificate is not in it".into()))
}

/// The signed time, when attributes, digest and signature fit the content and the certificate's key.
fn check_signature(signer: &SignerInfo, own: &Certificate, content: &[u8]) -> Result<Duration, VerifyError> {
    let known = is_plain(&signer.digest_alg, SHA_256) && is_plain(&signer.signature_algorithm, ECDSA_SHA_256);
    if !known || signer.version != CmsVersion::V1 {
        return Err(VerifyError::Malformed("another algorithm than ECDSA with SHA-256".into()));
    }
    let attributes = signer
        .signed_attrs
        .as_ref()
        .ok_or_else(|| VerifyError::Malformed("it has no signed attributes".into()))?;
    let key = public_key(own).map_err(VerifyError::NotTrusted)?;
    let signature = Signature::from_der(signer.signature.as_bytes()).map_err(|_| VerifyError::DoesNotFit)?;
    let covered = attributes.to_der().map_err(malformed)?;
    key.verify(&covered, &signature).map_err(|_| VerifyError::DoesNotFit)?;
    let kind: ObjectIdentifier = value(attributes, CONTENT_TYPE)?;
    let digest: OctetString = value(attributes, MESSAGE_DIGEST)?;
    if kind != DATA || digest.as_bytes() != Sha256::digest(content).as_slice() {
        return Err(VerifyError::DoesNotFit);
    }
    let time: Time = value(attributes, SIGNING_TIME)?;
    Ok(time.to_unix_duration())
}

/// The one value of the one attribute of this type.
fn value<'a, T>(attributes: &'a SignedAttributes, oid: ObjectIdentifier) -> Result<T, VerifyError>
where
    T: der::Choice<'a> + der::DecodeValue<'a, Error = der::Error>,
{
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let (Some(attribute), None) = (found.next(), found.next()) else {
        return Err(VerifyError::Malformed(format!("it has not exactly one attribute {oid}")));
    };
    let [value] = attribute.values.as_slice() else {
        return Err(VerifyError::Malformed(format!("attribute {oid} has not exactly one value")));
    };
    value.decode_as().map_err(malformed)
}
