//! Key-encryption keys in a hardware security module, by PKCS#11 2.40: AES-256 keys that never leave it
//! (sensitive, not extractable). Wrapping is AES-256-GCM with random nonces: below 2^32 wraps of one key the chance
//! of a repeated nonce stays below 2^-32 (NIST SP 800-38D, 8.3); rotation begins anew.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

use super::{Epoch, KekProvider, RingId, WRAPPED_BYTES};
use crate::error::KekError;
use crate::random;

/// Where the module and its token are.
#[derive(Debug, Clone)]
pub struct Pkcs11Place {
    /// The module's library, e.g. `libsofthsm2.so`.
    pub module: PathBuf,
    /// Label of the token.
    pub token: String,
}

/// A token that holds the key-encryption keys of one keyring.
pub struct Pkcs11Keks {
    place: String,
    ring: RingId,
    session: Mutex<Session>,
}

impl Pkcs11Keks {
    /// Begins a new keyring on the token.
    ///
    /// # Errors
    /// [`KekError`] when module, token or PIN refuse.
    pub fn create(place: &Pkcs11Place, pin: Zeroizing<String>) -> Result<Self, KekError> {
        Self::with_ring(place, pin, RingId(random::public()?))
    }

    /// Opens the keys of a keyring, whose name stands in its key file.
    ///
    /// # Errors
    /// [`KekError`] when module, token or PIN refuse, or the token has no key of this keyring.
    pub fn open(place: &Pkcs11Place, pin: Zeroizing<String>, ring: RingId) -> Result<Self, KekError> {
        let keks = Self::with_ring(place, pin, ring)?;
        if keks.epochs()?.is_empty() {
            let why = format!("no key of keyring {ring} on this token: insert the right one");
            return Err(KekError::Module { place: keks.place, why });
        }
        Ok(keks)
    }

    fn with_ring(place: &Pkcs11Place, pin: Zeroizing<String>, ring: RingId) -> Result<Self, KekError> {
        let named = format!("{} token {:?}", place.module.display(), place.token);
        let session = session(place, pin).map_err(|error| module_error(&named, &error))?;
        let session = session.ok_or_else(|| KekError::Module {
            place: named.clone(),
            why: "no token of this label: insert it, or correct the configuration".into(),
        })?;
        Ok(Self { place: named, ring, session: Mutex::new(session) })
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, error: &Error) -> KekError {
        module_error(&self.place, error)
    }

    /// `tanba-kek/RING/EPOCH`.
    fn label(&self, epoch: Epoch) -> Vec<u8> {
        format!("{}{:08}", self.label_stem(), epoch.0).into_bytes()
    }

    fn label_stem(&self) -> String {
        format!("tanba-kek/{}/", self.ring)
    }

    fn find(&self, session: &Session, epoch: Epoch) -> Result<Vec<ObjectHandle>, KekError> {
        let template = [Attribute::Class(ObjectClass::SECRET_KEY), Attribute::Label(self.label(epoch))];
        session.find_objects(&template).map_err(|error| self.error(&error))
    }

    fn key(&self, session: &Session, epoch: Epoch) -> Result<ObjectHandle, KekError> {
        let found = self.find(session, epoch)?;
        found.first().copied().ok_or_else(|| KekError::Missing { place: self.place.clone(), epoch })
    }
}

/// Opens a session; `None` when no token has the label.
fn session(place: &Pkcs11Place, pin: Zeroizing<String>) -> Result<Option<Session>, Error> {
    let module = Pkcs11::new(&place.module)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(error),
    }
    for slot in module.get_slots_with_token()? {
        if module.get_token_info(slot)?.label().trim_end() == place.token {
            let session = module.open_rw_session(slot)?;
            match session.login(UserType::User, Some(&AuthPin::new(pin.as_str().into()))) {
                Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
                Err(error) => return Err(error),
            }
            return Ok(Some(session));
        }
    }
    Ok(None)
}

impl KekProvider for Pkcs11Keks {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn ring(&self) -> RingId {
        self.ring
    }

