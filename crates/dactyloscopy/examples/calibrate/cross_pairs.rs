//! Synthetic fingers, rendered and extracted, all against all: what chance gives, counted over 10^8 pairs.
//!
//! Fingers at template level would be cheaper, but their chance pairs are far too harmless (docs/benchmarks.md):
//! the false minutiae of an extractor follow the ridges, and drawn ones do not. The work stops and goes on at any
//! time: templates and counts are files in one folder, written every minute.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dactyloscopy::{ALGORITHM, Ppi, Prepared, Template, Workspace, extract, score_in};
use synthetic::evaluation::SENSORS;
use synthetic::{Conditions, Finger};

/// Bins of the score, 0 to 1.
pub(crate) const BINS: usize = 1000;
/// First of the seeds: none that another test or figure uses.
const SEED: u64 = 900_000_000;
/// Time between two writes of the state.
const SAVE_EVERY: Duration = Duration::from_secs(60);

/// Scores of different fingers, counted.
#[derive(Debug, Clone)]
pub(crate) struct CrossPairs {
    pub(crate) counts: [u64; BINS],
    /// Prints below this one are compared with all before them.
    next: usize,
}

impl CrossPairs {
    /// Pairs counted.
    pub(crate) fn pairs(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Pairs at or above a score.
    pub(crate) fn reaching(&self, score: f64) -> u64 {
        self.counts[((score * BINS as f64).round() as usize).min(BINS)..].iter().sum()
    }

    /// The counts in the folder; none when there are none, or of another algorithm.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut state = Self { counts: [0; BINS], next: 0 };
        let Ok(text) = std::fs::read_to_string(folder.join("counts.txt")) else { return Ok(state) };
        let mut lines = text.lines();
        if lines.next() != Some(ALGORITHM.to_string().as_str()) {
            return Ok(state);
        }
        state.next = lines.next().ok_or("counts.txt: next")?.parse()?;
        for (count, line) in state.counts.iter_mut().zip(lines) {
            *count = line.parse()?;
        }
        Ok(state)
    }

    fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let mut text = format!("{ALGORITHM}\n{}\n", self.next);
        for count in &self.counts {
            let _ = writeln!(text, "{count}");
        }
        replace(&folder.join("counts.txt"), text.as_bytes())
    }

    /// Counts all pairs of the prints of `fingers` fingers, going on from what stands in the folder.
    pub(crate) fn run(folder: &Path, fingers: usize) -> Result<Self, Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        let prints = prints(folder, fingers)?;
        let mut state = Self::read(folder)?;
        let (started, mut saved, before) = (Instant::now(), Instant::now(), state.pairs());
        let mut space = Workspace::default();
        while let Some(a) = prints.get(state.next) {
            for b in &prints[..state.next] {
                let bin = (score_in(a, b, &mut space) * BINS as f32) as usize;
                state.counts[bin.min(BINS - 1)] += 1;
            }
            state.next += 1;
            if saved.elapsed() > SAVE_EVERY {
                state.write(folder)?;
                saved = Instant::now();
                let rate = (state.pairs() - before) as f64 / started.elapsed().as_secs_f64();
                let all = prints.len() as u64 * (prints.len() as u64 - 1) / 2;
                let left_min = all.saturating_sub(state.pairs()) as f64 / rate / 60.0;
                eprintln!("{} of {all} pairs, {rate:.0} a second, {left_min:.0} min left", state.pairs());
            }
        }
        state.write(folder)?;
        Ok(state)
    }
}

/// One print of each finger, sensors by turns, under typical conditions. What was extracted before is read.
fn prints(folder: &Path, fingers: usize) -> Result<Vec<Prepared>, Box<dyn Error>> {
    let path = folder.join("templates.txt");
    let mut text = std::fs::read_to_string(&path).unwrap_or_default();
    if text.lines().next() != Some(ALGORITHM.to_string().as_str()) {
        text = format!("{ALGORITHM}\n");
    }
    let (mut saved, started, before) = (Instant::now(), Instant::now(), text.lines().count());
    for index in text.lines().count() - 1..fingers {
        let seed = SEED + index as u64;
        let conditions = Conditions::typical(seed).on(SENSORS[index % SENSORS.len()]);
        let image = Finger::grow(seed).impression(1, &conditions);
        if let Ok(extraction) = extract(&image, Ppi::STANDARD) {
            extraction.template.to_bytes().iter().for_each(|byte| {
                let _ = write!(text, "{byte:02x}");
            });
        }
        text.push('\n');
        if saved.elapsed() > SAVE_EVERY {
            replace(&path, text.as_bytes())?;
            saved = Instant::now();
            let rate = (index + 2 - before) as f64 / started.elapsed().as_secs_f64();
            let left_min = (fingers - index) as f64 / rate / 60.0;
            eprintln!("{} of {fingers} fingers, {left_min:.0} min left", index + 1);
        }
    }
    replace(&path, text.as_bytes())?;
    let bytes = |line: &str| -> Result<Vec<u8>, std::num::ParseIntError> {
        (0..line.len() / 2).map(|i| u8::from_str_radix(&line[2 * i..2 * i + 2], 16)).collect()
    };
    let mut prints = Vec::new();
    for line in text.lines().skip(1).take(fingers).filter(|line| !line.is_empty()) {
        prints.push(Prepared::new(&Template::from_bytes(&bytes(line)?)?));
    }
    Ok(prints)
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let part: PathBuf = path.with_extension("part");
    std::fs::write(&part, bytes)?;
    Ok(std::fs::rename(part, path)?)
}
