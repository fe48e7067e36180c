//! Finger minutiae records, ISO/IEC 19794-2:2005 (`FMR\0`, ` 20\0`).
//!
//! Layout, big-endian: a 24-byte header (magic, version, length, capture device, image size in px, resolution
//! in px/cm, number of views, reserved), then each view (finger position, view and impression, quality, count;
//! 6 bytes a minutia; length of extended data, extended data). Angles count 1.40625 degrees (360/256)
//! counter-clockwise from the x axis: the convention of [`dactyloscopy::Minutia`].

mod read;
mod write;

use dactyloscopy::Template;

pub use read::{parse, read};
pub use write::{RecordView, write, write_view};

/// First eight bytes of a record.
pub const MAGIC: &[u8; 8] = b"FMR\0 20\0";
/// Most bytes of a record: 16 fingers of 16 views of 255 minutiae with the largest extended data would be
/// larger, but no reader of cards or passports takes so much.
pub const FMR_BYTES_MAX: usize = 1024 * 1024;
/// What a quality of 0, "not reported", is read as: the middle, so that nothing is preferred by it.
pub const QUALITY_NOT_REPORTED: u8 = 50;

const HEADER_BYTES: usize = 24;
const VIEW_HEADER_BYTES: usize = 4;
const MINUTIA_BYTES: usize = 6;
/// Directions in a turn.
const ANGLES: f32 = 256.0;
/// Coordinates have 14 bits.
const COORDINATE_MAX: u16 = 0x3fff;

/// True when the bytes begin as any finger minutiae record does, of whatever version.
pub fn is_fmr(bytes: &[u8]) -> bool {
    bytes.starts_with(b"FMR\0")
}

/// A whole record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Identifier of the capture device, 0 when not told.
    pub capture_device: u16,
    /// Image width, px of the record's own resolution.
    pub width_px: u16,
    /// Image height, px of the record's own resolution.
    pub height_px: u16,
    /// Horizontal resolution, px/cm.
    pub x_px_per_cm: u16,
    /// Vertical resolution, px/cm.
    pub y_px_per_cm: u16,
    /// One finger view each; at least one.
    pub views: Vec<View>,
}

/// One view of one finger.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// 0 unknown, 1 right thumb to 10 left little finger.
    pub position: u8,
    /// Number of the view among those of the finger, from 0.
    pub number: u8,
    /// Impression type: 0 live plain, 1 live rolled, 2 non-live plain, 3 non-live rolled, 7 latent, 8 swipe.
    pub impression: u8,
    /// The minutiae at 500 ppi.
    pub template: Template,
    /// Bytes of extended data (ridge counts, cores, deltas, private), which are not read.
    pub extended_bytes: u16,
}

/// Why bytes are no usable record.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FmrError {
    /// Does not begin as a minutiae record.
    #[error("this is no finger minutiae record: it does not start with \"FMR\"")]
    Magic,
    /// Another version or standard.
    #[error("this minutiae record is {0}; read is ISO/IEC 19794-2:2005")]
    Version(String),
    /// More bytes than [`FMR_BYTES_MAX`].
    #[error("the minutiae record has {0} bytes: at most {FMR_BYTES_MAX} are read")]
    TooManyBytes(usize),
    /// The length field and the bytes differ.
    #[error(
        "the minutiae record is cut off or padded: it says {said} bytes, {found} are there; copy it again"
    )]
    Length {
        /// Bytes told by the header.
        said: u64,
        /// Bytes given.
        found: usize,
    },
    /// Ends inside a field.
    #[error("the minutiae record ends inside {0}; copy it again")]
    Truncated(String),
    /// A value outside what the standard allows.
    #[error("the minutiae record is wrong: {0}")]
    Value(String),
    /// Values that make no template.
    #[error("view {view} of the minutiae record makes no template: {cause}")]
    Template {
        /// Number of the view in the record, from 1.
        view: usize,
        /// Why not.
        cause: dactyloscopy::TemplateError,
    },
}
