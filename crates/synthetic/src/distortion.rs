//! Plastic distortion of the skin, after Cappelli, Maio, Maltoni, "Modelling plastic distortion in
//! fingerprint images" (ICAPR 2001): the middle of the contact sticks to the sensor, the outside follows the
//! finger's traction and torsion, and the skin between is stretched. A smooth random warp is added.

use crate::arithmetic::{PI, cos, sin};
use crate::conditions::Conditions;
use crate::noise::Noise;
use crate::random::Random;

/// Carries a point of the sensor to a point of the finger.
pub(crate) struct Placement {
    cos: f32,
    sin: f32,
    /// Where the middle of the contact lies, on the sensor and on the finger.
    on_sensor: (f32, f32),
    on_finger: (f32, f32),
    scale: (f32, f32),
    skin: Skin,
}

struct Skin {
    /// Centre and half axes of the part that does not slip, relative to the middle of the contact.
    held: (f32, f32),
    half_axes: (f32, f32),
    /// Over how many half axes the skin stretches.
    elasticity: f32,
    traction: (f32, f32),
    torsion_rad: f32,
    warp_px: f32,
    noise: Noise,
}

impl Placement {
    pub(crate) fn new(random: &mut Random, conditions: &Conditions, centre: (f32, f32)) -> Self {
        let (width, height) = conditions.sensor.size_px();
        let angle = conditions.rotation_deg / 180.0 * PI;
        let amount = conditions.distortion;
        let direction = random.between(0.0, 2.0 * PI);
        let pull = amount * random.between(1.0, 9.0);
        Self {
            cos: cos(angle),
            sin: sin(angle),
            on_sensor: (
                0.5 * width as f32 + conditions.shift_px.0,
                0.5 * height as f32 + conditions.shift_px.1,
            ),
            on_finger: (centre.0 + conditions.contact_px.0, centre.1 + conditions.contact_px.1),
            scale: (
                1.0 - 0.03 * (conditions.pressure - 0.5) + random.normal(0.0, 0.008) * amount,
                1.0 - 0.02 * (conditions.pressure - 0.5) + random.normal(0.0, 0.008) * amount,
            ),
            skin: Skin {
                held: (random.normal(0.0, 18.0), random.normal(0.0, 22.0)),
                half_axes: (random.between(25.0, 55.0), random.between(35.0, 70.0)),
                elasticity: random.between(1.2, 2.6),
                traction: (pull * cos(direction), pull * sin(direction)),
                torsion_rad: amount * random.normal(0.0, 0.045),
                warp_px: 5.0 * amount,
                noise: Noise::new(random.bits()),
            },
        }
    }

    /// Point of the sensor relative to the middle of the contact, turned upright.
    pub(crate) fn upright(&self, x: f32, y: f32) -> (f32, f32) {
        let (dx, dy) = (x - self.on_sensor.0, y - self.on_sensor.1);
        (self.cos * dx - self.sin * dy, self.sin * dx + self.cos * dy)
    }

    /// Point of the finger under an upright point.
    pub(crate) fn finger(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (dx, dy) = self.skin.displacement(x, y);
        (self.on_finger.0 + self.scale.0 * x + dx, self.on_finger.1 + self.scale.1 * y + dy)
    }

    /// The upright point that carries this point of the finger: [`Self::finger`] undone, by two rounds of
    /// fixed-point iteration (the displacement changes slowly from point to point).
    pub(crate) fn upright_of(&self, (fx, fy): (f32, f32)) -> (f32, f32) {
        let (x, y) = (fx - self.on_finger.0, fy - self.on_finger.1);
        let mut upright = (x / self.scale.0, y / self.scale.1);
        for _ in 0..2 {
            let (dx, dy) = self.skin.displacement(upright.0, upright.1);
            upright = ((x - dx) / self.scale.0, (y - dy) / self.scale.1);
        }
        upright
    }

    /// Where an upright point lies on the sensor: [`Self::upright`] undone.
    pub(crate) fn sensor(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (self.on_sensor.0 + self.cos * x + self.sin * y, self.on_sensor.1 - self.sin * x + self.cos * y)
    }
}

impl Skin {
    fn displacement(&self, x: f32, y: f32) -> (f32, f32) {
        let (u, v) = (x - self.held.0, y - self.held.1);
        let (a, b) = (u / self.half_axes.0, v / self.half_axes.1);
        let outside = ((a * a + b * b).sqrt() - 1.0).max(0.0);
        let z = (outside / self.elasticity).min(1.0);
        let slip = 0.5 * (1.0 - cos(PI * z));
        let (turn_x, turn_y) = (self.torsion_rad * v, -self.torsion_rad * u);
        let warp = |layer| {
            let slow = self.noise.smooth(x + 700.0, y + 700.0, 95.0, layer);
            self.warp_px * (slow + 0.22 * self.noise.smooth(x + 900.0, y + 900.0, 38.0, layer + 8))
        };
        (slip * (self.traction.0 + turn_x) + warp(1), slip * (self.traction.1 + turn_y) + warp(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conditions::Sensor;

    fn still() -> Conditions {
        let mut conditions = Conditions::good(1).on(Sensor::Optical);
        conditions.distortion = 0.0;
        conditions.pressure = 0.5;
        conditions.contact_px = (0.0, 0.0);
        conditions
    }

    #[test]
    fn without_distortion_the_finger_is_only_turned_and_shifted() {
        let conditions = Conditions { rotation_deg: 90.0, shift_px: (10.0, -5.0), ..still() };
        let placement = Placement::new(&mut Random::new(1, "d"), &conditions, (180.0, 210.0));
        let at = |x, y| placement.finger(placement.upright(x, y));
        let (x, y) = at(204.0, 182.0);
        assert!((x - 180.0).abs() < 0.01 && (y - 210.0).abs() < 0.01, "{x} {y}");
        // The finger is turned counter-clockwise: what lies above on the sensor is the finger's right side.
        let (x, y) = at(204.0, 172.0);
        assert!((x - 190.0).abs() < 0.01 && (y - 210.0).abs() < 0.01, "{x} {y}");
    }

    #[test]
    fn the_way_back_ends_where_it_began() {
        let conditions = Conditions { distortion: 1.0, rotation_deg: 30.0, ..still() };
        for seed in 0..20 {
            let placement = Placement::new(&mut Random::new(seed, "d"), &conditions, (180.0, 210.0));
            for i in 0..100 {
                let place = (80.0 + (i % 10 * 22) as f32, 80.0 + (i / 10 * 22) as f32);
                let finger = placement.finger(placement.upright(place.0, place.1));
                let (x, y) = placement.sensor(placement.upright_of(finger));
                assert!((x - place.0).hypot(y - place.1) < 1.5, "seed {seed}: {place:?} {x} {y}");
            }
        }
    }

    #[test]
    fn distortion_moves_neighbours_alike() {
        let conditions = Conditions { distortion: 1.0, ..still() };
        for seed in 0..30 {
            let placement = Placement::new(&mut Random::new(seed, "d"), &conditions, (180.0, 210.0));
            for y in -150..150 {
                let (ax, ay) = placement.finger((30.0, y as f32));
                let (bx, by) = placement.finger((30.0, y as f32 + 1.0));
                assert!((bx - ax).abs() < 0.45 && (by - ay - 1.0).abs() < 0.45, "seed {seed} y {y}");
            }
        }
    }
}
