//! The part of an image that the network looks at.

use super::architecture::{ALIGN_PX, CELL_PX};
use crate::extract::blocks::BlockMap;
use crate::parameters::{BLOCK_PX, NETWORK_MARGIN_PX};

/// A rectangle whose sides are multiples of [`ALIGN_PX`]; it may reach beyond the right and lower edge of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) top_px: usize,
    pub(crate) left_px: usize,
    pub(crate) rows_px: usize,
    pub(crate) columns_px: usize,
}

impl Window {
    /// All of an image.
    pub(crate) fn whole(width_px: usize, height_px: usize) -> Self {
        let up = |side: usize| side.next_multiple_of(ALIGN_PX);
        Self { top_px: 0, left_px: 0, rows_px: up(height_px), columns_px: up(width_px) }
    }

    /// The finger and [`NETWORK_MARGIN_PX`] around it; `None` where there is no finger.
    pub(crate) fn around(foreground: &BlockMap<bool>) -> Option<Self> {
        let BlockMap { columns, rows, data } = foreground;
        let row_has = |row: &usize| data[row * columns..(row + 1) * columns].contains(&true);
        let column_has = |column: &usize| (0..*rows).any(|row| data[row * columns + column]);
        let (top, bottom) = ((0..*rows).find(row_has)?, (0..*rows).rfind(row_has)?);
        let (left, right) = ((0..*columns).find(column_has)?, (0..*columns).rfind(column_has)?);
        let margin = NETWORK_MARGIN_PX / BLOCK_PX;
        let span = |first: usize, last: usize, blocks: usize| {
            let start = first.saturating_sub(margin);
            (start * BLOCK_PX, ((last + 1 + margin).min(blocks) - start) * BLOCK_PX)
        };
        let (top_px, rows_px) = span(top, bottom, *rows);
        let (left_px, columns_px) = span(left, right, *columns);
        Some(Self { top_px, left_px, rows_px, columns_px })
    }

    /// Rows and columns of cells.
    pub(crate) fn cells(&self) -> (usize, usize) {
        (self.rows_px / CELL_PX, self.columns_px / CELL_PX)
    }
}

const _: () = assert!(BLOCK_PX.is_multiple_of(ALIGN_PX) && NETWORK_MARGIN_PX.is_multiple_of(BLOCK_PX));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_margin_and_stays_inside() {
        let mut foreground = BlockMap::filled(40, 30, false);
        assert_eq!(Window::around(&foreground), None);
        foreground.data[12 * 40 + 3] = true;
        foreground.data[14 * 40 + 25] = true;
        let margin = NETWORK_MARGIN_PX / BLOCK_PX;
        let window = Window::around(&foreground).unwrap();
        assert_eq!(window.top_px, (12 - margin) * BLOCK_PX);
        assert_eq!(window.rows_px, (3 + 2 * margin) * BLOCK_PX);
        assert_eq!((window.left_px, window.columns_px), (0, (26 + margin) * BLOCK_PX));
    }
}
