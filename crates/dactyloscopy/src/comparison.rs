//! Comparing two templates.

mod stored;

pub use stored::StoredCylinder;

use crate::calibration::MATCH_THRESHOLD;
use crate::matching::agreement::{Agreement, AgreementSpace, Side, agreement};
use crate::matching::cylinder::cylinders;
use crate::matching::hull::Hull;
use crate::matching::likeness::CylinderSet;
use crate::matching::pairing::{Candidate, PairingSpace, greedy_pairs};
use crate::matching::points::{Point, points};
use crate::matching::relaxation::{RelaxationSpace, Relaxed, pairs_in_score, relax};
use crate::matching::wide::Generation;
use crate::parameters::{HOPELESS_AGREEMENT, LOCAL_HOPELESS, RELAXED_MAX, SCORE_HALF};
use crate::template::Template;
use std::cmp::Ordering;

/// A template prepared for comparison: built once, compared many times.
#[derive(Debug, Clone)]
pub struct Prepared {
    template: Template,
    points: Vec<Point>,
    cylinders: CylinderSet,
    hull: Hull,
}

impl Prepared {
    /// Builds the cylinders of a template.
    pub fn new(template: &Template) -> Self {
        let points = points(template.minutiae());
        let hull = Hull::new(&points);
        let cylinders = CylinderSet::new(&cylinders(&points, &hull));
        Self { template: template.clone(), points, cylinders, hull }
    }

    /// The template prepared.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// Points and the cylinders that stand on them, for [`crate::matching::packed`].
    pub(crate) fn parts(&self) -> (&[Point], &CylinderSet) {
        (&self.points, &self.cylinders)
    }

    fn side(&self) -> Side<'_> {
        Side { points: &self.points, hull: &self.hull }
    }

    /// An order of templates that decides which of two comes first, so that a comparison is symmetric.
    fn order(&self, other: &Self) -> Ordering {
        (self.points.len().cmp(&other.points.len())).then_with(|| {
            let pairs = self.points.iter().zip(&other.points);
            pairs.map(|(a, b)| a.order(b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
        })
    }
}

/// Two minutiae held to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MinutiaPair {
    /// Index into the first template's minutiae.
    pub a: usize,
    /// Index into the second template's minutiae.
    pub b: usize,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Higher = more alike, 0 to 1.
    pub score: f32,
    /// Minutiae that lie together in the best alignment, closest first. Chance puts a few together in
    /// prints of different fingers too: only the score says whether they mean anything.
    pub pairs: Vec<MinutiaPair>,
}

/// Scratch memory for many comparisons in a row: [`score_in`] allocates nothing once it has grown.
#[derive(Debug, Default)]
pub struct Workspace {
    generation: Generation,
    pairing: PairingSpace,
    candidates: Vec<Candidate>,
    relaxation: RelaxationSpace,
    relaxed: Vec<Relaxed>,
    agreement: AgreementSpace,
}

/// Compares two prints: symmetric, deterministic, for any rotation.
pub fn compare(a: &Prepared, b: &Prepared) -> Comparison {
    let mut space = Workspace::default();
    let swapped = a.order(b) == Ordering::Greater;
    let (first, second) = if swapped { (b, a) } else { (a, b) };
    let score = run(first, second, &mut space);
    let pairs = space.agreement.corresponding().iter().map(|&(x, y)| {
        let (x, y) = (first.points[x].index, second.points[y].index);
        if swapped { MinutiaPair { a: y, b: x } } else { MinutiaPair { a: x, b: y } }
    });
    Comparison { score, pairs: pairs.collect() }
}

/// The score of [`compare`] without the pairs.
pub fn score(a: &Prepared, b: &Prepared) -> f32 {
    score_in(a, b, &mut Workspace::default())
}

