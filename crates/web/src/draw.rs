//! What the templates draw: the hand map, one print with its overlay, two prints with corresponding minutiae, and a
//! score in context.

use dactyloscopy::{DrawingOptions, Extraction, MinutiaKind, Template, draw_minutiae_svg};
use registry::{CapturedFinger, FingerStatus};
use vocabulary::FingerPosition;

use crate::i18n::Lang;
use crate::{labels, prints};

/// One finger of the hand map. `state` is `captured`, `low`, `missing` or `empty`: pattern and word, not colour only.
pub(crate) struct HandFinger {
    pub(crate) number: u8,
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) state: &'static str,
    pub(crate) word: String,
    /// 0–100 when there is an image.
    pub(crate) quality: Option<u8>,
    /// Centre, top and height of the drawn finger.
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) height: u32,
    pub(crate) href: String,
}

/// The ten fingers as seen when both hands lie before the person: left hand left, thumbs inside.
pub(crate) fn hand_map(
    lang: Lang,
    fingers: &[CapturedFinger],
    href: impl Fn(FingerPosition) -> String,
) -> Vec<HandFinger> {
    FingerPosition::ALL
        .iter()
        .map(|position| {
            let status = fingers.iter().find(|f| f.position == *position).map(|f| f.status);
            hand_finger(lang, *position, status.unwrap_or(FingerStatus::Empty), href(*position))
        })
        .collect()
}

fn hand_finger(lang: Lang, position: FingerPosition, status: FingerStatus, href: String) -> HandFinger {
    // Column of the drawing and height above the palm, from the little finger of the left hand to that of the right.
    let number = position.number();
    let column = if number <= 5 { 5 + u32::from(number) - 1 } else { 10 - u32::from(number) };
    let height = match number {
        1 | 6 => 96,
        2 | 7 => 146,
        3 | 8 => 164,
        4 | 9 => 150,
        _ => 112,
    };
    let gap = if column >= 5 { 56 } else { 0 };
    let (state, word, quality) = match status {
        FingerStatus::Empty => ("empty", lang.t("hand-empty"), None),
        FingerStatus::Missing(reason) => ("missing", labels::missing_reason(lang, reason), None),
        FingerStatus::Captured { quality, below_minimum } => {
            let state = if below_minimum { "low" } else { "captured" };
            (state, prints::quality_word(lang, quality), Some(quality))
        }
    };
    let name = labels::finger(lang, position);
    let (x, y) = (52 + column * 84 + gap, 190 - height);
    HandFinger { number, code: position.code(), name, state, word, quality, x, y, height, href }
}

/// One print with its layers.
pub(crate) struct PrintView {
    pub(crate) image: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// SVG fragments, each drawn by `dactyloscopy`.
    pub(crate) minutiae: String,
    pub(crate) flow: String,
    pub(crate) quality: String,
    pub(crate) count: usize,
}

impl PrintView {
    /// The print at bench place `image`.
    pub(crate) fn new(image: &str, extraction: &Extraction) -> Self {
        let layer = |minutiae, flow, quality_map| {
            draw_minutiae_svg(extraction, DrawingOptions { minutiae, flow, quality_map, style: false })
        };
        Self {
            image: format!("/prints/{image}"),
            width: extraction.template.width_px(),
            height: extraction.template.height_px(),
            minutiae: layer(true, false, false),
            flow: layer(false, true, false),
            quality: layer(false, false, true),
            count: extraction.template.minutiae().len(),
        }
    }
}

/// One minutia of the pair viewer: a ring with a tail; a bifurcation is drawn as a diamond.
pub(crate) struct Dot {
    pub(crate) x: String,
    pub(crate) y: String,
    /// `x` in its own print, for the table.
    pub(crate) own_x: String,
    pub(crate) tail_x: String,
    pub(crate) tail_y: String,
    pub(crate) is_bifurcation: bool,
}

/// Two minutiae held to be the same, numbered from 1.
pub(crate) struct PairDots {
    pub(crate) number: usize,
    pub(crate) a: Dot,
    pub(crate) b: Dot,
}

/// Two prints side by side, in one drawing; the second is moved right by `shift`.
pub(crate) struct PairView {
    pub(crate) a_image: String,
    pub(crate) b_image: String,
    pub(crate) a_width: u32,
    pub(crate) a_height: u32,
    pub(crate) b_width: u32,
    pub(crate) b_height: u32,
    pub(crate) shift: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) a_rest: Vec<Dot>,
    pub(crate) b_rest: Vec<Dot>,
    pub(crate) pairs: Vec<PairDots>,
}

/// Gap between the two prints, 500-ppi px.
const GAP_PX: u32 = 48;

