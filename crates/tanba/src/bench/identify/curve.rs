//! What a search costs while the gallery grows: measured, kept as points, drawn.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::build::Builder;
use super::measure::Searches;
use super::people::Asked;
use super::rates::quantile;
use super::{IdentifyArgs, chart, say};
use crate::failure::Failure;

/// The smallest gallery of a curve.
const FIRST_PERSONS: u64 = 10_000;

/// Every curve measured so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Curves {
    pub(super) series: Vec<Series>,
}

/// One curve and what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Series {
    pub(super) fingers: usize,
    pub(super) search_fingers: usize,
    pub(super) position_known: bool,
    pub(super) threads: usize,
    pub(super) points: Vec<Point>,
}

/// One size of the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Point {
    pub(super) persons: u64,
    pub(super) searches: usize,
    /// Wall time, ms.
    pub(super) median_ms: f64,
    pub(super) p95_ms: f64,
    /// Processor time of all threads on average, ms.
    pub(super) processor_ms: f64,
    pub(super) gallery_bytes: usize,
}

/// Measures 10,000, 30,000, 100,000 ... people up to those asked for, and draws all curves of the file.
pub(super) fn run(
    args: &IdentifyArgs,
    asked: &Asked,
    builder: &mut Builder,
    svg: &Path,
) -> Result<String, Failure> {
    let json = svg.with_extension("json");
    let mut curves = read(&json)?;
    let mut series = Series {
        fingers: asked.fingers,
        search_fingers: asked.searched,
        position_known: asked.told,
        threads: rayon::current_num_threads(),
        points: Vec::new(),
    };
    for persons in sizes(args.persons) {
        builder.extend_to(persons)?;
        let mut searches = Searches::default();
        searches.synthetic(&builder.gallery, persons, asked, args.searches, args.nonmated.unwrap_or(0));
        let point = Point {
            persons,
            searches: searches.times_ms.len(),
            median_ms: quantile(&searches.times_ms, 0.5),
            p95_ms: quantile(&searches.times_ms, 0.95),
            processor_ms: searches.processor_ms_each(),
            gallery_bytes: builder.gallery.bytes(),
        };
        say(&format!("{persons} people: median {:.1} ms", point.median_ms));
        series.points.push(point);
        // kept after each size: a long run that ends early leaves what it measured
        curves.put(series.clone());
        let text = serde_json::to_string_pretty(&curves)
            .map_err(|error| Failure::new("cannot-write", error.to_string()))?;
        write(&json, &(text + "\n"))?;
        write(svg, &chart::draw(&curves))?;
    }
    Ok(if args.json { to_json(&series)? } else { series.text() })
}

/// 1 and 3 times the powers of ten, and the last.
fn sizes(persons: u64) -> Vec<u64> {
    let mut sizes = Vec::new();
    let mut power = FIRST_PERSONS;
    while power < persons {
        sizes.extend([power, 3 * power]);
        power *= 10;
    }
    sizes.retain(|size| *size < persons);
    sizes.push(persons);
    sizes
}

impl Curves {
    /// Adds a curve in the place of an earlier one of the same kind.
    fn put(&mut self, series: Series) {
        self.series.retain(|old| old.kind() != series.kind());
        self.series.push(series);
        self.series.sort_by_key(|series| std::cmp::Reverse(series.kind()));
    }
}

impl Series {
    fn kind(&self) -> (usize, usize, bool, usize) {
        (self.fingers, self.search_fingers, self.position_known, self.threads)
    }

    fn text(&self) -> String {
        let mut text = "people  median ms  p95 ms  processor ms  gallery GB".to_owned();
        for p in &self.points {
            text += &format!(
                "\n{:>9} {:>8.1} {:>8.1} {:>8.1} {:>8.2}",
                p.persons,
                p.median_ms,
                p.p95_ms,
                p.processor_ms,
                p.gallery_bytes as f64 / 1e9
            );
        }
        text
    }
}

fn to_json(series: &Series) -> Result<String, Failure> {
    serde_json::to_string(series).map_err(|error| Failure::new("cannot-write", error.to_string()))
}

fn read(json: &Path) -> Result<Curves, Failure> {
    if !json.exists() {
        return Ok(Curves::default());
    }
    let refuse = |error: String| {
        let message = format!("{}: {error}: choose another name or remove the file", json.display());
        Failure::new("bad-curve", message)
    };
    let text = fs::read_to_string(json).map_err(|error| refuse(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text)
        .map_err(|error| Failure::new("cannot-write", format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_threefold_and_end_with_the_last() {
        assert_eq!(sizes(300_000), [10_000, 30_000, 100_000, 300_000]);
        assert_eq!(sizes(50_000), [10_000, 30_000, 50_000]);
        assert_eq!(sizes(500), [500]);
    }

    #[test]
    fn a_curve_measured_again_replaces_its_own_kind_only() {
        let series = |fingers, persons| Series {
            fingers,
            search_fingers: fingers,
            position_known: true,
            threads: 2,
            points: vec![Point {
                persons,
                searches: 1,
                median_ms: 1.0,
                p95_ms: 1.0,
                processor_ms: 1.0,
                gallery_bytes: 1,
            }],
        };
        let mut curves = Curves::default();
        for one in [series(2, 5), series(10, 5), series(2, 7)] {
            curves.put(one);
        }
        assert_eq!(curves.series, [series(10, 5), series(2, 7)]);
        let text = serde_json::to_string(&curves).unwrap();
        assert_eq!(serde_json::from_str::<Curves>(&text).unwrap(), curves);
    }
}
