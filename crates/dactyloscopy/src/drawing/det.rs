//! The detection error trade-off curve (Martin and others, "The DET curve in assessment of detection task performance",
//! Eurospeech 1997): both error rates on axes of normal deviates, where normally distributed scores give straight lines.

mod labels;

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

/// Strokes of the curves when the colours come round again.
const DASHES: [&str; 3] = ["none", "6 3", "2 3"];

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
    for (i, curve) in thin.iter().enumerate() {
        line(&mut out, curve.rates, Pen::of(i));
    }
    line(&mut out, pooled, Pen::POOLED);
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
fn line(out: &mut String, rates: &Rates, pen: Pen) {
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
        "<path clip-path=\"url(#plot)\" d=\"{path}\" {} stroke-linejoin=\"round\" fill=\"none\"/>",
        pen.attributes()
    );
}

/// Equal error, FMR100 and FMR1000 on the thick curve. A point off the axes is in the table only.
fn operating_points(out: &mut String, pooled: &Rates) {
    let eer = pooled.eer().rate;
    let marks = [
        ("EER", Some((eer, eer))),
        ("FMR100", pooled.fnmr_at_fmr(100).map(|r| (0.01, r))),
        ("FMR1000", pooled.fnmr_at_fmr(1000).map(|r| (0.001, r))),
    ];
    let inside = |rate: f64| (RATES.0..=RATES.1).contains(&rate);
    let marks: Vec<(String, (f32, f32))> = marks
        .into_iter()
        .filter_map(|(name, at)| Some((name, at.filter(|(fmr, fnmr)| inside(*fmr) && inside(*fnmr))?)))
        .map(|(name, (fmr, fnmr))| (format!("{name} {:.2} %", 100.0 * fnmr), place(fmr, fnmr)))
        .collect();
    let places = labels::places(&marks, (PLOT, SIDE));
    for ((words, (x, y)), (left, baseline)) in marks.iter().zip(places) {
        let near = left.clamp(x - 8.0, x + 8.0);
        let _ = write!(
            out,
            "<path d=\"M{x:.1} {y:.1}L{near:.1} {:.1}\" stroke=\"{ACCENT}\" fill=\"none\"/>\
             <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5.5\" fill=\"#fff\" stroke=\"{ACCENT}\" stroke-width=\"2.5\"/>\
             <g stroke=\"#fbfbf9\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
            baseline - 4.0
        );
        text(out, (left, baseline), Style::of(labels::SIZE).bold().colored(ACCENT), words);
        out.push_str("</g>");
    }
}

/// Names of up to this many characters stand before their figures, longer ones above them.
const NAME_SHORT: usize = 17;
/// Longer names lose their beginning: the end of a path tells folders apart.
const NAME_LONG: usize = 46;
/// Lowest baseline of the table.
const TABLE_END: f32 = PLOT.1 + SIDE;

fn figures(out: &mut String, pooled: &Rates, folders: &[DetCurve<'_>]) {
    let columns = [("EER", 792.0), ("FMR100", 850.0), ("FMR1000", 908.0), ("Zero", SPAN.1)];
    let left = PLOT.0 + SIDE + 40.0;
    for (name, x) in columns {
        text(out, (x, 134.0), Style::of(10.5).quiet().right(), name);
    }
    let mut y = 158.0;
    let mut row = |name: &str, rates: &Rates, pen: Pen, bold: bool| {
        let style = if bold { Style::of(12.0).bold() } else { Style::of(12.0) };
        let _ = write!(out, "<path d=\"M{left} {:.1}h18\" {}/>", y - 4.0, pen.attributes());
        text(out, (left + 25.0, y), style, &page::shortened(name, NAME_LONG));
        if name.chars().count() > NAME_SHORT {
            y += 16.0;
        }
        let values =
            [Some(rates.eer().rate), rates.fnmr_at_fmr(100), rates.fnmr_at_fmr(1000), Some(rates.zero_fmr())];
        for (value, (_, x)) in values.into_iter().zip(columns) {
            let words = value.map_or("n/a".to_owned(), |v| format!("{:.2}", 100.0 * v));
            text(out, (x, y), style.right(), &words);
        }
        y += 23.0;
        y
    };
    let mut below = row("all folders", pooled, Pen::POOLED, true);
    let mut shown = 0;
    for (i, curve) in folders.iter().enumerate() {
        if below > TABLE_END - 60.0 {
            break;
        }
        below = row(curve.name, curve.rates, Pen::of(i), false);
        shown += 1;
    }
    if shown < folders.len() {
        let words = format!("and {} more folders: their figures are in the report", folders.len() - shown);
        text(out, (left, below), Style::of(10.5).quiet(), &words);
        below += 18.0;
    }
    let words = "Percent, one threshold for all folders in the thick line. FMR100, FMR1000: false non-match rate at a \
        false match rate of 1 and 0.1 %; Zero: without a false match. A curve ends where errors end.";
    paragraph(out, (left, below + 8.0), Style::of(10.5).quiet(), 58, words);
}

/// How a curve is drawn, in the plot and in the table.
#[derive(Clone, Copy)]
struct Pen {
    color: &'static str,
    width: f32,
    dashes: &'static str,
}

impl Pen {
    const POOLED: Self = Self { color: INK, width: 3.0, dashes: "none" };

    /// Of the folder of this number: no two of the first 24 are alike.
    fn of(folder: usize) -> Self {
        let color = COLORS.get(folder % COLORS.len()).copied().unwrap_or(INK);
        let dashes = DASHES.get(folder / COLORS.len() % DASHES.len()).copied().unwrap_or("none");
        Self { color, width: 1.4, dashes }
    }

    fn attributes(self) -> String {
        let Self { color, width, dashes } = self;
        format!("stroke=\"{color}\" stroke-width=\"{width}\" stroke-dasharray=\"{dashes}\"")
    }
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

    /// Folders of one name differ in the parts before it: the end of a long name must not be lost.
    #[test]
    fn long_names_keep_their_end_and_no_two_curves_look_alike() {
        let scores = |from: u32, to: u32| (from..to).map(f64::from).collect::<Vec<_>>();
        let rates = Rates::new(&scores(40, 90), &scores(0, 45)).unwrap();
        let names: Vec<String> =
            (0..24).map(|i| format!("a/rather/long/path/of/folders/of/one/year/SET{i:02}/DB1_B")).collect();
        let curves: Vec<DetCurve<'_>> = names.iter().map(|name| DetCurve { name, rates: &rates }).collect();
        let svg = draw_det_chart(&rates, &curves);
        assert!(svg.contains("year/SET00/DB1_B<") && svg.contains("year/SET05/DB1_B<"));
        assert!(svg.contains("more folders"), "what has no room is said");
        let mut pens: Vec<String> = (0..24).map(|i| Pen::of(i).attributes()).collect();
        pens.sort();
        pens.dedup();
        assert_eq!(pens.len(), 24);
    }
}
