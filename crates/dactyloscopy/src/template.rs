//! The template: the minutiae of one finger image with what a comparison must know about it.

use crate::detector::DEFAULT_DETECTOR;
use crate::minutia::{Minutia, MinutiaKind};
use std::f32::consts::{PI, TAU};

/// Most minutiae of a template (the count is one byte, as in ISO/IEC 19794-2).
pub const MINUTIAE_MAX: usize = 255;
/// Longest side of the image a template speaks of, 500-ppi pixels.
pub(crate) const TEMPLATE_SIDE_MAX_PX: u32 = 16_000;

/// Name and version of the algorithm that made a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AlgorithmVersion {
    /// Changes when old and new templates cannot be compared.
    pub major: u8,
    /// Changes when scores of the same images change.
    pub minor: u8,
}

/// The algorithm of this build: that of [`DEFAULT_DETECTOR`].
pub const ALGORITHM: AlgorithmVersion = DEFAULT_DETECTOR.algorithm();

impl std::fmt::Display for AlgorithmVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "tanba-mcc {}.{}", self.major, self.minor)
    }
}

/// Why values or bytes make no template.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// A side is 0 or too long.
    #[error("a template of {width_px} x {height_px} px: each side must be 1 to {TEMPLATE_SIDE_MAX_PX} px")]
    Size {
        /// Width given, px.
        width_px: u32,
        /// Height given, px.
        height_px: u32,
    },
    /// Too many minutiae.
    #[error("{0} minutiae: a template holds at most {MINUTIAE_MAX}")]
    TooManyMinutiae(usize),
    /// A minutia outside the image, with a wrong angle or a wrong quality.
    #[error("minutia {index}: {problem}")]
    Minutia {
        /// Number of the minutia, from 0.
        index: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A quality above 100.
    #[error("quality {0}: it runs from 0 to 100")]
    Quality(u8),
    /// Bytes that do not start as a template does.
    #[error("these bytes are no Tanba template: they do not start with \"TFT\"")]
    Magic,
    /// A template of a version this build does not read.
    #[error("a template of {0}: this build reads {ALGORITHM}; extract the image again")]
    Version(AlgorithmVersion),
    /// Fewer or more bytes than the header promises.
    #[error("a template of {expected} bytes was promised, {found} are there")]
    Length {
        /// Bytes the header speaks of.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// A minutia type that does not exist.
    #[error("minutia {index}: type {code} does not exist")]
    Kind {
        /// Number of the minutia, from 0.
        index: usize,
        /// The code found.
        code: u8,
    },
}

/// The minutiae of one finger image, in 500-ppi pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    algorithm: AlgorithmVersion,
    width_px: u32,
    height_px: u32,
    quality: u8,
    minutiae: Vec<Minutia>,
}

impl Template {
    /// A template of this build's [`ALGORITHM`].
    ///
    /// # Errors
    /// Sides of 0 or over [`TEMPLATE_SIDE_MAX_PX`], more than [`MINUTIAE_MAX`] minutiae, a minutia outside the
    /// image or not finite, a direction outside [0, 2 pi), a quality over 100.
    pub fn new(
        width_px: u32,
        height_px: u32,
        quality: u8,
        minutiae: Vec<Minutia>,
    ) -> Result<Self, TemplateError> {
        let side = 1..=TEMPLATE_SIDE_MAX_PX;
        if !side.contains(&width_px) || !side.contains(&height_px) {
            return Err(TemplateError::Size { width_px, height_px });
        }
        if quality > 100 {
            return Err(TemplateError::Quality(quality));
        }
        if minutiae.len() > MINUTIAE_MAX {
            return Err(TemplateError::TooManyMinutiae(minutiae.len()));
        }
        for (index, m) in minutiae.iter().enumerate() {
            if let Some(problem) = problem_of(m, width_px, height_px) {
                return Err(TemplateError::Minutia { index, problem });
            }
        }
        Ok(Self { algorithm: ALGORITHM, width_px, height_px, quality, minutiae })
    }

