//! Signatures of officers: what fits, what does not, and that OpenSSL agrees.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::{Timestamp, ToSpan};
use keyring::Passphrase;
use keyring::signing::{
    CmsSigner, CmsVerifier, KnownKey, OfficerKey, OfficerKeys, SignError, SignatureForm, Signed, Signer,
    SigningPurpose, Statement, Verifier, VerifyError, fingerprint,
};
use proptest::prelude::*;
use tempfile::TempDir;
use vocabulary::OfficerId;

const ACT: Statement<'static> = Statement {
    purpose: SigningPurpose::DestructionApproval,
    register: "tanba.example/ledger",
    content: b"act 17",
};

fn officer(number: u8) -> OfficerId {
    OfficerId::from_random_bytes([number; 16])
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The statement with each of its parts changed.
fn others() -> Vec<Statement<'static>> {
    vec![
        Statement { purpose: SigningPurpose::DestructionMember, ..ACT },
        Statement { register: "tanba.example/ledger2", ..ACT },
        Statement { content: b"act 18", ..ACT },
        Statement { content: b"", ..ACT },
    ]
}

fn known(key: &OfficerKey, from: &str, until: Option<&str>) -> KnownKey {
    KnownKey { officer: key.signatory().officer, public: key.public(), from: at(from), until: until.map(at) }
}

#[test]
fn an_officers_key_signs_one_purpose_text_register_and_time() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("officer.key"), folder.path().join("other.key"));
    OfficerKey::create(&path, officer(1), None).unwrap();
    let key = OfficerKey::open(&path, None).unwrap();
    let stranger = OfficerKey::create(&other, officer(2), None).unwrap();
    let keys = OfficerKeys(vec![known(&key, "2026-01-01T00:00:00Z", Some("2027-01-01T00:00:00Z"))]);
    let when = at("2026-06-06T10:00:00.5Z");
    let signed = key.sign(&ACT, when).unwrap();
    assert_eq!(signed.at, at("2026-06-06T10:00:00Z"));
    assert_eq!(keys.verify(&ACT, &signed).unwrap().officer, officer(1));
    for statement in others() {
        assert_eq!(keys.verify(&statement, &signed), Err(VerifyError::DoesNotFit));
    }
    let later = Signed { at: signed.at + 1.second(), ..signed.clone() };
    assert_eq!(keys.verify(&ACT, &later), Err(VerifyError::DoesNotFit));
    let fraction = Signed { at: signed.at + 1.nanosecond(), ..signed.clone() };
    assert_eq!(keys.verify(&ACT, &fraction), Err(VerifyError::DoesNotFit));
    for bit in 0..signed.bytes.len() * 8 {
        let mut changed = signed.clone();
        changed.bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(keys.verify(&ACT, &changed), Err(VerifyError::DoesNotFit), "bit {bit}");
    }
    let unknown = stranger.sign(&ACT, when).unwrap();
    assert_eq!(keys.verify(&ACT, &unknown), Err(VerifyError::UnknownKey));
    let passed_off = Signed { key: signed.key.clone(), ..unknown };
    assert_eq!(keys.verify(&ACT, &passed_off), Err(VerifyError::DoesNotFit));
    let short = Signed { bytes: signed.bytes[..63].to_vec(), ..signed.clone() };
    assert!(matches!(keys.verify(&ACT, &short), Err(VerifyError::Malformed(_))));
    let form = Signed { form: SignatureForm::Cms, ..signed };
    assert_eq!(keys.verify(&ACT, &form), Err(VerifyError::Form));
}

#[test]
fn a_key_counts_from_its_first_moment_to_its_last() {
    let folder = tempfile::tempdir().unwrap();
    let key = OfficerKey::create(&folder.path().join("officer.key"), officer(1), None).unwrap();
    let keys = OfficerKeys(vec![known(&key, "2026-01-01T00:00:00Z", Some("2027-01-01T00:00:00Z"))]);
    let counts = |when| keys.verify(&ACT, &key.sign(&ACT, at(when)).unwrap()).is_ok();
    assert!(!counts("2025-12-31T23:59:59Z") && counts("2026-01-01T00:00:00Z"));
    assert!(counts("2026-12-31T23:59:59Z") && !counts("2027-01-01T00:00:00Z"));
    assert!(matches!(key.sign(&ACT, at("1969-12-31T23:59:59Z")), Err(SignError::Time { .. })));
}

