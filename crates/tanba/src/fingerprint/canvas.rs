//! A small anti-aliased rasteriser: lines, rings and tinted boxes on an RGB buffer.

/// A colour, 8 bits a channel.
pub(super) type Rgb = [u8; 3];

/// An RGB picture; drawing outside it is cut off.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<Rgb>,
}

impl Canvas {
    /// A picture with each pixel given by a function of x and y.
    pub(super) fn new(width: u32, height: u32, pixel: impl Fn(u32, u32) -> Rgb) -> Self {
        let pixel = &pixel;
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect();
        Self { width, height, pixels }
    }

    pub(super) fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn height(&self) -> u32 {
        self.height
    }

    /// Three bytes a pixel.
    pub(super) fn bytes(&self) -> &[u8] {
        self.pixels.as_flattened()
    }

    /// A straight line of the given width from one point to another, with round ends.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, color: Rgb, opacity: f32) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let square = dx * dx + dy * dy;
        let half = width / 2.0;
        let (x0, x1) = (from.0.min(to.0) - half, from.0.max(to.0) + half);
        let (y0, y1) = (from.1.min(to.1) - half, from.1.max(to.1) + half);
        self.cover((x0, y0), (x1, y1), color, |x, y| {
            let along = if square > 0.0 { ((x - from.0) * dx + (y - from.1) * dy) / square } else { 0.0 };
            let along = along.clamp(0.0, 1.0);
            let distance = (x - from.0 - along * dx).hypot(y - from.1 - along * dy);
            opacity * (half + 0.5 - distance).clamp(0.0, 1.0)
        });
    }

    /// A circle line.
    pub(super) fn ring(&mut self, centre: (f32, f32), radius: f32, width: f32, color: Rgb, opacity: f32) {
        let reach = radius + width / 2.0;
        self.cover(
            (centre.0 - reach, centre.1 - reach),
            (centre.0 + reach, centre.1 + reach),
            color,
            |x, y| {
                let distance = ((x - centre.0).hypot(y - centre.1) - radius).abs();
                opacity * (width / 2.0 + 0.5 - distance).clamp(0.0, 1.0)
            },
        );
    }

    /// A box from the first corner up to, without, the second, tinted.
    pub(super) fn tint(&mut self, from: (u32, u32), to: (u32, u32), color: Rgb, opacity: f32) {
        for y in from.1..to.1.min(self.height) {
            for x in from.0..to.0.min(self.width) {
                self.blend(x, y, color, opacity);
            }
        }
    }

    /// Blends a colour over the box by a function of the pixel centre.
    fn cover(&mut self, from: (f32, f32), to: (f32, f32), color: Rgb, opacity: impl Fn(f32, f32) -> f32) {
        let low = |v: f32| (v - 1.0).floor().max(0.0) as u32;
        let high = |v: f32, side: u32| ((v + 2.0).ceil().max(0.0) as u32).min(side);
        for y in low(from.1)..high(to.1, self.height) {
            for x in low(from.0)..high(to.0, self.width) {
                self.blend(x, y, color, opacity(x as f32 + 0.5, y as f32 + 0.5));
            }
        }
    }

    fn blend(&mut self, x: u32, y: u32, color: Rgb, opacity: f32) {
        let place = y as usize * self.width as usize + x as usize;
        if let Some(pixel) = self.pixels.get_mut(place) {
            for (old, new) in pixel.iter_mut().zip(color) {
                *old = (f32::from(*old) + (f32::from(new) - f32::from(*old)) * opacity).round() as u8;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_its_own_pixels_and_no_others() {
        let mut canvas = Canvas::new(9, 5, |_, _| [255; 3]);
        canvas.line((1.5, 2.5), (6.5, 2.5), 1.0, [0; 3], 1.0);
        let pixel = |x: usize, y: usize| canvas.bytes()[(y * 9 + x) * 3];
        assert_eq!((pixel(4, 2), pixel(4, 0), pixel(8, 2)), (0, 255, 255));
    }

    #[test]
    fn drawing_outside_is_cut_off() {
        let mut canvas = Canvas::new(4, 4, |_, _| [0; 3]);
        canvas.ring((-50.0, -50.0), 10.0, 2.0, [255; 3], 1.0);
        canvas.line((f32::NAN, 0.0), (1.0, 1.0), 1.0, [255; 3], 0.0);
        canvas.tint((3, 3), (900, 900), [255; 3], 1.0);
        assert_eq!(canvas.bytes().iter().filter(|v| **v == 255).count(), 3);
    }
}
