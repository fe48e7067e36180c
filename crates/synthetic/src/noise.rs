//! Lattice noise: a hash at the corners of a grid, interpolated smoothly (Perlin's value noise).

/// A source of noise fields, fixed by its key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noise(u32);

impl Noise {
    /// Noise fields of one key.
    pub(crate) fn new(key: u64) -> Self {
        Self((key ^ key >> 32) as u32)
    }

    /// Uniform in [-1, 1) at a lattice point of a layer.
    pub(crate) fn at(self, x: i32, y: i32, layer: u32) -> f32 {
        let mut h = self.0 ^ layer.wrapping_mul(0x9e37_79b9);
        h = (h ^ x as u32).wrapping_mul(0x85eb_ca6b);
        h = (h ^ h >> 15 ^ y as u32).wrapping_mul(0xc2b2_ae35);
        h = (h ^ h >> 13).wrapping_mul(0x27d4_eb2f);
        (h >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    /// Smooth noise of one layer with this distance between lattice points; in [-1, 1], deviation near 0.35.
    pub(crate) fn smooth(self, x: f32, y: f32, spacing: f32, layer: u32) -> f32 {
        let (u, v) = (x / spacing, y / spacing);
        let (column, row) = (floor(u), floor(v));
        let fade = |t: f32| t * t * (3.0 - 2.0 * t);
        let (fx, fy) = (fade(u - column as f32), fade(v - row as f32));
        let corner = |dx, dy| self.at(column.wrapping_add(dx), row.wrapping_add(dy), layer);
        let top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * fx;
        let bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * fx;
        top + (bottom - top) * fy
    }
}

/// Floor as an integer; saturates far outside any image.
pub(crate) fn floor(value: f32) -> i32 {
    let cut = value as i32;
    if (cut as f32) > value { cut - 1 } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_centred_bounded_and_continuous() {
        let noise = Noise::new(77);
        let mut sum = 0.0;
        for y in -50..50 {
            for x in -50..50 {
                let (x, y) = (x as f32 * 1.7, y as f32 * 1.7);
                let here = noise.smooth(x, y, 8.0, 3);
                assert!((-1.0..=1.0).contains(&here));
                assert!((noise.smooth(x + 0.01, y, 8.0, 3) - here).abs() < 0.01);
                sum += here;
            }
        }
        assert!((sum / 10_000.0f32).abs() < 0.1, "{sum}");
    }

    #[test]
    fn floor_is_floor() {
        for value in [-2.5f32, -2.0, -0.1, 0.0, 0.9, 3.0] {
            assert_eq!(floor(value), value.floor() as i32);
        }
    }
}
