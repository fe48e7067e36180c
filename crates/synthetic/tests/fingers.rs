//! Fingers and impressions: the same everywhere, different from each other, robust, fast enough.

use std::sync::OnceLock;
use std::time::Instant;

use dactyloscopy::GreyImage;
use proptest::prelude::*;
use synthetic::{Build, Conditions, Finger, PatternClass, Person, Sensor};
use vocabulary::FingerPosition;

/// FNV-1a of the pixels.
fn hash(image: &GreyImage) -> u64 {
    let fold = |h: u64, byte: &u8| (h ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    image.pixels().iter().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// These pictures are the same on every machine and in every build. A change of the generator changes them,
/// and with them every figure measured on synthetic fingers: say so in CHANGELOG.md when you renew them.
#[test]
fn the_same_seed_gives_the_same_picture_everywhere() {
    let finger = Finger::grow(42);
    let mut found = vec![("master".to_owned(), hash(&finger.master()))];
    for sensor in Sensor::ALL {
        let image = finger.impression(7, &Conditions::typical_at(11, 1.0).on(sensor));
        found.push((format!("{sensor:?}"), hash(&image)));
    }
    found.push(("good".to_owned(), hash(&Finger::grow(43).impression(8, &Conditions::good(12)))));
    let golden = include_str!("golden/images.txt");
    let text: String = found.iter().map(|(name, hash)| format!("{name} {hash:016x}\n")).collect();
    assert_eq!(text, golden, "new values:\n{text}");
}

#[test]
fn seeds_and_conditions_make_a_difference() {
    let (one, other) = (Finger::grow(1), Finger::grow(2));
    assert_ne!(hash(&one.master()), hash(&other.master()));
    let conditions = Conditions::typical(3);
    assert_ne!(hash(&one.impression(1, &conditions)), hash(&one.impression(2, &conditions)));
    assert_eq!(hash(&one.impression(1, &conditions)), hash(&one.impression(1, &conditions)));
    assert_ne!(hash(&one.impression(1, &conditions)), hash(&other.impression(1, &conditions)));
    assert_ne!(hash(&one.impression(1, &conditions)), hash(&one.impression(1, &Conditions::typical(4))));
}

#[test]
fn a_person_has_ten_different_fingers_that_come_back() {
    let person = Person::nth(5, 6);
    let masters: std::collections::HashSet<u64> =
        FingerPosition::ALL.iter().map(|p| hash(&person.finger(*p).master())).collect();
    assert_eq!(masters.len(), 10);
    let thumb = person.finger(FingerPosition::RightThumb);
    assert_eq!(hash(&thumb.master()), hash(&Person::nth(5, 6).finger(FingerPosition::RightThumb).master()));
}

#[test]
fn sensors_have_their_sizes_and_leave_a_print() {
    let finger = Finger::grow(9);
    for sensor in Sensor::ALL {
        let image = finger.impression(1, &Conditions::good(2).on(sensor));
        assert_eq!((image.width() as usize, image.height() as usize), sensor.size_px());
        let mean = |p: &[u8]| p.iter().map(|v| f64::from(*v)).sum::<f64>() / p.len() as f64;
        let average = mean(image.pixels());
        let spread = image.pixels().iter().map(|p| (f64::from(*p) - average).powi(2)).sum::<f64>();
        let deviation = (spread / image.pixels().len() as f64).sqrt();
        assert!(deviation > 20.0, "{sensor:?}: deviation {deviation:.1}");
    }
}

/// The margin is wide because tests share their machine; the figures are printed.
#[test]
fn growing_and_touching_are_fast() {
    let _warm = Finger::grow(0);
    let start = Instant::now();
    let fingers: Vec<Finger> = (100..110).map(Finger::grow).collect();
    let grown = start.elapsed() / 10;
    let start = Instant::now();
    let images: Vec<GreyImage> =
        fingers.iter().map(|f| f.impression(1, &Conditions::typical(f.class() as u64))).collect();
    let touched = start.elapsed() / images.len() as u32;
    eprintln!("finger grown in {grown:.1?}, impression in {touched:.1?} (mean of ten)");
    if cfg!(debug_assertions) {
        eprintln!("SKIPPED: growing_and_touching_are_fast: limits hold for release builds");
        return;
    }
    assert!(grown.as_millis() < 2_000, "{grown:?}");
    assert!(touched.as_millis() < 1_500, "{touched:?}");
}

fn fingers() -> &'static [Finger; 2] {
    static FINGERS: OnceLock<[Finger; 2]> = OnceLock::new();
    FINGERS.get_or_init(|| [Finger::grow(1), Finger::grow(2)])
}

fn any_number() -> impl Strategy<Value = f32> {
    prop_oneof![3 => -2.0f32..2.0, 2 => -400.0f32..400.0, 1 => any::<f32>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_conditions_give_an_image(
        numbers in proptest::collection::vec(any_number(), 10),
        seed: u64, which in 0usize..2, sensor in 0usize..3,
    ) {
        let conditions = Conditions {
            sensor: Sensor::ALL[sensor],
            moisture: numbers[0],
            pressure: numbers[1],
            rotation_deg: numbers[2],
            shift_px: (numbers[3], numbers[4]),
            contact_px: (numbers[5], numbers[6]),
            distortion: numbers[7],
            noise: numbers[8],
            dirt: numbers[9],
        };
        let image = fingers()[which].impression(seed, &conditions);
        prop_assert_eq!((image.width() as usize, image.height() as usize), Sensor::ALL[sensor].size_px());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_build_grows(
        seed: u64, class in 0usize..6, period_px in any_number(), size in any_number(),
        moisture in any_number(), wear in any_number(),
    ) {
        let finger = Finger::grow_as(seed, PatternClass::ALL[class], Build { period_px, size, moisture, wear });
        prop_assert!(finger.master().width() > 200);
    }
}
