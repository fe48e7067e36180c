//! Key-encryption keys in a hardware security module, by PKCS#11 2.40: AES-256 keys that never leave it
//! (sensitive, not extractable). Wrapping is AES-256-GCM with random nonces: below 2^32 wraps of one key the chance
//! of a repeated nonce stays below 2^-32 (NIST SP 800-38D, 8.3); rotation begins anew.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

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

/// A token with one session, which every keyring on it shares. A session that was lost, as when the module was
/// unplugged or began anew, is had again by itself.
pub struct Pkcs11Token {
    at: Pkcs11Place,
    pin: Zeroizing<String>,
    place: String,
    line: Mutex<Line>,
}

/// The key-encryption keys of one keyring on a token.
pub struct Pkcs11Keks {
    token: Arc<Pkcs11Token>,
    ring: RingId,
}

/// Where keys are in a session, by label.
type Keys = BTreeMap<Vec<u8>, ObjectHandle>;

/// The session.
#[derive(Default)]
struct Line {
    session: Option<Session>,
    keys: Keys,
    /// The PIN was refused: it is not tried again, as that would lock the token.
    refused: bool,
}

/// Why a call of the module came to nothing.
enum Failed {
    Module(Error),
    Kek(KekError),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Module(error)
    }
}

impl From<KekError> for Failed {
    fn from(error: KekError) -> Self {
        Self::Kek(error)
    }
}

impl Failed {
    /// Whether the session or a handle in it is of no use any more.
    fn is_lost(&self) -> bool {
        use RvError::{
            CryptokiNotInitialized, DeviceError, DeviceRemoved, KeyHandleInvalid, ObjectHandleInvalid,
            SessionClosed, SessionHandleInvalid, TokenNotPresent, UserNotLoggedIn,
        };
        matches!(
            self,
            Self::Module(Error::Pkcs11(
                CryptokiNotInitialized
                    | DeviceError
                    | DeviceRemoved
                    | KeyHandleInvalid
                    | ObjectHandleInvalid
                    | SessionClosed
                    | SessionHandleInvalid
                    | TokenNotPresent
                    | UserNotLoggedIn,
                _
            )) | Self::Kek(KekError::Missing { .. })
        )
    }
}

impl Pkcs11Token {
    /// Opens the token.
    ///
    /// # Errors
    /// [`KekError`] when module, token or PIN refuse.
    pub fn open(place: &Pkcs11Place, pin: Zeroizing<String>) -> Result<Arc<Self>, KekError> {
        let named = format!("{} token {:?}", place.module.display(), place.token);
        let token = Self { at: place.clone(), pin, place: named, line: Mutex::default() };
        token.with(|_, _| Ok(()))?;
        Ok(Arc::new(token))
    }

    /// Calls the module; once more in a new session when the old one is lost.
    fn with<T>(&self, call: impl Fn(&Session, &mut Keys) -> Result<T, Failed>) -> Result<T, KekError> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let line = &mut *line;
        if let Some(session) = &line.session {
            match call(session, &mut line.keys) {
                Err(failed) if failed.is_lost() => {}
                done => return done.map_err(|failed| self.error(failed)),
            }
        }
        // The old session is closed first: a module that began anew may give its number again.
        line.session = None;
        line.keys.clear();
        let session = line.session.insert(self.begin(&mut line.refused)?);
        call(session, &mut line.keys).map_err(|failed| self.error(failed))
    }

    fn begin(&self, refused: &mut bool) -> Result<Session, KekError> {
        if *refused {
            let why = "the PIN was refused before and is not tried again: correct it and start again".into();
            return Err(KekError::Module { place: self.place.clone(), why });
        }
        let begun = session(&self.at, &self.pin);
        *refused = matches!(&begun, Err(Error::Pkcs11(RvError::PinIncorrect | RvError::PinLocked, _)));
        begun.map_err(|error| self.error(error.into()))?.ok_or_else(|| KekError::Module {
            place: self.place.clone(),
            why: "no token of this label: insert it, or correct the configuration".into(),
        })
    }

    fn error(&self, failed: Failed) -> KekError {
        match failed {
            Failed::Module(error) => module_error(&self.place, &error),
            Failed::Kek(error) => error,
        }
    }
}

impl Pkcs11Keks {
    /// Begins a new keyring on the token.
    ///
    /// # Errors
    /// [`KekError`] without random bytes.
    pub fn create(token: &Arc<Pkcs11Token>) -> Result<Self, KekError> {
        Ok(Self::open_for(token, RingId(random::public()?)))
    }

    /// Opens the keys of a keyring, whose name stands in its key file ([`crate::Keyring::ring_of`]).
    ///
    /// # Errors
    /// [`KekError`] when the module refuses, or the token has no key of this keyring.
    pub fn open(token: &Arc<Pkcs11Token>, ring: RingId) -> Result<Self, KekError> {
        let keks = Self::open_for(token, ring);
        if keks.epochs()?.is_empty() {
            let why = format!("no key of keyring {ring} on this token: insert the right one");
            return Err(KekError::Module { place: keks.place(), why });
        }
        Ok(keks)
    }

    /// The keys of a keyring that may have none on the token yet.
    pub fn open_for(token: &Arc<Pkcs11Token>, ring: RingId) -> Self {
        Self { token: Arc::clone(token), ring }
    }

