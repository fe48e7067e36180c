//! What happens to an impression between finger and file, beyond what the sensors of the crate do: so that the network
//! meets worse and stranger images than it will be judged on.

use dactyloscopy::GreyImage;
use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Luma};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use synthetic::Truth;

use super::Sample;
use super::devices;

/// Random numbers of one finger's records.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        let mut key = [7; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    pub(crate) fn unit(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32
    }

    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0.next_u32() as usize % count
    }

    pub(crate) fn chance(&mut self, share: f32) -> bool {
        self.unit() < share
    }
}

/// Least side of a spoiled impression: a crop of the training program.
const SIDE_MIN_PX: u32 = 200;

/// A grey plane while it is being spoiled.
pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) grey: Vec<f32>,
}

/// Smooth noise in about -1 to 1 with this distance between its hills.
pub(crate) struct Field {
    columns: usize,
    spacing: f32,
    values: Vec<f32>,
}

impl Field {
    pub(crate) fn new(draw: &mut Draw, canvas: &Canvas, spacing: f32) -> Self {
        let columns = (canvas.width as f32 / spacing) as usize + 3;
        let rows = (canvas.height as f32 / spacing) as usize + 3;
        Self { columns, spacing, values: (0..columns * rows).map(|_| draw.between(-1.0, 1.0)).collect() }
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        let (u, v) = (x as f32 / self.spacing, y as f32 / self.spacing);
        let (column, row) = (u as usize, v as usize);
        let fade = |t: f32| t * t * (3.0 - 2.0 * t);
        let (fx, fy) = (fade(u - column as f32), fade(v - row as f32));
        let value = |dx: usize, dy: usize| self.values[(row + dy) * self.columns + column + dx];
        let top = value(0, 0) * (1.0 - fx) + value(1, 0) * fx;
        let bottom = value(0, 1) * (1.0 - fx) + value(1, 1) * fx;
        top * (1.0 - fy) + bottom * fy
    }
}

impl Canvas {
    pub(crate) fn each(&mut self, change: impl Fn(usize, usize, f32) -> f32) {
        let width = self.width;
        for (index, value) in self.grey.iter_mut().enumerate() {
            *value = change(index % width, index / width, *value);
        }
    }

    pub(crate) fn quantile(&self, share: f32) -> f32 {
        let mut values = self.grey.clone();
        let place = ((values.len() - 1) as f32 * share) as usize;
        *values.select_nth_unstable_by(place, f32::total_cmp).1
    }

    pub(crate) fn blur(&mut self, deviation: f32) {
        let values = self.grey.iter().map(|v| v / 255.0);
        let blurred =
            image::imageops::blur(&picture(self.width as u32, self.height as u32, values), deviation);
        self.grey = blurred.into_raw().iter().map(|v| 255.0 * v).collect();
    }
}

/// Zooms, spoils, and keeps the true ridges in step.
pub(crate) fn degrade(draw: &mut Draw, impression: &GreyImage, truth: &Truth, ghost: &GreyImage) -> Sample {
    // skin pulled on purpose doubles the distance between ridges in places; resolutions are told wrongly
    let mut zoom = if draw.chance(0.35) { draw.between(0.6, 1.6) } else { draw.between(0.8, 1.25) };
    let stretch = if draw.chance(0.4) { draw.between(0.75, 1.33) } else { 1.0 };
    let (width, height) = (impression.width(), impression.height());
    let scaled = |length: u32, by: f32| ((length as f32 * by) as u32).max(SIDE_MIN_PX);
    zoom = zoom.min(1.6 / stretch.max(1.0));
    let size = (scaled(width, zoom), scaled(height, zoom * stretch));
    let zoom = (size.0 as f32 / width as f32, size.1 as f32 / height as f32);
    // the crate that resizes cuts floating-point pixels to 0 … 1
    let seen = picture(width, height, impression.pixels().iter().map(|p| f32::from(*p) / 255.0));
    let ridges =
        picture(width, height, (0..width * height).map(|i| 0.5 + 0.5 * truth.ridge(i % width, i / width)));
    let resized = |from: &Picture| resize(from, size.0, size.1, FilterType::CatmullRom).into_raw();
    let ridges: Vec<f32> = resized(&ridges).iter().map(|v| 2.0 * v - 1.0).collect();
    let seen = resized(&seen).iter().map(|v| 255.0 * v).collect();
    let mut canvas = Canvas { width: size.0 as usize, height: size.1 as usize, grey: seen };
    spoil(draw, &mut canvas, &ridges, ghost);
    let (left, top, across, down) = if draw.chance(0.2) {
        devices::window(draw, &canvas, SIDE_MIN_PX as usize)
    } else {
        (0, 0, canvas.width, canvas.height)
    };
    let within = |plane: &[f32]| -> Vec<f32> {
        let rows = plane.chunks(canvas.width).skip(top).take(down);
        rows.flat_map(|row| row[left..left + across].iter().copied()).collect()
    };
    let bytes = within(&canvas.grey).iter().map(|v| v.round().clamp(0.0, 255.0) as u8).collect();
    let image = GreyImage::new(across as u32, down as u32, bytes).unwrap_or_else(|e| unreachable!("{e}"));
    Sample { image, ridges: within(&ridges), zoom, corner: (left as f32, top as f32), truth: truth.clone() }
}

