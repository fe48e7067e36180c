//! Several fingers of a probe against the fingers of one record.

use std::collections::BTreeMap;

use dactyloscopy::{Prepared, Workspace, log10_likelihood_ratio, score_in};
use vocabulary::FingerPosition;

use crate::assignment::best_assignment;
use crate::partition::Enrolled;
use crate::search::FingerScore;

/// The fingers searched with.
pub(crate) struct Probes {
    known: BTreeMap<FingerPosition, Vec<Prepared>>,
    unknown: Vec<Prepared>,
}

/// A record's comparisons, one a gallery finger.
pub(crate) struct Fused {
    pub(crate) log10_lr: f32,
    pub(crate) fingers: Vec<FingerScore>,
}

impl Probes {
    pub(crate) fn new(fingers: impl Iterator<Item = (Option<FingerPosition>, Prepared)>) -> Self {
        let mut probes = Self { known: BTreeMap::new(), unknown: Vec::new() };
        for (position, prepared) in fingers {
            match position {
                Some(position) => probes.known.entry(position).or_default().push(prepared),
                None => probes.unknown.push(prepared),
            }
        }
        probes
    }

    /// Whether an enrolled finger of this position is compared with anything.
    fn wants(&self, position: FingerPosition) -> bool {
        !self.unknown.is_empty() || self.known.contains_key(&position)
    }

    /// `None` when no finger of the record could be compared.
    pub(crate) fn compare<'a>(
        &self,
        record: impl Iterator<Item = (FingerPosition, Enrolled<'a>)>,
        space: &mut Workspace,
    ) -> Option<Fused> {
        let mut enrolled: BTreeMap<FingerPosition, Vec<Prepared>> = BTreeMap::new();
        for (position, finger) in record.filter(|(position, _)| self.wants(*position)) {
            enrolled.entry(position).or_default().extend(finger.prepared());
        }
        enrolled.retain(|_, fingers| !fingers.is_empty());
        let mut fingers = Vec::new();
        for (position, probes) in &self.known {
            let Some(gallery) = enrolled.remove(position) else { continue };
            let best = probes.iter().map(|probe| best_score(probe, &gallery, space)).fold(f32::MIN, f32::max);
            fingers.push(FingerScore { position: *position, score: best });
        }
        fingers.extend(self.place_unknown(&enrolled, space));
        if fingers.is_empty() {
            return None;
        }
        fingers.sort_by_key(|finger| finger.position);
        let log10_lr = fingers.iter().map(|finger| log10_likelihood_ratio(finger.score)).sum();
        Some(Fused { log10_lr, fingers })
    }

    /// Fingers of unknown position, one to one on what is left of the record.
    fn place_unknown(
        &self,
        free: &BTreeMap<FingerPosition, Vec<Prepared>>,
        space: &mut Workspace,
    ) -> Vec<FingerScore> {
        let scores: Vec<Vec<f32>> = (self.unknown.iter())
            .map(|probe| free.values().map(|gallery| best_score(probe, gallery, space)).collect())
            .collect();
        let gains: Vec<Vec<f64>> = (scores.iter())
            .map(|row| row.iter().map(|score| f64::from(log10_likelihood_ratio(*score))).collect())
            .collect();
        let positions: Vec<FingerPosition> = free.keys().copied().collect();
        let places = best_assignment(&gains);
        let finger = |(row, column): (usize, usize)| {
            let score = *scores.get(row)?.get(column)?;
            Some(FingerScore { position: *positions.get(column)?, score })
        };
        places.into_iter().filter_map(finger).collect()
    }
}

fn best_score(probe: &Prepared, gallery: &[Prepared], space: &mut Workspace) -> f32 {
    gallery.iter().map(|finger| score_in(probe, finger, space)).fold(f32::MIN, f32::max)
}
