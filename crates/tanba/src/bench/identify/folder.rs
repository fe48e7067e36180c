//! The folder that keeps a gallery while it is built: what it was made with, and snapshots of finished chunks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dactyloscopy::ALGORITHM;
use gallery::{Gallery, SnapshotError};

use super::people::{Asked, signature};
use super::say;
use crate::failure::Failure;

/// What the gallery in the folder was made with.
const PARAMETERS: &str = "parameters.json";
/// The same while it is written.
const PARTIAL: &str = "parameters.partial";

/// A folder made with the same parameters, or a new one.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Opens or begins a folder.
    ///
    /// # Errors
    /// It was made with other parameters, holds other things, or cannot be read or written.
    pub(super) fn open(path: &Path, persons: u64, asked: &Asked) -> Result<Self, Failure> {
        let wanted = parameters(persons, asked);
        fs::create_dir_all(path).map_err(|error| cannot("make the folder", path, &error))?;
        let file = path.join(PARAMETERS);
        if file.exists() {
            let text = fs::read_to_string(&file).map_err(|error| cannot("read", &file, &error))?;
            let found: BTreeMap<String, String> = serde_json::from_str(&text).map_err(|error| {
                Failure::new("bad-snapshot", format!("{}: {error}: choose another folder", file.display()))
            })?;
            same(path, &found, &wanted)?;
        } else {
            let entries = fs::read_dir(path).map_err(|error| cannot("read", path, &error))?;
            // a run that was stopped here may have left its unfinished file
            let mut others = entries.filter(|e| e.as_ref().map_or(true, |e| e.file_name() != PARTIAL));
            if others.next().is_some() {
                let message = format!(
                    "{}: not empty and without {PARAMETERS}: choose an empty folder for --snapshot",
                    path.display()
                );
                return Err(Failure::new("bad-snapshot", message));
            }
            let text = serde_json::to_string_pretty(&wanted)
                .map_err(|error| Failure::new("bad-snapshot", error.to_string()))?;
            // whole or not there: written beside it first
            let partial = path.join(PARTIAL);
            fs::write(&partial, text).map_err(|error| cannot("write", &partial, &error))?;
            fs::rename(&partial, &file).map_err(|error| cannot("write", &file, &error))?;
        }
        Ok(Self(path.to_owned()))
    }

    /// The people of a chunk, when it was finished. A damaged file is named and made again.
    ///
    /// # Errors
    /// The file is there but cannot be read at all.
    pub(super) fn load(&self, chunk: u64) -> Result<Option<Gallery>, Failure> {
        let path = self.chunk(chunk);
        match Gallery::load_snapshot(&path) {
            Ok(gallery) => Ok(Some(gallery)),
            Err(SnapshotError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(SnapshotError::Io(error)) => Err(cannot("read", &path, &error)),
            Err(error) => {
                say(&format!("warning: {}: {error}: made again", path.display()));
                Ok(None)
            }
        }
    }

    /// Keeps a finished chunk.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn save(&self, chunk: u64, gallery: &Gallery) -> Result<(), Failure> {
        let path = self.chunk(chunk);
        let refuse = |error| Failure::new("cannot-write", format!("{}: {error}", path.display()));
        gallery.save_snapshot(&path).map_err(refuse)
    }

    /// Bytes of a chunk's file.
    pub(super) fn bytes(&self, chunk: u64) -> u64 {
        fs::metadata(self.chunk(chunk)).map_or(0, |file| file.len())
    }

    fn chunk(&self, chunk: u64) -> PathBuf {
        self.0.join(format!("chunk-{chunk:05}.gallery"))
    }
}

fn parameters(persons: u64, asked: &Asked) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("algorithm".to_owned(), ALGORITHM.to_string()),
        ("persons".to_owned(), persons.to_string()),
        ("fingers".to_owned(), asked.fingers.to_string()),
        ("people".to_owned(), format!("{:016x}", signature())),
    ])
}

/// Refuses a folder made otherwise, naming what differs.
fn same(
    path: &Path,
    found: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Result<(), Failure> {
    let names = wanted.keys().chain(found.keys());
    let of =
        |all: &BTreeMap<String, String>, name: &String| all.get(name).cloned().unwrap_or("none".to_owned());
    for name in names {
        let (had, want) = (of(found, name), of(wanted, name));
        if had != want {
            let message = format!(
                "{}: made with {name} {had}, this run has {want}: choose another folder for --snapshot or \
                 remove this one",
                path.display()
            );
            return Err(Failure::new("other-parameters", message));
        }
    }
    Ok(())
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new("cannot-keep", format!("cannot {what} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked = Asked { fingers: 2, searched: 2, told: true };

    #[test]
    fn a_folder_made_otherwise_is_refused_by_the_name_of_the_parameter() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("kept");
        fs::create_dir(&path).unwrap();
        fs::write(path.join(PARTIAL), "{\"al").unwrap();
        assert!(Folder::open(&path, 1000, &ASKED).is_ok());
        assert!(Folder::open(&path, 1000, &Asked { searched: 1, told: false, ..ASKED }).is_ok());
        let other = Folder::open(&path, 1001, &ASKED).err().unwrap();
        assert!(other.message.contains("made with persons 1000, this run has 1001"), "{}", other.message);
        let other = Folder::open(&path, 1000, &Asked { fingers: 3, ..ASKED }).err().unwrap();
        assert!(other.message.contains("fingers"), "{}", other.message);
        fs::write(path.join(PARAMETERS), "{}").unwrap();
        assert_eq!(Folder::open(&path, 1000, &ASKED).err().unwrap().code, "other-parameters");
        fs::write(path.join(PARAMETERS), "[").unwrap();
        assert_eq!(Folder::open(&path, 1000, &ASKED).err().unwrap().code, "bad-snapshot");
        fs::remove_file(path.join(PARAMETERS)).unwrap();
        fs::write(path.join("letter.txt"), "x").unwrap();
        assert_eq!(Folder::open(&path, 1000, &ASKED).err().unwrap().code, "bad-snapshot");
        assert_eq!(fs::read(path.join("letter.txt")).unwrap(), b"x");
    }

    #[test]
    fn a_damaged_chunk_counts_as_not_made() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path(), 10, &ASKED).ok().unwrap();
        assert!(folder.load(3).ok().unwrap().is_none());
        folder.save(3, &Gallery::new()).ok().unwrap();
        assert!(folder.load(3).ok().unwrap().is_some());
        let path = folder.chunk(3);
        let mut bytes = fs::read(&path).unwrap();
        bytes[100] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(folder.load(3).ok().unwrap().is_none());
    }
}
