//! The curves as a drawing: both axes logarithmic, points as measured, nothing smoothed.

use super::curve::{Curves, Point, Series};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 600.0;
/// The plot itself: left, top, right, bottom.
const PLOT: (f64, f64, f64, f64) = (92.0, 64.0, 812.0, 524.0);
/// Told apart by people who see colours otherwise too (Okabe and Ito 2008).
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#8a6d00"];
/// What the register asks of the search: people, ms, what it is.
const GOALS: [(f64, f64, &str); 2] =
    [(1e5, 150.0, "goal: ten fingers, 150 ms"), (1e6, 1000.0, "goal: two fingers, 1 s")];

/// Decades shown along each axis.
struct Axes {
    x: (i32, i32),
    y: (i32, i32),
}

/// The drawing as SVG. Without points it shows the axes and the goals alone.
pub(super) fn draw(curves: &Curves) -> String {
    let points: Vec<&Point> = curves.series.iter().flat_map(|series| &series.points).collect();
    let axes = Axes::over(&points);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#222\">\n\
         <title id=\"title\">Cost of one search as the gallery grows</title>\n\
         <desc id=\"desc\">Time of a search in milliseconds over the number of people, both logarithmic. \
         {}</desc>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{}\" y=\"34\" font-size=\"18\" font-weight=\"600\">Cost of one search as the gallery \
         grows</text>\n",
        described(curves),
        PLOT.0
    );
    out += &axes.grid();
    out += &goals(&axes);
    for (series, colour) in curves.series.iter().zip(COLOURS.iter().cycle()) {
        out += &curve(series, colour, &axes);
    }
    out += &legend(curves);
    out + "</svg>\n"
}