/// The score of [`compare`] with memory to reuse, for one against many.
pub fn score_in(a: &Prepared, b: &Prepared, space: &mut Workspace) -> f32 {
    let (first, second) = if a.order(b) == Ordering::Greater { (b, a) } else { (a, b) };
    run(first, second, space)
}

/// Whether one of two prints is of the same finger in a mirror: they do not match, but the mirrored one does.
/// Costs the preparation of a template and two comparisons.
pub fn is_mirrored(a: &Prepared, b: &Prepared) -> bool {
    let mirrored = Prepared::new(&a.template.mirrored());
    score(a, b) < MATCH_THRESHOLD && score(&mirrored, b) >= MATCH_THRESHOLD
}

/// The score; the corresponding points stay in the workspace.
fn run(a: &Prepared, b: &Prepared, space: &mut Workspace) -> f32 {
    let smaller = a.cylinders.len().min(b.cylinders.len());
    greedy_pairs(
        &a.cylinders,
        &b.cylinders,
        smaller.min(RELAXED_MAX),
        space.generation,
        &mut space.pairing,
        &mut space.candidates,
    );
    relax(
        &a.points,
        &b.points,
        &space.candidates,
        space.generation,
        &mut space.relaxation,
        &mut space.relaxed,
    );
    let wanted = pairs_in_score(smaller);
    let used = wanted.min(space.relaxed.len());
    let sum: f32 = space.relaxed[..used].iter().map(|r| r.value).sum();
    let local = sum / wanted as f32;
    if local < LOCAL_HOPELESS {
        space.agreement.forget();
        return shape(local * HOPELESS_AGREEMENT);
    }
    let relaxation = &space.relaxation;
    let found = agreement(
        a.side(),
        b.side(),
        &space.relaxed[..used],
        |x, y| relaxation.support(x, y),
        space.generation,
        &mut space.agreement,
    );
    blend(local, &found)
}

/// One number of the local and the geometric stage: `x / (x + half)` of
/// `local * sqrt(count) * share^2`, share = agreeing weight over overlapping weight (measured).
fn blend(local: f32, found: &Agreement) -> f32 {
    let share = (found.agreeing / found.overlapping.max(1e-3)).min(1.0);
    shape(local * (found.count as f32).sqrt() * share * share)
}

/// Evidence to a score between 0 and 1.
fn shape(evidence: f32) -> f32 {
    evidence / (evidence + SCORE_HALF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minutia::{Minutia, MinutiaKind};
    use proptest::prelude::*;

    fn minutiae() -> impl Strategy<Value = Vec<Minutia>> {
        let one = (8.0_f32..290.0, 8.0_f32..390.0, 0.0_f32..6.25, 0_u8..=100).prop_map(
            |(x_px, y_px, direction_rad, quality)| Minutia {
                x_px,
                y_px,
                direction_rad,
                kind: MinutiaKind::Ending,
                quality,
            },
        );
        prop::collection::vec(one, 3..90)
    }

    fn prepared(minutiae: Vec<Minutia>) -> Prepared {
        Prepared::new(&Template::new(300, 400, 50, minutiae).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn generations_agree(
            a in minutiae(),
            b in minutiae(),
            shared in 0_usize..90,
            jitter in prop::collection::vec(-4.0_f32..4.0, 90),
        ) {
            // some minutiae of the first stand in the second too, so that the geometric stage is reached
            let moved = a.iter().zip(&jitter).take(shared).map(|(m, d)| Minutia { x_px: m.x_px + d, ..*m });
            let b = prepared(moved.chain(b.iter().copied()).collect());
            let a = prepared(a);
            let of = |generation| {
                let mut space = Workspace { generation, ..Workspace::default() };
                let score = score_in(&a, &b, &mut space);
                (score.to_bits(), space.relaxed.iter().map(|r| r.value.to_bits()).collect::<Vec<_>>())
            };
            let reference = of(Generation::Any);
            for generation in Generation::available() {
                prop_assert_eq!(&of(generation), &reference, "{:?}", generation);
            }
        }
    }
}