#[test]
fn a_key_file_is_private_and_may_need_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("officer.key");
    let phrase = |text: &str| Passphrase::new(text.to_owned().into()).unwrap();
    let key = OfficerKey::create(&path, officer(1), Some(&phrase("correct horse battery"))).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&path).unwrap()) & 0o777, 0o600);
    assert!(OfficerKey::create(&path, officer(1), None).is_err(), "not overwritten");
    let closed = OfficerKey::open(&path, None).unwrap_err().to_string();
    assert!(closed.contains("officer.key") && closed.contains("passphrase"), "{closed}");
    let opened = OfficerKey::open(&path, Some(&phrase("correct horse battery"))).unwrap();
    assert_eq!(opened.signatory(), key.signatory());
    // Another officer's name written into the file: the passphrase covers it.
    let text = fs::read_to_string(&path).unwrap();
    let body = text.split("check ").next().unwrap().replace(&officer(1).to_string(), &officer(2).to_string());
    let sum = <sha2::Sha256 as sha2::Digest>::digest(body.as_bytes());
    fs::write(&path, format!("{body}check {}\n", hex::encode(&sum[..8]))).unwrap();
    let forged = OfficerKey::open(&path, Some(&phrase("correct horse battery"))).unwrap_err().to_string();
    assert!(forged.contains("does not open"), "{forged}");
    let shown = format!("{key:?}");
    assert!(shown.contains("public") && !text.contains(&shown));
}

#[test]
fn statements_cannot_run_into_each_other() {
    let bytes = |purpose, register, content| Statement { purpose, register, content }.canonical_bytes();
    let mut seen = std::collections::BTreeSet::new();
    for purpose in SigningPurpose::ALL {
        assert_eq!(purpose.code().parse::<SigningPurpose>().unwrap(), *purpose);
        for register in ["a", "ab"] {
            for content in [b"".as_slice(), b"b", b"1\nb"] {
                assert!(seen.insert(bytes(*purpose, register, content).unwrap()));
            }
        }
    }
    let too_long = "a".repeat(129);
    for register in ["", "a b", "a\nb", "қ", &too_long] {
        assert!(matches!(bytes(SigningPurpose::Transfer, register, b""), Err(SignError::Register)));
    }
    let long = vec![0; (16 << 20) + 1];
    assert!(matches!(bytes(SigningPurpose::Transfer, "a", &long), Err(SignError::TooLong { .. })));
    assert!("destruction".parse::<SigningPurpose>().unwrap_err().to_string().contains("destruction-member"));
}

