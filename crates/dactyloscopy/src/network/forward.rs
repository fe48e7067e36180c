//! From the front end's planes to what the network says of each cell: one call a layer.

use super::architecture::{CELL_PX, DEEP, DEEP_DILATIONS, MIDDLE, OUTPUTS};
use super::convolution::{Job, Layer, Then};
use super::planes::NetworkPlanes;
use super::stem::stem;
use super::tensor::Tensor;
use super::weights::{Convolution, WeightsError, read};
use super::wide::Generation;
use super::window::Window;

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
    /// Column of the image, in cells, where they begin.
    pub first_column: usize,
    /// Row of the image, in cells, where they begin.
    pub first_row: usize,
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
        self.run_on(Generation::best(), planes, &Window::whole(planes.width, planes.height))
    }

    /// The same for a part of the image; around it the network sees nothing.
    pub(crate) fn run_on(
        &self,
        generation: Generation,
        planes: &NetworkPlanes,
        window: &Window,
    ) -> NetworkOutputs {
        let run = |layer: &Layer, input: &Tensor, output: &mut Tensor, then: Then<'_>| {
            let rows = 0..output.rows;
            generation.convolve(&mut Job { layer, input, input_row: 0, then, output, rows });
        };
        let residual = |[a, b]: &[Layer; 2], x: &Tensor, inner: &mut Tensor, output: &mut Tensor| {
            run(a, x, inner, Then::Rectify);
            run(b, inner, output, Then::AddAndRectify(x));
        };
        let (rows, columns) = window.cells();
        let deep = |memory: Tensor| memory.reshaped(rows / 2, columns / 2, DEEP);

        // three tensors of this size are all the memory it takes, but for one deep one
        let mut up = Tensor::new(rows / 2, columns / 2, 4 * MIDDLE);
        let stem = stem(&self.stem, generation, planes, window);
        let mut kept = stem.same_shape();
        let mut inner = up.reshaped(rows, columns, MIDDLE);
        residual(&self.stem_residual, &stem, &mut inner, &mut kept);

        let (mut x, mut next) = (deep(stem), Tensor::new(rows / 2, columns / 2, DEEP));
        let mut deep_inner = deep(inner);
        run(&self.down, &kept, &mut x, Then::Rectify);
        for step in &self.deep {
            residual(step, &x, &mut deep_inner, &mut next);
            std::mem::swap(&mut x, &mut next);
        }
        up = deep_inner.reshaped(rows / 2, columns / 2, 4 * MIDDLE);
        run(&self.up, &x, &mut up, Then::Keep);
        add_shuffled(&mut kept, &up);

        let mut inner = up.reshaped(rows, columns, MIDDLE);
        let mut joined = next.reshaped(rows, columns, MIDDLE);
        residual(&self.last_residual, &kept, &mut inner, &mut joined);
        run(&self.head[0], &joined, &mut inner, Then::Rectify);
        let mut outputs = joined.reshaped(rows, columns, OUTPUTS);
        run(&self.head[1], &inner, &mut outputs, Then::Keep);
        NetworkOutputs {
            first_column: window.left_px / CELL_PX,
            first_row: window.top_px / CELL_PX,
            columns,
            rows,
            cells: (0..rows).flat_map(|y| outputs.line(y, 0).as_chunks().0.to_vec()).collect(),
        }
    }
}

/// Adds the pixel shuffle and rectifies: each deep pixel holds four of the next resolution, first along the row.
fn add_shuffled(kept: &mut Tensor, up: &Tensor) {
    for y in 0..kept.rows {
        let deep = up.line(y / 2, 0).chunks_exact(4 * MIDDLE);
        for (k, d) in kept.line_mut(y, 0).chunks_exact_mut(2 * MIDDLE).zip(deep) {
            let half = y % 2 * 2 * MIDDLE;
            for (k, d) in k.iter_mut().zip(&d[half..half + 2 * MIDDLE]) {
                let sum = *k + d;
                *k = if sum > 0.0 { sum } else { 0.0 };
            }
        }
    }
}
