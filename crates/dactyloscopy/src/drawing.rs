//! Drawings as SVG fragments: pure strings, in 500-ppi pixels, to lie over the image.

mod chart;
mod det;
mod page;

pub use chart::{ChartPrint, ChartRemarks, draw_comparison_chart};
pub use det::{DetCurve, draw_det_chart};

use crate::extraction::{Extraction, RidgeMaps};
use crate::minutia::{Minutia, MinutiaKind};
use std::fmt::Write as _;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawingOptions {
    /// Rings and tails of the minutiae: a circle is an ending, a square a bifurcation, a diamond unknown.
    pub minutiae: bool,
    /// Short strokes along the ridges of reliable blocks.
    pub flow: bool,
    /// Shaded blocks where the ridges are unreliable.
    pub quality_map: bool,
    /// Default colours as a `<style>` element; without it, the page's own style sheet colours the classes.
    pub style: bool,
}

impl Default for DrawingOptions {
    fn default() -> Self {
        Self { minutiae: true, flow: false, quality_map: false, style: true }
    }
}

/// Classes of the drawing and their default look.
const STYLE: &str = "<style>.fp-minutia{fill:none;stroke-width:1.2;stroke-linecap:round}\
.fp-ending{stroke:#c8102e}.fp-bifurcation{stroke:#0057b8}.fp-unknown{stroke:#6b7280}\
.fp-flow{stroke:#0f766e;stroke-width:.8;stroke-linecap:round;opacity:.7}\
.fp-unclear{fill:#f59e0b}</style>";

/// Half size of a minutia's mark, px.
const MARK_PX: f32 = 3.2;
/// Length of a minutia's tail from its place, px.
const TAIL_PX: f32 = 11.0;
/// Reliability that counts as clear.
const CLEAR_RELIABILITY: f32 = 0.5;
/// Reliability below which no flow is drawn.
const FLOW_RELIABILITY: f32 = 0.1;

/// Draws an extraction as `<g>` elements (and a `<style>`, by option): put them into an `<svg>` whose viewBox
/// is `0 0 width height` of the template, over the image.
pub fn draw_minutiae_svg(extraction: &Extraction, options: DrawingOptions) -> String {
    let mut out = String::new();
    if options.style {
        out.push_str(STYLE);
    }
    if options.quality_map {
        draw_quality_map(&extraction.maps, &mut out);
    }
    if options.flow {
        draw_flow(&extraction.maps, &mut out);
    }
    if options.minutiae {
        out.push_str("<g class=\"fp-minutiae\">");
        for m in extraction.template.minutiae() {
            draw_minutia(m, &mut out);
        }
        out.push_str("</g>");
    }
    out
}

/// The drawing as a whole SVG document, without the image.
pub fn draw_minutiae_document(extraction: &Extraction, options: DrawingOptions) -> String {
    let (width, height) = (extraction.template.width_px(), extraction.template.height_px());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">{}</svg>",
        draw_minutiae_svg(extraction, options)
    )
}

/// One minutia: its mark, a tail along its direction, kind and quality as a title. Positions are pixel centres.
fn draw_minutia(m: &Minutia, out: &mut String) {
    let (x, y) = (m.x_px + 0.5, m.y_px + 0.5);
    let (dx, dy) = m.step();
    let (class, name) = match m.kind {
        MinutiaKind::Ending => ("fp-ending", "ending"),
        MinutiaKind::Bifurcation => ("fp-bifurcation", "bifurcation"),
        MinutiaKind::Unknown => ("fp-unknown", "minutia"),
    };
    let _ = write!(out, "<g class=\"fp-minutia {class}\"><title>{name}, {}</title>", m.quality);
    match m.kind {
        MinutiaKind::Ending => {
            let _ = write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{MARK_PX}\"/>");
        }
        MinutiaKind::Bifurcation => {
            let (left, top, side) = (x - MARK_PX, y - MARK_PX, 2.0 * MARK_PX);
            let _ = write!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{side:.1}\" height=\"{side:.1}\"/>"
            );
        }
        MinutiaKind::Unknown => {
            let _ = write!(
                out,
                "<path d=\"M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}Z\"/>",
                x - MARK_PX,
                y - MARK_PX,
                x + MARK_PX,
                y + MARK_PX
            );
        }
    }
    let _ = write!(
        out,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\"/></g>",
        x + MARK_PX * dx,
        y + MARK_PX * dy,
        x + TAIL_PX * dx,
        y + TAIL_PX * dy
    );
}

