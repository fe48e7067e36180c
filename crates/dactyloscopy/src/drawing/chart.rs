//! A comparison chart for an examiner and a court: both prints with numbered corresponding points, the score among the
//! scores of other pairs, a table of the points, and what all this may be used for.

mod context;
mod panel;
mod points;

use std::fmt::Write as _;

use super::page::{self, ACCENT, Style, paragraph, rule, shortened, text};
use crate::calibration::{CONTEXT, LikelihoodRatio, MATCH_THRESHOLD, MODEL, likelihood_ratio_between};
use crate::comparison::Comparison;
use crate::minutia::MinutiaKind;
use crate::template::{ALGORITHM, AlgorithmVersion, Template};
use points::{MM_A_PX, Points};

/// One of the two prints.
#[derive(Debug, Clone, Copy)]
pub struct ChartPrint<'a> {
    /// What it is called, for example its file.
    pub name: &'a str,
    /// SHA-256 of its file in hexadecimal digits.
    pub digest: &'a str,
    /// Its minutiae.
    pub template: &'a Template,
    /// The image as a `data:` address that covers the template's area; without it the minutiae stand alone.
    pub image_href: Option<&'a str>,
}

/// A4: the page is this many units wide and high, and 210 mm wide in print.
const PAGE: (f32, f32) = (1000.0, 1414.0);
const PAGE_MM: f32 = 210.0;
/// Left and right end of everything.
const SPAN: (f32, f32) = (54.0, 946.0);
const GAP: f32 = 20.0;
/// Rows of each half of the table.
const ROWS: usize = 18;

/// What the reader must know of the prints besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChartRemarks {
    /// One print matches the other only in a mirror.
    pub mirrored: bool,
    /// One is a mark from a scene: neither threshold nor likelihood ratio was measured on such.
    pub mark: bool,
}

