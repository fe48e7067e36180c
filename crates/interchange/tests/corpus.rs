//! The kept fuzz corpus (fuzz/corpus) as an ordinary test: every file, and each of them cut and changed at
//! random places by a fixed generator. What must hold is that nothing panics and that no answer breaks a limit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

use std::fs;
use std::path::PathBuf;

use dactyloscopy::{PIXELS_MAX, Ppi, Template};
use interchange::dna::{Entry, ReadOptions, read as read_profiles};
use interchange::{decode_image, fmr};

/// Changed copies of each file.
const COPIES: u64 = 400;

fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(name);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Generator(u64);

impl Generator {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// One to four changes: a byte, a run of one value, a cut, or a piece copied elsewhere.
fn changed(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Generator(seed);
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len());
        match random.below(4) {
            0 => out[at] = random.below(256) as u8,
            1 => {
                let value = [0, 1, 0x7f, 0xff][random.below(4)];
                let end = out.len().min(at + 1 + random.below(8));
                out[at..end].fill(value);
            }
            2 if out.len() > 1 => out.truncate(at.max(1)),
            _ => {
                let end = out.len().min(at + 1 + random.below(16));
                let piece = out[at..end].to_vec();
                let to = random.below(out.len());
                out.splice(to..to, piece);
            }
        }
    }
    out
}

fn for_each_change(name: &str, check: impl Fn(&str, &[u8])) {
    for (file, bytes) in corpus(name) {
        check(&file, &bytes);
        (0..COPIES).for_each(|seed| check(&file, &changed(&bytes, seed)));
    }
}

#[test]
fn every_image_of_the_corpus_decodes() {
    for (file, bytes) in corpus("decode_image") {
        let decoded = decode_image(&bytes, Some(Ppi::STANDARD)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(decoded.image.width() <= 24 && decoded.image.height() <= 17, "{file}");
    }
}

/// Lossless files of one picture, made by another encoder, give one and the same grey picture.
#[test]
fn lossless_files_of_one_picture_are_equal() {
    let expected: Vec<u8> =
        (0..17).flat_map(|y| (0..24).map(move |x| ((x * 7 + y * 13) % 256) as u8)).collect();
    let mut tried = 0;
    for (file, bytes) in corpus("decode_image") {
        let grey = ["grey8.", "grey16.", "rgb.", "rgba."].iter().any(|start| file.starts_with(start));
        let lossless =
            grey || ["lzw.tif", "packbits.tif", "deflate.tif", "two-pages.tif"].contains(&file.as_str());
        if lossless && !file.ends_with(".jpg") && file != "grey16.pgm" {
            let decoded = decode_image(&bytes, Some(Ppi::STANDARD)).unwrap();
            assert_eq!(decoded.image.pixels(), expected, "{file}");
            tried += 1;
        }
    }
    assert!(tried >= 12, "{tried}");
}

#[test]
fn several_pages_are_told() {
    let (_, bytes) = corpus("decode_image").into_iter().find(|(file, _)| file == "two-pages.tif").unwrap();
    let warnings = decode_image(&bytes, None).unwrap().warnings;
    assert!(warnings.iter().any(|w| w.contains("several pages")), "{warnings:?}");
}

#[test]
fn changed_images_never_panic() {
    for_each_change("decode_image", |file, bytes| match decode_image(bytes, None) {
        Ok(decoded) => assert!(decoded.image.pixels().len() <= PIXELS_MAX, "{file}"),
        Err(error) => assert!(!error.to_string().is_empty()),
    });
}

#[test]
fn changed_records_never_panic_and_what_is_read_is_written_back() {
    for_each_change("fmr", |file, bytes| {
        let Ok(record) = fmr::parse(bytes) else { return };
        for view in record.views {
            let once = fmr::read(&fmr::write(&view.template, Ppi::STANDARD)).unwrap();
            assert_eq!(fmr::read(&fmr::write(&once, Ppi::STANDARD)).unwrap(), once, "{file}");
        }
    });
}

#[test]
fn changed_templates_never_panic_and_what_is_read_is_written_back() {
    for_each_change("template", |file, bytes| {
        let Ok(template) = Template::from_bytes(bytes) else { return };
        assert_eq!(Template::from_bytes(&template.to_bytes()).unwrap(), template, "{file}");
    });
}

#[test]
fn profiles_of_the_corpus_are_read_and_changed_ones_never_panic() {
    for name in ["dna_cmf", "dna_table"] {
        for (file, bytes) in corpus(name) {
            let mut entries = read_profiles(bytes.as_slice(), ReadOptions::default()).unwrap();
            assert!(entries.any(|entry| matches!(entry, Ok(Entry::Profile(_)))), "{file}: no profile");
        }
        for_each_change(name, |file, bytes| {
            let Ok(entries) = read_profiles(bytes, ReadOptions::default()) else { return };
            for entry in entries {
                match entry {
                    Ok(Entry::Profile(own)) => assert!(own.profile.loci().count() > 0, "{file}"),
                    Ok(Entry::Refused(refusal)) => assert!(!refusal.errors.is_empty(), "{file}"),
                    Err(error) => assert!(!error.to_string().is_empty(), "{file}"),
                }
            }
        });
    }
}
