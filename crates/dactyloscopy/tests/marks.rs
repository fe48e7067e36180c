//! Marks from scenes: read only when asked for, inside a region an examiner gives, and never mistaken on what is no
//! finger.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{Noise, text_grey};
use dactyloscopy::{
    DEFAULT_DETECTOR, ExtractError, Extraction, GreyImage, MATCH_THRESHOLD, MarkRegion, Ppi, Prepared,
    extract, extract_mark, score,
};
use std::path::Path;

/// Grey by place.
type Grey<'a> = &'a dyn Fn(u32, u32) -> f32;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/fingerprint/latent");

fn mark(image: &GreyImage, region: MarkRegion) -> Result<Extraction, ExtractError> {
    extract_mark(DEFAULT_DETECTOR.detector().unwrap(), image, Ppi::STANDARD, region)
}

fn load(name: &str) -> GreyImage {
    let grey = image::open(Path::new(DATA).join(name)).unwrap().to_luma8();
    GreyImage::new(grey.width(), grey.height(), grey.into_raw()).unwrap()
}

#[test]
fn two_of_three_marks_are_read_inside_their_region_and_are_most_like_their_own_finger() {
    if !Path::new(DATA).is_dir() {
        eprintln!("SKIPPED: two_of_three_marks_are_read: {DATA} is not there");
        return;
    }
    let rolled = ["good", "bad", "ugly"].map(|name| {
        let print = extract(&load(&format!("{name}_rolled.png")), Ppi::STANDARD).unwrap();
        (name, Prepared::new(&print.template))
    });
    // as an examiner would frame them
    let regions = [
        ("good", MarkRegion { left: 240, top: 20, width: 260, height: 390 }, true),
        ("bad", MarkRegion { left: 290, top: 200, width: 250, height: 330 }, true),
        ("ugly", MarkRegion { left: 410, top: 350, width: 190, height: 250 }, false),
    ];
    for (name, region, readable) in regions {
        let image = load(&format!("{name}_latent.png"));
        let plain = extract(&image, Ppi::STANDARD);
        // Of "bad" the network is sure enough to read it as a print (`tests/not_a_finger.rs`).
        assert!(
            name == "bad" || matches!(plain, Err(ExtractError::NotAFinger { .. })),
            "{name}: a mark is read only when asked for"
        );
        let found = match mark(&image, region) {
            Ok(found) => found,
            Err(error) => {
                eprintln!("{name}: {error}");
                assert!(!readable, "{name}: {error}");
                continue;
            }
        };
        assert!(readable, "{name} can be read now: say so in docs/benchmarks.md");
        let inside = |x: f32, y: f32| {
            (region.left as f32..(region.left + region.width) as f32).contains(&x)
                && (region.top as f32..(region.top + region.height) as f32).contains(&y)
        };
        assert!(found.template.minutiae().iter().all(|m| inside(m.x_px, m.y_px)), "{name}");
        let probe = Prepared::new(&found.template);
        let scores: Vec<(&str, f32)> =
            rolled.iter().map(|(other, print)| (*other, score(&probe, print))).collect();
        eprintln!("{name}: {} minutiae, scores {scores:?}", found.template.minutiae().len());
        let best = scores.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert!(best.0 == name && best.1 >= MATCH_THRESHOLD, "{name}: {scores:?}");
    }
}

#[test]
fn what_is_no_finger_is_refused_as_a_mark_too() {
    let mut noise = Noise(7);
    let white: Vec<f32> = (0..400 * 400).map(|_| 255.0 * noise.next()).collect();
    let circles = |x: u32, y: u32| {
        let distance = (x as f32 - 187.0).hypot(y as f32 - 193.0);
        128.0 + 110.0 * (std::f32::consts::TAU * distance / 9.0).cos()
    };
    let kinds: [(&str, Grey<'_>); 6] = [
        ("blank", &|_, _| 255.0),
        ("shaded", &|x, y| (x + y) as f32 / 3.2),
        ("noise", &|x, y| white[(y * 400 + x) as usize]),
        ("stripes", &|x, y| 128.0 + 100.0 * ((0.3 * x as f32 + y as f32) * 0.7).cos()),
        ("bars", &|x, y| if ((x + y / 3) / 45).is_multiple_of(2) { 30.0 } else { 220.0 }),
        ("circles", &circles),
    ];
    let image = |grey: Grey<'_>| {
        let pixels = (0..400 * 400).map(|i| grey(i % 400, i / 400).clamp(0.0, 255.0) as u8);
        GreyImage::new(400, 400, pixels.collect()).unwrap()
    };
    for (name, grey) in kinds {
        let image = image(grey);
        let outcome = mark(&image, MarkRegion::whole(&image));
        assert!(matches!(outcome, Err(ExtractError::NotAFinger { .. })), "{name}");
    }
    for scale in [1, 2, 3, 4, 5] {
        let image = image(&|x, y| text_grey(x, y, scale));
        let outcome = mark(&image, MarkRegion::whole(&image));
        assert!(matches!(outcome, Err(ExtractError::NotAFinger { .. })), "text at size {scale}");
    }
}

#[test]
fn any_region_at_all_is_an_answer() {
    let mut noise = Noise(11);
    let pixels = (0..200 * 150).map(|_| (255.0 * noise.next()) as u8).collect();
    let image = GreyImage::new(200, 150, pixels).unwrap();
    let all = u32::MAX;
    for (left, top, width, height) in [
        (0, 0, 0, 0),
        (0, 0, all, all),
        (all, all, all, all),
        (199, 149, 1, 1),
        (50, 50, 8, 8),
        (0, 60, 200, 3),
    ] {
        let region = MarkRegion { left, top, width, height };
        assert!(matches!(mark(&image, region), Err(ExtractError::NotAFinger { .. })), "{region:?}");
    }
}
