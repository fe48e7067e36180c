//! A JPEG 2000 codestream can promise far more work than it has bytes: counted here before decoding.

use super::limits::check_size;
use super::{DecodeError, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Jpeg2000;
/// Grey, or red, green and blue, or four inks, with transparency.
const COMPONENTS_MAX: u16 = 5;
/// A fingerprint needs one tile; scanners use some dozens.
const TILES_MAX: u64 = 4096;
/// Precincts of all tiles, components and resolutions together: each costs memory in the decoder.
const PRECINCTS_MAX: u64 = 1 << 18;
/// Code blocks of all tiles, components and resolutions together.
const BLOCKS_MAX: u64 = 1 << 20;
/// Decoded samples (pixels times components).
const SAMPLES_MAX: u64 = dactyloscopy::PIXELS_MAX as u64 * 4;

/// The size segment (SIZ), as far as it matters here.
struct Size {
    width: u64,
    height: u64,
    tile_width: u64,
    tile_height: u64,
    components: u16,
}

/// Refuses sizes, components, tiles and precincts over the limits.
pub(super) fn check_codestream(codestream: &[u8]) -> Result<(), DecodeError> {
    let cut = || broken(FORMAT, "its codestream header ends too early");
    let size = Size::read(codestream)?;
    let mut at = 2;
    loop {
        let (marker, body) = segment(codestream, at).ok_or_else(cut)?;
        match marker {
            0x52 => size.check_style(body.get(5..), *body.first().unwrap_or(&0))?,
            0x53 => size.check_style(body.get(2..), *body.get(1).unwrap_or(&0))?,
            0x90 => return check_tile_parts(codestream, at, &size),
            _ => {}
        }
        at += 4 + body.len();
    }
}

/// The same marker segments in the headers of tile-parts.
fn check_tile_parts(codestream: &[u8], mut at: usize, size: &Size) -> Result<(), DecodeError> {
    while let Some((0x90, body)) = segment(codestream, at) {
        let Some(&[_, _, p0, p1, p2, p3, ..]) = body.first_chunk::<8>() else { break };
        let mut inner = at + 4 + body.len();
        while let Some((marker, body)) = segment(codestream, inner) {
            match marker {
                0x52 => size.check_style(body.get(5..), *body.first().unwrap_or(&0))?,
                0x53 => size.check_style(body.get(2..), *body.get(1).unwrap_or(&0))?,
                0x93 | 0x90 => break,
                _ => {}
            }
            inner += 4 + body.len();
        }
        let length = u32::from_be_bytes([p0, p1, p2, p3]) as usize;
        if length < 14 {
            break;
        }
        at += length;
    }
    Ok(())
}

/// The marker at `at` and the body of its segment; start-of-data (SOD) has none.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, &[u8])> {
    let rest = bytes.get(at..)?;
    let &[0xff, marker] = rest.first_chunk::<2>()? else { return None };
    if marker == 0x93 {
        return Some((marker, &[]));
    }
    let length = usize::from(u16::from_be_bytes(*rest.get(2..)?.first_chunk::<2>()?));
    Some((marker, rest.get(4..2 + length)?))
}

impl Size {
    fn read(codestream: &[u8]) -> Result<Self, DecodeError> {
        let cut = || broken(FORMAT, "its size segment is missing or too short");
        let Some((0x51, body)) = segment(codestream, 2) else { return Err(cut()) };
        let long = |at: usize| {
            let raw = body.get(at..).and_then(|b| b.first_chunk::<4>()).ok_or_else(cut)?;
            Ok::<u64, DecodeError>(u32::from_be_bytes(*raw).into())
        };
        let (x, y, x0, y0) = (long(2)?, long(6)?, long(10)?, long(14)?);
        let (tile_width, tile_height) = (long(18)?, long(22)?);
        let raw = body.get(34..).and_then(|b| b.first_chunk::<2>()).ok_or_else(cut)?;
        let components = u16::from_be_bytes(*raw);
        if x <= x0 || y <= y0 || tile_width == 0 || tile_height == 0 {
            return Err(broken(FORMAT, "its size segment promises an image or tile of no size"));
        }
        check_size(FORMAT, x - x0, y - y0)?;
        let size = Self { width: x, height: y, tile_width, tile_height, components };
        size.check_counts(x - x0, y - y0)?;
        Ok(size)
    }

    fn tiles(&self) -> u64 {
        self.width.div_ceil(self.tile_width).saturating_mul(self.height.div_ceil(self.tile_height))
    }

