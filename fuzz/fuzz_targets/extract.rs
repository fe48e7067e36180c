//! Any bytes as an image of any size and resolution: a template that a comparison takes, or a refusal; never a panic.
//! Run it with `-rss_limit_mb=512 -timeout=25`: memory and time are part of what must hold.
#![no_main]

use dactyloscopy::{GreyImage, Ppi, Prepared, Template, compare, draw_minutiae_document, extract, is_mirrored};
use libfuzzer_sys::fuzz_target;

/// How the bytes after the header become pixels.
#[derive(Clone, Copy)]
enum Filling {
    /// Over and over again.
    Repeated,
    /// Each byte a square of grey.
    Enlarged,
    /// Ridges along a circle, each three bytes a minutia in them, so that later stages are reached.
    Ridges,
}

/// Most pixels drawn: beyond it every size is refused alike.
const PIXELS_DRAWN_MAX: u64 = 5_000_000;
/// Most pixels of drawn ridges: their phase takes longer than the extractor.
const RIDGE_PIXELS_MAX: u32 = 600_000;

fuzz_target!(|bytes: &[u8]| {
    let Some((header, body)) = bytes.split_first_chunk::<8>() else { return };
    let [w0, w1, h0, h1, p0, p1, kind, detail] = *header;
    let (width, height) = (u32::from(u16::from_be_bytes([w0, w1])), u32::from(u16::from_be_bytes([h0, h1])));
    let Ok(ppi) = Ppi::new(u16::from_be_bytes([p0, p1])) else { return };
    if u64::from(width) * u64::from(height) > PIXELS_DRAWN_MAX {
        return;
    }
    let filling = match kind % 3 {
        0 => Filling::Repeated,
        2 if width * height <= RIDGE_PIXELS_MAX => Filling::Ridges,
        _ => Filling::Enlarged,
    };
    let pixels = draw(width, height, filling, detail, body);
    let Ok(image) = GreyImage::new(width, height, pixels) else { return };
    let Ok(extraction) = extract(&image, ppi) else { return };
    assert!(extraction.quality.score <= 100);
    assert!(!draw_minutiae_document(&extraction, Default::default()).is_empty());
    let template = extraction.template;
    let stored = Template::from_bytes(&template.to_bytes()).expect("what was written reads back");
    let (a, b) = (Prepared::new(&template), Prepared::new(&stored));
    let there = compare(&a, &b);
    assert!((0.0..=1.0).contains(&there.score), "a score of {}", there.score);
    assert_eq!(there.score.to_bits(), compare(&b, &a).score.to_bits(), "not symmetric");
    is_mirrored(&a, &b);
    if let Ok(other) = Template::from_bytes(body) {
        compare(&a, &Prepared::new(&other));
    }
});

fn draw(width: u32, height: u32, filling: Filling, detail: u8, body: &[u8]) -> Vec<u8> {
    let at = |index: usize| body.get(index % body.len().max(1)).copied().unwrap_or(detail);
    let pixel = |x: u32, y: u32| match filling {
        Filling::Repeated => at((y * width + x) as usize),
        Filling::Enlarged => {
            let side = u32::from(detail % 32) + 1;
            at((y / side * (width / side + 1) + x / side) as usize)
        }
        Filling::Ridges => ridge(x as f32, y as f32, (width as f32, height as f32), detail, body),
    };
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

/// Ridges round a point, with one spiral for each three bytes (at most 40).
fn ridge(x: f32, y: f32, (width, height): (f32, f32), detail: u8, body: &[u8]) -> u8 {
    let period_px = 3.0 + f32::from(detail) / 12.0;
    let mut phase = (x - 0.5 * width).hypot(y - 1.1 * height) / period_px * std::f32::consts::TAU;
    for spiral in body.chunks_exact(3).take(40) {
        let place = |v: u8, side: f32| f32::from(v) / 255.0 * side;
        let turn = (y - place(spiral[1], height)).atan2(x - place(spiral[0], width));
        phase += if spiral[2] % 2 == 0 { turn } else { -turn };
    }
    let contrast = body.last().map_or(100.0, |v| f32::from(*v) / 2.0);
    (128.0 + contrast * phase.cos()).clamp(0.0, 255.0) as u8
}
