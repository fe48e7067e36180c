//! Where key-encryption keys are: in files beside the register, or in a hardware module (PKCS#11, cargo feature
//! `pkcs11`). The configuration chooses; `tanba keys rotate` moves them from the one to the other.

use std::path::{Path, PathBuf};

use keyring::{KekFolder, KekProvider, Keyring, MovingKeks, RingId};
use serde::Deserialize;

use crate::failure::Failure;

/// The table `[keys]` of the configuration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyPlace {
    /// Where new key-encryption keys are made.
    #[serde(default)]
    provider: Provider,
    /// The module; beside `provider = "file"` one that keys are moved out of.
    module: Option<ModulePlace>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Provider {
    #[default]
    File,
    Module,
}

/// The table `[keys.module]`. The PIN stands elsewhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "pkcs11"), allow(dead_code, reason = "read to be refused by name"))]
struct ModulePlace {
    /// The module's library.
    library: PathBuf,
    /// Label of the token.
    token: String,
    /// File with the PIN, which only its owner may read.
    pin_file: Option<PathBuf>,
    /// Environment variable with the PIN.
    pin_variable: Option<String>,
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("record-keys", error.to_string())
}

impl KeyPlace {
    /// What is wrong with it, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        match (&self.module, self.provider) {
            (None, Provider::Module) => Err(
                "[keys] with provider = \"module\" needs [keys.module] with library, token and pin_file or \
                     pin_variable"
                    .to_owned(),
            ),
            (Some(module), _) if module.pin_file.is_some() == module.pin_variable.is_some() => {
                Err("[keys.module] needs the place of the PIN: either pin_file or pin_variable".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// Opens the module if there is one.
    pub(crate) fn open(&self) -> Result<Keepers, Failure> {
        let token = self.module.as_ref().map(ModulePlace::open).transpose()?;
        Ok(Keepers { provider: self.provider, token })
    }
}

/// What holds the key-encryption keys of the three keyrings.
pub(crate) struct Keepers {
    provider: Provider,
    token: Option<Token>,
}

impl Keepers {
    /// Begins the key-encryption keys of a new keyring; `folder` is theirs if they are files.
    pub(crate) fn create(&self, folder: &Path) -> Result<Box<dyn KekProvider>, Failure> {
        match (self.provider, &self.token) {
            (Provider::Module, Some(token)) => new_in(token),
            _ => Ok(Box::new(KekFolder::create(folder, None).map_err(failed)?)),
        }
    }

    /// Opens the key-encryption keys of the keyring in `key_file`, wherever they are: those that are not where new ones
    /// are made stay there until they are rotated.
    pub(crate) fn open(&self, folder: &Path, key_file: &Path) -> Result<Box<dyn KekProvider>, Failure> {
        let Some(token) = &self.token else {
            let keks = KekFolder::open(folder, None).map_err(|error| {
                failed(format!("{error}; if they are in a hardware module, name it under [keys.module]"))
            })?;
            return Ok(Box::new(keks));
        };
        let ring = Keyring::ring_of(key_file).map_err(|error| super::strongroom::closed(&error))?;
        let module = held_in(token, ring);
        let files = || KekFolder::open_for(folder, None, ring).map_err(failed);
        let no_files = !folder.exists() || files()?.epochs().map_err(failed)?.is_empty();
        let not_in_module = module.epochs().map_err(failed)?.is_empty();
        let (to, from): (Box<dyn KekProvider>, Box<dyn KekProvider>) = match (
            self.provider,
            no_files,
            not_in_module,
        ) {
            (_, true, true) => {
                let (here, there) = (folder.display(), module.place());
                return Err(failed(format!(
                    "neither {here} nor {there} has a key-encryption key of {}: insert the right token, or bring \
                         the files back from their escrow copy",
                    key_file.display()
                )));
            }
            (Provider::Module, true, _) => return Ok(module),
            (Provider::File, _, true) => return Ok(Box::new(files()?)),
            (Provider::Module, false, _) => (module, Box::new(files()?)),
            (Provider::File, _, false) => (Box::new(files()?), module),
        };
        tracing::warn!(
            "key-encryption keys of {} are still in {}: `tanba keys rotate` moves them to {}",
            key_file.display(),
            from.place(),
            to.place()
        );
        Ok(Box::new(MovingKeks::new(to, from).map_err(failed)?))
    }
}

#[cfg(feature = "pkcs11")]
type Token = std::sync::Arc<keyring::Pkcs11Token>;

#[cfg(feature = "pkcs11")]
fn new_in(token: &Token) -> Result<Box<dyn KekProvider>, Failure> {
    Ok(Box::new(keyring::Pkcs11Keks::create(token).map_err(failed)?))
}

#[cfg(feature = "pkcs11")]
fn held_in(token: &Token, ring: RingId) -> Box<dyn KekProvider> {
    Box::new(keyring::Pkcs11Keks::open_for(token, ring))
}

#[cfg(feature = "pkcs11")]
impl ModulePlace {
    fn open(&self) -> Result<Token, Failure> {
        let place = keyring::Pkcs11Place { module: self.library.clone(), token: self.token.clone() };
        keyring::Pkcs11Token::open(&place, self.pin()?).map_err(failed)
    }

    /// The PIN, from where the configuration says it is.
    fn pin(&self) -> Result<zeroize::Zeroizing<String>, Failure> {
        let failed = |why: String| Failure::new("pin", why);
        let text = match (&self.pin_file, &self.pin_variable) {
            (Some(file), _) => {
                let bytes =
                    keyring::read_private(file).map_err(|error| failed(format!("the PIN: {error}")))?;
                let text = std::str::from_utf8(&bytes).map(str::to_owned);
                text.map_err(|_| failed(format!("{}: the PIN in it is no text", file.display())))
            }
            (None, Some(name)) => std::env::var(name)
                .map_err(|_| failed(format!("the environment has no variable {name} with the PIN: set it"))),
            (None, None) => Err(failed("the configuration does not say where the PIN is".to_owned())),
        };
        let text = zeroize::Zeroizing::new(text?);
        Ok(zeroize::Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// There is none.
#[cfg(not(feature = "pkcs11"))]
enum Token {}

#[cfg(not(feature = "pkcs11"))]
fn new_in(token: &Token) -> Result<Box<dyn KekProvider>, Failure> {
    match *token {}
}

#[cfg(not(feature = "pkcs11"))]
fn held_in(token: &Token, _: RingId) -> Box<dyn KekProvider> {
    match *token {}
}

#[cfg(not(feature = "pkcs11"))]
impl ModulePlace {
    fn open(&self) -> Result<Token, Failure> {
        Err(Failure::new(
            "no-modules",
            "[keys.module]: this program was built without hardware modules: build it with `cargo build --release \
             --features pkcs11`, or keep the key-encryption keys in files",
        ))
    }
}
