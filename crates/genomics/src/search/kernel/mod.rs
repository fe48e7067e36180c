//! The innermost loops of a search: one table of 256 bytes a locus, looked up by the code of each profile.
//!
//! This folder is the only place of the crate that may hold `unsafe`: vector loads from arrays whose length the
//! type guarantees, and calls of functions whose instructions were asked for at run time. Every kernel gives the
//! same places (tested by property), so answers do not depend on the machine.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use std::sync::OnceLock;

/// Profiles of a segment: 63 × 256. A column is 256 bytes short of four pages, so that the columns of a segment
/// do not fall into the same sets of the cache; 24 columns (387 kB) stay in a second-level cache.
pub(crate) const SEGMENT_PROFILES: usize = 16_128;
/// The codes of one locus, by profile of the segment.
pub(crate) type Column = [u8; SEGMENT_PROFILES];
/// What each code of a locus is worth.
pub(crate) type Table = [u8; 256];

/// In a table of [`Counting`]: the profile is not typed here.
pub(crate) const UNTYPED_HERE: u8 = 1;
/// In a table of [`Counting`]: the profile does not fit here.
pub(crate) const MISMATCH_HERE: u8 = 32;
/// Most loci of a count: so many untyped ones fit below the mismatches.
pub(crate) const LOCI_COUNTED_MAX: usize = 31;
/// Most mismatches a count can tell: seven saturate.
pub(crate) const MISMATCHES_COUNTED_MAX: u8 = 6;

/// Profiles with few mismatches and few untyped loci are wanted. Tables hold 0, [`UNTYPED_HERE`] or
/// [`MISMATCH_HERE`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counting {
    /// Most mismatches, at most [`MISMATCHES_COUNTED_MAX`].
    pub(crate) mismatches_max: u8,
    /// Most untyped loci, at most [`LOCI_COUNTED_MAX`].
    pub(crate) untyped_max: u8,
}

impl Counting {
    /// Least count that is too much, by mismatches alone.
    fn too_many(self) -> u8 {
        (self.mismatches_max.min(MISMATCHES_COUNTED_MAX) + 1) * MISMATCH_HERE
    }

    fn wants(self, count: u8) -> bool {
        count < self.too_many() && count % MISMATCH_HERE <= self.untyped_max
    }
}

/// One locus of a search: the codes of a segment and what each is worth.
pub(crate) type Pair<'a> = (&'a Table, &'a Column);

