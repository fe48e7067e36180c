//! The extractor against impressions whose minutiae are known: share found, share true, errors of place and direction.

#![allow(clippy::unwrap_used)]

use std::f32::consts::{PI, TAU};

use dactyloscopy::{Extraction, Minutia, Ppi, extract};
use synthetic::{Conditions, Finger, Sensor};

/// How near a found minutia must lie to a true one, px, and how alike its direction must be, radians.
const NEAR_PX: f32 = 12.0;
const ALIKE_RAD: f32 = PI / 6.0;

#[derive(Debug, Default)]
struct Count {
    true_ones: usize,
    recalled: usize,
    found: usize,
    right: usize,
    /// Sum of the quality of found minutiae that are true, and of those that are not.
    trust: f32,
    mistrust: f32,
    distance_px: Vec<f32>,
    angle_deg: Vec<f32>,
}

fn angle(a: f32, b: f32) -> f32 {
    let turn = (a - b).rem_euclid(TAU);
    turn.min(TAU - turn)
}

fn same(a: &Minutia, b: &Minutia) -> bool {
    (a.x_px - b.x_px).hypot(a.y_px - b.y_px) < NEAR_PX && angle(a.direction_rad, b.direction_rad) < ALIKE_RAD
}

/// Whether a place lies well inside what the extractor took for the finger.
fn inside(extraction: &Extraction, m: &Minutia) -> bool {
    let maps = &extraction.maps;
    let clear = |dx: f32, dy: f32| {
        let (x, y) = (m.x_px + dx, m.y_px + dy);
        let (column, row) = ((x / maps.block_px as f32) as u32, (y / maps.block_px as f32) as u32);
        let known = x >= 0.0 && y >= 0.0 && column < maps.columns && row < maps.rows;
        known && maps.foreground[(row * maps.columns + column) as usize]
    };
    [(-20.0, 0.0), (20.0, 0.0), (0.0, -20.0), (0.0, 20.0)].into_iter().all(|(x, y)| clear(x, y))
}

impl Count {
    fn add(&mut self, truth: &[Minutia], extraction: &Extraction) {
        let found = extraction.template.minutiae();
        let sure = truth.iter().filter(|m| m.quality >= 40 && inside(extraction, m));
        for m in sure {
            self.true_ones += 1;
            self.recalled += usize::from(found.iter().any(|f| same(f, m)));
        }
        for f in found {
            self.found += 1;
            let nearest = truth.iter().filter(|m| same(f, m)).min_by(|a, b| {
                let away = |m: &Minutia| (m.x_px - f.x_px).hypot(m.y_px - f.y_px);
                away(a).total_cmp(&away(b))
            });
            if let Some(m) = nearest {
                self.right += 1;
                self.trust += f32::from(f.quality);
                self.distance_px.push((m.x_px - f.x_px).hypot(m.y_px - f.y_px));
                self.angle_deg.push(angle(m.direction_rad, f.direction_rad).to_degrees());
            } else {
                self.mistrust += f32::from(f.quality);
            }
        }
    }

    fn recall(&self) -> f32 {
        self.recalled as f32 / self.true_ones as f32
    }

    fn precision(&self) -> f32 {
        self.right as f32 / self.found as f32
    }
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

fn count(conditions: impl Fn(u64) -> Conditions) -> Count {
    let mut count = Count::default();
    for seed in 0..15 {
        let finger = Finger::grow(7_000 + seed);
        for impression in 0..3 {
            let conditions = conditions(100 * seed + impression).on(Sensor::ALL[impression as usize]);
            let (image, truth) = finger.impression_with_truth(impression, &conditions);
            if let Ok(extraction) = extract(&image, Ppi::STANDARD) {
                count.add(&truth.minutiae(), &extraction);
            }
        }
    }
    count
}

fn report(name: &str, count: &mut Count) {
    let wrong = (count.found - count.right).max(1) as f32;
    eprintln!(
        "{name}: {} true minutiae, recall {:.3}, precision {:.3}, median error {:.2} px {:.1} deg, mean quality {:.0} of true and {:.0} of false ones",
        count.true_ones,
        count.recall(),
        count.precision(),
        median(&mut count.distance_px),
        median(&mut count.angle_deg),
        count.trust / count.right as f32,
        count.mistrust / wrong
    );
}

#[test]
fn minutiae_of_good_impressions_are_found_and_few_are_false() {
    let mut good = count(Conditions::good);
    report("good", &mut good);
    assert!(good.true_ones > 800, "{}", good.true_ones);
    assert!(good.recall() > 0.9 && good.precision() > 0.85, "{good:?}");
    assert!(median(&mut good.distance_px) < 2.0 && median(&mut good.angle_deg) < 4.0);
}

#[test]
fn minutiae_of_typical_impressions_are_mostly_found_and_quality_tells_true_from_false() {
    let mut typical = count(Conditions::typical);
    report("typical", &mut typical);
    assert!(typical.recall() > 0.7 && typical.precision() > 0.65, "{typical:?}");
    let wrong = (typical.found - typical.right) as f32;
    assert!(typical.trust / typical.right as f32 > typical.mistrust / wrong + 5.0);
}
