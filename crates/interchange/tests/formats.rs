//! Every format, every depth: the same picture in gives the same grey out.

mod common;

use common::{Tiff, encode, picture};
use dactyloscopy::{GreyImage, Ppi};
use image::{DynamicImage, ImageFormat as Coder};
use interchange::{ImageFormat, decode_image, encode_png};
use proptest::prelude::*;

#[test]
fn grey_of_8_bits_is_exact_in_every_lossless_format() {
    let picture = picture(61, 47);
    for (coder, format) in
        [(Coder::Png, ImageFormat::Png), (Coder::Tiff, ImageFormat::Tiff), (Coder::Bmp, ImageFormat::Bmp)]
    {
        let bytes = encode(&DynamicImage::ImageLuma8(picture.clone()), coder);
        let decoded = decode_image(&bytes, None).unwrap_or_else(|e| panic!("{format}: {e}"));
        assert_eq!(decoded.format, format);
        assert_eq!((decoded.image.width(), decoded.image.height()), (61, 47));
        assert_eq!(decoded.image.pixels(), picture.as_raw().as_slice(), "{format}");
    }
}

#[test]
fn colour_transparency_and_16_bits_of_a_grey_picture_give_the_same_grey() {
    let grey = DynamicImage::ImageLuma8(picture(33, 20));
    let forms = [
        DynamicImage::ImageLuma16(grey.to_luma16()),
        DynamicImage::ImageLumaA8(grey.to_luma_alpha8()),
        DynamicImage::ImageRgb8(grey.to_rgb8()),
        DynamicImage::ImageRgba8(grey.to_rgba8()),
        DynamicImage::ImageRgb16(grey.to_rgb16()),
        DynamicImage::ImageRgba16(grey.to_rgba16()),
    ];
    let mut tried = 0;
    for form in forms {
        for coder in [Coder::Png, Coder::Tiff, Coder::Bmp] {
            let mut out = std::io::Cursor::new(Vec::new());
            if form.write_to(&mut out, coder).is_err() {
                continue; // the encoder has no such form
            }
            let decoded = decode_image(out.get_ref(), Some(Ppi::STANDARD));
            let decoded = decoded.unwrap_or_else(|e| panic!("{coder:?} {:?}: {e}", form.color()));
            assert_eq!(decoded.image.pixels(), grey.as_bytes(), "{coder:?} {:?}", form.color());
            tried += 1;
        }
    }
    assert!(tried >= 12, "only {tried} forms could be written");
}

#[test]
fn jpeg_is_near_and_tells_its_density() {
    let flat = image::GrayImage::from_pixel(40, 30, image::Luma([93]));
    let mut bytes = encode(&DynamicImage::ImageLuma8(flat), Coder::Jpeg);
    let jfif = bytes.windows(5).position(|w| w == b"JFIF\0").unwrap();
    bytes[jfif + 7] = 2;
    bytes[jfif + 8..jfif + 12].copy_from_slice(&[0, 197, 0, 197]);
    let decoded = decode_image(&bytes, None).unwrap();
    assert_eq!((decoded.format, decoded.ppi, decoded.warnings), (ImageFormat::Jpeg, Ppi::STANDARD, vec![]));
    assert!(decoded.image.pixels().iter().all(|p| p.abs_diff(93) <= 1));
    bytes[jfif + 7] = 1;
    bytes[jfif + 8..jfif + 12].copy_from_slice(&[3, 232, 3, 232]);
    assert_eq!(decode_image(&bytes, None).unwrap().ppi.get(), 1000);
    bytes[jfif + 7] = 0;
    let decoded = decode_image(&bytes, None).unwrap();
    assert_eq!(decoded.ppi, Ppi::STANDARD);
    assert!(decoded.warnings[0].contains("without a unit"), "{:?}", decoded.warnings);
}

#[test]
fn tiff_of_few_bits_white_is_zero_and_palette() {
    let one_bit = Tiff::grey(3, 2, 1, 1, vec![0b1010_0000, 0b0100_0000]).bytes();
    assert_eq!(decode_image(&one_bit, None).unwrap().image.pixels(), [255, 0, 255, 0, 255, 0]);
    let inverted = Tiff::grey(3, 2, 1, 0, vec![0b1010_0000, 0b0100_0000]).bytes();
    assert_eq!(decode_image(&inverted, None).unwrap().image.pixels(), [0, 255, 0, 255, 0, 255]);
    let white_is_zero = Tiff::grey(2, 1, 8, 0, vec![0, 200]).bytes();
    assert_eq!(decode_image(&white_is_zero, None).unwrap().image.pixels(), [255, 55]);
    let four_bits = Tiff::grey(2, 1, 4, 1, vec![0x3c]).bytes();
    assert_eq!(decode_image(&four_bits, None).unwrap().image.pixels(), [0x33, 0xcc]);
    let mut palette = Tiff::grey(3, 1, 8, 3, vec![0, 1, 2]);
    palette.color_map = vec![0; 768];
    for channel in 0..3 {
        palette.color_map[channel * 256 + 1] = 0xffff;
        palette.color_map[channel * 256 + 2] = 0x8080;
    }
    assert_eq!(decode_image(&palette.bytes(), None).unwrap().image.pixels(), [0, 255, 128]);
}