type Picture = ImageBuffer<Luma<f32>, Vec<f32>>;

fn picture(width: u32, height: u32, values: impl Iterator<Item = f32>) -> Picture {
    ImageBuffer::from_raw(width, height, values.collect()).unwrap_or_default()
}

fn spoil(draw: &mut Draw, canvas: &mut Canvas, ridges: &[f32], ghost: &GreyImage) {
    let harm = draw.unit();
    let (light, dark) = (canvas.quantile(0.95), canvas.quantile(0.05));
    if draw.chance(0.25) {
        let old = leave_old_print(draw, ghost, canvas);
        canvas.each(|x, y, v| v.min(old(x, y)));
    }
    if draw.chance(0.2) {
        devices::background(draw, canvas, harm);
    }
    if draw.chance(0.12) {
        devices::faint(draw, canvas, light);
    }
    if draw.chance(0.12) {
        devices::soaked(draw, canvas, light, dark);
    }
    if draw.chance(0.12) {
        devices::smear(draw, canvas, harm);
    }
    if draw.chance(0.35) {
        break_ridges(draw, canvas, light, harm);
    }
    if draw.chance(0.25) {
        fill_valleys(draw, canvas, dark, harm);
    }
    if draw.chance(0.25) {
        thicken(draw, canvas, ridges, (light, dark));
    }
    for _ in 0..draw.below(1 + (10.0 * harm) as usize) {
        scratch(draw, canvas, light, dark);
    }
    if draw.chance(0.5) {
        canvas.blur(draw.between(0.4, 0.7 + 1.1 * harm));
    }
    if draw.chance(0.5) {
        let (field, lowest) = (Field::new(draw, canvas, draw_spacing(harm)), draw.between(0.15, 0.8));
        let middle = 0.5 * (light + dark);
        canvas
            .each(|x, y, v| middle + (v - middle) * (lowest + (1.0 - lowest) * (0.5 + 0.5 * field.at(x, y))));
    }
    if draw.chance(0.4) {
        let (field, depth) = (Field::new(draw, canvas, 120.0), draw.between(10.0, 60.0));
        canvas.each(|x, y, v| v + depth * field.at(x, y));
    }
    if draw.chance(0.3) {
        let gamma = draw.between(0.5, 2.0);
        canvas.each(|_, _, v| 255.0 * (v / 255.0).clamp(0.0, 1.0).powf(gamma));
    }
    texture(draw, canvas, harm);
    if draw.chance(0.2) {
        devices::cells(draw, canvas, harm);
    }
    if draw.chance(0.15) {
        cut(draw, canvas, light);
    }
    let noise = draw.between(0.0, 4.0 + 22.0 * harm);
    for value in &mut canvas.grey {
        *value += noise * (draw.unit() + draw.unit() + draw.unit() - 1.5);
    }
    if draw.chance(0.2) {
        devices::sharpen(draw, canvas);
    }
    if draw.chance(0.3) {
        devices::compress(draw, canvas, harm);
    }
}

fn draw_spacing(harm: f32) -> f32 {
    30.0 + 60.0 * (1.0 - harm)
}

/// What an earlier finger left on the glass.
fn leave_old_print(
    draw: &mut Draw,
    ghost: &GreyImage,
    canvas: &Canvas,
) -> impl Fn(usize, usize) -> f32 + use<> {
    let strength = draw.between(0.1, 0.45);
    let shift = (draw.below(160) as i64 - 80, draw.below(160) as i64 - 80);
    let (width, height) = (i64::from(ghost.width()), i64::from(ghost.height()));
    let mirror = draw.chance(0.5);
    let columns = canvas.width as i64;
    let pixels = ghost.pixels().to_vec();
    move |x, y| {
        let across = if mirror { columns - 1 - x as i64 } else { x as i64 };
        let (u, v) = (across + shift.0, y as i64 + shift.1);
        if u < 0 || v < 0 || u >= width || v >= height {
            return 255.0;
        }
        255.0 - strength * (255.0 - f32::from(pixels[(v * width + u) as usize]))
    }
}

/// Dry skin: ridges break into dots.
fn break_ridges(draw: &mut Draw, canvas: &mut Canvas, light: f32, harm: f32) {
    let grain = Field::new(draw, canvas, 2.5 + 4.5 * harm);
    let (finer, area) = (Field::new(draw, canvas, 2.5), Field::new(draw, canvas, 55.0));
    let level = draw.between(0.55, 0.1 - 0.25 * harm);
    let level_spread = draw.between(0.0, 0.8);
    canvas.each(|x, y, v| {
        let gone = (5.0 * (grain.at(x, y) + 0.5 * finer.at(x, y) + level_spread * area.at(x, y) - level))
            .clamp(0.0, 1.0);
        v + gone * (light - v)
    });
}

