//! Where a register is: its store, on either engine, and the folder of its keys. Said by `--data-dir` or by
//! the configuration file.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;
use store::Location;

use crate::failure::Failure;
use crate::feed::FeedConfig;
use crate::key_place::KeyPlace;

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// SQLite in this folder; short for `[store]`.
    data_dir: Option<PathBuf>,
    store: Option<StoreConfig>,
    /// Where the key-encryption keys are.
    #[serde(rename = "keys", default)]
    key_place: KeyPlace,
    pub(crate) listen: Option<SocketAddr>,
    #[serde(default)]
    pub(crate) behind_tls: bool,
    /// Where events of civil status and citizenship come from.
    #[serde(default, rename = "feed")]
    pub(crate) feeds: Vec<FeedConfig>,
}

/// The table `[store]`.
#[derive(Deserialize)]
#[serde(tag = "engine", rename_all = "lowercase", deny_unknown_fields)]
enum StoreConfig {
    Sqlite {
        folder: PathBuf,
        /// Elsewhere than in the folder.
        keys: Option<PathBuf>,
    },
    Postgres {
        url: String,
        keys: PathBuf,
    },
}

impl std::fmt::Debug for StoreConfig {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres { .. } => "postgres",
        })
    }
}

impl Config {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |error: String| Failure::new("config", format!("{}: {error}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        // The parser shows the line it stumbles over: not the one with a password or a PIN.
        let secret = text.contains("://") || text.contains("keys");
        let config: Self = toml::from_str(&text).map_err(|error| match secret {
            true => failed(error.message().to_owned()),
            false => failed(error.to_string()),
        })?;
        config.key_place.check().map_err(failed)?;
        match (&config.data_dir, &config.store) {
            (Some(_), Some(_)) => Err(failed("data_dir and [store] say the same: keep one".to_owned())),
            _ => Ok(config),
        }
    }

    fn premises(self) -> Option<Premises> {
        let key_place = self.key_place;
        let premises = match (self.data_dir, self.store) {
            (Some(folder), _) => Some(Premises::folder(&folder)),
            (None, Some(StoreConfig::Sqlite { folder, keys })) => {
                let keys = keys.unwrap_or_else(|| folder.clone());
                Some(Premises { keys, ..Premises::folder(&folder) })
            }
            (None, Some(StoreConfig::Postgres { url, keys })) => {
                Some(Premises { location: Location::Database(url), ..Premises::folder(&keys) })
            }
            (None, None) => None,
        };
        premises.map(|premises| Premises { key_place, ..premises })
    }
}

/// The arguments that say where a register is.
#[derive(Debug, Args)]
pub(crate) struct PremisesArgs {
    /// Configuration file (TOML): `[store]` with `engine`, or `data_dir`; `[keys]`; `listen`, `behind_tls`;
    /// `[[feed]]` with `name`, `public_key`, and `file` or `url`.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder of the register (SQLite); overrides the file.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl PremisesArgs {
    /// What arguments and file say together.
    pub(crate) fn read(&self) -> Result<(Premises, Config), Failure> {
        let read = || self.config.as_deref().map(Config::read).transpose();
        let missing = || {
            Failure::new(
                "config",
                "no register: give --data-dir DIR, or --config FILE with [store] or data_dir",
            )
        };
        let config = read()?.unwrap_or_default();
        let premises = match &self.data_dir {
            Some(folder) => Premises { key_place: config.key_place.clone(), ..Premises::folder(folder) },
            None => read()?.and_then(Config::premises).ok_or_else(missing)?,
        };
        Ok((premises, config))
    }

    /// The same arguments, to be typed again.
    pub(crate) fn typed(&self) -> String {
        match (&self.data_dir, &self.config) {
            (Some(folder), _) => format!("--data-dir {}", folder.display()),
            (None, Some(file)) => format!("--config {}", file.display()),
            (None, None) => String::new(),
        }
    }
}

/// Where a register is.
#[derive(Debug, Clone)]
pub(crate) struct Premises {
    /// Its store.
    pub(crate) location: Location,
    /// The folder with the key that signs its checkpoints.
    pub(crate) keys: PathBuf,
    /// What holds the key-encryption keys.
    pub(crate) key_place: KeyPlace,
}

impl Premises {
    /// SQLite and keys in one folder.
    pub(crate) fn folder(folder: &Path) -> Self {
        Self {
            location: Location::Folder(folder.to_owned()),
            keys: folder.to_owned(),
            key_place: KeyPlace::default(),
        }
    }

    /// A data folder, or the configuration file that names the register.
    pub(crate) fn at(place: &Path) -> Result<Self, Failure> {
        if place.extension().is_none_or(|ending| ending != "toml") {
            return Ok(Self::folder(place));
        }
        Config::read(place)?.premises().ok_or_else(|| {
            Failure::new("config", format!("{}: neither [store] nor data_dir in it", place.display()))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]
    use super::*;

    fn read(text: &str) -> Result<Config, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        Config::read(file.path())
    }

    #[test]
    fn either_engine_is_configured() {
        let sqlite = read("[store]\nengine = \"sqlite\"\nfolder = \"/r\"").unwrap().premises().unwrap();
        assert_eq!((sqlite.location, sqlite.keys), (Location::Folder("/r".into()), "/r".into()));
        let short = read("data_dir = \"/r\"\nlisten = \"127.0.0.1:1\"").unwrap().premises().unwrap();
        assert_eq!(short.location, Location::Folder("/r".into()));
        let url = "postgres://tanba@localhost/tanba?host=/run/postgresql";
        let text = format!("[store]\nengine = \"postgres\"\nurl = \"{url}\"\nkeys = \"/k\"");
        let postgres = read(&text).unwrap().premises().unwrap();
        assert_eq!((postgres.location, postgres.keys), (Location::Database(url.to_owned()), "/k".into()));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        let cases = [
            ("data_dir = \"/r\"\n[store]\nengine = \"sqlite\"\nfolder = \"/r\"", "keep one"),
            ("[store]\nengine = \"oracle\"\nurl = \"postgres://a:s3cret@localhost/t\"", "oracle"),
            ("[store]\nengine = \"postgres\"\nurl = \"postgres://a:s3cret@localhost/t\"", "keys"),
            ("[store]\nengine = \"sqlite\"", "folder"),
            ("data_dir = \"/r\"\n[keys]\nprovider = \"module\"", "[keys.module]"),
            ("data_dir = \"/r\"\n[keys]\nprovider = \"cloud\"", "cloud"),
            (
                "data_dir = \"/r\"\n[keys.module]\nlibrary = \"/l.so\"\ntoken = \"t\"\npin = \"s3cret\"",
                "pin_file",
            ),
            ("data_dir = \"/r\"\n[keys.module]\nlibrary = \"/l.so\"\ntoken = \"t\"", "pin_variable"),
            (
                "data_dir = \"/r\"\n[keys.module]\nlibrary = \"/l.so\"\ntoken = \"t\"\npin_file = \"/p\"\n\
                 pin_variable = \"P\"",
                "either pin_file or pin_variable",
            ),
            ("data_dir = \"/r\"\n[[feed]]\nname = \"a\"\nkey = \"b\"", "key"),
        ];
        for (text, expected) in cases {
            let said = read(text).unwrap_err().message;
            assert!(said.contains(expected) && !said.contains("s3cret"), "{said}");
        }
    }
}
