//! 256-bit vectors: 32 codes at once. The low half of a code chooses within sixteen tables of 16 bytes
//! (`vpshufb`), the bits of its high half choose among the sixteen answers.
#![allow(unsafe_code, reason = "vector loads; the invariant stands at each")]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm256_add_epi16, _mm256_adds_epu8, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpeq_epi16,
    _mm256_loadu_si256, _mm256_max_epu16, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_set1_epi8,
    _mm256_set1_epi16, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
    _mm256_sub_epi16,
};

use super::{Column, Counting, MISMATCH_HERE, Pair, SEGMENT_PROFILES, Table, places};

/// Codes in a register.
const LANES: usize = 32;
/// Codes a row of the table chooses among.
const ROW: usize = 16;

/// [`super::Kernel::count`].
#[target_feature(enable = "avx2")]
pub(super) fn count(loci: &[Pair<'_>], limits: Counting, wanted: &mut Vec<u16>) {
    let most = _mm256_set1_epi8((limits.too_many() - 1).cast_signed());
    let untyped = _mm256_set1_epi8((MISMATCH_HERE - 1).cast_signed());
    let untyped_max = _mm256_set1_epi8(limits.untyped_max.cast_signed());
    for first in (0..SEGMENT_PROFILES).step_by(LANES) {
        let mut counts = _mm256_setzero_si256();
        let mut few = u32::MAX;
        for (table, column) in loci {
            counts = _mm256_adds_epu8(counts, looked_up(table, codes(column, first)));
            few = at_most(counts, most);
            if few == 0 {
                break;
            }
        }
        let typed = at_most(_mm256_and_si256(counts, untyped), untyped_max);
        places(u64::from(few & typed), first, wanted);
    }
}

/// [`super::Kernel::score`].
#[target_feature(enable = "avx2")]
pub(super) fn score(loci: &[Pair<'_>], least: u16, wanted: &mut Vec<u16>) {
    let least = _mm256_set1_epi16(least.cast_signed());
    for first in (0..SEGMENT_PROFILES).step_by(LANES) {
        // 16-bit lanes: `both` sums low + 256 × high byte, `high` the high bytes alone
        let (mut both, mut high) = (_mm256_setzero_si256(), _mm256_setzero_si256());
        for (table, column) in loci {
            let worth = looked_up(table, codes(column, first));
            both = _mm256_add_epi16(both, worth);
            high = _mm256_add_epi16(high, _mm256_srli_epi16::<8>(worth));
        }
        let low = _mm256_sub_epi16(both, _mm256_slli_epi16::<8>(high));
        // two equal bits a lane; keep the one of the byte meant
        let even = at_least(low, least) & 0x5555_5555;
        let odd = at_least(high, least) & 0xaaaa_aaaa;
        places(u64::from(even | odd), first, wanted);
    }
}

/// A bit for each byte that is at most the limit.
#[inline]
#[target_feature(enable = "avx2")]
fn at_most(bytes: __m256i, limit: __m256i) -> u32 {
    _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, limit), bytes)).cast_unsigned()
}

/// Two bits for each 16-bit lane that is at least the limit.
#[inline]
#[target_feature(enable = "avx2")]
fn at_least(lanes: __m256i, limit: __m256i) -> u32 {
    _mm256_movemask_epi8(_mm256_cmpeq_epi16(_mm256_max_epu16(lanes, limit), lanes)).cast_unsigned()
}

#[inline]
#[target_feature(enable = "avx2")]
fn looked_up(table: &Table, codes: __m256i) -> __m256i {
    let (rows, _) = table.as_chunks::<ROW>();
    let low = _mm256_and_si256(codes, _mm256_set1_epi8(0x0f));
    let answer = |row: usize| _mm256_shuffle_epi8(broadcast(&rows[row]), low);
    // `blendv` asks for the greatest bit of each byte: bring the fifth to eighth bit there in turn
    let [fifth, sixth, seventh] =
        [_mm256_slli_epi16::<3>(codes), _mm256_slli_epi16::<2>(codes), _mm256_slli_epi16::<1>(codes)];
    let of_2 = |row: usize| _mm256_blendv_epi8(answer(row), answer(row + 1), fifth);
    let of_4 = |row: usize| _mm256_blendv_epi8(of_2(row), of_2(row + 2), sixth);
    let of_8 = |row: usize| _mm256_blendv_epi8(of_4(row), of_4(row + 4), seventh);
    _mm256_blendv_epi8(of_8(0), of_8(8), codes)
}

#[inline]
#[target_feature(enable = "avx2")]
fn broadcast(row: &[u8; ROW]) -> __m256i {
    // SAFETY: the reference is valid for reading its 16 bytes, which are those read; the load needs no alignment.
    let row: __m128i = unsafe { _mm_loadu_si128(row.as_ptr().cast()) };
    _mm256_broadcastsi128_si256(row)
}

#[inline]
#[target_feature(enable = "avx2")]
fn codes(column: &Column, first: usize) -> __m256i {
    let (groups, _) = column.as_chunks::<LANES>();
    // SAFETY: the reference is valid for reading its 32 bytes, which are those read; the load needs no alignment.
    unsafe { _mm256_loadu_si256(groups[first / LANES].as_ptr().cast()) }
}
