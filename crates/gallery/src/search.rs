//! One against many.

use std::cmp::Ordering;
use std::collections::HashSet;

use dactyloscopy::{Prepared, Template, Workspace};
use rayon::prelude::*;
use vocabulary::{FingerPosition, RegistryNumber};

use crate::fusion::{Fused, Probes};
use crate::{Gallery, Record};

/// One finger to search with.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbeFinger {
    /// Which finger it is; `None` when that is not known (a mark).
    pub position: Option<FingerPosition>,
    /// Its minutiae.
    pub template: Template,
}

/// What a search found, and how much of the gallery it saw.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResult {
    /// At most the limit asked for: highest [`Candidate::log10_lr`] first, then by score, then by number.
    pub candidates: Vec<Candidate>,
    /// Records the search was allowed to touch and did.
    pub searched: usize,
    /// Of those, records without a finger of any position searched with: nothing was compared.
    pub not_comparable: usize,
    /// True when every record that the search may touch was compared. This index never answers in part.
    pub complete: bool,
}

/// One record and how alike it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The record.
    pub registry_number: RegistryNumber,
    /// Mean of the finger scores: on the scale of one comparison, so that
    /// [`dactyloscopy::MATCH_THRESHOLD`] applies.
    pub score: f32,
    /// Sum of the fingers' log10 likelihood ratios, taking fingers as independent: what candidates are ordered by.
    pub log10_lr: f32,
    /// The gallery fingers compared, by position.
    pub fingers: Vec<FingerScore>,
}

/// One gallery finger in a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FingerScore {
    /// Position in the gallery.
    pub position: FingerPosition,
    /// Score of the comparison.
    pub score: f32,
}

impl Gallery {
    /// Compares the probe with every record that is not blocked, is in `allow` (when given) and is not
    /// `except`, and returns the `limit` most alike.
    ///
    /// A probe finger of known position is compared with that position only; when a position is given or
    /// enrolled more than once the best comparison counts. Fingers of unknown position are laid one to one
    /// on the record's remaining fingers, so that the sum is largest. The answer does not depend on the
    /// order of enrolment or the number of threads.
    pub fn search(
        &self,
        probes: &[ProbeFinger],
        limit: usize,
        allow: Option<&HashSet<RegistryNumber>>,
        except: Option<RegistryNumber>,
    ) -> SearchResult {
        let probes = Probes::new(probes.iter().map(|p| (p.position, Prepared::new(&p.template))));
        let visible = |record: &&Record| {
            !self.blocked.contains(&record.number)
                && allow.is_none_or(|list| list.contains(&record.number))
                && except != Some(record.number)
        };
        let compared: Vec<(RegistryNumber, Option<Fused>)> = self
            .records
            .par_iter()
            .filter(visible)
            .map_init(Workspace::default, |space, record| {
                (record.number, probes.compare(&record.fingers, space))
            })
            .collect();
        let searched = compared.len();
        let mut candidates: Vec<Candidate> = compared
            .into_iter()
            .filter_map(|(registry_number, fused)| fused.map(|fused| candidate(registry_number, fused)))
            .collect();
        let not_comparable = searched - candidates.len();
        candidates.sort_by(order);
        candidates.truncate(limit);
        SearchResult { candidates, searched, not_comparable, complete: true }
    }
}

fn candidate(registry_number: RegistryNumber, fused: Fused) -> Candidate {
    let Fused { log10_lr, fingers } = fused;
    let score = fingers.iter().map(|f| f.score).sum::<f32>() / fingers.len().max(1) as f32;
    Candidate { registry_number, score, log10_lr, fingers }
}

/// Most alike first; equals by number, so that the order is always the same.
fn order(a: &Candidate, b: &Candidate) -> Ordering {
    (b.log10_lr.total_cmp(&a.log10_lr))
        .then_with(|| b.score.total_cmp(&a.score))
        .then_with(|| a.registry_number.cmp(&b.registry_number))
}
