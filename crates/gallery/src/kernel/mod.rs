//! The innermost loop of stage one: the nearest cylinder of a finger to each cylinder of a probe.
//!
//! This folder is the only place of the workspace's index that may hold `unsafe`: vector loads from arrays whose
//! length the type guarantees, and calls of functions whose instructions were asked for at run time. Every kernel
//! gives the same integers (tested by property), so scores do not depend on the machine.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use std::sync::OnceLock;

use dactyloscopy::CYLINDER_WORDS;

/// Cylinders that lie side by side in a block.
pub(crate) const LANES: usize = 8;
/// The bits of one cylinder.
pub(crate) type Words = [u64; CYLINDER_WORDS];
/// Bits of a key that hold the number of the nearest cylinder; its Hamming distance stands above them.
pub(crate) const INDEX_BITS: u32 = 8;

/// Eight cylinders, word-major: one vector register holds the same word of all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Block(pub(crate) [[u64; LANES]; CYLINDER_WORDS]);

/// An implementation of [`Kernel::nearest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Plain code, the reference.
    Scalar,
    /// 256-bit vectors, population count by table.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors with their own population count.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The fastest kernel of this processor, looked up once.
    pub(crate) fn best() -> Self {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| Self::available().last().copied().unwrap_or(Self::Scalar))
    }

    /// The kernels this processor can run, slowest first.
    pub(crate) fn available() -> Vec<Self> {
        let mut kernels = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                kernels.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vpopcntdq") {
                kernels.push(Self::Avx512);
            }
        }
        kernels
    }

    /// For each cylinder of the probe the key of the finger's nearest one: Hamming distance above
    /// [`INDEX_BITS`], number of the cylinder below; of equally near ones the first. At most 32 blocks.
    #[allow(unsafe_code, reason = "calls of functions that need instructions this processor was asked for")]
    pub(crate) fn nearest(self, probe: &[Words], finger: &[Block], keys: &mut [u32]) {
        match self {
            Self::Scalar => nearest_scalar(probe, finger, keys),
            // SAFETY: `available` is the only maker of this value and saw the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::nearest(probe, finger, keys) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { avx512::nearest(probe, finger, keys) },
        }
    }
}

fn nearest_scalar(probe: &[Words], finger: &[Block], keys: &mut [u32]) {
    for (words, key) in probe.iter().zip(keys) {
        *key = u32::MAX;
        for (number, block) in finger.iter().enumerate() {
            for lane in 0..LANES {
                let distance: u32 =
                    words.iter().zip(&block.0).map(|(word, row)| (word ^ row[lane]).count_ones()).sum();
                *key = (*key).min(distance << INDEX_BITS | (number * LANES + lane) as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block() -> impl Strategy<Value = Block> {
        // sparse, dense and random words, so that equal distances and extremes occur
        let word = prop_oneof![any::<u64>(), Just(0), Just(u64::MAX), (0u32..64).prop_map(|b| 1 << b)];
        prop::collection::vec(word, LANES * CYLINDER_WORDS).prop_map(|words| {
            Block(std::array::from_fn(|w| std::array::from_fn(|lane| words[w * LANES + lane])))
        })
    }

    proptest! {
        #[test]
        fn every_kernel_gives_the_keys_of_the_reference(
            finger in prop::collection::vec(block(), 0..6),
            probe in prop::collection::vec(prop::array::uniform6(any::<u64>()), 0..23),
            copied in 0usize..8,
        ) {
            let mut probe = probe;
            if let (Some(first), Some(block)) = (probe.first_mut(), finger.last()) {
                *first = std::array::from_fn(|w| block.0[w][copied]);
            }
            let mut expected = vec![0; probe.len()];
            Kernel::Scalar.nearest(&probe, &finger, &mut expected);
            if !probe.is_empty() && !finger.is_empty() {
                prop_assert_eq!(expected[0] >> INDEX_BITS, 0, "a copy is at distance 0");
            }
            for kernel in Kernel::available() {
                let mut keys = vec![7; probe.len()];
                kernel.nearest(&probe, &finger, &mut keys);
                prop_assert_eq!(&keys, &expected, "{:?}", kernel);
            }
        }
    }

    #[test]
    fn the_best_kernel_is_the_last_available() {
        assert_eq!(Some(&Kernel::best()), Kernel::available().last());
    }
}
