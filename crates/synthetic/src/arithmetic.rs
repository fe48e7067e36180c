//! Elementary functions from IEEE additions, multiplications, divisions and square roots alone, in a
//! fixed order: the platform's libm may differ in the last bit, and one bit decides where a ridge forks.
//! Accurate to about 1e-6 in the ranges used here, which is what a picture needs.

/// π.
pub(crate) const PI: f32 = core::f32::consts::PI;
/// 2π.
pub(crate) const TAU: f32 = core::f32::consts::TAU;

/// Cosine, |x| up to some thousands of radians: reduction to [-π, π], then Taylor in the half angle.
pub(crate) fn cos(x: f32) -> f32 {
    let turns = x / TAU;
    let half = (turns - turns.round()) * PI;
    let s = half * half;
    // sin(half), |half| <= π/2, to the 11th power.
    let sin = half
        * (1.0
            + s * (-1.0 / 6.0
                + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362_880.0 - s / 39_916_800.0)))));
    1.0 - 2.0 * sin * sin
}

/// Sine.
pub(crate) fn sin(x: f32) -> f32 {
    cos(x - PI / 2.0)
}

/// Angle of (x, y) in (-π, π]; 0 for the origin. Abramowitz and Stegun 4.4.49 on [0, 1] (error 1e-5 rad).
pub(crate) fn atan2(y: f32, x: f32) -> f32 {
    let (ax, ay) = (x.abs(), y.abs());
    let (small, large) = if ax < ay { (ax, ay) } else { (ay, ax) };
    if large == 0.0 {
        return 0.0;
    }
    let t = small / large;
    let s = t * t;
    let mut angle =
        t * (0.999_866 + s * (-0.330_299_5 + s * (0.180_141 + s * (-0.085_133 + s * 0.020_835_1))));
    if ax < ay {
        angle = PI / 2.0 - angle;
    }
    if x < 0.0 {
        angle = PI - angle;
    }
    if y < 0.0 { -angle } else { angle }
}

/// Exponential, clamped to |x| <= 80: 2^n times a polynomial on [-ln2/2, ln2/2].
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let n = (x * core::f32::consts::LOG2_E).round();
    let r = x - n * core::f32::consts::LN_2;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    p * f32::from_bits(((n as i32 + 127) as u32) << 23)
}

/// Natural logarithm of a positive normal number; ln of anything else is taken as of the least one.
pub(crate) fn ln(x: f32) -> f32 {
    let bits = if x > f32::MIN_POSITIVE { x.to_bits() } else { f32::MIN_POSITIVE.to_bits() };
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    if mantissa > core::f32::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let s = t * t;
    let series = 1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s / 9.0)));
    2.0 * t * series + exponent as f32 * core::f32::consts::LN_2
}

/// Smooth step from 0 at `low` to 1 at `high` (cubic); also falling when `high < low`.
pub(crate) fn smooth_step(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Logistic function.
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_libm() {
        for i in -4000..4000 {
            let x = i as f32 * 0.01;
            assert!((cos(x) - x.cos()).abs() < 1e-5, "cos {x}");
            assert!((sin(x) - x.sin()).abs() < 1e-5, "sin {x}");
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
            let y = 0.37 * x - 3.0;
            assert!((atan2(y, x) - y.atan2(x)).abs() < 2e-5, "atan2 {y} {x}");
            let p = (i + 4001) as f32 * 0.013;
            assert!((ln(p) - p.ln()).abs() < 1e-5, "ln {p}");
        }
        assert_eq!(atan2(0.0, 0.0), 0.0);
    }
}
