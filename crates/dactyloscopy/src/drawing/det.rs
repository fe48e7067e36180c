//! The detection error trade-off curve (Martin and others, "The DET curve in assessment of detection task performance",
//! Eurospeech 1997): both error rates on axes of normal deviates, where normally distributed scores give straight lines.

use std::fmt::Write as _;

use super::page::{self, ACCENT, INK, LINE, QUIET, Style, paragraph, rule, text};
use crate::evaluation::Rates;
use crate::template::ALGORITHM;

/// One curve.
#[derive(Debug, Clone, Copy)]
pub struct DetCurve<'a> {
    /// What it is of.
    pub name: &'a str,
    /// Its error rates.
    pub rates: &'a Rates,
}

const PAGE: (f32, f32) = (1000.0, 680.0);
const PAGE_MM: f32 = 260.0;
const SPAN: (f32, f32) = (44.0, 956.0);
/// Upper left corner and side of the plot.
const PLOT: (f32, f32) = (112.0, 122.0);
const SIDE: f32 = 470.0;
/// Rates at the ends of both axes.
const RATES: (f64, f64) = (1.0e-4, 0.4);
const TICKS: [(f64, &str); 9] = [
    (1.0e-4, "0.01"),
    (1.0e-3, "0.1"),
    (2.0e-3, "0.2"),
    (5.0e-3, "0.5"),
    (0.01, "1"),
    (0.02, "2"),
    (0.05, "5"),
    (0.1, "10"),
    (0.2, "20"),
];
/// Colours of the folders' curves, in turn: apart from each other in lightness too.
const COLORS: [&str; 8] =
    ["#b45309", "#0f766e", "#7c3aed", "#be185d", "#4d7c0f", "#1d4ed8", "#78716c", "#a16207"];

/// Draws the curves of single folders thin and that of all together thick, as an SVG document, with a table of the
/// figures. With one folder its curve is the thick one.
pub fn draw_det_chart(pooled: &Rates, folders: &[DetCurve<'_>]) -> String {
    let mut out = page::open("Detection error trade-off", PAGE, PAGE_MM);
    page::mark(&mut out, (SPAN.0, 28.0));
    let pairs = format!(
        "algorithm {ALGORITHM} · {} pairs of one finger, {} of different fingers",
        pooled.genuine(),
        pooled.impostor()
    );
    text(&mut out, (SPAN.1, 45.0), Style::of(11.0).quiet().right(), &pairs);
    rule(&mut out, SPAN, 64.0);
    text(&mut out, (SPAN.0, 96.0), Style::of(23.0).heading(), "Detection error trade-off");
    axes(&mut out);
    let thin = if folders.len() > 1 { folders } else { &[] };
    for (curve, color) in thin.iter().zip(COLORS.iter().cycle()) {
        line(&mut out, curve.rates, color, 1.4);
    }
    line(&mut out, pooled, INK, 3.0);
    operating_points(&mut out, pooled);
    figures(&mut out, pooled, thin);
    out.push_str("</svg>\n");
    out
}

/// Place of a rate along an axis of length [`SIDE`].
fn along(rate: f64) -> f32 {
    ((probit(rate) - probit(RATES.0)) / (probit(RATES.1) - probit(RATES.0))) as f32 * SIDE
}

fn place(fmr: f64, fnmr: f64) -> (f32, f32) {
    (PLOT.0 + along(fmr), PLOT.1 + SIDE - along(fnmr))
}

fn axes(out: &mut String) {
    let (left, top) = PLOT;
    let (right, bottom) = (left + SIDE, top + SIDE);
    let _ = write!(
        out,
        "<clipPath id=\"plot\"><rect x=\"{left}\" y=\"{top}\" width=\"{SIDE}\" height=\"{SIDE}\"/></clipPath>"
    );
    for (rate, label) in TICKS {
        let (x, y) = place(rate, rate);
        let _ = write!(
            out,
            "<path d=\"M{x:.1} {top}V{bottom}M{left} {y:.1}H{right}\" stroke=\"{LINE}\" fill=\"none\"/>"
        );
        text(out, (x, bottom + 18.0), Style::of(11.0).quiet().middle(), label);
        text(out, (left - 8.0, y + 4.0), Style::of(11.0).quiet().right(), label);
    }
    let _ = write!(
        out,
        "<path d=\"M{left} {bottom}L{right} {top}\" stroke=\"{QUIET}\" stroke-dasharray=\"2 5\" fill=\"none\"/>\
         <rect x=\"{left}\" y=\"{top}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1\"/>"
    );
    let style = Style::of(12.0).middle();
    text(out, (left + 0.5 * SIDE, bottom + 42.0), style, "false match rate, %");
    let (x, y) = (left - 48.0, top + 0.5 * SIDE);
    let _ = write!(out, "<g transform=\"rotate(-90 {x} {y})\">");
    text(out, (x, y), style, "false non-match rate, %");
    out.push_str("</g>");
}

/// A curve of steps: between two thresholds one of the rates stays.
fn line(out: &mut String, rates: &Rates, color: &str, width: f32) {
    let mut path = String::new();
    let mut last = (f32::NAN, f32::NAN);
    for point in rates.det() {
        let (x, y) = place(point.fmr, point.fnmr);
        if (x - last.0).abs() + (y - last.1).abs() < 0.4 {
            continue;
        }
        if path.is_empty() {
            let _ = write!(path, "M{x:.1} {y:.1}");
        } else {
            let _ = write!(path, "H{x:.1}V{y:.1}");
        }
        last = (x, y);
    }
    let _ = write!(
        out,
        "<path clip-path=\"url(#plot)\" d=\"{path}\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" fill=\"none\"/>"
    );
}

/// Equal error, FMR100 and FMR1000 on the thick curve.
fn operating_points(out: &mut String, pooled: &Rates) {
    let eer = pooled.eer().rate;
    let marks = [
        ("EER", Some((eer, eer))),
        ("FMR100", pooled.fnmr_at_fmr(100).map(|r| (0.01, r))),
        ("FMR1000", pooled.fnmr_at_fmr(1000).map(|r| (0.001, r))),
    ];
    for (name, at) in marks {
        let Some((fmr, fnmr)) = at else { continue };
        let (x, y) = place(fmr, fnmr);
        let _ = write!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5.5\" fill=\"#fff\" stroke=\"{ACCENT}\" stroke-width=\"2.5\"/>"
        );
        let style = Style::of(12.0).bold().colored(ACCENT);
        let words = format!("{name} {:.2} %", 100.0 * fnmr);
        let _ = write!(
            out,
            "<g stroke=\"#fbfbf9\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">"
        );
        let below = if name == "EER" { 20.0 } else { -9.0 };
        text(out, (x + 10.0, y + below), style, &words);
        out.push_str("</g>");
    }
}

