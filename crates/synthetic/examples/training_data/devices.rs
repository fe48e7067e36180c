//! What devices, glass and files do to a print, beyond what fingers do: backgrounds with structure, faint and soaked
//! prints, cells of the sensor, firmware that sharpens, compression with losses, windows smaller than the finger.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat};

use super::degrade::{Canvas, Draw, Field};

/// Dirt on the glass that stays behind the print: smears, drops, marks like writing, a wash of light.
pub(crate) fn background(draw: &mut Draw, canvas: &mut Canvas, harm: f32) {
    let depth = draw.between(15.0, 50.0 + 70.0 * harm);
    let (wash, grain) = (Field::new(draw, canvas, 90.0), Field::new(draw, canvas, draw_grain(harm)));
    let level = draw.between(-0.2, 0.6);
    let (angle, stretch) = (draw.between(0.0, std::f32::consts::PI), draw.between(2.0, 9.0));
    let (sin, cos) = angle.sin_cos();
    let (width, height) = (canvas.width, canvas.height);
    let wiped = draw.chance(0.5);
    canvas.each(|x, y, v| {
        // a wipe draws the dirt out along its way: the grain is read at places pressed together along it
        let (u, w) = (x as f32 * cos + y as f32 * sin, y as f32 * cos - x as f32 * sin);
        let (u, w) = if wiped { (u / stretch, w) } else { (u, w) };
        let place = |t: f32, size: usize| (t.abs() as usize) % size;
        let dirt = grain.at(place(u, width), place(w, height)) + 0.7 * wash.at(x, y) - level;
        v - depth * (2.0 * dirt).clamp(0.0, 1.0)
    });
    for _ in 0..draw.below(1 + (14.0 * harm) as usize) {
        blot(draw, canvas, depth);
    }
}

fn draw_grain(harm: f32) -> f32 {
    4.0 + 10.0 * harm
}

/// A drop or a crumb: dark, or dark with a light middle.
fn blot(draw: &mut Draw, canvas: &mut Canvas, depth: f32) {
    let middle = (draw.between(0.0, canvas.width as f32), draw.between(0.0, canvas.height as f32));
    let (radius, flat) = (draw.between(2.0, 16.0), draw.between(0.4, 1.0));
    let hollow = draw.chance(0.4);
    canvas.each(|x, y, v| {
        let (dx, dy) = (x as f32 - middle.0, (y as f32 - middle.1) / flat);
        let off = (dx * dx + dy * dy).sqrt();
        let inside = ((radius - off) / 2.0).clamp(0.0, 1.0);
        let rim = if hollow { ((off - 0.6 * radius) / 2.0).clamp(0.0, 1.0) } else { 1.0 };
        v - depth * inside * rim
    });
}

/// Dry skin on an optical sensor: hardly darker than the paper, and what is darker comes in specks.
pub(crate) fn faint(draw: &mut Draw, canvas: &mut Canvas, light: f32) {
    let left = draw.between(0.08, 0.5);
    let spacing = draw.between(1.5, 3.5);
    let (specks, area) = (Field::new(draw, canvas, spacing), Field::new(draw, canvas, 70.0));
    let uneven = draw.between(0.0, 0.6);
    canvas.each(|x, y, v| {
        let share = left * (1.0 + uneven * specks.at(x, y) + 0.5 * area.at(x, y)).clamp(0.1, 1.6);
        light - share * (light - v)
    });
}

/// Wet or pressed hard: everything in the middle goes to black, valleys are hardly lighter.
pub(crate) fn soaked(draw: &mut Draw, canvas: &mut Canvas, light: f32, dark: f32) {
    canvas.blur(draw.between(0.6, 1.8));
    let area = Field::new(draw, canvas, 80.0);
    let (gain, shift) = (draw.between(0.35, 1.2), draw.between(0.1, 0.5));
    let span = (light - dark).max(1.0);
    canvas.each(|x, y, v| {
        let ink = (light - v) / span;
        if ink < 0.05 {
            return v;
        }
        let ink = (gain * ink + shift * (1.0 + area.at(x, y))).clamp(0.0, 1.0);
        light - span * ink
    });
}

