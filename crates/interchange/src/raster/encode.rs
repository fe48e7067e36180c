//! Writing PNG.

use dactyloscopy::{GreyImage, Ppi};
use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit};

/// Writes an 8-bit grey PNG whose pHYs chunk tells the resolution (in pixels per metre, rounded).
pub fn encode_png(image: &GreyImage, ppi: Ppi) -> Vec<u8> {
    // Writing into memory with matching sizes cannot fail; an empty result would be refused by any reader.
    write(ColorType::Grayscale, image.width(), image.height(), image.pixels(), ppi).unwrap_or_default()
}

/// Writes an 8-bit RGB PNG (three bytes a pixel, row-major) with its resolution; for drawings.
///
/// `None` when a side is 0 or the number of bytes is not three times the number of pixels.
pub fn encode_png_rgb(width: u32, height: u32, rgb: &[u8], ppi: Ppi) -> Option<Vec<u8>> {
    let needed = u64::from(width) * u64::from(height) * 3;
    if needed == 0 || needed != rgb.len() as u64 {
        return None;
    }
    write(ColorType::Rgb, width, height, rgb, ppi).ok()
}

fn write(color: ColorType, width: u32, height: u32, data: &[u8], ppi: Ppi) -> Result<Vec<u8>, EncodingError> {
    let mut out = Vec::new();
    let per_metre = (f64::from(ppi.get()) / 0.0254).round() as u32;
    let mut encoder = Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(out)
}
