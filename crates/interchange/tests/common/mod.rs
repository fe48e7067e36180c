//! Files made for the tests.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test file uses a part of this")]

use std::io::Cursor;
use std::path::PathBuf;

use image::{DynamicImage, GrayImage, ImageFormat};

/// A picture whose every pixel differs from its neighbours.
pub fn picture(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| image::Luma([((x * 7 + y * 13) % 256) as u8]))
}

pub fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// One little-endian TIFF page: entries are (tag, type 3 or 4, value); the strip offset is filled in.
pub struct Tiff {
    pub entries: Vec<(u16, u16, u32)>,
    pub strip: Vec<u8>,
    pub color_map: Vec<u16>,
    /// Rational resolution and its unit.
    pub resolution: Option<(u32, u32, u16)>,
}

impl Tiff {
    pub fn grey(width: u32, height: u32, bits: u32, photometric: u32, strip: Vec<u8>) -> Self {
        let entries = vec![
            (256, 4, width),
            (257, 4, height),
            (258, 3, bits),
            (259, 3, 1),
            (262, 3, photometric),
            (277, 3, 1),
            (278, 4, height),
            (279, 4, strip.len() as u32),
        ];
        Self { entries, strip, color_map: Vec::new(), resolution: None }
    }

    pub fn bytes(mut self) -> Vec<u8> {
        let count = self.entries.len()
            + 1
            + usize::from(!self.color_map.is_empty())
            + if self.resolution.is_some() { 3 } else { 0 };
        let mut data_at = (8 + 2 + 12 * count + 4) as u32;
        let mut data = Vec::new();
        if !self.color_map.is_empty() {
            self.entries.push((320, 3 | 0x8000, data_at));
            data.extend(self.color_map.iter().flat_map(|v| v.to_le_bytes()));
        }
        if let Some((n, d, unit)) = self.resolution {
            let at = data_at + data.len() as u32;
            self.entries.extend([(282, 5, at), (283, 5, at), (296, 3, u32::from(unit))]);
            data.extend(n.to_le_bytes());
            data.extend(d.to_le_bytes());
        }
        data_at += data.len() as u32;
        self.entries.push((273, 4, data_at));
        data.extend(&self.strip);
        self.entries.sort_by_key(|e| e.0);
        let mut out = b"II\x2a\0\x08\0\0\0".to_vec();
        out.extend((count as u16).to_le_bytes());
        for (tag, kind, value) in self.entries {
            let items = if kind & 0x8000 != 0 { self.color_map.len() as u32 } else { 1 };
            out.extend(tag.to_le_bytes());
            out.extend((kind & 0x7fff).to_le_bytes());
            out.extend(items.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        out.extend([0; 4]);
        out.extend(data);
        out
    }
}

/// A folder of the shared data, or `None` with a line on stderr that says the test did not run.
pub fn shared(test: &str, folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("SKIPPED: {test}: the data folder {folder} is not here");
    None
}

/// Every file below a folder, sorted.
pub fn files_below(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