/// Each cell, row and column of the sensor answers a little differently, always in the same way.
pub(crate) fn cells(draw: &mut Draw, canvas: &mut Canvas, harm: f32) {
    let depth = draw.between(0.02, 0.08 + 0.2 * harm);
    let side = 1 + draw.below(3);
    let columns: Vec<f32> = (0..canvas.width).map(|_| draw.between(-1.0, 1.0)).collect();
    let rows: Vec<f32> = (0..canvas.height).map(|_| draw.between(-1.0, 1.0)).collect();
    let across = canvas.width.div_ceil(side);
    let own: Vec<f32> = (0..across * canvas.height.div_ceil(side)).map(|_| draw.between(-1.0, 1.0)).collect();
    let (lines, gain) = (draw.between(0.0, 1.0), draw.chance(0.5));
    canvas.each(|x, y, v| {
        let answer = depth
            * (own[y / side * across + x / side]
                + lines * (columns[x / side * side] + rows[y / side * side]));
        if gain { 255.0 - (255.0 - v) * (1.0 + answer) } else { v + 160.0 * answer }
    });
}

/// A finger that slipped, or a line sensor: smeared along one way.
pub(crate) fn smear(draw: &mut Draw, canvas: &mut Canvas, harm: f32) {
    let angle = draw.between(0.0, std::f32::consts::PI);
    let (sin, cos) = angle.sin_cos();
    let length = draw.between(1.0, 2.0 + 5.0 * harm);
    let area = Field::new(draw, canvas, 90.0);
    let everywhere = draw.chance(0.5);
    let sharp = canvas.grey.clone();
    let (width, height) = (canvas.width as i32, canvas.height as i32);
    canvas.each(|x, y, v| {
        let reach = if everywhere { length } else { length * area.at(x, y).max(0.0) };
        if reach < 0.5 {
            return v;
        }
        let taps = (-3..=3).map(|tap| {
            let t = reach * tap as f32 / 3.0;
            let column = (x as i32 + (t * cos).round() as i32).clamp(0, width - 1);
            let row = (y as i32 + (t * sin).round() as i32).clamp(0, height - 1);
            sharp[(row * width + column) as usize]
        });
        taps.sum::<f32>() / 7.0
    });
}

/// Firmware that makes prints look crisp: sharpened, sometimes nearly black and white.
pub(crate) fn sharpen(draw: &mut Draw, canvas: &mut Canvas) {
    let before = canvas.grey.clone();
    canvas.blur(draw.between(0.8, 2.5));
    let strength = draw.between(0.5, 2.5);
    for (soft, sharp) in canvas.grey.iter_mut().zip(&before) {
        *soft = (sharp + strength * (sharp - *soft)).clamp(0.0, 255.0);
    }
    if draw.chance(0.3) {
        let (middle, steep) = (canvas.quantile(draw.between(0.35, 0.6)), draw.between(0.02, 0.12));
        canvas.each(|_, _, v| 255.0 / (1.0 + (-steep * (v - middle)).exp()));
    }
}

/// Stored with losses: blocks of cosines, or wavelets.
pub(crate) fn compress(draw: &mut Draw, canvas: &mut Canvas, harm: f32) {
    if draw.chance(0.5) {
        let quality = 8 + draw.below(20 + (50.0 * (1.0 - harm)) as usize) as u8;
        let bytes: Vec<u8> = canvas.grey.iter().map(|v| v.round().clamp(0.0, 255.0) as u8).collect();
        let (width, height) = (canvas.width as u32, canvas.height as u32);
        let mut file = Vec::new();
        let written = JpegEncoder::new_with_quality(&mut file, quality).encode(
            &bytes,
            width,
            height,
            ExtendedColorType::L8,
        );
        let read = image::load_from_memory_with_format(&file, ImageFormat::Jpeg);
        if let (Ok(()), Ok(read)) = (written, read) {
            canvas.grey = read.to_luma8().into_raw().iter().map(|v| f32::from(*v)).collect();
        }
    } else {
        wavelets(canvas, draw.between(4.0, 12.0 + 30.0 * harm));
    }
}

