//! ISO/IEC 19794-2:2005 records: round trip, refusals.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use std::f32::consts::TAU;

use dactyloscopy::{Minutia, MinutiaKind, Ppi, Template};
use interchange::fmr::{self, FmrError, RecordView};
use proptest::prelude::*;

fn minutia(width: u32, height: u32) -> impl Strategy<Value = Minutia> {
    let kind =
        prop_oneof![Just(MinutiaKind::Ending), Just(MinutiaKind::Bifurcation), Just(MinutiaKind::Unknown)];
    (0.0..=width as f32, 0.0..=height as f32, 0.0..TAU, kind, 1u8..=100).prop_map(
        |(x_px, y_px, direction_rad, kind, quality)| Minutia { x_px, y_px, direction_rad, kind, quality },
    )
}

fn template() -> impl Strategy<Value = Template> {
    (50u32..1500, 50u32..1500, 1u8..=100).prop_flat_map(|(w, h, quality)| {
        prop::collection::vec(minutia(w, h), 0..=255)
            .prop_map(move |minutiae| Template::new(w, h, quality, minutiae).unwrap())
    })
}

fn angle_between(a: f32, b: f32) -> f32 {
    let d = (a - b).rem_euclid(TAU);
    d.min(TAU - d)
}

/// The resolution a record tells: whole px/cm, of which 197 and 394 mean 500 and 1000 ppi.
fn told_ppi(ppi: u16) -> f32 {
    match (f32::from(ppi) / 2.54).round() {
        197.0 => 500.0,
        394.0 => 1000.0,
        px_per_cm => px_per_cm * 2.54,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn at_500_ppi_a_template_comes_back_within_half_a_pixel_and_angle_unit(template in template()) {
        let back = fmr::read(&fmr::write(&template, Ppi::STANDARD)).unwrap();
        prop_assert_eq!((back.width_px(), back.height_px(), back.quality()),
            (template.width_px(), template.height_px(), template.quality()));
        prop_assert_eq!(back.minutiae().len(), template.minutiae().len());
        for (a, b) in template.minutiae().iter().zip(back.minutiae()) {
            prop_assert!((a.x_px - b.x_px).abs() <= 0.5 && (a.y_px - b.y_px).abs() <= 0.5);
            prop_assert!(angle_between(a.direction_rad, b.direction_rad) <= TAU / 512.0 + 1e-4);
            prop_assert_eq!((a.kind, a.quality), (b.kind, b.quality));
        }
        prop_assert_eq!(fmr::read(&fmr::write(&back, Ppi::STANDARD)).unwrap(), back, "what was read is exact");
    }

    #[test]
    fn at_other_resolutions_the_error_stays_below_a_pixel_and_two_thousandths(template in template(), ppi in 250u16..=2000) {
        let back = fmr::read(&fmr::write(&template, Ppi::new(ppi).unwrap())).unwrap();
        let told_ppi = told_ppi(ppi);
        let scale = (f32::from(ppi) / told_ppi - 1.0).abs() + 1e-6;
        // Half a pixel of the record, and half a pixel at its right and lower edge.
        let rounding = 0.5 * 500.0 / told_ppi + 0.5;
        for (a, b) in template.minutiae().iter().zip(back.minutiae()) {
            prop_assert!((a.x_px - b.x_px).abs() <= rounding + a.x_px * scale, "{} {}", a.x_px, b.x_px);
            prop_assert!((a.y_px - b.y_px).abs() <= rounding + a.y_px * scale, "{} {}", a.y_px, b.y_px);
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), magic: bool) {
        let mut record = if magic { fmr::MAGIC.to_vec() } else { Vec::new() };
        record.extend(bytes);
        if magic && record.len() >= 12 {
            let length = (record.len() as u32).to_be_bytes();
            record[8..12].copy_from_slice(&length);
        }
        let _ = fmr::parse(&record);
    }
}

fn small() -> Vec<u8> {
    let m = Minutia { x_px: 10.0, y_px: 20.0, direction_rad: 1.0, kind: MinutiaKind::Ending, quality: 60 };
    let template =
        Template::new(300, 400, 70, vec![m, Minutia { kind: MinutiaKind::Bifurcation, ..m }]).unwrap();
    fmr::write_view(&template, Ppi::STANDARD, RecordView { position: 2, impression: 1 })
}

/// The bytes by the standard's tables, written out by hand.
#[test]
fn bytes_are_those_of_the_standard() {
    let expected = b"FMR\0 20\0\0\0\0\x2a\0\0\x01\x2c\x01\x90\0\xc5\0\xc5\x01\0\
        \x02\x01\x46\x02\x40\x0a\0\x14\x29\x3c\x80\x0a\0\x14\x29\x3c\0\0";
    assert_eq!(small(), expected);
    let record = fmr::parse(expected).unwrap();
    assert_eq!((record.views[0].position, record.views[0].impression), (2, 1));
}

#[test]
fn every_cut_is_refused_with_a_reason() {
    let bytes = small();
    for length in 0..bytes.len() {
        let error = fmr::parse(&bytes[..length]).unwrap_err();
        assert!(!error.to_string().is_empty());
        // The same cut with an honest length field.
        let mut cut = bytes[..length].to_vec();
        if length >= 12 {
            cut[8..12].copy_from_slice(&(length as u32).to_be_bytes());
            let error = fmr::parse(&cut).unwrap_err();
            assert!(matches!(error, FmrError::Truncated(_)), "{length}: {error}");
        }
    }
}

#[test]
fn wrong_values_are_named() {
    let change = |at: usize, value: u8| {
        let mut bytes = small();
        bytes[at] = value;
        fmr::parse(&bytes).unwrap_err().to_string()
    };
    assert!(change(5, b'3').contains("version"), "{}", change(5, b'3'));
    assert!(change(22, 0).contains("no finger view"));
    assert!(change(22, 2).contains("view 2"));
    assert!(change(19, 1).contains("resolution is 1 px/cm"));
    assert!(change(24, 11).contains("finger 11"));
    assert!(change(26, 101).contains("quality 101"));
    assert!(change(28, 0xc0).contains("reserved type 3"));
    assert!(change(28, 0x42).contains("outside its image of 300 x 400"), "{}", change(28, 0x42));
    assert!(change(33, 200).contains("quality 200"));
    assert!(change(41, 9).contains("extended data"));
    assert_eq!(fmr::parse(b"TFT"), Err(FmrError::Magic));
    let mut long = small();
    long.push(0);
    assert!(matches!(fmr::parse(&long), Err(FmrError::Length { said: 42, found: 43 })));
}

#[test]
fn a_quality_of_zero_means_not_reported() {
    let mut bytes = small();
    bytes[26] = 0;
    bytes[33] = 0;
    let template = fmr::read(&bytes).unwrap();
    assert_eq!(template.quality(), fmr::QUALITY_NOT_REPORTED);
    assert_eq!(template.minutiae()[0].quality, fmr::QUALITY_NOT_REPORTED);
    assert_eq!(template.minutiae()[1].quality, 60);
}
