//! Windows bitmap.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::{ColorType, ImageDecoder};

use super::grey::{Layout, to_grey};
use super::limits::check_size;
use super::resolution::Tag;
use super::{DecodeError, Decoded, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Bmp;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    check_header(bytes)?;
    let decoder = BmpDecoder::new(Cursor::new(bytes)).map_err(|error| broken(FORMAT, error))?;
    let (width, height) = decoder.dimensions();
    let (width, height) = check_size(FORMAT, width.into(), height.into())?;
    let layout = match decoder.color_type() {
        ColorType::L8 => Layout::Grey,
        ColorType::Rgb8 => Layout::Rgb,
        ColorType::Rgba8 => Layout::Rgba,
        other => return Err(unsupported(FORMAT, format!("colour type {other:?}"))),
    };
    let mut samples = vec![0; width as usize * height as usize * layout.samples()];
    decoder.read_image(&mut samples).map_err(|error| broken(FORMAT, error))?;
    Ok(Decoded { width, height, grey: to_grey(samples, layout), tag: tag(bytes), warnings: Vec::new() })
}

fn field(bytes: &[u8], offset: usize) -> Option<i32> {
    let raw = bytes.get(offset..)?.first_chunk::<4>()?;
    Some(i32::from_le_bytes(*raw))
}

/// Sides and the length of uncompressed pixels, before any memory is taken.
fn check_header(bytes: &[u8]) -> Result<(), DecodeError> {
    let cut = || broken(FORMAT, "the header ends too early");
    let header_bytes = field(bytes, 14).ok_or_else(cut)?;
    if header_bytes < 40 {
        return Ok(());
    }
    let side = |offset| field(bytes, offset).map(|v| u64::from(v.unsigned_abs())).ok_or_else(cut);
    let (width, height) = check_size(FORMAT, side(18)?, side(22)?)?;
    let [bits_low, bits_high] = *bytes.get(28..).and_then(|b| b.first_chunk::<2>()).ok_or_else(cut)?;
    let bits = u64::from(u16::from_le_bytes([bits_low, bits_high]));
    let (compression, start) = (field(bytes, 30).ok_or_else(cut)?, field(bytes, 10).ok_or_else(cut)?);
    if compression == 0 {
        let row_bytes = (u64::from(width) * bits).div_ceil(32) * 4;
        let needed = u64::from(start.unsigned_abs()) + row_bytes * u64::from(height);
        if needed > bytes.len() as u64 {
            let cause = format!("{needed} bytes are promised, {} are there", bytes.len());
            return Err(broken(FORMAT, cause));
        }
    }
    Ok(())
}

/// `biXPelsPerMeter` and `biYPelsPerMeter`; zero means not told.
fn tag(bytes: &[u8]) -> Option<Tag> {
    if field(bytes, 14)? < 40 {
        return None;
    }
    let (x, y) = (field(bytes, 38)?, field(bytes, 42)?);
    (x != 0 || y != 0).then(|| Tag::per_metre(x.into(), y.into(), "BMP header"))
}
