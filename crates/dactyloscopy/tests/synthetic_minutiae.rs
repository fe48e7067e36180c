//! The extractor against patterns whose every minutia is known: place, direction, type.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{Pattern, angle_between, scattered};
use dactyloscopy::{Minutia, MinutiaKind, Ppi, extract};

struct Outcome {
    truth: usize,
    found: usize,
    right: usize,
    right_kind: usize,
    known_kind: usize,
    distance_px: f32,
    angle_rad: f32,
}

fn run(pattern: &Pattern) -> Outcome {
    let extraction = extract(&pattern.image(), Ppi::STANDARD).expect("a clean pattern is accepted");
    let inside = |m: &Minutia| {
        let far = pattern.side_px as f32 - 28.0;
        let centre_far = pattern.centre.is_none_or(|c| (m.x_px - c.0).hypot(m.y_px - c.1) > 25.0);
        m.x_px > 28.0 && m.y_px > 28.0 && m.x_px < far && m.y_px < far && centre_far
    };
    let truth: Vec<Minutia> = pattern.truth().into_iter().filter(|m| inside(m)).collect();
    let found: Vec<Minutia> = extraction.template.minutiae().iter().copied().filter(|m| inside(m)).collect();
    let mut out = Outcome {
        truth: truth.len(),
        found: found.len(),
        right: 0,
        right_kind: 0,
        known_kind: 0,
        distance_px: 0.0,
        angle_rad: 0.0,
    };
    for t in &truth {
        let near = found.iter().find(|f| {
            (f.x_px - t.x_px).hypot(f.y_px - t.y_px) < 5.0
                && angle_between(f.direction_rad, t.direction_rad) < 0.5
        });
        if let Some(f) = near {
            out.right += 1;
            out.distance_px += (f.x_px - t.x_px).hypot(f.y_px - t.y_px);
            out.angle_rad += angle_between(f.direction_rad, t.direction_rad);
            if t.kind != MinutiaKind::Unknown {
                out.known_kind += 1;
                out.right_kind += usize::from(f.kind == t.kind);
            }
        }
    }
    out
}

fn total(patterns: impl Iterator<Item = Pattern>) -> Outcome {
    let zero = Outcome {
        truth: 0,
        found: 0,
        right: 0,
        right_kind: 0,
        known_kind: 0,
        distance_px: 0.0,
        angle_rad: 0.0,
    };
    let sum = patterns.map(|p| run(&p)).fold(zero, |a, b| Outcome {
        truth: a.truth + b.truth,
        found: a.found + b.found,
        right: a.right + b.right,
        right_kind: a.right_kind + b.right_kind,
        known_kind: a.known_kind + b.known_kind,
        distance_px: a.distance_px + b.distance_px,
        angle_rad: a.angle_rad + b.angle_rad,
    });
    let right = sum.right.max(1) as f32;
    eprintln!(
        "{} true, {} found, {} right; mean error {:.2} px, {:.1} degrees; type right {} of {}",
        sum.truth,
        sum.found,
        sum.right,
        sum.distance_px / right,
        (sum.angle_rad / right).to_degrees(),
        sum.right_kind,
        sum.known_kind
    );
    sum
}

fn patterns(noise: f32) -> impl Iterator<Item = Pattern> {
    (0..8_u64).map(move |seed| Pattern {
        side_px: 320,
        period_px: 7.5 + 0.5 * seed as f32,
        centre: (seed % 2 == 1).then_some((160.0 + 6.0 * seed as f32, 400.0)),
        ridge_rad: 0.4 * seed as f32,
        spirals: scattered(320, 18, 34.0, seed + 3),
        noise,
    })
}

#[test]
fn clean_patterns_are_read_almost_perfectly() {
    let o = total(patterns(0.0));
    assert!(o.truth >= 100);
    assert!(o.right as f32 >= 0.97 * o.truth as f32, "recall");
    assert!(o.right as f32 >= 0.97 * o.found as f32, "precision");
    assert!(o.distance_px / o.right as f32 <= 1.5, "place");
    assert!(o.angle_rad / o.right as f32 <= 0.12, "direction");
    assert!(o.right_kind as f32 >= 0.95 * o.known_kind as f32, "type");
}

#[test]
fn noisy_patterns_are_read_well() {
    let o = total(patterns(0.5));
    assert!(o.right as f32 >= 0.93 * o.truth as f32, "recall");
    assert!(o.right as f32 >= 0.90 * o.found as f32, "precision");
}

#[test]
fn an_ending_points_into_its_ridge_and_a_bifurcation_into_its_valley() {
    // horizontal ridges; the spiral of sense s adds a ridge on the side s * (1, 0) for a normal pointing down
    for (sign, right) in [(1.0, true), (-1.0, false)] {
        let pattern = Pattern {
            side_px: 200,
            period_px: 9.0,
            centre: None,
            ridge_rad: 0.0,
            spirals: vec![(100.0, 100.0, sign), (100.0, 40.0, -sign), (100.0, 160.0, -sign)],
            noise: 0.0,
        };
        let extraction = extract(&pattern.image(), Ppi::STANDARD).unwrap();
        let m = (extraction.template.minutiae().iter())
            .find(|m| (m.x_px - 100.0).hypot(m.y_px - 100.0) < 5.0)
            .unwrap();
        let (dx, _) = m.step();
        assert_eq!(dx > 0.9, right, "sense {sign}: {m:?}");
        // the grey at a short way along the direction: dark in the ridge of an ending, bright in the valley
        let image = pattern.image();
        let x = (m.x_px + 6.0 * dx).round() as usize;
        let y = m.y_px.round() as usize;
        let grey = image.pixels()[y * 200 + x];
        assert_eq!(m.kind == MinutiaKind::Ending, grey < 128, "{m:?} sees grey {grey}");
    }
}

#[test]
fn other_resolutions_give_the_same_minutiae() {
    let pattern = Pattern {
        side_px: 600,
        period_px: 18.0,
        centre: None,
        ridge_rad: 0.7,
        spirals: scattered(600, 16, 80.0, 5),
        noise: 0.0,
    };
    let extraction = extract(&pattern.image(), Ppi::new(1000).unwrap()).unwrap();
    assert_eq!((extraction.template.width_px(), extraction.template.height_px()), (300, 300));
    for t in pattern.truth() {
        let found = extraction.template.minutiae().iter().any(|m| {
            (m.x_px - t.x_px / 2.0).hypot(m.y_px - t.y_px / 2.0) < 4.0
                && angle_between(m.direction_rad, t.direction_rad) < 0.4
        });
        assert!(found, "{t:?} is missing at 1000 ppi");
    }
}
