//! What an impression shows, known exactly: the ridges under it before pressure, dirt and sensor.

use dactyloscopy::{GreyImage, Minutia, Ppi, extract};

use crate::distortion::Placement;
use crate::finger::{Finger, image};

/// Room round the impression, so that its border is no border of the ridges, px.
const MARGIN_PX: u32 = 32;

/// The ridges under an impression, and so its minutiae.
#[derive(Debug, Clone)]
pub struct Truth {
    clean: GreyImage,
}

impl Truth {
    pub(crate) fn of(finger: &Finger, placement: &Placement, (width, height): (u32, u32)) -> Self {
        let (width, height) = (width + 2 * MARGIN_PX, height + 2 * MARGIN_PX);
        let grey = |index: u32| {
            let (x, y) = (index % width, index / width);
            let place = |v: u32| v as f32 - MARGIN_PX as f32;
            let (fx, fy) = placement.finger(placement.upright(place(x), place(y)));
            (127.5 - 127.0 * finger.ridge(fx, fy)) as u8
        };
        Self { clean: image(width as usize, height as usize, (0..width * height).map(grey).collect()) }
    }

    /// Ridge height under a pixel of the impression: 1 on a ridge, -1 in a valley or where there is no finger.
    pub fn ridge(&self, x: u32, y: u32) -> f32 {
        let (x, y) = (x + MARGIN_PX, y + MARGIN_PX);
        let pixel = self.clean.pixels().get((y * self.clean.width() + x) as usize);
        pixel.map_or(-1.0, |p| (127.5 - f32::from(*p)) / 127.0)
    }

    /// All minutiae of the ridges under the impression, in its coordinates, whether they can be seen on it or not.
    /// Some lie outside the image. The quality says how sure they are: below some 40, two lie too near each other.
    pub fn minutiae(&self) -> Vec<Minutia> {
        let Ok(found) = extract(&self.clean, Ppi::STANDARD) else { return Vec::new() };
        let moved =
            |m: &Minutia| Minutia { x_px: m.x_px - MARGIN_PX as f32, y_px: m.y_px - MARGIN_PX as f32, ..*m };
        found.template.minutiae().iter().map(moved).collect()
    }
}
