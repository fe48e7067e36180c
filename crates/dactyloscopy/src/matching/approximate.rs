//! Arctangent and exponential as short polynomials: the same bits on every machine, and loops around them
//! become vector code.

use std::f32::consts::{FRAC_PI_2, LN_2, LOG2_E, PI};

/// Angle of (x, y) in [-pi, pi], error below 1e-4 rad (minimax polynomial of degree 9, Abramowitz and Stegun
/// 4.4.47). 0 for (0, 0).
#[inline(always)]
pub(crate) fn atan2(y: f32, x: f32) -> f32 {
    let (wide, high) = (x.abs(), y.abs());
    let (small, large) = if high > wide { (wide, high) } else { (high, wide) };
    let t = small / if large > 1e-20 { large } else { 1.0 };
    let s = t * t;
    let angle = t * (0.999_866 + s * (-0.330_299_5 + s * (0.180_141 + s * (-0.085_133 + s * 0.020_835_1))));
    let angle = if high > wide { FRAC_PI_2 - angle } else { angle };
    let angle = if x < 0.0 { PI - angle } else { angle };
    if y < 0.0 { -angle } else { angle }
}

/// Exponential for |x| <= 80 (cut there), relative error below 1e-5.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // 1.5 * 2^23: adding it rounds to a whole number, which then stands in the lowest bits
    const ROUND: f32 = 12_582_912.0;
    let x = if x > 80.0 { 80.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let t = x * LOG2_E;
    let rounded = t + ROUND;
    let f = t - (rounded - ROUND);
    let power =
        1.0 + f * (LN_2 + f * (0.240_226_5 + f * (0.055_504_1 + f * (0.009_618_13 + f * 0.001_333_4))));
    let exponent = rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127);
    power * f32::from_bits(exponent << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arctangent_all_around() {
        for i in -314..=314 {
            let angle = i as f32 * 0.01;
            let (sin, cos) = angle.sin_cos();
            assert!((atan2(7.0 * sin, 7.0 * cos) - angle).abs() < 1e-4, "{angle}");
        }
        assert_eq!(atan2(0.0, 0.0), 0.0);
    }

    #[test]
    fn exponential_over_its_range() {
        for i in -800..=800 {
            let x = i as f32 * 0.1;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}: {} against {}", exp(x), x.exp());
        }
        assert_eq!((exp(500.0), exp(-500.0)), (exp(80.0), exp(-80.0)));
    }
}