/// Wet skin or too much pressure: valleys fill.
fn fill_valleys(draw: &mut Draw, canvas: &mut Canvas, dark: f32, harm: f32) {
    let (drops, area) = (Field::new(draw, canvas, 7.0 + 8.0 * harm), Field::new(draw, canvas, 60.0));
    let level = draw.between(0.5, 0.0);
    let depth = draw.between(0.4, 0.95);
    canvas.each(|x, y, v| {
        let filled = depth * (3.0 * (drops.at(x, y) + 0.6 * area.at(x, y) - level)).clamp(0.0, 1.0);
        v + filled * (dark - v)
    });
}

/// Ridges much thicker or thinner than valleys, evenly: from the truth where there is a print.
fn thicken(draw: &mut Draw, canvas: &mut Canvas, ridges: &[f32], (light, dark): (f32, f32)) {
    let (field, shift) = (Field::new(draw, canvas, 45.0), draw.between(-0.9, 0.9));
    let share = draw.between(0.2, 0.8);
    let width = canvas.width;
    canvas.each(|x, y, v| {
        let height = ridges[y * width + x] + shift + 0.4 * field.at(x, y);
        let drawn = dark + (light - dark) / (1.0 + (5.0 * height).exp());
        // outside the print nothing is drawn: as much as the pixel differs from the light of the paper
        if v > light - 4.0 && shift < 0.0 { v } else { v + share * (drawn - v) * f32::from(v < light - 4.0) }
    });
}

fn scratch(draw: &mut Draw, canvas: &mut Canvas, light: f32, dark: f32) {
    let angle = draw.between(0.0, std::f32::consts::PI);
    let (sin, cos) = angle.sin_cos();
    let middle = (draw.between(0.0, canvas.width as f32), draw.between(0.0, canvas.height as f32));
    let (length, half) = (draw.between(10.0, 140.0), draw.between(0.3, 2.5));
    let bend = draw.between(-0.004, 0.004);
    let colour = if draw.chance(0.8) { light } else { dark };
    let strength = draw.between(0.5, 1.0);
    canvas.each(|x, y, v| {
        let (dx, dy) = (x as f32 - middle.0, y as f32 - middle.1);
        let along = dx * cos + dy * sin;
        let off = (dy * cos - dx * sin - bend * along * along).abs();
        if along.abs() > length || off > half + 1.0 {
            v
        } else {
            v + strength * (half + 1.0 - off).clamp(0.0, 1.0) * (colour - v)
        }
    });
}

/// Sensor lines, cells, and paper texture.
fn texture(draw: &mut Draw, canvas: &mut Canvas, harm: f32) {
    if draw.chance(0.2) {
        let (depth, period) = (draw.between(3.0, 6.0 + 22.0 * harm), draw.between(2.0, 26.0));
        let angle = if draw.chance(0.7) { 0.0f32 } else { draw.between(0.0, std::f32::consts::PI) };
        let (sin, cos) = angle.sin_cos();
        let lattice = draw.chance(0.5);
        canvas.each(|x, y, v| {
            let (u, w) = (x as f32 * cos + y as f32 * sin, y as f32 * cos - x as f32 * sin);
            let wave = |t: f32| (t * std::f32::consts::TAU / period).cos();
            v + depth * if lattice { wave(u) + wave(w) } else { wave(w) }
        });
    }
    if draw.chance(0.2) {
        let depth = draw.between(2.0, 5.0 + 15.0 * harm);
        let rows: Vec<f32> = (0..canvas.height).map(|_| depth * draw.between(-1.0, 1.0)).collect();
        canvas.each(|_, y, v| v + rows[y]);
    }
    if draw.chance(0.25) {
        let (field, depth) =
            (Field::new(draw, canvas, draw_texture(harm)), draw.between(5.0, 15.0 + 45.0 * harm));
        canvas.each(|x, y, v| v + depth * field.at(x, y));
    }
}

fn draw_texture(harm: f32) -> f32 {
    2.0 + 6.0 * harm
}

/// Only a part of the print was laid down.
fn cut(draw: &mut Draw, canvas: &mut Canvas, light: f32) {
    let angle = draw.between(0.0, std::f32::consts::TAU);
    let (sin, cos) = angle.sin_cos();
    let reach = draw.between(0.0, 0.3) * canvas.width as f32;
    let middle = (0.5 * canvas.width as f32, 0.5 * canvas.height as f32);
    canvas.each(|x, y, v| {
        let off = (x as f32 - middle.0) * cos + (y as f32 - middle.1) * sin - reach;
        v + (off / 6.0).clamp(0.0, 1.0) * (light - v)
    });
}
