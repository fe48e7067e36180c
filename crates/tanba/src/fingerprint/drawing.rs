//! A print with what was found in it, as SVG and as PNG.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dactyloscopy::{DrawingOptions, MinutiaKind, Ppi, RidgeMaps, draw_minutiae_svg};
use interchange::{encode_png, encode_png_rgb};

use super::canvas::{Canvas, Rgb};
use super::extract::cause_word;
use super::input::Print;

const ENDING: Rgb = [214, 40, 57];
const BIFURCATION: Rgb = [29, 78, 216];
const UNKNOWN: Rgb = [107, 33, 168];
const FLOW: Rgb = [13, 148, 136];
const GOOD: Rgb = [34, 160, 70];
const BAD: Rgb = [220, 60, 30];
/// Height of the strip that shows the quality, px of the drawing.
const STRIP_PX: u32 = 10;

/// The image, embedded, with the overlay of [`draw_minutiae_svg`]; the view box is in 500-ppi pixels.
pub(super) fn draw_svg(print: &Print) -> String {
    let template = &print.extraction.template;
    let (width, height) = (template.width_px(), template.height_px());
    let image = STANDARD.encode(encode_png(&print.decoded.image, print.decoded.ppi));
    let options = DrawingOptions { minutiae: true, flow: true, quality_map: true };
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
    for minutia in template.minutiae() {
        let color = match minutia.kind {
            MinutiaKind::Ending => ENDING,
            MinutiaKind::Bifurcation => BIFURCATION,
            MinutiaKind::Unknown => UNKNOWN,
        };
        let scale = zoom as f32;
        let (x, y) = (minutia.x_px * scale, minutia.y_px * scale);
        let (dx, dy) = minutia.step();
        let opacity = 0.45 + 0.55 * f32::from(minutia.quality) / 100.0;
        let at = |distance: f32| (x + dx * distance * scale, y + dy * distance * scale);
        canvas.ring((x, y), 3.0 * scale, 0.8 * scale, color, opacity);
        canvas.line(at(3.0), at(9.0), 0.8 * scale, color, opacity);
    }
    let good = width * u32::from(print.extraction.quality.score) / 100;
    canvas.tint((0, height), (good, height + STRIP_PX), GOOD, 1.0);
    let ppi = Ppi::new(Ppi::STANDARD.get() * zoom as u16).unwrap_or(Ppi::STANDARD);
    encode_png_rgb(canvas.width(), canvas.height(), canvas.bytes(), ppi)
}

/// Blocks of the finger tinted by reliability, with a stroke along the ridges of each.
fn draw_maps(canvas: &mut Canvas, maps: &RidgeMaps, zoom: u32) {
    let block = maps.block_px * zoom;
    for place in 0..(maps.columns as usize * maps.rows as usize) {
        if !maps.foreground.get(place).copied().unwrap_or(false) {
            continue;
        }
        let (column, row) = (place as u32 % maps.columns, place as u32 / maps.columns);
        let reliability = maps.reliability.get(place).copied().unwrap_or(0.0).clamp(0.0, 1.0);
        let color: Rgb = std::array::from_fn(|c| {
            let (good, bad) = (GOOD.get(c).copied().unwrap_or(0), BAD.get(c).copied().unwrap_or(0));
            (f32::from(bad) + (f32::from(good) - f32::from(bad)) * reliability).round() as u8
        });
        let (x, y) = (column * block, row * block);
        canvas.tint((x, y), (x + block, y + block), color, 0.16);
        let Some(angle) = maps.orientation_rad.get(place) else { continue };
        let half = block as f32 * 0.4;
        let centre = ((x as f32) + block as f32 / 2.0, (y as f32) + block as f32 / 2.0);
        let (dx, dy) = (angle.cos() * half, angle.sin() * half);
        canvas.line(
            (centre.0 - dx, centre.1 - dy),
            (centre.0 + dx, centre.1 + dy),
            0.5 * zoom as f32,
            FLOW,
            0.7,
        );
    }
}
