//! Palette TIFFs: the first directory is rewritten to say "grey", so that the decoder returns the indices.

use super::grey::{Layout, to_grey};

const PHOTOMETRIC: u16 = 262;
const BLACK_IS_ZERO: u16 = 1;
const RGB_PALETTE: u16 = 3;

/// A copy that calls the palette indices grey values; `None` when the first page has no palette.
pub(super) fn with_palette_as_grey(bytes: &[u8]) -> Option<Vec<u8>> {
    let little = match bytes.first_chunk::<4>()? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let raw = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(raw) } else { u16::from_be_bytes(raw) })
    };
    let raw = *bytes.get(4..)?.first_chunk::<4>()?;
    let directory = if little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) } as usize;
    let entries = usize::from(short(directory)?);
    let entry = (0..entries)
        .map(|i| directory.saturating_add(2 + 12 * i))
        .find(|at| short(*at) == Some(PHOTOMETRIC))?;
    let value_at = entry + 8;
    if short(value_at) != Some(RGB_PALETTE) {
        return None;
    }
    let grey = if little { BLACK_IS_ZERO.to_le_bytes() } else { BLACK_IS_ZERO.to_be_bytes() };
    let mut copy = bytes.to_vec();
    copy.get_mut(value_at..value_at + 2)?.copy_from_slice(&grey);
    Some(copy)
}

/// Luminance of each palette entry.
pub(super) struct Palette(Vec<u8>);

impl Palette {
    /// From the ColorMap tag: all reds, all greens, all blues, 16 bits each.
    pub(super) fn new(map: &[u16]) -> Self {
        let size = map.len() / 3;
        let channel = |i: usize, c: usize| map.get(c * size + i).map_or(0, |v| (v >> 8) as u8);
        let rgb = (0..size).flat_map(|i| [channel(i, 0), channel(i, 1), channel(i, 2)]).collect();
        Self(to_grey(rgb, Layout::Rgb))
    }

    /// Grey values of indices; one outside the palette is black.
    pub(super) fn look_up(&self, indices: &[u8]) -> Vec<u8> {
        indices.iter().map(|i| self.0.get(usize::from(*i)).copied().unwrap_or(0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn palette_is_planar_and_16_bit() {
        let palette = Palette::new(&[0, 0xffff, 0, 0xffff, 0, 0xffff]);
        assert_eq!(palette.look_up(&[0, 1, 2]), [0, 255, 0]);
    }
}
