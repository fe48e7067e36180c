//! What must hold for all templates, all bytes and all small images.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use dactyloscopy::{GreyImage, Minutia, MinutiaKind, Ppi, Prepared, Template, compare, extract, score};
use proptest::prelude::*;
use std::f32::consts::TAU;

const SIDE_PX: u32 = 1000;

fn minutia() -> impl Strategy<Value = Minutia> {
    (350.0_f32..650.0, 350.0_f32..650.0, 0.0_f32..6.25, any::<bool>(), 1_u8..=100).prop_map(
        |(x_px, y_px, direction_rad, ending, quality)| Minutia {
            x_px,
            y_px,
            direction_rad,
            kind: if ending { MinutiaKind::Ending } else { MinutiaKind::Bifurcation },
            quality,
        },
    )
}

fn minutiae() -> impl Strategy<Value = Vec<Minutia>> {
    prop::collection::vec(minutia(), 0..60)
}

fn prepared(minutiae: &[Minutia]) -> Prepared {
    Prepared::new(&Template::new(SIDE_PX, SIDE_PX, 50, minutiae.to_vec()).unwrap())
}

/// Turned about the middle (counter-clockwise on the screen) and shifted.
fn moved(minutiae: &[Minutia], turn_rad: f32, shift: (f32, f32)) -> Vec<Minutia> {
    let (sin, cos) = turn_rad.sin_cos();
    let one = |m: &Minutia| {
        let (x, y) = (m.x_px - 500.0, m.y_px - 500.0);
        Minutia {
            x_px: 500.0 + cos * x + sin * y + shift.0,
            y_px: 500.0 - sin * x + cos * y + shift.1,
            direction_rad: (m.direction_rad + turn_rad).rem_euclid(TAU).min(TAU.next_down()),
            ..*m
        }
    };
    minutiae.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comparison_is_symmetric_and_score_is_its_score(a in minutiae(), b in minutiae()) {
        let (a, b) = (prepared(&a), prepared(&b));
        let (ab, ba) = (compare(&a, &b), compare(&b, &a));
        prop_assert_eq!(ab.score.to_bits(), ba.score.to_bits());
        prop_assert_eq!(score(&a, &b).to_bits(), ab.score.to_bits());
        let mirrored: Vec<(usize, usize)> = ba.pairs.iter().map(|p| (p.b, p.a)).collect();
        let pairs: Vec<(usize, usize)> = ab.pairs.iter().map(|p| (p.a, p.b)).collect();
        prop_assert_eq!(pairs, mirrored);
        prop_assert!((0.0..=1.0).contains(&ab.score));
    }

    #[test]
    fn order_of_the_minutiae_does_not_matter(a in minutiae(), b in minutiae(), by in 0_usize..60) {
        let mut turned = a.clone();
        let by = if a.is_empty() { 0 } else { by % a.len() };
        turned.rotate_left(by);
        turned.reverse();
        let b = prepared(&b);
        prop_assert_eq!(score(&prepared(&a), &b).to_bits(), score(&prepared(&turned), &b).to_bits());
    }

    #[test]
    fn turning_and_shifting_a_print_hardly_changes_the_score(
        a in prop::collection::vec(minutia(), 20..50),
        turn in 0.0_f32..6.25,
        dx in -100.0_f32..100.0,
        dy in -100.0_f32..100.0,
    ) {
        let (still, other) = (prepared(&a), prepared(&moved(&a, turn, (dx, dy))));
        let (same, turned) = (score(&still, &still), score(&still, &other));
        prop_assert!((same - turned).abs() < 0.03, "{} against {}", same, turned);
        prop_assert!(turned > dactyloscopy::MATCH_THRESHOLD);
    }

    #[test]
    fn pairs_are_one_to_one_and_in_range(a in minutiae(), b in minutiae()) {
        let pairs = compare(&prepared(&a), &prepared(&b)).pairs;
        let mut left: Vec<usize> = pairs.iter().map(|p| p.a).collect();
        let mut right: Vec<usize> = pairs.iter().map(|p| p.b).collect();
        prop_assert!(left.iter().all(|i| *i < a.len()) && right.iter().all(|i| *i < b.len()));
        left.sort_unstable();
        left.dedup();
        right.sort_unstable();
        right.dedup();
        prop_assert_eq!((left.len(), right.len()), (pairs.len(), pairs.len()));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(template) = Template::from_bytes(&bytes) {
            prop_assert_eq!(template.to_bytes(), bytes);
        }
    }

    #[test]
    fn damaged_templates_are_read_or_refused(a in minutiae(), at in any::<prop::sample::Index>(), value in any::<u8>()) {
        let mut bytes = Template::new(SIDE_PX, SIDE_PX, 50, a).unwrap().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = value;
        if let Ok(template) = Template::from_bytes(&bytes) {
            let p = Prepared::new(&template);
            prop_assert!(score(&p, &p).is_finite());
        }
    }

    #[test]
    fn templates_survive_their_bytes(a in minutiae()) {
        let template = Template::new(SIDE_PX, SIDE_PX, 50, a).unwrap();
        let once = Template::from_bytes(&template.to_bytes()).unwrap();
        prop_assert_eq!(Template::from_bytes(&once.to_bytes()).unwrap(), once);
    }

    #[test]
    fn any_small_image_is_read_or_refused(
        width in 1_u32..=64,
        height in 1_u32..=64,
        ppi in 100_u16..=2000,
        bytes in prop::collection::vec(any::<u8>(), 64 * 64),
    ) {
        let pixels = bytes[..(width * height) as usize].to_vec();
        let image = GreyImage::new(width, height, pixels).unwrap();
        let _ = extract(&image, Ppi::new(ppi).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ridges_of_any_size_and_period_never_panic(
        side_px in 64_u32..200,
        cut in 0_u32..30,
        period_px in 2.0_f32..40.0,
        ridge_rad in 0.0_f32..3.1,
        noise in 0.0_f32..1.0,
        seed in any::<u64>(),
    ) {
        let pattern = common::Pattern {
            side_px,
            period_px,
            centre: seed.is_multiple_of(2).then_some((side_px as f32 / 2.0, side_px as f32 / 2.0)),
            ridge_rad,
            spirals: if side_px > 90 { common::scattered(side_px, 5, 10.0, seed) } else { Vec::new() },
            noise,
        };
        let square = pattern.image();
        let height = side_px - cut;
        let pixels = square.pixels()[..(side_px * height) as usize].to_vec();
        let image = GreyImage::new(side_px, height, pixels).unwrap();
        if let Ok(extraction) = extract(&image, Ppi::STANDARD) {
            let p = Prepared::new(&extraction.template);
            prop_assert!(score(&p, &p).is_finite());
        }
    }
}
