//! What stage one loses and how fast it is: share of mates that do not stand among the best share of a gallery,
//! by one finger.
//!
//! `cargo run --release -p gallery --example stage_one_loss -- [DIR]...` (folders of FINGER_IMPRESSION images;
//! without one, 3,000 synthetic fingers)
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use dactyloscopy::{GreyImage, Ppi, Template, extract};
use gallery::{CodedRecord, Gallery, ProbeFinger};
use rayon::prelude::*;
use synthetic::TemplateFinger;
use vocabulary::{FingerPosition, RegistryNumber};

const POSITION: FingerPosition = FingerPosition::RightIndex;
const SHARES: [f64; 6] = [0.0, 0.001, 0.003, 0.01, 0.05, 0.10];

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let prints = if folders.is_empty() { synthetic_prints(3000) } else { real_prints(&folders)? };
    let mut gallery = Gallery::new();
    let coded: Vec<CodedRecord> =
        prints.par_iter().map(|(_, t)| CodedRecord::new(&[(POSITION, t.clone())])).collect();
    for (index, record) in coded.into_iter().enumerate() {
        gallery.insert_coded(number(index), record);
    }
    let index: HashMap<RegistryNumber, usize> = (0..prints.len()).map(|i| (number(i), i)).collect();
    let ranks: Vec<f64> = (0..prints.len().min(1500))
        .into_par_iter()
        .flat_map_iter(|i| ranks(&gallery, &prints, &index, i))
        .collect();
    let probe = ProbeFinger { position: Some(POSITION), template: prints[0].1.clone() };
    let start = Instant::now();
    let rounds = 200_000 / prints.len();
    let scanned: usize = (0..rounds).map(|_| gallery.stage_one_scores(&probe).len()).sum();
    println!(
        "{:.2} million fingers a second, one thread",
        scanned as f64 / start.elapsed().as_secs_f64() / 1e6
    );
    println!("{} bytes a finger, {} genuine pairs", gallery.bytes() / prints.len(), ranks.len());
    for share in SHARES {
        let missed = ranks.iter().filter(|rank| **rank > share).count();
        println!("keep {:5.2} %: missed {:.2} %", 100.0 * share, 100.0 * missed as f64 / ranks.len() as f64);
    }
    Ok(())
}

/// For each mate the share of other fingers' prints that score as high or higher.
fn ranks(
    gallery: &Gallery,
    prints: &[(String, Template)],
    index: &HashMap<RegistryNumber, usize>,
    i: usize,
) -> Vec<f64> {
    let (finger, template) = &prints[i];
    let probe = ProbeFinger { position: Some(POSITION), template: template.clone() };
    let scores: Vec<(usize, u16)> =
        gallery.stage_one_scores(&probe).iter().map(|(n, score)| (index[n], *score)).collect();
    let others: Vec<u16> = scores.iter().filter(|(k, _)| prints[*k].0 != *finger).map(|s| s.1).collect();
    let mates = scores.iter().filter(|(k, _)| prints[*k].0 == *finger && *k != i);
    let above = |score: u16| others.iter().filter(|s| **s >= score).count() as f64 / others.len() as f64;
    mates.map(|(_, score)| above(*score)).collect()
}

fn number(index: usize) -> RegistryNumber {
    RegistryNumber::from_random_bytes(
        (index as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_le_bytes(),
    )
}

fn synthetic_prints(fingers: u64) -> Vec<(String, Template)> {
    let print = |i: u64| {
        let finger = TemplateFinger::new(i / 2);
        ((i / 2).to_string(), finger.impression(i, i))
    };
    (0..2 * fingers).map(print).collect()
}

fn real_prints(folders: &[String]) -> Result<Vec<(String, Template)>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder)? {
            paths.push((folder.clone(), entry?.path()));
        }
    }
    paths.sort();
    let read = |(folder, path): &(String, std::path::PathBuf)| -> Option<(String, Template)> {
        let stem = Path::new(path).file_stem()?.to_str()?;
        let (finger, _) = stem.rsplit_once('_')?;
        let grey = image::open(path).ok()?.into_luma8();
        let grey = GreyImage::new(grey.width(), grey.height(), grey.into_raw()).ok()?;
        Some((format!("{folder}/{finger}"), extract(&grey, Ppi::STANDARD).ok()?.template))
    };
    Ok(paths.par_iter().filter_map(read).collect())
}
