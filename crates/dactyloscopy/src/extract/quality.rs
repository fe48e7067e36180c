//! Tanba print quality: how much clear ridge area there is, and what the operator can do about the rest.

use super::blocks::BlockMap;
use super::plane::Plane;
use crate::extraction::{Quality, QualityCause};
use crate::parameters::*;

/// What the quality is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measures {
    /// Foreground, mm².
    pub(crate) area_mm2: f32,
    /// Foreground weighted by reliability, mm².
    pub(crate) clear_mm2: f32,
    /// Mean reliability of the foreground, 0 to 1.
    pub(crate) reliability: f32,
    /// Share of the foreground darker than its surroundings: about half; less on dry, more on wet fingers.
    pub(crate) ridge_share: f32,
    /// Mean gradient of the foreground, grey levels a pixel.
    pub(crate) gradient: f32,
    /// Shares of the foreground's rim cut by the left, right, top and bottom edge of the image.
    pub(crate) cut_shares: [f32; 4],
    /// Mean coherence of the ridge flow.
    pub(crate) coherence: f32,
    /// How strictly periodic the ridges are.
    pub(crate) periodicity: f32,
}

/// Side of a block, mm.
const BLOCK_MM: f32 = BLOCK_PX as f32 * 25.4 / 500.0;

/// Measures a print.
pub(crate) fn measure(
    normalised: &Plane,
    magnitude: &BlockMap<f32>,
    foreground: &BlockMap<bool>,
    reliability: &BlockMap<f32>,
    coherence: &BlockMap<f32>,
    periodicity: f32,
) -> Measures {
    let blocks = foreground.data.iter().filter(|f| **f).count().max(1) as f32;
    let mean = |m: &BlockMap<f32>| {
        m.data.iter().zip(&foreground.data).filter(|(_, f)| **f).map(|(v, _)| v).sum::<f32>() / blocks
    };
    let (mut dark, mut all) = (0_u32, 0_u32);
    for y in 0..normalised.height {
        for (x, chunk) in normalised.row(y).chunks(BLOCK_PX).enumerate() {
            if foreground.at(x, y / BLOCK_PX) {
                dark += chunk.iter().filter(|v| **v > 0.0).count() as u32;
                all += chunk.len() as u32;
            }
        }
    }
    let area_mm2 = blocks * BLOCK_MM * BLOCK_MM;
    let reliability = mean(reliability);
    Measures {
        area_mm2,
        clear_mm2: area_mm2 * reliability,
        reliability,
        ridge_share: dark as f32 / all.max(1) as f32,
        gradient: mean(magnitude),
        cut_shares: cut_shares(foreground),
        coherence: mean(coherence),
        periodicity,
    }
}

/// Shares of the foreground's rim that lie on the left, right, top and bottom edge of the image.
fn cut_shares(foreground: &BlockMap<bool>) -> [f32; 4] {
    let (columns, rows) = (foreground.columns, foreground.rows);
    let mut rim = 0_u32;
    let mut cut = [0_u32; 4];
    for (i, set) in foreground.data.iter().enumerate() {
        if !set {
            continue;
        }
        let (column, row) = (i % columns, i / columns);
        let on_edge = [column == 0, column + 1 == columns, row == 0, row + 1 == rows];
        for (side, (on_edge, step)) in
            on_edge.into_iter().zip([-1, 1, -(columns as isize), columns as isize]).enumerate()
        {
            if on_edge {
                cut[side] += 1;
                rim += 1;
            } else if foreground.data.get(i.wrapping_add_signed(step)) == Some(&false) {
                rim += 1;
            }
        }
    }
    cut.map(|c| c as f32 / rim.max(1) as f32)
}

/// 0 at `low`, 1 at `high`, straight between.
fn ramp(value: f32, (low, high): (f32, f32)) -> f32 {
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}

/// The score and its causes, the most telling first.
pub(crate) fn quality(m: &Measures) -> Quality {
    let amount = 1.0 - (-m.clear_mm2 / QUALITY_CLEAR_MM2).exp();
    let clarity = 0.5 * (ramp(m.coherence, QUALITY_COHERENCE) + ramp(m.periodicity, QUALITY_PERIODICITY));
    let score = (100.0 * amount * clarity).round().clamp(0.0, 100.0) as u8;
    let [left, right, top, _] = m.cut_shares;
    let causes = [
        (m.gradient < LOW_CONTRAST_GRADIENT, QualityCause::LowContrast),
        (m.coherence < SMEARED_COHERENCE || m.reliability < SMEARED_RELIABILITY, QualityCause::Smeared),
        (m.ridge_share < DRY_RIDGE_SHARE, QualityCause::Dry),
        (m.ridge_share > WET_RIDGE_SHARE, QualityCause::Wet),
        (m.area_mm2 < PARTIAL_AREA_MM2, QualityCause::Partial),
        ((left - right).abs() > OFF_CENTRE_CUT_SHARE || top > OFF_CENTRE_CUT_SHARE, QualityCause::OffCentre),
    ];
    let causes = causes.into_iter().filter(|(holds, _)| *holds).map(|(_, cause)| cause).collect();
    Quality { score, causes }
}

