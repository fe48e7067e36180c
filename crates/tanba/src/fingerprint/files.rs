//! Files in with a limit, files out all or nothing.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use interchange::IMAGE_BYTES_MAX;
use tempfile::NamedTempFile;

use super::refusal::Refusal;

/// Reads a file, at most one byte more than an image may have: the decoder then names the limit.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refuse = |what: String| Refusal::new("cannot-read", format!("{}: {what}", path.display()));
    if path.is_dir() {
        return Err(refuse("this is a folder; give a file in it".to_owned()));
    }
    let file = File::open(path).map_err(|error| refuse(error.to_string()))?;
    let length = file.metadata().map_err(|error| refuse(error.to_string()))?.len();
    if length > IMAGE_BYTES_MAX as u64 {
        let error =
            interchange::DecodeError::TooManyBytes { bytes: usize::try_from(length).unwrap_or(usize::MAX) };
        return Err(refuse(error.to_string()));
    }
    let mut bytes = Vec::new();
    file.take(IMAGE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refuse(error.to_string()))?;
    Ok(bytes)
}

/// A file that appears under its name only when it is whole; dropped before [`Output::finish`] it leaves nothing.
pub(super) struct Output {
    path: PathBuf,
    file: NamedTempFile,
}

impl Output {
    /// Opens a temporary file beside `path`, so that a folder that cannot be written is noticed at once.
    pub(super) fn create(path: &Path) -> Result<Self, Refusal> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if path.is_dir() {
            let message = format!("{}: this is a folder; name the file to write", path.display());
            return Err(Refusal::new("cannot-write", message));
        }
        refuse_special(path)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".tanba-").suffix(".part");
        #[cfg(unix)]
        let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let file = builder.tempfile_in(folder).map_err(|error| cannot_write(path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Writes everything, makes it lasting, and gives it its name.
    pub(super) fn finish(mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let path = &self.path;
        let written = self.file.write_all(bytes).and_then(|()| self.file.as_file().sync_all());
        written.map_err(|error| cannot_write(path, &error))?;
        self.file.persist(path).map_err(|error| cannot_write(path, &error.error))?;
        Ok(())
    }
}

/// A rename would replace a device, a pipe or a link by a file: only a plain file, or nothing, is replaced.
fn refuse_special(path: &Path) -> Result<(), Refusal> {
    match std::fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => {
            let message = format!(
                "{}: this is no plain file (a device, pipe or link); name a file to write",
                path.display()
            );
            Err(Refusal::new("cannot-write", message))
        }
        Ok(there) if there.permissions().readonly() => {
            let message =
                format!("{}: the file there is read-only; name another file to write", path.display());
            Err(Refusal::new("cannot-write", message))
        }
        _ => Ok(()),
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Refusal {
    let message = format!("{}: cannot be written, and is unchanged: {error}", path.display());
    Refusal::new("cannot-write", message)
}
