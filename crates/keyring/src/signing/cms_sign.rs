//! Detached CMS signatures (RFC 5652): ECDSA on P-256 with SHA-256, the signer's certificate inside, content type,
//! digest and time signed.

use std::fmt;
use std::time::Duration;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo,
    SignerInfos,
};
use der::asn1::{Any, GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{Encode, Tag, Tagged};
use jiff::Timestamp;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use sha2::{Digest, Sha256};
use vocabulary::OfficerId;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::time::Time;

use super::certificate::public_key;
use super::cms_form::{
    CONTENT_TYPE, DATA, ECDSA_SHA_256, MESSAGE_DIGEST, SHA_256, SIGNED_DATA, SIGNING_TIME, algorithm,
    certificate_name,
};
use super::{SignError, Signatory, SignatureForm, Signed, Signer, Statement, seconds};

/// Years from which a time is a GeneralizedTime (RFC 5652, 11.3): seconds since 1970 of 2050-01-01.
const GENERALIZED_FROM_SECONDS: u64 = 2_524_608_000;
/// Most certificates given along.
const CHAIN_MAX: usize = 4;

/// An officer's private key with the certificate of its public half.
pub struct CmsSigner {
    officer: OfficerId,
    key: SigningKey,
    certificates: Vec<Certificate>,
    name: String,
}

impl CmsSigner {
    /// Takes a PKCS#8 key and its certificates in PEM: the officer's first, then those towards the authority.
    ///
    /// # Errors
    /// [`SignError::Key`] when they cannot be read or do not belong together.
    pub fn from_pem(officer: OfficerId, key: &str, certificates: &str) -> Result<Self, SignError> {
        let wrong = |what: &str, why: &dyn fmt::Display| SignError::Key(format!("{what}: {why}"));
        let key = SigningKey::from_pkcs8_pem(key)
            .map_err(|why| wrong("the key is no P-256 key in PKCS#8 PEM", &why))?;
        let certificates = Certificate::load_pem_chain(certificates.as_bytes())
            .map_err(|why| wrong("the certificates are not PEM", &why))?;
        let own = certificates.first().ok_or_else(|| SignError::Key("no certificate is given".into()))?;
        if certificates.len() > CHAIN_MAX {
            return Err(SignError::Key(format!("more than {CHAIN_MAX} certificates")));
        }
        if public_key(own).map_err(SignError::Key)? != *key.verifying_key() {
            return Err(SignError::Key("the first certificate is of another key".into()));
        }
        let name = certificate_name(own).map_err(|why| wrong("the certificate", &why))?;
        Ok(Self { officer, key, certificates, name })
    }

    fn signed_data(&self, content: &[u8], at: u64) -> Result<Vec<u8>, der::Error> {
        let attributes = attributes(content, at)?;
        let signature: Signature = self.key.sign(&attributes.to_der()?);
        let own = self.certificates.first().ok_or(Tag::Sequence.value_error())?.tbs_certificate();
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: own.issuer().clone(),
                serial_number: own.serial_number().clone(),
            }),
            digest_alg: algorithm(SHA_256),
            signed_attrs: Some(attributes),
            signature_algorithm: algorithm(ECDSA_SHA_256),
            signature: OctetString::new(signature.to_der().as_bytes())?,
            unsigned_attrs: None,
        };
        let certificates = self.certificates.iter().cloned().map(CertificateChoices::Certificate);
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![algorithm(SHA_256)])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates.collect::<Vec<_>>())?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
    }
}

/// What is signed in place of the content (RFC 5652, 5.3): its type, digest and time.
fn attributes(content: &[u8], at: u64) -> Result<SignedAttributes, der::Error> {
    let digest = OctetString::new(Sha256::digest(content).as_slice())?;
    let since_1970 = Duration::from_secs(at);
    let time = if at < GENERALIZED_FROM_SECONDS {
        Time::UtcTime(UtcTime::from_unix_duration(since_1970)?)
    } else {
        Time::GeneralTime(GeneralizedTime::from_unix_duration(since_1970)?)
    };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, &DATA)?,
        attribute(SIGNING_TIME, &time)?,
        attribute(MESSAGE_DIGEST, &digest)?,
    ])
}

fn attribute<T: Tagged + der::EncodeValue>(
    oid: ObjectIdentifier,
    value: &T,
) -> Result<Attribute, der::Error> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}

impl Signer for CmsSigner {
    fn signatory(&self) -> Signatory {
        Signatory { officer: self.officer, key: self.name.clone() }
    }

    fn sign(&self, statement: &Statement<'_>, at: Timestamp) -> Result<Signed, SignError> {
        let bytes = self
            .signed_data(&statement.canonical_bytes()?, seconds(at)?)
            .map_err(|why| SignError::Key(format!("the signature could not be encoded: {why}")))?;
        let at = Timestamp::from_second(at.as_second()).map_err(|_| SignError::Time { at })?;
        Ok(Signed { form: SignatureForm::Cms, key: self.name.clone(), at, bytes })
    }
}

impl fmt::Debug for CmsSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CmsSigner({:?}, certificate {}, ..)", self.officer, self.name)
    }
}