/// Why there is too little to look at, if there is.
pub(crate) fn why_too_little(m: &Measures) -> Option<String> {
    let area = m.area_mm2.round();
    (m.area_mm2 < FINGER_AREA_MIN_MM2)
        .then(|| format!("only {area} mm² show any structure, at least {FINGER_AREA_MIN_MM2} are needed"))
}

/// Why a foreground is hardly friction ridges, if it is: a doubt, which a detector that is sure of what it found removes,
/// for noise and dirt around a finger weigh as much in these means as the finger.
pub(crate) fn why_no_ridges(m: &Measures) -> Option<String> {
    if m.coherence < FINGER_COHERENCE_MIN {
        return Some("its lines have no common direction anywhere, as in noise".to_owned());
    }
    if m.periodicity < FINGER_PERIODICITY_MIN || m.reliability < FINGER_RELIABILITY_MIN {
        return Some(
            "its lines do not repeat at the distance of friction ridges (5 to 15 px at 500 ppi)".to_owned(),
        );
    }
    None
}

/// Why so few minutiae on this print are those of no finger, if they are.
pub(crate) fn why_too_few(minutiae: usize, m: &Measures) -> Option<String> {
    let needed = ((FINGER_MINUTIAE_PER_MM2 * m.clear_mm2).ceil() as usize).max(MINUTIAE_MIN);
    (minutiae < needed).then(|| {
        let area = m.clear_mm2.round();
        format!("{minutiae} minutiae were found, at least {needed} are needed on {area} mm² of clear lines")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Measures = Measures {
        area_mm2: 200.0,
        clear_mm2: 110.0,
        reliability: 0.55,
        ridge_share: 0.48,
        gradient: 30.0,
        cut_shares: [0.0, 0.0, 0.0, 0.2],
        coherence: 0.96,
        periodicity: 0.43,
    };

    #[test]
    fn a_good_print_has_no_cause() {
        let q = quality(&GOOD);
        assert!(q.score > 80 && q.causes.is_empty(), "{q:?}");
        assert_eq!((why_too_little(&GOOD), why_no_ridges(&GOOD)), (None, None));
    }

    #[test]
    fn each_fault_has_its_cause_and_lowers_or_keeps_the_score() {
        let faults = [
            (Measures { gradient: 5.0, ..GOOD }, QualityCause::LowContrast),
            (Measures { coherence: 0.87, ..GOOD }, QualityCause::Smeared),
            (Measures { ridge_share: 0.3, ..GOOD }, QualityCause::Dry),
            (Measures { ridge_share: 0.68, ..GOOD }, QualityCause::Wet),
            (Measures { area_mm2: 80.0, clear_mm2: 40.0, ..GOOD }, QualityCause::Partial),
            (Measures { cut_shares: [0.4, 0.0, 0.0, 0.2], ..GOOD }, QualityCause::OffCentre),
        ];
        for (measures, cause) in faults {
            let q = quality(&measures);
            assert_eq!(q.causes, vec![cause]);
            assert!(q.score <= quality(&GOOD).score);
        }
    }

    #[test]
    fn says_why_it_is_no_finger() {
        let noise = why_no_ridges(&Measures { coherence: 0.7, ..GOOD }).unwrap();
        assert!(noise.contains("direction"));
        let photo = why_no_ridges(&Measures { periodicity: 0.1, ..GOOD }).unwrap();
        assert!(photo.contains("repeat"));
        assert!(why_too_little(&Measures { area_mm2: 1.0, ..GOOD }).unwrap().contains("mm²"));
    }

    #[test]
    fn cut_rims_are_counted_by_side() {
        let mut map = BlockMap::filled(6, 6, false);
        for row in 1..5 {
            for column in 0..3 {
                map.data[row * 6 + column] = true;
            }
        }
        let [left, right, top, bottom] = cut_shares(&map);
        assert!((left - 4.0 / 14.0).abs() < 1e-6 && right == 0.0 && top == 0.0 && bottom == 0.0);
    }
}