impl PairView {
    /// Compares two templates and lays the prints side by side.
    pub(crate) fn new(a_image: &str, a: &Template, b_image: &str, b: &Template) -> Self {
        let compared =
            dactyloscopy::compare(&dactyloscopy::Prepared::new(a), &dactyloscopy::Prepared::new(b));
        let shift = a.width_px() + GAP_PX;
        let dots = |template: &Template, moved: u32| -> Vec<Dot> {
            template.minutiae().iter().map(|m| dot(m, moved)).collect()
        };
        let (mut a_dots, mut b_dots) = (
            dots(a, 0).into_iter().map(Some).collect::<Vec<_>>(),
            dots(b, shift).into_iter().map(Some).collect::<Vec<_>>(),
        );
        let mut pairs = Vec::new();
        for pair in &compared.pairs {
            let taken = (
                a_dots.get_mut(pair.a).and_then(Option::take),
                b_dots.get_mut(pair.b).and_then(Option::take),
            );
            if let (Some(a), Some(b)) = taken {
                pairs.push(PairDots { number: pairs.len() + 1, a, b });
            }
        }
        Self {
            a_image: format!("/prints/{a_image}"),
            b_image: format!("/prints/{b_image}"),
            a_width: a.width_px(),
            a_height: a.height_px(),
            b_width: b.width_px(),
            b_height: b.height_px(),
            shift,
            width: shift + b.width_px(),
            height: a.height_px().max(b.height_px()),
            a_rest: a_dots.into_iter().flatten().collect(),
            b_rest: b_dots.into_iter().flatten().collect(),
            pairs,
        }
    }
}

fn dot(minutia: &dactyloscopy::Minutia, moved: u32) -> Dot {
    let (dx, dy) = minutia.step();
    let (x, y) = (minutia.x_px + moved as f32, minutia.y_px);
    Dot {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
        own_x: format!("{:.1}", minutia.x_px),
        tail_x: format!("{:.1}", x + 13.0 * dx),
        tail_y: format!("{:.1}", y + 13.0 * dy),
        is_bifurcation: minutia.kind == MinutiaKind::Bifurcation,
    }
}

/// Where a score falls: on the axis of log10 of the likelihood ratio, from support for different people to support
/// for the same person.
pub(crate) struct ScoreView {
    pub(crate) score: String,
    pub(crate) threshold: String,
    pub(crate) log10_lr: String,
    /// The verbal scale of the ENFSI guideline for evaluative reporting (2015).
    pub(crate) words: String,
    /// Places on an axis of 0 to 600; that of the marker is empty without a ratio.
    pub(crate) marker_x: String,
    pub(crate) threshold_x: String,
    pub(crate) ticks: Vec<(String, String)>,
}

/// Ends of the axis, log10.
const AXIS: (f32, f32) = (-3.0, 9.0);

impl ScoreView {
    /// A score of one finger or the fused score of several.
    /// Without a ratio, as between templates of different algorithm versions, nothing is marked on the axis.
    pub(crate) fn new(lang: Lang, score: f32, log10_lr: impl Into<Option<f32>>, threshold: f32) -> Self {
        let log10_lr = log10_lr.into();
        let place = |log10: f32| {
            let share = (log10.clamp(AXIS.0, AXIS.1) - AXIS.0) / (AXIS.1 - AXIS.0);
            format!("{:.1}", 600.0 * share)
        };
        let tick = |log10: f32| (place(log10), format!("{log10:+.0}").replace("+0", "0"));
        Self {
            score: format!("{score:.3}"),
            threshold: format!("{threshold:.3}"),
            log10_lr: log10_lr.map_or("–".to_owned(), |log10| format!("{log10:+.1}")),
            words: lang.t(log10_lr.map_or("support-not-stated", support_key)),
            marker_x: log10_lr.map(place).unwrap_or_default(),
            threshold_x: place(dactyloscopy::log10_likelihood_ratio(threshold)),
            ticks: [-3.0, 0.0, 3.0, 6.0, 9.0].map(tick).into(),
        }
    }
}

fn support_key(log10_lr: f32) -> &'static str {
    match log10_lr {
        x if x < -0.3 => "support-different",
        x if x < 0.3 => "support-none",
        x if x < 1.0 => "support-weak",
        x if x < 2.0 => "support-moderate",
        x if x < 3.0 => "support-moderately-strong",
        x if x < 4.0 => "support-strong",
        x if x < 6.0 => "support-very-strong",
        _ => "support-extremely-strong",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_map_shows_thumbs_inside_and_every_finger_once() {
        let map = hand_map(Lang::En, &[], |p| format!("/{p}"));
        let mut order: Vec<(u32, u8)> = map.iter().map(|f| (f.x, f.number)).collect();
        order.sort_unstable();
        let numbers: Vec<u8> = order.into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers, [10, 9, 8, 7, 6, 1, 2, 3, 4, 5]);
        assert!(map.iter().all(|f| f.state == "empty"));
    }

    #[test]
    fn a_score_stays_on_the_axis_and_its_words_follow_the_scale() {
        let low = ScoreView::new(Lang::En, 0.0, -40.0, 0.5);
        let high = ScoreView::new(Lang::En, 0.9, 40.0, 0.5);
        assert_eq!((low.marker_x.as_str(), high.marker_x.as_str()), ("0.0", "600.0"));
        assert_ne!(low.words, high.words);
    }
}