    fn check_counts(&self, width: u64, height: u64) -> Result<(), DecodeError> {
        if !(1..=COMPONENTS_MAX).contains(&self.components) {
            let reason = format!("it has {} components; 1 to {COMPONENTS_MAX} are read", self.components);
            return Err(unsupported(FORMAT, reason));
        }
        if width * height * u64::from(self.components) > SAMPLES_MAX {
            let reason = format!("{width} x {height} px in {} components is too much", self.components);
            return Err(unsupported(FORMAT, reason));
        }
        if self.tiles() > TILES_MAX {
            return Err(unsupported(
                FORMAT,
                format!("it has {} tiles; at most {TILES_MAX} are read", self.tiles()),
            ));
        }
        Ok(())
    }

    /// Counts precincts and code blocks. `style` starts at the number of decomposition levels of COD or COC;
    /// bit 0 of `flags` says that precinct sizes follow (ISO/IEC 15444-1 Tables A.13 to A.21).
    fn check_style(&self, style: Option<&[u8]>, flags: u8) -> Result<(), DecodeError> {
        let Some(&[levels, block_width, block_height, _, _, ref sizes @ ..]) = style else {
            return Err(broken(FORMAT, "a coding style segment is too short"));
        };
        if levels > 32 {
            return Err(broken(FORMAT, format!("{levels} decomposition levels; at most 32 are possible")));
        }
        let copies = self.tiles() * u64::from(self.components);
        let (mut precincts, mut blocks) = (0u64, 0u64);
        for resolution in 0..=levels {
            let (px, py) = match sizes.get(usize::from(resolution)) {
                Some(size) if flags & 1 == 1 => (size & 15, size >> 4),
                _ => (15, 15),
            };
            let side = |full: u64| full.div_ceil(1 << (levels - resolution));
            let (width, height) =
                (side(self.tile_width.min(self.width)), side(self.tile_height.min(self.height)));
            let parts = |x: u8, y: u8| width.div_ceil(1 << x) * height.div_ceil(1 << y);
            precincts += copies.saturating_mul(parts(px, py));
            let block = |exponent: u8, precinct: u8| (exponent.min(8) + 2).min(precinct);
            blocks += copies.saturating_mul(parts(block(block_width, px), block(block_height, py)));
        }
        if precincts > PRECINCTS_MAX || blocks > BLOCKS_MAX {
            let reason = format!(
                "it is cut into {precincts} precincts and {blocks} code blocks; \
                 at most {PRECINCTS_MAX} and {BLOCKS_MAX} are read"
            );
            return Err(unsupported(FORMAT, reason));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u64, height: u64) -> Size {
        Size { width, height, tile_width: width, tile_height: height, components: 1 }
    }

    #[test]
    fn ordinary_styles_pass_and_bombs_do_not() {
        let ordinary = [5, 4, 4, 0, 1];
        assert!(size(4000, 4000).check_style(Some(&ordinary), 0).is_ok());
        let tiny_precincts = [0, 4, 4, 0, 1, 0x00];
        let error = size(4000, 4000).check_style(Some(&tiny_precincts), 1).unwrap_err().to_string();
        assert!(error.contains("16000000 precincts"), "{error}");
        assert!(size(4000, 4000).check_style(Some(&[200, 4, 4, 0, 1]), 0).is_err());
        assert!(size(10, 10).check_style(Some(&[5]), 0).is_err());
    }

    #[test]
    fn headers_over_the_limits_are_named() {
        let header = |width: u32, tile: u32, components: u16| {
            let mut bytes = b"\xff\x4f\xff\x51\x00\x29\x00\x00".to_vec();
            for value in [width, 100, 0, 0, tile, tile, 0, 0] {
                bytes.extend(value.to_be_bytes());
            }
            bytes.extend(components.to_be_bytes());
            bytes.extend([7, 1, 1]);
            check_codestream(&bytes).unwrap_err().to_string()
        };
        assert!(header(5000, 5000, 1).contains("5000 x 100"));
        assert!(header(u32::MAX, 1, 1).contains("4294967295"));
        assert!(header(1000, 1000, 16000).contains("16000 components"));
        assert!(header(1000, 1, 1).contains("100000 tiles"));
        assert!(header(1000, 0, 1).contains("of no size"));
        assert!(header(1000, 1000, 1).contains("ends too early"));
    }
}
