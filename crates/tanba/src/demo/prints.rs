//! Where the prints of the demonstration come from: grown, or read from a folder of real images.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dactyloscopy::Ppi;
use registry::CaptureInput;
use synthetic::{Conditions, Person};
use vocabulary::{FingerPosition, MissingReason};

use crate::failure::Failure;

/// Every source of prints behind one door.
#[derive(Clone)]
pub(crate) enum Prints {
    /// Synthetic people with ten fingers each.
    Synthetic {
        /// Seed of the population.
        seed: u64,
        /// How many apply.
        persons: u32,
    },
    /// Real images: one finger a person.
    Real {
        /// Per finger: its impressions, by impression name.
        fingers: Arc<Vec<RealFinger>>,
        /// Folder, for messages.
        folder: PathBuf,
    },
}

/// The images of one real finger.
pub(crate) struct RealFinger {
    /// Name of the finger: what stands before the last underscore.
    pub(crate) name: String,
    /// Files in order of impression.
    pub(crate) files: Vec<PathBuf>,
}

impl Prints {
    pub(crate) fn synthetic(seed: u64, persons: u32) -> Self {
        Self::Synthetic { seed, persons }
    }

    /// Reads the names in a folder; the images are read when they are needed.
    pub(crate) fn from_folder(folder: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::new("images", format!("{}: {error}", folder.display()));
        let mut fingers: BTreeMap<String, BTreeMap<(usize, String), PathBuf>> = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| path.is_file())
            else {
                continue;
            };
            match stem.rsplit_once('_') {
                Some((finger, impression)) if !finger.is_empty() && !impression.is_empty() => {
                    // by length first, so that impression 10 follows 9
                    let order = (impression.len(), impression.to_owned());
                    fingers.entry(finger.to_owned()).or_default().insert(order, path);
                }
                _ => eprintln!("warning: {} is not named FINGER_IMPRESSION.ext: left out", path.display()),
            }
        }
        if fingers.is_empty() {
            return Err(Failure::new(
                "images",
                format!("{} holds no image named FINGER_IMPRESSION.ext, e.g. 101_1.tif", folder.display()),
            ));
        }
        let fingers = fingers
            .into_iter()
            .map(|(name, files)| RealFinger { name, files: files.into_values().collect() })
            .collect();
        Ok(Self::Real { fingers: Arc::new(fingers), folder: folder.to_owned() })
    }

    /// How many people apply.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Synthetic { persons, .. } => *persons as usize,
            Self::Real { fingers, .. } => fingers.len(),
        }
    }

    /// What the `index`-th applicant gives at registration, for each of the ten positions. `attempt` counts
    /// recaptures of poor prints.
    pub(crate) fn at_registration(
        &self,
        index: usize,
        person: &Person,
        position: FingerPosition,
        attempt: u64,
    ) -> Given {
        match self {
            Self::Synthetic { .. } => {
                if lost(person, position) {
                    return Ok(CaptureInput::Missing(MissingReason::Amputated));
                }
                let seed = impression_seed(person, position, attempt);
                Ok(grown(person, position, seed, &Conditions::good(seed)))
            }
            Self::Real { fingers, .. } => match (position, fingers[index].files.first()) {
                (FingerPosition::RightIndex, Some(file)) => read(file),
                _ => Ok(CaptureInput::Missing(MissingReason::Unrecordable)),
            },
        }
    }

    /// Fresh impressions of the `index`-th applicant on a later day, one list a visit.
    pub(crate) fn later_visits(&self, index: usize, person: &Person) -> Vec<Visit> {
        match self {
            Self::Synthetic { .. } => (0..2).map(|day| Visit::Synthetic(day, person.clone())).collect(),
            Self::Real { fingers, .. } => {
                fingers[index].files.iter().skip(1).map(|f| Visit::Real(f.clone())).collect()
            }
        }
    }

    /// The folder of real images.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Real { folder, .. } => Some(folder),
            Self::Synthetic { .. } => None,
        }
    }

    /// The name of a real finger.
    pub(crate) fn finger_name(&self, index: usize) -> Option<&str> {
        match self {
            Self::Real { fingers, .. } => fingers.get(index).map(|finger| finger.name.as_str()),
            Self::Synthetic { .. } => None,
        }
    }
}

/// An input, or why the image could not be read.
pub(crate) type Given = Result<CaptureInput, String>;

/// One later visit; its images are made when asked for.
pub(crate) enum Visit {
    Synthetic(u64, Person),
    Real(PathBuf),
}

impl Visit {
    /// The fingers given at this visit: both index fingers of a synthetic person, the one finger of a real image.
    pub(crate) fn fingers(&self) -> Result<Vec<(FingerPosition, CaptureInput)>, String> {
        match self {
            Self::Synthetic(day, person) => Ok([FingerPosition::RightIndex, FingerPosition::LeftIndex]
                .into_iter()
                .filter(|position| !lost(person, *position))
                .map(|position| {
                    let seed = impression_seed(person, position, 100 + day);
                    (position, grown(person, position, seed, &Conditions::typical(seed)))
                })
                .collect()),
            Self::Real(file) => Ok(vec![(FingerPosition::RightIndex, read(file)?)]),
        }
    }
}

/// One synthetic person in twelve has lost the left little finger: positions with a reason are ordinary.
fn lost(person: &Person, position: FingerPosition) -> bool {
    position == FingerPosition::LeftLittle && person.finger_seed.is_multiple_of(12)
}

fn impression_seed(person: &Person, position: FingerPosition, attempt: u64) -> u64 {
    person
        .finger_seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(u64::from(position.number()) << 32)
        .wrapping_add(attempt)
}

fn grown(person: &Person, position: FingerPosition, seed: u64, conditions: &Conditions) -> CaptureInput {
    let image = person.finger(position).impression(seed, conditions);
    let original = interchange::encode_png(&image, Ppi::STANDARD);
    CaptureInput::Image { image, ppi: Ppi::STANDARD, original, media_type: "image/png".to_owned() }
}

fn read(file: &Path) -> Given {
    let name = || file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let original = std::fs::read(file).map_err(|error| format!("{}: {error}", name()))?;
    let decoded =
        interchange::decode_image(&original, None).map_err(|error| format!("{}: {error}", name()))?;
    let media_type = decoded.format.media_type().to_owned();
    Ok(CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original, media_type })
}
