//! Randomness that is a parameter: ChaCha8 streams keyed by a seed and a purpose.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::arithmetic::{TAU, cos, ln};

/// A stream of random numbers. The key is built here byte by byte, so that no default of the random
/// crate stands between a seed and its stream.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    /// The stream of `seed` for one purpose. Different purposes give independent streams.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        for (slot, byte) in key[8..].iter_mut().zip(purpose.bytes()) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in `[0, 1)`, on a grid of 2⁻²⁴.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32
    }

    /// Uniform in `[low, high)`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Normal with this mean and standard deviation (Box–Muller), cut at three deviations.
    pub(crate) fn normal(&mut self, mean: f32, deviation: f32) -> f32 {
        let radius = (-2.0 * ln(1.0 - self.unit())).sqrt();
        mean + deviation * (radius * cos(TAU * self.unit())).clamp(-3.0, 3.0)
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// An index below `count`; 0 when `count` is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// An index drawn by weight; the last one absorbs rounding.
    pub(crate) fn weighted(&mut self, weights: &[f32]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f32>();
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }
}

/// Mixes two words into a seed (SplitMix64 finaliser; Steele, Lea, Flood 2014).
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_fixed_and_independent() {
        assert_eq!(Random::new(1, "a").bits(), Random::new(1, "a").bits());
        assert_ne!(Random::new(1, "a").bits(), Random::new(1, "b").bits());
        assert_ne!(Random::new(1, "a").bits(), Random::new(2, "a").bits());
    }

    #[test]
    fn normal_has_its_mean_and_deviation() {
        let mut random = Random::new(5, "normal");
        let values: Vec<f32> = (0..20_000).map(|_| random.normal(2.0, 3.0)).collect();
        let mean = values.iter().sum::<f32>() / 20_000.0;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / 20_000.0;
        assert!((mean - 2.0).abs() < 0.1 && (variance.sqrt() - 3.0).abs() < 0.1, "{mean} {variance}");
    }
}
