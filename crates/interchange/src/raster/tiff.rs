//! TIFF: grey, palette, RGB, CMYK and YCbCr of 1 to 32 bits; the first page.

use std::io::Cursor;

use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag as Name;
use tiff::{ColorType, TiffError};

use super::grey::{Layout, to_grey};
use super::limits::check_size;
use super::resolution::Tag;
use super::tiff_palette::{Palette, with_palette_as_grey};
use super::{DecodeError, Decoded, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Tiff;
/// Pixels of the largest image at four 16-bit samples each.
const PIXEL_BYTES_MAX: usize = dactyloscopy::PIXELS_MAX * 8;

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

fn fail(error: TiffError) -> DecodeError {
    match error {
        TiffError::UnsupportedError(what) => unsupported(FORMAT, what.to_string()),
        TiffError::IoError(_) => broken(FORMAT, "the data ends too early"),
        other => broken(FORMAT, other),
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    // The decoder reads no palettes: their indices are read as grey and looked up here.
    let patched = with_palette_as_grey(bytes);
    let bytes = patched.as_deref().unwrap_or(bytes);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = PIXEL_BYTES_MAX;
    limits.intermediate_buffer_size = PIXEL_BYTES_MAX;
    let mut reader = Decoder::new(Cursor::new(bytes)).map_err(fail)?.with_limits(limits);
    let (width, height) = reader.dimensions().map_err(fail)?;
    let (width, height) = check_size(FORMAT, width.into(), height.into())?;
    let palette = match patched {
        Some(_) => Some(Palette::new(&reader.get_tag_u16_vec(Name::ColorMap).map_err(fail)?)),
        None => None,
    };
    let mut warnings = Vec::new();
    if reader.more_images() {
        warnings.push("a TIFF of several pages: only the first is read".to_owned());
    }
    if let Ok(Some(turn @ 2..=8)) = reader.find_tag_unsigned::<u16>(Name::Orientation) {
        warnings
            .push(format!("the TIFF's orientation tag {turn} is not followed: the image is read as stored"));
    }
    let tag = resolution(&mut reader);
    let grey = pixels(&mut reader, width as usize, height as usize, palette.as_ref())?;
    Ok(Decoded { width, height, grey, tag, warnings })
}

fn pixels(
    reader: &mut Reader,
    width: usize,
    height: usize,
    palette: Option<&Palette>,
) -> Result<Vec<u8>, DecodeError> {
    let color = reader.colortype().map_err(fail)?;
    let layout = match color {
        ColorType::Gray(_) => Layout::Grey,
        ColorType::GrayA(_) | ColorType::Multiband { num_samples: 2, .. } => Layout::GreyAlpha,
        ColorType::RGB(_) => Layout::Rgb,
        ColorType::RGBA(_) => Layout::Rgba,
        ColorType::CMYK(_) => Layout::Cmyk,
        ColorType::YCbCr(_) => Layout::YCbCr,
        other => return Err(unsupported(FORMAT, format!("colour type {other:?}"))),
    };
    if layout.samples() > 1
        && reader.find_tag_unsigned::<u16>(Name::PlanarConfiguration).map_err(fail)? == Some(2)
    {
        return Err(unsupported(FORMAT, "its colours are stored plane by plane"));
    }
    let bits = color.bit_depth();
    let samples = match reader.read_image().map_err(fail)? {
        DecodingResult::U8(packed) if bits < 8 => {
            unpack(&packed, width * layout.samples(), bits, palette.is_none())?
        }
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.into_iter().map(|v| (v >> 8) as u8).collect(),
        DecodingResult::U32(samples) => samples.into_iter().map(|v| (v >> 24) as u8).collect(),
        _ => return Err(unsupported(FORMAT, "its samples are signed, floating-point or of 64 bits")),
    };
    let grey = match palette {
        Some(palette) => palette.look_up(&samples),
        None => to_grey(samples, layout),
    };
    if grey.len() < width * height {
        return Err(broken(
            FORMAT,
            format!("{} pixels are there, {} are promised", grey.len(), width * height),
        ));
    }
    Ok(grey.into_iter().take(width * height).collect())
}

/// Samples of 1, 2 or 4 bits, rows padded to whole bytes; `scaled` spreads them over 0 to 255.
fn unpack(packed: &[u8], row_samples: usize, bits: u8, scaled: bool) -> Result<Vec<u8>, DecodeError> {
    if !matches!(bits, 1 | 2 | 4) {
        return Err(unsupported(FORMAT, format!("samples of {bits} bits")));
    }
    let mask = (1u8 << bits) - 1;
    let factor = if scaled { 255 / mask } else { 1 };
    let row_bytes = (row_samples * usize::from(bits)).div_ceil(8);
    let mut out = Vec::with_capacity(packed.len() * usize::from(8 / bits));
    for row in packed.chunks_exact(row_bytes.max(1)) {
        let values = row
            .iter()
            .flat_map(|byte| (0..8 / bits).map(move |i| ((byte >> (8 - bits * (i + 1))) & mask) * factor));
        out.extend(values.take(row_samples));
    }
    Ok(out)
}

fn resolution(reader: &mut Reader) -> Option<Tag> {
    let x = ratio(reader, Name::XResolution)?;
    let y = ratio(reader, Name::YResolution).unwrap_or(x);
    // TIFF 6.0: without the unit tag, inches.
    match reader.find_tag_unsigned::<u16>(Name::ResolutionUnit).ok().flatten().unwrap_or(2) {
        2 => Some(Tag::per_inch(x, y, "XResolution/YResolution")),
        3 => Some(Tag::per_centimetre(x, y, "XResolution/YResolution")),
        _ => Some(Tag::without_unit(x, y, "XResolution/YResolution")),
    }
}

/// A number of a tag; a rational by zero is infinite.
fn ratio(reader: &mut Reader, name: Name) -> Option<f64> {
    match reader.get_tag(name).ok()? {
        Value::Rational(n, d) => Some(f64::from(n) / f64::from(d)),
        value => value.into_f64().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_samples_are_spread_and_rows_padded() {
        assert_eq!(unpack(&[0b1010_0000, 0b0100_0000], 3, 1, true).unwrap(), [255, 0, 255, 0, 255, 0]);
        assert_eq!(unpack(&[0xf0], 2, 4, true).unwrap(), [255, 0]);
        assert_eq!(unpack(&[0b1101_0000], 2, 2, false).unwrap(), [3, 1]);
        assert!(unpack(&[0], 1, 6, true).is_err());
    }
}
