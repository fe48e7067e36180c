//! Prints of real folders and of rendered synthetic fingers, and the scores of all their pairs.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use dactyloscopy::{GreyImage, Ppi, Prepared, Workspace, extract, score_in};
use synthetic::evaluation::{SENSORS, synthetic_folders};

/// Seed of the synthetic prints: not that of any other figure.
const SEED: u64 = 4_711;

/// Score of two impressions that speaks for one finger.
const SAME_SCORE: f32 = 0.64;

/// One print.
pub(crate) struct Print {
    pub(crate) folder: usize,
    pub(crate) finger: String,
    pub(crate) prepared: Prepared,
}

/// What one pair of prints gave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// Folders of the two prints.
    pub(crate) folders: (usize, usize),
    pub(crate) genuine: bool,
    pub(crate) score: f32,
    /// Minutiae of the print that has fewer.
    pub(crate) minutiae: usize,
    /// The lower quality.
    pub(crate) quality: u8,
}

/// Prints of the real folders, then one folder of rendered synthetic impressions for each kind of sensor.
pub(crate) struct Samples {
    pub(crate) names: Vec<String>,
    pub(crate) prints: Vec<Print>,
    /// Images that extraction refused.
    pub(crate) refused: usize,
    /// How many of the folders are real.
    pub(crate) real: usize,
    /// Fingers that stand in two folders: pairs of folder and finger that match like one finger.
    pub(crate) same: Vec<[(usize, String); 2]>,
}

impl Samples {
    pub(crate) fn read(folders: &[PathBuf], synthetic_fingers: usize) -> Result<Self, Box<dyn Error>> {
        let name = |path: &PathBuf| {
            let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy().into_owned()).collect();
            let from = if parts.last().is_some_and(|p| p.starts_with("DB")) { 2 } else { 1 };
            parts[parts.len().saturating_sub(from)..].join(" ")
        };
        let mut samples = Self {
            names: folders.iter().map(name).collect(),
            prints: Vec::new(),
            refused: 0,
            real: folders.len(),
            same: Vec::new(),
        };
        for (index, folder) in folders.iter().enumerate() {
            for path in images_of(folder)? {
                let grey = image::open(&path)?.to_luma8();
                let image = GreyImage::new(grey.width(), grey.height(), grey.into_raw())?;
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let finger = stem.rsplit_once('_').map_or(stem.as_str(), |(f, _)| f).to_owned();
                samples.add(index, finger, &image);
            }
        }
        let made = synthetic_folders(SEED, synthetic_fingers, 6, synthetic::DIFFICULTY);
        for ((index, folder), sensor) in made.iter().enumerate().zip(SENSORS) {
            samples.names.push(format!("synthetic {index} {sensor:?}"));
            for (finger, images) in folder.iter().enumerate() {
                images.iter().for_each(|image| samples.add(folders.len() + index, finger.to_string(), image));
            }
        }
        samples.find_same();
        Ok(samples)
    }

    fn add(&mut self, folder: usize, finger: String, image: &GreyImage) {
        match extract(image, Ppi::STANDARD) {
            Ok(e) => self.prints.push(Print { folder, finger, prepared: Prepared::new(&e.template) }),
            Err(_) => self.refused += 1,
        }
    }

    /// Two fingers of two real folders of whose impressions a quarter match at [`SAME_SCORE`] are one finger.
    fn find_same(&mut self) {
        let mut space = Workspace::default();
        let mut counts = BTreeMap::<_, (u32, u32)>::new();
        let real: Vec<&Print> = self.prints.iter().filter(|p| p.folder < self.real).collect();
        for (i, a) in real.iter().enumerate() {
            for b in real[..i].iter().filter(|b| b.folder != a.folder) {
                let score = score_in(&a.prepared, &b.prepared, &mut space);
                let key = [(b.folder, b.finger.clone()), (a.folder, a.finger.clone())];
                let count = counts.entry(key).or_default();
                count.0 += 1;
                count.1 += u32::from(score >= SAME_SCORE);
            }
        }
        self.same =
            counts.into_iter().filter(|(_, (all, high))| 4 * high >= *all).map(|(key, _)| key).collect();
    }

    fn are_same(&self, a: &Print, b: &Print) -> bool {
        let is = |print: &Print, (folder, finger): &(usize, String)| {
            print.folder == *folder && print.finger == *finger
        };
        self.same.iter().any(|[x, y]| (is(a, x) && is(b, y)) || (is(a, y) && is(b, x)))
    }

    pub(crate) fn is_real(&self, pair: &Pair) -> bool {
        pair.folders.0 < self.real && pair.folders.1 < self.real
    }

    /// All pairs of real prints, across folders too, and all pairs of synthetic prints inside a folder.
    pub(crate) fn pairs(&self) -> Vec<Pair> {
        let mut space = Workspace::default();
        let mut pairs = Vec::new();
        for (i, a) in self.prints.iter().enumerate() {
            for b in &self.prints[..i] {
                if a.folder != b.folder && (a.folder >= self.real || b.folder >= self.real) {
                    continue;
                }
                if self.are_same(a, b) {
                    continue;
                }
                let of =
                    |p: &Print| (p.prepared.template().minutiae().len(), p.prepared.template().quality());
                let (of_a, of_b) = (of(a), of(b));
                pairs.push(Pair {
                    folders: (a.folder, b.folder),
                    genuine: a.folder == b.folder && a.finger == b.finger,
                    score: score_in(&a.prepared, &b.prepared, &mut space),
                    minutiae: of_a.0.min(of_b.0),
                    quality: of_a.1.min(of_b.1),
                });
            }
        }
        pairs
    }
}

fn images_of(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}
