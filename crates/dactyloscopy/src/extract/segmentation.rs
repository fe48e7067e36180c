//! Finger against background: gradient magnitude, threshold, morphology, largest components
//! (the GMFS scheme of Cappelli; see parameters).

use super::blocks::BlockMap;
use crate::parameters::{
    MARK_RIDGES_MIN, MARK_SIGMA_BLOCKS, SEGMENT_COMPONENT_SHARE, SEGMENT_GRADIENT_MIN, SEGMENT_SHARE,
    SEGMENT_SIGMA_BLOCKS,
};

/// Blocks that belong to the finger.
pub(crate) fn segment(magnitude: &BlockMap<f32>) -> BlockMap<bool> {
    let smooth = magnitude.smoothed(SEGMENT_SIGMA_BLOCKS);
    let threshold = (SEGMENT_SHARE * smooth.quantile(0.95)).max(SEGMENT_GRADIENT_MIN);
    let raw = smooth.map(|&m| m > threshold);
    let opened = dilate(&erode(&raw));
    let kept = keep_large_components(&opened);
    fill_holes(&kept)
}

/// Blocks of a mark in which there are ridges: most of the contrast is a wave of one direction. What the ground shows
/// besides, such as print, wood or other marks' smears, is left out.
pub(crate) fn segment_ridges(reliability: &BlockMap<f32>, coherence: &BlockMap<f32>) -> BlockMap<bool> {
    let mut ridges = reliability.clone();
    for (r, c) in ridges.data.iter_mut().zip(&coherence.data) {
        *r *= *c;
    }
    let smooth = ridges.smoothed(MARK_SIGMA_BLOCKS);
    let opened = dilate(&erode(&smooth.map(|&r| r > MARK_RIDGES_MIN)));
    fill_holes(&keep_large_components(&opened))
}

/// A block survives when its four neighbours are set too; outside the image counts as set.
fn erode(map: &BlockMap<bool>) -> BlockMap<bool> {
    let data = (0..map.data.len()).map(|i| map.data[i] && neighbours(map, i).all(|n| map.data[n]));
    BlockMap { data: data.collect(), ..*map }
}

/// A block is set when it or one of its four neighbours is.
fn dilate(map: &BlockMap<bool>) -> BlockMap<bool> {
    let data = (0..map.data.len()).map(|i| map.data[i] || neighbours(map, i).any(|n| map.data[n]));
    BlockMap { data: data.collect(), ..*map }
}

/// Indices of the up to four neighbours of a block.
fn neighbours<T>(map: &BlockMap<T>, i: usize) -> impl Iterator<Item = usize> + use<T> {
    let (columns, rows) = (map.columns, map.rows);
    let (column, row) = (i % columns, i / columns);
    let left = (column > 0).then(|| i - 1);
    let right = (column + 1 < columns).then(|| i + 1);
    let up = (row > 0).then(|| i - columns);
    let down = (row + 1 < rows).then(|| i + columns);
    [left, right, up, down].into_iter().flatten()
}

/// Number of the component of each block where `inside` holds, and the sizes of the components.
fn components(map: &BlockMap<bool>, inside: bool) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut label = vec![None; map.data.len()];
    let mut sizes = Vec::new();
    for start in 0..map.data.len() {
        if map.data[start] != inside || label[start].is_some() {
            continue;
        }
        let number = sizes.len();
        let mut stack = vec![start];
        let mut size = 0;
        label[start] = Some(number);
        while let Some(i) = stack.pop() {
            size += 1;
            for n in neighbours(map, i) {
                if map.data[n] == inside && label[n].is_none() {
                    label[n] = Some(number);
                    stack.push(n);
                }
            }
        }
        sizes.push(size);
    }
    (label, sizes)
}

fn keep_large_components(map: &BlockMap<bool>) -> BlockMap<bool> {
    let (label, sizes) = components(map, true);
    let largest = sizes.iter().copied().max().unwrap_or(0);
    let least = (largest as f32 * SEGMENT_COMPONENT_SHARE).max(1.0);
    let data = label.iter().map(|l| l.is_some_and(|l| sizes[l] as f32 >= least)).collect();
    BlockMap { data, ..*map }
}

/// Background that does not reach the image edge belongs to the finger when it is small.
fn fill_holes(map: &BlockMap<bool>) -> BlockMap<bool> {
    let (label, sizes) = components(map, false);
    let mut open = vec![false; sizes.len()];
    for (i, l) in label.iter().enumerate() {
        if let Some(l) = l {
            open[*l] |= neighbours(map, i).count() < 4;
        }
    }
    let data = label.iter().map(|l| l.is_none_or(|l| !open[l])).collect();
    BlockMap { data, ..*map }
}

/// Distance in blocks from each block to the nearest background block (0 in the background; 8-connected
/// steps of 1 and 1.41, two passes). The image edge does not count as background.
pub(crate) fn distance_to_background(map: &BlockMap<bool>) -> BlockMap<f32> {
    let far = (map.columns + map.rows) as f32;
    let mut d = map.map(|&f| if f { far } else { 0.0 });
    let (columns, rows) = (map.columns as i32, map.rows as i32);
    let mut relax = |column: i32, row: i32, steps: &[(i32, i32, f32)]| {
        let i = (row * columns + column) as usize;
        for &(dx, dy, cost) in steps {
            let (x, y) = (column + dx, row + dy);
            if (0..columns).contains(&x) && (0..rows).contains(&y) {
                d.data[i] = d.data[i].min(d.data[(y * columns + x) as usize] + cost);
            }
        }
    };
    let diagonal = std::f32::consts::SQRT_2;
    let before = [(-1, 0, 1.0), (0, -1, 1.0), (-1, -1, diagonal), (1, -1, diagonal)];
    let after = [(1, 0, 1.0), (0, 1, 1.0), (1, 1, diagonal), (-1, 1, diagonal)];
    for row in 0..rows {
        (0..columns).for_each(|column| relax(column, row, &before));
    }
    for row in (0..rows).rev() {
        (0..columns).rev().for_each(|column| relax(column, row, &after));
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(text: &[&str]) -> BlockMap<bool> {
        let data = text.iter().flat_map(|r| r.chars().map(|c| c == '#')).collect();
        BlockMap { columns: text[0].len(), rows: text.len(), data }
    }

    #[test]
    fn holes_are_filled_and_specks_dropped() {
        let m = map(&["#####....", "#...#....", "#...#...#", "#####....", "........."]);
        let out = fill_holes(&keep_large_components(&m));
        assert_eq!(out, map(&["#####....", "#####....", "#####....", "#####....", "........."]));
    }

    #[test]
    fn finds_a_textured_disc() {
        let mut m = BlockMap::filled(40, 30, 0.5);
        for row in 0..30 {
            for column in 0..40 {
                if (column as f32 - 20.0).hypot(row as f32 - 15.0) < 10.0 {
                    m.data[row * 40 + column] = 30.0;
                }
            }
        }
        let found = segment(&m).data.iter().filter(|&&f| f).count() as f32;
        assert!((found / (std::f32::consts::PI * 100.0) - 1.0).abs() < 0.25, "{found} blocks");
    }

    #[test]
    fn distances_grow_inwards() {
        let d = distance_to_background(&map(&[".......", ".#####.", ".#####.", ".#####.", "......."]));
        assert_eq!((d.at(0, 0), d.at(1, 1), d.at(3, 2)), (0.0, 1.0, 2.0));
    }
}
