//! Where a register is: its store, on either engine, and the folder of its keys. Said by `--data-dir` or by
//! the configuration file.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use law::{Access, QueryKind};
use serde::Deserialize;
use store::Location;
use vocabulary::Basis;

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
    /// The searches that are switched on (C-24 to C-26), by code; every one is off by default.
    #[serde(default)]
    searches: BTreeSet<QueryKind>,
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
        if let Some(query) = config.searches.iter().find(|query| !is_switched(**query)) {
            return Err(failed(format!(
                "searches: {query} is not switched: the Law always or never allows it"
            )));
        }
        match (&config.data_dir, &config.store) {
            (Some(_), Some(_)) => Err(failed("data_dir and [store] say the same: keep one".to_owned())),
            _ => Ok(config),
        }
    }

    fn premises(self) -> Option<Premises> {
        let (key_place, searches) = (self.key_place, self.searches);
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
        premises.map(|premises| Premises { key_place, searches, ..premises })
    }
}

/// Whether a search by fingers can be switched on: some gallery of it is gated, or the whole of it is (R16.2.1).
fn is_switched(query: QueryKind) -> bool {
    let gated =
        |basis: &Basis| law::is_prints(*basis) && law::may_search(query, *basis).access == Access::Gated;
    query == QueryKind::ForeignerControl || Basis::ALL.iter().any(gated)
}

/// The arguments that say where a register is.
#[derive(Debug, Args)]
pub(crate) struct PremisesArgs {
    /// Configuration file (TOML): `[store]` with `engine`, or `data_dir`; `[keys]`; `listen`, `behind_tls`, `searches`;
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
            Some(folder) => {
                let (key_place, searches) = (config.key_place.clone(), config.searches.clone());
                Premises { key_place, searches, ..Premises::folder(folder) }
            }
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
    /// The searches that are switched on.
    pub(crate) searches: BTreeSet<QueryKind>,
}

impl Premises {
    /// SQLite and keys in one folder.
    pub(crate) fn folder(folder: &Path) -> Self {
        Self {
            location: Location::Folder(folder.to_owned()),
            keys: folder.to_owned(),
            key_place: KeyPlace::default(),
            searches: BTreeSet::new(),
        }
    }

    /// With these searches switched on.
    pub(crate) fn with_searches(self, searches: BTreeSet<QueryKind>) -> Self {
        Self { searches, ..self }
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
    fn searches_are_off_unless_the_file_names_them() {
        let off = read("data_dir = \"/r\"").unwrap().premises().unwrap();
        assert!(off.searches.is_empty());
        let text = "data_dir = \"/r\"\nsearches = [\"unknown-living\", \"foreigner-control\"]";
        let on = read(text).unwrap().premises().unwrap();
        assert_eq!(on.searches, [QueryKind::UnknownLiving, QueryKind::ForeignerControl].into());
        for query in ["g3", "g4", "duplicate-check", "named-pair"] {
            let said = read(&format!("data_dir = \"/r\"\nsearches = [\"{query}\"]")).unwrap_err().message;
            assert!(said.contains(query) && said.contains("not switched"), "{said}");
        }
        let said = read("data_dir = \"/r\"\nsearches = [\"everything\"]").unwrap_err().message;
        assert!(said.contains("everything") && said.contains("unknown-living"), "{said}");
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