fn figures(out: &mut String, pooled: &Rates, folders: &[DetCurve<'_>]) {
    let columns = [("EER", 792.0), ("FMR100", 850.0), ("FMR1000", 908.0), ("Zero", SPAN.1)];
    let left = PLOT.0 + SIDE + 40.0;
    for (name, x) in columns {
        text(out, (x, 134.0), Style::of(10.5).quiet().right(), name);
    }
    let rows = folders.iter().map(|c| (c.name, c.rates)).zip(COLORS.iter().copied().cycle());
    let mut y = 158.0;
    let mut row = |(name, rates): (&str, &Rates), color: &str, thick: bool| {
        let width = if thick { 3.0 } else { 1.4 };
        let _ = write!(
            out,
            "<path d=\"M{left} {:.1}h18\" stroke=\"{color}\" stroke-width=\"{width}\"/>",
            y - 4.0
        );
        let style = if thick { Style::of(12.0).bold() } else { Style::of(12.0) };
        let short: String = name.chars().take(16).collect();
        text(out, (left + 25.0, y), style, &short);
        let values =
            [Some(rates.eer().rate), rates.fnmr_at_fmr(100), rates.fnmr_at_fmr(1000), Some(rates.zero_fmr())];
        for (value, (_, x)) in values.into_iter().zip(columns) {
            let words = value.map_or("n/a".to_owned(), |v| format!("{:.2}", 100.0 * v));
            text(out, (x, y), style.right(), &words);
        }
        y += 23.0;
    };
    row(("all folders", pooled), INK, true);
    rows.take(18).for_each(|(curve, color)| row(curve, color, false));
    let words = "Percent, one threshold for all folders in the thick line. FMR100, FMR1000: false non-match rate at a \
        false match rate of 1 and 0.1 %; Zero: without a false match. A curve ends where errors end.";
    paragraph(out, (left, y + 8.0), Style::of(10.5).quiet(), 58, words);
}

/// The normal deviate below which a share of 0 to 1 lies (Acklam's rational approximation, relative error 1.2e-9).
fn probit(share: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let polynomial = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    let share = share.clamp(1e-12, 1.0 - 1e-12);
    let end = |p: f64| {
        let q = (-2.0 * p.ln()).sqrt();
        polynomial(&C, q) / (polynomial(&D, q) * q + 1.0)
    };
    if share < 0.02425 {
        end(share)
    } else if share > 1.0 - 0.02425 {
        -end(1.0 - share)
    } else {
        let q = share - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_deviates_of_known_shares() {
        for (share, deviate) in [(0.5, 0.0), (0.975, 1.959_964), (0.025, -1.959_964), (0.001, -3.090_232)] {
            assert!((probit(share) - deviate).abs() < 1e-5, "{share}");
        }
    }

    #[test]
    fn every_folder_has_its_row_and_curve() {
        let scores = |from: u32, to: u32| (from..to).map(|i| f64::from(i) / 1000.0).collect::<Vec<_>>();
        let one = Rates::new(&scores(400, 900), &scores(0, 450)).unwrap();
        let two = Rates::new(&scores(500, 900), &scores(0, 400)).unwrap();
        let curves = [DetCurve { name: "first <1>", rates: &one }, DetCurve { name: "second", rates: &two }];
        let svg = draw_det_chart(&one, &curves);
        assert_eq!(svg.matches("stroke-linejoin=\"round\" fill=\"none\"").count(), 3);
        assert!(svg.contains("first &lt;1&gt;") && svg.contains("second") && !svg.contains("NaN"));
        assert!(svg.contains("EER"));
    }
}
