//! Writes pictures of synthetic fingers: `render masters|impressions OUT_DIR COUNT [SEED]`.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use dactyloscopy::GreyImage;
use synthetic::{Conditions, Finger, Sensor};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, out, count, ..] = arguments.as_slice() else {
        return Err("usage: render masters|impressions OUT_DIR COUNT [SEED]".into());
    };
    let seed: u64 = arguments.get(3).map_or(Ok(1), |s| s.parse())?;
    std::fs::create_dir_all(out)?;
    for index in 0..count.parse::<u64>()? {
        let start = Instant::now();
        let finger = Finger::grow(seed + index);
        eprintln!("finger {index}: {} grown in {:?}", finger.class(), start.elapsed());
        if kind == "masters" {
            save(&finger.master(), &Path::new(out).join(format!("{index}_{}.png", finger.class())))?;
            continue;
        }
        for impression in 0..4u64 {
            let start = Instant::now();
            let conditions =
                Conditions::typical(1000 * index + impression).on(Sensor::ALL[(index % 3) as usize]);
            let image = finger.impression(impression, &conditions);
            eprintln!("  impression in {:?}", start.elapsed());
            save(&image, &Path::new(out).join(format!("{index}_{impression}.png")))?;
        }
    }
    Ok(())
}

fn save(image: &GreyImage, path: &Path) -> Result<(), Box<dyn Error>> {
    let buffer = image::GrayImage::from_raw(image.width(), image.height(), image.pixels().to_vec());
    buffer.ok_or("the image has the wrong size")?.save(path)?;
    Ok(())
}
