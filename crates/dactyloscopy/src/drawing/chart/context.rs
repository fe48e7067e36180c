//! A score among the scores of pairs of one finger and of different fingers.

use std::fmt::Write as _;

use super::super::page::{ACCENT, INK, LINE, OTHER, QUIET, Style, text};
use crate::calibration::{CONTEXT, MATCH_THRESHOLD};

/// Draws the distributions into a box, with the score marked. Heights are square roots, so that rare scores are seen.
pub(super) fn draw(out: &mut String, (x, y): (f32, f32), (width, height): (f32, f32), score: f32) {
    let highest = CONTEXT.genuine.iter().chain(&CONTEXT.impostor).fold(1e-6_f32, |m, v| m.max(*v));
    let bins = CONTEXT.genuine.len() as f32;
    let at = |score: f32| x + width * score.clamp(0.0, 1.0);
    for percent in [0.1_f32, 1.0, 5.0, 20.0] {
        let level = y + height * (1.0 - (percent / 100.0 / highest).sqrt());
        if level >= y {
            let _ = write!(out, "<path d=\"M{x:.1} {level:.1}h{width}\" stroke=\"{LINE}\" fill=\"none\"/>");
            text(out, (x - 6.0, level + 3.5), Style::of(10.0).quiet().right(), &format!("{percent} %"));
        }
    }
    for (shares, color) in [(&CONTEXT.impostor, OTHER), (&CONTEXT.genuine, ACCENT)] {
        let mut path = format!("M{x:.1} {:.1}", y + height);
        for (i, share) in shares.iter().enumerate() {
            let top = y + height * (1.0 - (share / highest).sqrt());
            let _ = write!(path, "V{top:.1}H{:.1}", x + width * (i + 1) as f32 / bins);
        }
        let _ = write!(path, "V{:.1}Z", y + height);
        let _ = write!(
            out,
            "<path d=\"{path}\" fill=\"{color}\" fill-opacity=\".16\" stroke=\"{color}\" stroke-width=\"1.1\"/>"
        );
    }
    let base = y + height;
    let _ = write!(out, "<path d=\"M{x:.1} {base:.1}h{width}\" stroke=\"{INK}\" fill=\"none\"/>");
    for tenth in 0..=5 {
        let score = tenth as f32 / 5.0;
        text(out, (at(score), base + 15.0), Style::of(10.0).quiet().middle(), &format!("{score:.1}"));
    }
    name(out, (at(0.36), base - 36.0), OTHER, "different fingers");
    name(out, (at(0.83), base - 46.0), ACCENT, "one finger");
    let threshold = at(MATCH_THRESHOLD);
    let _ = write!(
        out,
        "<path d=\"M{threshold:.1} {y:.1}V{base:.1}\" stroke=\"{QUIET}\" stroke-dasharray=\"4 3\" fill=\"none\"/>"
    );
    let words = format!("threshold {MATCH_THRESHOLD}");
    text(out, (threshold - 5.0, y + 12.0), Style::of(10.5).quiet().right(), &words);
    let mark = at(score);
    let _ = write!(
        out,
        "<path d=\"M{mark:.1} {:.1}V{base:.1}\" stroke=\"{INK}\" stroke-width=\"2\"/><path d=\"M{mark:.1} {:.1}l-6 -9h12z\" fill=\"{INK}\"/>",
        y - 4.0,
        y + 4.0
    );
    let style = Style::of(12.0).bold();
    let style = if score > 0.8 { style.right() } else { style };
    let beside = if score > 0.8 { mark + 6.0 } else { mark - 6.0 };
    text(out, (beside, y - 10.0), style, &format!("this comparison {score:.3}"));
}

fn name(out: &mut String, at: (f32, f32), color: &'static str, words: &str) {
    text(out, at, Style::of(11.5).bold().middle().colored(color), words);
}

/// Share of the pairs of one kind that reach the bin of a score.
pub(super) fn reaching(shares: &[f32], score: f32) -> f32 {
    let bin = ((score * shares.len() as f32) as usize).min(shares.len() - 1);
    shares.iter().skip(bin).sum()
}
