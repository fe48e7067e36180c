//! The images of a folder, by name.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use dactyloscopy::evaluation::Sample;
use interchange::ImageFormat;

use crate::fingerprint::refusal::{Refusal, warn};

/// Enough of a file to tell its format.
const SIGNATURE_BYTES: u64 = 32;

/// The images that stand directly in a folder, in order of finger and impression.
pub(super) struct Folder {
    pub(super) label: String,
    pub(super) images: Vec<ImageFile>,
}

/// One image file.
pub(super) struct ImageFile {
    pub(super) path: PathBuf,
    pub(super) stem: String,
    pub(super) sample: Sample,
}

/// What the first bytes of a file are.
enum Content {
    Image,
    Empty,
    Other,
}

impl Folder {
    /// Lists a folder. Files that are no images are ignored with a warning, folders inside are not entered;
    /// an empty file with the name of an image counts as an image that cannot be read.
    pub(super) fn list(path: &Path, label: String) -> Result<Self, Refusal> {
        let refuse = |code, what: String| Refusal::new(code, format!("{}: {what}", path.display()));
        let cannot_read = |error: std::io::Error| refuse("cannot-read", error.to_string());
        if path.is_file() {
            return Err(refuse("cannot-read", "this is a file; give the folder it stands in".to_owned()));
        }
        let mut images = Vec::new();
        let mut paths: Vec<PathBuf> = fs::read_dir(path)
            .map_err(cannot_read)?
            .map(|e| e.map(|e| e.path()))
            .collect::<Result<_, _>>()
            .map_err(cannot_read)?;
        paths.sort();
        for file in paths {
            if file.is_dir() {
                warn(&format!("{}: a folder inside; it is not entered", file.display()));
                continue;
            }
            images.extend(ImageFile::of(&file)?);
        }
        if images.is_empty() {
            let formats = ImageFormat::LIST;
            return Err(refuse(
                "empty-folder",
                format!("no image stands directly in this folder; read are {formats}"),
            ));
        }
        images.sort_by(|a, b| a.sample.cmp(&b.sample).then_with(|| a.path.cmp(&b.path)));
        let same = images.windows(2).find(|pair| matches!(pair, [a, b] if a.stem == b.stem));
        if let Some([a, b]) = same {
            let (first, second, stem) = (a.path.display(), b.path.display(), &a.stem);
            let message = format!("{first} and {second} are both impression {stem:?}; keep one of them");
            return Err(Refusal::new("name", message));
        }
        Ok(Self { label, images })
    }
}

impl ImageFile {
    fn of(path: &Path) -> Result<Option<Self>, Refusal> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let sample = Sample::parse(&stem);
        let content = content(path)
            .map_err(|error| Refusal::new("cannot-read", format!("{}: {error}", path.display())))?;
        match (content, sample) {
            (Content::Image, Ok(sample)) | (Content::Empty, Ok(sample)) => {
                Ok(Some(Self { path: path.to_owned(), stem, sample }))
            }
            (Content::Image, Err(error)) => Err(Refusal::new("name", format!("{}: {error}", path.display()))),
            (Content::Other | Content::Empty, _) => {
                warn(&format!("{}: no image; it is ignored", path.display()));
                Ok(None)
            }
        }
    }
}

fn content(path: &Path) -> std::io::Result<Content> {
    let mut first = Vec::new();
    File::open(path)?.take(SIGNATURE_BYTES).read_to_end(&mut first)?;
    Ok(match ImageFormat::of(&first) {
        Some(_) => Content::Image,
        None if first.is_empty() => Content::Empty,
        None => Content::Other,
    })
}

/// The last part of each path, with as many parts before it as it takes to tell all folders apart.
pub(super) fn labels(paths: &[PathBuf]) -> Result<Vec<String>, Refusal> {
    let mut whole = Vec::new();
    for path in paths {
        let full = path.canonicalize();
        let full =
            full.map_err(|error| Refusal::new("cannot-read", format!("{}: {error}", path.display())))?;
        if whole.contains(&full) {
            return Err(Refusal::new(
                "folder-twice",
                format!("{}: this folder is given twice", path.display()),
            ));
        }
        whole.push(full);
    }
    let longest = whole.iter().map(|path| path.components().count()).max().unwrap_or(1);
    let at_length = |length: usize| -> Vec<String> {
        let label = |path: &PathBuf| {
            let parts: Vec<_> =
                path.iter().map(|part| part.to_string_lossy()).filter(|part| part != "/").collect();
            parts.get(parts.len().saturating_sub(length)..).unwrap_or_default().join("/")
        };
        whole.iter().map(label).collect()
    };
    let unique = |labels: &[String]| {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        labels.iter().all(|label| seen.insert(label, 0).is_none())
    };
    Ok((1..=longest).map(at_length).find(|labels| unique(labels)).unwrap_or_else(|| at_length(longest)))
}
