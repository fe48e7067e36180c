//! The real folders that synthetic impressions are compared with; for the tests and the examples.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use dactyloscopy::GreyImage;
use synthetic::evaluation::Folder;

/// Names of the folders: two optical sensors, a capacitive, a thermal sweep.
pub(crate) const FOLDERS: [&str; 4] = ["FVC2002/DB1_B", "FVC2002/DB3_B", "FVC2004/DB1_B", "FVC2004/DB3_B"];

/// Where they stand, beside the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/fingerprint")).to_owned()
}

/// The four folders.
pub(crate) fn folders() -> Result<Vec<Folder>, Box<dyn Error>> {
    FOLDERS.iter().map(|name| read(&root().join(name))).collect()
}

/// Reads a folder of `FINGER_IMPRESSION` images, in order of their names.
fn read(folder: &Path) -> Result<Folder, Box<dyn Error>> {
    let mut fingers: BTreeMap<String, BTreeMap<String, GreyImage>> = BTreeMap::new();
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let Some((finger, impression)) = name.rsplit_once('_') else { continue };
        let grey = image::open(&path)?.into_luma8();
        let grey = GreyImage::new(grey.width(), grey.height(), grey.into_raw())?;
        fingers.entry(finger.to_owned()).or_default().insert(impression.to_owned(), grey);
    }
    Ok(fingers.into_values().map(|images| images.into_values().collect()).collect())
}
