//! Writes synthetic impressions with their truth for the training of the learned detector (training/README.md).
//!
//! `training_data OUT FIRST_SEED FINGERS IMPRESSIONS`: if OUT is a folder, the images as `FINGER_IMPRESSION.png` for
//! `tanba fingerprint evaluate`; else a file of one record after another. A record, little-endian:
//! `u32` width, height, minutiae; then four planes of bytes, `i8` in 1/50, 1/100, 1/127, 1/127: normalised, wave, reliability, true
//! ridges; one plane `i8` in 1/127 of visibility at a quarter of the size; per minutia five `f32`: x, y, direction, 1 for a
//! bifurcation, quality.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use dactyloscopy::{GreyImage, MinutiaKind, Ppi, direction_of_step, network_planes};
use image::GrayImage;
use synthetic::{Conditions, Finger, Sensor, Truth};

#[path = "training_data/degrade.rs"]
mod degrade;
#[path = "training_data/devices.rs"]
mod devices;

use degrade::{Draw, degrade};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, seed, fingers, impressions] = arguments.as_slice() else {
        return Err("usage: training_data OUT_FILE FIRST_SEED FINGERS IMPRESSIONS".into());
    };
    let (seed, fingers, impressions): (u64, u64, u64) =
        (seed.parse()?, fingers.parse()?, impressions.parse()?);
    let folder = Path::new(out).is_dir().then_some(Path::new(out));
    let mut file = if folder.is_none() { Some(BufWriter::new(File::create(out)?)) } else { None };
    for finger_seed in seed..seed + fingers {
        let finger = Finger::grow(finger_seed);
        let mut draw = Draw::new(finger_seed);
        let ghost = Finger::grow(finger_seed ^ 0x5bd1_e995).impression(1, &Conditions::good(finger_seed));
        for impression in 0..impressions {
            let own = finger_seed.wrapping_mul(1_000).wrapping_add(impression);
            let mut conditions = Conditions::typical_at(own, draw.between(0.3, 1.9));
            conditions.rotation_deg = draw.between(-180.0, 180.0);
            let conditions = conditions.on(Sensor::ALL[draw.below(3)]);
            let (image, truth) = finger.impression_with_truth(impression, &conditions);
            let sample = degrade(&mut draw, &image, &truth, &ghost);
            match (&mut file, folder) {
                (Some(file), _) => write_record(file, &sample)?,
                (None, folder) => {
                    let name = format!("{finger_seed}_{}.png", impression + 1);
                    picture(&sample.image)?.save(folder.unwrap_or(Path::new(".")).join(name))?;
                }
            }
        }
    }
    file.map_or(Ok(()), |mut file| Ok(file.flush()?))
}

fn picture(image: &GreyImage) -> Result<GrayImage, Box<dyn Error>> {
    let buffer = GrayImage::from_raw(image.width(), image.height(), image.pixels().to_vec());
    Ok(buffer.ok_or("the image has the wrong size")?)
}

/// An impression after everything that happened to it, and the ridges under each of its pixels.
pub struct Sample {
    image: GreyImage,
    ridges: Vec<f32>,
    /// Pixels of this sample per pixel of the truth, across and down.
    zoom: (f32, f32),
    /// Where this sample begins in the plane of the truth so zoomed, pixels.
    corner: (f32, f32),
    truth: Truth,
}

fn write_record(file: &mut impl Write, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let planes = network_planes(&sample.image, Ppi::STANDARD)?;
    let (width, height) = (planes.width / 8 * 8, planes.height / 8 * 8);
    let minutiae = sample.truth.minutiae();
    for number in [width, height, minutiae.len()] {
        file.write_all(&(number as u32).to_le_bytes())?;
    }
    let mut plane = |values: &[f32], scale: f32| {
        let byte = |v: &f32| (v * scale).round().clamp(-127.0, 127.0) as i8 as u8;
        let rows = values.chunks(planes.width).take(height);
        let bytes: Vec<u8> = rows.flat_map(|row| row.iter().take(width).map(byte)).collect();
        file.write_all(&bytes)
    };
    plane(&planes.normalised, 50.0)?;
    plane(&planes.wave, 100.0)?;
    plane(&planes.reliability, 127.0)?;
    plane(&sample.ridges, 127.0)?;
    let visible = visibility(&planes.normalised, &sample.ridges, planes.width, (width, height));
    file.write_all(&visible.iter().map(|v| (v * 127.0) as i8 as u8).collect::<Vec<u8>>())?;
    for m in &minutiae {
        let kind = if m.kind == MinutiaKind::Bifurcation { 1.0 } else { 0.0 };
        let (x, y) = (
            (m.x_px + 0.5) * sample.zoom.0 - 0.5 - sample.corner.0,
            (m.y_px + 0.5) * sample.zoom.1 - 0.5 - sample.corner.1,
        );
        // a direction along the ridges stretches as the plane does
        let (dx, dy) = m.step();
        let direction = direction_of_step(dx * sample.zoom.0, dy * sample.zoom.1);
        for value in [x, y, direction, kind, f32::from(m.quality)] {
            file.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}

/// Correlation of what is seen with the true ridges in a square of 21 px round each cell of 4 px.
fn visibility(seen: &[f32], ridges: &[f32], stride: usize, (width, height): (usize, usize)) -> Vec<f32> {
    let mut cells = Vec::with_capacity(width / 4 * height / 4);
    for y in (2..height).step_by(4) {
        for x in (2..width).step_by(4) {
            let (mut count, mut sums) = (0.0f32, [0.0f32; 5]);
            for row in y.saturating_sub(10)..(y + 11).min(height) {
                for column in (x.saturating_sub(10)..(x + 11).min(width)).step_by(2) {
                    let (a, b) = (seen[row * stride + column], ridges[row * stride + column]);
                    count += 1.0;
                    for (sum, v) in sums.iter_mut().zip([a, b, a * a, b * b, a * b]) {
                        *sum += v;
                    }
                }
            }
            let [a, b, aa, bb, ab] = sums.map(|s| s / count);
            let spread = ((aa - a * a).max(0.01) * (bb - b * b).max(0.02)).sqrt();
            cells.push(((ab - a * b) / spread).clamp(-1.0, 1.0));
        }
    }
    cells
}
