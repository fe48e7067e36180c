//! Synthetic fingers at template level, all against all: what chance gives, counted over 10^8 pairs.
//!
//! The work stops and goes on at any time: its state is one file, written every minute.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dactyloscopy::{ALGORITHM, Prepared, Workspace, score_in};
use synthetic::TemplateFinger;

use crate::band::{BANDS, band_of};

/// Bins of the score, 0 to 1.
pub(crate) const BINS: usize = 2000;
/// Pairs at and above this score are listed one by one.
const LISTED_FROM: f32 = 0.60;
/// First of the seeds: none that another test or figure uses.
const SEED: u64 = 900_000_000;
/// Time between two writes of the state.
const SAVE_EVERY: Duration = Duration::from_secs(60);

/// Scores counted so far.
#[derive(Debug, Clone)]
pub(crate) struct CrossPairs {
    pub(crate) fingers: u64,
    /// Fingers below this one are compared with all before them.
    pub(crate) next: u64,
    /// Counts by band of minutiae and score bin.
    pub(crate) counts: Vec<[u64; BINS]>,
    /// Score, minutiae of the smaller print, lower quality of the highest pairs.
    pub(crate) listed: Vec<(f32, usize, u8)>,
}

impl CrossPairs {
    fn new(fingers: u64) -> Self {
        Self { fingers, next: 0, counts: vec![[0; BINS]; BANDS.len() + 1], listed: Vec::new() }
    }

    /// Pairs counted.
    pub(crate) fn pairs(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Whether every pair is counted.
    pub(crate) fn complete(&self) -> bool {
        self.next == self.fingers
    }

    /// Reads the state; `None` when there is none, or of another algorithm.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Box<dyn Error>> {
        let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
        let mut lines = text.lines();
        if lines.next() != Some(ALGORITHM.to_string().as_str()) {
            return Ok(None);
        }
        let mut numbers = lines.next().unwrap_or_default().split(' ');
        let mut number = || -> Result<u64, Box<dyn Error>> { Ok(numbers.next().ok_or("state")?.parse()?) };
        let mut state = Self::new(number()?);
        state.next = number()?;
        for counts in &mut state.counts {
            let row = lines.next().ok_or("state: counts")?;
            for (count, word) in counts.iter_mut().zip(row.split(' ')) {
                *count = word.parse()?;
            }
        }
        for line in lines {
            let mut words = line.split(' ');
            let mut word = || words.next().ok_or("state: list");
            state.listed.push((word()?.parse()?, word()?.parse()?, word()?.parse()?));
        }
        Ok(Some(state))
    }

    fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut text = format!("{ALGORITHM}\n{} {}\n", self.fingers, self.next);
        for counts in &self.counts {
            let row: Vec<String> = counts.iter().map(u64::to_string).collect();
            let _ = writeln!(text, "{}", row.join(" "));
        }
        for (score, minutiae, quality) in &self.listed {
            let _ = writeln!(text, "{score} {minutiae} {quality}");
        }
        let part: PathBuf = path.with_extension("part");
        std::fs::write(&part, text)?;
        Ok(std::fs::rename(part, path)?)
    }

    /// Counts all pairs of `fingers` fingers, going on from the state at `path`.
    pub(crate) fn run(path: &Path, fingers: u64) -> Result<Self, Box<dyn Error>> {
        let found = Self::read(path)?.filter(|state| state.fingers == fingers);
        let mut state = found.unwrap_or_else(|| Self::new(fingers));
        let prints: Vec<Prepared> = (0..fingers)
            .map(|i| Prepared::new(&TemplateFinger::new(SEED + i).impression(1, SEED + i)))
            .collect();
        let (started, mut saved, before) = (Instant::now(), Instant::now(), state.pairs());
        let mut space = Workspace::default();
        while let Some(a) = prints.get(state.next as usize) {
            for b in &prints[..state.next as usize] {
                state.count(a, b, &mut space);
            }
            state.next += 1;
            if saved.elapsed() > SAVE_EVERY {
                state.write(path)?;
                saved = Instant::now();
                let rate = (state.pairs() - before) as f64 / started.elapsed().as_secs_f64();
                let left = (fingers * (fingers - 1) / 2 - state.pairs()) as f64 / rate / 60.0;
                eprintln!("{} pairs, {rate:.0} a second, {left:.0} min left", state.pairs());
            }
        }
        state.write(path)?;
        Ok(state)
    }

    fn count(&mut self, a: &Prepared, b: &Prepared, space: &mut Workspace) {
        let score = score_in(a, b, space);
        let minutiae = a.template().minutiae().len().min(b.template().minutiae().len());
        let bin = ((score * BINS as f32) as usize).min(BINS - 1);
        if let Some(count) = self.counts.get_mut(band_of(minutiae)).and_then(|row| row.get_mut(bin)) {
            *count += 1;
        }
        if score >= LISTED_FROM {
            self.listed.push((score, minutiae, a.template().quality().min(b.template().quality())));
        }
    }
}
