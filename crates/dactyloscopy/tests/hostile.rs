//! Images nobody takes of a finger: any size, any resolution, any pixels. An answer in bounded time and memory.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{Noise, curved};
use dactyloscopy::{
    DEFAULT_DETECTOR, ExtractError, GreyImage, MATCH_THRESHOLD, MarkRegion, Ppi, Prepared, extract,
    extract_mark, score,
};

fn image(width: u32, height: u32, mut grey: impl FnMut(u32, u32) -> u8) -> GreyImage {
    GreyImage::new(width, height, (0..width * height).map(|i| grey(i % width, i / width)).collect()).unwrap()
}

#[test]
fn every_size_and_resolution_has_an_answer() {
    let mut noise = Noise(3);
    let sides = [1, 2, 7, 8, 9, 63, 64, 65, 199, 4000];
    for width in sides {
        for height in sides {
            if width * height > 400_000 {
                continue;
            }
            for ppi in [100, 500, 2000] {
                let ppi = Ppi::new(ppi).unwrap();
                let image = image(width, height, |_, _| (255.0 * noise.next()) as u8);
                // noise is no finger, whatever its size
                let error = extract(&image, ppi).unwrap_err();
                assert!(
                    !matches!(error, ExtractError::Detector(_)),
                    "{width} x {height} at {ppi:?}: {error}"
                );
            }
        }
    }
}

/// The print scaled by doubling or by halving, with the resolution that says so.
#[test]
fn scans_at_250_and_1000_ppi_match_the_scan_at_500() {
    for seed in 0..4 {
        let print = curved(seed);
        let (width, height) = (print.width(), print.height());
        let at = |x: u32, y: u32| {
            u32::from(print.pixels()[(y.min(height - 1) * width + x.min(width - 1)) as usize])
        };
        let doubled = image(2 * width, 2 * height, |x, y| {
            // between the pixels, linearly
            let (x0, y0) = (x / 2, y / 2);
            ((at(x0, y0) + at(x0 + x % 2, y0) + at(x0, y0 + y % 2) + at(x0 + x % 2, y0 + y % 2)) / 4) as u8
        });
        let halved = image(width / 2, height / 2, |x, y| {
            let (x, y) = (2 * x, 2 * y);
            ((at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4) as u8
        });
        let prepared =
            |image: &GreyImage, ppi| Prepared::new(&extract(image, Ppi::new(ppi).unwrap()).unwrap().template);
        let own = prepared(&print, 500);
        for (name, other) in [("1000", prepared(&doubled, 1000)), ("250", prepared(&halved, 250))] {
            let score = score(&own, &other);
            assert!(score >= MATCH_THRESHOLD, "seed {seed}, {name} ppi: {score}");
        }
    }
}

/// Most memory this process has held, MiB.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// The most pixels that are read, all of them ridges, as print and as mark: below 512 MiB.
#[test]
fn the_largest_images_stay_within_the_memory_promised() {
    let ridges = |x: u32, y: u32| {
        let (x, y) = (x as f32, y as f32);
        (128.0 + 100.0 * ((0.35 * x + y + 9.0 * (x / 71.0).sin() + 7.0 * (y / 53.0).cos()) * 0.66).cos())
            as u8
    };
    let at_500 = image(2000, 2000, ridges);
    let at_1000 = image(4000, 4000, |x, y| ridges(x / 2, y / 2));
    let at_2000 = image(4000, 4000, |x, y| ridges(x / 4, y / 4));
    for (image, ppi) in [(&at_500, 500), (&at_1000, 1000), (&at_2000, 2000)] {
        let ppi = Ppi::new(ppi).unwrap();
        let _ = extract(image, ppi);
    }
    for (image, ppi) in [(&at_500, 500), (&at_1000, 1000)] {
        let ppi = Ppi::new(ppi).unwrap();
        let _ = extract_mark(DEFAULT_DETECTOR.detector().unwrap(), image, ppi, MarkRegion::whole(image));
    }
    let Some(peak) = peak_mib() else {
        eprintln!("SKIPPED: the_largest_images_stay_within_the_memory_promised: no /proc/self/status here");
        return;
    };
    eprintln!("most memory held: {peak} MiB, of it 36 MiB the images of this test");
    assert!(peak < 512, "{peak} MiB");
}
