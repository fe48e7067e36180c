//! The first three convolutions, in bands of rows: at full and half resolution the numbers of a whole image would
//! neither fit a processor's cache nor a modest memory. Bands overlap, so that no output depends on where they end.

use super::architecture::{CELL_PX, FINE, INPUTS, MIDDLE};
use super::convolution::{Job, Layer, Then};
use super::planes::NetworkPlanes;
use super::tensor::Tensor;
use super::wide::Generation;
use super::window::Window;
use std::ops::Range;

/// Rows of cells of one band (8 and 16 are equally fast, 4 and 32 slower).
const BAND_ROWS: usize = 8;

/// The window of the planes after the stem: a pixel a cell.
pub(crate) fn stem(
    layers: &[Layer; 3],
    generation: Generation,
    planes: &NetworkPlanes,
    window: &Window,
) -> Tensor {
    let (rows, columns) = (window.rows_px / CELL_PX, window.columns_px / CELL_PX);
    let mut output = Tensor::new(rows, columns, MIDDLE);
    let mut input = Tensor::new(4 * BAND_ROWS + 9, 4 * columns, INPUTS);
    let mut first = Tensor::new(2 * BAND_ROWS + 3, 2 * columns, FINE);
    let mut second = Tensor::new(2 * BAND_ROWS + 1, 2 * columns, FINE);
    for start in (0..rows).step_by(BAND_ROWS) {
        // each tensor of the band begins as far above its first cell as the convolutions after it reach
        fill(&mut input, planes, window, 4 * start as isize - 6);
        let step = |layer, from: &Tensor, input_row, to: &mut Tensor, above: usize| {
            let rows = clear_outside(to, 2 * start as isize - above as isize, 2 * rows);
            generation.convolve(&mut Job {
                layer,
                input: from,
                input_row,
                then: Then::Rectify,
                output: to,
                rows,
            });
        };
        step(&layers[0], &input, 2, &mut first, 2);
        step(&layers[1], &first, 1, &mut second, 1);
        generation.convolve(&mut Job {
            layer: &layers[2],
            input: &second,
            input_row: 1 - 2 * start as isize,
            then: Then::Rectify,
            output: &mut output,
            rows: start..(start + BAND_ROWS).min(rows),
        });
    }
    output
}

/// The planes side by side from row `top` of the window on; outside the image lie zeros.
fn fill(input: &mut Tensor, planes: &NetworkPlanes, window: &Window, top: isize) {
    let width = window.columns_px.min(planes.width.saturating_sub(window.left_px));
    for y in 0..input.rows {
        let row = (top + y as isize + window.top_px as isize) as usize;
        if top + (y as isize) < 0 || top + y as isize >= window.rows_px as isize || row >= planes.height {
            input.clear_row(y);
            continue;
        }
        let start = row * planes.width + window.left_px;
        let line = start..start + width;
        let planes = [&planes.normalised, &planes.wave, &planes.reliability];
        let [n, w, r] = planes.map(|plane| plane.get(line.clone()).unwrap_or_default());
        let values = n.iter().zip(w).zip(r);
        let pixels = input.line_mut(y, 0).as_chunks_mut::<INPUTS>().0.iter_mut();
        pixels.zip(values).for_each(|(pixel, ((n, w), r))| *pixel = [*n, *w, *r]);
    }
}

/// Makes the rows zero that lie outside an image of `rows` rows when the tensor begins at its row `top`; says which
/// lie inside.
fn clear_outside(tensor: &mut Tensor, top: isize, rows: usize) -> Range<usize> {
    let first = (-top).max(0) as usize;
    let end = ((rows as isize - top).max(0) as usize).min(tensor.rows);
    (0..first.min(end)).chain(end..tensor.rows).for_each(|y| tensor.clear_row(y));
    first.min(end)..end
}
