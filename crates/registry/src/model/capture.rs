use dactyloscopy::{GreyImage, Ppi, Quality, QualityCause, Template};
use vocabulary::{FingerPosition, ImpressionId, MissingReason};

/// What a station sends for one finger position.
#[derive(Debug, Clone)]
pub enum CaptureInput {
    /// An image: decoded grey pixels (for extraction) and the original bytes (kept as received).
    Image {
        /// Decoded image.
        image: GreyImage,
        /// Its resolution.
        ppi: Ppi,
        /// The file as received, at most 32 MiB.
        original: Vec<u8>,
        /// Media type of the original, e.g. `image/png`.
        media_type: String,
    },
    /// No image, and why (R1.5.1).
    Missing(MissingReason),
}

/// What a finger position of an encounter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FingerStatus {
    /// Nothing yet.
    Empty,
    /// An image with this quality, 0–100.
    Captured {
        /// Quality.
        quality: u8,
        /// True when the quality is below the minimum: recapture is advised.
        below_minimum: bool,
    },
    /// A reason instead of an image.
    Missing(MissingReason),
}

/// Least quality of an impression that needs no recapture (R11.4.2). Below it the capture is stored all the
/// same and marked: what a hand cannot give must not stop a case.
pub const QUALITY_MINIMUM: u8 = 30;

impl FingerStatus {
    /// The status of an impression of this quality.
    pub fn captured(quality: u8) -> Self {
        Self::Captured { quality, below_minimum: quality < QUALITY_MINIMUM }
    }
}

/// Quality causes as stored: codes separated by commas, empty for none.
pub fn causes_to_text(causes: &[QualityCause]) -> String {
    causes.iter().map(|cause| cause_code(*cause)).collect::<Vec<_>>().join(",")
}

/// Reads what [`causes_to_text`] wrote; `None` for an unknown code.
pub fn causes_from_text(text: &str) -> Option<Vec<QualityCause>> {
    let find = |code| CAUSES.iter().copied().find(|cause| cause_code(*cause) == code);
    text.split(',').filter(|code| !code.is_empty()).map(find).collect()
}

const CAUSES: [QualityCause; 6] = [
    QualityCause::Dry,
    QualityCause::Wet,
    QualityCause::Partial,
    QualityCause::Smeared,
    QualityCause::OffCentre,
    QualityCause::LowContrast,
];

fn cause_code(cause: QualityCause) -> &'static str {
    match cause {
        QualityCause::Dry => "dry",
        QualityCause::Wet => "wet",
        QualityCause::Partial => "partial",
        QualityCause::Smeared => "smeared",
        QualityCause::OffCentre => "off-centre",
        QualityCause::LowContrast => "low-contrast",
    }
}

/// One finger position of a case, for the hand map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapturedFinger {
    /// Position.
    pub position: FingerPosition,
    /// Status.
    pub status: FingerStatus,
    /// The impression, when there is an image.
    pub impression: Option<ImpressionId>,
}

/// An impression as stored, without the image.
#[derive(Debug, Clone)]
pub struct Impression {
    /// Identifier.
    pub id: ImpressionId,
    /// Position.
    pub position: FingerPosition,
    /// Quality and its causes.
    pub quality: Quality,
    /// Template.
    pub template: Template,
}

/// An impression with its image, for a page that shows it (reading it is an act in the ledger).
#[derive(Debug, Clone)]
pub struct ImpressionImage {
    /// The impression.
    pub impression: Impression,
    /// The file as received.
    pub original: Vec<u8>,
    /// Its media type.
    pub media_type: String,
    /// Its resolution.
    pub ppi: Ppi,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_read_back_as_they_were_written_and_an_unknown_one_does_not() {
        for causes in [&[][..], &[QualityCause::Dry], &CAUSES] {
            assert_eq!(causes_from_text(&causes_to_text(causes)).as_deref(), Some(causes));
        }
        assert_eq!(causes_from_text("dry,purple"), None);
    }
}
