//! A print with what was found in it, as SVG and as PNG.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dactyloscopy::{DrawingOptions, Minutia, MinutiaKind, Ppi, RidgeMaps, draw_minutiae_svg};
use interchange::{encode_png, encode_png_rgb};

use super::canvas::{Canvas, Rgb};
use super::extract::cause_word;
use super::input::Print;

// The marks and colours of `draw_minutiae_svg`: a circle is an ending, a square a bifurcation, a diamond unknown.
const ENDING: Rgb = [0xc8, 0x10, 0x2e];
const BIFURCATION: Rgb = [0x00, 0x57, 0xb8];
const UNKNOWN: Rgb = [0x6b, 0x72, 0x80];
const FLOW: Rgb = [0x0f, 0x76, 0x6e];
const UNCLEAR: Rgb = [0xf5, 0x9e, 0x0b];
const GOOD: Rgb = [0x16, 0x65, 0x34];
/// Half size of a mark and length of its tail, 500-ppi px.
const MARK_PX: f32 = 3.2;
const TAIL_PX: f32 = 11.0;
/// Reliability that counts as clear, and that below which no flow is drawn.
const CLEAR_RELIABILITY: f32 = 0.5;
const FLOW_RELIABILITY: f32 = 0.1;
/// Height of the strip that shows the quality, px of the drawing.
const STRIP_PX: u32 = 10;

/// The image, embedded, with the overlay of [`draw_minutiae_svg`]; the view box is in 500-ppi pixels.
pub(super) fn draw_svg(print: &Print) -> String {
    let template = &print.extraction.template;
    let (width, height) = (template.width_px(), template.height_px());
    let image = STANDARD.encode(encode_png(&print.decoded.image, print.decoded.ppi));
    let options =
        DrawingOptions { minutiae: true, flow: true, quality_map: true, ..DrawingOptions::default() };
    let overlay = draw_minutiae_svg(&print.extraction, options);
    let causes: Vec<&str> = print.extraction.quality.causes.iter().map(|cause| cause_word(*cause)).collect();
    let causes = if causes.is_empty() { String::new() } else { format!(": {}", causes.join(", ")) };
    let caption = format!(
        "{} minutiae, quality {} of 100{causes}",
        template.minutiae().len(),
        print.extraction.quality.score
    );
    let (total, baseline) = (height + 24, height + 17);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {total}" width="{width}" height="{total}">
<title>{caption}</title>
<rect width="{width}" height="{total}" fill="#fff"/>
<image width="{width}" height="{height}" preserveAspectRatio="none" href="data:image/png;base64,{image}"/>
{overlay}
<text x="4" y="{baseline}" font-family="sans-serif" font-size="12" fill="#222">{caption}</text>
</svg>
"##
    )
}

/// The same as pixels: twice the 500-ppi size for small images, with a quality strip below.
pub(super) fn draw_png(print: &Print) -> Option<Vec<u8>> {
    let template = &print.extraction.template;
    let zoom = if template.width_px().max(template.height_px()) <= 1000 { 2 } else { 1 };
    let (width, height) = (template.width_px() * zoom, template.height_px() * zoom);
    let image = &print.decoded.image;
    let mut canvas = Canvas::new(width, height + STRIP_PX, |x, y| {
        if y >= height {
            return [235; 3];
        }
        let along = |at: u32, of: u32, side: u32| u64::from(at) * u64::from(side) / u64::from(of.max(1));
        let place =
            along(y, height, image.height()) * u64::from(image.width()) + along(x, width, image.width());
        [image.pixels().get(place as usize).copied().unwrap_or(255); 3]
    });
    draw_maps(&mut canvas, &print.extraction.maps, zoom);
    template.minutiae().iter().for_each(|minutia| draw_minutia(&mut canvas, minutia, zoom as f32));
    let good = width * u32::from(print.extraction.quality.score) / 100;
    canvas.tint((0, height), (good, height + STRIP_PX), GOOD, 1.0);
    let ppi = Ppi::new(Ppi::STANDARD.get() * zoom as u16).unwrap_or(Ppi::STANDARD);
    encode_png_rgb(canvas.width(), canvas.height(), canvas.bytes(), ppi)
}

/// A mark at the pixel centre and a tail along the direction; fainter the less certain.
fn draw_minutia(canvas: &mut Canvas, minutia: &Minutia, scale: f32) {
    let (x, y) = ((minutia.x_px + 0.5) * scale, (minutia.y_px + 0.5) * scale);
    let (half, width) = (MARK_PX * scale, 0.8 * scale);
    let opacity = 0.5 + 0.5 * f32::from(minutia.quality) / 100.0;
    let mut outline = |corners: [(f32, f32); 4], color: Rgb| {
        let [a, b, c, d] = corners.map(|(dx, dy)| (x + dx * half, y + dy * half));
        for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
            canvas.line(from, to, width, color, opacity);
        }
        color
    };
    let color = match minutia.kind {
        MinutiaKind::Bifurcation => {
            outline([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)], BIFURCATION)
        }
        MinutiaKind::Unknown => outline([(-1.0, 0.0), (0.0, -1.0), (1.0, 0.0), (0.0, 1.0)], UNKNOWN),
        MinutiaKind::Ending => {
            canvas.ring((x, y), half, width, ENDING, opacity);
            ENDING
        }
    };
    let (dx, dy) = minutia.step();
    let at = |px: f32| (x + dx * px * scale, y + dy * px * scale);
    canvas.line(at(MARK_PX), at(TAIL_PX), width, color, opacity);
}

/// Unclear blocks of the finger shaded, with a stroke along the ridges where there is a flow.
fn draw_maps(canvas: &mut Canvas, maps: &RidgeMaps, zoom: u32) {
    let block = maps.block_px * zoom;
    for place in 0..(maps.columns as usize * maps.rows as usize) {
        if !maps.foreground.get(place).copied().unwrap_or(false) {
            continue;
        }
        let (column, row) = (place as u32 % maps.columns, place as u32 / maps.columns);
        let reliability = maps.reliability.get(place).copied().unwrap_or(0.0).clamp(0.0, 1.0);
        let (x, y) = (column * block, row * block);
        let shade = 0.35 * (1.0 - reliability / CLEAR_RELIABILITY);
        if shade > 0.02 {
            canvas.tint((x, y), (x + block, y + block), UNCLEAR, shade);
        }
        let Some(angle) = maps.orientation_rad.get(place).filter(|_| reliability >= FLOW_RELIABILITY) else {
            continue;
        };
        let half = block as f32 * 0.4;
        let (cx, cy) = (x as f32 + block as f32 / 2.0, y as f32 + block as f32 / 2.0);
        let (dx, dy) = (angle.cos() * half, angle.sin() * half);
        canvas.line((cx - dx, cy - dy), (cx + dx, cy + dy), 0.6 * zoom as f32, FLOW, 0.7);
    }
}
