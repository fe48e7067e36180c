//! QR codes (ISO/IEC 18004) as squares to fill: sharp at any size.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of a side without the quiet zone, and whether each is dark.
pub(crate) struct Squares {
    pub(crate) modules: usize,
    pub(crate) dark: Vec<bool>,
}

/// The code of a text with medium error correction (15 %): paper gets dirty. `None` when it does not fit.
pub(crate) fn squares(text: &str) -> Option<Squares> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Some(Squares { modules: code.width(), dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finders_stand_in_three_corners() {
        let squares = squares("TB-2026-12345678-90").unwrap();
        assert_eq!(squares.dark.len(), squares.modules * squares.modules);
        let at = |x: usize, y: usize| squares.dark[y * squares.modules + x];
        let last = squares.modules - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last), (3, 3)] {
            assert!(at(x, y), "{x} {y}");
        }
        assert!(!at(1, 1) && !at(7, 7));
    }

    #[test]
    fn another_reader_reads_what_was_written() {
        for text in ["TB-2026-12345678-90", "https://register.example/check?code=48213-9f2c7d10ab54ee01"] {
            let squares = squares(text).unwrap();
            let side = squares.modules;
            let grid = rqrr::SimpleGrid::from_func(side, |x, y| squares.dark[y * side + x]);
            let (_, read) = rqrr::Grid::new(grid).decode().unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn what_is_too_long_is_none() {
        assert!(squares(&"x".repeat(5_000)).is_none());
    }
}
