//! The searchable side of the register in memory: the gallery and, made from the link store, the basis of each
//! record, by which the pass of a search says whether it may be compared.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError, RwLock, RwLockWriteGuard};

use dactyloscopy::{AlgorithmVersion, CONTEXT, Template, log10_likelihood_ratio};
use gallery::{Candidate, Gallery, ProbeFinger, SearchResult};
use law::{Access, QueryKind, SearchPass, may_search};
use vocabulary::{Basis, FingerPosition, RegistryNumber};

use crate::error::{CommandError, StoreError};
use crate::lives::in_database;
use crate::model::{RecordLife, SearchHit};
use crate::ports::Store;

/// Records loaded at once.
const PAGE: u32 = 1000;
/// A mirrored agreement is told from 1,000 to 1 on, were each record as likely to be the one.
const MIRRORED_ODDS_LOG10: f32 = 3.0;

/// The query under which the gallery in memory is loaded: it reaches every gallery of fingers, and no query by fingers
/// reaches another. Which of them a search compares is its pass to say.
const LOADED: QueryKind = QueryKind::DuplicateCheck;

/// What a 1:N search found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) hits: Vec<SearchHit>,
    pub(crate) searched: usize,
    pub(crate) complete: bool,
    /// Positions of a record that only the mirrored prints agree with, and surely so.
    pub(crate) mirrored: Vec<FingerPosition>,
}

impl Found {
    /// "Nobody" said of mirrored prints would be a wrong answer.
    pub(crate) fn unless_mirrored(self) -> Result<Self, CommandError> {
        if self.mirrored.is_empty() {
            Ok(self)
        } else {
            Err(CommandError::Mirrored { fingers: self.mirrored })
        }
    }
}

/// A search reads the gallery for as long as it takes; an enrolment never waits for it. It is put into
/// `waiting` and moves into the gallery at once when nobody searches, otherwise before the next search.
pub(crate) struct Index {
    gallery: RwLock<Inner>,
    waiting: Mutex<Vec<Update>>,
    /// Of everybody registered; held for a moment only.
    bases: RwLock<HashMap<RegistryNumber, Basis>>,
    /// Records that hold a template of another algorithm version than the calibration's; usually none.
    others: RwLock<HashMap<RegistryNumber, AlgorithmVersion>>,
}

enum Update {
    /// Becomes searchable.
    Enrol { number: RegistryNumber, basis: Basis, fingers: Vec<(FingerPosition, Template)> },
    /// Stays in the gallery, seen by no search.
    Hide(RegistryNumber),
    /// Seen again.
    Show(RegistryNumber, Basis),
    /// Leaves the gallery.
    Forget(RegistryNumber),
}

#[derive(Default)]
struct Inner {
    gallery: Gallery,
    /// What searches see, by the gallery it belongs to.
    listed: HashMap<RegistryNumber, Basis>,
    of_basis: BTreeMap<Basis, usize>,
}

impl Inner {
    fn list(&mut self, number: RegistryNumber, basis: Basis) {
        self.unlist(number);
        self.listed.insert(number, basis);
        *self.of_basis.entry(basis).or_default() += 1;
    }

    fn unlist(&mut self, number: RegistryNumber) {
        if let Some(count) = self.listed.remove(&number).and_then(|basis| self.of_basis.get_mut(&basis)) {
            *count -= 1;
        }
    }

    /// How many records a pass reaches.
    fn reached(&self, pass: &SearchPass) -> usize {
        let reached = self.of_basis.iter().filter(|(basis, _)| pass.reaches(**basis));
        reached.map(|(_, count)| count).sum()
    }

    /// 1:N over what the pass reaches and nothing else.
    fn search(&self, probes: &[ProbeFinger], limit: usize, pass: &SearchPass) -> SearchResult {
        if self.reached(pass) == self.listed.len() {
            // Everybody who is listed may be compared; whoever is not is blocked in the gallery.
            return self.gallery.search(probes, limit, None, None);
        }
        let may = |number| self.listed.get(&number).is_some_and(|basis| pass.reaches(*basis));
        self.gallery.search_where(probes, limit, &may)
    }

