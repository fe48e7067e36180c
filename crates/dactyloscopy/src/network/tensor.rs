//! Numbers by place and channel, with a rim of zeros.

use super::architecture::REACH_MAX;

/// Row-major pixels of `channels` numbers each; around them lie [`REACH_MAX`] pixels of zeros, so that no convolution
/// asks whether a tap is inside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) channels: usize,
    data: Vec<f32>,
}

impl Tensor {
    /// Zeros.
    pub(crate) fn new(rows: usize, columns: usize, channels: usize) -> Self {
        let pixels = (rows + 2 * REACH_MAX) * (columns + 2 * REACH_MAX);
        Self { rows, columns, channels, data: vec![0.0; pixels * channels] }
    }

    /// Zeros of the same shape.
    pub(crate) fn same_shape(&self) -> Self {
        Self::new(self.rows, self.columns, self.channels)
    }

    /// Zeros of another shape in the same memory: fresh memory costs more than most layers.
    pub(crate) fn reshaped(self, rows: usize, columns: usize, channels: usize) -> Self {
        let pixels = (rows + 2 * REACH_MAX) * (columns + 2 * REACH_MAX);
        let mut data = self.data;
        data.clear();
        data.resize(pixels * channels, 0.0);
        Self { rows, columns, channels, data }
    }

    /// Makes a row zero.
    pub(crate) fn clear_row(&mut self, y: usize) {
        self.line_mut(y, 0).fill(0.0);
    }

    /// Pixels from one row to the next.
    pub(crate) fn pitch(&self) -> usize {
        self.columns + 2 * REACH_MAX
    }

    /// Number of a pixel among all, the rim included.
    pub(crate) fn index(&self, y: usize, x: usize) -> usize {
        (y + REACH_MAX) * self.pitch() + x + REACH_MAX
    }

    /// All numbers, the rim included.
    pub(crate) fn numbers(&self) -> &[f32] {
        &self.data
    }

    /// The numbers of one pixel.
    pub(crate) fn pixel(&self, y: usize, x: usize) -> &[f32] {
        let start = self.index(y, x) * self.channels;
        &self.data[start..start + self.channels]
    }

    /// The numbers of one pixel.
    pub(crate) fn pixel_mut(&mut self, y: usize, x: usize) -> &mut [f32] {
        let start = self.index(y, x) * self.channels;
        &mut self.data[start..start + self.channels]
    }

    /// Numbers from a pixel to the end of its row.
    pub(crate) fn line(&self, y: usize, x: usize) -> &[f32] {
        let start = self.index(y, x) * self.channels;
        &self.data[start..start + (self.columns - x) * self.channels]
    }

    /// Numbers from a pixel to the end of its row.
    pub(crate) fn line_mut(&mut self, y: usize, x: usize) -> &mut [f32] {
        let start = self.index(y, x) * self.channels;
        let end = start + (self.columns - x) * self.channels;
        &mut self.data[start..end]
    }
}
