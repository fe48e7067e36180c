//! 256-bit vectors: one register holds one word of half a block; ones are counted by a table of nibbles
//! (Mula, Kurz and Lemire 2018).
#![allow(unsafe_code, reason = "vector loads and stores; the invariant stands at each")]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_add_epi64, _mm256_and_si256, _mm256_loadu_si256, _mm256_min_epu32,
    _mm256_or_si256, _mm256_sad_epu8, _mm256_set_epi64x, _mm256_set1_epi8, _mm256_set1_epi64x,
    _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi64, _mm256_srli_epi16,
    _mm256_storeu_si256, _mm256_xor_si256,
};

use super::{Block, INDEX_BITS, LANES, Words};

/// Words in a register.
const HALF: usize = LANES / 2;

/// [`super::Kernel::nearest`].
#[target_feature(enable = "avx2")]
pub(super) fn nearest(probe: &[Words], finger: &[Block], keys: &mut [u32]) {
    for (words, key) in probe.iter().zip(keys) {
        let mut best = _mm256_set1_epi64x(i64::from(u32::MAX));
        for (number, block) in finger.iter().enumerate() {
            for half in 0..2 {
                let first = (number * LANES + half * HALF) as i64;
                let index = _mm256_set_epi64x(first + 3, first + 2, first + 1, first);
                let key = _mm256_or_si256(
                    _mm256_slli_epi64::<{ INDEX_BITS as i32 }>(distance(words, block, half)),
                    index,
                );
                // keys fill the low 32 bits of a word, the high ones are 0
                best = _mm256_min_epu32(best, key);
            }
        }
        *key = store(best).into_iter().min().unwrap_or(u64::MAX) as u32;
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn distance(words: &Words, block: &Block, half: usize) -> __m256i {
    let mut sum = _mm256_setzero_si256();
    for (word, row) in words.iter().zip(&block.0) {
        let (halves, _) = row.as_chunks::<HALF>();
        let different = _mm256_xor_si256(load(&halves[half]), _mm256_set1_epi64x(word.cast_signed()));
        sum = _mm256_add_epi64(sum, ones(different));
    }
    sum
}

/// Ones of each 64-bit word.
#[inline]
#[target_feature(enable = "avx2")]
fn ones(v: __m256i) -> __m256i {
    let table = _mm256_setr_epi8(
        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
    );
    let low = _mm256_set1_epi8(0x0f);
    let lower = _mm256_shuffle_epi8(table, _mm256_and_si256(v, low));
    let upper = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16::<4>(v), low));
    _mm256_sad_epu8(_mm256_add_epi8(lower, upper), _mm256_setzero_si256())
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(half: &[u64; HALF]) -> __m256i {
    // SAFETY: the reference is valid for reading its four words, which are the 32 bytes read; the load needs no
    // alignment.
    unsafe { _mm256_loadu_si256(half.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store(v: __m256i) -> [u64; HALF] {
    let mut words = [0; HALF];
    // SAFETY: the array is valid for writing its four words, which are the 32 bytes written; the store needs no
    // alignment.
    unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), v) };
    words
}
