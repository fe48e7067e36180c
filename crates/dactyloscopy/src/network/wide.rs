//! The convolutions compiled for several generations of processors, and the choice between them at run time. With
//! `matching/wide.rs` the only module of the crate that holds `unsafe`.
//!
//! Invariant: a [`Processor`] with vector instructions is made only by [`Generation`], and only where this processor
//! has the features its methods are compiled for.

#![allow(unsafe_code, reason = "vector instructions and functions compiled for features found at run time")]

use super::convolution::{Job, LANES, Processor, convolve};

/// Instruction sets the convolutions are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generation {
    /// Any processor of the target.
    Any(Portable),
    /// x86-64 with AVX2 and FMA (2013 and later).
    #[cfg(target_arch = "x86_64")]
    Avx2(x86::Avx2),
    /// x86-64 with AVX-512 F (2017 and later).
    #[cfg(target_arch = "x86_64")]
    Avx512(x86::Avx512),
}

impl Generation {
    /// All that this processor has, the widest last.
    pub(crate) fn available() -> Vec<Self> {
        let mut all = vec![Self::Any(Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(x86::Avx2::found().map(Self::Avx2));
            all.extend(x86::Avx512::found().map(Self::Avx512));
        }
        all
    }

    /// The widest that this processor has.
    pub(crate) fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Any(Portable))
    }

    /// Runs a convolution.
    pub(crate) fn convolve(self, job: &mut Job<'_>) {
        match self {
            Self::Any(portable) => convolve::<_, 0, 1>(portable, job),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(processor) => processor.convolve(job),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(processor) => processor.convolve(job),
        }
    }
}

/// No more than every processor of the target has; slow where fused multiplication is a function call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Portable;

impl Processor for Portable {
    type Lanes = [f32; LANES];

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Self::Lanes {
        *from
    }

    #[inline(always)]
    fn store(self, lanes: Self::Lanes) -> [f32; LANES] {
        lanes
    }

    #[inline(always)]
    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        std::array::from_fn(|i| a[i] + b[i])
    }

    #[inline(always)]
    fn rectify(self, lanes: Self::Lanes) -> Self::Lanes {
        lanes.map(|v| if v > 0.0 { v } else { 0.0 })
    }

    #[inline(always)]
    fn mul_add(self, x: f32, weights: Self::Lanes, sum: Self::Lanes) -> Self::Lanes {
        std::array::from_fn(|i| x.mul_add(weights[i], sum[i]))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Job, LANES, Processor, convolve};
    use std::arch::x86_64::*;

    /// Proof that this processor has AVX2 and FMA.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Avx2(());

    impl Avx2 {
        pub(super) fn found() -> Option<Self> {
            (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")).then_some(Self(()))
        }

        pub(super) fn convolve(self, job: &mut Job<'_>) {
            #[target_feature(enable = "avx2,fma")]
            fn run(processor: Avx2, job: &mut Job<'_>) {
                convolve::<_, 0, 6>(processor, job);
            }
            // SAFETY: a value of this type exists only where the processor has these features
            unsafe { run(self, job) }
        }
    }

    impl Processor for Avx2 {
        type Lanes = [__m256; 2];

        #[inline(always)]
        fn load(self, from: &[f32; LANES]) -> Self::Lanes {
            let from = from.as_ptr();
            // SAFETY: the array holds 16 numbers; the features are there as the value proves
            unsafe { [_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))] }
        }

        #[inline(always)]
        fn store(self, lanes: Self::Lanes) -> [f32; LANES] {
            let mut to = [0.0; LANES];
            // SAFETY: the array holds 16 numbers; the features are there as the value proves
            unsafe {
                _mm256_storeu_ps(to.as_mut_ptr(), lanes[0]);
                _mm256_storeu_ps(to.as_mut_ptr().add(8), lanes[1]);
            }
            to
        }

        #[inline(always)]
        fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves
            unsafe { [_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn rectify(self, lanes: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves; of a number that is none, and of two zeros, the
            // instruction gives the second
            unsafe { lanes.map(|v| _mm256_max_ps(v, _mm256_setzero_ps())) }
        }

        #[inline(always)]
        fn mul_add(self, x: f32, weights: Self::Lanes, sum: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves
            unsafe {
                let x = _mm256_set1_ps(x);
                [_mm256_fmadd_ps(x, weights[0], sum[0]), _mm256_fmadd_ps(x, weights[1], sum[1])]
            }
        }
    }

    /// Proof that this processor has AVX-512 F.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Avx512(());

    impl Avx512 {
        pub(super) fn found() -> Option<Self> {
            is_x86_feature_detected!("avx512f").then_some(Self(()))
        }

        pub(super) fn convolve(self, job: &mut Job<'_>) {
            #[target_feature(enable = "avx512f,avx2,fma")]
            fn run(processor: Avx512, job: &mut Job<'_>) {
                convolve::<_, 10, 20>(processor, job);
            }
            // SAFETY: a value of this type exists only where the processor has AVX-512 F, which includes the others
            unsafe { run(self, job) }
        }
    }

    impl Processor for Avx512 {
        type Lanes = __m512;

        #[inline(always)]
        fn load(self, from: &[f32; LANES]) -> Self::Lanes {
            // SAFETY: the array holds 16 numbers; the features are there as the value proves
            unsafe { _mm512_loadu_ps(from.as_ptr()) }
        }

        #[inline(always)]
        fn store(self, lanes: Self::Lanes) -> [f32; LANES] {
            let mut to = [0.0; LANES];
            // SAFETY: the array holds 16 numbers; the features are there as the value proves
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), lanes) };
            to
        }

        #[inline(always)]
        fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves
            unsafe { _mm512_add_ps(a, b) }
        }

        #[inline(always)]
        fn rectify(self, lanes: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves; as for AVX2
            unsafe { _mm512_max_ps(lanes, _mm512_setzero_ps()) }
        }

        #[inline(always)]
        fn mul_add(self, x: f32, weights: Self::Lanes, sum: Self::Lanes) -> Self::Lanes {
            // SAFETY: the features are there as the value proves
            unsafe { _mm512_fmadd_ps(_mm512_set1_ps(x), weights, sum) }
        }
    }
}
