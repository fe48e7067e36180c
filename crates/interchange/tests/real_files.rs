//! Files made by others: scanners, JPEG 2000 and minutiae encoders.
#![allow(clippy::unwrap_used, reason = "test helpers")]

mod common;

use common::{files_below, shared};
use dactyloscopy::MinutiaKind;
use interchange::fmr::{self, FmrError};
use interchange::{ImageFormat, decode_image};

#[test]
fn every_fingerprint_image_decodes() {
    let Some(folder) = shared("every_fingerprint_image_decodes", "fingerprint") else { return };
    let mut count = 0;
    for path in files_below(&folder).iter().filter(|p| p.extension().is_some_and(|e| e != "md")) {
        let decoded = decode_image(&std::fs::read(path).unwrap(), None);
        let decoded = decoded.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(decoded.ppi.get(), 500, "{}: {:?}", path.display(), decoded.warnings);
        count += 1;
    }
    assert!(count >= 700, "{count} images");
}

#[test]
fn an_fvc_tiff_is_read_at_500_with_a_warning() {
    let Some(folder) = shared("an_fvc_tiff_is_read_at_500_with_a_warning", "fingerprint/FVC2002/DB1_B")
    else {
        return;
    };
    let decoded = decode_image(&std::fs::read(folder.join("101_1.tif")).unwrap(), None).unwrap();
    assert_eq!(
        (decoded.format, decoded.image.width(), decoded.image.height()),
        (ImageFormat::Tiff, 388, 374)
    );
    assert!(decoded.warnings.iter().any(|w| w.contains("500 ppi is assumed")), "{:?}", decoded.warnings);
}

/// The expected values are SHA-256 sums of OpenJPEG's grey pixels; equality is promised for reversible files.
#[test]
fn reversible_grey_jpeg_2000_is_openjpegs_pixel_for_pixel() {
    use sha2::{Digest, Sha256};
    let Some(folder) = shared("reversible_grey_jpeg_2000_is_openjpegs_pixel_for_pixel", "interop") else {
        return;
    };
    let table = std::fs::read_to_string(folder.join("jp2/expected-openjpeg/decode.csv")).unwrap();
    let (mut exact, mut read) = (0, 0);
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [name, offset, length, size, mode, wavelet, sum] = fields[..] else { panic!("{line}") };
        let Ok(bytes) = std::fs::read(folder.join(name)) else { continue };
        let start: usize = offset.parse().unwrap();
        let payload = &bytes[start..start + length.parse::<usize>().unwrap()];
        let decoded = decode_image(payload, None).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(format!("{}x{}", decoded.image.width(), decoded.image.height()), size, "{name}");
        read += 1;
        if mode == "L" && wavelet.starts_with("reversible") {
            let found: String =
                Sha256::digest(decoded.image.pixels()).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(found, sum, "{name}");
            exact += 1;
        }
    }
    assert!(read >= 4 && exact >= 2, "{read} read, {exact} exact");
}

#[test]
fn a_cut_off_jpeg_2000_is_refused() {
    let Some(folder) = shared("a_cut_off_jpeg_2000_is_refused", "interop/jp2/mosip") else { return };
    for path in files_below(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        for part in 1..20 {
            let length = bytes.len() * part / 20;
            assert!(decode_image(&bytes[..length], None).is_err(), "{} cut to {length}", path.display());
        }
    }
}

/// (kind, x, y, angle in units, quality) of each minutia of the reference decoder's JSON.
fn expected(json: &serde_json::Value, view: usize) -> Vec<(MinutiaKind, u64, u64, u64, u64)> {
    let minutiae = json["fingerprints"][view]["minutiae"].as_array().unwrap();
    let number = |m: &serde_json::Value, key: &str| m[key].as_u64().unwrap();
    minutiae
        .iter()
        .map(|m| {
            let kind = match m["type"].as_str().unwrap() {
                "ENDING" => MinutiaKind::Ending,
                "BIFURCATION" => MinutiaKind::Bifurcation,
                _ => MinutiaKind::Unknown,
            };
            (kind, number(m, "positionX"), number(m, "positionY"), number(m, "angle"), number(m, "quality"))
        })
        .collect()
}

#[test]
fn the_reference_record_is_read_as_the_reference_reader_does() {
    let Some(folder) =
        shared("the_reference_record_is_read_as_the_reference_reader_does", "interop/fmr/fingerprintio")
    else {
        return;
    };
    let json = std::fs::read_to_string(folder.join("iso19794p2v2005-sample.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let record = fmr::parse(&std::fs::read(folder.join("iso19794p2v2005-sample.dat")).unwrap()).unwrap();
    assert_eq!(record.views.len(), json["fingerprints"].as_array().unwrap().len());
    assert_eq!(u64::from(record.width_px), json["width"].as_u64().unwrap());
    for (i, view) in record.views.iter().enumerate() {
        let found: Vec<_> = view
            .template
            .minutiae()
            .iter()
            .map(|m| {
                let angle = (m.direction_rad / std::f32::consts::TAU * 256.0).round() as u64;
                (m.kind, m.x_px as u64, m.y_px as u64, angle, u64::from(m.quality))
            })
            .collect();
        assert_eq!(found, expected(&json, i), "view {i}");
    }
}

#[test]
fn records_of_other_vendors_are_read_and_written_back() {
    let Some(folder) = shared("records_of_other_vendors_are_read_and_written_back", "interop") else {
        return;
    };
    let mut paths = files_below(&folder.join("fmr/openafis-secugen"));
    paths.extend(files_below(&folder.join("minutiae-fjfx/templates-iso")));
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let record = fmr::parse(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let template = &record.views[0].template;
        let again = fmr::write(template, dactyloscopy::Ppi::STANDARD);
        assert_eq!(&fmr::read(&again).unwrap(), template, "{}", path.display());
        assert_eq!(again.len(), bytes.len(), "{}", path.display());
    }
    assert!(paths.len() >= 200, "{}", paths.len());
}

#[test]
fn invalid_records_and_other_versions_are_refused_with_a_reason() {
    let Some(folder) = shared("invalid_records_and_other_versions_are_refused_with_a_reason", "interop/fmr")
    else {
        return;
    };
    for path in files_below(&folder.join("openafis-invalid")) {
        let error = fmr::parse(&std::fs::read(&path).unwrap()).unwrap_err();
        assert!(matches!(error, FmrError::Length { said: 30, .. }), "{}: {error}", path.display());
    }
    for name in [
        "fingerprintio/ansi378v2004-sample.dat",
        "fingerprintio/ansi378v2009-sample.dat",
        "libbiomeval/fmr.ansi2004",
    ] {
        let error = fmr::parse(&std::fs::read(folder.join(name)).unwrap()).unwrap_err();
        assert!(error.to_string().contains("378"), "{name}: {error}");
    }
}
