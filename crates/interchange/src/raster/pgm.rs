//! Netpbm grey maps: plain (P2) and raw (P5), 8 and 16 bit.

use super::grey::scale_to_8_bit;
use super::limits::check_size;
use super::{DecodeError, Decoded, ImageFormat, broken};

const FORMAT: ImageFormat = ImageFormat::Pgm;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (magic, rest) = bytes.split_at(bytes.len().min(2));
    let mut reader = Reader { rest };
    let width = reader.number("width")?;
    let height = reader.number("height")?;
    let (width, height) = check_size(FORMAT, width.into(), height.into())?;
    let max = reader.number("largest grey value")?;
    if !(1..=65535).contains(&max) {
        return Err(broken(FORMAT, format!("its largest grey value is {max}; 1 to 65535 are possible")));
    }
    let count = width as usize * height as usize;
    let mut warnings = Vec::new();
    let grey = if magic == b"P2" {
        // Each value takes a digit and a space, the last may lack the space.
        if reader.rest.len() < count.saturating_mul(2).saturating_sub(1) {
            return Err(broken(FORMAT, "there are fewer values than pixels"));
        }
        (0..count)
            .map(|_| reader.number("grey value").map(|v| scale_to_8_bit(v, max)))
            .collect::<Result<_, _>>()?
    } else {
        let data = reader.raw()?;
        let needed = count * if max > 255 { 2 } else { 1 };
        let Some((pixels, after)) = data.split_at_checked(needed) else {
            return Err(broken(
                FORMAT,
                format!("{needed} bytes of pixels are promised, {} are there", data.len()),
            ));
        };
        if !after.is_empty() {
            warnings.push(format!("{} bytes after the image are ignored", after.len()));
        }
        raw_to_8_bit(pixels, max)
    };
    Ok(Decoded { width, height, grey, tag: None, warnings })
}

fn raw_to_8_bit(pixels: &[u8], max: u32) -> Vec<u8> {
    match max {
        255 => pixels.to_vec(),
        256.. => {
            let (pairs, _) = pixels.as_chunks::<2>();
            pairs.iter().map(|pair| scale_to_8_bit(u16::from_be_bytes(*pair).into(), max)).collect()
        }
        _ => pixels.iter().map(|v| scale_to_8_bit(u32::from(*v), max)).collect(),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Skips white space and comments (`#` to the end of the line), then reads a decimal number.
    fn number(&mut self, what: &str) -> Result<u32, DecodeError> {
        self.skip_blank();
        let digits = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (text, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let value = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
        value.ok_or_else(|| {
            let cause = if rest.is_empty() && digits == 0 {
                "the data ends at its"
            } else {
                "no number stands for its"
            };
            broken(FORMAT, format!("{cause} {what}"))
        })
    }

    fn skip_blank(&mut self) {
        loop {
            match self.rest {
                [b'#', ..] => {
                    let line =
                        self.rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(self.rest.len());
                    self.rest = self.rest.get(line..).unwrap_or_default();
                }
                [blank, rest @ ..] if blank.is_ascii_whitespace() => self.rest = rest,
                _ => return,
            }
        }
    }

    /// The raster after the single white space that ends the header.
    fn raw(&self) -> Result<&'a [u8], DecodeError> {
        match self.rest {
            [blank, rest @ ..] if blank.is_ascii_whitespace() => Ok(rest),
            _ => Err(broken(FORMAT, "no white space follows the header")),
        }
    }
}
