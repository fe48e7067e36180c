//! The shape of the network: the one place to change its widths and dilations. training/export_format.py writes the
//! convolutions in the order of [`convolutions`].

/// Channels at 1/2, 1/4 and 1/8 of the resolution.
pub(crate) const FINE: usize = 16;
/// See [`FINE`].
pub(crate) const MIDDLE: usize = 32;
/// See [`FINE`].
pub(crate) const DEEP: usize = 64;
/// Dilations of the two convolutions of each residual step at 1/8 of the resolution.
pub(crate) const DEEP_DILATIONS: [(usize, usize); 3] = [(1, 2), (1, 4), (1, 2)];
/// Planes the network reads.
pub(crate) const INPUTS: usize = 3;
/// Numbers the network says of each cell.
pub(crate) const OUTPUTS: usize = 8;
/// Side of a cell, px at 500 ppi.
pub(crate) const CELL_PX: usize = 4;
/// Sides of the planes are filled up to multiples of this, px: what the strides divide by.
pub(crate) const ALIGN_PX: usize = 8;

/// Widest reach of a convolution beyond its pixel, in pixels of its input.
pub(crate) const REACH_MAX: usize = {
    let mut reach = 2;
    let mut i = 0;
    while i < DEEP_DILATIONS.len() {
        let (a, b) = DEEP_DILATIONS[i];
        reach = if a > reach { a } else { reach };
        reach = if b > reach { b } else { reach };
        i += 1;
    }
    reach
};

/// One convolution; padded so that an output at stride 1 lies on its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvolutionShape {
    /// Channels written.
    pub outputs: usize,
    /// Channels read.
    pub inputs: usize,
    /// Taps a side: 1, 3 or 5.
    pub side: usize,
    /// Input pixels from one output to the next: 1 or 2.
    pub stride: usize,
    /// Input pixels from one tap to the next.
    pub dilation: usize,
}

impl ConvolutionShape {
    const fn new(inputs: usize, outputs: usize, side: usize, stride: usize, dilation: usize) -> Self {
        Self { outputs, inputs, side, stride, dilation }
    }

    /// Weights without bias.
    pub(crate) fn weights(&self) -> usize {
        self.outputs * self.inputs * self.side * self.side
    }

    /// How far the outermost tap lies from the middle, input pixels.
    pub(crate) fn reach(&self) -> usize {
        self.dilation * (self.side / 2)
    }
}

impl std::fmt::Display for ConvolutionShape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { outputs, inputs, side, stride, dilation } = self;
        write!(f, "{inputs} to {outputs} channels, {side} x {side}, stride {stride}, dilation {dilation}")
    }
}

/// All convolutions in the order of the weights file: stem, its residual step, the deep residual steps, the way back
/// up, the last residual step, the head.
pub(crate) fn convolutions() -> Vec<ConvolutionShape> {
    let shape = ConvolutionShape::new;
    let residual = |width, (a, b)| [shape(width, width, 3, 1, a), shape(width, width, 3, 1, b)];
    let mut all =
        vec![shape(INPUTS, FINE, 5, 2, 1), shape(FINE, FINE, 3, 1, 1), shape(FINE, MIDDLE, 3, 2, 1)];
    all.extend(residual(MIDDLE, (1, 1)));
    all.push(shape(MIDDLE, DEEP, 3, 2, 1));
    all.extend(DEEP_DILATIONS.into_iter().flat_map(|dilations| residual(DEEP, dilations)));
    all.push(shape(DEEP, 4 * MIDDLE, 1, 1, 1));
    all.extend(residual(MIDDLE, (1, 1)));
    all.push(shape(MIDDLE, MIDDLE, 1, 1, 1));
    all.push(shape(MIDDLE, OUTPUTS, 1, 1, 1));
    all
}
