//! Where the words of marked points stand: near their point, inside the plot, over no other words and no other point.

/// Size of the words.
pub(super) const SIZE: f32 = 12.0;
/// Mean width of a bold character, of the size.
const CHARACTER: f32 = 0.6;
/// Half side of a point and its room.
const POINT: f32 = 8.0;

/// Left, top, right, bottom.
type Area = [f32; 4];

/// Left end and baseline of each label, in the order given.
pub(super) fn places(
    marks: &[(String, (f32, f32))],
    ((left, top), side): ((f32, f32), f32),
) -> Vec<(f32, f32)> {
    let plot = [left + 3.0, top + 3.0, left + side - 3.0, top + side - 3.0];
    let mut taken: Vec<Area> =
        marks.iter().map(|(_, (x, y))| [x - POINT, y - POINT, x + POINT, y + POINT]).collect();
    let mut out = Vec::with_capacity(marks.len());
    for (words, (x, y)) in marks {
        let width = words.chars().count() as f32 * CHARACTER * SIZE;
        let area = |(left, baseline): (f32, f32)| {
            [left - 2.0, baseline - SIZE, left + width + 2.0, baseline + 0.3 * SIZE]
        };
        // right and left of the point, from near to far, above before below
        let steps = [0.0, 18.0, 36.0, 54.0, 72.0, 90.0];
        let around = steps.into_iter().flat_map(|step| {
            [
                (12.0, -8.0 - step),
                (12.0, 18.0 + step),
                (-12.0 - width, -8.0 - step),
                (-12.0 - width, 18.0 + step),
            ]
        });
        let at = |(dx, dy): (f32, f32)| (x + dx, y + dy);
        let free = |place: &(f32, f32)| {
            let area = area(*place);
            within(area, plot) && !taken.iter().any(|other| overlap(area, *other))
        };
        let place = around.map(at).find(free).unwrap_or(at((12.0, -8.0)));
        taken.push(area(place));
        out.push(place);
    }
    out
}

fn within(inner: Area, outer: Area) -> bool {
    inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
}

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: ((f32, f32), f32) = ((100.0, 100.0), 400.0);

    #[test]
    fn labels_of_near_points_keep_apart_and_inside() {
        let words = |n: usize| format!("FMR1000 0.7{n} %");
        for (x, y) in [(300.0, 300.0), (102.0, 102.0), (499.0, 499.0), (102.0, 499.0), (499.0, 101.0)] {
            let marks: Vec<_> = (0..3).map(|n| (words(n), (x, y + n as f32))).collect();
            let places = places(&marks, PLOT);
            let width = words(0).chars().count() as f32 * CHARACTER * SIZE;
            for (i, a) in places.iter().enumerate() {
                assert!(a.0 >= 100.0 && a.0 + width <= 500.0 && a.1 - SIZE >= 100.0 && a.1 <= 500.0, "{a:?}");
                for b in &places[..i] {
                    assert!((a.1 - b.1).abs() >= SIZE || (a.0 - b.0).abs() >= width, "{a:?} {b:?}");
                }
            }
        }
    }
}
