//! Minutia cylinder codes as bits (Cappelli, Ferrara and Maltoni 2010, sections 2 and 3.3): around each
//! minutia a cylinder of cells turned with it; a bit tells whether neighbours stand there with that direction.

use super::hull::Hull;
use super::points::{Point, wrap_half_turn};
use crate::parameters::*;
use std::f32::consts::{PI, SQRT_2, TAU};

const CELLS: usize = CYLINDER_SIDE * CYLINDER_SIDE;
const CELL_PX: f32 = 2.0 * CYLINDER_RADIUS_PX / CYLINDER_SIDE as f32;
const SECTION_RAD: f32 = TAU / CYLINDER_SECTIONS as f32;

/// The cylinder of one minutia.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cylinder {
    /// Index of its minutia among the points.
    pub(crate) point: usize,
    /// One bit a base cell: whether it can be known.
    pub(crate) known: u64,
    /// One word a section of direction, one bit a base cell.
    pub(crate) sections: [u64; CYLINDER_SECTIONS],
}

/// Base cells inside the radius: 52 of 64 for 8 a side.
const BASE_CELLS: f32 = 52.0;

/// Cylinders of all points that have enough known cells and neighbours.
pub(crate) fn cylinders(points: &[Point], hull: &Hull) -> Vec<Cylinder> {
    let directional = DirectionTable::new();
    (0..points.len()).filter_map(|i| cylinder(points, i, hull, &directional)).collect()
}

fn cylinder(points: &[Point], centre: usize, hull: &Hull, directional: &DirectionTable) -> Option<Cylinder> {
    let own = points[centre];
    let reach = CYLINDER_RADIUS_PX + 3.0 * SPATIAL_SIGMA_PX;
    let near: Vec<&Point> = (points.iter().enumerate())
        .filter(|&(i, p)| i != centre && own.distance(p) <= reach)
        .map(|(_, p)| p)
        .collect();
    if near.len() < CYLINDER_NEIGHBOURS_MIN {
        return None;
    }
    let mut out = Cylinder { point: centre, known: 0, sections: [0; CYLINDER_SECTIONS] };
    let middle = (CYLINDER_SIDE as f32 - 1.0) / 2.0;
    for cell in 0..CELLS {
        let i = (cell % CYLINDER_SIDE) as f32 - middle;
        let j = (cell / CYLINDER_SIDE) as f32 - middle;
        if (i * i + j * j).sqrt() * CELL_PX > CYLINDER_RADIUS_PX {
            continue;
        }
        // (i, j) along and across the direction; image axes have y down
        let x = own.x + CELL_PX * (i * own.cos + j * own.sin);
        let y = own.y - CELL_PX * (i * own.sin - j * own.cos);
        if !hull.holds(x, y) {
            continue;
        }
        out.known |= 1 << cell;
        for (section, sum) in contributions(&own, &near, x, y, directional).iter().enumerate() {
            if *sum >= BIT_THRESHOLD {
                out.sections[section] |= 1 << cell;
            }
        }
    }
    (out.known.count_ones() as f32 >= CYLINDER_VALID_SHARE * BASE_CELLS).then_some(out)
}

fn contributions(
    own: &Point,
    near: &[&Point],
    x: f32,
    y: f32,
    directional: &DirectionTable,
) -> [f32; CYLINDER_SECTIONS] {
    let mut sums = [0.0; CYLINDER_SECTIONS];
    for p in near {
        let squared = (p.x - x).powi(2) + (p.y - y).powi(2);
        if squared > (3.0 * SPATIAL_SIGMA_PX).powi(2) {
            continue;
        }
        let spatial = (-0.5 * squared / SPATIAL_SIGMA_PX.powi(2)).exp() / (SPATIAL_SIGMA_PX * TAU.sqrt());
        let turn = wrap_half_turn(own.direction - p.direction);
        for (k, sum) in sums.iter_mut().enumerate() {
            let section = (k as f32 + 0.5) * SECTION_RAD - PI;
            *sum += spatial * directional.at(wrap_half_turn(section - turn));
        }
    }
    sums
}

/// Integral of the directional Gaussian over one section, by difference from its middle.
struct DirectionTable([f32; Self::STEPS + 2]);

impl DirectionTable {
    const STEPS: usize = 256;

    fn new() -> Self {
        let half = SECTION_RAD / 2.0;
        Self(std::array::from_fn(|i| {
            let middle = PI * i as f32 / Self::STEPS as f32;
            normal_cdf((middle + half) / DIRECTION_SIGMA_RAD)
                - normal_cdf((middle - half) / DIRECTION_SIGMA_RAD)
        }))
    }

    fn at(&self, angle: f32) -> f32 {
        let t = angle.abs() / PI * Self::STEPS as f32;
        let i = (t as usize).min(Self::STEPS);
        self.0[i] + (t - i as f32) * (self.0[i + 1] - self.0[i])
    }
}

/// Cumulative normal distribution; Abramowitz and Stegun 7.1.26, error below 1.5e-7.
fn normal_cdf(z: f32) -> f32 {
    let x = z.abs() / SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let poly = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let erf = 1.0 - poly * (-x * x).exp();
    0.5 * (1.0 + if z < 0.0 { -erf } else { erf })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_cells_are_counted_right() {
        let middle = (CYLINDER_SIDE as f32 - 1.0) / 2.0;
        let inside = (0..CELLS).filter(|c| {
            let (i, j) = ((c % CYLINDER_SIDE) as f32 - middle, (c / CYLINDER_SIDE) as f32 - middle);
            i.hypot(j) * CELL_PX <= CYLINDER_RADIUS_PX
        });
        assert_eq!(inside.count() as f32, BASE_CELLS);
    }

    #[test]
    fn normal_distribution() {
        assert!((normal_cdf(0.0) - 0.5).abs() < 1e-6);
        assert!((normal_cdf(1.0) - 0.841_344_7).abs() < 1e-5);
        assert!((normal_cdf(-2.0) - 0.022_750_1).abs() < 1e-5);
    }

    #[test]
    fn a_cylinder_is_itself_and_sections_sum_to_the_whole_circle() {
        let table = DirectionTable::new();
        let total: f32 =
            (0..CYLINDER_SECTIONS).map(|k| table.at(wrap_half_turn(k as f32 * SECTION_RAD + 0.3))).sum();
        assert!((total - 1.0).abs() < 0.01, "{total}");
    }
}