/// Three levels of the 5/3 lifting wavelet, each coefficient rounded to steps with a wide zero.
fn wavelets(canvas: &mut Canvas, step: f32) {
    let (width, height) = (canvas.width, canvas.height);
    let sizes: Vec<(usize, usize)> = (0..3)
        .scan((width, height), |s, _| Some(std::mem::replace(s, (s.0.div_ceil(2), s.1.div_ceil(2)))))
        .collect();
    for &size in &sizes {
        both_ways(canvas, size, forth);
    }
    let rest = (width.div_ceil(8), height.div_ceil(8));
    canvas.each(|x, y, v| {
        if x < rest.0 && y < rest.1 { v } else { v.signum() * (v.abs() / step - 0.1).max(0.0).round() * step }
    });
    for &size in sizes.iter().rev() {
        both_ways(canvas, size, back);
    }
}

fn both_ways(canvas: &mut Canvas, (width, height): (usize, usize), change: fn(&mut [f32])) {
    let stride = canvas.width;
    for row in 0..height {
        change(&mut canvas.grey[row * stride..row * stride + width]);
    }
    let mut column = vec![0.0; height];
    for x in 0..width {
        for (y, value) in column.iter_mut().enumerate() {
            *value = canvas.grey[y * stride + x];
        }
        change(&mut column);
        for (y, value) in column.iter().enumerate() {
            canvas.grey[y * stride + x] = *value;
        }
    }
}

/// Even places become the mean of the neighbourhood, odd ones what they differ from it; evens first.
fn forth(line: &mut [f32]) {
    let (mut even, mut odd) = halves(line.iter().copied());
    lift(&mut even, &mut odd, -0.5, 0.25, false);
    even.iter().chain(&odd).zip(line.iter_mut()).for_each(|(from, to)| *to = *from);
}

fn back(line: &mut [f32]) {
    let split = line.len().div_ceil(2);
    let (mut even, mut odd) = (line[..split].to_vec(), line[split..].to_vec());
    lift(&mut even, &mut odd, 0.5, -0.25, true);
    for (index, value) in line.iter_mut().enumerate() {
        *value = if index % 2 == 0 { even[index / 2] } else { odd[index / 2] };
    }
}

fn halves(line: impl Iterator<Item = f32>) -> (Vec<f32>, Vec<f32>) {
    let (mut even, mut odd) = (Vec::new(), Vec::new());
    for (index, value) in line.enumerate() {
        if index % 2 == 0 { even.push(value) } else { odd.push(value) }
    }
    (even, odd)
}

fn lift(even: &mut [f32], odd: &mut [f32], predict: f32, update: f32, update_first: bool) {
    let mut steps = [true, false];
    if update_first {
        steps.reverse();
    }
    for predicting in steps {
        if predicting {
            for (i, value) in odd.iter_mut().enumerate() {
                *value += predict * (even[i] + even[(i + 1).min(even.len() - 1)]);
            }
        } else if !odd.is_empty() {
            for (i, value) in even.iter_mut().enumerate() {
                *value += update * (odd[i.saturating_sub(1)] + odd[i.min(odd.len() - 1)]);
            }
        }
    }
}

/// A window smaller than the finger: what lies outside it is not in the file. Left, top, width and height.
pub(crate) fn window(draw: &mut Draw, canvas: &Canvas, side_min: usize) -> (usize, usize, usize, usize) {
    let mut side = |whole: usize| {
        let low = side_min.min(whole);
        let length = low + ((whole - low) as f32 * draw.unit()) as usize;
        let start = (whole - length) as f32 * draw.between(0.2, 0.8);
        (start as usize, length)
    };
    let ((left, width), (top, height)) = (side(canvas.width), side(canvas.height));
    (left, top, width, height)
}
