//! What the memory store remembers, and how a change alters it.

use std::collections::{BTreeMap, HashMap, HashSet};

use dactyloscopy::{Ppi, Quality, Template};
use jiff::Timestamp;
use ledger::{Hash, SignedCheckpoint};
use vocabulary::{
    Basis, CandidateId, CaseId, EncounterId, FingerPosition, ImpressionId, MissingReason, OfficerId,
    PersonId, RegistryNumber, SearchId,
};

use crate::error::StoreError;
use crate::model::*;
use crate::sequencer::{Change, Opening, Owner};

#[derive(Debug, Clone)]
pub(super) enum Finger {
    Print(ImpressionId),
    Missing(MissingReason),
}

#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) number: RegistryNumber,
    pub(super) image: ImpressionImage,
    pub(super) template: Vec<u8>,
}

/// What a row belongs to: removed with it when a case is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Case(CaseId),
    Person(PersonId),
    Record(RegistryNumber),
    Officer,
}

#[derive(Debug, Clone)]
struct Row {
    table: &'static str,
    sequence: u64,
    of: Of,
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Versions of each person, with the case that added them.
    pub(super) people: HashMap<PersonId, Vec<(Option<CaseId>, IdentityDetails)>>,
    pub(super) iins: HashMap<String, PersonId>,
    pub(super) documents: HashMap<String, Vec<PersonId>>,
    pub(super) cases: HashMap<CaseId, CaseRecord>,
    pub(super) case_order: Vec<CaseId>,
    pub(super) cases_of: HashMap<PersonId, Vec<CaseId>>,
    pub(super) certificates: HashMap<String, (Certificate, PersonId)>,
    pub(super) certificates_of: HashMap<PersonId, Vec<Certificate>>,
    pub(super) drafts: HashMap<CaseId, (RegistryNumber, EncounterId)>,
    pub(super) case_of: HashMap<RegistryNumber, CaseId>,
    pub(super) links: HashMap<PersonId, Vec<RegistryNumber>>,
    pub(super) registered: BTreeMap<RegistryNumber, (PersonId, Basis)>,
    pub(super) candidates: HashMap<CandidateId, CandidateRecord>,
    pub(super) candidate_order: Vec<CandidateId>,
    pub(super) impressions: HashMap<ImpressionId, Stored>,
    pub(super) fingers: HashMap<RegistryNumber, BTreeMap<FingerPosition, Finger>>,
    pub(super) officers: Vec<OfficerCredential>,
    pub(super) entries: Vec<(Vec<u8>, Hash)>,
    pub(super) openings: BTreeMap<u64, Vec<Opening>>,
    pub(super) checkpoints: Vec<SignedCheckpoint>,
    rows: Vec<Row>,
}

fn conflict(what: impl Into<String>) -> StoreError {
    StoreError::Conflict { what: what.into() }
}

