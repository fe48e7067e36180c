//! What several commands do with prints: extraction off the async threads, reading templates back,
//! searching.

use dactyloscopy::{MATCH_THRESHOLD, Quality, Template};
use gallery::ProbeFinger;
use law::{Grant, SearchPass};
use std::sync::Arc;
use vocabulary::{CaseId, FingerPosition, RegistryNumber};

use crate::Registry;
use crate::error::{CommandError, StoreError};
use crate::index::{Found, read_templates};
use crate::model::{CaptureInput, CapturedFinger, FingerStatus};
use crate::validate::{self, invalid};

/// Most candidates of one 1:N search: what a human can look at.
pub(crate) const CANDIDATES_MAX: usize = 20;
/// Most fingers of one probe.
pub(crate) const FINGERS_MAX: usize = 10;

/// The prints of one request, with templates; images only.
pub(crate) async fn extract_all<P: Copy + PartialEq>(
    registry: &Registry,
    fingers: Vec<(P, CaptureInput)>,
) -> Result<Vec<(P, Template)>, CommandError> {
    if fingers.is_empty() || fingers.len() > FINGERS_MAX {
        let found = fingers.len();
        return Err(invalid("fingers", format!("{found} fingers; from 1 to {FINGERS_MAX} are accepted")));
    }
    let mut extracted = Vec::with_capacity(fingers.len());
    for (position, input) in fingers {
        validate::capture(&input)?;
        match input {
            CaptureInput::Image { image, ppi, .. } => {
                extracted.push((position, registry.extract(image, ppi).await?.0));
            }
            CaptureInput::Missing(_) => {
                return Err(invalid(
                    "fingers",
                    "an image is needed for every finger: leave out what is missing",
                ));
            }
        }
    }
    Ok(extracted)
}

/// What the grant lets be searched.
pub(crate) fn pass_of(grant: &Grant) -> Result<SearchPass, StoreError> {
    grant
        .search()
        .ok_or_else(|| StoreError::Engine("a search that its grant does not name was not made".to_owned()))
}

impl Registry {
    /// A template on a blocking thread; at most as many at once as there are permits.
    pub(crate) async fn extract(
        &self,
        image: dactyloscopy::GreyImage,
        ppi: dactyloscopy::Ppi,
    ) -> Result<(Template, Quality), CommandError> {
        let _permit = self.extractions.acquire().await.map_err(|_| StoreError::Stopped)?;
        let extractor = Arc::clone(&self.extractor);
        let extracted = tokio::task::spawn_blocking(move || extractor.extract(&image, ppi)).await;
        Ok(extracted.map_err(worker_failed)??)
    }

    /// 1:N on a blocking thread, over everybody the pass reaches whose registration is committed, its answer lost or not.
    pub(crate) async fn search(
        &self,
        probes: Vec<ProbeFinger>,
        pass: SearchPass,
        own: Vec<RegistryNumber>,
    ) -> Result<Found, CommandError> {
        self.sequencer.settle().await?;
        let searches = Arc::clone(&self.searches);
        let permit = searches.acquire_owned().await.map_err(|_| StoreError::Stopped)?;
        let index = Arc::clone(&self.index);
        let search = move || {
            // Held until the work ends, even when nobody waits for it any more.
            let _permit = permit;
            index.search(&probes, &pass, &own, CANDIDATES_MAX, MATCH_THRESHOLD)
        };
        let mut found = tokio::task::spawn_blocking(search).await.map_err(worker_failed)?;
        // Whoever was blocked, or left, while the search ran is in no answer (R1.7.1).
        found.hits.retain(|hit| self.lives.is_searchable(hit.registry_number));
        Ok(found)
    }

    /// The templates of a record or draft.
    pub(crate) async fn templates(
        &self,
        number: RegistryNumber,
    ) -> Result<Vec<(FingerPosition, Template)>, StoreError> {
        read_templates(number, self.store.templates(number).await?)
    }

    /// Ten positions of a case, empty ones included.
    pub(crate) async fn hand_map(&self, case: CaseId) -> Result<Vec<CapturedFinger>, CommandError> {
        let fingers = match self.store.draft_of(case).await? {
            Some(number) => self.store.fingers(number).await?,
            None => Vec::new(),
        };
        let of = |position: FingerPosition| {
            let empty = CapturedFinger { position, status: FingerStatus::Empty, impression: None };
            fingers.iter().find(|finger| finger.position == position).copied().unwrap_or(empty)
        };
        Ok(FingerPosition::ALL.iter().map(|position| of(*position)).collect())
    }
}

/// A panic in image processing is an error of that image, not the end of the register.
fn worker_failed(error: tokio::task::JoinError) -> StoreError {
    tracing::error!(%error, "a worker thread failed");
    StoreError::Engine("a worker thread failed; the log names the place".to_owned())
}

/// Templates as probes that know their position.
pub(crate) fn probes(fingers: Vec<(FingerPosition, Template)>) -> Vec<ProbeFinger> {
    fingers
        .into_iter()
        .map(|(position, template)| ProbeFinger { position: Some(position), template })
        .collect()
}
