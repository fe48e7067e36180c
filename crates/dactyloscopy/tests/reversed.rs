//! Prints the wrong way round: ridges white instead of black, left and right exchanged.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the helpers serve other tests too")]

mod common;

use common::curved;
use dactyloscopy::{GreyImage, MATCH_THRESHOLD, Ppi, Prepared, extract, is_mirrored, score};

fn prepared(image: &GreyImage) -> Prepared {
    Prepared::new(&extract(image, Ppi::STANDARD).unwrap().template)
}

fn map(image: &GreyImage, f: impl Fn(u32, u32) -> u8) -> GreyImage {
    let (width, height) = (image.width(), image.height());
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| f(x, y)).collect();
    GreyImage::new(width, height, pixels).unwrap()
}

fn grey(image: &GreyImage, x: u32, y: u32) -> u8 {
    image.pixels()[(y * image.width() + x) as usize]
}

#[test]
fn white_ridges_match_black_ones() {
    for seed in 1..6 {
        let black = curved(seed);
        let white = map(&black, |x, y| 255 - grey(&black, x, y));
        let (same, reversed) = (prepared(&black), prepared(&white));
        let (own, score) = (score(&same, &same), score(&same, &reversed));
        assert!(score > MATCH_THRESHOLD && score > own - 0.05, "seed {seed}: {score} against {own}");
    }
}

#[test]
fn a_mirrored_print_does_not_match_and_is_told() {
    for seed in 1..6 {
        let straight = curved(seed);
        let mirrored = map(&straight, |x, y| grey(&straight, straight.width() - 1 - x, y));
        let (a, b) = (prepared(&straight), prepared(&mirrored));
        let score = score(&a, &b);
        assert!(score < MATCH_THRESHOLD, "seed {seed}: {score}");
        assert!(is_mirrored(&a, &b) && is_mirrored(&b, &a), "seed {seed}");
        assert!(!is_mirrored(&a, &a), "a match is not called mirrored");
        let other = prepared(&curved(seed + 100));
        assert!(!is_mirrored(&a, &other), "another finger is not called mirrored");
    }
}

#[test]
fn the_mirror_of_the_mirror_is_the_print() {
    let template = extract(&curved(3), Ppi::STANDARD).unwrap().template;
    let twice = template.mirrored().mirrored();
    for (a, b) in template.minutiae().iter().zip(twice.minutiae()) {
        assert!((a.x_px - b.x_px).abs() < 1e-3 && a.y_px == b.y_px);
        assert!((a.direction_rad - b.direction_rad).sin().abs() < 1e-5);
    }
}
