//! Raster images: any of six formats to 8-bit grey, grey to PNG.

mod bmp;
mod encode;
mod format;
mod grey;
mod jpeg;
mod jpeg2000;
mod jpeg2000_guard;
mod limits;
mod pgm;
mod png;
mod resolution;
mod tiff;
mod tiff_palette;

use dactyloscopy::{GreyImage, Ppi};

pub use encode::{encode_png, encode_png_rgb};
pub use format::ImageFormat;
pub use limits::IMAGE_BYTES_MAX;

use resolution::Tag;

/// An image as the extractor wants it, with what was noticed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedImage {
    /// 8-bit luminance (ITU-R BT.601), transparency laid over white.
    pub image: GreyImage,
    /// From the caller, else from the file, else 500 ppi with a warning.
    pub ppi: Ppi,
    /// The format the first bytes told.
    pub format: ImageFormat,
    /// Sentences for the person who gave the file.
    pub warnings: Vec<String>,
}

/// Why bytes give no image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Nothing was given.
    #[error("the file is empty (0 bytes): copy or scan it again")]
    Empty,
    /// The first bytes belong to no format read here.
    #[error("unknown image format: it starts with {first_bytes}; read are {}", ImageFormat::LIST)]
    UnknownFormat {
        /// Up to eight bytes in hexadecimal.
        first_bytes: String,
    },
    /// More bytes than [`IMAGE_BYTES_MAX`].
    #[error("the file has {bytes} bytes: at most {IMAGE_BYTES_MAX} (32 MiB) are read; crop it to one finger")]
    TooManyBytes {
        /// Bytes given.
        bytes: usize,
    },
    /// A side or the number of pixels is over the limit.
    #[error(
        "the {format} image is {width} x {height} px: each side must be 1 to {} px, at most {} pixels in all; \
         crop it to one finger",
        dactyloscopy::SIDE_MAX_PX,
        dactyloscopy::PIXELS_MAX
    )]
    Size {
        /// The format.
        format: ImageFormat,
        /// Width told by the file, px.
        width: u64,
        /// Height told by the file, px.
        height: u64,
    },
    /// A kind of the format that is not read.
    #[error("this {format} image is not read: {reason}; save it as 8-bit grey PNG")]
    Unsupported {
        /// The format.
        format: ImageFormat,
        /// What is not supported.
        reason: String,
    },
    /// Truncated or damaged.
    #[error("the {format} image is broken or cut off: {cause}; copy or scan it again")]
    Broken {
        /// The format.
        format: ImageFormat,
        /// What the decoder stumbled over.
        cause: String,
    },
}

/// What a format's decoder hands over.
struct Decoded {
    width: u32,
    height: u32,
    grey: Vec<u8>,
    tag: Option<Tag>,
    warnings: Vec<String>,
}

/// Decodes PNG, TIFF, BMP, PGM, JPEG or JPEG 2000 to 8-bit grey.
///
/// `ppi_override` replaces whatever the file says. Without it a missing or absurd resolution tag counts as
/// 500 ppi, with a warning that names what the tag said.
///
/// # Errors
/// [`DecodeError`]: empty, unknown, over a limit (told before memory is taken), unsupported or broken.
pub fn decode_image(bytes: &[u8], ppi_override: Option<Ppi>) -> Result<DecodedImage, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    let Some(format) = ImageFormat::of(bytes) else {
        return Err(DecodeError::UnknownFormat { first_bytes: format::first_bytes(bytes) });
    };
    if bytes.len() > IMAGE_BYTES_MAX {
        return Err(DecodeError::TooManyBytes { bytes: bytes.len() });
    }
    let decoded = match format {
        ImageFormat::Png => png::decode(bytes),
        ImageFormat::Tiff => tiff::decode(bytes),
        ImageFormat::Bmp => bmp::decode(bytes),
        ImageFormat::Pgm => pgm::decode(bytes),
        ImageFormat::Jpeg => jpeg::decode(bytes),
        ImageFormat::Jpeg2000 => jpeg2000::decode(bytes),
    }?;
    let Decoded { width, height, grey, tag, mut warnings } = decoded;
    let image = GreyImage::new(width, height, grey).map_err(|error| broken(format, error))?;
    let ppi = match ppi_override {
        Some(ppi) => ppi,
        None => {
            let (ppi, warning) = resolution::resolve(tag);
            warnings.extend(warning);
            ppi
        }
    };
    Ok(DecodedImage { image, ppi, format, warnings })
}

/// A [`DecodeError::Broken`] with the decoder's own words.
fn broken(format: ImageFormat, cause: impl std::fmt::Display) -> DecodeError {
    let cause: String =
        cause.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    DecodeError::Broken { format, cause }
}

/// A [`DecodeError::Unsupported`].
fn unsupported(format: ImageFormat, reason: impl Into<String>) -> DecodeError {
    DecodeError::Unsupported { format, reason: reason.into() }
}