    fn take(&mut self, update: Update) {
        match update {
            Update::Enrol { number, basis, fingers } => {
                self.list(number, basis);
                self.gallery.insert(number, &fingers);
            }
            Update::Hide(number) => {
                self.unlist(number);
                self.gallery.block(number);
            }
            Update::Show(number, basis) => {
                if self.gallery.contains(number) {
                    self.list(number, basis);
                    self.gallery.unblock(number);
                }
            }
            Update::Forget(number) => {
                self.unlist(number);
                self.gallery.remove(number);
            }
        }
    }

    /// Positions of the record that the mirrored probes agree with. The prints must reach the threshold on
    /// average and weigh [`MIRRORED_ODDS_LOG10`] more than the number of records searched, so that a chance
    /// agreement in a large register does not send anybody back to a scanner that is right.
    fn mirrored(
        &self,
        probes: &[ProbeFinger],
        pass: &SearchPass,
        own: &[RegistryNumber],
        threshold: f32,
    ) -> Vec<FingerPosition> {
        let turned: Vec<ProbeFinger> = probes
            .iter()
            .map(|probe| ProbeFinger { position: probe.position, template: probe.template.mirrored() })
            .collect();
        let needed = MIRRORED_ODDS_LOG10 + (self.reached(pass).max(1) as f32).log10();
        let result = self.search(&turned, 1 + own.len(), pass);
        let sure = result.candidates.into_iter().find(|candidate| {
            let strong = candidate.score >= threshold && candidate.log10_lr >= needed;
            strong && !own.contains(&candidate.registry_number)
        });
        let fingers = sure.map(|candidate| candidate.fingers).unwrap_or_default();
        fingers.iter().filter(|finger| finger.score >= threshold).map(|finger| finger.position).collect()
    }
}

impl Index {
    /// Loads every registered record that a search by fingers may reach.
    pub(crate) async fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let (mut inner, mut bases, mut others) = (Inner::default(), HashMap::new(), HashMap::new());
        let mut after = None;
        loop {
            let page = store.registered_bases(LOADED, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            for (number, basis) in page {
                inner.list(number, basis);
                bases.insert(number, basis);
            }
        }
        after = None;
        loop {
            let page = store.registered_templates(LOADED, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            for (number, fingers) in page {
                let fingers = read_templates(number, fingers)?;
                others.extend(other_version(&fingers).map(|version| (number, version)));
                inner.gallery.insert(number, &fingers);
            }
        }
        if let Some(version) = others.values().next() {
            tracing::warn!(
                records = others.len(),
                "templates were made by other algorithm versions, such as {version}; comparisons with them carry no \
                 likelihood ratio, which holds for {}: extract their images again",
                CONTEXT.algorithm
            );
        }
        Ok(Self {
            gallery: RwLock::new(inner),
            waiting: Mutex::default(),
            bases: RwLock::new(bases),
            others: RwLock::new(others),
        })
    }

    /// Makes a registered record searchable: every search that begins after it finds them. Never waits
    /// for a search.
    pub(crate) fn enrol(
        &self,
        number: RegistryNumber,
        basis: Basis,
        fingers: Vec<(FingerPosition, Template)>,
    ) {
        if may_search(LOADED, basis).access == Access::Refused {
            return; // no gallery of fingers
        }
        self.bases.write().unwrap_or_else(PoisonError::into_inner).insert(number, basis);
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        match other_version(&fingers) {
            Some(version) => others.insert(number, version),
            None => others.remove(&number),
        };
        drop(others);
        self.update(Update::Enrol { number, basis, fingers });
    }

    /// Brings what searches see in line with the life of a record; `None` when it left the database.
    pub(crate) fn follow(&self, number: RegistryNumber, life: Option<&RecordLife>) {
        match life.filter(|life| in_database(life.state.stage())) {
            None => {
                self.bases.write().unwrap_or_else(PoisonError::into_inner).remove(&number);
                self.update(Update::Forget(number));
            }
            Some(life) if life.state.is_searchable() => self.update(Update::Show(number, life.basis)),
            Some(_) => self.update(Update::Hide(number)),
        }
    }

    fn update(&self, update: Update) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(update);
        if let Ok(inner) = self.gallery.try_write() {
            self.take_in(inner);
        }
    }

