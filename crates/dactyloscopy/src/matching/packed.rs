//! What a 1:N index needs of a prepared template: its cylinders as plain bits.

use crate::comparison::Prepared;
use crate::parameters::CYLINDER_SECTIONS;

/// 64-bit words of a cylinder.
pub const CYLINDER_WORDS: usize = CYLINDER_SECTIONS;

/// One minutia with its cylinder code (Cappelli, Ferrara and Maltoni 2010) as bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackedCylinder {
    /// One word a section of direction, one bit a base cell; cells that cannot be known are 0.
    pub words: [u64; CYLINDER_WORDS],
    /// 500-ppi pixels from the left edge.
    pub x_px: f32,
    /// 500-ppi pixels from the top edge, downwards.
    pub y_px: f32,
    /// Radians, counter-clockwise on the screen.
    pub direction_rad: f32,
    /// How much the minutia counts, 0 to 1.
    pub weight: f32,
}

impl Prepared {
    /// The usable cylinders, in an order that does not depend on the template's order.
    pub fn packed_cylinders(&self) -> impl ExactSizeIterator<Item = PackedCylinder> + '_ {
        let (points, cylinders) = self.parts();
        (0..cylinders.len()).map(move |cylinder| {
            let point = &points[cylinders.point(cylinder)];
            PackedCylinder {
                words: cylinders.words(cylinder),
                x_px: point.x,
                y_px: point.y,
                direction_rad: point.direction,
                weight: point.weight,
            }
        })
    }

    /// Memory behind this value, bytes, as far as it grows with the minutiae.
    pub fn heap_bytes(&self) -> usize {
        let (points, cylinders) = self.parts();
        size_of_val(points) + cylinders.bytes() + size_of_val(self.template().minutiae())
    }
}
