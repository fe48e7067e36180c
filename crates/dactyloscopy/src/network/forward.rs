//! From the front end's planes to what the network says of each cell: one call a layer.

use super::architecture::{ALIGN_PX, CELL_PX, DEEP, DEEP_DILATIONS, FINE, INPUTS, MIDDLE, OUTPUTS};
use super::convolution::{Job, Layer, Then};
use super::planes::NetworkPlanes;
use super::tensor::Tensor;
use super::weights::{Convolution, WeightsError, read};
use super::wide::Generation;

/// The trained network that finds minutiae.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    stem: [Layer; 3],
    stem_residual: [Layer; 2],
    down: Layer,
    deep: Vec<[Layer; 2]>,
    up: Layer,
    last_residual: [Layer; 2],
    head: [Layer; 2],
}

/// What the network says of each cell of 4 x 4 px, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkOutputs {
    /// Cells a row.
    pub columns: usize,
    /// Rows of cells.
    pub rows: usize,
    /// Heat logit, offset from the middle of the cell right and down (cells), cosine and sine of the direction, logit
    /// of being a bifurcation, logit of clear ridges, spare.
    pub cells: Vec<[f32; OUTPUTS]>,
}

impl Network {
    /// Reads a weights file.
    ///
    /// # Errors
    /// [`WeightsError`] names what is wrong with the bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let convolutions = read(bytes)?;
        let wanted = convolutions.len();
        let short = || WeightsError::Count { expected: wanted + 1, found: wanted };
        Self::of(&mut convolutions.iter()).ok_or_else(short)
    }

    fn of<'a>(next: &mut impl Iterator<Item = &'a Convolution>) -> Option<Self> {
        let mut layer = || next.next().map(Layer::new);
        let stem = [layer()?, layer()?, layer()?];
        let stem_residual = [layer()?, layer()?];
        let down = layer()?;
        let mut deep = Vec::new();
        for _ in DEEP_DILATIONS {
            deep.push([layer()?, layer()?]);
        }
        // a pixel of the shuffle becomes MIDDLE channels that lie together
        let up = Layer::reordered(next.next()?, |output| output % MIDDLE * 4 + output / MIDDLE);
        let mut layer = || next.next().map(Layer::new);
        Some(Self {
            stem,
            stem_residual,
            down,
            deep,
            up,
            last_residual: [layer()?, layer()?],
            head: [layer()?, layer()?],
        })
    }

    /// What the network says of each cell of an image.
    pub fn run(&self, planes: &NetworkPlanes) -> NetworkOutputs {
        self.run_on(Generation::best(), planes)
    }

    pub(crate) fn run_on(&self, generation: Generation, planes: &NetworkPlanes) -> NetworkOutputs {
        let input = filled_up(planes);
        let (rows, columns) = (input.rows, input.columns);
        let plain = |layer: &Layer, input: &Tensor, mut output: Tensor, then: Then<'_>| {
            generation.convolve(&mut Job { layer, input, then, output: &mut output });
            output
        };
        let residual = |[a, b]: &[Layer; 2], x: Tensor| {
            let again = Tensor::new(x.rows, x.columns, x.channels);
            let inner = plain(a, &x, again.clone(), Then::Rectify);
            plain(b, &inner, again, Then::AddAndRectify(&x))
        };
        let fine = || Tensor::new(rows / 2, columns / 2, FINE);
        let middle = || Tensor::new(rows / 4, columns / 4, MIDDLE);
        let deepest = |channels| Tensor::new(rows / 8, columns / 8, channels);

        let first = plain(&self.stem[0], &input, fine(), Then::Rectify);
        drop(input);
        let second = plain(&self.stem[1], &first, fine(), Then::Rectify);
        drop(first);
        let third = plain(&self.stem[2], &second, middle(), Then::Rectify);
        drop(second);
        let kept = residual(&self.stem_residual, third);
        let mut deep = plain(&self.down, &kept, deepest(DEEP), Then::Rectify);
        for step in &self.deep {
            deep = residual(step, deep);
        }
        let up = plain(&self.up, &deep, deepest(4 * MIDDLE), Then::Keep);
        let joined = residual(&self.last_residual, add_shuffled(kept, &up));
        let inner = plain(&self.head[0], &joined, middle(), Then::Rectify);
        drop(joined);
        let outputs = plain(&self.head[1], &inner, Tensor::new(rows / 4, columns / 4, OUTPUTS), Then::Keep);
        NetworkOutputs {
            columns: columns / CELL_PX,
            rows: rows / CELL_PX,
            cells: (0..outputs.rows).flat_map(|y| outputs.from(y, 0).as_chunks().0.to_vec()).collect(),
        }
    }
}

/// The planes side by side, with zeros on the right and below up to a multiple of [`ALIGN_PX`].
fn filled_up(planes: &NetworkPlanes) -> Tensor {
    let up = |side: usize| side.next_multiple_of(ALIGN_PX);
    let mut input = Tensor::new(up(planes.height), up(planes.width), INPUTS);
    for y in 0..planes.height {
        let line = y * planes.width..(y + 1) * planes.width;
        let values = (planes.normalised[line.clone()].iter())
            .zip(&planes.wave[line.clone()])
            .zip(&planes.reliability[line]);
        for (target, ((n, w), r)) in input.from_mut(y, 0).as_chunks_mut::<INPUTS>().0.iter_mut().zip(values) {
            *target = [*n, *w, *r];
        }
    }
    input
}

/// The pixel shuffle: each deep pixel holds four of the next resolution, first along the row; added and rectified.
fn add_shuffled(mut kept: Tensor, up: &Tensor) -> Tensor {
    for y in 0..kept.rows {
        let deep = up.from(y / 2, 0).chunks_exact(4 * MIDDLE);
        let pairs = deep.flat_map(|pixel| pixel[y % 2 * 2 * MIDDLE..].iter().take(2 * MIDDLE));
        for (k, d) in kept.from_mut(y, 0).iter_mut().zip(pairs) {
            let sum = *k + d;
            *k = if sum > 0.0 { sum } else { 0.0 };
        }
    }
    kept
}
