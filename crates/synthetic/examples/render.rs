//! Writes pictures of synthetic fingers.
//!
//! `render folder OUT_DIR FINGERS IMPRESSIONS [SEED]`: `FINGER_IMPRESSION.png` files of one optical sensor
//! under typical conditions, for `tanba fingerprint evaluate OUT_DIR`.
//! `render good OUT_DIR FINGERS IMPRESSIONS [SEED]`: the same under good conditions.
//! `render sheet OUT_FILE.png FINGERS IMPRESSIONS [SEED]`: a contact sheet, a finger a row, sensors by turns.
//! `render masters OUT_FILE.png FINGERS IMPRESSIONS [SEED]`: the grown patterns, one after another.

use std::error::Error;
use std::path::Path;

use dactyloscopy::GreyImage;
use image::{GrayImage, Luma};
use synthetic::{Conditions, Finger, Sensor};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, out, fingers, impressions, rest @ ..] = arguments.as_slice() else {
        return Err("usage: render folder|good|sheet|masters OUT FINGERS IMPRESSIONS [SEED]".into());
    };
    let (fingers, impressions): (u64, u64) = (fingers.parse()?, impressions.parse()?);
    let seed: u64 = rest.first().map_or(Ok(1), |s| s.parse())?;
    match kind.as_str() {
        "folder" | "good" => folder(Path::new(out), fingers, impressions, seed, kind == "good"),
        "sheet" => {
            let row = |f| touches(seed + f, impressions, sensor(f), false);
            sheet(Path::new(out), impressions, (0..fingers).flat_map(row).collect())
        }
        "masters" => {
            let images = (0..fingers).map(|f| Finger::grow(seed + f).master()).collect();
            sheet(Path::new(out), impressions, images)
        }
        other => Err(format!("unknown kind {other:?}: folder, good, sheet or masters").into()),
    }
}

fn sensor(finger: u64) -> Sensor {
    Sensor::ALL[(finger % 3) as usize]
}

fn touches(seed: u64, impressions: u64, sensor: Sensor, good: bool) -> Vec<GreyImage> {
    let finger = Finger::grow(seed);
    let touch = |impression| {
        let own = seed.wrapping_mul(1_000).wrapping_add(impression);
        let conditions = if good { Conditions::good(own) } else { Conditions::typical(own) };
        finger.impression(impression, &conditions.on(sensor))
    };
    (0..impressions).map(touch).collect()
}

fn folder(out: &Path, fingers: u64, impressions: u64, seed: u64, good: bool) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    for finger in 0..fingers {
        let images = touches(seed + finger, impressions, Sensor::Optical, good);
        for (impression, image) in images.iter().enumerate() {
            let picture = grey(image)?;
            picture.save(out.join(format!("{}_{}.png", finger + 1, impression + 1)))?;
        }
    }
    Ok(())
}

fn sheet(out: &Path, columns: u64, images: Vec<GreyImage>) -> Result<(), Box<dyn Error>> {
    let gap = 6;
    let width = images.iter().map(GreyImage::width).max().unwrap_or(1) + gap;
    let height = images.iter().map(GreyImage::height).max().unwrap_or(1) + gap;
    let columns = columns.max(1) as u32;
    let rows = (images.len() as u32).div_ceil(columns);
    let mut paper = GrayImage::from_pixel(columns * width, rows * height, Luma([128]));
    for (index, picture) in (0..).zip(&images) {
        let (x, y) = (index % columns * width, index / columns * height);
        image::imageops::replace(&mut paper, &grey(picture)?, i64::from(x), i64::from(y));
    }
    paper.save(out)?;
    Ok(())
}

fn grey(image: &GreyImage) -> Result<GrayImage, Box<dyn Error>> {
    let buffer = GrayImage::from_raw(image.width(), image.height(), image.pixels().to_vec());
    Ok(buffer.ok_or("the image has the wrong size")?)
}
