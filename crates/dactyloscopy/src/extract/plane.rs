//! A plane of numbers and the box filter on it.

/// Row-major numbers, one a pixel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<f32>,
}

impl Plane {
    /// A plane of one value.
    pub(crate) fn filled(width: usize, height: usize, value: f32) -> Self {
        Self { width, height, data: vec![value; width * height] }
    }

    /// A plane from a function of the position.
    #[cfg(test)]
    pub(crate) fn from_fn(width: usize, height: usize, f: impl Fn(f32, f32) -> f32) -> Self {
        let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, data: data.map(|(x, y)| f(x as f32, y as f32)).collect() }
    }

    /// One row.
    pub(crate) fn row(&self, y: usize) -> &[f32] {
        &self.data[y * self.width..(y + 1) * self.width]
    }

    /// The value at a pixel; positions outside give the nearest pixel.
    pub(crate) fn at_clamped(&self, x: i32, y: i32) -> f32 {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.data[y * self.width + x]
    }

    /// Bilinear value at a point; points outside give the nearest pixel.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (x.floor(), y.floor());
        let (fx, fy) = (x - x0, y - y0);
        let (x0, y0) = (x0 as i32, y0 as i32);
        let top = self.at_clamped(x0, y0) * (1.0 - fx) + self.at_clamped(x0 + 1, y0) * fx;
        let bottom = self.at_clamped(x0, y0 + 1) * (1.0 - fx) + self.at_clamped(x0 + 1, y0 + 1) * fx;
        top * (1.0 - fy) + bottom * fy
    }

    /// Mean over a square of `2 * radius + 1`; the edge pixel repeats outside.
    pub(crate) fn box_mean(&self, radius: usize) -> Plane {
        self.box_rows(radius).box_columns(radius)
    }

    fn box_rows(&self, radius: usize) -> Plane {
        let mut out = Plane::filled(self.width, self.height, 0.0);
        let scale = 1.0 / (2 * radius + 1) as f32;
        let last = self.width - 1;
        let mut padded = vec![0.0_f32; self.width + 2 * radius + 1];
        for (target, row) in out.data.chunks_exact_mut(self.width).zip(self.data.chunks_exact(self.width)) {
            padded[..=radius].fill(row[0]);
            padded[radius + 1..=radius + self.width].copy_from_slice(row);
            padded[radius + 1 + self.width..].fill(row[last]);
            let mut sum: f32 = padded[..=2 * radius].iter().sum();
            let entering = &padded[2 * radius + 1..];
            for ((t, &enter), &leave) in target.iter_mut().zip(entering).zip(padded.iter()) {
                sum += enter - leave;
                *t = sum * scale;
            }
        }
        out
    }

    fn box_columns(&self, radius: usize) -> Plane {
        let mut out = Plane::filled(self.width, self.height, 0.0);
        let scale = 1.0 / (2 * radius + 1) as f32;
        let last = self.height - 1;
        let mut sums: Vec<f32> = self.row(0).iter().map(|v| v * radius as f32).collect();
        for y in 0..=radius {
            sums.iter_mut().zip(self.row(y.min(last))).for_each(|(s, v)| *s += v);
        }
        for y in 0..self.height {
            let target = &mut out.data[y * self.width..(y + 1) * self.width];
            target.iter_mut().zip(&sums).for_each(|(t, s)| *t = s * scale);
            let enter = self.row((y + radius + 1).min(last));
            let leave = self.row(y.saturating_sub(radius));
            for ((s, e), l) in sums.iter_mut().zip(enter).zip(leave) {
                *s += e - l;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn box_mean_equals_the_plain_sum() {
        let p = Plane::from_fn(13, 9, |x, y| (x * 7.0 + y * 3.0) % 5.0);
        let m = p.box_mean(2);
        for (x, y) in [(0, 0), (6, 4), (12, 8), (3, 0), (12, 3)] {
            let mut sum = 0.0;
            for dy in -2..=2 {
                for dx in -2..=2 {
                    sum += p.at_clamped(x + dx, y + dy);
                }
            }
            let got = m.at_clamped(x, y);
            assert!((got - sum / 25.0).abs() < 1e-4, "at {x},{y}: {got} against {}", sum / 25.0);
        }
    }

    #[test]
    fn bilinear_is_exact_on_a_ramp() {
        let p = Plane::from_fn(8, 8, |x, y| 2.0 * x - y);
        assert!((p.at(3.25, 4.5) - 2.0).abs() < 1e-5);
        assert!((p.at(-5.0, 0.0)).abs() < 1e-6, "outside repeats the edge");
    }
}
