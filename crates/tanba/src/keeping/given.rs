//! Images of fingers as they are given on the command line.

use std::path::{Path, PathBuf};

use dactyloscopy::Ppi;
use registry::CaptureInput;
use vocabulary::FingerPosition;

use crate::failure::Failure;
use crate::fingerprint::read_file;

/// Reads `FINGER=FILE`.
pub(super) fn print(text: &str) -> Result<(FingerPosition, PathBuf), String> {
    let known = || FingerPosition::ALL.iter().map(|finger| finger.code()).collect::<Vec<_>>().join(", ");
    let (finger, file) = text.split_once('=').ok_or("a finger and a file, such as right-index=index.png")?;
    let finger = finger.parse().map_err(|_| format!("{finger:?} is no finger; one of {}", known()))?;
    Ok((finger, PathBuf::from(file)))
}

/// Reads and decodes an image.
pub(super) fn image(file: &Path, ppi: Option<Ppi>) -> Result<CaptureInput, Failure> {
    let original = read_file(file)?;
    let decoded = interchange::decode_image(&original, ppi)
        .map_err(|error| Failure::new("print", format!("{}: {error}", file.display())))?;
    let media_type = decoded.format.media_type().to_owned();
    Ok(CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original, media_type })
}