impl State {
    /// Everything that can conflict, checked before anything is altered: the savepoint of this store.
    pub(super) fn check(&self, changes: &[Change]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| self.check_one(change))
    }

    fn check_one(&self, change: &Change) -> Result<(), StoreError> {
        let free = |free: bool, what: &str| if free { Ok(()) } else { Err(conflict(what)) };
        match change {
            Change::PersonAdded { id, details } => {
                free(!self.people.contains_key(id), "the person")?;
                self.iin_is_free(*id, details)
            }
            Change::PersonChanged { id, details, .. } => {
                free(self.people.contains_key(id), "the person")?;
                self.iin_is_free(*id, details)
            }
            Change::CaseOpened(case) => free(!self.cases.contains_key(&case.id), "the case"),
            Change::CaseUpdated(case) => self.version_fits(case),
            Change::CaseDeclined { tombstone, .. } => self.version_fits(tombstone),
            Change::EncounterOpened { case, number, .. } => {
                free(!self.drafts.contains_key(case) && !self.case_of.contains_key(number), "the encounter")
            }
            Change::OpinionGiven { candidate, officer, .. } => {
                let stored = self.candidates.get(candidate).ok_or_else(|| conflict("the candidate"))?;
                free(stored.opinions.iter().all(|(by, ..)| by != officer), "the candidate")
            }
            Change::Registered { number, certificate, .. } => {
                let fresh = !self.registered.contains_key(number)
                    && !self.certificates.contains_key(certificate.number.as_str());
                free(fresh, "the registration")
            }
            Change::OfficerAdded { officer, .. } => {
                free(self.officers.iter().all(|known| known.officer.login != officer.login), "the login")
            }
            Change::OfficerClosed { id } => {
                free(self.officers.iter().any(|known| known.officer.id == *id), "the officer")
            }
            Change::ImpressionCaptured { .. }
            | Change::FingerMissing { .. }
            | Change::CandidatesFound { .. } => Ok(()),
        }
    }

    fn iin_is_free(&self, id: PersonId, details: &IdentityDetails) -> Result<(), StoreError> {
        let holder = details.iin.as_ref().and_then(|iin| self.iins.get(iin.as_str()));
        if holder.is_some_and(|holder| *holder != id) {
            Err(conflict("the person of this IIN"))
        } else {
            Ok(())
        }
    }

    fn version_fits(&self, case: &CaseRecord) -> Result<(), StoreError> {
        match self.cases.get(&case.id) {
            Some(stored) if stored.version + 1 == case.version => Ok(()),
            _ => Err(conflict("the case")),
        }
    }

    /// Applies one checked change.
    pub(super) fn apply(&mut self, sequence: u64, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::PersonAdded { id, details } => {
                self.people.insert(*id, vec![(None, details.clone())]);
                self.list_person(*id);
                self.row("person", sequence, Of::Person(*id));
            }
            Change::PersonChanged { id, case, details } => {
                self.unlist_person(*id);
                self.people.entry(*id).or_default().push((Some(*case), details.clone()));
                self.list_person(*id);
                self.row("person", sequence, Of::Case(*case));
            }
            Change::CaseOpened(case) => {
                self.case_order.push(case.id);
                if let Some(person) = case.person {
                    self.cases_of.entry(person).or_default().push(case.id);
                }
                self.cases.insert(case.id, (**case).clone());
                self.row("case", sequence, Of::Case(case.id));
            }
            Change::CaseUpdated(case) => {
                self.cases.insert(case.id, (**case).clone());
                self.row("case", sequence, Of::Case(case.id));
            }
            Change::CaseDeclined { tombstone, forget_person, forget_draft } => {
                self.decline(sequence, tombstone, *forget_person, *forget_draft);
            }
            Change::EncounterOpened { case, encounter, number } => {
                self.drafts.insert(*case, (*number, *encounter));
                self.case_of.insert(*number, *case);
                self.row("encounter", sequence, Of::Record(*number));
            }
            Change::ImpressionCaptured { .. } => self.capture(sequence, change)?,
            Change::FingerMissing { number, position, reason, .. } => {
                self.fingers.entry(*number).or_default().insert(*position, Finger::Missing(*reason));
                self.row("finger", sequence, Of::Record(*number));
            }
            Change::CandidatesFound { case, search, candidates } => {
                for (id, hit) in candidates {
                    self.candidate(*id, *case, *search, hit.clone());
                    self.row("candidate", sequence, Of::Case(*case));
                }
            }
            Change::OpinionGiven { candidate, officer, adjudication, at, .. } => {
                if let Some(case) = self.opinion(*candidate, (*officer, *adjudication, *at)) {
                    self.row("opinion", sequence, Of::Case(case));
                }
            }
            Change::Registered { person, number, certificate, .. } => {
                self.register(*person, *number, certificate);
                self.row("registration", sequence, Of::Record(*number));
            }
            Change::OfficerAdded { id, officer } => {
                self.officers.push(credential(*id, officer));
                self.row("officer", sequence, Of::Officer);
            }
            Change::OfficerClosed { id } => {
                for known in self.officers.iter_mut().filter(|known| known.officer.id == *id) {
                    known.officer.active = false;
                }
                self.row("officer", sequence, Of::Officer);
            }
        }
        Ok(())
    }

    fn candidate(&mut self, id: CandidateId, case: CaseId, search: SearchId, hit: SearchHit) {
        let (opinions, state) = (Vec::new(), CandidateState::of(&[]));
        self.candidates.insert(id, CandidateRecord { id, search, case, hit, opinions, state });
        self.candidate_order.push(id);
    }

    /// Adds an opinion; the case of the candidate.
    fn opinion(
        &mut self,
        candidate: CandidateId,
        opinion: (OfficerId, Adjudication, Timestamp),
    ) -> Option<CaseId> {
        let stored = self.candidates.get_mut(&candidate)?;
        stored.opinions.push(opinion);
        stored.state = CandidateState::of(&stored.opinions.iter().map(|given| given.1).collect::<Vec<_>>());
        Some(stored.case)
    }

    fn register(&mut self, person: PersonId, number: RegistryNumber, certificate: &Certificate) {
        self.links.entry(person).or_default().push(number);
        self.registered.insert(number, (person, certificate.basis));
        self.certificates.insert(certificate.number.as_str().to_owned(), (certificate.clone(), person));
        self.certificates_of.entry(person).or_default().push(certificate.clone());
    }

    fn capture(&mut self, sequence: u64, change: &Change) -> Result<(), StoreError> {
        let Change::ImpressionCaptured {
            number,
            id,
            position,
            original,
            media_type,
            ppi,
            template,
            quality_score,
            quality_causes,
            ..
        } = change
        else {
            return Ok(());
        };
        let damaged = |why: String| StoreError::Damaged { what: "the impression".to_owned(), why };
        let read = Template::from_bytes(template).map_err(|e| damaged(e.to_string()))?;
        let causes =
            causes_from_text(quality_causes).ok_or_else(|| damaged("an unknown quality cause".to_owned()))?;
        let image = ImpressionImage {
            impression: Impression {
                id: *id,
                position: *position,
                quality: Quality { score: *quality_score, causes },
                template: read,
            },
            original: original.clone(),
            media_type: media_type.clone(),
            ppi: Ppi::new(*ppi).map_err(|e| damaged(e.to_string()))?,
        };
        self.impressions.insert(*id, Stored { number: *number, image, template: template.clone() });
        self.fingers.entry(*number).or_default().insert(*position, Finger::Print(*id));
        self.row("impression", sequence, Of::Record(*number));
        Ok(())
    }

    fn decline(
        &mut self,
        sequence: u64,
        tombstone: &CaseRecord,
        forget_person: Option<PersonId>,
        forget_draft: Option<RegistryNumber>,
    ) {
        let case = tombstone.id;
        if let Some(person) = self.cases.get(&case).and_then(|stored| stored.person) {
            self.unlist_person(person);
            if let Some(cases) = self.cases_of.get_mut(&person) {
                cases.retain(|other| *other != case);
            }
            if let Some(versions) = self.people.get_mut(&person) {
                versions.retain(|(by, _)| *by != Some(case));
            }
            if forget_person == Some(person) {
                self.people.remove(&person);
                self.cases_of.remove(&person);
            }
            self.list_person(person);
        }
        let gone: HashSet<_> = self.candidates.values().filter(|c| c.case == case).map(|c| c.id).collect();
        self.candidates.retain(|id, _| !gone.contains(id));
        self.candidate_order.retain(|id| !gone.contains(id));
        self.drafts.remove(&case);
        if let Some(number) = forget_draft {
            self.case_of.remove(&number);
            self.fingers.remove(&number);
            self.impressions.retain(|_, stored| stored.number != number);
        }
        let forgotten = |of: Of| {
            of == Of::Case(case)
                || forget_person.is_some_and(|person| of == Of::Person(person))
                || forget_draft.is_some_and(|number| of == Of::Record(number))
        };
        self.rows.retain(|row| !forgotten(row.of));
        let owner_gone = |owner: Owner| {
            owner == Owner::Case(case) || forget_draft.is_some_and(|number| owner == Owner::Record(number))
        };
        for openings in self.openings.values_mut() {
            openings.retain(|opening| !owner_gone(opening.owner));
        }
        self.cases.insert(case, tombstone.clone());
        self.row("case", sequence, Of::Case(case));
    }

    fn newest(&self, person: PersonId) -> Option<&IdentityDetails> {
        self.people.get(&person)?.last().map(|(_, details)| details)
    }

    pub(super) fn person(&self, id: PersonId) -> Option<PersonRecord> {
        Some(PersonRecord { id, details: self.newest(id)?.clone() })
    }

    fn list_person(&mut self, id: PersonId) {
        let Some(details) = self.newest(id).cloned() else { return };
        if let Some(iin) = &details.iin {
            self.iins.insert(iin.as_str().to_owned(), id);
        }
        if let Some(number) = details.document_number {
            self.documents.entry(number).or_default().push(id);
        }
    }

    fn unlist_person(&mut self, id: PersonId) {
        let Some(details) = self.newest(id).cloned() else { return };
        if let Some(iin) = &details.iin {
            self.iins.remove(iin.as_str());
        }
        if let Some(holders) = details.document_number.and_then(|number| self.documents.get_mut(&number)) {
            holders.retain(|holder| *holder != id);
        }
    }

    fn row(&mut self, table: &'static str, sequence: u64, of: Of) {
        self.rows.push(Row { table, sequence, of });
    }

    pub(super) fn rows(&self) -> Vec<(String, u64)> {
        self.rows.iter().map(|row| (row.table.to_owned(), row.sequence)).collect()
    }
}

fn credential(id: OfficerId, new: &NewOfficer) -> OfficerCredential {
    OfficerCredential {
        officer: Officer {
            id,
            login: new.login.clone(),
            display_name: new.display_name.clone(),
            body: new.body,
            role: new.role,
            active: true,
        },
        password_hash: new.password_hash.clone(),
        failures: 0,
        locked_until: None,
    }
}