/// An implementation of the loops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Plain code, the reference.
    Scalar,
    /// 256-bit vectors: sixteen tables of 16 and a tree of choices.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors with permutations of bytes.
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
            if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vbmi") {
                kernels.push(Self::Avx512);
            }
        }
        kernels
    }

    /// Its name, for reports of speed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => "avx512",
        }
    }

    /// Adds to `wanted` the places of the profiles with at most so many mismatches and untyped loci, in order.
    /// At most [`LOCI_COUNTED_MAX`] loci, those that exclude most first.
    #[allow(unsafe_code, reason = "calls of functions that need instructions this processor was asked for")]
    pub(crate) fn count(self, loci: &[Pair<'_>], limits: Counting, wanted: &mut Vec<u16>) {
        match self {
            Self::Scalar => count_scalar(loci, limits, wanted),
            // SAFETY: `available` is the only maker of this value and saw the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::count(loci, limits, wanted) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { avx512::count(loci, limits, wanted) },
        }
    }

    /// Adds to `wanted` the places of the profiles whose sum over the tables is at least `least`, in order. At
    /// most 255 loci, so that a sum fits 16 bits.
    #[allow(unsafe_code, reason = "calls of functions that need instructions this processor was asked for")]
    pub(crate) fn score(self, loci: &[Pair<'_>], least: u16, wanted: &mut Vec<u16>) {
        match self {
            Self::Scalar => score_scalar(loci, least, wanted),
            // SAFETY: `available` is the only maker of this value and saw the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::score(loci, least, wanted) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { avx512::score(loci, least, wanted) },
        }
    }
}

/// Profiles that the plain loops take together.
const AT_ONCE: usize = 64;

fn count_scalar(loci: &[Pair<'_>], limits: Counting, wanted: &mut Vec<u16>) {
    for first in (0..SEGMENT_PROFILES).step_by(AT_ONCE) {
        let mut counts = [0u8; AT_ONCE];
        for (table, column) in loci {
            for (count, &code) in counts.iter_mut().zip(&column[first..first + AT_ONCE]) {
                *count = count.saturating_add(table[usize::from(code)]);
            }
            if counts.iter().all(|&count| count >= limits.too_many()) {
                break;
            }
        }
        let places = counts.iter().enumerate().filter(|(_, count)| limits.wants(**count));
        wanted.extend(places.map(|(place, _)| (first + place) as u16));
    }
}

fn score_scalar(loci: &[Pair<'_>], least: u16, wanted: &mut Vec<u16>) {
    for first in (0..SEGMENT_PROFILES).step_by(AT_ONCE) {
        let mut sums = [0u16; AT_ONCE];
        for (table, column) in loci {
            for (sum, &code) in sums.iter_mut().zip(&column[first..first + AT_ONCE]) {
                *sum += u16::from(table[usize::from(code)]);
            }
        }
        let places = sums.iter().enumerate().filter(|(_, sum)| **sum >= least);
        wanted.extend(places.map(|(place, _)| (first + place) as u16));
    }
}

/// Adds the places of the bits that are set, counted from `first`.
#[cfg(target_arch = "x86_64")]
fn places(mut bits: u64, first: usize, wanted: &mut Vec<u16>) {
    while bits != 0 {
        wanted.push((first + bits.trailing_zeros() as usize) as u16);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bytes that look drawn, from a seed (SplitMix64).
    fn bytes(seed: u64) -> impl Iterator<Item = u8> {
        (1u64..).map(move |n| {
            let mut z = seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (z ^ (z >> 27)) as u8
        })
    }

    fn columns(seed: u64, loci: usize) -> Vec<Column> {
        let mut bytes = bytes(seed);
        (0..loci).map(|_| std::array::from_fn(|_| bytes.next().unwrap())).collect()
    }

    /// Every kernel against the profiles taken one by one.
    fn agree(loci: &[Pair<'_>], limits: Counting, least: u16) {
        let sum = |place: usize| {
            loci.iter().map(|(table, column)| u16::from(table[usize::from(column[place])])).sum::<u16>()
        };
        let all = 0..SEGMENT_PROFILES as u16;
        let scored: Vec<u16> = all.clone().filter(|&place| sum(usize::from(place)) >= least).collect();
        let times = |place: u16, worth: u8| {
            let of = |(table, column): &&Pair<'_>| table[usize::from(column[usize::from(place)])] == worth;
            loci.iter().filter(of).count()
        };
        let few = |&place: &u16| {
            times(place, MISMATCH_HERE) <= usize::from(limits.mismatches_max)
                && times(place, UNTYPED_HERE) <= usize::from(limits.untyped_max)
        };
        let counts = loci.iter().all(|(table, _)| table.iter().all(|w| [0, 1, MISMATCH_HERE].contains(w)));
        let counted: Vec<u16> = all.filter(few).collect();
        for kernel in Kernel::available() {
            let mut wanted = Vec::new();
            kernel.score(loci, least, &mut wanted);
            assert_eq!(wanted, scored, "{kernel:?}");
            if counts {
                wanted.clear();
                kernel.count(loci, limits, &mut wanted);
                assert_eq!(wanted, counted, "{kernel:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_kernel_finds_the_places_of_the_reference(
            seed in any::<u64>(),
            loci in 0usize..=LOCI_COUNTED_MAX,
            fits in 0u8..=255,
            mismatches_max in 0u8..=MISMATCHES_COUNTED_MAX,
            untyped_max in 0u8..=31,
            share in 0.0f64..1.1,
        ) {
            let columns = columns(seed, loci);
            let mut drawn = bytes(!seed);
            let counting: Vec<Table> = (0..loci).map(|_| std::array::from_fn(|_| {
                let byte = drawn.next().unwrap();
                if byte <= fits { 0 } else if byte.is_multiple_of(2) { UNTYPED_HERE } else { MISMATCH_HERE }
            })).collect();
            let scoring: Vec<Table> =
                (0..loci).map(|_| std::array::from_fn(|_| drawn.next().unwrap())).collect();
            let limits = Counting { mismatches_max, untyped_max };
            let least = (share * 160.0 * loci as f64) as u16;
            agree(&counting.iter().zip(&columns).collect::<Vec<_>>(), limits, least / 8);
            agree(&scoring.iter().zip(&columns).collect::<Vec<_>>(), limits, least);
        }
    }

    #[test]
    fn the_greatest_worth_everywhere_does_not_wrap() {
        let columns = columns(3, 31);
        let loci: Vec<Pair<'_>> = columns.iter().map(|column| (&[255; 256], column)).collect();
        agree(&loci, Counting { mismatches_max: 6, untyped_max: 31 }, 31 * 255);
        let loci: Vec<Pair<'_>> = columns.iter().map(|column| (&[MISMATCH_HERE; 256], column)).collect();
        agree(&loci, Counting { mismatches_max: 6, untyped_max: 31 }, 1);
    }

    #[test]
    fn the_best_kernel_is_the_last_available() {
        assert_eq!(Some(&Kernel::best()), Kernel::available().last());
        assert_eq!(Kernel::Scalar.name(), "scalar");
    }
}
