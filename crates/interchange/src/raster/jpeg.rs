//! JPEG.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder};

use super::grey::{Layout, to_grey};
use super::limits::check_size;
use super::resolution::Tag;
use super::{DecodeError, Decoded, ImageFormat, broken, unsupported};

const FORMAT: ImageFormat = ImageFormat::Jpeg;
/// Progressive files have some dozen scans; each may cover all pixels in a few bytes, so their number is work.
const SCANS_MAX: usize = 100;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let header = Header::read(bytes)?;
    check_size(FORMAT, header.width.into(), header.height.into())?;
    let scans = bytes.windows(2).filter(|pair| *pair == [0xff, 0xda]).count();
    if scans > SCANS_MAX {
        return Err(unsupported(FORMAT, format!("it has {scans} scans; at most {SCANS_MAX} are read")));
    }
    // The decoder paints what is missing grey; a cut-off print must not pass as a whole one.
    if !bytes.get(header.scan..).is_some_and(|scan| scan.windows(2).any(|pair| pair == [0xff, 0xd9])) {
        return Err(broken(FORMAT, "the end-of-image marker is missing"));
    }
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| broken(FORMAT, error))?;
    let (width, height) = decoder.dimensions();
    let (width, height) = check_size(FORMAT, width.into(), height.into())?;
    let layout = match decoder.color_type() {
        ColorType::L8 => Layout::Grey,
        ColorType::La8 => Layout::GreyAlpha,
        ColorType::Rgb8 => Layout::Rgb,
        ColorType::Rgba8 => Layout::Rgba,
        other => return Err(unsupported(FORMAT, format!("colour type {other:?}"))),
    };
    let mut samples = vec![0; width as usize * height as usize * layout.samples()];
    decoder.read_image(&mut samples).map_err(|error| broken(FORMAT, error))?;
    Ok(Decoded { width, height, grey: to_grey(samples, layout), tag: header.density, warnings: Vec::new() })
}

/// What the segments before the first scan tell.
struct Header {
    width: u16,
    height: u16,
    density: Option<Tag>,
    /// Offset of the first scan.
    scan: usize,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut header = Self { width: 0, height: 0, density: None, scan: 0 };
        let mut at = 2;
        loop {
            let Some(&[0xff, marker]) = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>()) else {
                return Err(broken(FORMAT, format!("no marker where one must stand, at byte {at}")));
            };
            at += match marker {
                0xff => 1,
                0x01 | 0xd0..=0xd7 => 2,
                0xda => {
                    header.scan = at;
                    break;
                }
                _ => {
                    let body = segment(bytes, at)?;
                    header.take(marker, body);
                    4 + body.len()
                }
            };
        }
        if header.width == 0 {
            return Err(broken(FORMAT, "no frame header stands before the first scan"));
        }
        Ok(header)
    }

    fn take(&mut self, marker: u8, body: &[u8]) {
        match (marker, body) {
            (0xc0..=0xcf, [_, h0, h1, w0, w1, ..]) if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                self.height = u16::from_be_bytes([*h0, *h1]);
                self.width = u16::from_be_bytes([*w0, *w1]);
            }
            (0xe0, [b'J', b'F', b'I', b'F', 0, _, _, unit, x0, x1, y0, y1, ..]) => {
                let x = f64::from(u16::from_be_bytes([*x0, *x1]));
                let y = f64::from(u16::from_be_bytes([*y0, *y1]));
                self.density = Some(match unit {
                    1 => Tag::per_inch(x, y, "JFIF density"),
                    2 => Tag::per_centimetre(x, y, "JFIF density"),
                    _ => Tag::without_unit(x, y, "JFIF density"),
                });
            }
            _ => {}
        }
    }
}

/// The body of the segment whose marker stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Result<&[u8], DecodeError> {
    let rest = bytes.get(at + 2..).unwrap_or_default();
    let length = rest.first_chunk::<2>().map(|raw| usize::from(u16::from_be_bytes(*raw)));
    length
        .and_then(|length| rest.get(2..length))
        .ok_or_else(|| broken(FORMAT, format!("the segment at byte {at} ends too early")))
}