    /// The same template, made by another algorithm than this build's default.
    pub(crate) fn made_by(self, algorithm: AlgorithmVersion) -> Self {
        Self { algorithm, ..self }
    }

    /// The minutiae.
    pub fn minutiae(&self) -> &[Minutia] {
        &self.minutiae
    }

    /// The template of the same print seen in a mirror (left and right exchanged), as a scan from the back of
    /// a film or a lifted mark gives it.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let minutiae = self.minutiae.iter().map(|m| Minutia {
            x_px: self.width_px as f32 - m.x_px,
            direction_rad: crate::minutia::wrap_full_turn(PI - m.direction_rad),
            ..*m
        });
        Self { minutiae: minutiae.collect(), ..self.clone() }
    }

    /// Image width, 500-ppi pixels.
    pub fn width_px(&self) -> u32 {
        self.width_px
    }

    /// Image height, 500-ppi pixels.
    pub fn height_px(&self) -> u32 {
        self.height_px
    }

    /// Tanba print quality, 0 to 100.
    pub fn quality(&self) -> u8 {
        self.quality
    }

    /// The algorithm that made it.
    pub fn algorithm(&self) -> AlgorithmVersion {
        self.algorithm
    }
}

/// What keeps a minutia out of a template of this size, if anything.
fn problem_of(m: &Minutia, width_px: u32, height_px: u32) -> Option<&'static str> {
    let inside = |v: f32, side: u32| v.is_finite() && v >= 0.0 && v <= side as f32;
    if !inside(m.x_px, width_px) || !inside(m.y_px, height_px) {
        Some("it lies outside the image")
    } else if !m.direction_rad.is_finite() || !(0.0..TAU).contains(&m.direction_rad) {
        Some("its direction is not in [0, 2 pi)")
    } else if m.quality > 100 {
        Some("its quality is over 100")
    } else {
        None
    }
}

const MAGIC: [u8; 3] = *b"TFT";
const HEADER_BYTES: usize = 11;
const MINUTIA_BYTES: usize = 8;
/// Stored coordinates are multiples of 1/4 px.
const STEPS_A_PX: f32 = 4.0;
/// Stored directions are multiples of 1/65536 of a turn.
const STEPS_A_TURN: f32 = 65536.0;

impl Template {
    /// The compact binary form: `"TFT"`, version, sides, quality, count, then 8 bytes a minutia (x and y in
    /// quarter pixels, direction in 1/65536 of a turn, type, quality); big-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_BYTES + MINUTIA_BYTES * self.minutiae.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[self.algorithm.major, self.algorithm.minor]);
        out.extend_from_slice(&(self.width_px as u16).to_be_bytes());
        out.extend_from_slice(&(self.height_px as u16).to_be_bytes());
        out.extend_from_slice(&[self.quality, self.minutiae.len() as u8]);
        for m in &self.minutiae {
            out.extend_from_slice(&((m.x_px * STEPS_A_PX).round() as u16).to_be_bytes());
            out.extend_from_slice(&((m.y_px * STEPS_A_PX).round() as u16).to_be_bytes());
            let turn = (m.direction_rad / TAU * STEPS_A_TURN).round() as u32 % 65536;
            out.extend_from_slice(&(turn as u16).to_be_bytes());
            out.push(match m.kind {
                MinutiaKind::Unknown => 0,
                MinutiaKind::Ending => 1,
                MinutiaKind::Bifurcation => 2,
            });
            out.push(m.quality);
        }
        out
    }

    /// Reads what [`Template::to_bytes`] wrote.
    ///
    /// # Errors
    /// Another start, version or length; any value out of its range. Never panics.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TemplateError> {
        let Some((header, body)) = bytes.split_first_chunk::<HEADER_BYTES>() else {
            return Err(if bytes.starts_with(&MAGIC) {
                TemplateError::Length { expected: HEADER_BYTES, found: bytes.len() }
            } else {
                TemplateError::Magic
            });
        };
        let [m0, m1, m2, major, minor, w0, w1, h0, h1, quality, count] = *header;
        if [m0, m1, m2] != MAGIC {
            return Err(TemplateError::Magic);
        }
        let algorithm = AlgorithmVersion { major, minor };
        if algorithm.major != ALGORITHM.major {
            return Err(TemplateError::Version(algorithm));
        }
        let expected = HEADER_BYTES + MINUTIA_BYTES * usize::from(count);
        if bytes.len() != expected {
            return Err(TemplateError::Length { expected, found: bytes.len() });
        }
        let (width_px, height_px) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
        let (chunks, _) = body.as_chunks::<MINUTIA_BYTES>();
        let minutiae = chunks.iter().enumerate().map(read_minutia).collect::<Result<Vec<_>, _>>()?;
        let template = Self::new(width_px.into(), height_px.into(), quality, minutiae)?;
        Ok(Self { algorithm, ..template })
    }
}

