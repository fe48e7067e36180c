//! The weights file (written by training/export_format.py): magic, version, count, each convolution, CRC-32.

use super::architecture::{ConvolutionShape, convolutions};

const MAGIC: [u8; 4] = *b"TNET";
const VERSION: u32 = 1;

/// Why bytes are no weights for this build's network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// Another kind of file.
    #[error("these bytes are no network weights: they do not start with \"TNET\"")]
    Magic,
    /// A later form of the file.
    #[error("network weights of version {0}: this build reads version {VERSION}; export them again")]
    Version(u32),
    /// More or fewer convolutions than this build computes.
    #[error("{found} convolutions: the network of this build has {expected}; export that network")]
    Count {
        /// Convolutions of this build.
        expected: usize,
        /// Convolutions in the file.
        found: usize,
    },
    /// A convolution of another shape.
    #[error("convolution {index} is {found}, expected {expected}; export the network of this build")]
    Shape {
        /// Number of the convolution, from 0.
        index: usize,
        /// Shape in this build.
        expected: ConvolutionShape,
        /// Shape in the file.
        found: ConvolutionShape,
    },
    /// Cut short or with more behind it.
    #[error(
        "network weights of {found} bytes, expected {expected}: the file is cut or has grown; copy it again"
    )]
    Length {
        /// Bytes that this build's network takes.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// Changed since it was written.
    #[error(
        "network weights with checksum {found:08x}, expected {expected:08x}: the file is damaged; copy it again"
    )]
    Checksum {
        /// The checksum written in the file.
        expected: u32,
        /// The checksum of the bytes found.
        found: u32,
    },
    /// A weight that is no number or larger than any trained one.
    #[error(
        "convolution {index} has a weight that is not finite or above {WEIGHT_MAX}: training went astray"
    )]
    Weight {
        /// Number of the convolution, from 0.
        index: usize,
    },
}

/// Largest weight or bias: keeps every sum of the network finite.
pub(crate) const WEIGHT_MAX: f32 = 1e3;

/// A convolution as the file holds it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Convolution {
    pub(crate) shape: ConvolutionShape,
    /// `[outputs][inputs][side][side]`.
    pub(crate) weights: Vec<f32>,
    /// `[outputs]`.
    pub(crate) bias: Vec<f32>,
}

/// Reads all convolutions of the network.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Convolution>, WeightsError> {
    let shapes = convolutions();
    if !bytes.starts_with(&MAGIC) {
        return Err(WeightsError::Magic);
    }
    let numbers: usize = shapes.iter().map(|s| 5 + s.weights() + s.outputs).sum();
    let wanted = MAGIC.len() + 4 * (3 + numbers);
    let mut words = Words { rest: &bytes[MAGIC.len()..], found: bytes.len(), wanted };
    let version = words.next()?;
    if version != VERSION {
        return Err(WeightsError::Version(version));
    }
    let found = words.next()? as usize;
    if found != shapes.len() {
        return Err(WeightsError::Count { expected: shapes.len(), found });
    }
    let mut all = Vec::with_capacity(shapes.len());
    for (index, expected) in shapes.into_iter().enumerate() {
        let found = words.shape()?;
        if found != expected {
            return Err(WeightsError::Shape { index, expected, found });
        }
        let (weights, bias) = (words.floats(expected.weights())?, words.floats(expected.outputs)?);
        all.push(Convolution { shape: expected, weights, bias });
    }
    let covered = bytes.len() - words.rest.len();
    let expected = words.next()?;
    if !words.rest.is_empty() {
        return Err(words.length());
    }
    let found = crc32(&bytes[..covered]);
    if found != expected {
        return Err(WeightsError::Checksum { expected, found });
    }
    let usable = |c: &Convolution| c.weights.iter().chain(&c.bias).all(|w| w.abs() <= WEIGHT_MAX);
    match all.iter().position(|c| !usable(c)) {
        Some(index) => Err(WeightsError::Weight { index }),
        None => Ok(all),
    }
}

/// Little-endian words of the file.
struct Words<'a> {
    rest: &'a [u8],
    found: usize,
    wanted: usize,
}

impl Words<'_> {
    fn length(&self) -> WeightsError {
        WeightsError::Length { expected: self.wanted, found: self.found }
    }

    fn next(&mut self) -> Result<u32, WeightsError> {
        let (word, rest) = self.rest.split_first_chunk::<4>().ok_or_else(|| self.length())?;
        self.rest = rest;
        Ok(u32::from_le_bytes(*word))
    }

    fn shape(&mut self) -> Result<ConvolutionShape, WeightsError> {
        let mut side = || self.next().map(|v| v as usize);
        Ok(ConvolutionShape {
            outputs: side()?,
            inputs: side()?,
            side: side()?,
            stride: side()?,
            dilation: side()?,
        })
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        let (floats, rest) = self.rest.split_at_checked(4 * count).ok_or_else(|| self.length())?;
        self.rest = rest;
        Ok(floats.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }
}

/// CRC-32 as of zlib and PNG (ISO/IEC 3309, reflected polynomial edb88320).
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|i| {
        (0..8).fold(i as u32, |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    });
    !bytes.iter().fold(u32::MAX, |crc, byte| table[((crc ^ u32::from(*byte)) & 255) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_of_the_standard_check_string() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
