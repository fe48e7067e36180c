//! Bands of the number of minutiae of the smaller print.

/// Least minutiae of every band but the first.
pub(crate) const BANDS: [usize; 5] = [20, 28, 36, 44, 56];

/// The band of a number of minutiae, from 0.
pub(crate) fn band_of(minutiae: usize) -> usize {
    BANDS.partition_point(|least| *least <= minutiae)
}
