//! To 500 ppi, as numbers: separable cubic interpolation, widened when shrinking so that nothing aliases.

use super::plane::Plane;
use crate::image::{GreyImage, Ppi};

/// Size of an image at 500 ppi, at least 1 px a side.
pub(crate) fn working_size(image: &GreyImage, ppi: Ppi) -> (u32, u32) {
    let standard = f64::from(Ppi::STANDARD.get());
    let side = |px: u32| ((f64::from(px) * standard / f64::from(ppi.get())).round() as u32).max(1);
    (side(image.width()), side(image.height()))
}

/// The image at 500 ppi, 0 to 255.
pub(crate) fn to_standard_resolution(image: &GreyImage, ppi: Ppi) -> Plane {
    let source = Plane {
        width: image.width() as usize,
        height: image.height() as usize,
        data: image.pixels().iter().map(|&p| f32::from(p)).collect(),
    };
    let (width, height) = working_size(image, ppi);
    if (width, height) == (image.width(), image.height()) {
        return source;
    }
    resize_rows(&transpose(&resize_rows(&source, width as usize)), height as usize).transposed()
}

impl Plane {
    fn transposed(&self) -> Plane {
        transpose(self)
    }
}

fn transpose(p: &Plane) -> Plane {
    let mut out = Plane::filled(p.height, p.width, 0.0);
    for y in 0..p.height {
        for (x, v) in p.row(y).iter().enumerate() {
            out.data[x * p.height + y] = *v;
        }
    }
    out
}

/// Catmull-Rom cubic.
fn cubic(t: f32) -> f32 {
    let t = t.abs();
    if t < 1.0 {
        (1.5 * t - 2.5) * t * t + 1.0
    } else if t < 2.0 {
        ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0
    } else {
        0.0
    }
}

fn resize_rows(p: &Plane, width: usize) -> Plane {
    let step = p.width as f32 / width as f32;
    let stretch = step.max(1.0);
    let mut out = Plane::filled(width, p.height, 0.0);
    for x in 0..width {
        let centre = (x as f32 + 0.5) * step - 0.5;
        let first = (centre - 2.0 * stretch).ceil() as i32;
        let last = (centre + 2.0 * stretch).floor() as i32;
        let weights: Vec<f32> = (first..=last).map(|i| cubic((i as f32 - centre) / stretch)).collect();
        let total: f32 = weights.iter().sum();
        for y in 0..p.height {
            let row = p.row(y);
            let value: f32 = (first..=last)
                .zip(&weights)
                .map(|(i, w)| w * row[i.clamp(0, p.width as i32 - 1) as usize])
                .sum();
            out.data[y * width + x] = (value / total).clamp(0.0, 255.0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waves(side: u32, period: f32) -> GreyImage {
        let pixels = (0..side * side)
            .map(|i| {
                let x = (i % side) as f32 + 0.5;
                (128.0 + 100.0 * (x * std::f32::consts::TAU / period).cos()) as u8
            })
            .collect();
        GreyImage::new(side, side, pixels).unwrap()
    }

    #[test]
    fn keeps_500_ppi_as_it_is() {
        let image = waves(64, 9.0);
        let p = to_standard_resolution(&image, Ppi::STANDARD);
        assert_eq!(p.data[17] as u8, image.pixels()[17]);
    }

    #[test]
    fn a_wave_scanned_at_1000_or_250_ppi_comes_out_with_the_same_period() {
        let reference = to_standard_resolution(&waves(100, 10.0), Ppi::STANDARD);
        for (ppi, side, period) in [(1000, 200, 20.0), (250, 50, 5.0)] {
            let p = to_standard_resolution(&waves(side, period), Ppi::new(ppi).unwrap());
            assert_eq!((p.width, p.height), (100, 100));
            let worst = (10..90).map(|x| (p.row(50)[x] - reference.row(50)[x]).abs()).fold(0.0, f32::max);
            assert!(worst < 25.0, "{ppi} ppi differs by {worst}");
        }
    }
}
