//! Writing.

use std::f32::consts::TAU;

use dactyloscopy::{Minutia, MinutiaKind, Ppi, Template};

use super::{ANGLES, COORDINATE_MAX, HEADER_BYTES, MAGIC, MINUTIA_BYTES, VIEW_HEADER_BYTES};

/// What a record tells of its one view besides the minutiae.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordView {
    /// 0 unknown, 1 right thumb to 10 left little finger; larger values are written as 0.
    pub position: u8,
    /// Impression type: 0 live plain, 1 live rolled, 2 non-live plain, 3 non-live rolled, 7 latent, 8 swipe.
    pub impression: u8,
}

/// Writes a record of one view of an unknown finger, live plain impression.
///
/// Coordinates are written at `ppi` (the scanner's; [`Ppi::STANDARD`] keeps the template's own grid), rounded
/// to whole pixels; a template holds at most 255 minutiae, which is what the format's count can say.
pub fn write(template: &Template, ppi: Ppi) -> Vec<u8> {
    write_view(template, ppi, RecordView::default())
}

/// [`write`] with the finger position and impression type told.
pub fn write_view(template: &Template, ppi: Ppi, view: RecordView) -> Vec<u8> {
    let factor = f32::from(ppi.get()) / f32::from(Ppi::STANDARD.get());
    let px_per_cm = (f32::from(ppi.get()) / 2.54).round() as u16;
    let side = |px: u32| ((px as f32 * factor).round() as u16).clamp(1, COORDINATE_MAX);
    let (width, height) = (side(template.width_px()), side(template.height_px()));
    let minutiae: Vec<&Minutia> = template.minutiae().iter().take(usize::from(u8::MAX)).collect();
    let length = HEADER_BYTES + VIEW_HEADER_BYTES + MINUTIA_BYTES * minutiae.len() + 2;

    let mut out = Vec::with_capacity(length);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&(length as u32).to_be_bytes());
    for field in [0, width, height, px_per_cm, px_per_cm] {
        out.extend_from_slice(&field.to_be_bytes());
    }
    out.extend_from_slice(&[1, 0]);
    let position = if view.position <= 10 { view.position } else { 0 };
    out.extend_from_slice(&[position, view.impression & 15, template.quality().max(1), minutiae.len() as u8]);
    for minutia in minutiae {
        out.extend_from_slice(&minutia_bytes(minutia, factor, width, height));
    }
    out.extend_from_slice(&[0, 0]);
    out
}

/// A reported quality is at least 1: 0 would say "not reported".
fn minutia_bytes(minutia: &Minutia, factor: f32, width: u16, height: u16) -> [u8; MINUTIA_BYTES] {
    let kind: u16 = match minutia.kind {
        MinutiaKind::Unknown => 0,
        MinutiaKind::Ending => 1,
        MinutiaKind::Bifurcation => 2,
    };
    let coordinate = |px: f32, side: u16| ((px * factor).round() as u16).min(side);
    let [x0, x1] = (kind << 14 | coordinate(minutia.x_px, width)).to_be_bytes();
    let [y0, y1] = coordinate(minutia.y_px, height).to_be_bytes();
    let angle = ((minutia.direction_rad / TAU * ANGLES).round() as u32 % 256) as u8;
    [x0, x1, y0, y1, angle, minutia.quality.max(1)]
}
