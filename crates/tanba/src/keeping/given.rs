//! Images of fingers as they are given on the command line.

use std::path::{Path, PathBuf};

use dactyloscopy::Ppi;
use registry::CaptureInput;
use vocabulary::FingerPosition;

use crate::failure::Failure;

/// Longest file of one print, bytes: what a station may send (32 MiB).
const FILE_BYTES_MAX: u64 = 32 << 20;

/// Reads `FINGER=FILE`.
pub(super) fn print(text: &str) -> Result<(FingerPosition, PathBuf), String> {
    let known = || FingerPosition::ALL.iter().map(|finger| finger.code()).collect::<Vec<_>>().join(", ");
    let (finger, file) = text.split_once('=').ok_or("a finger and a file, such as right-index=index.png")?;
    let finger = finger.parse().map_err(|_| format!("{finger:?} is no finger; one of {}", known()))?;
    Ok((finger, PathBuf::from(file)))
}

/// Reads `--ppi`.
pub(super) fn ppi(text: &str) -> Result<Ppi, String> {
    let ppi: u16 = text.parse().map_err(|_| format!("{text:?} is no whole number of pixels per inch"))?;
    Ppi::new(ppi).map_err(|error| error.to_string())
}

/// Reads and decodes an image.
pub(super) fn image(file: &Path, ppi: Option<Ppi>) -> Result<CaptureInput, Failure> {
    let failed = |why: String| Failure::new("print", format!("{}: {why}", file.display()));
    let length = std::fs::metadata(file).map_err(|error| failed(error.to_string()))?.len();
    if length > FILE_BYTES_MAX {
        return Err(failed(format!("{length} bytes; an image of one finger has at most {FILE_BYTES_MAX}")));
    }
    let original = std::fs::read(file).map_err(|error| failed(error.to_string()))?;
    let decoded = interchange::decode_image(&original, ppi).map_err(|error| failed(error.to_string()))?;
    let media_type = decoded.format.media_type().to_owned();
    Ok(CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original, media_type })
}