    fn epochs(&self) -> Result<Vec<Epoch>, KekError> {
        let session = self.session();
        let keys = session
            .find_objects(&[Attribute::Class(ObjectClass::SECRET_KEY)])
            .map_err(|error| self.error(&error))?;
        let mut epochs = Vec::new();
        for key in keys {
            let attributes =
                session.get_attributes(key, &[AttributeType::Label]).map_err(|error| self.error(&error))?;
            let epoch = attributes.iter().find_map(|attribute| match attribute {
                Attribute::Label(label) => {
                    std::str::from_utf8(label).ok()?.strip_prefix(&self.label_stem())?.parse().ok()
                }
                _ => None,
            });
            epochs.extend(epoch.map(Epoch));
        }
        epochs.sort_unstable();
        Ok(epochs)
    }

    fn generate(&self, epoch: Epoch) -> Result<(), KekError> {
        let session = self.session();
        if !self.find(&session, epoch)?.is_empty() {
            return Err(KekError::Exists { place: self.place.clone(), epoch });
        }
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(32.into()),
            Attribute::Label(self.label(epoch)),
        ];
        let made = session.generate_key(&Mechanism::AesKeyGen, &template);
        made.map(|_| ()).map_err(|error| self.error(&error))
    }

    fn wrap(&self, epoch: Epoch, place: &[u8], key: &[u8; 32]) -> Result<[u8; WRAPPED_BYTES], KekError> {
        let session = self.session();
        let kek = self.key(&session, epoch)?;
        let nonce: [u8; 12] = random::public()?;
        let mut given = nonce;
        let params = GcmParams::new(&mut given, place, 128.into()).map_err(|error| self.error(&error))?;
        let sealed =
            session.encrypt(&Mechanism::AesGcm(params), kek, key).map_err(|error| self.error(&error))?;
        [nonce.as_slice(), &sealed].concat().try_into().map_err(|_| KekError::Module {
            place: self.place.clone(),
            why: "its AES-GCM gives another length than the standard's: use another module".into(),
        })
    }

    fn unwrap(
        &self,
        epoch: Epoch,
        place: &[u8],
        wrapped: &[u8; WRAPPED_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, KekError> {
        let session = self.session();
        let kek = self.key(&session, epoch)?;
        let (nonce, sealed) = wrapped.split_at(12);
        let mut nonce = nonce.to_vec();
        let params = GcmParams::new(&mut nonce, place, 128.into()).map_err(|error| self.error(&error))?;
        let not_this = || KekError::NotThis { place: self.place.clone(), epoch };
        let opened =
            session.decrypt(&Mechanism::AesGcm(params), kek, sealed).map_err(|error| match error {
                // Modules differ in what they say of a tag that does not fit.
                Error::Pkcs11(
                    RvError::EncryptedDataInvalid | RvError::EncryptedDataLenRange | RvError::GeneralError,
                    _,
                ) => not_this(),
                other => self.error(&other),
            })?;
        let opened = Zeroizing::new(opened);
        let mut key = Zeroizing::new([0; 32]);
        if opened.len() != key.len() {
            return Err(not_this());
        }
        key.copy_from_slice(&opened);
        Ok(key)
    }

    fn destroy(&self, epoch: Epoch) -> Result<(), KekError> {
        let session = self.session();
        for key in self.find(&session, epoch)? {
            session.destroy_object(key).map_err(|error| self.error(&error))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Pkcs11Keks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pkcs11Keks({}, {:?}, ..)", self.place, self.ring)
    }
}

fn module_error(place: &str, error: &Error) -> KekError {
    let what = match error {
        Error::Pkcs11(RvError::PinIncorrect, _) => {
            "the PIN is wrong: correct it before the token locks".into()
        }
        Error::Pkcs11(RvError::PinLocked, _) => "the PIN is locked: unlock the token".into(),
        other => other.to_string(),
    };
    KekError::Module { place: place.into(), why: what }
}
