//! One print of a chart: the image on neutral grey, its minutiae, and numbers in the margins with lines to their points.

use std::fmt::Write as _;

use super::super::page::{INK, Style, text};
use super::ChartPrint;
use super::points::MM_A_PX;
use crate::minutia::{Minutia, MinutiaKind};

/// Side of the square panel.
pub(super) const SIDE: f32 = 436.0;
/// Margin with the numbers, left and right of the image.
const GUTTER: f32 = 34.0;
/// Room above and below the image.
const EDGE: f32 = 14.0;
/// Least distance between two numbers, one below the other.
const PITCH: f32 = 20.5;
/// The ground round a print: neutral, so that the eye judges the grey of the ridges alone.
const GROUND: &str = "#808080";
const LEADER: &str = "#0b5c8a";
const LONE: &str = "#6b7280";

/// Skin shown round the outermost minutiae, px.
const AROUND_PX: f32 = 36.0;

/// The part of an image that is shown, px.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl View {
    /// The minutiae with some skin round them.
    pub(super) fn of(print: &ChartPrint<'_>) -> Self {
        let (w, h) = (print.template.width_px() as f32, print.template.height_px() as f32);
        let span = |of: fn(&Minutia) -> f32, side: f32| {
            let all = print.template.minutiae().iter().map(of);
            let (low, high) = all.fold((side, 0.0_f32), |(l, h), v| (l.min(v), h.max(v)));
            if low > high { (0.0, side) } else { ((low - AROUND_PX).max(0.0), (high + AROUND_PX).min(side)) }
        };
        let ((left, right), (top, bottom)) = (span(|m| m.x_px, w), span(|m| m.y_px, h));
        Self { left, top, width: (right - left).max(1.0), height: (bottom - top).max(1.0) }
    }
}

/// Units a pixel so that both views fit, at one scale.
pub(super) fn scale(views: [View; 2]) -> f32 {
    let fits = |v: View| ((SIDE - 2.0 * GUTTER) / v.width).min((SIDE - 2.0 * EDGE) / v.height);
    fits(views[0]).min(fits(views[1]))
}

/// Draws the panel with its upper left corner at `corner`.
pub(super) fn draw(
    out: &mut String,
    corner: (f32, f32),
    (print, view): (&ChartPrint<'_>, View),
    scale: f32,
    numbered: &[(usize, Minutia)],
) {
    let (w, h) = (view.width * scale, view.height * scale);
    let (left, top) = (0.5 * (SIDE - w), 0.5 * (SIDE - h));
    let _ = write!(
        out,
        "<g transform=\"translate({} {})\"><rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"{GROUND}\"/>\
         <rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"#fff\"/>",
        corner.0, corner.1
    );
    match print.image_href {
        Some(href) => {
            let (width, height) = (print.template.width_px(), print.template.height_px());
            let _ = write!(
                out,
                "<svg x=\"{left:.1}\" y=\"{top:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" viewBox=\"{:.1} {:.1} {:.1} {:.1}\">\
                 <image width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" href=\"{href}\"/></svg>",
                view.left, view.top, view.width, view.height
            );
        }
        None => {
            let style = Style::of(11.0).quiet().middle();
            text(
                out,
                (0.5 * SIDE, top + h - 10.0),
                style,
                "a template: there is no image, its minutiae alone",
            );
        }
    }
    let place =
        |m: &Minutia| (left + (m.x_px + 0.5 - view.left) * scale, top + (m.y_px + 0.5 - view.top) * scale);
    for m in print.template.minutiae() {
        if !numbered.iter().any(|(_, n)| n == m) {
            lone(out, place(m), m);
        }
    }
    let labels = labels(numbered.iter().map(|(number, m)| (*number, place(m))).collect());
    for label in &labels {
        let ((x, y), (lx, ly)) = (label.point, label.place);
        let edge = if lx < 0.5 * SIDE { lx + 11.0 } else { lx - 11.0 };
        for (color, width, opacity) in [("#fff", 2.6, 0.55), (LEADER, 1.0, 0.95)] {
            let _ = write!(
                out,
                "<path d=\"M{edge:.1} {ly:.1}L{x:.1} {y:.1}\" stroke=\"{color}\" stroke-width=\"{width}\" opacity=\"{opacity}\"/>"
            );
        }
    }
    numbered.iter().for_each(|(_, m)| point(out, place(m), m));
    for label in &labels {
        let (lx, ly) = label.place;
        let _ = write!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"22\" height=\"16\" rx=\"3\" fill=\"#fff\"/>",
            lx - 11.0,
            ly - 8.0
        );
        text(out, (lx, ly + 4.2), Style::of(11.5).bold().middle().colored(INK), &label.number.to_string());
    }
    out.push_str("</g>");
}

