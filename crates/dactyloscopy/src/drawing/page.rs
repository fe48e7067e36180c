//! The words, lines and colours that every page drawn here shares.

use std::fmt::Write as _;

/// Colours of a page, as roles.
pub(super) const INK: &str = "#14181f";
/// Words that matter less.
pub(super) const QUIET: &str = "#565c66";
/// Hairlines.
pub(super) const LINE: &str = "#d9dbd6";
/// The one accent.
pub(super) const ACCENT: &str = "#0b5c8a";
/// What stands against the accent.
pub(super) const OTHER: &str = "#8a5a00";
const PAPER: &str = "#fbfbf9";

/// Opens a page of this size in its own units, `width_mm` wide in print.
pub(super) fn open(title: &str, (width, height): (f32, f32), width_mm: f32) -> String {
    let height_mm = width_mm * height / width;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width_mm}mm\" \
         height=\"{height_mm:.1}mm\" font-family=\"Inter,'Segoe UI','Noto Sans','DejaVu Sans',system-ui,sans-serif\" fill=\"{INK}\">\
         <title>{}</title><style>text{{font-variant-numeric:tabular-nums}}.h{{font-family:'Source Serif 4','Noto Serif',\
         'DejaVu Serif',Georgia,serif}}.m{{font-family:'DejaVu Sans Mono','Noto Sans Mono',monospace}}</style>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>",
        escape(title)
    )
}

/// How a line of text stands to its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// A piece of text: size, colour, weight and class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) color: &'static str,
    pub(super) bold: bool,
    /// `h` for headings, `m` for digits of one width, or nothing.
    pub(super) class: &'static str,
    pub(super) align: Align,
}

impl Style {
    pub(super) const fn of(size: f32) -> Self {
        Self { size, color: INK, bold: false, class: "", align: Align::Left }
    }

    pub(super) const fn quiet(self) -> Self {
        Self { color: QUIET, ..self }
    }

    pub(super) const fn colored(self, color: &'static str) -> Self {
        Self { color, ..self }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn heading(self) -> Self {
        Self { class: "h", ..self }
    }

    pub(super) const fn mono(self) -> Self {
        Self { class: "m", ..self }
    }

    pub(super) const fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    pub(super) const fn middle(self) -> Self {
        Self { align: Align::Middle, ..self }
    }
}

/// One line of text with its baseline at `y`.
pub(super) fn text(out: &mut String, (x, y): (f32, f32), style: Style, words: &str) {
    let anchor = match style.align {
        Align::Left => "",
        Align::Middle => " text-anchor=\"middle\"",
        Align::Right => " text-anchor=\"end\"",
    };
    let weight = if style.bold { " font-weight=\"600\"" } else { "" };
    let class = if style.class.is_empty() { String::new() } else { format!(" class=\"{}\"", style.class) };
    let color = if style.color == INK { String::new() } else { format!(" fill=\"{}\"", style.color) };
    let _ = write!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{}\"{anchor}{weight}{class}{color}>{}</text>",
        style.size,
        escape(words)
    );
}

/// Lines of text of at most `characters` each, broken between words; gives the y below the last.
pub(super) fn paragraph(
    out: &mut String,
    (x, y): (f32, f32),
    style: Style,
    characters: usize,
    words: &str,
) -> f32 {
    let step = style.size * 1.45;
    let (mut y, mut line) = (y, String::new());
    for word in words.split(' ') {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 1 > characters {
            text(out, (x, y), style, &line);
            line.clear();
            y += step;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    text(out, (x, y), style, &line);
    y + step
}

/// A hairline from left to right.
pub(super) fn rule(out: &mut String, (from, to): (f32, f32), y: f32) {
    let _ = write!(out, "<path d=\"M{from:.1} {y:.1}H{to:.1}\" stroke=\"{LINE}\" fill=\"none\"/>");
}

/// The sign of Tanba: two mirrored ridge arcs round a bar, 24 units high, and its name.
pub(super) fn mark(out: &mut String, (x, y): (f32, f32)) {
    let _ = write!(
        out,
        "<g transform=\"translate({x:.1} {y:.1})\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"2.4\" \
         stroke-linecap=\"round\"><path d=\"M9 2C1 7 1 17 9 22M9 8C6 10 6 14 9 16M17 2C25 7 25 17 17 22M17 8C20 10 20 14 17 16M13 2V22\"/></g>"
    );
    text(out, (x + 34.0, y + 17.5), Style::of(17.0).heading().bold(), "Tanba");
}

/// Words as SVG text: marks of XML escaped, control characters left out.
pub(super) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The end of a long name, which tells files apart better than its beginning.
pub(super) fn shortened(name: &str, characters: usize) -> String {
    let count = name.chars().count();
    if count <= characters {
        return name.to_owned();
    }
    let end: String = name.chars().skip(count - characters + 1).collect();
    format!("…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_marks() {
        assert_eq!(escape("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }

    #[test]
    fn paragraphs_break_between_words_and_lose_none() {
        let mut out = String::new();
        let end = paragraph(&mut out, (0.0, 10.0), Style::of(10.0), 9, "one two three four");
        assert_eq!(out.matches("<text").count(), 3);
        assert!(
            (end - (10.0 + 3.0 * 14.5)).abs() < 1e-3 && out.contains(">one two<") && out.contains(">four<")
        );
    }
}
