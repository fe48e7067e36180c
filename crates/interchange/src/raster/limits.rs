//! Limits, checked on what the header tells before memory is taken for pixels.

use dactyloscopy::{PIXELS_MAX, SIDE_MAX_PX};

use super::{DecodeError, ImageFormat};

/// Most bytes of an image file: 32 MiB.
pub const IMAGE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Accepts a size within the limits of [`dactyloscopy::GreyImage`].
pub(super) fn check_size(format: ImageFormat, width: u64, height: u64) -> Result<(u32, u32), DecodeError> {
    let side = |px: u64| u32::try_from(px).ok().filter(|px| (1..=SIDE_MAX_PX).contains(px));
    match (side(width), side(height)) {
        (Some(w), Some(h)) if u64::from(w) * u64::from(h) <= PIXELS_MAX as u64 => Ok((w, h)),
        _ => Err(DecodeError::Size { format, width, height }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_and_area() {
        assert_eq!(check_size(ImageFormat::Png, 4000, 4000), Ok((4000, 4000)));
        for (w, h) in [(0, 1), (1, 0), (4001, 1), (1, 4001), (u64::MAX, u64::MAX)] {
            let error = check_size(ImageFormat::Png, w, h).unwrap_err().to_string();
            assert!(error.contains(&w.to_string()) && error.contains("4000"), "{error}");
        }
    }
}
