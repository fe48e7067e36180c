//! Real fingers among the synthetic people.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dactyloscopy::evaluation::Sample;
use dactyloscopy::{Template, extract};
use interchange::{IMAGE_BYTES_MAX, ImageFormat, decode_image};
use rayon::prelude::*;

use super::say;
use crate::failure::Failure;

/// A finger of a folder.
pub(super) struct RealFinger {
    /// Its first impression, which is enrolled.
    pub(super) enrolled: Template,
    /// The others; `None` where no template could be made: such a search misses.
    pub(super) searched: Vec<Option<Template>>,
}

/// Reads the fingers of all folders, in order of their names.
pub(super) fn read(folders: &[PathBuf]) -> Result<Vec<RealFinger>, Failure> {
    let mut fingers = Vec::new();
    for folder in folders {
        fingers.extend(read_folder(folder)?);
    }
    if !folders.is_empty() {
        let searches: usize = fingers.iter().map(|f: &RealFinger| f.searched.len()).sum();
        say(&format!("{} real fingers, {searches} other impressions of them", fingers.len()));
        if searches == 0 {
            let message = "no finger of the folders has two impressions named FINGER_IMPRESSION";
            return Err(Failure::new("no-probes", message));
        }
    }
    Ok(fingers)
}

fn read_folder(folder: &Path) -> Result<Vec<RealFinger>, Failure> {
    let refuse =
        |error: std::io::Error| Failure::new("cannot-read", format!("{}: {error}", folder.display()));
    let mut samples: Vec<(Sample, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if let (true, Ok(sample)) = (path.is_file(), Sample::parse(&stem)) {
            samples.push((sample, path));
        }
    }
    samples.sort();
    let templates: Vec<Result<Option<Template>, Failure>> =
        samples.par_iter().map(|(_, path)| template(path)).collect();
    let mut fingers: BTreeMap<String, Vec<Option<Template>>> = BTreeMap::new();
    for ((sample, _), template) in samples.into_iter().zip(templates) {
        fingers.entry(sample.finger).or_default().push(template?);
    }
    let mut out = Vec::new();
    for (name, mut impressions) in fingers {
        match impressions.remove(0) {
            Some(enrolled) => out.push(RealFinger { enrolled, searched: impressions }),
            None => {
                say(&format!("warning: {}: finger {name} has no first impression to enrol", folder.display()))
            }
        }
    }
    Ok(out)
}

/// The template of an image; `None` with a warning where the image gives none.
fn template(path: &Path) -> Result<Option<Template>, Failure> {
    let place = path.display();
    let cannot = |error: std::io::Error| Failure::new("cannot-read", format!("{place}: {error}"));
    if fs::metadata(path).map_err(cannot)?.len() > IMAGE_BYTES_MAX as u64 {
        let message = format!("{place}: larger than the {IMAGE_BYTES_MAX} bytes an image may have");
        return Err(Failure::new("too-large", message));
    }
    let bytes = fs::read(path).map_err(cannot)?;
    if ImageFormat::of(&bytes).is_none() {
        return Ok(None);
    }
    let extracted = decode_image(&bytes, None)
        .map_err(|error| error.to_string())
        .and_then(|image| extract(&image.image, image.ppi).map_err(|error| error.to_string()));
    Ok(match extracted {
        Ok(extraction) => Some(extraction.template),
        Err(error) => {
            say(&format!("warning: {place}: {error}"));
            None
        }
    })
}
