//! PNG.

use std::io::Cursor;

use png::{BitDepth, ColorType, DecodeOptions, Decoder, DecodingError, Limits, Transformations, Unit};

use super::grey::{Layout, to_grey};
use super::limits::check_size;
use super::resolution::Tag;
use super::{DecodeError, Decoded, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Png;
/// Memory for everything but the pixels.
const SIDE_DATA_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut options = DecodeOptions::default();
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(Limits { bytes: SIDE_DATA_BYTES_MAX });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let fail = |error: DecodingError| match error {
        DecodingError::IoError(_) => broken(FORMAT, "the data ends too early"),
        other => broken(FORMAT, other),
    };
    let header = decoder.read_header_info().map_err(fail)?;
    let (width, height) = check_size(FORMAT, header.width.into(), header.height.into())?;
    let mut reader = decoder.read_info().map_err(fail)?;
    let mut warnings = Vec::new();
    if reader.info().is_animated() {
        warnings.push("an animated PNG: only the first picture is read".to_owned());
    }
    let tag = reader.info().pixel_dims.map(|dims| {
        let (x, y) = (f64::from(dims.xppu), f64::from(dims.yppu));
        match dims.unit {
            Unit::Meter => Tag::per_metre(x, y, "pHYs"),
            Unit::Unspecified => Tag::without_unit(x, y, "pHYs"),
        }
    });
    let size = reader.output_buffer_size().ok_or_else(|| broken(FORMAT, "its size overflows"))?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(fail)?;
    reader.finish().map_err(fail)?;
    samples.truncate(frame.buffer_size());
    let layout = match (frame.color_type, frame.bit_depth) {
        (ColorType::Grayscale, BitDepth::Eight) => Layout::Grey,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => Layout::GreyAlpha,
        (ColorType::Rgb, BitDepth::Eight) => Layout::Rgb,
        (ColorType::Rgba, BitDepth::Eight) => Layout::Rgba,
        (color, depth) => {
            return Err(unsupported(FORMAT, format!("colour type {color:?} of {depth:?} bits")));
        }
    };
    Ok(Decoded { width, height, grey: to_grey(samples, layout), tag, warnings })
}
