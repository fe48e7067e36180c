//! Prints for pages: bytes → image, minutiae, quality, on a blocking thread and a few at once.

use dactyloscopy::{ExtractError, Extraction, GreyImage, Ppi, QualityCause};
use interchange::{DecodeError, decode_image, encode_png};
use registry::CaptureInput;

use crate::app::AppState;
use crate::fail::Fail;
use crate::i18n::Lang;

/// An image file, decoded and extracted.
pub(crate) struct Print {
    pub(crate) image: GreyImage,
    pub(crate) ppi: Ppi,
    pub(crate) media_type: &'static str,
    /// The image as PNG, for the browser.
    pub(crate) png: Vec<u8>,
    pub(crate) extraction: Result<Extraction, ExtractError>,
    pub(crate) original: Vec<u8>,
}

impl Print {
    /// What a station hands to the register.
    pub(crate) fn into_capture(self) -> CaptureInput {
        CaptureInput::Image {
            image: self.image,
            ppi: self.ppi,
            original: self.original,
            media_type: self.media_type.to_owned(),
        }
    }
}

/// Decodes and extracts one file.
///
/// # Errors
/// The outer error is ours (a thread ended), the inner one says what is wrong with the file.
pub(crate) async fn read(state: &AppState, original: Vec<u8>) -> Result<Result<Print, DecodeError>, Fail> {
    let _permit = state.print_permits.acquire().await.map_err(|e| Fail::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || make(original)).await.map_err(|e| Fail::Internal(e.to_string()))
}

fn make(original: Vec<u8>) -> Result<Print, DecodeError> {
    let decoded = decode_image(&original, None)?;
    let extraction = dactyloscopy::extract(&decoded.image, decoded.ppi);
    let png = encode_png(&decoded.image, decoded.ppi);
    let media_type = decoded.format.media_type();
    Ok(Print { image: decoded.image, ppi: decoded.ppi, media_type, png, extraction, original })
}

/// Why an image gives no template, in the language of the page.
pub(crate) fn extract_words(lang: Lang, error: &ExtractError) -> String {
    let key = match error {
        ExtractError::TooSmall { .. } => "print-too-small",
        ExtractError::TooLarge { .. } => "print-too-large",
        _ => "print-not-a-finger",
    };
    lang.t(key)
}

/// What the operator can do about a cause of low quality.
pub(crate) fn cause_words(lang: Lang, cause: QualityCause) -> String {
    lang.t(match cause {
        QualityCause::Dry => "cause-dry",
        QualityCause::Wet => "cause-wet",
        QualityCause::Partial => "cause-partial",
        QualityCause::Smeared => "cause-smeared",
        QualityCause::OffCentre => "cause-off-centre",
        QualityCause::LowContrast => "cause-low-contrast",
    })
}

/// A word for a quality, by the thirds people know: low, fair, good.
pub(crate) fn quality_word(lang: Lang, quality: u8) -> String {
    lang.t(match quality {
        0..40 => "quality-low",
        40..70 => "quality-fair",
        _ => "quality-good",
    })
}