impl Axes {
    fn over(points: &[&Point]) -> Self {
        let decades = |values: &mut dyn Iterator<Item = f64>, low: f64, high: f64| {
            let (low, high) = values
                .filter(|v| *v > 0.0)
                .fold((low, high), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
            // a value on the edge of a decade belongs to the one inside
            let (first, last) =
                ((low * 1.0001).log10().floor() as i32, (high / 1.0001).log10().ceil() as i32);
            (first, last.max(first + 1))
        };
        Self {
            x: decades(&mut points.iter().map(|p| p.persons as f64), 1e4, 1e6),
            y: decades(
                &mut points.iter().flat_map(|p| [p.median_ms, p.p95_ms, p.processor_ms]),
                10.0,
                1000.0,
            ),
        }
    }

    fn x(&self, persons: f64) -> f64 {
        let share = (persons.log10() - f64::from(self.x.0)) / f64::from(self.x.1 - self.x.0);
        PLOT.0 + share * (PLOT.2 - PLOT.0)
    }

    fn y(&self, ms: f64) -> f64 {
        let share = (ms.max(1e-9).log10() - f64::from(self.y.0)) / f64::from(self.y.1 - self.y.0);
        PLOT.3 - share * (PLOT.3 - PLOT.1)
    }

    /// Lines, labels of decades, and what the axes mean.
    fn grid(&self) -> String {
        let mut out = String::new();
        for (value, label) in ticks(self.x, people) {
            let (x, colour) = (self.x(value), if label.is_some() { "#bbb" } else { "#eee" });
            let (top, bottom) = (PLOT.1, PLOT.3);
            out += &format!("<path d=\"M{x:.1} {top}V{bottom}\" stroke=\"{colour}\"/>\n");
            if let Some(label) = label {
                let y = PLOT.3 + 20.0;
                out += &format!("<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{label}</text>\n");
            }
        }
        for (value, label) in ticks(self.y, time) {
            let (y, colour) = (self.y(value), if label.is_some() { "#bbb" } else { "#eee" });
            let (left, right) = (PLOT.0, PLOT.2);
            out += &format!("<path d=\"M{left} {y:.1}H{right}\" stroke=\"{colour}\"/>\n");
            if let Some(label) = label {
                let (x, y) = (PLOT.0 - 10.0, y + 4.5);
                out += &format!("<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{label}</text>\n");
            }
        }
        let (middle, bottom) = ((PLOT.0 + PLOT.2) / 2.0, PLOT.3 + 48.0);
        out += &format!(
            "<text x=\"{middle}\" y=\"{bottom}\" text-anchor=\"middle\">people in the gallery</text>\n"
        );
        let middle = (PLOT.1 + PLOT.3) / 2.0;
        out + &format!(
            "<text transform=\"translate(24 {middle}) rotate(-90)\" text-anchor=\"middle\">time of one \
             search</text>\n"
        )
    }
}

/// Values of the lines of an axis; whole decades have a label.
fn ticks(decades: (i32, i32), label: fn(f64) -> String) -> Vec<(f64, Option<String>)> {
    let mut ticks = Vec::new();
    for decade in decades.0..decades.1 {
        let power = 10f64.powi(decade);
        ticks.push((power, Some(label(power))));
        ticks.extend((2..10).map(|step| (f64::from(step) * power, None)));
    }
    let last = 10f64.powi(decades.1);
    ticks.push((last, Some(label(last))));
    // fine lines first, so that the others lie on them
    ticks.sort_by_key(|tick| tick.1.is_some());
    ticks
}

fn people(count: f64) -> String {
    let digits = format!("{count:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn time(ms: f64) -> String {
    if ms >= 1000.0 { format!("{} s", ms / 1000.0) } else { format!("{ms} ms") }
}

/// Median as a line with points, p95 as a stroke above each, processor time as a thin broken line with rings.
fn curve(series: &Series, colour: &str, axes: &Axes) -> String {
    let line = |of: fn(&Point) -> f64| {
        let at = |p: &Point| format!("{:.1},{:.1}", axes.x(p.persons as f64), axes.y(of(p)));
        series.points.iter().map(at).collect::<Vec<_>>().join(" ")
    };
    let (wall, processor) = (line(|p| p.median_ms), line(|p| p.processor_ms));
    let mut out = format!(
        "<g stroke=\"{colour}\" fill=\"none\">\n<polyline points=\"{processor}\" stroke-width=\"1.2\" \
         stroke-dasharray=\"4 4\"/>\n<polyline points=\"{wall}\" stroke-width=\"2.2\"/>\n"
    );
    for p in &series.points {
        let (x, y) = (axes.x(p.persons as f64), axes.y(p.median_ms));
        let (high, ring) = (axes.y(p.p95_ms), axes.y(p.processor_ms));
        out += &format!(
            "<path d=\"M{x:.1} {y:.1}V{high:.1}M{:.1} {high:.1}h8\" stroke-width=\"1.4\"/>\n\
             <circle cx=\"{x:.1}\" cy=\"{ring:.1}\" r=\"3.2\" fill=\"#fff\" stroke-width=\"1.4\"/>\n\
             <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.2\" fill=\"{colour}\" stroke=\"#fff\"><title>{} people: \
             median {:.1} ms, p95 {:.1} ms, processor {:.1} ms</title></circle>\n",
            x - 4.0,
            people(p.persons as f64),
            p.median_ms,
            p.p95_ms,
            p.processor_ms
        );
    }
    out + "</g>\n"
}

fn goals(axes: &Axes) -> String {
    let mark = |(persons, ms, text): &(f64, f64, &str)| {
        let (x, y) = (axes.x(*persons), axes.y(*ms));
        format!(
            "<path d=\"M{x:.1} {:.1}l7 7l-7 7l-7 -7z\" fill=\"#fff\" stroke=\"#444\" stroke-width=\"1.6\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444\" stroke=\"#fff\" stroke-width=\"4\" \
             paint-order=\"stroke\">{text}</text>\n",
            y - 7.0,
            x - 12.0,
            y - 6.0
        )
    };
    GOALS.iter().map(mark).collect()
}

/// In the upper left, where no curve comes.
fn legend(curves: &Curves) -> String {
    let (x, mut y) = (PLOT.0 + 14.0, PLOT.1 + 14.0);
    let rows = curves.series.len() as f64 + 3.0;
    let height = 20.0 * rows + 8.0;
    let mut out = format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"372\" height=\"{height}\" rx=\"4\" fill=\"#fff\" stroke=\"#bbb\"/>\n"
    );
    let mut row = |mark: &str, text: &str| {
        y += 20.0;
        let (left, base) = (x + 12.0, y - 4.5);
        let (text_x, text_y) = (x + 58.0, y);
        out += &format!("<g transform=\"translate({left} {base})\" fill=\"none\">{mark}</g>\n");
        out += &format!("<text x=\"{text_x}\" y=\"{text_y}\">{text}</text>\n");
    };
    for (series, colour) in curves.series.iter().zip(COLOURS.iter().cycle()) {
        let mark = format!(
            "<path d=\"M0 0h34\" stroke=\"{colour}\" stroke-width=\"2.2\"/><circle cx=\"17\" r=\"4.2\" \
             fill=\"{colour}\"/>"
        );
        row(&mark, &name(series));
    }
    row(
        "<path d=\"M17 4V-8M13 -8h8\" stroke=\"#444\" stroke-width=\"1.4\"/><circle cx=\"17\" cy=\"4\" r=\"3.4\" fill=\"#444\"/>",
        "wall time: median, stroke to the 95th percentile",
    );
    row(
        "<path d=\"M0 0h34\" stroke=\"#444\" stroke-width=\"1.2\" stroke-dasharray=\"4 4\"/><circle cx=\"17\" r=\"3.2\" stroke=\"#444\" fill=\"#fff\"/>",
        "processor time of all threads, mean",
    );
    row(
        "<path d=\"M17 -6l6 6l-6 6l-6 -6z\" stroke=\"#444\" stroke-width=\"1.6\"/>",
        "goal of the register, two threads",
    );
    out
}

/// What a curve is called.
fn name(series: &Series) -> String {
    let fingers = |count: usize| if count == 1 { "1 finger".to_owned() } else { format!("{count} fingers") };
    let threads =
        if series.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", series.threads) };
    let position = if series.position_known { "" } else { " of unknown position" };
    if series.search_fingers == series.fingers {
        format!("{}{position}, {threads}", fingers(series.fingers))
    } else {
        format!("{}{position} against {}, {threads}", fingers(series.search_fingers), series.fingers)
    }
}

/// The curves in words, for who cannot see them.
fn described(curves: &Curves) -> String {
    let of = |series: &Series| {
        let at = |p: &Point| format!("{} people {:.0} ms", people(p.persons as f64), p.median_ms);
        let points: Vec<String> = series.points.iter().map(at).collect();
        format!("{}: {}.", name(series), points.join(", "))
    };
    curves.series.iter().map(of).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curves() -> Curves {
        let point = |persons: u64| Point {
            persons,
            searches: 10,
            median_ms: persons as f64 / 1000.0,
            p95_ms: persons as f64 / 500.0,
            processor_ms: persons as f64 / 600.0,
            gallery_bytes: 1,
        };
        let points = vec![point(10_000), point(1_000_000)];
        let series = Series { fingers: 2, search_fingers: 2, position_known: true, threads: 1, points };
        Curves { series: vec![series] }
    }

    #[test]
    fn points_stand_where_the_axes_say() {
        let svg = draw(&curves());
        // 10 ms to 10 s over three decades, 10,000 to 1,000,000 over two
        assert!(svg.contains("points=\"92.0,524.0 812.0,217.3\""), "{svg}");
        for label in ["10,000", "1,000,000", "10 ms", "1 s", "10 s", "2 fingers, 1 thread"] {
            assert!(svg.contains(&format!(">{label}<")), "{label}");
        }
        assert!(svg.contains("2 fingers, 1 thread: 10,000 people 10 ms, 1,000,000 people 1000 ms."));
    }

    #[test]
    fn every_element_is_closed() {
        for svg in [draw(&curves()), draw(&Curves::default())] {
            let opened = svg.matches('<').count() - svg.matches("</").count();
            assert_eq!(opened, svg.matches("</").count() + svg.matches("/>").count());
        }
    }
}
