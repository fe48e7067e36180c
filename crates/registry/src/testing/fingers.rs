//! Fingers that grow from numbers: thousands of people register without an image being drawn.

use dactyloscopy::{ExtractError, GreyImage, ImageError, Minutia, MinutiaKind, Ppi, Quality, Template};

use crate::extractor::Extractor;
use crate::model::CaptureInput;

/// Side of the image that carries the numbers; far too small for a finger.
const SIDE_PX: u32 = 32;
const TEMPLATE_WIDTH_PX: u32 = 300;
const TEMPLATE_HEIGHT_PX: u32 = 400;
/// About as many as a plain impression shows.
const MINUTIAE: usize = 45;
/// How far an impression moves a minutia, along each axis.
const MOVED_PX: f32 = 2.0;
const TURNED_RAD: f32 = 0.05;
/// Just below a full turn: directions stay smaller than that.
const DIRECTION_MAX_RAD: f32 = 6.2;

/// Makes the template that the numbers in an image of [`seeded_finger`] stand for: the finger's own
/// minutiae, moved a little by the impression. Impressions of one finger agree, those of two do not.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeedExtractor;

/// An impression of the finger that grows from `finger`; 0 is no finger. `quality` is 0–100.
///
/// # Errors
/// Never in practice: those of [`GreyImage::new`].
pub fn seeded_finger(finger: u64, impression: u64, quality: u8) -> Result<CaptureInput, ImageError> {
    let mut pixels = finger.to_le_bytes().to_vec();
    pixels.extend(impression.to_le_bytes());
    pixels.push(quality);
    pixels.resize((SIDE_PX * SIDE_PX) as usize, 255);
    Ok(CaptureInput::Image {
        image: GreyImage::new(SIDE_PX, SIDE_PX, pixels)?,
        ppi: Ppi::STANDARD,
        original: vec![1, 2, 3],
        media_type: "image/png".to_owned(),
    })
}

impl Extractor for SeedExtractor {
    fn extract(&self, image: &GreyImage, _ppi: Ppi) -> Result<(Template, Quality), ExtractError> {
        let no_finger = |reason: &str| ExtractError::NotAFinger { reason: reason.to_owned() };
        let [finger, impression, quality, ..] = *image.pixels().as_chunks::<8>().0 else {
            return Err(no_finger("it carries no numbers"));
        };
        let (finger, impression) = (u64::from_le_bytes(finger), u64::from_le_bytes(impression));
        if finger == 0 {
            return Err(no_finger("no ridges"));
        }
        let (mut own, mut moved) = (Random(finger), Random(finger ^ impression.rotate_left(17)));
        let minutiae = (0..MINUTIAE).map(|_| Minutia {
            x_px: 20.0 + 260.0 * own.unit() + MOVED_PX * moved.unit(),
            y_px: 20.0 + 360.0 * own.unit() + MOVED_PX * moved.unit(),
            direction_rad: (DIRECTION_MAX_RAD * own.unit() + TURNED_RAD * moved.unit())
                .min(DIRECTION_MAX_RAD),
            kind: MinutiaKind::Ending,
            quality: 80,
        });
        let score = quality[0];
        let template = Template::new(TEMPLATE_WIDTH_PX, TEMPLATE_HEIGHT_PX, score, minutiae.collect())
            .map_err(|e| no_finger(&e.to_string()))?;
        Ok((template, Quality { score, causes: vec![] }))
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, deterministic, good enough for places of minutiae.
struct Random(u64);

impl Random {
    /// From 0 up to 1.
    fn unit(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32
    }
}
