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

    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;

    /// What is not above zero becomes zero.
    fn rectify(self, lanes: Self::Lanes) -> Self::Lanes;

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
    let ConvolutionShape { inputs, side, dilation, .. } = job.layer.shape;
    match (inputs, side, dilation) {
        // narrow ones read a row of taps at once
        (INPUTS, 5, 1) => rows::<P, { 5 * INPUTS }, PAIR, SINGLE>(processor, job),
        (FINE, 3, 1) => rows::<P, { 3 * FINE }, PAIR, SINGLE>(processor, job),
        (MIDDLE, ..) => rows::<P, MIDDLE, PAIR, SINGLE>(processor, job),
        (DEEP, ..) => rows::<P, DEEP, PAIR, SINGLE>(processor, job),
        _ => debug_assert!(false, "the architecture has no convolution {}", job.layer.shape),
    }
}

#[inline(always)]
fn rows<P: Processor, const SPAN: usize, const PAIR: usize, const SINGLE: usize>(
    processor: P,
    job: &mut Job<'_>,
) {
    let paired = if PAIR > 0 { job.layer.groups.len() / 2 * 2 } else { 0 };
    for y in job.rows.clone() {
        for group in (0..paired).step_by(2) {
            row::<P, SPAN, 2, PAIR>(processor, job, y, group);
        }
        for group in paired..job.layer.groups.len() {
            row::<P, SPAN, 1, SINGLE>(processor, job, y, group);
        }
    }
}

/// One row of some groups; the last block is moved back to end with the row.
#[inline(always)]
fn row<P: Processor, const SPAN: usize, const GROUPS: usize, const PIXELS: usize>(
    processor: P,
    job: &mut Job<'_>,
    y: usize,
    group: usize,
) {
    let columns = job.output.columns;
    if PIXELS == 0 || columns < PIXELS {
        for x in 0..columns {
            block::<P, SPAN, GROUPS, 1>(processor, job, (y, x), group);
        }
        return;
    }
    for x in (0..columns).step_by(PIXELS.max(1)) {
        block::<P, SPAN, GROUPS, PIXELS>(processor, job, (y, x.min(columns - PIXELS)), group);
    }
}

/// Some pixels of a row for some groups. `SPAN` numbers of the input that lie together are read at once: the channels of
/// one tap, or of a row of taps.
#[inline(always)]
fn block<P: Processor, const SPAN: usize, const GROUPS: usize, const PIXELS: usize>(
    processor: P,
    job: &mut Job<'_>,
    (y, x): (usize, usize),
    group: usize,
) {
    let ConvolutionShape { inputs, side, stride, dilation, .. } = job.layer.shape;
    let groups: [&Group; GROUPS] = std::array::from_fn(|g| &job.layer.groups[group + g]);
    let weights = groups.map(|g| g.weights.as_chunks::<SPAN>().0);
    let mut sums = [groups.map(|g| processor.load(&g.bias)); PIXELS];
    let middle = (job.input_row + (y * stride) as isize) as usize;
    let corner = job.input.index(middle, x * stride) - job.layer.shape.reach() * (job.input.pitch() + 1);
    let (step, across) = (stride * inputs, side * inputs / SPAN);
    for tap in 0..side * across {
        let first = corner + dilation * (tap / across * job.input.pitch() + tap % across);
        let seen = &job.input.numbers()[first * inputs..][..(PIXELS - 1) * step + SPAN];
        let seen: [&[f32; SPAN]; PIXELS] =
            std::array::from_fn(|p| seen[p * step..p * step + SPAN].try_into().unwrap_or(&[0.0; SPAN]));
        let weights = weights.map(|w| &w[tap]);
        for input in 0..SPAN {
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
            write(processor, job, (y, x + p), (group + g) * LANES, sum);
        }
    }
}

/// Ends the sums of a pixel and writes those of channels that exist.
#[inline(always)]
fn write<P: Processor>(
    processor: P,
    job: &mut Job<'_>,
    (y, x): (usize, usize),
    channel: usize,
    mut sums: P::Lanes,
) {
    if let Then::AddAndRectify(other) = job.then {
        let other = &other.pixel(y, x)[channel..];
        sums = match other.first_chunk() {
            Some(other) => processor.add(sums, processor.load(other)),
            None => {
                let mut filled = [0.0; LANES];
                filled[..other.len()].copy_from_slice(other);
                processor.add(sums, processor.load(&filled))
            }
        };
    }
    if !matches!(job.then, Then::Keep) {
        sums = processor.rectify(sums);
    }
    let target = &mut job.output.pixel_mut(y, x)[channel..];
    match target.first_chunk_mut() {
        Some(target) => *target = processor.store(sums),
        None => target.copy_from_slice(&processor.store(sums)[..target.len()]),
    }
}