fn read_minutia((index, bytes): (usize, &[u8; MINUTIA_BYTES])) -> Result<Minutia, TemplateError> {
    let [x0, x1, y0, y1, d0, d1, code, quality] = *bytes;
    let kind = match code {
        0 => MinutiaKind::Unknown,
        1 => MinutiaKind::Ending,
        2 => MinutiaKind::Bifurcation,
        code => return Err(TemplateError::Kind { index, code }),
    };
    Ok(Minutia {
        x_px: f32::from(u16::from_be_bytes([x0, x1])) / STEPS_A_PX,
        y_px: f32::from(u16::from_be_bytes([y0, y1])) / STEPS_A_PX,
        direction_rad: crate::minutia::wrap_full_turn(
            f32::from(u16::from_be_bytes([d0, d1])) / STEPS_A_TURN * TAU,
        ),
        kind,
        quality,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutia(x_px: f32, y_px: f32) -> Minutia {
        Minutia { x_px, y_px, direction_rad: 1.0, kind: MinutiaKind::Ending, quality: 50 }
    }

    #[test]
    fn bytes_round_trip_within_the_stored_precision() {
        let t = Template::new(300, 200, 77, vec![minutia(10.3, 20.7), minutia(300.0, 200.0)]).unwrap();
        let back = Template::from_bytes(&t.to_bytes()).unwrap();
        assert_eq!((back.width_px(), back.height_px(), back.quality()), (300, 200, 77));
        for (a, b) in t.minutiae().iter().zip(back.minutiae()) {
            assert!((a.x_px - b.x_px).abs() <= 0.125 && (a.y_px - b.y_px).abs() <= 0.125);
            assert!((a.direction_rad - b.direction_rad).abs() < 1e-4);
        }
        assert_eq!(Template::from_bytes(&back.to_bytes()).unwrap(), back, "stored values are exact");
    }

    #[test]
    fn refuses_by_name() {
        let good = Template::new(30, 20, 7, vec![minutia(1.0, 2.0)]).unwrap().to_bytes();
        assert_eq!(Template::from_bytes(b"FMR"), Err(TemplateError::Magic));
        assert_eq!(
            Template::from_bytes(&good[..good.len() - 1]),
            Err(TemplateError::Length { expected: 19, found: 18 })
        );
        let mut other = good.clone();
        other[3] = 9;
        assert!(matches!(Template::from_bytes(&other), Err(TemplateError::Version(_))));
        let mut kind = good.clone();
        kind[17] = 3;
        assert_eq!(Template::from_bytes(&kind), Err(TemplateError::Kind { index: 0, code: 3 }));
        let mut outside = good;
        outside[11] = 255;
        assert!(matches!(Template::from_bytes(&outside), Err(TemplateError::Minutia { index: 0, .. })));
        assert!(matches!(
            Template::new(10, 10, 1, vec![minutia(f32::NAN, 1.0)]),
            Err(TemplateError::Minutia { .. })
        ));
    }
}
