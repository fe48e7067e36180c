//! Tanba print quality: how much clear ridge area there is, and what the operator can do about the rest.

use super::blocks::BlockMap;
use super::plane::Plane;
use crate::Minutia;
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
    /// Skewness of the foreground after local normalisation: about 0; above on dry fingers, whose dark ridges are thin
    /// and broken between much light, below on wet ones, whose ridges leave thin light valleys.
    pub(crate) skewness: f32,
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
    let area_mm2 = blocks * BLOCK_MM * BLOCK_MM;
    let reliability = mean(reliability);
    Measures {
        area_mm2,
        clear_mm2: area_mm2 * reliability,
        reliability,
        skewness: skewness(normalised, foreground),
        gradient: mean(magnitude),
        cut_shares: cut_shares(foreground),
        coherence: mean(coherence),
        periodicity,
    }
}

/// Third moment of the foreground over the second to the power of three halves; 0 of nothing.
fn skewness(normalised: &Plane, foreground: &BlockMap<bool>) -> f32 {
    let (mut squares, mut cubes, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    for y in 0..normalised.height {
        for (x, chunk) in normalised.row(y).chunks(BLOCK_PX).enumerate() {
            if !foreground.at(x, y / BLOCK_PX) {
                continue;
            }
            for value in chunk {
                let value = f64::from(*value);
                squares += value * value;
                cubes += value * value * value;
            }
            count += chunk.len() as f64;
        }
    }
    if squares > 0.0 { (cubes / count / (squares / count).powf(1.5)) as f32 } else { 0.0 }
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

/// Cut at one side more than at the other, or at the tip while both sides are free: where the sides are cut as well
/// the window is smaller than the finger, and moving it helps nothing.
fn is_off_centre([left, right, top, _]: [f32; 4]) -> bool {
    let tip = top > OFF_CENTRE_CUT_SHARE && left + right < top;
    (left - right).abs() > OFF_CENTRE_CUT_SHARE || tip
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
    let causes = [
        (m.gradient < LOW_CONTRAST_GRADIENT, QualityCause::LowContrast),
        (m.coherence < SMEARED_COHERENCE || m.reliability < SMEARED_RELIABILITY, QualityCause::Smeared),
        (m.skewness > DRY_SKEWNESS, QualityCause::Dry),
        (m.skewness < WET_SKEWNESS, QualityCause::Wet),
        (m.area_mm2 < PARTIAL_AREA_MM2, QualityCause::Partial),
        (is_off_centre(m.cut_shares), QualityCause::OffCentre),
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

/// Minutiae that are surely seen. A detector that finds few takes the best of what it hardly sees along; those are found on
/// drawn lines too.
pub(crate) fn seen(minutiae: &[Minutia]) -> usize {
    minutiae.iter().filter(|minutia| minutia.quality >= SEEN_CONFIDENCE).count()
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
        skewness: 0.05,
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
            (Measures { skewness: 1.1, ..GOOD }, QualityCause::Dry),
            (Measures { skewness: -0.7, ..GOOD }, QualityCause::Wet),
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
    fn a_finger_larger_than_the_window_is_not_off_its_centre() {
        assert!(is_off_centre([0.0, 0.0, 0.3, 0.2]), "the tip is cut off");
        assert!(is_off_centre([0.3, 0.0, 0.0, 0.2]) && is_off_centre([0.05, 0.3, 0.2, 0.2]));
        assert!(!is_off_centre([0.25, 0.25, 0.25, 0.25]));
        assert!(!is_off_centre([0.1, 0.0, 0.1, 0.3]));
    }

    #[test]
    fn thin_dark_ridges_are_skewed_one_way_and_thin_light_valleys_the_other() {
        let foreground = BlockMap::filled(8, 8, true);
        let stripes = |dark_px: usize| {
            let mean = dark_px as f32 / 8.0;
            Plane::from_fn(64, 64, |x, _| if (x as usize) % 8 < dark_px { 1.0 - mean } else { -mean })
        };
        let of = |dark_px| skewness(&stripes(dark_px), &foreground);
        assert!(of(2) > 0.8 && of(6) < -0.8 && of(4).abs() < 0.01, "{} {} {}", of(2), of(4), of(6));
        assert_eq!(skewness(&Plane::filled(64, 64, 0.0), &foreground), 0.0);
        assert_eq!(skewness(&stripes(2), &BlockMap::filled(8, 8, false)), 0.0);
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
