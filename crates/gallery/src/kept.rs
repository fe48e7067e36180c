//! What the full comparison needs of a finger, small: the template in its stored form, and of its cylinders what
//! stage one does not hold already. Put together again at each full comparison.

use dactyloscopy::{CYLINDER_WORDS, Prepared, StoredCylinder, Template};

use crate::code::{BLOCKS, GALLERY_CYLINDERS};
use crate::kernel::{Block, LANES, Words};

/// Place of a cylinder that stage one does not hold: its words follow.
const NOWHERE: u8 = u8::MAX;
/// Bytes of a cylinder: its minutia, its place in stage one, which cells are known.
const CYLINDER_BYTES: usize = 2 + size_of::<u64>();
/// Bytes of the words of a cylinder.
const WORDS_BYTES: usize = size_of::<Words>();

const _: () = assert!(GALLERY_CYLINDERS <= NOWHERE as usize);

/// A finger's bytes: length of the template (two bytes, low one first), template, cylinders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept(Box<[u8]>);

impl Kept {
    /// `places[cylinder]` is where stage one holds it.
    pub(crate) fn new(finger: &Prepared, places: &[Option<u8>]) -> Self {
        let template = finger.template().to_bytes();
        let cylinders = finger.stored_cylinders();
        let mut out = Vec::with_capacity(2 + template.len() + cylinders.len() * CYLINDER_BYTES);
        // a template is at most 11 + 255 × 8 bytes long
        out.extend_from_slice(&(template.len() as u16).to_le_bytes());
        out.extend_from_slice(&template);
        for (cylinder, place) in cylinders.zip(places) {
            out.extend_from_slice(&[cylinder.point, place.unwrap_or(NOWHERE)]);
            out.extend_from_slice(&cylinder.known.to_le_bytes());
            if place.is_none() {
                for word in cylinder.words {
                    out.extend_from_slice(&word.to_le_bytes());
                }
            }
        }
        Self(out.into_boxed_slice())
    }

    /// Bytes that came from [`Kept::bytes`]; `None` when their lengths contradict each other.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (_, mut rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        while !rest.is_empty() {
            let ([_, place, ..], after) = rest.split_first_chunk::<CYLINDER_BYTES>()?;
            let words = if *place == NOWHERE { WORDS_BYTES } else { 0 };
            (_, rest) = after.split_at_checked(words)?;
        }
        Some(Self(bytes.into()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The finger ready to compare, with what stage one holds of it; `None` when these are not the bytes of a
    /// finger.
    pub(crate) fn prepared(&self, blocks: &[Block; BLOCKS]) -> Option<Prepared> {
        let (length, rest) = self.0.split_first_chunk::<2>()?;
        let (template, mut rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let template = Template::from_bytes(template).ok()?;
        let mut cylinders = Vec::with_capacity(rest.len() / CYLINDER_BYTES);
        while !rest.is_empty() {
            let ([point, place, known @ ..], after) = rest.split_first_chunk::<CYLINDER_BYTES>()?;
            rest = after;
            let words = if *place == NOWHERE {
                let (words, after) = rest.split_first_chunk::<WORDS_BYTES>()?;
                rest = after;
                words_of(words)
            } else {
                let (block, lane) = (usize::from(*place) / LANES, usize::from(*place) % LANES);
                let block = blocks.get(block)?;
                std::array::from_fn(|w| block.0[w][lane])
            };
            cylinders.push(StoredCylinder { point: *point, known: u64::from_le_bytes(*known), words });
        }
        Prepared::from_stored(template, cylinders)
    }
}

fn words_of(bytes: &[u8; WORDS_BYTES]) -> Words {
    let (words, _) = bytes.as_chunks::<8>();
    let mut out = [0; CYLINDER_WORDS];
    for (out, word) in out.iter_mut().zip(words) {
        *out = u64::from_le_bytes(*word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::GalleryCode;
    use synthetic::TemplateFinger;

    fn stored(seed: u64) -> Template {
        let template = TemplateFinger::new(seed).impression(1, seed);
        Template::from_bytes(&template.to_bytes()).unwrap()
    }

    #[test]
    fn a_finger_comes_back_as_it_was_prepared() {
        let mut left_over = 0;
        for seed in 0..60 {
            let prepared = Prepared::new(&stored(seed));
            let (code, kept) = GalleryCode::new(&prepared);
            let back = kept.prepared(&code.blocks).unwrap();
            assert_eq!(format!("{back:?}"), format!("{prepared:?}"));
            left_over += usize::from(prepared.stored_cylinders().len() > GALLERY_CYLINDERS);
        }
        assert!(left_over > 10, "{left_over}");
    }

    #[test]
    fn bytes_cut_anywhere_are_no_finger_or_one_with_fewer_cylinders() {
        let prepared = Prepared::new(&stored(3));
        let (code, kept) = GalleryCode::new(&prepared);
        let whole = kept.bytes();
        for length in 0..whole.len() {
            let cut = Kept::from_bytes(&whole[..length]);
            if let Some(back) = cut.and_then(|kept| kept.prepared(&code.blocks)) {
                assert!(back.stored_cylinders().len() < prepared.stored_cylinders().len());
            }
        }
    }
}
