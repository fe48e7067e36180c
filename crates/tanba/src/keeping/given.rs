//! Images of fingers as they are given on the command line.

use std::path::{Path, PathBuf};

use dactyloscopy::Ppi;
use registry::{CaptureInput, CommandError, LanePrints};
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

/// Reads images and leaves them as they are, to be decoded when the register asks for them.
pub(super) fn undecoded(
    prints: &[(FingerPosition, PathBuf)],
    ppi: Option<Ppi>,
) -> Result<Option<LanePrints>, Failure> {
    if prints.is_empty() {
        return Ok(None);
    }
    let read = |(finger, file): &(FingerPosition, PathBuf)| {
        Ok((*finger, file.display().to_string(), read_file(file)?))
    };
    let files = prints.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
    let decode = move |(finger, name, original): (FingerPosition, String, Vec<u8>)| {
        let decoded = interchange::decode_image(&original, ppi)
            .map_err(|error| CommandError::Invalid { field: "print", message: format!("{name}: {error}") })?;
        let media_type = decoded.format.media_type().to_owned();
        Ok((finger, CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original, media_type }))
    };
    Ok(Some(Box::new(move || files.into_iter().map(decode).collect())))
}
