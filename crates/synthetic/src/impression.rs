//! One touch of a sensor: which points of the skin touch it, and how much ink (contact) each leaves.

use crate::arithmetic::{PI, cos, logistic, sin, smooth_step};
use crate::conditions::{Conditions, Sensor};
use crate::distortion::Placement;
use crate::finger::{Finger, depth_inside};
use crate::growth::RIDGE;
use crate::noise::{Noise, floor};
use crate::random::Random;

/// Contact of skin and sensor, pixel by pixel.
pub(crate) struct Contact {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// 0 nothing touches … 1 a ridge touches fully.
    pub(crate) ink: Vec<f32>,
    /// 0 outside the contact … 1 well inside.
    pub(crate) inside: Vec<f32>,
    /// 0 at the edge of the contact … 1 where the pressure is greatest.
    pub(crate) pressure: Vec<f32>,
}

/// What one touch adds to the finger, drawn once an impression.
struct Touch<'a> {
    finger: &'a Finger,
    conditions: &'a Conditions,
    placement: Placement,
    noise: Noise,
    /// Half axes of the contact, px.
    half_axes: (f32, f32),
    moisture: f32,
    /// How open this touch shows each crease.
    creases: f32,
    smear: (f32, f32),
    smear_share: f32,
    scratches: Vec<Scratch>,
}

/// A straight white line of this impression only.
struct Scratch {
    x: f32,
    y: f32,
    along: (f32, f32),
    half_length: f32,
    depth: f32,
}

/// Presses the finger on the sensor. Returns the contact and how the finger lay.
pub(crate) fn press(random: &mut Random, finger: &Finger, conditions: &Conditions) -> (Contact, Placement) {
    let (width, height) = conditions.sensor.size_px();
    let touch = Touch::draw(random, finger, conditions);
    let empty = || vec![0.0f32; width * height];
    let mut contact = Contact { width, height, ink: empty(), inside: empty(), pressure: empty() };
    for row in 0..height {
        for column in 0..width {
            let (ink, inside, pressure) = touch.at(column as f32, row as f32);
            let index = row * width + column;
            contact.ink[index] = ink;
            contact.inside[index] = inside;
            contact.pressure[index] = pressure;
        }
    }
    (contact, touch.placement)
}

impl<'a> Touch<'a> {
    fn draw(random: &mut Random, finger: &'a Finger, conditions: &'a Conditions) -> Self {
        let placement = Placement::new(random, conditions, finger.centre);
        let firm = 0.80 + 0.34 * conditions.pressure;
        // A sweep passes more of the finger over the sensor than a touch lays on it.
        let sweep = if conditions.sensor == Sensor::Thermal { 1.25 } else { 1.0 };
        let across = firm * random.normal(0.36, 0.012) * finger.width as f32;
        let along = firm * sweep * random.normal(0.345, 0.020) * finger.height as f32;
        let direction = random.between(0.0, 2.0 * PI);
        let smear_px = random.between(1.5, 4.5);
        let scratches = (conditions.dirt * random.between(0.0, 3.0)) as usize;
        let moisture = conditions.moisture + finger.skin.moisture + 0.30 * (conditions.pressure - 0.5);
        Self {
            finger,
            conditions,
            placement,
            noise: Noise::new(random.bits()),
            half_axes: (across, along),
            moisture: moisture.clamp(-1.1, 1.1),
            creases: random.between(0.2, 1.1),
            smear: (smear_px * cos(direction), smear_px * sin(direction)),
            smear_share: if random.chance(0.5 * conditions.dirt) { random.between(0.4, 1.0) } else { 0.0 },
            scratches: (0..scratches).map(|_| Scratch::draw(random)).collect(),
        }
    }

    /// Ink, inside, pressure at a pixel of the sensor.
    fn at(&self, x: f32, y: f32) -> (f32, f32, f32) {
        let upright = self.placement.upright(x, y);
        let (u, v) = (upright.0 / self.half_axes.0, upright.1 / self.half_axes.1);
        // A little squarer than an ellipse, with a wavy rim.
        let squares = u * u + v * v - 0.22 * u * u * v * v;
        if squares > 1.5 {
            return (0.0, 0.0, 0.0);
        }
        let rim = 0.06 * self.noise.smooth(x, y, 60.0, 1) + 0.05 * self.noise.smooth(x, y, 11.0, 2);
        let (fx, fy) = self.placement.finger(upright);
        let frame = (self.finger.width as f32, self.finger.height as f32);
        let edge = 3.0 * depth_inside(frame, fx, fy) - 0.05;
        let depth = (1.0 - squares + rim).min(edge);
        if depth <= -0.1 {
            return (0.0, 0.0, 0.0);
        }
        let height = self.height(fx, fy, x, y) + self.contact(depth, fx, fy, x, y);
        let inside = smooth_step(-0.04, 0.06, depth);
        let steep = 6.5 - 2.5 * self.moisture.max(0.0);
        (logistic(steep * height) * smooth_step(-0.10, 0.07, depth), inside, depth.clamp(0.0, 1.0))
    }

