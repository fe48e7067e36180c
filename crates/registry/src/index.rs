//! The searchable side of the register in memory: the gallery and, per legal domain, the allow-list of
//! registry numbers made from the link store.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use dactyloscopy::{Template, log10_likelihood_ratio};
use gallery::{Gallery, ProbeFinger};
use vocabulary::{Basis, FingerPosition, RegistryNumber};

use crate::error::StoreError;
use crate::model::SearchHit;
use crate::ports::Store;

/// Records loaded at once.
const PAGE: u32 = 1000;

/// Which records a search may touch (law.md 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Citizens, foreigners, children: the database of the bodies of internal affairs (Art. 14 para 1).
    Internal,
    /// Seafarers: the transport body's own resource, never searched together with the other (Art. 14 para 2).
    Seafarers,
    /// Foreigners and stateless persons, B3 to B7: control of foreigners (Art. 16(2)).
    Foreigners,
}

impl Domain {
    pub(crate) fn holds(self, basis: Basis) -> bool {
        match self {
            Self::Internal => basis != Basis::B2,
            Self::Seafarers => basis == Basis::B2,
            Self::Foreigners => matches!(basis, Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7),
        }
    }
}

/// What a 1:N search found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) hits: Vec<SearchHit>,
    pub(crate) searched: usize,
    pub(crate) complete: bool,
}

pub(crate) struct Index(RwLock<Inner>);

#[derive(Default)]
struct Inner {
    gallery: Gallery,
    bases: HashMap<RegistryNumber, Basis>,
    internal: HashSet<RegistryNumber>,
    seafarers: HashSet<RegistryNumber>,
    foreigners: HashSet<RegistryNumber>,
}

impl Inner {
    fn list(&mut self, number: RegistryNumber, basis: Basis) {
        self.bases.insert(number, basis);
        for (domain, list) in [
            (Domain::Internal, &mut self.internal),
            (Domain::Seafarers, &mut self.seafarers),
            (Domain::Foreigners, &mut self.foreigners),
        ] {
            if domain.holds(basis) {
                list.insert(number);
            }
        }
    }

    fn allowed(&self, domain: Domain) -> &HashSet<RegistryNumber> {
        match domain {
            Domain::Internal => &self.internal,
            Domain::Seafarers => &self.seafarers,
            Domain::Foreigners => &self.foreigners,
        }
    }
}

impl Index {
    /// Loads every registered record.
    pub(crate) async fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let mut inner = Inner::default();
        let mut after = None;
        loop {
            let page = store.registered_bases(after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            page.into_iter().for_each(|(number, basis)| inner.list(number, basis));
        }
        after = None;
        loop {
            let page = store.registered_templates(after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            for (number, fingers) in page {
                inner.gallery.insert(number, &read_templates(number, fingers)?);
            }
        }
        Ok(Self(RwLock::new(inner)))
    }

    /// Makes a registered record searchable at once.
    pub(crate) fn enrol(&self, number: RegistryNumber, basis: Basis, fingers: &[(FingerPosition, Template)]) {
        let mut inner = self.0.write().unwrap_or_else(PoisonError::into_inner);
        inner.list(number, basis);
        inner.gallery.insert(number, fingers);
    }

    /// Number of records in the gallery.
    pub(crate) fn len(&self) -> usize {
        self.read(|inner| inner.gallery.len())
    }

    /// The basis a number is registered on; `None` for a draft.
    pub(crate) fn basis_of(&self, number: RegistryNumber) -> Option<Basis> {
        self.read(|inner| inner.bases.get(&number).copied())
    }

    /// 1:N over a domain, without the person's own records. A candidate is who reaches the threshold on
    /// average over the fingers, or with one finger while all together still speak as strongly as one at
    /// the threshold: a person of whom some fingers changed must not slip through. Blocks: call it on a
    /// blocking thread.
    pub(crate) fn search(
        &self,
        probes: &[ProbeFinger],
        domain: Domain,
        own: &[RegistryNumber],
        limit: usize,
        threshold: f32,
    ) -> Found {
        self.read(|inner| {
            let allowed = inner.allowed(domain);
            let everybody = allowed.len() == inner.bases.len();
            let allow = (!everybody).then_some(allowed);
            // Own records would take places of the list: ask for as many more.
            let result = inner.gallery.search(probes, limit + own.len(), allow, None);
            let strong = log10_likelihood_ratio(threshold);
            let hits = result.candidates.into_iter().filter(|candidate| {
                let best = candidate.fingers.iter().map(|finger| finger.score).fold(0.0, f32::max);
                let alike =
                    candidate.score >= threshold || (best >= threshold && candidate.log10_lr >= strong);
                alike && !own.contains(&candidate.registry_number)
            });
            let hits = hits.take(limit).map(|candidate| SearchHit {
                registry_number: candidate.registry_number,
                score: candidate.score,
                log10_lr: candidate.log10_lr,
                fingers: candidate.fingers.iter().map(|finger| (finger.position, finger.score)).collect(),
            });
            Found { hits: hits.collect(), searched: result.searched, complete: result.complete }
        })
    }

    fn read<T>(&self, read: impl FnOnce(&Inner) -> T) -> T {
        read(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Templates as stored, read back.
pub(crate) fn read_templates(
    number: RegistryNumber,
    stored: Vec<(FingerPosition, Vec<u8>)>,
) -> Result<Vec<(FingerPosition, Template)>, StoreError> {
    let read = |(position, bytes): (FingerPosition, Vec<u8>)| {
        let template = Template::from_bytes(&bytes).map_err(|e| StoreError::Damaged {
            what: format!("the template of {position} of record {number}"),
            why: e.to_string(),
        })?;
        Ok((position, template))
    };
    stored.into_iter().map(read).collect()
}
