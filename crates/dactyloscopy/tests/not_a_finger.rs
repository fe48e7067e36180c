//! What is no finger is refused by name.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{Noise, text_grey};
use dactyloscopy::{
    DetectorName, ExtractError, GreyImage, MATCH_THRESHOLD, Ppi, Prepared, extract, extract_with, score,
};
use synthetic::{Conditions, Finger};

fn refusal(side_px: u32, grey: impl FnMut(u32, u32) -> f32) -> ExtractError {
    let mut grey = grey;
    let pixels = (0..side_px * side_px).map(|i| grey(i % side_px, i / side_px).clamp(0.0, 255.0) as u8);
    let image = GreyImage::new(side_px, side_px, pixels.collect()).unwrap();
    extract(&image, Ppi::STANDARD).expect_err("it is no finger")
}

fn reason(error: &ExtractError) -> String {
    assert!(matches!(error, ExtractError::NotAFinger { .. }), "{error}");
    error.to_string()
}

#[test]
fn blank_black_and_shaded_paper_show_no_structure() {
    assert!(reason(&refusal(300, |_, _| 255.0)).contains("structure"));
    assert!(reason(&refusal(300, |_, _| 0.0)).contains("structure"));
    assert!(reason(&refusal(300, |x, y| (x + y) as f32 / 2.4)).contains("structure"));
}

#[test]
fn white_noise_has_no_direction() {
    let mut noise = Noise(7);
    assert!(reason(&refusal(300, |_, _| 255.0 * noise.next())).contains("direction"));
}

#[test]
fn blurred_noise_has_no_direction() {
    let mut noise = Noise(9);
    let raw: Vec<f32> = (0..300 * 300).map(|_| noise.next()).collect();
    let blurred = |x: u32, y: u32| {
        let window = (x.saturating_sub(3)..(x + 4).min(300))
            .flat_map(|x| (y.saturating_sub(3)..(y + 4).min(300)).map(move |y| (y * 300 + x) as usize));
        let (sum, count) = window.fold((0.0, 0.0), |(s, n), i| (s + raw[i], n + 1.0));
        128.0 + 900.0 * (sum / count - 0.5)
    };
    assert!(reason(&refusal(300, blurred)).contains("direction"));
}

#[test]
fn stripes_have_no_minutiae() {
    let stripes = |x: u32, y: u32| 128.0 + 100.0 * ((0.3 * x as f32 + y as f32) * 0.7).cos();
    assert!(reason(&refusal(300, stripes)).contains("minutiae"));
}

#[test]
fn broad_bars_are_no_ridges() {
    let bars = |x: u32, y: u32| if ((x + y / 3) / 45).is_multiple_of(2) { 30.0 } else { 220.0 };
    assert!(reason(&refusal(400, bars)).contains("repeat"));
}

#[test]
fn concentric_circles_have_no_minutiae() {
    for period in [6.0_f32, 7.0, 9.0, 11.0, 12.0, 13.0] {
        let circles = |x: u32, y: u32| {
            let distance = (x as f32 - 187.0).hypot(y as f32 - 193.0);
            128.0 + 110.0 * (std::f32::consts::TAU * distance / period).cos()
        };
        assert!(reason(&refusal(380, circles)).contains("minutiae"), "{period}");
    }
}

#[test]
fn print_text_is_no_finger_at_any_size() {
    for scale in [1, 2, 3, 4, 5] {
        reason(&refusal(400, |x, y| text_grey(x, y, scale)));
    }
}

#[test]
fn too_small_and_too_large_are_named() {
    let error = refusal(40, |x, y| (x * y % 255) as f32);
    assert!(matches!(error, ExtractError::TooSmall { width_px: 40, .. }), "{error}");
    let large = GreyImage::new(2500, 2500, vec![128; 2500 * 2500]).unwrap();
    let error = extract(&large, Ppi::STANDARD).unwrap_err();
    assert!(matches!(error, ExtractError::TooLarge { .. }), "{error}");
    assert!(error.to_string().contains("crop"));
}

/// A faint print in noise that fills the image: the means over the whole foreground say little of the finger. The detector
/// that is never sure shows that the limits of these means would refuse it.
#[test]
fn a_print_under_noise_is_read_when_its_minutiae_are_sure() {
    let phase = DetectorName::Phase.detector().unwrap();
    for seed in [41, 42, 43] {
        let clean = Finger::grow(seed).impression(1, &Conditions::good(seed));
        let known = Prepared::new(&extract(&clean, Ppi::STANDARD).unwrap().template);
        let (mut noise, mut refused, mut rescued) = (Noise(seed), 0, 0);
        for level in [90.0, 105.0, 120.0, 135.0, 150.0] {
            let mut grain = || level * (0..3).map(|_| noise.next() - 0.5).sum::<f32>();
            let faint = |p: &u8| (170.0 + 0.3 * (f32::from(*p) - 170.0) + grain()).clamp(0.0, 255.0) as u8;
            let pixels = clean.pixels().iter().map(faint).collect();
            let noisy = GreyImage::new(clean.width(), clean.height(), pixels).unwrap();
            if extract_with(phase, &noisy, Ppi::STANDARD).is_ok() {
                continue;
            }
            refused += 1;
            let read = extract(&noisy, Ppi::STANDARD).ok().map(|e| Prepared::new(&e.template));
            rescued += u32::from(read.is_some_and(|print| score(&print, &known) >= MATCH_THRESHOLD));
        }
        println!("finger {seed}: {rescued} of {refused} rescued");
        assert!(rescued > 0, "finger {seed}: {refused} refused by the means, none read");
    }
}
