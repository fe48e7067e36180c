//! Likeness of every cylinder of one print to every cylinder of another (the bit measure of Cappelli, Ferrara
//! and Maltoni 2010, section 3.3).

use super::cylinder::Cylinder;
use crate::parameters::{CYLINDER_SECTIONS, PAIR_VALID_CELLS};

/// The number of columns is rounded up to whole groups of this many.
pub(crate) const GROUP: usize = 8;

/// The cylinders of a print, word by word, filled up to whole groups with cylinders that know nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct CylinderSet {
    /// Which cells are known, one word a cylinder.
    known: Vec<u64>,
    /// The bits of each section of direction, one word a cylinder.
    sections: [Vec<u64>; CYLINDER_SECTIONS],
    /// Index of its minutia among the points, one a cylinder.
    points: Vec<u16>,
}

impl CylinderSet {
    pub(crate) fn new(cylinders: &[Cylinder]) -> Self {
        let padded = cylinders.len().next_multiple_of(GROUP);
        let words = |f: &dyn Fn(&Cylinder) -> u64| {
            let mut words: Vec<u64> = cylinders.iter().map(f).collect();
            words.resize(padded, 0);
            words
        };
        Self {
            known: words(&|c| c.known),
            sections: std::array::from_fn(|s| words(&|c| c.sections[s])),
            points: cylinders.iter().map(|c| c.point as u16).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.points.len()
    }

    /// The bits of a cylinder, one word a section of direction.
    pub(crate) fn words(&self, cylinder: usize) -> [u64; CYLINDER_SECTIONS] {
        std::array::from_fn(|s| self.sections[s][cylinder])
    }

    /// Which cells of a cylinder are known.
    pub(crate) fn known(&self, cylinder: usize) -> u64 {
        self.known[cylinder]
    }

    /// Memory behind this value, bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&self.known[..]) * (1 + CYLINDER_SECTIONS) + size_of_val(&self.points[..])
    }

    /// Index of the minutia of a cylinder.
    pub(crate) fn point(&self, cylinder: usize) -> usize {
        usize::from(self.points[cylinder])
    }
}

/// Likeness of all pairs as whole numbers that order by likeness, then by the lower column: likeness in
/// 2^-22 above, 1023 - column in the lowest ten bits. 0 = nothing in common.
#[derive(Debug, Default)]
pub(crate) struct Likeness {
    pub(crate) keys: Vec<u32>,
    /// Numbers a row: the cylinders of the second print, rounded up to whole groups.
    pub(crate) stride: usize,
}

const COLUMN_BITS: u32 = 10;
const COLUMN_MASK: u32 = (1 << COLUMN_BITS) - 1;
const KEY_STEPS: f32 = 4_194_303.0;

/// Column of a key.
#[inline(always)]
pub(crate) fn column_of(key: u32) -> usize {
    (COLUMN_MASK - (key & COLUMN_MASK)) as usize
}

/// Whether two keys speak of one column.
#[inline(always)]
pub(crate) fn same_column(one: u32, other: u32) -> bool {
    (one ^ other) & COLUMN_MASK == 0
}

/// Likeness (0 to 1) and column of a key.
pub(crate) fn read_key(key: u32) -> (f32, usize) {
    ((key >> COLUMN_BITS) as f32 / KEY_STEPS, column_of(key))
}

/// Compares all with all.
#[inline(always)]
pub(super) fn fill(a: &CylinderSet, b: &CylinderSet, out: &mut Likeness) {
    out.stride = b.known.len();
    out.keys.clear();
    out.keys.resize(a.len() * out.stride, 0);
    if out.stride == 0 {
        return;
    }
    for (row, keys) in out.keys.chunks_exact_mut(out.stride).enumerate() {
        let sections: [u64; CYLINDER_SECTIONS] = std::array::from_fn(|s| a.sections[s][row]);
        fill_row(a.known[row], sections, b, keys);
    }
}

/// Compares one with all. Written over plain columns so that it becomes vector code.
#[inline(always)]
fn fill_row(known: u64, a: [u64; CYLINDER_SECTIONS], b: &CylinderSet, keys: &mut [u32]) {
    let columns = keys.len();
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b.sections.each_ref().map(|words| &words[..columns]);
    let others = &b.known[..columns];
    for j in 0..columns {
        let both = known & others[j];
        let own = sum([a0 & both, a1 & both, a2 & both, a3 & both, a4 & both, a5 & both]);
        let c = [b0[j], b1[j], b2[j], b3[j], b4[j], b5[j]];
        let other = sum([c[0] & both, c[1] & both, c[2] & both, c[3] & both, c[4] & both, c[5] & both]);
        let x = [a0 ^ c[0], a1 ^ c[1], a2 ^ c[2], a3 ^ c[3], a4 ^ c[4], a5 ^ c[5]];
        let different = sum([x[0] & both, x[1] & both, x[2] & both, x[3] & both, x[4] & both, x[5] & both]);
        let norms = (own as i32 as f32).sqrt() + (other as i32 as f32).sqrt();
        let likeness = 1.0 - (different as i32 as f32).sqrt() / if norms > 0.0 { norms } else { 1.0 };
        let enough = (ones(both) as i32 >= PAIR_VALID_CELLS) & (norms > 0.0) & (likeness > 0.0);
        // adding 2^23 rounds to a whole number, which then stands in the lowest bits
        let steps = (likeness * KEY_STEPS + 8_388_608.0).to_bits() & 0x007F_FFFF;
        let whole = (steps << COLUMN_BITS) | (COLUMN_MASK.wrapping_sub(j as u32));
        keys[j] = if enough { whole } else { 0 };
    }
}

#[inline(always)]
fn ones(word: u64) -> u64 {
    u64::from(word.count_ones())
}

/// Bits set in six words.
#[inline(always)]
fn sum(w: [u64; CYLINDER_SECTIONS]) -> u64 {
    let (low, high) = (ones(w[0]).wrapping_add(ones(w[1])), ones(w[2]).wrapping_add(ones(w[3])));
    low.wrapping_add(high).wrapping_add(ones(w[4]).wrapping_add(ones(w[5])))
}
