//! A prepared template kept small: cylinders are dear to make and cheap to put back.

use super::Prepared;
use crate::matching::cylinder::Cylinder;
use crate::matching::hull::Hull;
use crate::matching::likeness::CylinderSet;
use crate::matching::points::points;
use crate::parameters::CYLINDER_SECTIONS;
use crate::template::Template;

/// One cylinder as [`Prepared::from_stored`] wants it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredCylinder {
    /// The minutia it stands on: its number in the matcher's own order, which the template alone decides.
    pub point: u8,
    /// One bit a base cell: whether it can be known.
    pub known: u64,
    /// One word a section of direction, one bit a base cell ([`crate::PackedCylinder::words`]).
    pub words: [u64; CYLINDER_SECTIONS],
}

impl Prepared {
    /// The cylinders, in the order of [`Prepared::packed_cylinders`].
    pub fn stored_cylinders(&self) -> impl ExactSizeIterator<Item = StoredCylinder> + '_ {
        (0..self.cylinders.len()).map(|cylinder| StoredCylinder {
            // a template holds at most 255 minutiae
            point: self.cylinders.point(cylinder) as u8,
            known: self.cylinders.known(cylinder),
            words: self.cylinders.words(cylinder),
        })
    }

    /// What [`Prepared::new`] makes of a template, from the cylinders that [`Prepared::stored_cylinders`] gave
    /// for it: the same value, without computing cylinders.
    ///
    /// Cylinders of another template are not noticed, unless one stands on a minutia that is not there: `None`.
    pub fn from_stored(
        template: Template,
        cylinders: impl IntoIterator<Item = StoredCylinder>,
    ) -> Option<Self> {
        let points = points(template.minutiae());
        let hull = Hull::new(&points);
        let cylinders: Option<Vec<Cylinder>> = cylinders
            .into_iter()
            .map(|c| {
                let point = usize::from(c.point);
                (point < points.len()).then_some(Cylinder { point, known: c.known, sections: c.words })
            })
            .collect();
        let cylinders = CylinderSet::new(&cylinders?);
        Some(Self { template, points, cylinders, hull })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minutia::{Minutia, MinutiaKind};
    use proptest::prelude::*;

    fn template() -> impl Strategy<Value = Template> {
        let one = (8.0_f32..290.0, 8.0_f32..390.0, 0.0_f32..6.25, 0_u8..=100).prop_map(
            |(x_px, y_px, direction_rad, quality)| Minutia {
                x_px,
                y_px,
                direction_rad,
                kind: MinutiaKind::Ending,
                quality,
            },
        );
        prop::collection::vec(one, 0..90).prop_map(|all| Template::new(300, 400, 50, all).unwrap())
    }

    proptest! {
        #[test]
        fn stored_cylinders_give_the_same_prepared_template(template in template()) {
            let made = Prepared::new(&template);
            let back = Prepared::from_stored(template, made.stored_cylinders()).unwrap();
            prop_assert_eq!(format!("{back:?}"), format!("{made:?}"));
        }
    }

    #[test]
    fn a_cylinder_on_no_minutia_is_refused() {
        let template = Template::new(30, 30, 50, Vec::new()).unwrap();
        let cylinder = StoredCylinder { point: 0, known: 1, words: [0; CYLINDER_SECTIONS] };
        assert!(Prepared::from_stored(template, [cylinder]).is_none());
    }
}
