//! Which format: told by the first bytes only.

use std::fmt;

/// A raster format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// ISO/IEC 15948.
    Png,
    /// TIFF 6.0.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// Netpbm grey map, plain (P2) or raw (P5).
    Pgm,
    /// ISO/IEC 10918-1.
    Jpeg,
    /// ISO/IEC 15444-1: JP2 file or raw codestream.
    Jpeg2000,
}

impl ImageFormat {
    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Pgm => "image/x-portable-graymap",
            Self::Jpeg => "image/jpeg",
            Self::Jpeg2000 => "image/jp2",
        }
    }

    /// The formats, for messages.
    pub const LIST: &str = "PNG, TIFF, BMP, PGM (P2, P5), JPEG and JPEG 2000 (JP2 or codestream)";

    /// The format whose signature the bytes start with.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const SIGNATURES: [(&[u8], ImageFormat); 8] = [
            (b"\x89PNG\r\n\x1a\n", ImageFormat::Png),
            (b"II\x2a\0", ImageFormat::Tiff),
            (b"MM\0\x2a", ImageFormat::Tiff),
            (b"II\x2b\0", ImageFormat::Tiff),
            (b"MM\0\x2b", ImageFormat::Tiff),
            (b"\xff\xd8\xff", ImageFormat::Jpeg),
            (b"\0\0\0\x0cjP  \r\n\x87\n", ImageFormat::Jpeg2000),
            (b"\xff\x4f\xff\x51", ImageFormat::Jpeg2000),
        ];
        if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            return Some(*format);
        }
        match bytes {
            [b'B', b'M', ..] if is_bitmap(bytes) => Some(Self::Bmp),
            [b'P', b'2' | b'5', space, ..] if space.is_ascii_whitespace() || *space == b'#' => {
                Some(Self::Pgm)
            }
            _ => None,
        }
    }
}

impl fmt::Display for ImageFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "PNG",
            Self::Tiff => "TIFF",
            Self::Bmp => "BMP",
            Self::Pgm => "PGM",
            Self::Jpeg => "JPEG",
            Self::Jpeg2000 => "JPEG 2000",
        })
    }
}

/// "BM" alone starts many texts: the size of the second header, at byte 14, is one of eight.
fn is_bitmap(bytes: &[u8]) -> bool {
    let size = bytes.get(14..).and_then(|rest| rest.first_chunk::<4>()).map(|raw| u32::from_le_bytes(*raw));
    matches!(size, Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124))
}

/// Up to eight first bytes as hexadecimal pairs.
pub(super) fn first_bytes(bytes: &[u8]) -> String {
    bytes.iter().take(8).map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_told_apart() {
        assert_eq!(ImageFormat::of(b"\x89PNG\r\n\x1a\nxxxx"), Some(ImageFormat::Png));
        assert_eq!(ImageFormat::of(b"II\x2a\0"), Some(ImageFormat::Tiff));
        assert_eq!(ImageFormat::of(b"P5\n1 1\n255\n\0"), Some(ImageFormat::Pgm));
        assert_eq!(ImageFormat::of(b"\xff\x4f\xff\x51"), Some(ImageFormat::Jpeg2000));
        for other in [&b""[..], b"P", b"P6\n", b"BM", b"BMW drives", b"FMR\0 20\0", b"GIF89a", b"\xff\xa0"] {
            assert_eq!(ImageFormat::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn first_bytes_are_hexadecimal() {
        assert_eq!(first_bytes(b"GIF89a"), "47 49 46 38 39 61");
        assert_eq!(first_bytes(&[0; 20]).len(), 8 * 3 - 1);
    }
}
