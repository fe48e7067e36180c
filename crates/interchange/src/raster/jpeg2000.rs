//! JPEG 2000: JP2 files and raw codestreams.

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};

use super::grey::{Layout, to_grey};
use super::jpeg2000_guard::check_codestream;
use super::limits::check_size;
use super::resolution::Tag;
use super::{DecodeError, Decoded, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Jpeg2000;
const CODESTREAM_START: &[u8] = b"\xff\x4f\xff\x51";

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (codestream, tag) =
        if bytes.starts_with(CODESTREAM_START) { (bytes, None) } else { read_boxes(bytes)? };
    check_codestream(codestream)?;
    // Strict: a cut-off print must not pass as a whole one.
    let settings = DecodeSettings { strict: true, ..DecodeSettings::default() };
    let image = Image::new(bytes, &settings).map_err(|error| broken(FORMAT, error))?;
    let (width, height) = check_size(FORMAT, image.width().into(), image.height().into())?;
    let layout = match (image.color_space(), image.has_alpha()) {
        (ColorSpace::Gray | ColorSpace::Icc { num_channels: 1, .. }, false) => Layout::Grey,
        (ColorSpace::Gray | ColorSpace::Icc { num_channels: 1, .. }, true) => Layout::GreyAlpha,
        (ColorSpace::RGB | ColorSpace::Icc { num_channels: 3, .. }, false) => Layout::Rgb,
        (ColorSpace::RGB | ColorSpace::Icc { num_channels: 3, .. }, true) => Layout::Rgba,
        (ColorSpace::CMYK | ColorSpace::Icc { num_channels: 4, .. }, false) => Layout::Cmyk,
        (other, alpha) => {
            let reason = format!("{} colour channels, transparency: {alpha}", other.num_channels());
            return Err(unsupported(FORMAT, reason));
        }
    };
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|error| broken(FORMAT, error))?;
    let pixels = width as usize * height as usize;
    let components = decoded.components();
    if components.len() != layout.samples() || components.iter().any(|c| c.samples().len() != pixels) {
        return Err(unsupported(FORMAT, "its components differ in size or number from its colour space"));
    }
    let mut samples = vec![0; pixels * layout.samples()];
    decoded.store_u8_into(&mut samples);
    Ok(Decoded { width, height, grey: to_grey(samples, layout), tag, warnings: Vec::new() })
}

/// One JP2 box: its type and content.
type Box4<'a> = ([u8; 4], &'a [u8]);

/// Takes the first box off `bytes` (ISO/IEC 15444-1 Annex I.4); length 0 means up to the end.
fn next_box<'a>(bytes: &mut &'a [u8]) -> Option<Box4<'a>> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    let [l0, l1, l2, l3, kind @ ..] = *head;
    let (length, rest) = match u32::from_be_bytes([l0, l1, l2, l3]) {
        0 => (rest.len(), rest),
        1 => {
            let (long, rest) = rest.split_first_chunk::<8>()?;
            (usize::try_from(u64::from_be_bytes(*long)).ok()?.checked_sub(16)?, rest)
        }
        length => ((length as usize).checked_sub(8)?, rest),
    };
    let (content, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some((kind, content))
}

/// The codestream and the resolution of a JP2 file.
fn read_boxes(bytes: &[u8]) -> Result<(&[u8], Option<Tag>), DecodeError> {
    let (mut rest, mut codestream, mut tag) = (bytes, None, None);
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        let Some((kind, content)) = next_box(&mut rest) else {
            return Err(broken(FORMAT, format!("the box at byte {at} ends too early")));
        };
        match &kind {
            b"jp2h" => tag = resolution(content),
            b"jp2c" if codestream.is_some() => {
                return Err(unsupported(FORMAT, "it holds several codestreams"));
            }
            b"jp2c" => codestream = Some(content),
            _ => {}
        }
    }
    let codestream = codestream.ok_or_else(|| broken(FORMAT, "no codestream box (jp2c) is in it"))?;
    Ok((codestream, tag))
}

/// Capture resolution (`resc`), else display resolution (`resd`), of the `res ` box.
fn resolution(mut header: &[u8]) -> Option<Tag> {
    let mut found = None;
    while let Some((kind, mut content)) = next_box(&mut header) {
        if kind != *b"res " {
            continue;
        }
        while let Some((kind, fields)) = next_box(&mut content) {
            match &kind {
                b"resc" => return per_metre(fields, "JP2 capture resolution"),
                b"resd" => found = per_metre(fields, "JP2 display resolution"),
                _ => {}
            }
        }
    }
    found
}

/// Vertical then horizontal: numerators and denominators (16 bit), then exponents of ten (signed 8 bit).
fn per_metre(fields: &[u8], name: &str) -> Option<Tag> {
    let &[vn0, vn1, vd0, vd1, hn0, hn1, hd0, hd1, ve, he] = fields.first_chunk::<10>()?;
    let value = |n: [u8; 2], d: [u8; 2], e: u8| {
        f64::from(u16::from_be_bytes(n)) / f64::from(u16::from_be_bytes(d)) * 10f64.powi(i32::from(e as i8))
    };
    Some(Tag::per_metre(value([hn0, hn1], [hd0, hd1], he), value([vn0, vn1], [vd0, vd1], ve), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolution_box_is_vertical_first_with_exponents() {
        let fields = [0, 197, 0, 1, 0, 98, 0, 1, 2, 2];
        let tag = per_metre(&fields, "x").unwrap();
        let (x, y) = tag.ppi.unwrap();
        assert!((x - 9800.0 * 0.0254).abs() < 1e-9 && (y - 19700.0 * 0.0254).abs() < 1e-9);
    }

    #[test]
    fn boxes_never_run_past_the_end() {
        let mut bytes: &[u8] = &[0, 0, 0, 9, b'a', b'b', b'c', b'd'];
        assert_eq!(next_box(&mut bytes), None);
        let mut bytes: &[u8] = &[0, 0, 0, 1, b'a', b'b', b'c', b'd', 0, 0, 0, 0, 0, 0, 0, 3];
        assert_eq!(next_box(&mut bytes), None);
        let mut bytes: &[u8] = &[0, 0, 0, 7, b'a', b'b', b'c', b'd'];
        assert_eq!(next_box(&mut bytes), None);
    }
}
