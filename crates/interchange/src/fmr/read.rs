//! Reading.

use std::f32::consts::TAU;

use dactyloscopy::{Minutia, MinutiaKind, Template};

use super::{
    ANGLES, COORDINATE_MAX, FMR_BYTES_MAX, FmrError, HEADER_BYTES, MAGIC, MINUTIA_BYTES,
    QUALITY_NOT_REPORTED, Record, VIEW_HEADER_BYTES, View, is_fmr,
};

/// Reads the first view of a record as a template at 500 ppi; [`parse`] gives all of them.
///
/// # Errors
/// [`FmrError`], see [`parse`].
pub fn read(bytes: &[u8]) -> Result<Template, FmrError> {
    let views = parse(bytes)?.views;
    views
        .into_iter()
        .next()
        .map(|view| view.template)
        .ok_or_else(|| FmrError::Value("it holds no view".into()))
}

/// Reads a whole record.
///
/// # Errors
/// [`FmrError`]: another start, version or standard, a length that is not the file's, a field cut off or
/// outside its range, a minutia outside the image. Never panics.
pub fn parse(bytes: &[u8]) -> Result<Record, FmrError> {
    check_identity(bytes)?;
    let mut fields = Fields { rest: bytes.get(12..).unwrap_or_default() };
    let capture_device = fields.short("the capture device")?;
    let (width_px, height_px) = (fields.short("the width")?, fields.short("the height")?);
    let (x_px_per_cm, y_px_per_cm) = (fields.short("the resolution")?, fields.short("the resolution")?);
    let count = fields.byte("the number of views")?;
    let _reserved = fields.byte("the header")?;
    if count == 0 {
        return Err(FmrError::Value("it says it holds no finger view".into()));
    }
    let scale = Scale { x: to_500_ppi(x_px_per_cm)?, y: to_500_ppi(y_px_per_cm)?, width_px, height_px };
    let views =
        (1..=usize::from(count)).map(|n| read_view(&mut fields, n, &scale)).collect::<Result<_, _>>()?;
    if !fields.rest.is_empty() {
        let extra = fields.rest.len();
        return Err(FmrError::Value(format!("{extra} bytes follow the last of its {count} views")));
    }
    Ok(Record { capture_device, width_px, height_px, x_px_per_cm, y_px_per_cm, views })
}

/// Magic, version, standard and length. INCITS 378-2004 shares the first bytes and is told by its length field.
fn check_identity(bytes: &[u8]) -> Result<(), FmrError> {
    if !is_fmr(bytes) {
        return Err(FmrError::Magic);
    }
    if bytes.len() > FMR_BYTES_MAX {
        return Err(FmrError::TooManyBytes(bytes.len()));
    }
    let Some(version) = bytes.get(4..8) else { return Err(FmrError::Truncated("the version".into())) };
    match version {
        _ if bytes.starts_with(MAGIC) => {}
        b"020\0" => return Err(FmrError::Version("INCITS 378-2004".into())),
        b"030\0" => return Err(FmrError::Version("ISO/IEC 19794-2:2011 or INCITS 378-2009".into())),
        b"035\0" => return Err(FmrError::Version("INCITS 378-2009 Amendment 1".into())),
        other => return Err(FmrError::Version(format!("of version \"{}\"", other.escape_ascii()))),
    }
    let Some(length) = bytes.get(8..).and_then(|rest| rest.first_chunk::<4>()) else {
        return Err(FmrError::Truncated("the length".into()));
    };
    let said = u32::from_be_bytes(*length);
    let short = usize::from(u16::from_be_bytes([length[0], length[1]]));
    if said as usize != bytes.len() && short == bytes.len() {
        return Err(FmrError::Version("INCITS 378-2004".into()));
    }
    if said as usize != bytes.len() {
        return Err(FmrError::Length { said: said.into(), found: bytes.len() });
    }
    if bytes.len() < HEADER_BYTES + VIEW_HEADER_BYTES {
        return Err(FmrError::Truncated("the header".into()));
    }
    Ok(())
}

/// From the record's pixels to 500-ppi pixels.
struct Scale {
    x: f32,
    y: f32,
    width_px: u16,
    height_px: u16,
}

/// Factor to 500 ppi. Whole px/cm cannot say 500 ppi exactly: 197 is meant as 500, 394 as 1000.
fn to_500_ppi(px_per_cm: u16) -> Result<f32, FmrError> {
    match px_per_cm {
        197 => Ok(1.0),
        394 => Ok(0.5),
        40..=788 => Ok(500.0 / (f32::from(px_per_cm) * 2.54)),
        other => {
            let text = format!("its resolution is {other} px/cm; 40 to 788 (100 to 2000 ppi) are possible");
            Err(FmrError::Value(text))
        }
    }
}