#[test]
fn tiff_resolution_in_inches_centimetres_and_absurd() {
    let tiff = |n, d, unit| {
        let mut tiff = Tiff::grey(2, 2, 8, 1, vec![0, 50, 100, 150]);
        tiff.resolution = Some((n, d, unit));
        decode_image(&tiff.bytes(), None).unwrap()
    };
    assert_eq!((tiff(569, 1, 2).ppi.get(), tiff(569, 1, 2).warnings), (569, vec![]));
    assert_eq!(tiff(1970, 10, 3).ppi.get(), 500);
    let fvc = tiff(1, 1, 2);
    assert_eq!(fvc.ppi, Ppi::STANDARD);
    assert!(fvc.warnings[0].contains("1 x 1 px/inch"), "{:?}", fvc.warnings);
    assert!(!tiff(5, 0, 2).warnings.is_empty(), "a zero denominator is absurd, not a crash");
}

#[test]
fn an_override_silences_the_tag() {
    let mut tiff = Tiff::grey(2, 2, 8, 1, vec![0; 4]);
    tiff.resolution = Some((1, 1, 2));
    let decoded = decode_image(&tiff.bytes(), Some(Ppi::new(1000).unwrap())).unwrap();
    assert_eq!((decoded.ppi.get(), decoded.warnings), (1000, vec![]));
}

#[test]
fn bmp_resolution() {
    let mut bytes = encode(&DynamicImage::ImageLuma8(picture(5, 4)), Coder::Bmp);
    bytes[38..46].copy_from_slice(&[0xe5, 0x4c, 0, 0, 0xe5, 0x4c, 0, 0]); // 19685 px/m
    let decoded = decode_image(&bytes, None).unwrap();
    assert_eq!((decoded.ppi, decoded.warnings), (Ppi::STANDARD, vec![]));
}

#[test]
fn raw_pgm_is_exact() {
    let picture = picture(61, 47);
    let bytes = [b"P5\n61 47\n255\n", picture.as_raw().as_slice()].concat();
    let decoded = decode_image(&bytes, None).unwrap();
    assert_eq!((decoded.format, decoded.image.pixels()), (ImageFormat::Pgm, picture.as_raw().as_slice()));
}

#[test]
fn pgm_plain_raw_16_bit_and_comments() {
    let decode = |bytes: &[u8]| decode_image(bytes, None).map(|d| d.image.pixels().to_vec());
    assert_eq!(decode(b"P2\n# a comment\n3 1\n15\n0 7 15").unwrap(), [0, 119, 255]);
    assert_eq!(decode(b"P5 2 1 255\n\x0a\xff").unwrap(), [10, 255]);
    assert_eq!(decode(b"P5\n2 1\n65535\n\x80\x80\xff\xff").unwrap(), [128, 255]);
    assert_eq!(decode(b"P5\n2 1\n1023\n\x03\xff\x00\x00").unwrap(), [255, 0]);
    assert_eq!(decode(b"P5#c\n2#c\n1 255\n\x01\x02").unwrap(), [1, 2]);
    let long = decode_image(b"P5 1 1 255\n\x01\x02\x03", None).unwrap();
    assert!(long.warnings.iter().any(|w| w.contains("2 bytes after")), "{:?}", long.warnings);
    for wrong in [
        &b"P5"[..],
        b"P5 ",
        b"P5 2",
        b"P5 2 1 255",
        b"P5 2 1 255\n\x01",
        b"P5 2 1 0\n\x01\x01",
        b"P5 2 1 65536\n\0\0\0\0",
        b"P5 -2 1 255\n\x01\x01",
        b"P2 2 1 255\n1",
        b"P2 2 1 255\n1 x",
        b"P5 99999999999 1 255\n",
    ] {
        let error = decode(wrong).unwrap_err().to_string();
        assert!(error.contains("PGM"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn png_round_trip(width in 1u32..80, height in 1u32..80, ppi in 100u16..=2000, seed: u8) {
        let pixels: Vec<u8> = (0..width * height).map(|i| (i as u8).wrapping_mul(seed)).collect();
        let image = GreyImage::new(width, height, pixels).unwrap();
        let ppi = Ppi::new(ppi).unwrap();
        let decoded = decode_image(&encode_png(&image, ppi), None).unwrap();
        prop_assert_eq!(decoded.image, image);
        prop_assert_eq!(decoded.ppi, ppi);
        prop_assert!(decoded.warnings.is_empty());
    }
}
