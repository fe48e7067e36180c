//! The score of stage one: cylinders vote for a turn, then for a shift.
//!
//! Each cylinder of the probe has found its nearest one; by chance these pairs turn and shift the print every
//! way, of the same finger most agree. The score is the weight of the largest agreeing group: whole numbers, the
//! same on every machine.

use crate::code::{GALLERY_CYLINDERS, ProbeCode, Spot, TURNS};
use crate::kernel::INDEX_BITS;

/// Farthest apart that two pairs shift alike along each axis, units of 4 px.
const SHIFT_UNITS: i16 = 7;
/// Pairs whose distance is this share of all ones, and above, weigh nothing.
const DISTANCE_SHARE_MAX: f32 = 0.60;
/// Weight of a pair at distance 0.
const WEIGHT_MAX: f32 = 1000.0;

/// Weights by distance over ones.
#[derive(Debug)]
pub(crate) struct Vote {
    /// By half the ones of both cylinders: 2¹⁶ × 256 over all ones.
    reciprocal: [u32; 512],
    /// By 256 × distance over ones.
    weight: [u16; 256],
}

impl Vote {
    pub(crate) fn new() -> Self {
        Self {
            reciprocal: std::array::from_fn(|half| (1 << 24) / (2 * half.max(1)) as u32),
            weight: std::array::from_fn(|share| {
                let left = (DISTANCE_SHARE_MAX - share as f32 / 256.0).max(0.0) / DISTANCE_SHARE_MAX;
                (WEIGHT_MAX * left * left.sqrt()) as u16
            }),
        }
    }

    /// Score of a finger whose nearest cylinders are `keys`, at most `N`, 0 to 65,534.
    pub(crate) fn score<const N: usize>(
        &self,
        probe: &ProbeCode,
        keys: &[u32],
        finger: &[Spot; GALLERY_CYLINDERS],
    ) -> u16 {
        let mut turns = [0u32; TURNS + 2];
        let mut pairs = [(0u8, 0u8, 0u8, 0u16); N];
        let mut count = 0;
        for (number, (key, own)) in keys.iter().zip(&probe.spots).enumerate() {
            let at = (key & ((1 << INDEX_BITS) - 1)) as u8;
            let Some(other) = finger.get(usize::from(at)).filter(|spot| spot.half_ones > 0) else { continue };
            let ones = usize::from(own.half_ones) + usize::from(other.half_ones);
            let share = ((key >> INDEX_BITS) * self.reciprocal[ones]) >> 16;
            let weight = self.weight[share.min(255) as usize];
            if weight == 0 {
                continue;
            }
            let turn = other.direction.wrapping_sub(own.direction).wrapping_add(4) >> 3;
            turns[usize::from(turn) + 1] += u32::from(weight);
            pairs[count] = (number as u8, at, turn, weight);
            count += 1;
        }
        turns[0] = turns[TURNS];
        turns[TURNS + 1] = turns[1];
        let mut best = (0, 0);
        for turn in 0..TURNS {
            best = best.max((turns[turn] + turns[turn + 1] + turns[turn + 2], turn));
        }
        shifted_alike::<N>(probe, &pairs[..count], best.1 as u8, finger)
    }
}

/// Weight of the largest group of pairs that, at this turn, shift the print alike.
fn shifted_alike<const N: usize>(
    probe: &ProbeCode,
    pairs: &[(u8, u8, u8, u16)],
    turn: u8,
    finger: &[Spot; GALLERY_CYLINDERS],
) -> u16 {
    let mut shifts = [(0i16, 0i16, 0u16); N];
    let mut count = 0;
    for &(number, at, own_turn, weight) in pairs {
        // one step of turn away, round the circle
        if (own_turn.wrapping_sub(turn).wrapping_add(1)) & (TURNS as u8 - 1) > 2 {
            continue;
        }
        let from = probe.turned[usize::from(number)][usize::from(turn)];
        let to = finger[usize::from(at)];
        shifts[count] = (i16::from(to.x) - from.0, i16::from(to.y) - from.1, weight);
        count += 1;
    }
    let shifts = &shifts[..count];
    let alike = |own: &(i16, i16, u16)| -> u32 {
        let near =
            |s: &&(i16, i16, u16)| (s.0 - own.0).abs() <= SHIFT_UNITS && (s.1 - own.1).abs() <= SHIFT_UNITS;
        shifts.iter().filter(near).map(|s| u32::from(s.2)).sum()
    };
    let largest = shifts.iter().map(alike).max().unwrap_or(0);
    largest.min(u32::from(u16::MAX) - 1) as u16
}
