//! What the operator is told is wrong with a print is what is wrong with it: synthetic impressions of one fault each.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use dactyloscopy::{Ppi, Quality, QualityCause, extract};
use synthetic::{Conditions, Finger};

const SEED: u64 = 31_000;
const FINGERS: u64 = 20;

/// Good conditions with one fault.
fn with(seed: u64, fault: Option<QualityCause>) -> Conditions {
    let good = Conditions::good(seed);
    match fault {
        Some(QualityCause::Dry) => Conditions { moisture: -1.0, pressure: 0.25, ..good },
        Some(QualityCause::Wet) => Conditions { moisture: 1.0, pressure: 0.8, ..good },
        Some(QualityCause::Partial) => Conditions { contact_px: (0.0, -190.0), pressure: 0.0, ..good },
        Some(QualityCause::Smeared) => Conditions { dirt: 2.0, noise: 2.0, ..good },
        Some(QualityCause::OffCentre) => Conditions { shift_px: (150.0, 0.0), ..good },
        _ => good,
    }
}

/// How often a cause is named where it holds, and how often it holds where it is named.
struct Counts {
    recall: f32,
    precision: f32,
}

#[test]
fn faults_are_named_and_good_prints_are_not_blamed() {
    let faults = [
        None,
        Some(QualityCause::Dry),
        Some(QualityCause::Wet),
        Some(QualityCause::Partial),
        Some(QualityCause::Smeared),
        Some(QualityCause::OffCentre),
    ];
    let mut prints: Vec<(Option<QualityCause>, Quality)> = Vec::new();
    for finger in 0..FINGERS {
        let grown = Finger::grow(SEED + finger);
        for fault in faults {
            let image = grown.impression(1, &with(SEED + finger, fault));
            // A refused print is told why in the refusal.
            if let Ok(extraction) = extract(&image, Ppi::STANDARD) {
                prints.push((fault, extraction.quality));
            }
        }
    }
    let score = |fault| {
        let scores: Vec<f32> = prints.iter().filter(|p| p.0 == fault).map(|p| f32::from(p.1.score)).collect();
        scores.iter().sum::<f32>() / scores.len().max(1) as f32
    };
    for fault in faults {
        let named: Vec<_> = prints.iter().filter(|p| p.0 == fault).map(|p| p.1.causes.clone()).collect();
        let Some(cause) = fault else {
            let blamed = named.iter().filter(|causes| !causes.is_empty()).count();
            eprintln!("good: quality {:.0}, {blamed} of {} blamed", score(None), named.len());
            assert!(5 * blamed <= named.len(), "{blamed} of {} good prints blamed", named.len());
            continue;
        };
        let hit = named.iter().filter(|causes| causes.contains(&cause)).count();
        let all = prints.iter().filter(|p| p.1.causes.contains(&cause)).count();
        let counts = Counts {
            recall: hit as f32 / named.len().max(1) as f32,
            precision: hit as f32 / all.max(1) as f32,
        };
        eprintln!(
            "{cause:?}: quality {:.0}, named in {hit} of {}, precision {:.2}, recall {:.2}",
            score(fault),
            named.len(),
            counts.precision,
            counts.recall
        );
        assert!(counts.recall >= 0.6 && counts.precision >= 0.6, "{cause:?}");
        assert!(score(fault) < score(None), "{cause:?} does not lower the quality");
    }
}
