//! 512-bit vectors: 64 codes at once, a table of 256 bytes in four registers (`vpermi2b`, AVX-512 VBMI).
#![allow(unsafe_code, reason = "vector loads; the invariant stands at each")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi16, _mm512_adds_epu8, _mm512_and_si512, _mm512_cmpge_epu16_mask,
    _mm512_cmple_epu8_mask, _mm512_cmplt_epu8_mask, _mm512_loadu_epi8, _mm512_mask_mov_epi8,
    _mm512_movepi8_mask, _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_setzero_si512,
    _mm512_slli_epi16, _mm512_srli_epi16, _mm512_sub_epi16,
};

use super::{Column, Counting, MISMATCH_HERE, Pair, SEGMENT_PROFILES, Table, places};

/// Codes in a register.
const LANES: usize = 64;
/// Registers of codes looked up while a table is loaded.
const AT_ONCE: usize = 4;

/// [`super::Kernel::count`].
#[target_feature(enable = "avx512bw,avx512vbmi")]
pub(super) fn count(loci: &[Pair<'_>], limits: Counting, wanted: &mut Vec<u16>) {
    let too_many = _mm512_set1_epi8(limits.too_many().cast_signed());
    let untyped = _mm512_set1_epi8((MISMATCH_HERE - 1).cast_signed());
    let untyped_max = _mm512_set1_epi8(limits.untyped_max.cast_signed());
    for first in (0..SEGMENT_PROFILES).step_by(LANES) {
        let mut counts = _mm512_setzero_si512();
        let mut few = u64::MAX;
        for (table, column) in loci {
            counts = _mm512_adds_epu8(counts, looked_up(&loaded(table), codes(column, first)));
            few = _mm512_cmplt_epu8_mask(counts, too_many);
            if few == 0 {
                break;
            }
        }
        let typed = _mm512_cmple_epu8_mask(_mm512_and_si512(counts, untyped), untyped_max);
        places(few & typed, first, wanted);
    }
}

/// [`super::Kernel::score`].
#[target_feature(enable = "avx512bw,avx512vbmi")]
pub(super) fn score(loci: &[Pair<'_>], least: u16, wanted: &mut Vec<u16>) {
    let least = _mm512_set1_epi16(least.cast_signed());
    for first in (0..SEGMENT_PROFILES).step_by(LANES * AT_ONCE) {
        // 16-bit lanes: `both` sums low + 256 × high byte, `high` the high bytes alone
        let mut both = [_mm512_setzero_si512(); AT_ONCE];
        let mut high = [_mm512_setzero_si512(); AT_ONCE];
        for (table, column) in loci {
            let table = loaded(table);
            for part in 0..AT_ONCE {
                let worth = looked_up(&table, codes(column, first + part * LANES));
                both[part] = _mm512_add_epi16(both[part], worth);
                high[part] = _mm512_add_epi16(high[part], _mm512_srli_epi16::<8>(worth));
            }
        }
        for part in 0..AT_ONCE {
            let low = _mm512_sub_epi16(both[part], _mm512_slli_epi16::<8>(high[part]));
            let even = _mm512_cmpge_epu16_mask(low, least);
            let odd = _mm512_cmpge_epu16_mask(high[part], least);
            if even | odd != 0 {
                places(spread(even) | spread(odd) << 1, first + part * LANES, wanted);
            }
        }
    }
}

/// Bit n goes to bit 2n.
fn spread(bits: u32) -> u64 {
    let mut bits = u64::from(bits);
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi")]
fn looked_up(table: &[__m512i; 4], codes: __m512i) -> __m512i {
    let low = _mm512_permutex2var_epi8(table[0], codes, table[1]);
    let high = _mm512_permutex2var_epi8(table[2], codes, table[3]);
    _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(codes), high)
}

#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi")]
fn loaded(table: &Table) -> [__m512i; 4] {
    let (quarters, _) = table.as_chunks::<LANES>();
    [load(&quarters[0]), load(&quarters[1]), load(&quarters[2]), load(&quarters[3])]
}

#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi")]
fn codes(column: &Column, first: usize) -> __m512i {
    let (groups, _) = column.as_chunks::<LANES>();
    load(&groups[first / LANES])
}

#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi")]
fn load(bytes: &[u8; LANES]) -> __m512i {
    // SAFETY: the reference is valid for reading its 64 bytes, which are those read; the load needs no alignment.
    unsafe { _mm512_loadu_epi8(bytes.as_ptr().cast()) }
}