    /// `tanba-kek/RING/EPOCH`.
    fn label(&self, epoch: Epoch) -> Vec<u8> {
        format!("{}{:08}", self.label_stem(), epoch.0).into_bytes()
    }

    fn label_stem(&self) -> String {
        format!("tanba-kek/{}/", self.ring)
    }

    fn find(&self, session: &Session, epoch: Epoch) -> Result<Vec<ObjectHandle>, Error> {
        session
            .find_objects(&[Attribute::Class(ObjectClass::SECRET_KEY), Attribute::Label(self.label(epoch))])
    }

    fn key(&self, session: &Session, keys: &mut Keys, epoch: Epoch) -> Result<ObjectHandle, Failed> {
        if let Some(key) = keys.get(&self.label(epoch)) {
            return Ok(*key);
        }
        let found = self.find(session, epoch)?.first().copied();
        let key = found.ok_or_else(|| KekError::Missing { place: self.place(), epoch })?;
        keys.insert(self.label(epoch), key);
        Ok(key)
    }
}

/// Opens a session; `None` when no token has the label.
fn session(place: &Pkcs11Place, pin: &str) -> Result<Option<Session>, Error> {
    let module = Pkcs11::new(&place.module)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(error),
    }
    for slot in module.get_slots_with_token()? {
        if module.get_token_info(slot)?.label().trim_end() == place.token {
            let session = module.open_rw_session(slot)?;
            match session.login(UserType::User, Some(&AuthPin::new(pin.into()))) {
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
        self.token.place.clone()
    }

    fn ring(&self) -> RingId {
        self.ring
    }

    fn epochs(&self) -> Result<Vec<Epoch>, KekError> {
        self.token.with(|session, _| {
            let mut epochs = Vec::new();
            for key in session.find_objects(&[Attribute::Class(ObjectClass::SECRET_KEY)])? {
                let attributes = session.get_attributes(key, &[AttributeType::Label])?;
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
        })
    }

    fn generate(&self, epoch: Epoch) -> Result<(), KekError> {
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
        self.token.with(|session, _| {
            if !self.find(session, epoch)?.is_empty() {
                return Err(KekError::Exists { place: self.place(), epoch }.into());
            }
            session.generate_key(&Mechanism::AesKeyGen, &template)?;
            Ok(())
        })
    }

    fn wrap(&self, epoch: Epoch, place: &[u8], key: &[u8; 32]) -> Result<[u8; WRAPPED_BYTES], KekError> {
        self.token.with(|session, keys| {
            let kek = self.key(session, keys, epoch)?;
            let nonce: [u8; 12] = random::public().map_err(KekError::from)?;
            let mut given = nonce;
            let params = GcmParams::new(&mut given, place, 128.into())?;
            let sealed = session.encrypt(&Mechanism::AesGcm(params), kek, key)?;
            let length = |_| KekError::Module {
                place: self.place(),
                why: "its AES-GCM gives another length than the standard's: use another module".into(),
            };
            Ok([nonce.as_slice(), &sealed].concat().try_into().map_err(length)?)
        })
    }

    fn unwrap(
        &self,
        epoch: Epoch,
        place: &[u8],
        wrapped: &[u8; WRAPPED_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, KekError> {
        let not_this = || Failed::Kek(KekError::NotThis { place: self.place(), epoch });
        self.token.with(|session, keys| {
            let kek = self.key(session, keys, epoch)?;
            let (nonce, sealed) = wrapped.split_at(12);
            let mut nonce = nonce.to_vec();
            let params = GcmParams::new(&mut nonce, place, 128.into())?;
            let opened = session.decrypt(&Mechanism::AesGcm(params), kek, sealed);
            let opened = Zeroizing::new(opened.map_err(|error| match error {
                // Modules differ in what they say of a tag that does not fit.
                Error::Pkcs11(
                    RvError::EncryptedDataInvalid | RvError::EncryptedDataLenRange | RvError::GeneralError,
                    _,
                ) => not_this(),
                other => other.into(),
            })?);
            let mut key = Zeroizing::new([0; 32]);
            if opened.len() != key.len() {
                return Err(not_this());
            }
            key.copy_from_slice(&opened);
            Ok(key)
        })
    }

    fn destroy(&self, epoch: Epoch) -> Result<(), KekError> {
        self.token.with(|session, keys| {
            keys.remove(&self.label(epoch));
            for key in self.find(session, epoch)? {
                session.destroy_object(key)?;
            }
            Ok(())
        })
    }
}

impl fmt::Debug for Pkcs11Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pkcs11Token({}, ..)", self.place)
    }
}

impl fmt::Debug for Pkcs11Keks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pkcs11Keks({}, {:?}, ..)", self.token.place, self.ring)
    }
}

fn module_error(place: &str, error: &Error) -> KekError {
    let what = match error {
        Error::Pkcs11(RvError::PinIncorrect, _) => {
            "the PIN is wrong: correct it before the token locks".into()
        }
        Error::Pkcs11(RvError::PinLocked, _) => "the PIN is locked: unlock the token".into(),
        Error::LibraryLoading(error) => {
            format!("the module's library does not load: correct its path or install it ({error})")
        }
        other => other.to_string(),
    };
    KekError::Module { place: place.into(), why: what }
}
