//! `--mark`: the person who types it says that the image shows a mark from a scene, and where.

use dactyloscopy::{GreyImage, MarkRegion};

/// ISO/IEC 19794-2:2005 impression type "latent".
pub(super) const IMPRESSION_LATENT: u8 = 7;

/// What `--mark` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The mark is somewhere on the image.
    Whole,
    /// The mark lies inside this part of it.
    Inside(MarkRegion),
}

impl Mark {
    /// The region, cut to the image.
    ///
    /// # Errors
    /// A region that lies outside, in words.
    pub(super) fn region(self, image: &GreyImage) -> Result<MarkRegion, String> {
        let Self::Inside(region) = self else { return Ok(MarkRegion::whole(image)) };
        let (width, height) = (image.width(), image.height());
        if region.left >= width || region.top >= height {
            return Err(format!(
                "the mark is said to begin at {},{}, outside the image of {width} x {height} px",
                region.left, region.top
            ));
        }
        Ok(MarkRegion {
            width: region.width.min(width - region.left),
            height: region.height.min(height - region.top),
            ..region
        })
    }
}

/// Reads `--mark=LEFT,TOP,WIDTH,HEIGHT` or `--mark` alone.
pub(super) fn parse_mark(text: &str) -> Result<Mark, String> {
    if text == "all" {
        return Ok(Mark::Whole);
    }
    let numbers: Option<Vec<u32>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[left, top, width, height]) if width > 0 && height > 0 => {
            Ok(Mark::Inside(MarkRegion { left, top, width, height }))
        }
        _ => Err(format!("{text:?} is no region LEFT,TOP,WIDTH,HEIGHT in pixels of the image")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_read_and_cut_to_the_image() {
        let image = GreyImage::new(30, 20, vec![0; 600]).unwrap();
        assert_eq!(parse_mark("all").unwrap().region(&image), Ok(MarkRegion::whole(&image)));
        let region = |text| parse_mark(text).and_then(|mark| mark.region(&image));
        assert_eq!(region("10,5,100,3"), Ok(MarkRegion { left: 10, top: 5, width: 20, height: 3 }));
        for wrong in ["30,0,1,1", "0,20,1,1", "1,2,3", "1,2,3,0", "1,2,3,4,5", "a,b,c,d", "-1,0,2,2", ""] {
            assert!(region(wrong).is_err(), "{wrong}");
        }
    }
}
