//! Writing PNG.

use dactyloscopy::{GreyImage, Ppi};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};

/// Writes an 8-bit grey PNG whose pHYs chunk tells the resolution (in pixels per metre, rounded).
pub fn encode_png(image: &GreyImage, ppi: Ppi) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into memory with matching sizes cannot fail; an empty result would be refused by any reader.
    if write(image, ppi, &mut out).is_err() {
        out.clear();
    }
    out
}

fn write(image: &GreyImage, ppi: Ppi, out: &mut Vec<u8>) -> Result<(), png::EncodingError> {
    let per_metre = (f64::from(ppi.get()) / 0.0254).round() as u32;
    let mut encoder = Encoder::new(out, image.width(), image.height());
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(image.pixels())?;
    writer.finish()
}
