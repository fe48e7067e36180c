//! From what the network says of each cell to minutiae.

use super::architecture::CELL_PX;
use super::forward::NetworkOutputs;
use crate::minutia::{Minutia, MinutiaKind, wrap_full_turn};
use crate::parameters::*;

/// A minutia with the heat it was found by.
#[derive(Debug, Clone, Copy)]
struct Found {
    heat: f32,
    minutia: Minutia,
}

/// The minutiae in the outputs, best first. `inside` says where in the image (px) a minutia may lie.
pub(crate) fn decode(outputs: &NetworkOutputs, inside: impl Fn(f32, f32) -> bool) -> Vec<Minutia> {
    let mut found: Vec<Found> = (0..outputs.rows)
        .flat_map(|row| (0..outputs.columns).map(move |column| (row, column)))
        .filter(|&(row, column)| is_peak(outputs, row, column))
        .map(|(row, column)| read_cell(outputs, row, column))
        .filter(|f| f.heat >= NETWORK_HEAT_FLOOR && inside(f.minutia.x_px, f.minutia.y_px))
        .collect();
    found.sort_by(|a, b| {
        (b.heat.total_cmp(&a.heat))
            .then(a.minutia.y_px.total_cmp(&b.minutia.y_px))
            .then(a.minutia.x_px.total_cmp(&b.minutia.x_px))
    });
    let mut kept: Vec<Minutia> = Vec::new();
    for Found { heat, minutia } in found {
        let wanted = heat >= NETWORK_HEAT_MIN || kept.len() < NETWORK_KEPT_MIN;
        if kept.len() == MINUTIAE_KEPT || !wanted {
            break;
        }
        if !kept.iter().any(|k| is_same(k, &minutia)) {
            kept.push(minutia);
        }
    }
    kept
}

/// Whether no cell around is hotter; of equal ones the first in reading order counts.
fn is_peak(outputs: &NetworkOutputs, row: usize, column: usize) -> bool {
    let heat = |row: usize, column: usize| outputs.cells[row * outputs.columns + column][0];
    let here = heat(row, column);
    let rows = row.saturating_sub(1)..(row + 2).min(outputs.rows);
    rows.flat_map(|r| (column.saturating_sub(1)..(column + 2).min(outputs.columns)).map(move |c| (r, c)))
        .filter(|&place| place != (row, column))
        .all(|(r, c)| if (r, c) < (row, column) { here > heat(r, c) } else { here >= heat(r, c) })
}

fn read_cell(outputs: &NetworkOutputs, row: usize, column: usize) -> Found {
    let [heat, right, down, cosine, sine, bifurcation, _visibility, _] =
        outputs.cells[row * outputs.columns + column];
    let place = |cell: usize, offset: f32| {
        CELL_PX as f32 * (cell as f32 + 0.5 + offset.clamp(-NETWORK_OFFSET_MAX, NETWORK_OFFSET_MAX))
    };
    let kind = if bifurcation > 0.0 { MinutiaKind::Bifurcation } else { MinutiaKind::Ending };
    let heat = sigmoid(heat);
    let minutia = Minutia {
        x_px: place(column, right),
        y_px: place(row, down),
        direction_rad: wrap_full_turn(sine.atan2(cosine)),
        kind,
        quality: quality_of(heat),
    };
    Found { heat, minutia }
}

/// How far the minutia is to be trusted, 1 to 100: the one place where heat becomes quality.
fn quality_of(heat: f32) -> u8 {
    (100.0 * heat).round().clamp(1.0, 100.0) as u8
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// Whether two peaks are one minutia: nearly at one place, or near and with about the same direction.
fn is_same(a: &Minutia, b: &Minutia) -> bool {
    let distance_px = (a.x_px - b.x_px).hypot(a.y_px - b.y_px);
    let aligned = (a.direction_rad - b.direction_rad).cos() > NETWORK_SAME_COSINE;
    distance_px < NETWORK_SAME_PX || (distance_px < NETWORK_SAME_ALIGNED_PX && aligned)
}