struct Label {
    number: usize,
    point: (f32, f32),
    place: (f32, f32),
}

/// Half of the numbers left and half right, in the order of their points from the top, apart from each other.
fn labels(mut points: Vec<(usize, (f32, f32))>) -> Vec<Label> {
    points.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
    let right = points.split_off(points.len() / 2);
    let mut out = Vec::new();
    for (mut side, x) in [(points, 0.5 * GUTTER), (right, SIDE - 0.5 * GUTTER)] {
        side.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
        let (low, high) = (EDGE, SIDE - EDGE);
        let mut ys: Vec<f32> = side.iter().map(|p| p.1.1.clamp(low, high)).collect();
        for i in 1..ys.len() {
            ys[i] = ys[i].max(ys[i - 1] + PITCH);
        }
        let mut limit = high;
        for y in ys.iter_mut().rev() {
            *y = y.min(limit);
            limit = *y - PITCH;
        }
        out.extend(side.iter().zip(ys).map(|(p, y)| Label { number: p.0, point: p.1, place: (x, y) }));
    }
    out
}

/// Outline of a kind of minutia: a circle is an ending, a square a bifurcation, a diamond not told.
pub(super) fn outline(kind: MinutiaKind, (x, y): (f32, f32), half: f32) -> String {
    match kind {
        MinutiaKind::Ending => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{half}\"/>"),
        MinutiaKind::Bifurcation => {
            let (left, top, side) = (x - half, y - half, 2.0 * half);
            format!("<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{side}\" height=\"{side}\"/>")
        }
        MinutiaKind::Unknown => {
            let far = 1.2 * half;
            format!("<path d=\"M{:.1} {y:.1}l{far} {far} {far} -{far} -{far} -{far}z\"/>", x - far)
        }
    }
}

/// Colour of a kind.
pub(super) fn color(kind: MinutiaKind) -> &'static str {
    match kind {
        MinutiaKind::Ending => "#c8102e",
        MinutiaKind::Bifurcation => "#0057b8",
        MinutiaKind::Unknown => "#374151",
    }
}

fn point(out: &mut String, (x, y): (f32, f32), m: &Minutia) {
    let (dx, dy) = m.step();
    let tail =
        format!("<path d=\"M{:.1} {:.1}l{:.1} {:.1}\"/>", x + 4.5 * dx, y + 4.5 * dy, 9.0 * dx, 9.0 * dy);
    let shape = outline(m.kind, (x, y), 4.5) + &tail;
    let _ = write!(
        out,
        "<g fill=\"none\" stroke=\"#fff\" stroke-width=\"3.8\" stroke-linecap=\"round\" opacity=\".85\">{shape}</g>\
         <g fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-linecap=\"round\">{shape}</g>",
        color(m.kind)
    );
}

/// A minutia without a counterpart.
fn lone(out: &mut String, at: (f32, f32), m: &Minutia) {
    let shape = outline(m.kind, at, 2.6);
    let _ = write!(
        out,
        "<g fill=\"none\" stroke=\"#fff\" stroke-width=\"2.8\" opacity=\".7\">{shape}</g>\
         <g fill=\"none\" stroke=\"{LONE}\" stroke-width=\"1.2\">{shape}</g>"
    );
}

/// A bar of 5 mm and how much larger than the finger the print is drawn; `unit_mm` is a unit of the page in print.
pub(super) fn scale_bar(out: &mut String, (x, y): (f32, f32), scale: f32, unit_mm: f32) {
    let length = 5.0 / MM_A_PX * scale;
    let _ = write!(
        out,
        "<path d=\"M{x:.1} {:.1}v6m0 -3h{length:.1}m0 -3v6\" stroke=\"{INK}\" stroke-width=\"1.2\" fill=\"none\"/>",
        y - 7.0
    );
    let times = scale * unit_mm / MM_A_PX;
    let words = format!("5 mm of skin; enlarged {times:.1} times on A4 paper");
    text(out, (x + length + 10.0, y), Style::of(11.0).quiet(), &words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_apart_and_inside() {
        let crowded: Vec<(usize, (f32, f32))> = (0..36).map(|i| (i + 1, (200.0 + i as f32, 400.0))).collect();
        let labels = labels(crowded);
        assert_eq!(labels.len(), 36);
        for x in [0.5 * GUTTER, SIDE - 0.5 * GUTTER] {
            let mut ys: Vec<f32> = labels.iter().filter(|l| l.place.0 == x).map(|l| l.place.1).collect();
            ys.sort_by(f32::total_cmp);
            assert_eq!(ys.len(), 18);
            assert!(ys.windows(2).all(|w| w[1] - w[0] >= PITCH - 1e-3));
            assert!(ys[0] >= 0.0 && ys[17] <= SIDE);
        }
    }
}
