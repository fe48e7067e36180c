//! The inner loops of a comparison, compiled for several generations of processors from one source, and the
//! choice between them at run time. With `network/wide.rs` the only module of the crate that holds `unsafe`.
//!
//! Invariant: a function compiled for a generation is called only with a [`Generation`] value, and the only
//! sources of such values ([`Generation::best`], [`Generation::available`]) give those that this processor
//! has. The loops themselves are safe code. Every generation gives bit-equal results: the compiler neither
//! fuses multiplication and addition nor reorders sums, and no function of the C library is called inside
//! (property test `generations_agree`).

#![allow(unsafe_code, reason = "calling a function compiled for features found at run time")]

use super::hull::Hull;
use super::likeness::{CylinderSet, Likeness, fill};
use super::pairing::{PairingSpace, choose};
use super::relaxation::{RelaxationSpace, fill_support, run_rounds};
use super::warp::{Warp, inside, warp};

/// Instruction sets the loops are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Generation {
    /// Any processor of the target.
    Any,
    /// x86-64 with AVX2 and POPCNT (2013 and later).
    Avx2,
    /// x86-64 with AVX-512 F, BW, DQ, VL and VPOPCNTDQ (2019 and later).
    Avx512,
}

impl Generation {
    /// The widest that this processor has.
    pub(crate) fn best() -> Self {
        if Self::has_avx512() {
            Self::Avx512
        } else if Self::has_avx2() {
            Self::Avx2
        } else {
            Self::Any
        }
    }

    /// All that this processor has.
    #[cfg(test)]
    pub(crate) fn available() -> Vec<Self> {
        let mut all = vec![Self::Any];
        if Self::has_avx2() {
            all.push(Self::Avx2);
        }
        if Self::has_avx512() {
            all.push(Self::Avx512);
        }
        all
    }

    #[cfg(target_arch = "x86_64")]
    fn has_avx2() -> bool {
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt")
    }

    #[cfg(target_arch = "x86_64")]
    fn has_avx512() -> bool {
        Self::has_avx2()
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vpopcntdq")
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn has_avx2() -> bool {
        false
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn has_avx512() -> bool {
        false
    }
}

impl Default for Generation {
    fn default() -> Self {
        Self::best()
    }
}

/// Compiles the safe loop `$body` for each generation and calls the one asked for.
macro_rules! for_each_generation {
    ($(#[$doc:meta])* $name:ident = $body:ident($($argument:ident: $type:ty),*)) => {
        $(#[$doc])*
        pub(crate) fn $name(generation: Generation, $($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,popcnt")]
                fn avx512($($argument: $type),*) {
                    $body($($argument),*);
                }
                #[target_feature(enable = "avx2,popcnt")]
                fn avx2($($argument: $type),*) {
                    $body($($argument),*);
                }
                match generation {
                    // SAFETY: the value exists only where the processor has these features (see above)
                    Generation::Avx512 => return unsafe { avx512($($argument),*) },
                    // SAFETY: the same
                    Generation::Avx2 => return unsafe { avx2($($argument),*) },
                    Generation::Any => {}
                }
            }
            let _ = generation;
            $body($($argument),*);
        }
    };
}

for_each_generation! {
    /// [`fill`].
    fill_likeness = fill(a: &CylinderSet, b: &CylinderSet, out: &mut Likeness)
}
for_each_generation! {
    /// [`choose`].
    choose_pairs = choose(limit: usize, space: &mut PairingSpace)
}
for_each_generation! {
    /// [`fill_support`].
    support = fill_support(space: &mut RelaxationSpace)
}
for_each_generation! {
    /// [`run_rounds`].
    rounds = run_rounds(space: &mut RelaxationSpace)
}
for_each_generation! {
    /// [`warp`].
    warp_points = warp(warp_space: &mut Warp)
}
for_each_generation! {
    /// [`inside`].
    inside_hull = inside(hull: &Hull, x: &[f32], y: &[f32], out: &mut Vec<f32>)
}
