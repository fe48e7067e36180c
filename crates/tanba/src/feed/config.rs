//! What the configuration file says of feeds: `[[feed]]` with `name`, `public_key`, and `file` or `url`.

use std::path::PathBuf;

use registry::ports::CivilStatus;
use serde::Deserialize;

use super::file::FileFeed;
use super::http::{Address, HttpFeed};
use crate::failure::Failure;

/// Most feeds of one register.
const FEEDS_MAX: usize = 16;
/// Longest name, characters.
const NAME_CHARS_MAX: usize = 64;

/// One `[[feed]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedConfig {
    /// Its name: what was read of it is remembered under it.
    pub(crate) name: String,
    /// The sender's Ed25519 key, 64 hex digits.
    public_key: String,
    /// Signed messages, one a line.
    file: Option<PathBuf>,
    /// Asked for `events?after=N&limit=M` below it.
    url: Option<String>,
}

fn failed(name: &str, why: impl std::fmt::Display) -> Failure {
    Failure::new("config", format!("the feed {name:?}: {why}"))
}

/// Refuses lists no register should have.
pub(super) fn checked(configs: &[FeedConfig]) -> Result<(), Failure> {
    if configs.len() > FEEDS_MAX {
        let why = format!("{} feeds are configured; at most {FEEDS_MAX} are read", configs.len());
        return Err(Failure::new("config", why));
    }
    for (at, config) in configs.iter().enumerate() {
        if configs[..at].iter().any(|earlier| earlier.name == config.name) {
            return Err(failed(&config.name, "there are two of this name: what was read is counted by name"));
        }
    }
    Ok(())
}

impl FeedConfig {
    /// Opens it; nothing is read yet.
    pub(super) fn open(&self) -> Result<Box<dyn CivilStatus>, Failure> {
        let name = &self.name;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || !name.chars().all(plain) {
            let why = format!("a name is 1 to {NAME_CHARS_MAX} letters a-z, digits, - . and _");
            return Err(failed(name, why));
        }
        let mut key = [0; 32];
        hex::decode_to_slice(&self.public_key, &mut key)
            .map_err(|_| failed(name, "public_key is the sender's Ed25519 key: 64 hex digits"))?;
        match (&self.file, &self.url) {
            (Some(file), None) => Ok(Box::new(FileFeed::new(name, key, file.clone()))),
            (None, Some(url)) => {
                let address = Address::parse(url).map_err(|why| failed(name, why))?;
                Ok(Box::new(HttpFeed::new(name, key, address)))
            }
            _ => Err(failed(name, "give either file or url")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]
    use super::*;

    fn config(lines: &str) -> FeedConfig {
        toml::from_str(lines).unwrap()
    }

    fn why(lines: &str) -> String {
        config(lines).open().err().map_or_else(String::new, |failure| failure.message)
    }

    #[test]
    fn a_feed_has_a_name_a_key_and_one_place() {
        let key = "ab".repeat(32);
        let file = config(&format!("name = \"civil-status\"\npublic_key = \"{key}\"\nfile = \"/f\""));
        assert_eq!(file.open().unwrap().public_key(), [0xab; 32]);
        for (lines, expected) in [
            (format!("name = \"\"\npublic_key = \"{key}\"\nfile = \"/f\""), "a name is 1 to 64"),
            (format!("name = \"a b\"\npublic_key = \"{key}\"\nfile = \"/f\""), "a name is 1 to 64"),
            ("name = \"a\"\npublic_key = \"ab\"\nfile = \"/f\"".to_owned(), "64 hex digits"),
            (format!("name = \"a\"\npublic_key = \"{key}\""), "either file or url"),
            (
                format!("name = \"a\"\npublic_key = \"{key}\"\nfile = \"/f\"\nurl = \"http://127.0.0.1/\""),
                "either file or url",
            ),
            (format!("name = \"a\"\npublic_key = \"{key}\"\nurl = \"https://civil.example/\""), "TLS"),
        ] {
            assert!(why(&lines).contains(expected), "{lines}: {}", why(&lines));
        }
        assert!(checked(&[file.clone(), file.clone()]).unwrap_err().message.contains("two of this name"));
        assert!(checked(&vec![file; 17]).unwrap_err().message.contains("at most 16"));
    }
}
