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
        .filter(|f| f.heat >= NETWORK_HEAT_FLOOR && is_finite(&f.minutia))
        .filter(|f| inside(f.minutia.x_px, f.minutia.y_px))
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
        x_px: place(outputs.first_column + column, right),
        y_px: place(outputs.first_row + row, down),
        direction_rad: wrap_full_turn(sine.atan2(cosine)),
        kind,
        quality: quality_of(heat),
    };
    Found { heat, minutia }
}

fn is_finite(minutia: &Minutia) -> bool {
    minutia.x_px.is_finite() && minutia.y_px.is_finite() && minutia.direction_rad.is_finite()
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

#[cfg(test)]
mod tests {
    use super::super::architecture::OUTPUTS;
    use super::*;

    const COLD: [f32; OUTPUTS] = [-9.0, 0.0, 0.0, 1.0, 0.0, -1.0, 0.0, 0.0];

    /// Cold cells but for those given: column, row, numbers.
    fn outputs(cells: &[(usize, usize, [f32; OUTPUTS])]) -> NetworkOutputs {
        let (columns, rows) = (20, 16);
        let mut all = vec![COLD; columns * rows];
        cells.iter().for_each(|(column, row, cell)| all[row * columns + column] = *cell);
        NetworkOutputs { first_column: 0, first_row: 0, columns, rows, cells: all }
    }

    fn hot(logit: f32) -> [f32; OUTPUTS] {
        [logit, 0.0, 0.0, 1.0, 0.0, -1.0, 0.0, 0.0]
    }

    fn everywhere(outputs: &NetworkOutputs) -> Vec<Minutia> {
        decode(outputs, |_, _| true)
    }

    #[test]
    fn reads_place_direction_and_kind_of_a_cell() {
        let mut cells = outputs(&[(5, 9, [2.0, 0.25, -0.5, 0.0, 2.0, 1.0, 0.0, 0.0])]);
        let found = everywhere(&cells);
        assert_eq!(found.len(), 1);
        let m = found[0];
        assert_eq!((m.x_px, m.y_px), (4.0 * 5.75, 4.0 * 9.0));
        assert!((m.direction_rad - std::f32::consts::FRAC_PI_2).abs() < 1e-6);
        assert_eq!((m.kind, m.quality), (MinutiaKind::Bifurcation, 88));
        (cells.first_column, cells.first_row) = (2, 4);
        let moved = everywhere(&cells)[0];
        assert_eq!((moved.x_px, moved.y_px), (m.x_px + 8.0, m.y_px + 16.0));
    }

    #[test]
    fn of_neighbours_the_hottest_counts_and_of_equals_one() {
        let found =
            everywhere(&outputs(&[(5, 5, hot(1.0)), (6, 5, hot(1.5)), (12, 8, hot(2.0)), (12, 9, hot(2.0))]));
        let places: Vec<_> = found.iter().map(|m| (m.x_px, m.y_px)).collect();
        assert_eq!(places, [(50.0, 34.0), (26.0, 22.0)]);
    }

    #[test]
    fn near_peaks_are_one_unless_their_directions_differ() {
        let turned = |logit| [logit, 0.0, 0.0, -1.0, 0.0, -1.0, 0.0, 0.0];
        let two = |a, b| everywhere(&outputs(&[(5, 5, a), (7, 5, b)])).len();
        assert_eq!(two(hot(2.0), hot(1.0)), 1, "8 px apart, same direction");
        assert_eq!(two(hot(2.0), turned(1.0)), 2, "8 px apart, opposite direction");
        let nearer = [1.0, -0.6, 0.0, -1.0, 0.0, -1.0, 0.0, 0.0];
        assert_eq!(two(hot(2.0), nearer), 1, "5.6 px apart");
    }

    #[test]
    fn the_threshold_yields_where_few_are_found() {
        let logit = |heat: f32| (heat / (1.0 - heat)).ln();
        let between = logit(0.5 * (NETWORK_HEAT_FLOOR + NETWORK_HEAT_MIN));
        let below = logit(0.9 * NETWORK_HEAT_FLOOR);
        let few = outputs(&[(2, 2, hot(between)), (8, 8, hot(below)), (14, 3, hot(3.0))]);
        assert_eq!(everywhere(&few).len(), 2);
        let places = (0..NETWORK_KEPT_MIN).map(|i| (1 + i % 5 * 4, 1 + i / 5 * 4));
        let mut many: Vec<_> = places.map(|(x, y)| (x, y, hot(2.0))).collect();
        many.push((3, 14, hot(between)));
        assert_eq!(everywhere(&outputs(&many)).len(), NETWORK_KEPT_MIN);
    }

    #[test]
    fn what_is_outside_or_no_number_is_dropped() {
        let nan = [f32::NAN; OUTPUTS];
        let odd = [3.0, f32::NAN, f32::INFINITY, f32::NAN, 0.0, f32::NAN, 0.0, 0.0];
        assert_eq!(everywhere(&outputs(&[(3, 3, nan), (8, 8, odd)])), []);
        let found = decode(&outputs(&[(3, 3, hot(2.0)), (15, 10, hot(1.0))]), |x, _| x > 40.0);
        assert_eq!(found.iter().map(|m| m.x_px).collect::<Vec<_>>(), [62.0]);
    }

    #[test]
    fn the_hottest_hundred_are_kept_and_quality_follows_heat() {
        let mut cells = Vec::new();
        for i in 0..MINUTIAE_KEPT + 20 {
            cells.push((i % 30, i / 30));
        }
        let (columns, rows) = (121, 17);
        let mut all = vec![COLD; columns * rows];
        for (i, (column, row)) in cells.iter().enumerate() {
            all[(1 + 4 * row) * columns + 1 + 4 * column] = hot(0.02 * i as f32);
        }
        let found = everywhere(&NetworkOutputs { first_column: 0, first_row: 0, columns, rows, cells: all });
        assert_eq!(found.len(), MINUTIAE_KEPT);
        assert!(found.windows(2).all(|m| m[0].quality >= m[1].quality));
        assert!(found[0].quality > found[MINUTIAE_KEPT - 1].quality);
    }
}
