//! Colour to luminance, transparency over white.

/// How the 8-bit samples of a pixel are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    /// Ink amounts: 255 is full ink.
    Cmyk,
    /// Luminance first; the rest does not matter for grey.
    YCbCr,
}

impl Layout {
    pub(super) fn samples(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb | Self::YCbCr => 3,
            Self::Rgba | Self::Cmyk => 4,
        }
    }
}

/// Luminance of ITU-R BT.601 in 16-bit fixed point; equal channels give themselves.
fn luminance([r, g, b]: [u8; 3]) -> u8 {
    ((19595 * u32::from(r) + 38470 * u32::from(g) + 7471 * u32::from(b) + 32768) >> 16) as u8
}

/// A grey value of the given opacity laid over white.
fn over_white(grey: u8, alpha: u8) -> u8 {
    let (grey, alpha) = (u32::from(grey), u32::from(alpha));
    ((grey * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// Turns interleaved 8-bit samples into one grey byte a pixel. Grey stays as it is.
pub(super) fn to_grey(samples: Vec<u8>, layout: Layout) -> Vec<u8> {
    if layout == Layout::Grey {
        return samples;
    }
    samples
        .chunks_exact(layout.samples())
        .map(|pixel| match (layout, pixel) {
            (Layout::GreyAlpha, &[grey, alpha]) => over_white(grey, alpha),
            (Layout::Rgb, &[r, g, b]) => luminance([r, g, b]),
            (Layout::Rgba, &[r, g, b, alpha]) => over_white(luminance([r, g, b]), alpha),
            (Layout::Cmyk, &[c, m, y, k]) => luminance([c, m, y].map(|ink| over_black(255 - ink, 255 - k))),
            (_, pixel) => pixel.first().copied().unwrap_or(255),
        })
        .collect()
}

/// Light left after black ink.
fn over_black(light: u8, left: u8) -> u8 {
    ((u32::from(light) * u32::from(left) + 127) / 255) as u8
}

/// Scales a sample of `0..=max` to `0..=255`, rounded.
pub(super) fn scale_to_8_bit(value: u32, max: u32) -> u8 {
    let (value, max) = (u64::from(value.min(max)), u64::from(max.max(1)));
    ((value * 255 + max / 2) / max) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_channels_keep_their_value() {
        for v in 0..=255 {
            assert_eq!(luminance([v, v, v]), v);
            assert_eq!(over_white(v, 255), v);
            assert_eq!(over_white(v, 0), 255);
            assert_eq!(scale_to_8_bit(u32::from(v) * 257, 65535), v);
        }
    }

    #[test]
    fn colours_follow_bt_601() {
        let rgb = vec![255, 0, 0, 0, 255, 0, 0, 0, 255];
        assert_eq!(to_grey(rgb, Layout::Rgb), [76, 150, 29]);
        assert_eq!(to_grey(vec![0, 0, 0, 0, 0, 0, 0, 255], Layout::Cmyk), [255, 0]);
        assert_eq!(to_grey(vec![0, 0, 0, 128], Layout::Rgba), [127]);
        assert_eq!(to_grey(vec![10, 0], Layout::GreyAlpha), [255]);
    }
}
