//! One secret of 32 bytes in a private text file: a title, lines that say what it is, how it is protected, the key,
//! a check sum that tells a damaged file from a wrong one. With a passphrase the key in the file is itself encrypted
//! and bound to those lines.

use std::path::Path;

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::KekError;
use crate::kek::{Costs, Passphrase, WRAPPED_BYTES};
use crate::{private_file, random};

pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Writes a new file; one that is there is not touched.
pub(crate) fn write(
    path: &Path,
    title: &str,
    fields: &[(&str, String)],
    secret: &Secret,
    passphrase: Option<&Passphrase>,
) -> Result<(), KekError> {
    let about: String = fields.iter().map(|(name, value)| format!("{name} {value}\n")).collect();
    let head = format!("{title}\n{about}");
    let (protection, written) = match passphrase {
        None => ("none".to_owned(), Zeroizing::new(hex::encode(**secret))),
        Some(passphrase) => {
            let (costs, salt) = (Costs::DEFAULT, random::public()?);
            let outer = passphrase.derive(costs, &salt).map_err(|why| file_error(path, why))?;
            let sealed = encrypt(&outer, head.as_bytes(), secret)?
                .ok_or_else(|| file_error(path, "the key could not be encrypted".into()))?;
            let Costs { memory_kib, passes, lanes } = costs;
            let protection = format!("argon2id {memory_kib} {passes} {lanes} {}", hex::encode(salt));
            (protection, Zeroizing::new(hex::encode(sealed)))
        }
    };
    let body = Zeroizing::new(format!("{head}protection {protection}\nkey {}\n", *written));
    let text = Zeroizing::new(format!("{}check {}\n", *body, check_sum(&body)));
    private_file::write_new(path, text.as_bytes())
}

/// A file as read, its key perhaps still encrypted.
pub(crate) struct SecretFile {
    /// The values of the lines asked for, in their order.
    pub(crate) values: Vec<String>,
    head: String,
    protection: Protection,
    key: Zeroizing<Vec<u8>>,
}

enum Protection {
    None,
    Argon2id(Costs, [u8; 16]),
}

impl SecretFile {
    /// Reads a file of this title with lines of these names.
    pub(crate) fn read(path: &Path, title: &str, names: &[&str]) -> Result<Self, KekError> {
        let bytes = private_file::read(path)?;
        let damaged = || file_error(path, "damaged: bring this file back from its escrow copy".into());
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
        if !text.starts_with(title) {
            return Err(file_error(path, format!("not a key file: it does not begin with {title:?}")));
        }
        let (body, sum) = text.rsplit_once("check ").ok_or_else(damaged)?;
        if check_sum(body) != sum.trim_end() {
            return Err(damaged());
        }
        Self::parse(body, names).ok_or_else(damaged)
    }

    fn parse(body: &str, names: &[&str]) -> Option<Self> {
        let (head, _) = body.split_once("protection ")?;
        let mut lines = body.lines().skip(1);
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let values = names.iter().map(|name| field(name).map(str::to_owned)).collect::<Option<_>>()?;
        let protection = Protection::parse(field("protection")?)?;
        let key = Zeroizing::new(hex::decode(field("key")?).ok()?);
        Some(Self { values, head: head.to_owned(), protection, key })
    }

    /// The secret.
    pub(crate) fn secret(&self, path: &Path, passphrase: Option<&Passphrase>) -> Result<Secret, KekError> {
        match (&self.protection, passphrase) {
            (Protection::None, _) => {
                let bytes: [u8; 32] = self
                    .key
                    .as_slice()
                    .try_into()
                    .map_err(|_| file_error(path, "the key in it has not 32 bytes".into()))?;
                Ok(Zeroizing::new(bytes))
            }
            (Protection::Argon2id(..), None) => {
                Err(file_error(path, "protected by a passphrase: give it".into()))
            }
            (Protection::Argon2id(costs, salt), Some(passphrase)) => {
                if !costs.within_limits() {
                    return Err(file_error(path, "asks for more memory or passes than allowed".into()));
                }
                let outer = passphrase.derive(*costs, salt).map_err(|why| file_error(path, why))?;
                let sealed: Option<[u8; WRAPPED_BYTES]> = self.key.as_slice().try_into().ok();
                let opened = sealed.and_then(|key| decrypt(&outer, self.head.as_bytes(), &key));
                opened.ok_or_else(|| KekError::Passphrase { path: path.into() })
            }
        }
    }
}

impl Protection {
    fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::None);
        }
        let mut words = text.strip_prefix("argon2id ")?.split(' ');
        let mut number = || words.next()?.parse().ok();
        let costs = Costs { memory_kib: number()?, passes: number()?, lanes: number()? };
        let mut salt = [0; 16];
        hex::decode_to_slice(words.next()?, &mut salt).ok()?;
        Some(Self::Argon2id(costs, salt))
    }
}

fn check_sum(body: &str) -> String {
    hex::encode(&Sha256::digest(body.as_bytes())[..8])
}

pub(crate) fn file_error(path: &Path, why: String) -> KekError {
    KekError::File { path: path.into(), why }
}

/// Nonce, ciphertext and tag of AES-256-GCM-SIV; `None` only if the cipher refuses, which it does for no text of
/// this length.
pub(crate) fn encrypt(
    kek: &Secret,
    place: &[u8],
    key: &[u8; 32],
) -> Result<Option<[u8; WRAPPED_BYTES]>, KekError> {
    let nonce: [u8; 12] = random::public()?;
    let payload = Payload { msg: key, aad: place };
    let sealed = Aes256GcmSiv::new((&**kek).into()).encrypt(&Nonce::from(nonce), payload);
    Ok(sealed.ok().and_then(|sealed| [nonce.as_slice(), &sealed].concat().try_into().ok()))
}

pub(crate) fn decrypt(kek: &Secret, place: &[u8], wrapped: &[u8; WRAPPED_BYTES]) -> Option<Secret> {
    let (nonce, sealed) = wrapped.split_at(12);
    let nonce: [u8; 12] = nonce.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: place };
    let opened = Aes256GcmSiv::new((&**kek).into()).decrypt(&Nonce::from(nonce), payload).ok()?;
    let opened = Zeroizing::new(opened);
    let mut key = Zeroizing::new([0; 32]);
    (opened.len() == 32).then(|| key.copy_from_slice(&opened))?;
    Some(key)
}
