//! A non-negative number with an exponent of its own, so that products of many small probabilities stay exact
//! in range: a mantissa of 53 bits times a power of two.

/// `mantissa × 2^exponent`; the mantissa is 0 or in [1, 2). Scaling by powers of two rounds nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled {
    mantissa: f64,
    exponent: i64,
}

impl Scaled {
    /// Nothing.
    pub const ZERO: Self = Self { mantissa: 0.0, exponent: 0 };
    /// One.
    pub const ONE: Self = Self { mantissa: 1.0, exponent: 0 };

    /// From a finite number; what is negative or not finite counts as nothing.
    pub fn new(value: f64) -> Self {
        Self::with_exponent(value, 0)
    }

    /// `value × 2^exponent`.
    pub(crate) fn with_exponent(value: f64, exponent: i64) -> Self {
        if !(value > 0.0 && value.is_finite()) {
            return Self::ZERO;
        }
        let (value, shift) = if value < f64::MIN_POSITIVE { (value * TWO_64, -64) } else { (value, 0) };
        let power = exponent_of(value);
        Self { mantissa: value * power_of_two(-power), exponent: exponent + i64::from(power) + shift }
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0.0
    }

    /// The plain number; below the range of `f64` it is 0, above it the greatest `f64`.
    pub fn to_f64(self) -> f64 {
        let half = self.exponent.clamp(-1100, 1100) as i32 / 2;
        let rest = self.exponent.clamp(-1100, 1100) as i32 - half;
        (self.mantissa * 2f64.powi(half) * 2f64.powi(rest)).min(f64::MAX)
    }

    /// Decimal logarithm; `None` for nothing.
    pub fn log10(self) -> Option<f64> {
        (!self.is_zero()).then(|| self.mantissa.log10() + self.exponent as f64 * std::f64::consts::LOG10_2)
    }

    /// Sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (large, small) = if self.is_zero() || (!other.is_zero() && other.exponent > self.exponent) {
            (other, self)
        } else {
            (self, other)
        };
        let gap = large.exponent - small.exponent;
        if small.is_zero() || gap > 64 {
            return large;
        }
        Self::with_exponent(large.mantissa + small.mantissa * power_of_two(-(gap as i32)), large.exponent)
    }

    /// Product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::with_exponent(self.mantissa * other.mantissa, self.exponent + other.exponent)
    }

    /// Quotient; `None` when the divisor is nothing.
    pub fn over(self, divisor: Self) -> Option<Self> {
        let quotient = self.mantissa / divisor.mantissa;
        (!divisor.is_zero()).then(|| Self::with_exponent(quotient, self.exponent - divisor.exponent))
    }
}

const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// The exponent of a normal number.
fn exponent_of(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

/// 2^power for |power| ≤ 1023.
fn power_of_two(power: i32) -> f64 {
    2f64.powi(power)
}

/// Multiplies a table by a power of two that brings its greatest entry into [1, 2), and returns the power
/// taken out; `None` when every entry is 0.
pub(crate) fn take_out_power(table: &mut [f64]) -> Option<i64> {
    let greatest = table.iter().copied().fold(0.0, f64::max);
    if greatest <= 0.0 {
        return None;
    }
    let lifted = if greatest < f64::MIN_POSITIVE { greatest * TWO_64 } else { greatest };
    let power = exponent_of(lifted) - if greatest < f64::MIN_POSITIVE { 64 } else { 0 };
    if power != 0 {
        let half = -power / 2;
        let (first, second) = (power_of_two(half), power_of_two(-power - half));
        table.iter_mut().for_each(|entry| *entry = *entry * first * second);
    }
    Some(i64::from(power))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn products_far_below_the_range_of_f64_keep_their_logarithm() {
        let small = Scaled::new(1e-300);
        let product = (0..10).fold(Scaled::ONE, |product, _| product.times(small));
        assert!((product.log10().unwrap() + 3000.0).abs() < 1e-9);
        assert_eq!(product.to_f64(), 0.0);
        assert!((product.over(product).unwrap().to_f64() - 1.0).abs() < 1e-15);
        assert_eq!(Scaled::ONE.over(product).unwrap().to_f64(), f64::MAX);
        assert_eq!(Scaled::ONE.over(Scaled::ZERO), None);
        assert_eq!(Scaled::ZERO.log10(), None);
    }

    #[test]
    fn what_is_no_probability_is_nothing() {
        for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Scaled::new(value).is_zero());
        }
        assert_eq!(Scaled::new(5e-324).to_f64(), 5e-324);
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_f64_where_f64_can(a in 1e-100f64..1e100, b in 1e-100f64..1e100) {
            let (x, y) = (Scaled::new(a), Scaled::new(b));
            prop_assert_eq!(x.to_f64(), a);
            prop_assert_eq!(x.plus(y).to_f64(), a + b);
            prop_assert_eq!(x.times(y).to_f64(), a * b);
            prop_assert_eq!(x.over(y).unwrap().to_f64(), a / b);
        }

        #[test]
        fn a_table_keeps_its_proportions(mut table in prop::collection::vec(1e-320f64..1e10, 1..9)) {
            let before = table.clone();
            let power = take_out_power(&mut table).unwrap();
            for (after, before) in table.iter().zip(before) {
                let restored = Scaled::with_exponent(*after, power);
                let relative = restored.over(Scaled::new(before)).unwrap().to_f64();
                prop_assert!((relative - 1.0).abs() < 1e-12 || before < 1e-307 * table.iter().copied().fold(0.0, f64::max));
            }
        }
    }
}