    /// Whether any search could still see the number, or the gallery still holds it: for the check after a
    /// destruction.
    pub(crate) fn holds(&self, number: RegistryNumber) -> bool {
        if !self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            self.take_in(self.gallery.write().unwrap_or_else(PoisonError::into_inner));
        }
        self.basis_of(number).is_some() || self.read(|inner| inner.gallery.contains(number))
    }

    fn take_in(&self, mut inner: RwLockWriteGuard<'_, Inner>) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.into_iter().for_each(|update| inner.take(update));
    }

    /// Number of records a search goes over.
    pub(crate) fn len(&self) -> usize {
        self.bases.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What made the record's templates, when it was not the algorithm of the calibration.
    pub(crate) fn other_version_of(&self, number: RegistryNumber) -> Option<AlgorithmVersion> {
        self.others.read().unwrap_or_else(PoisonError::into_inner).get(&number).copied()
    }

    /// The basis a number is registered on; `None` for a draft.
    pub(crate) fn basis_of(&self, number: RegistryNumber) -> Option<Basis> {
        self.bases.read().unwrap_or_else(PoisonError::into_inner).get(&number).copied()
    }

    /// 1:N over the galleries of a pass, without the person's own records; a hit is who is [`alike`]. When nobody is found
    /// the mirrored prints are searched with as well, which doubles the time. Blocks: call it on a blocking thread.
    pub(crate) fn search(
        &self,
        probes: &[ProbeFinger],
        pass: &SearchPass,
        own: &[RegistryNumber],
        limit: usize,
        threshold: f32,
    ) -> Found {
        if !self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            self.take_in(self.gallery.write().unwrap_or_else(PoisonError::into_inner));
        }
        self.read(|inner| {
            // Own records would take places of the list: ask for as many more.
            let result = inner.search(probes, limit + own.len(), pass);
            let hits = result
                .candidates
                .into_iter()
                .filter(|candidate| alike(candidate, threshold) && !own.contains(&candidate.registry_number));
            let hits = hits.take(limit).map(|candidate| SearchHit {
                registry_number: candidate.registry_number,
                score: candidate.score,
                log10_lr: candidate.log10_lr,
                fingers: candidate.fingers.iter().map(|finger| (finger.position, finger.score)).collect(),
            });
            let hits: Vec<SearchHit> = hits.collect();
            let mirrored =
                if hits.is_empty() { inner.mirrored(probes, pass, own, threshold) } else { Vec::new() };
            Found { hits, searched: result.searched, complete: result.complete, mirrored }
        })
    }

    fn read<T>(&self, read: impl FnOnce(&Inner) -> T) -> T {
        read(&self.gallery.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Who reaches the threshold on average over the fingers, or with one finger while all together still speak
/// as strongly as one at the threshold: a person of whom some fingers changed must not slip through.
pub(crate) fn alike(candidate: &Candidate, threshold: f32) -> bool {
    let best = candidate.fingers.iter().map(|finger| finger.score).fold(0.0, f32::max);
    let strong = log10_likelihood_ratio(threshold);
    candidate.score >= threshold || (best >= threshold && candidate.log10_lr >= strong)
}

/// The version of a template that is of another algorithm version than the calibration's.
fn other_version(fingers: &[(FingerPosition, Template)]) -> Option<AlgorithmVersion> {
    let mut made_by = fingers.iter().map(|(_, template)| template.algorithm());
    made_by.find(|version| *version != CONTEXT.algorithm)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A pass over these galleries, as only a grant gives one.
    fn pass(galleries: &[Basis]) -> SearchPass {
        use law::{Operation, Request, Search, authorise};
        use vocabulary::{Actor, Body, OfficerId, Purpose, Role, Unit};
        let officer = OfficerId::from_random_bytes([1; 16]);
        let actor = Actor { officer, body: Body::Iab, role: Role::Examiner, unit: Unit::CENTRAL };
        let request =
            Request::new(actor, Operation::Identify, Purpose::Identify, jiff::civil::date(2026, 3, 2))
                .with_case_reference("CASE-1")
                .with_search(Search::new(QueryKind::UnidentifiedCorpseFingers, galleries));
        authorise(&request).ok().and_then(|grant| grant.search()).expect("an allowed search")
    }

    #[test]
    fn the_gallery_in_memory_is_loaded_with_all_that_a_search_by_fingers_reaches_and_no_more() {
        for &query in QueryKind::ALL {
            for &basis in Basis::ALL {
                let fingers = law::is_prints(basis) && basis != Basis::BV;
                let loaded = may_search(LOADED, basis).access != Access::Refused;
                assert_eq!(loaded, fingers, "{basis}");
                let by_fingers = may_search(query, Basis::B3).access != Access::Refused;
                let reached = may_search(query, basis).access != Access::Refused;
                assert!(!(by_fingers && reached && fingers) || loaded, "{query} {basis}");
            }
        }
    }

    fn empty() -> Index {
        Index {
            gallery: RwLock::default(),
            waiting: Mutex::default(),
            bases: RwLock::default(),
            others: RwLock::default(),
        }
    }

    /// The more records are compared, the more a chance agreement in a mirror has to weigh: of one gallery, not of all.
    #[test]
    fn a_pass_counts_the_records_of_its_own_galleries() {
        let index = empty();
        for (id, basis) in [(1, Basis::B1), (2, Basis::B1), (3, Basis::B3), (4, Basis::B1)] {
            index.enrol(RegistryNumber::from_random_bytes([id; 16]), basis, Vec::new());
        }
        index.follow(RegistryNumber::from_random_bytes([4; 16]), None);
        // Better prints enrol a record once more, and it is one record all the same.
        index.enrol(RegistryNumber::from_random_bytes([1; 16]), Basis::B1, Vec::new());
        let reached = |galleries: &[Basis]| index.read(|inner| inner.reached(&pass(galleries)));
        assert_eq!(
            [reached(&[Basis::B1]), reached(&[Basis::B3]), reached(&[Basis::B1, Basis::B3])],
            [2, 1, 3]
        );
    }

    /// An execution that ends while somebody searches is not told that the gallery still holds the record.
    #[test]
    fn what_left_during_a_search_is_held_no_more_once_it_ended() {
        let (index, number) = (empty(), RegistryNumber::from_random_bytes([7; 16]));
        index.enrol(number, Basis::B1, Vec::new());
        assert!(index.holds(number));
        index.read(|_| index.follow(number, None));
        assert!(!index.holds(number));
        index.read(|inner| assert!(!inner.gallery.contains(number)));
    }

    #[test]
    fn an_enrolment_does_not_wait_for_a_search_and_the_next_search_finds_it() {
        let index = empty();
        let number = RegistryNumber::from_random_bytes([7; 16]);
        // As a search that runs for long: were enrol to wait for it, this test would not end.
        index.read(|_| index.enrol(number, Basis::B1, Vec::new()));
        assert_eq!((index.len(), index.basis_of(number)), (1, Some(Basis::B1)));
        assert_eq!(index.read(|inner| inner.gallery.len()), 0);
        index.search(&[], &pass(&[Basis::B1]), &[], 1, 1.0);
        assert_eq!(index.read(|inner| (inner.gallery.len(), inner.listed.len())), (1, 1));
    }
}
