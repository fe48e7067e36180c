//! Draws minutiae over images: `overlay OUT.png IMAGE...` (twice the size, three a row). Endings are red, bifurcations blue; the
//! background is dimmed.

use dactyloscopy::{GreyImage, MinutiaKind, Ppi, extract};
use image::{Rgb, RgbImage};

const SCALE: u32 = 2;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: overlay OUT.png IMAGE...")?;
    let drawn = arguments.map(|path| draw(&path)).collect::<Result<Vec<_>, _>>()?;
    let cell_width = drawn.iter().map(RgbImage::width).max().unwrap_or(1);
    let cell_height = drawn.iter().map(RgbImage::height).max().unwrap_or(1);
    let columns = (drawn.len() as u32).clamp(1, 3);
    let rows = (drawn.len() as u32).div_ceil(columns);
    let mut sheet = RgbImage::from_pixel(columns * cell_width, rows * cell_height, Rgb([90, 90, 90]));
    for (i, picture) in drawn.iter().enumerate() {
        let (column, row) = (i as u32 % columns, i as u32 / columns);
        image::imageops::overlay(
            &mut sheet,
            picture,
            (column * cell_width).into(),
            (row * cell_height).into(),
        );
    }
    sheet.save(out)?;
    Ok(())
}

fn draw(path: &str) -> Result<RgbImage, Box<dyn std::error::Error>> {
    let grey = image::open(path)?.to_luma8();
    let (width, height) = grey.dimensions();
    let extraction = extract(&GreyImage::new(width, height, grey.clone().into_raw())?, Ppi::STANDARD)?;
    let maps = &extraction.maps;
    let mut picture = RgbImage::from_fn(width * SCALE, height * SCALE, |x, y| {
        let (x, y) = (x / SCALE, y / SCALE);
        let value = grey.get_pixel(x, y)[0];
        let block = (y / maps.block_px) * maps.columns + x / maps.block_px;
        if maps.foreground[block as usize] {
            let reliability = maps.reliability[block as usize];
            let dim = (f32::from(value) * (0.55 + 0.45 * reliability)) as u8;
            Rgb([value.max(dim), value, dim])
        } else {
            Rgb([value / 3 + 60, value / 3 + 60, value / 3 + 90])
        }
    });
    for m in extraction.template.minutiae() {
        let colour = if m.kind == MinutiaKind::Ending { Rgb([230, 0, 0]) } else { Rgb([0, 60, 255]) };
        let (cx, cy) = ((m.x_px + 0.5) * SCALE as f32, (m.y_px + 0.5) * SCALE as f32);
        let (dx, dy) = m.step();
        let mut dot = |x: f32, y: f32| {
            if x >= 0.0 && y >= 0.0 && x < (width * SCALE) as f32 && y < (height * SCALE) as f32 {
                picture.put_pixel(x as u32, y as u32, colour);
            }
        };
        for i in 0..48 {
            let a = i as f32 * std::f32::consts::TAU / 48.0;
            dot(cx + 6.0 * a.cos(), cy + 6.0 * a.sin());
            dot(cx + 5.4 * a.cos(), cy + 5.4 * a.sin());
        }
        for i in 12..44 {
            dot(cx + 0.5 * i as f32 * dx, cy + 0.5 * i as f32 * dy);
            dot(cx + 0.5 * i as f32 * dx + 0.7, cy + 0.5 * i as f32 * dy + 0.7);
        }
    }
    Ok(picture)
}