fn draw_flow(maps: &RidgeMaps, out: &mut String) {
    out.push_str("<path class=\"fp-flow\" fill=\"none\" d=\"");
    let half = 0.4 * maps.block_px as f32;
    for (i, x, y) in foreground_centres(maps) {
        if maps.reliability[i] >= FLOW_RELIABILITY {
            let (dy, dx) = maps.orientation_rad[i].sin_cos();
            let (dx, dy) = (half * dx, half * dy);
            let _ = write!(out, "M{:.1} {:.1}L{:.1} {:.1}", x - dx, y - dy, x + dx, y + dy);
        }
    }
    out.push_str("\"/>");
}

fn draw_quality_map(maps: &RidgeMaps, out: &mut String) {
    let side = maps.block_px;
    out.push_str("<g class=\"fp-quality\">");
    for (i, x, y) in foreground_centres(maps) {
        let shade = 0.6 * (1.0 - maps.reliability[i] / CLEAR_RELIABILITY);
        if shade > 0.02 {
            let (left, top) = (x - side as f32 / 2.0, y - side as f32 / 2.0);
            let _ = write!(
                out,
                "<rect class=\"fp-unclear\" x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\" opacity=\"{shade:.2}\"/>"
            );
        }
    }
    out.push_str("</g>");
}

/// Number and centre of every foreground block.
fn foreground_centres(maps: &RidgeMaps) -> impl Iterator<Item = (usize, f32, f32)> + '_ {
    let (columns, side) = (maps.columns.max(1) as usize, maps.block_px as f32);
    maps.foreground
        .iter()
        .enumerate()
        .filter(|(_, f)| **f)
        .map(move |(i, _)| (i, ((i % columns) as f32 + 0.5) * side, ((i / columns) as f32 + 0.5) * side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Quality, Template};

    fn extraction() -> Extraction {
        let minutia = |kind, x_px| Minutia { x_px, y_px: 9.5, direction_rad: 0.0, kind, quality: 80 };
        let minutiae = vec![minutia(MinutiaKind::Ending, 9.5), minutia(MinutiaKind::Bifurcation, 3.5)];
        Extraction {
            template: Template::new(16, 16, 50, minutiae).unwrap(),
            quality: Quality { score: 50, causes: vec![] },
            maps: RidgeMaps {
                block_px: 8,
                columns: 2,
                rows: 2,
                orientation_rad: vec![0.0; 4],
                foreground: vec![true, false, true, true],
                reliability: vec![0.9, 0.0, 0.0, 0.9],
                period_px: vec![9.0; 4],
            },
        }
    }

    #[test]
    fn circle_for_an_ending_square_for_a_bifurcation_tail_along_the_direction() {
        let svg = draw_minutiae_svg(&extraction(), DrawingOptions::default());
        assert!(svg.contains("<circle cx=\"10.0\" cy=\"10.0\""));
        assert!(svg.contains("L21.0 10.0"), "direction 0 points right: {svg}");
        assert_eq!(svg.matches("<rect ").count(), 1);
        assert!(!svg.contains("fp-flow\" "), "flow only when asked");
    }

    #[test]
    fn flow_and_quality_only_where_there_is_a_finger() {
        let all = DrawingOptions { minutiae: false, flow: true, quality_map: true, style: false };
        let svg = draw_minutiae_svg(&extraction(), all);
        assert_eq!(svg.matches("fp-unclear").count(), 1);
        let flow = svg.split("d=\"").nth(1).unwrap();
        assert_eq!(flow.matches('M').count(), 2, "reliable foreground blocks only");
        assert!(draw_minutiae_document(&extraction(), all).ends_with("</svg>"));
    }
}