#[test]
fn a_signature_is_kept_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let key = OfficerKey::create(&folder.path().join("officer.key"), officer(1), None).unwrap();
    let signed = key.sign(&ACT, at("2026-06-06T10:00:00Z")).unwrap();
    let text = serde_json::to_string(&signed).unwrap();
    assert!(
        text.starts_with(r#"{"form":"ed25519","key":""#) && text.contains("2026-06-06T10:00:00Z"),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Signed>(&text).unwrap(), signed);
}

/// An authority, an officer and a stranger, made by OpenSSL.
struct Office {
    folder: TempDir,
    now: Timestamp,
}

impl Office {
    fn new(test: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            eprintln!("SKIPPED: {test}: the program openssl is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let made = fs::metadata(folder.path()).unwrap().modified().unwrap();
        let now = Timestamp::try_from(made).unwrap() + 60.seconds();
        let office = Self { folder, now };
        office.authority("ca");
        office.authority("other");
        office.certificate("officer", "ca", "keyUsage=critical,digitalSignature,nonRepudiation", "P-256");
        Some(office)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, command: &str) -> bool {
        let words = command.split(' ');
        let output = Command::new("openssl").args(words).current_dir(self.folder.path()).output().unwrap();
        if !output.status.success() {
            eprintln!("openssl {command}: {}", String::from_utf8_lossy(&output.stderr));
        }
        output.status.success()
    }

    fn authority(&self, name: &str) {
        let extensions = "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign";
        assert!(self.run(&format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.pem -days 400 -subj /CN={name} {extensions}"
        )));
    }

    fn certificate(&self, name: &str, authority: &str, extensions: &str, curve: &str) {
        fs::write(self.path("extensions"), extensions).unwrap();
        assert!(self.run(&format!(
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:{curve} -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
        )));
        assert!(self.run(&format!(
            "x509 -req -in {name}.csr -CA {authority}.pem -CAkey {authority}.key -CAcreateserial -days 365 -extfile extensions -out {name}.pem"
        )));
    }

    fn signer(&self, name: &str, chain: &[&str]) -> CmsSigner {
        let certificates: String =
            [name].iter().chain(chain).map(|name| self.read(&format!("{name}.pem"))).collect();
        CmsSigner::from_pem(officer(1), &self.read(&format!("{name}.key")), &certificates).unwrap()
    }

    fn verifier(&self, authority: &str, names: &[&str]) -> CmsVerifier {
        let known =
            names.iter().map(|name| (fingerprint(&self.read(&format!("{name}.pem"))).unwrap(), officer(1)));
        CmsVerifier::new(&self.read(&format!("{authority}.pem")), known).unwrap()
    }

    fn openssl_verifies(&self, signed: &Signed, content: &[u8]) -> bool {
        fs::write(self.path("signature.der"), &signed.bytes).unwrap();
        fs::write(self.path("content"), content).unwrap();
        self.run("cms -verify -binary -inform DER -in signature.der -content content -CAfile ca.pem -purpose any -out verified")
            && fs::read(self.path("verified")).unwrap() == content
    }
}

#[test]
fn openssl_verifies_what_we_sign() {
    let Some(office) = Office::new("openssl_verifies_what_we_sign") else { return };
    let signer = office.signer("officer", &[]);
    let signed = signer.sign(&ACT, office.now).unwrap();
    let content = ACT.canonical_bytes().unwrap();
    assert!(office.openssl_verifies(&signed, &content));
    assert!(!office.openssl_verifies(&signed, b"another text"));
    let verifier = office.verifier("ca", &["officer"]);
    assert_eq!(verifier.verify(&ACT, &signed).unwrap(), signer.signatory());
    for statement in others() {
        assert_eq!(verifier.verify(&statement, &signed), Err(VerifyError::DoesNotFit));
    }
    let later = Signed { at: signed.at + 1.second(), ..signed.clone() };
    assert_eq!(verifier.verify(&ACT, &later), Err(VerifyError::DoesNotFit));
    assert!(!format!("{signer:?}").contains("BEGIN"));
}

#[test]
fn we_verify_what_openssl_signs() {
    let Some(office) = Office::new("we_verify_what_openssl_signs") else { return };
    fs::write(office.path("content"), ACT.canonical_bytes().unwrap()).unwrap();
    assert!(office.run(
        "cms -sign -binary -in content -signer officer.pem -inkey officer.key -md sha256 -outform DER -out theirs.der"
    ));
    let bytes = fs::read(office.path("theirs.der")).unwrap();
    let verifier = office.verifier("ca", &["officer"]);
    let key = fingerprint(&office.read("officer.pem")).unwrap();
    let base = at("2000-01-01T00:00:00Z");
    let signed = |when| Signed { form: SignatureForm::Cms, key: key.clone(), at: when, bytes: bytes.clone() };
    assert_eq!(verifier.verify(&ACT, &signed(base)), Err(VerifyError::DoesNotFit), "the time is signed");
    let start = office.now.as_second() - 120;
    let found = (start..start + 600).map(|second| Timestamp::from_second(second).unwrap());
    let good: Vec<_> = found.filter(|when| verifier.verify(&ACT, &signed(*when)).is_ok()).collect();
    assert_eq!(good.len(), 1, "exactly the second OpenSSL signed in");
}

#[test]
fn a_signature_counts_only_under_a_trusted_authority_in_time_for_its_use() {
    let Some(office) = Office::new("a_signature_counts_only_under_a_trusted_authority_in_time_for_its_use")
    else {
        return;
    };
    let signer = office.signer("officer", &[]);
    let signed = signer.sign(&ACT, office.now).unwrap();
    let refused =
        |verifier: CmsVerifier, signed: &Signed| verifier.verify(&ACT, signed).unwrap_err().to_string();
    let other = refused(office.verifier("other", &["officer"]), &signed);
    assert!(other.contains("not a trusted authority"), "{other}");
    let nobody = refused(office.verifier("ca", &[]), &signed);
    assert!(nobody.contains("belongs to no officer"), "{nobody}");
    for days in [-2, 366] {
        let when = office.now + jiff::Span::new().hours(24 * days);
        let untimely = refused(office.verifier("ca", &["officer"]), &signer.sign(&ACT, when).unwrap());
        assert!(untimely.contains("not valid at the signed time"), "{untimely}");
    }
    // A certificate that may not sign, and one issued by an officer instead of an authority.
    office.certificate("agreement", "ca", "keyUsage=critical,keyAgreement", "P-256");
    let signed = office.signer("agreement", &[]).sign(&ACT, office.now).unwrap();
    assert!(refused(office.verifier("ca", &["agreement"]), &signed).contains("key usage"));
    office.certificate("fake", "officer", "keyUsage=critical,digitalSignature", "P-256");
    let signed = office.signer("fake", &["officer"]).sign(&ACT, office.now).unwrap();
    let fake = refused(office.verifier("ca", &["fake"]), &signed);
    assert!(fake.contains("no certification authority"), "{fake}");
    // Through an authority in between that is given along.
    office.certificate(
        "between",
        "ca",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign",
        "P-256",
    );
    office.certificate("far", "between", "keyUsage=critical,digitalSignature", "P-256");
    let signed = office.signer("far", &["between"]).sign(&ACT, office.now).unwrap();
    assert!(office.verifier("ca", &["far"]).verify(&ACT, &signed).is_ok());
    assert!(office.openssl_verifies(&signed, &ACT.canonical_bytes().unwrap()));
    let alone = office.signer("far", &[]).sign(&ACT, office.now).unwrap();
    assert!(refused(office.verifier("ca", &["far"]), &alone).contains("not a trusted authority"));
    // An authority of the same name with another key.
    let namesake = Office::new("namesake").unwrap();
    let wrong = refused(
        namesake.verifier("ca", &["officer"]),
        &namesake.signer("officer", &[]).sign(&ACT, namesake.now).map(|_| signed.clone()).unwrap(),
    );
    assert!(wrong.contains("belongs to no officer"), "{wrong}");
    let known = [(fingerprint(&office.read("officer.pem")).unwrap(), officer(1))];
    let trusting = CmsVerifier::new(&namesake.read("ca.pem"), known).unwrap();
    let wrong = refused(trusting, &office.signer("officer", &[]).sign(&ACT, office.now).unwrap());
    assert!(wrong.contains("did not sign it"), "{wrong}");
    // Constraints nobody here understands.
    office.certificate(
        "odd",
        "ca",
        "keyUsage=critical,digitalSignature\n1.2.3.4=critical,ASN1:NULL",
        "P-256",
    );
    let signed = office.signer("odd", &[]).sign(&ACT, office.now).unwrap();
    assert!(refused(office.verifier("ca", &["odd"]), &signed).contains("critical extension 1.2.3.4"));
}

#[test]
fn keys_and_certificates_that_cannot_be_used_are_named() {
    let Some(office) = Office::new("keys_and_certificates_that_cannot_be_used_are_named") else { return };
    office.certificate("p384", "ca", "keyUsage=critical,digitalSignature", "P-384");
    let refused = |key: &str, certificate: &str| {
        CmsSigner::from_pem(officer(1), &office.read(key), &office.read(certificate)).unwrap_err().to_string()
    };
    assert!(refused("p384.key", "p384.pem").contains("no P-256 key"));
    assert!(refused("officer.key", "p384.pem").contains("not of the curve P-256"));
    assert!(refused("officer.key", "ca.pem").contains("of another key"));
    assert!(refused("officer.key", "officer.key").contains("certificate"));
    assert!(CmsVerifier::new("", []).is_err());
    assert!(fingerprint("nothing").is_err());
    assert_eq!(Path::new(&office.path("officer.pem")).extension().unwrap(), "pem");
}

#[test]
fn no_changed_byte_of_a_cms_signature_counts() {
    let Some(office) = Office::new("no_changed_byte_of_a_cms_signature_counts") else { return };
    let signed = office.signer("officer", &[]).sign(&ACT, office.now).unwrap();
    let verifier = office.verifier("ca", &["officer"]);
    for at in 0..signed.bytes.len() {
        for change in [0x01, 0x80] {
            let mut changed = signed.clone();
            changed.bytes[at] ^= change;
            assert!(verifier.verify(&ACT, &changed).is_err(), "byte {at} of {}", signed.bytes.len());
        }
    }
    for length in 0..signed.bytes.len() {
        let cut = Signed { bytes: signed.bytes[..length].to_vec(), ..signed.clone() };
        assert!(verifier.verify(&ACT, &cut).is_err());
    }
    let long = Signed { bytes: vec![0x30; (64 << 10) + 1], ..signed };
    assert!(verifier.verify(&ACT, &long).unwrap_err().to_string().contains("at most"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_no_signature_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let signed = |form| Signed { form, key: "00".into(), at: Timestamp::UNIX_EPOCH, bytes: bytes.clone() };
        prop_assert!(OfficerKeys::default().verify(&ACT, &signed(SignatureForm::Ed25519)).is_err());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(CmsVerifier::new(&text, []).is_err());
        prop_assert!(fingerprint(&text).is_err());
    }
}