    /// Height of the skin, -1 valley to 1 ridge, with pores, creases, wear, smears and scratches.
    fn height(&self, fx: f32, fy: f32, x: f32, y: f32) -> f32 {
        let skin = &self.finger.skin;
        let mut height = self.finger.ridge(fx, fy);
        if self.smear_share > 0.0 {
            let where_smeared = (self.noise.smooth(x, y, 80.0, 3) + 0.1).clamp(0.0, 0.5);
            let share = self.smear_share * where_smeared;
            let ghost = self.finger.ridge(fx + self.smear.0, fy + self.smear.1);
            height += share * (ghost - height) + 0.3 * share;
        }
        height += 0.42 * skin.grain(fx, fy);
        let dry = (0.6 - 0.8 * self.moisture).clamp(0.0, 1.2);
        height -= 0.9 * dry * skin.pore(fx, fy);
        let open = self.creases + 0.8 * self.noise.smooth(x, y, 30.0, 8);
        height -= 2.4 * (open.max(0.0) * skin.crease(fx, fy)).min(1.0);
        let worn = skin.worn(fx, fy);
        height = height * (1.0 - 0.8 * worn.min(1.0)) - 0.25 * worn;
        height + self.scratches.iter().map(|s| s.depth(x, y)).sum::<f32>()
    }

    /// How close the skin is pressed: above 0 valleys fill, below 0 ridges thin and break.
    fn contact(&self, depth: f32, fx: f32, fy: f32, x: f32, y: f32) -> f32 {
        let conditions = self.conditions;
        let pressed = 0.50 * (depth.min(0.6) - 0.35);
        let patches = 0.30 * self.noise.smooth(x, y, 48.0, 4) + 0.20 * self.noise.smooth(x, y, 19.0, 5);
        let dry = (-self.moisture).max(0.0);
        let wet = self.moisture.max(0.0);
        let beads = self.noise.smooth(x, y, 3.2, 6);
        let crumbs = self.noise.smooth(fx, fy, 6.5, 7);
        let rough = (0.25 + 0.85 * conditions.noise) * (0.55 + 1.0 * dry);
        let level = if self.moisture < 0.0 { 0.75 * self.moisture } else { 0.85 * self.moisture };
        level
            + pressed
            + patches * (0.6 + conditions.noise + 0.5 * wet)
            + rough * (0.75 * beads + 0.55 * crumbs)
    }
}

impl Scratch {
    fn draw(random: &mut Random) -> Self {
        let angle = random.between(0.0, PI);
        Self {
            x: random.between(40.0, 340.0),
            y: random.between(40.0, 340.0),
            along: (cos(angle), sin(angle)),
            half_length: random.between(12.0, 70.0),
            depth: -1.6,
        }
    }

    fn depth(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.x, y - self.y);
        let along = (dx * self.along.0 + dy * self.along.1).abs();
        let off = (dy * self.along.0 - dx * self.along.1).abs();
        if along > self.half_length { 0.0 } else { self.depth * (1.4 - off).clamp(0.0, 1.0) }
    }
}

impl Finger {
    /// Ridge height at a point, -1 to 1, bilinear; -1 (nothing touches) outside the frame.
    pub(crate) fn ridge(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (floor(x), floor(y));
        if column < 0 || row < 0 || column + 1 >= self.width as i32 || row + 1 >= self.height as i32 {
            return -1.0;
        }
        let at = row as usize * self.width + column as usize;
        let (fx, fy) = (x - column as f32, y - row as f32);
        let value = |offset: usize| f32::from(self.ridges[at + offset]);
        let top = value(0) + (value(1) - value(0)) * fx;
        let bottom = value(self.width) + (value(self.width + 1) - value(self.width)) * fx;
        (top + (bottom - top) * fy) / f32::from(RIDGE)
    }
}
