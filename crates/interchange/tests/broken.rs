//! Bad input: empty, unknown, cut off at every byte, changed, huge.

mod common;

use common::{Tiff, encode, picture};
use image::{DynamicImage, ImageFormat as Coder};
use interchange::{DecodeError, IMAGE_BYTES_MAX, decode_image};

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let grey = DynamicImage::ImageLuma8(picture(24, 17));
    let colour = DynamicImage::ImageRgba8(grey.to_rgba8());
    vec![
        ("PNG", encode(&grey, Coder::Png)),
        ("PNG", encode(&colour, Coder::Png)),
        ("TIFF", encode(&grey, Coder::Tiff)),
        ("TIFF", Tiff::grey(24, 2, 1, 1, vec![0x5a; 6]).bytes()),
        ("BMP", encode(&grey, Coder::Bmp)),
        ("PGM", [b"P5 24 17 255\n", grey.as_bytes()].concat()),
        ("JPEG", encode(&grey, Coder::Jpeg)),
    ]
}

#[test]
fn an_empty_file_says_so() {
    assert_eq!(decode_image(b"", None), Err(DecodeError::Empty));
    assert!(DecodeError::Empty.to_string().contains("empty"));
}

#[test]
fn an_unknown_file_is_named_by_its_first_bytes_and_the_formats_known() {
    let error = decode_image(b"GIF89a and so on", None).unwrap_err().to_string();
    for part in ["47 49 46 38 39 61 20 61", "PNG", "JPEG 2000"] {
        assert!(error.contains(part), "{error}");
    }
    assert!(matches!(decode_image(b"x", None), Err(DecodeError::UnknownFormat { .. })));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for (name, bytes) in samples() {
        for length in 1..bytes.len() {
            let Err(error) = decode_image(&bytes[..length], None) else {
                panic!("{name} of {} bytes was read from its first {length}", bytes.len());
            };
            let named = error.to_string().contains(name);
            assert!(named || matches!(error, DecodeError::UnknownFormat { .. }), "{name}: {error}");
        }
    }
}

#[test]
fn no_changed_byte_makes_it_panic() {
    for (_, bytes) in samples() {
        for at in 0..bytes.len() {
            for change in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let _ = decode_image(&changed, None);
                changed[at] = change;
                let _ = decode_image(&changed, None);
            }
        }
    }
}

#[test]
fn too_many_bytes_are_refused_before_they_are_looked_at() {
    let mut bytes = b"P5 1 1 255\n".to_vec();
    bytes.resize(IMAGE_BYTES_MAX + 1, 0);
    let error = decode_image(&bytes, None).unwrap_err();
    assert_eq!(error, DecodeError::TooManyBytes { bytes: IMAGE_BYTES_MAX + 1 });
    assert!(error.to_string().contains("32 MiB"));
}

/// Each header promises 60,000 x 60,000 px (3.6 GB); the file has some dozen bytes.
#[test]
fn a_promise_of_too_many_pixels_is_refused_by_its_size() {
    let side = 60_000u32;
    let mut png = encode(&DynamicImage::ImageLuma8(picture(2, 2)), Coder::Png);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    let mut bmp = encode(&DynamicImage::ImageLuma8(picture(2, 2)), Coder::Bmp);
    bmp[18..22].copy_from_slice(&side.to_le_bytes());
    bmp[22..26].copy_from_slice(&side.to_le_bytes());
    let mut jpeg = encode(&DynamicImage::ImageLuma8(picture(2, 2)), Coder::Jpeg);
    let frame = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    let tiff = Tiff::grey(side, side, 8, 1, vec![0; 4]).bytes();
    let pgm = b"P5 60000 60000 255\n".to_vec();
    let mut jpeg2000 = b"\xff\x4f\xff\x51\x00\x29\x00\x00".to_vec();
    for value in [side, side, 0, 0, side, side, 0, 0] {
        jpeg2000.extend(value.to_be_bytes());
    }
    jpeg2000.extend([0, 1, 7, 1, 1]);
    for (name, bytes) in
        [("PNG", png), ("BMP", bmp), ("JPEG", jpeg), ("TIFF", tiff), ("PGM", pgm), ("JPEG 2000", jpeg2000)]
    {
        let error = decode_image(&bytes, None).unwrap_err();
        assert!(
            matches!(error, DecodeError::Size { width: 60_000, height: 60_000, .. }),
            "{name}: {error:?}"
        );
        let text = error.to_string();
        assert!(text.contains("60000 x 60000") && text.contains("4000") && text.contains(name), "{text}");
    }
}

#[test]
fn a_jpeg_of_countless_scans_is_refused() {
    let mut jpeg = encode(&DynamicImage::ImageLuma8(picture(16, 16)), Coder::Jpeg);
    let end = jpeg.len() - 2;
    jpeg.splice(end..end, [0xff, 0xda].repeat(1000));
    let error = decode_image(&jpeg, None).unwrap_err().to_string();
    assert!(error.contains("1001 scans"), "{error}");
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (0..8).fold(crc, |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 });
    !bytes.iter().fold(!0u32, |crc, b| step((crc ^ u32::from(*b)) & 0xff) ^ (crc >> 8))
}
