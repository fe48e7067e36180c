//! From contact to grey levels: background, contrast, blur and noise of each kind of sensor.

use crate::conditions::{Conditions, Sensor};
use crate::impression::Contact;
use crate::noise::Noise;
use crate::random::Random;

/// Draws the image a sensor makes of a contact.
pub(crate) fn expose(random: &mut Random, contact: &Contact, conditions: &Conditions) -> Vec<u8> {
    let noise = Noise::new(random.bits());
    let mut grey = match conditions.sensor {
        Sensor::Optical => optical(random, contact, conditions, noise),
        Sensor::Capacitive => capacitive(random, contact, conditions, noise),
        Sensor::Thermal => thermal(random, contact, conditions, noise),
    };
    let sharp = match conditions.sensor {
        Sensor::Optical => random.between(0.60, 0.90),
        Sensor::Capacitive => random.between(0.75, 0.9),
        Sensor::Thermal => random.between(0.55, 0.75),
    };
    blur(&mut grey, contact.width, sharp);
    let grain = match conditions.sensor {
        Sensor::Optical => 1.0 + 5.0 * conditions.noise,
        Sensor::Capacitive => 5.0 + 6.0 * conditions.noise,
        Sensor::Thermal => 4.0 + 7.0 * conditions.noise,
    };
    let pixel = |(index, value): (usize, f32)| {
        let (x, y) = ((index % contact.width) as i32, (index / contact.width) as i32);
        let shot = noise.at(x, y, 20) + noise.at(x, y, 21) + noise.at(x, y, 22);
        (value + grain * shot).clamp(0.0, 255.0) as u8
    };
    grey.into_iter().enumerate().map(pixel).collect()
}

/// White background; the harder pressed, the darker.
fn optical(random: &mut Random, contact: &Contact, conditions: &Conditions, noise: Noise) -> Vec<f32> {
    let paper = random.between(246.0, 255.0);
    let darkest = random.between(0.72, 0.98) + 0.10 * (conditions.pressure - 0.5);
    let spots = 0.15 * conditions.dirt;
    each(contact, |x, y, ink, _, pressure| {
        let field = 0.78 + 0.35 * pressure + 0.16 * noise.smooth(x, y, 70.0, 1);
        let fleck = noise.smooth(x, y, 5.0, 2) > 0.985 - 0.1 * spots;
        let dust = if fleck { 0.25 * spots } else { 0.0 };
        paper * (1.0 - (ink * darkest * field).clamp(0.0, 0.97) - dust)
    })
}

/// Grey background, brighter to the sides, with stripes; ridges speckled, crumbs outside the finger.
fn capacitive(random: &mut Random, contact: &Contact, conditions: &Conditions, noise: Noise) -> Vec<f32> {
    let base = random.between(98.0, 122.0);
    let dark = random.between(18.0, 45.0);
    let half = 0.5 * contact.width as f32;
    each(contact, |x, y, ink, inside, pressure| {
        let stripe = 3.0 * noise.at(x as i32, 0, 1) + 1.5 * noise.at(0, y as i32, 2);
        let side = (x - half) / half;
        let cloud = 9.0 * noise.smooth(x, y, 75.0, 3) + 16.0 * side * side;
        let back = base + stripe + cloud - 14.0 * inside;
        let crumb = noise.smooth(x, y, 2.4, 4);
        let speckle = 1.0 - (0.25 + 0.35 * conditions.noise) * crumb.max(0.0) * (1.2 - pressure);
        back + (dark - back) * (ink * speckle).clamp(0.0, 1.0)
    })
}

/// Ridges black and valleys white inside, grey outside with a light rim; rows of a slice shifted together.
fn thermal(random: &mut Random, contact: &Contact, conditions: &Conditions, noise: Noise) -> Vec<f32> {
    let rest = random.between(85.0, 125.0);
    let span = random.between(80.0, 115.0);
    let warm = 0.35 * conditions.noise.min(1.0);
    let flat = each(contact, |x, y, ink, inside, pressure| {
        let heat = 1.0 - warm * (0.5 + 0.5 * noise.smooth(x, y, 65.0, 1));
        let shade = 14.0 * noise.smooth(x, y, 40.0, 2) + 4.0 * noise.at(0, y as i32, 3);
        let rim = if pressure < 0.12 { 55.0 * inside * (1.0 - pressure / 0.12) } else { 0.0 };
        let print = 128.0 - 25.0 * warm + span * heat * (1.0 - 2.0 * ink);
        rest + shade + inside * (print - rest - 0.6 * shade) + rim
    });
    let slice_rows = 8;
    let shift = |row: usize| (1.6 * noise.smooth((row / slice_rows) as f32, 0.0, 2.0, 4)).round() as i32;
    let width = contact.width as i32;
    let moved = |index: usize| {
        let (row, column) = (index / contact.width, (index % contact.width) as i32);
        row * contact.width + (column + shift(row)).clamp(0, width - 1) as usize
    };
    (0..flat.len()).map(|index| flat[moved(index)]).collect()
}

/// Maps every pixel: x, y, ink, inside, pressure.
fn each(contact: &Contact, pixel: impl Fn(f32, f32, f32, f32, f32) -> f32) -> Vec<f32> {
    let value = |index: usize| {
        let (x, y) = ((index % contact.width) as f32, (index / contact.width) as f32);
        pixel(x, y, contact.ink[index], contact.inside[index], contact.pressure[index])
    };
    (0..contact.ink.len()).map(value).collect()
}

/// Three-tap blur along rows, then columns; `sharp` is the weight of the pixel itself.
fn blur(grey: &mut [f32], width: usize, sharp: f32) {
    let side = 0.5 * (1.0 - sharp);
    for row in grey.chunks_mut(width) {
        let mut before = row[0];
        for x in 0..width {
            let here = row[x];
            let after = row[(x + 1).min(width - 1)];
            row[x] = sharp * here + side * (before + after);
            before = here;
        }
    }
    let height = grey.len() / width;
    let mut before = grey[..width].to_vec();
    for y in 0..height {
        for x in 0..width {
            let here = grey[y * width + x];
            let after = grey[(y + 1).min(height - 1) * width + x];
            grey[y * width + x] = sharp * here + side * (before[x] + after);
            before[x] = here;
        }
    }
}
