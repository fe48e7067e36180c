//! 512-bit vectors: one register holds one word of the eight cylinders of a block.
#![allow(unsafe_code, reason = "vector loads; the invariant stands at each")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_loadu_epi64, _mm512_min_epu64, _mm512_or_si512, _mm512_popcnt_epi64,
    _mm512_reduce_min_epu64, _mm512_set_epi64, _mm512_set1_epi64, _mm512_setzero_si512, _mm512_slli_epi64,
    _mm512_xor_si512,
};

use super::{Block, INDEX_BITS, LANES, Words};

/// Cylinders of the probe compared with a block while it is in registers.
const TOGETHER: usize = 4;

/// [`super::Kernel::nearest`].
#[target_feature(enable = "avx512f,avx512vpopcntdq")]
pub(super) fn nearest(probe: &[Words], finger: &[Block], keys: &mut [u32]) {
    let (groups, rest) = probe.as_chunks::<TOGETHER>();
    let (key_groups, _) = keys.as_chunks_mut::<TOGETHER>();
    for (group, keys) in groups.iter().zip(key_groups) {
        nearest_of(group, finger, keys);
    }
    let done = groups.len() * TOGETHER;
    for (one, key) in rest.iter().zip(keys.iter_mut().skip(done)) {
        nearest_of(std::array::from_ref(one), finger, std::array::from_mut(key));
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512vpopcntdq")]
fn nearest_of<const N: usize>(probe: &[Words; N], finger: &[Block], keys: &mut [u32; N]) {
    let mut index = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    let step = _mm512_set1_epi64(LANES as i64);
    let mut best = [_mm512_set1_epi64(i64::from(u32::MAX)); N];
    for block in finger {
        let mut distance = [_mm512_setzero_si512(); N];
        for (w, row) in block.0.iter().enumerate() {
            let row = load(row);
            for (words, distance) in probe.iter().zip(&mut distance) {
                let different = _mm512_xor_si512(row, _mm512_set1_epi64(words[w].cast_signed()));
                *distance = _mm512_add_epi64(*distance, _mm512_popcnt_epi64(different));
            }
        }
        for (distance, best) in distance.iter().zip(&mut best) {
            let key = _mm512_or_si512(_mm512_slli_epi64::<INDEX_BITS>(*distance), index);
            *best = _mm512_min_epu64(*best, key);
        }
        index = _mm512_add_epi64(index, step);
    }
    for (best, key) in best.iter().zip(keys) {
        *key = _mm512_reduce_min_epu64(*best) as u32;
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(row: &[u64; LANES]) -> __m512i {
    // SAFETY: the reference is valid for reading its eight words, which are the 64 bytes read; the load needs no
    // alignment.
    unsafe { _mm512_loadu_epi64(row.as_ptr().cast()) }
}
