//! Interchange: bytes in, values out, and back.
//!
//! Nothing here opens a file, reads a clock or panics: every input is bytes, every failure is a value that
//! names what is wrong. A format is recognised by its first bytes, never by a file name.

pub mod dna;
pub mod fmr;

mod raster;

pub use raster::{
    DecodeError, DecodedImage, IMAGE_BYTES_MAX, ImageFormat, decode_image, encode_png, encode_png_rgb,
};
