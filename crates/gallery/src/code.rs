//! A finger as stage one sees it: its best cylinders as bits, and where their minutiae stand.

use std::f32::consts::TAU;

use dactyloscopy::{CYLINDER_WORDS, PackedCylinder, Prepared};

use crate::kept::Kept;
use crate::kernel::{Block, LANES, Words};

/// Blocks of a gallery finger.
pub(crate) const BLOCKS: usize = 4;
/// Cylinders kept of a gallery finger: those nearest to the middle of the print, clear ones first.
pub(crate) const GALLERY_CYLINDERS: usize = BLOCKS * LANES;
/// Cylinders of a probe that are compared with them over the whole gallery, chosen alike.
pub(crate) const PROBE_CYLINDERS: usize = 24;
/// Cylinders of a probe that are compared with those who stood out.
pub(crate) const PROBE_CYLINDERS_FINE: usize = 64;
/// Turns told apart by the vote.
pub(crate) const TURNS: usize = 32;
/// A minutia of weight 0 counts as this much farther from the middle, px.
const WEIGHT_PX: f32 = 60.0;
/// Unit of stored places, px at 500 ppi.
const PLACE_PX: f32 = 4.0;

/// Where a cylinder's minutia stands, in 4 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Spot {
    /// Units of 4 px.
    pub(crate) x: u8,
    /// Units of 4 px, downwards.
    pub(crate) y: u8,
    /// 1/256 of a turn, counter-clockwise.
    pub(crate) direction: u8,
    /// Half the number of ones of the cylinder, at least 1; 0 marks a place without a cylinder.
    pub(crate) half_ones: u8,
}

/// A gallery finger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GalleryCode {
    pub(crate) blocks: [Block; BLOCKS],
    pub(crate) spots: [Spot; GALLERY_CYLINDERS],
}

impl GalleryCode {
    /// The packed finger, and what the full comparison needs besides.
    pub(crate) fn new(finger: &Prepared) -> (Self, Kept) {
        let mut code = Self {
            // nothing is nearer to a place without a cylinder than to a real one: its spot refuses the vote
            blocks: [Block([[u64::MAX; LANES]; CYLINDER_WORDS]); BLOCKS],
            spots: [Spot::default(); GALLERY_CYLINDERS],
        };
        let mut places = vec![None; finger.packed_cylinders().len()];
        for (place, (number, cylinder)) in chosen(finger, GALLERY_CYLINDERS).iter().enumerate() {
            for (row, word) in code.blocks[place / LANES].0.iter_mut().zip(&cylinder.words) {
                row[place % LANES] = *word;
            }
            code.spots[place] = Spot::of(cylinder);
            places[*number] = Some(place as u8);
        }
        (code, Kept::new(finger, &places))
    }
}

/// A probe finger, best cylinders first, with their places turned beforehand.
#[derive(Debug, Clone)]
pub(crate) struct ProbeCode {
    pub(crate) words: Vec<Words>,
    pub(crate) spots: Vec<Spot>,
    /// For each cylinder its place after each turn, units of 4 px.
    pub(crate) turned: Vec<[(i16, i16); TURNS]>,
}

impl ProbeCode {
    pub(crate) fn new(finger: &Prepared) -> Self {
        let cylinders = chosen(finger, PROBE_CYLINDERS_FINE);
        let spots: Vec<Spot> = cylinders.iter().map(|(_, c)| Spot::of(c)).collect();
        let turns = std::array::from_fn(|turn| (turn as f32 / TURNS as f32 * TAU).sin_cos());
        Self {
            words: cylinders.iter().map(|(_, c)| c.words).collect(),
            turned: spots.iter().map(|spot| turned(spot, &turns)).collect(),
            spots,
        }
    }
}

impl Spot {
    fn of(cylinder: &PackedCylinder) -> Self {
        let ones: u32 = cylinder.words.iter().map(|w| w.count_ones()).sum();
        let direction = (cylinder.direction_rad / TAU * 256.0).round() as i32;
        Self {
            // a cast cuts at 255: places beyond 1,020 px share the last unit
            x: (cylinder.x_px / PLACE_PX).round() as u8,
            y: (cylinder.y_px / PLACE_PX).round() as u8,
            direction: (direction & 255) as u8,
            half_ones: ones.div_ceil(2).clamp(1, 255) as u8,
        }
    }
}

/// The best `count` cylinders with their numbers, best first; equals in the order of the template.
fn chosen(finger: &Prepared, count: usize) -> Vec<(usize, PackedCylinder)> {
    let mut all: Vec<(usize, PackedCylinder)> = finger.packed_cylinders().enumerate().collect();
    let middle =
        |f: fn(&PackedCylinder) -> f32| all.iter().map(|(_, c)| f(c)).sum::<f32>() / all.len().max(1) as f32;
    let (x, y) = (middle(|c| c.x_px), middle(|c| c.y_px));
    let far = |c: &PackedCylinder| (c.x_px - x).hypot(c.y_px - y) + WEIGHT_PX * (1.0 - c.weight);
    all.sort_by(|a, b| far(&a.1).total_cmp(&far(&b.1)));
    all.truncate(count);
    all
}

/// The place of a spot after each turn (counter-clockwise on the screen, y down).
fn turned(spot: &Spot, turns: &[(f32, f32); TURNS]) -> [(i16, i16); TURNS] {
    let (x, y) = (f32::from(spot.x), f32::from(spot.y));
    turns.map(|(sin, cos)| ((cos * x + sin * y).round() as i16, (cos * y - sin * x).round() as i16))
}
