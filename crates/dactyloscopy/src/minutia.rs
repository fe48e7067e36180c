//! One minutia and its angle convention.

use std::f32::consts::TAU;

/// What a ridge does at a minutia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MinutiaKind {
    /// A ridge ends.
    Ending,
    /// A ridge splits in two.
    Bifurcation,
    /// Not known or not told.
    Unknown,
}

/// A minutia at 500 ppi.
///
/// Angles follow ISO/IEC 19794-2:2005: counter-clockwise as seen on the screen from the x axis (which points
/// right), so the step along a direction is `dx = cos, dy = -sin` with y down. An ending points from the end
/// **back into its ridge**; a bifurcation points **into the valley enclosed by its two branches**. The two are
/// dual: exchanging ridges and valleys turns one into the other with the same direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minutia {
    /// 500-ppi pixels from the left edge.
    pub x_px: f32,
    /// 500-ppi pixels from the top edge, downwards.
    pub y_px: f32,
    /// Radians in [0, 2 pi), counter-clockwise on the screen.
    pub direction_rad: f32,
    /// Ending, bifurcation or unknown.
    pub kind: MinutiaKind,
    /// Confidence that it is there, 0 to 100.
    pub quality: u8,
}

impl Minutia {
    /// The unit step along the direction, in image axes (y down).
    pub fn step(&self) -> (f32, f32) {
        (self.direction_rad.cos(), -self.direction_rad.sin())
    }
}

/// The direction of an image-axes step (y down), radians in [0, 2 pi).
pub fn direction_of_step(dx: f32, dy: f32) -> f32 {
    wrap_full_turn((-dy).atan2(dx))
}

/// Brings an angle to [0, 2 pi).
pub(crate) fn wrap_full_turn(angle_rad: f32) -> f32 {
    let wrapped = angle_rad.rem_euclid(TAU);
    if wrapped >= TAU { 0.0 } else { wrapped }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::{FRAC_PI_2, PI};

    #[test]
    fn directions_are_counter_clockwise_on_the_screen() {
        assert!(direction_of_step(1.0, 0.0).abs() < 1e-6);
        assert!((direction_of_step(0.0, -1.0) - FRAC_PI_2).abs() < 1e-6, "up is a quarter turn");
        assert!((direction_of_step(-1.0, 0.0) - PI).abs() < 1e-6);
        assert!((direction_of_step(0.0, 1.0) - 3.0 * FRAC_PI_2).abs() < 1e-6, "down is three quarters");
    }

    #[test]
    fn step_undoes_direction() {
        for i in 0..64 {
            let a = i as f32 * TAU / 64.0;
            let m = Minutia { x_px: 0.0, y_px: 0.0, direction_rad: a, kind: MinutiaKind::Ending, quality: 1 };
            let (dx, dy) = m.step();
            let d = (direction_of_step(dx, dy) - a).abs();
            assert!(d < 1e-5 || (TAU - d) < 1e-5);
        }
    }

    #[test]
    fn wraps_tiny_negative_angles_to_a_valid_value() {
        let w = wrap_full_turn(-1e-9);
        assert!((0.0..TAU).contains(&w));
    }
}