fn read_view(fields: &mut Fields, n: usize, scale: &Scale) -> Result<View, FmrError> {
    let what = format!("the header of view {n}");
    let position = fields.byte(&what)?;
    let mixed = fields.byte(&what)?;
    let quality = fields.byte(&what)?;
    let count = fields.byte(&what)?;
    if position > 10 {
        return Err(FmrError::Value(format!(
            "view {n} is of finger {position}; 0 (unknown) to 10 are possible"
        )));
    }
    let quality = reported(quality, &format!("view {n}"))?;
    let minutiae = (1..=count)
        .map(|i| {
            let raw = fields.array::<MINUTIA_BYTES>(|| format!("minutia {i} of view {n}"))?;
            read_minutia(raw, scale, &format!("minutia {i} of view {n}"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let extended_bytes = fields.short(&format!("the length of the extended data of view {n}"))?;
    fields.skip(extended_bytes.into(), &format!("the extended data of view {n}"))?;
    let side = |px: u16, factor: f32| (f32::from(px) * factor).round().max(1.0) as u32;
    let template = if scale.width_px == 0 || scale.height_px == 0 {
        return Err(FmrError::Value(format!("its image is {} x {} px", scale.width_px, scale.height_px)));
    } else {
        Template::new(side(scale.width_px, scale.x), side(scale.height_px, scale.y), quality, minutiae)
    };
    let template = template.map_err(|cause| FmrError::Template { view: n, cause })?;
    Ok(View { position, number: mixed >> 4, impression: mixed & 15, template, extended_bytes })
}

fn read_minutia(raw: [u8; MINUTIA_BYTES], scale: &Scale, what: &str) -> Result<Minutia, FmrError> {
    let [x0, x1, y0, y1, angle, quality] = raw;
    let kind = match x0 >> 6 {
        0 => MinutiaKind::Unknown,
        1 => MinutiaKind::Ending,
        2 => MinutiaKind::Bifurcation,
        _ => return Err(FmrError::Value(format!("{what} is of the reserved type 3"))),
    };
    let x = u16::from_be_bytes([x0, x1]) & COORDINATE_MAX;
    let y = u16::from_be_bytes([y0, y1]) & COORDINATE_MAX;
    if x > scale.width_px || y > scale.height_px {
        let (w, h) = (scale.width_px, scale.height_px);
        return Err(FmrError::Value(format!("{what} lies at {x}, {y}, outside its image of {w} x {h} px")));
    }
    Ok(Minutia {
        x_px: (f32::from(x) * scale.x).min((f32::from(scale.width_px) * scale.x).round()),
        y_px: (f32::from(y) * scale.y).min((f32::from(scale.height_px) * scale.y).round()),
        direction_rad: f32::from(angle) / ANGLES * TAU,
        kind,
        quality: reported(quality, what)?,
    })
}

/// A quality of 1 to 100; 0 means "not reported".
fn reported(quality: u8, what: &str) -> Result<u8, FmrError> {
    match quality {
        0 => Ok(QUALITY_NOT_REPORTED),
        1..=100 => Ok(quality),
        _ => Err(FmrError::Value(format!("{what} has quality {quality}; 0 to 100 are possible"))),
    }
}

/// Takes fields off the front.
struct Fields<'a> {
    rest: &'a [u8],
}

impl Fields<'_> {
    fn array<const N: usize>(&mut self, what: impl FnOnce() -> String) -> Result<[u8; N], FmrError> {
        let (field, rest) = self.rest.split_first_chunk::<N>().ok_or_else(|| FmrError::Truncated(what()))?;
        self.rest = rest;
        Ok(*field)
    }

    fn byte(&mut self, what: &str) -> Result<u8, FmrError> {
        self.array::<1>(|| what.to_owned()).map(|[byte]| byte)
    }

    fn short(&mut self, what: &str) -> Result<u16, FmrError> {
        self.array::<2>(|| what.to_owned()).map(u16::from_be_bytes)
    }

    fn skip(&mut self, count: usize, what: &str) -> Result<(), FmrError> {
        self.rest = self.rest.get(count..).ok_or_else(|| FmrError::Truncated(what.to_owned()))?;
        Ok(())
    }
}
