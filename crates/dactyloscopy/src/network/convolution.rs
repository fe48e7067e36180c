//! A convolution, written once for every generation of processors.
//!
//! Each output is its bias plus the products of its taps, one fused multiply-add after the other in the order row,
//! column, input channel. Blocks, lanes and generations only choose which outputs are computed together, so all of
//! them give the same bits.

use super::architecture::{ConvolutionShape, DEEP, FINE, INPUTS, MIDDLE};
use super::tensor::Tensor;
use super::weights::Convolution;
use std::ops::Range;

/// Output channels that are computed side by side.
pub(crate) const LANES: usize = 16;

/// What a convolution does with [`LANES`] numbers at once. A value of the type is the proof that this processor can.
pub(crate) trait Processor: Copy {
    type Lanes: Copy;

    fn load(self, from: &[f32; LANES]) -> Self::Lanes;

    fn store(self, lanes: Self::Lanes) -> [f32; LANES];

    /// `x * weights + sum`, rounded once.
    fn mul_add(self, x: f32, weights: Self::Lanes, sum: Self::Lanes) -> Self::Lanes;
}

/// A convolution ready to run: output channels in groups of [`LANES`], missing ones zero.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    pub(crate) shape: ConvolutionShape,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq)]
struct Group {
    /// `[row][column][input]`, each for [`LANES`] outputs.
    weights: Vec<[f32; LANES]>,
    bias: [f32; LANES],
}

impl Layer {
    pub(crate) fn new(from: &Convolution) -> Self {
        Self::reordered(from, |output| output)
    }

    /// `source` names the output of the file that becomes an output of the layer.
    pub(crate) fn reordered(from: &Convolution, source: impl Fn(usize) -> usize) -> Self {
        let ConvolutionShape { outputs, inputs, side, .. } = from.shape;
        let taps = side * side;
        let mut groups = Vec::with_capacity(outputs.div_ceil(LANES));
        for first in (0..outputs).step_by(LANES) {
            let mut group = Group { weights: vec![[0.0; LANES]; taps * inputs], bias: [0.0; LANES] };
            for lane in 0..LANES.min(outputs - first) {
                let output = source(first + lane);
                group.bias[lane] = from.bias[output];
                for input in 0..inputs {
                    for tap in 0..taps {
                        group.weights[tap * inputs + input][lane] =
                            from.weights[(output * inputs + input) * taps + tap];
                    }
                }
            }
            groups.push(group);
        }
        Self { shape: from.shape, groups }
    }
}

/// What happens to a sum before it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Then<'a> {
    Keep,
    /// Negative numbers become zero.
    Rectify,
    /// The number there is added first.
    AddAndRectify(&'a Tensor),
}

/// One convolution from tensor to tensor.
pub(crate) struct Job<'a> {
    pub(crate) layer: &'a Layer,
    pub(crate) input: &'a Tensor,
    /// Row of the input over which row 0 of the output lies.
    pub(crate) input_row: isize,
    pub(crate) then: Then<'a>,
    pub(crate) output: &'a mut Tensor,
    /// Rows of the output to compute.
    pub(crate) rows: Range<usize>,
}

/// Runs a convolution: two groups of outputs for `PAIR` pixels at once, or one group for `SINGLE`.
#[inline(always)]
pub(crate) fn convolve<P: Processor, const PAIR: usize, const SINGLE: usize>(
    processor: P,
    job: &mut Job<'_>,
) {
    match job.layer.shape.inputs {
        INPUTS => rows::<P, INPUTS, PAIR, SINGLE>(processor, job),
        FINE => rows::<P, FINE, PAIR, SINGLE>(processor, job),
        MIDDLE => rows::<P, MIDDLE, PAIR, SINGLE>(processor, job),
        DEEP => rows::<P, DEEP, PAIR, SINGLE>(processor, job),
        other => debug_assert!(false, "the architecture has no convolution of {other} channels"),
    }
}

#[inline(always)]
fn rows<P: Processor, const INPUTS: usize, const PAIR: usize, const SINGLE: usize>(
    processor: P,
    job: &mut Job<'_>,
) {
    let paired = if PAIR > 0 { job.layer.groups.len() / 2 * 2 } else { 0 };
    for y in job.rows.clone() {
        for group in (0..paired).step_by(2) {
            row::<P, INPUTS, 2, PAIR>(processor, job, y, group);
        }
        for group in paired..job.layer.groups.len() {
            row::<P, INPUTS, 1, SINGLE>(processor, job, y, group);
        }
    }
}

/// One row of some groups; the last block is moved back to end with the row.
#[inline(always)]
fn row<P: Processor, const INPUTS: usize, const GROUPS: usize, const PIXELS: usize>(
    processor: P,
    job: &mut Job<'_>,
    y: usize,
    group: usize,
) {
    let columns = job.output.columns;
    if PIXELS == 0 || columns < PIXELS {
        for x in 0..columns {
            block::<P, INPUTS, GROUPS, 1>(processor, job, (y, x), group);
        }
        return;
    }
    for x in (0..columns).step_by(PIXELS.max(1)) {
        block::<P, INPUTS, GROUPS, PIXELS>(processor, job, (y, x.min(columns - PIXELS)), group);
    }
}

#[inline(always)]
fn block<P: Processor, const INPUTS: usize, const GROUPS: usize, const PIXELS: usize>(
    processor: P,
    job: &mut Job<'_>,
    (y, x): (usize, usize),
    group: usize,
) {
    let ConvolutionShape { side, stride, dilation, .. } = job.layer.shape;
    let groups: [&Group; GROUPS] = std::array::from_fn(|g| &job.layer.groups[group + g]);
    let weights = groups.map(|g| g.weights.as_chunks::<INPUTS>().0);
    let mut sums = [groups.map(|g| processor.load(&g.bias)); PIXELS];
    let pixels = job.input.pixels::<INPUTS>();
    let middle = (job.input_row + (y * stride) as isize) as usize;
    let corner = job.input.index(middle, x * stride) - job.layer.shape.reach() * (job.input.pitch() + 1);
    for tap in 0..side * side {
        let first = corner + dilation * (tap / side * job.input.pitch() + tap % side);
        let seen = &pixels[first..first + (PIXELS - 1) * stride + 1];
        let seen: [&[f32; INPUTS]; PIXELS] = std::array::from_fn(|p| &seen[p * stride]);
        let weights = weights.map(|w| &w[tap]);
        for input in 0..INPUTS {
            let weights = weights.map(|w| processor.load(&w[input]));
            for (sums, seen) in sums.iter_mut().zip(&seen) {
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = processor.mul_add(seen[input], weights, *sum);
                }
            }
        }
    }
    for (p, sums) in sums.into_iter().enumerate() {
        for (g, sum) in sums.into_iter().enumerate() {
            write(job, (y, x + p), (group + g) * LANES, processor.store(sum));
        }
    }
}

#[inline(always)]
fn write(job: &mut Job<'_>, (y, x): (usize, usize), channel: usize, sums: [f32; LANES]) {
    let count = LANES.min(job.output.channels - channel);
    let rectified = |v: f32| if v > 0.0 { v } else { 0.0 };
    let target = &mut job.output.from_mut(y, x)[channel..channel + count];
    match job.then {
        Then::Keep => target.copy_from_slice(&sums[..count]),
        Then::Rectify => target.iter_mut().zip(sums).for_each(|(t, v)| *t = rectified(v)),
        Then::AddAndRectify(other) => {
            let other = &other.from(y, x)[channel..channel + count];
            target.iter_mut().zip(other).zip(sums).for_each(|((t, o), v)| *t = rectified(v + o));
        }
    }
}
