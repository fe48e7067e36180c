//! Grey images and scanning resolution: what a decoder hands to the extractor.

/// Longest side of an image, in pixels.
pub const SIDE_MAX_PX: u32 = 4000;
/// Most pixels of an image.
pub const PIXELS_MAX: usize = 16_000_000;

/// Why a value is no usable image or resolution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// A side is zero or longer than [`SIDE_MAX_PX`].
    #[error(
        "an image of {width} x {height} px: each side must be 1 to {SIDE_MAX_PX} px; crop it to the finger"
    )]
    Side {
        /// Width given, px.
        width: u32,
        /// Height given, px.
        height: u32,
    },
    /// More than [`PIXELS_MAX`] pixels.
    #[error("an image of {pixels} pixels: at most {PIXELS_MAX} are read; crop it to the finger")]
    TooManyPixels {
        /// Width times height.
        pixels: u64,
    },
    /// The buffer does not hold width times height bytes.
    #[error("an image of {width} x {height} px needs {} bytes, {bytes} were given", u64::from(*width) * u64::from(*height))]
    Length {
        /// Width given, px.
        width: u32,
        /// Height given, px.
        height: u32,
        /// Bytes given.
        bytes: usize,
    },
    /// A resolution outside 100 to 2000 ppi.
    #[error("a resolution of {0} ppi: fingerprints are read at 100 to 2000 ppi")]
    Resolution(u16),
}

/// An 8-bit grey image; 0 = black (ridge on a normal print), 255 = white. Row-major.
#[derive(Clone, PartialEq, Eq)]
pub struct GreyImage {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl GreyImage {
    /// Takes `width * height` bytes, rows from the top, each from the left.
    ///
    /// # Errors
    /// A side of 0 or more than [`SIDE_MAX_PX`], more than [`PIXELS_MAX`] pixels, a buffer of another length.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, ImageError> {
        if !(1..=SIDE_MAX_PX).contains(&width) || !(1..=SIDE_MAX_PX).contains(&height) {
            return Err(ImageError::Side { width, height });
        }
        let count = u64::from(width) * u64::from(height);
        if count > PIXELS_MAX as u64 {
            return Err(ImageError::TooManyPixels { pixels: count });
        }
        if pixels.len() as u64 != count {
            return Err(ImageError::Length { width, height, bytes: pixels.len() });
        }
        Ok(Self { width, height, pixels })
    }

    /// Width, px.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, px.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All pixels, row-major.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

impl std::fmt::Debug for GreyImage {
    /// Says the size, not the pixels: an image is personal data and must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GreyImage({} x {} px)", self.width, self.height)
    }
}

/// Scanning resolution in pixels per inch, 100 to 2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ppi(u16);

impl Ppi {
    /// The resolution fingerprints are processed at (ANSI/NIST-ITL class resolution).
    pub const STANDARD: Ppi = Ppi(500);

    /// A resolution.
    ///
    /// # Errors
    /// Anything outside 100 to 2000 ppi.
    pub fn new(ppi: u16) -> Result<Self, ImageError> {
        if (100..=2000).contains(&ppi) { Ok(Self(ppi)) } else { Err(ImageError::Resolution(ppi)) }
    }

    /// Pixels per inch.
    pub fn get(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_wrong_sizes() {
        assert!(matches!(GreyImage::new(0, 5, vec![]), Err(ImageError::Side { .. })));
        assert!(matches!(GreyImage::new(4001, 1, vec![0; 4001]), Err(ImageError::Side { .. })));
        assert!(matches!(GreyImage::new(2, 2, vec![0; 3]), Err(ImageError::Length { bytes: 3, .. })));
        assert!(GreyImage::new(4000, 4000, vec![0; 16_000_000]).is_ok());
    }

    #[test]
    fn resolution_limits() {
        assert_eq!(Ppi::new(99), Err(ImageError::Resolution(99)));
        assert_eq!(Ppi::new(2001), Err(ImageError::Resolution(2001)));
        assert_eq!(Ppi::new(500), Ok(Ppi::STANDARD));
    }

    #[test]
    fn debug_shows_no_pixels() {
        let image = GreyImage::new(1, 1, vec![7]).unwrap();
        assert_eq!(format!("{image:?}"), "GreyImage(1 x 1 px)");
    }
}