/// Draws the chart of a comparison as an SVG document for A4.
pub fn draw_comparison_chart(
    prints: [ChartPrint<'_>; 2],
    comparison: &Comparison,
    remarks: ChartRemarks,
) -> String {
    let [a, b] = &prints;
    let likelihood = likelihood_ratio_between(comparison.score, a.template, b.template);
    let weighed = if remarks.mark { Err(MARK) } else { likelihood.ok_or(VERSIONS) };
    let points = Points::new(a.template, b.template, comparison);
    let mut out = page::open("Comparison of two prints", PAGE, PAGE_MM);
    header(&mut out, [a, b].map(|p| p.template.algorithm()), comparison.score, remarks);
    let views = [panel::View::of(a), panel::View::of(b)];
    let scale = panel::scale(views);
    let sides: [Vec<_>; 2] = [
        points.numbered.iter().map(|p| (p.number, p.a)).collect(),
        points.numbered.iter().map(|p| (p.number, p.b)).collect(),
    ];
    for (i, (print, numbered)) in prints.iter().zip(&sides).enumerate() {
        let x = SPAN.0 + i as f32 * (panel::SIDE + GAP);
        caption(&mut out, x, ["A", "B"][i], print);
        panel::draw(&mut out, (x, 188.0), (print, views[i]), scale, numbered);
        text(&mut out, (x, 642.0), Style::of(8.6).mono().quiet(), &format!("SHA-256 {}", print.digest));
    }
    legend(&mut out, 676.0, scale);
    rule(&mut out, SPAN, 694.0);
    heading(&mut out, (SPAN.0, 722.0), "The score among other scores");
    context::draw(&mut out, (SPAN.0 + 44.0, 778.0), (480.0, 128.0), comparison.score);
    weight(&mut out, 640.0, 722.0, comparison.score, weighed);
    rule(&mut out, SPAN, 948.0);
    table(&mut out, 976.0, &points);
    rule(&mut out, SPAN, 1312.0);
    notes(&mut out, 1332.0);
    out.push_str("</svg>\n");
    out
}

fn heading(out: &mut String, at: (f32, f32), words: &str) {
    text(out, at, Style::of(17.0).heading().bold(), words);
}

fn header(out: &mut String, made_by: [AlgorithmVersion; 2], score: f32, remarks: ChartRemarks) {
    page::mark(out, (SPAN.0, 44.0));
    let [a, b] = made_by;
    let made = if a == b { format!("templates by {a}") } else { format!("A by {a}, B by {b}") };
    let version =
        format!("comparison chart · {made} · compared by {ALGORITHM} · calibration of {}", CONTEXT.algorithm);
    text(out, (SPAN.1, 61.0), Style::of(11.0).quiet().right(), &version);
    rule(out, SPAN, 82.0);
    let answer = if remarks.mirrored {
        "One of the prints is a mirror image of the other".to_owned()
    } else if remarks.mark {
        format!("A mark from a scene, score {score:.3}: the threshold was not measured on marks")
    } else if score >= MATCH_THRESHOLD {
        format!("The score, {score:.3}, reaches the threshold of {MATCH_THRESHOLD}")
    } else {
        format!("The score, {score:.3}, does not reach the threshold of {MATCH_THRESHOLD}")
    };
    text(out, (SPAN.0, 121.0), Style::of(27.0).heading(), &answer);
}

fn caption(out: &mut String, x: f32, letter: &str, print: &ChartPrint<'_>) {
    text(out, (x, 174.0), Style::of(24.0).heading().bold().colored(ACCENT), letter);
    text(out, (x + 28.0, 160.0), Style::of(13.0).bold(), &shortened(print.name, 52));
    let template = print.template;
    let mm = |px: u32| px as f32 * MM_A_PX;
    let quality = match template.quality() {
        0 => "quality not told".to_owned(),
        quality => format!("print quality {quality} of 100"),
    };
    let words = format!(
        "{:.1} × {:.1} mm · {} minutiae · {quality}",
        mm(template.width_px()),
        mm(template.height_px()),
        template.minutiae().len()
    );
    text(out, (x + 28.0, 176.0), Style::of(11.5).quiet(), &words);
}

fn legend(out: &mut String, y: f32, scale: f32) {
    let mut x = SPAN.0 + 6.0;
    let kinds = [(MinutiaKind::Ending, "ridge ending"), (MinutiaKind::Bifurcation, "bifurcation")];
    for (kind, words) in kinds {
        let shape = panel::outline(kind, (x, y - 4.0), 4.5);
        let tail = format!("<path d=\"M{:.1} {:.1}h9\"/>", x + 4.5, y - 4.0);
        let color = panel::color(kind);
        let _ = write!(out, "<g fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\">{shape}{tail}</g>");
        text(out, (x + 20.0, y), Style::of(11.5), words);
        x += 118.0;
    }
    let lone = panel::outline(MinutiaKind::Ending, (x, y - 4.0), 2.6);
    let _ = write!(out, "<g fill=\"none\" stroke=\"#6b7280\" stroke-width=\"1.2\">{lone}</g>");
    text(out, (x + 10.0, y), Style::of(11.5), "minutia without a number");
    panel::scale_bar(out, (SPAN.0 + panel::SIDE + GAP, y), scale, PAGE_MM / PAGE.0);
}

/// Why a mark is not weighed ...
const MARK: &str = "One of the prints is a mark from a scene; the ratio, the threshold and the distributions beside were \
    measured on whole live-scan prints only. A few minutiae of a mark agree by chance far more often.";
/// ... and templates of other algorithm versions.
const VERSIONS: &str = "The ratio and the distributions beside were measured on templates of another algorithm version than \
    that of at least one print. Extract both images again with the present one.";

/// Score and likelihood ratio in figures and words, or why they are not stated.
fn weight(out: &mut String, x: f32, y: f32, score: f32, weighed: Result<LikelihoodRatio, &str>) {
    heading(out, (x, y), "What it weighs");
    let likelihood = match weighed {
        Ok(likelihood) => likelihood,
        Err(why) => {
            let words = format!("No likelihood ratio is stated. {why} (Calibration: {}.)", CONTEXT.algorithm);
            paragraph(out, (x, y + 34.0), Style::of(12.0), 48, &words);
            return;
        }
    };
    let sign = if likelihood.at_limit { "≥ " } else { "" };
    text(out, (x, y + 40.0), Style::of(30.0).heading(), &format!("{sign}{:.1}", likelihood.log10));
    text(out, (x + 92.0, y + 26.0), Style::of(11.5).quiet(), "log10 of the likelihood ratio,");
    text(out, (x + 92.0, y + 41.0), Style::of(11.5).quiet(), "one finger against different fingers");
    let mut at = paragraph(out, (x, y + 68.0), Style::of(12.0), 48, &in_words(likelihood));
    let share = context::reaching(&CONTEXT.impostor, score);
    let counted = if share > 0.0 { format!("{} %", significant(100.0 * share)) } else { "None".to_owned() };
    let words = format!(
        "{counted} of {} pairs of different fingers measured reach this score, and {} % of {} pairs of one finger.",
        grouped(CONTEXT.impostor_pairs),
        significant(100.0 * context::reaching(&CONTEXT.genuine, score)),
        grouped(CONTEXT.genuine_pairs)
    );
    at = paragraph(out, (x, at + 6.0), Style::of(12.0), 48, &words);
    if likelihood.at_limit {
        let words = format!(
            "More than {:.1} is never stated: the prints measured cannot bear it out.",
            MODEL.limit_log10
        );
        paragraph(out, (x, at + 6.0), Style::of(12.0), 48, &words);
    }
}

/// A number with its thousands apart.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Two significant digits.
fn significant(value: f32) -> String {
    match value {
        v if v >= 10.0 => format!("{v:.0}"),
        v if v >= 1.0 => format!("{v:.1}"),
        v if v >= 0.1 => format!("{v:.2}"),
        v => format!("{v:.4}"),
    }
}

/// The words of the ENFSI guideline for evaluative reporting (2015, appendix) for a ratio.
fn in_words(likelihood: LikelihoodRatio) -> String {
    let (favours, other) = if likelihood.log10 >= 0.0 {
        ("one finger", "different fingers")
    } else {
        ("different fingers", "one finger")
    };
    let strength = match likelihood.log10.abs() {
        l if l < 0.3 => {
            return "The score supports neither that the prints are of one finger nor that they are not."
                .to_owned();
        }
        l if l < 1.0 => "weak",
        l if l < 2.0 => "moderate",
        l if l < 3.0 => "moderately strong",
        l if l < 4.0 => "strong",
        l if l < 6.0 => "very strong",
        _ => "extremely strong",
    };
    format!("In words: {strength} support for {favours} rather than {other}.")
}

fn table(out: &mut String, y: f32, points: &Points) {
    heading(out, (SPAN.0, y), "Corresponding points");
    let shown = points.numbered.len();
    let more = if points.found > shown {
        format!("the {shown} closest of {}", points.found)
    } else {
        shown.to_string()
    };
    let words = if points.found == 0 {
        "none: no alignment of the two prints was worth a closer look".to_owned()
    } else {
        format!(
            "{more}; millimetres from the upper left corner; apart: after print A is turned by {:.0}° and laid over B",
            points.turn_deg
        )
    };
    text(out, (SPAN.1, y), Style::of(11.0).quiet().right(), &words);
    let columns: [(f32, &str); 7] =
        [(20.0, "no."), (34.0, "A"), (148.0, "x"), (194.0, "y"), (216.0, "B"), (330.0, "x"), (376.0, "y")];
    for (half, rows) in points.numbered.chunks(points.numbered.len().div_ceil(2).clamp(1, ROWS)).enumerate() {
        let x = SPAN.0 + half as f32 * (panel::SIDE + GAP);
        let style = |i: usize| if matches!(i, 1 | 4) { Style::of(10.5) } else { Style::of(10.5).right() };
        for (i, (dx, words)) in columns.iter().enumerate() {
            text(out, (x + dx, y + 22.0), style(i).quiet(), words);
        }
        text(out, (x + panel::SIDE - 6.0, y + 22.0), Style::of(10.5).right().quiet(), "apart");
        for (row, p) in rows.iter().enumerate() {
            let at = y + 40.0 + 15.6 * row as f32;
            let mm = |px: f32| format!("{:.2}", px * MM_A_PX);
            let values = [
                p.number.to_string(),
                kind_word(p.a.kind).to_owned(),
                mm(p.a.x_px),
                mm(p.a.y_px),
                kind_word(p.b.kind).to_owned(),
                mm(p.b.x_px),
                mm(p.b.y_px),
            ];
            for (i, (value, (dx, _))) in values.iter().zip(columns).enumerate() {
                let style = if i == 0 { style(i).bold() } else { style(i) };
                text(out, (x + dx, at), style, value);
            }
            text(out, (x + panel::SIDE - 6.0, at), style(0), &format!("{:.2}", p.apart_mm));
        }
    }
}

fn kind_word(kind: MinutiaKind) -> &'static str {
    match kind {
        MinutiaKind::Ending => "ending",
        MinutiaKind::Bifurcation => "bifurcation",
        MinutiaKind::Unknown => "not told",
    }
}

fn notes(out: &mut String, y: f32) {
    let words = format!(
        "What this page is for. A program marked the points and computed the figures; no person has judged them. The page shows an examiner where to look and \
         documents what the program found; it is no identification, which a named examiner makes and answers for. A few points correspond by chance between \
         any two prints. The likelihood ratio was calibrated on live-scan prints of {} fingers ({}), not on marks from crime scenes, children's or worn \
         fingers, and says nothing about who left a print or when.",
        CONTEXT.fingers, CONTEXT.source
    );
    paragraph(out, (SPAN.0, y), Style::of(10.5).quiet(), 156, &words);
}
