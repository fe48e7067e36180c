//! How each change alters the memory store, and when it conflicts. A change that conflicts may have been
//! applied in part: the transaction goes back to the last command.

use keyring::Domain;
use vocabulary::{CandidateId, CaseId, EncounterId, FingerPosition, OfficerId, PersonId, RegistryNumber};

use super::state::{Finger, Known, Of, Place, Row, State, Stored, Version};
use crate::error::StoreError;
use crate::model::*;
use crate::sequencer::{Change, Keeper, KeyName, Owner, ROWS, version_key};

pub(super) type Applied = Result<(), StoreError>;

pub(super) fn conflict(what: &str) -> StoreError {
    StoreError::Conflict { what: what.to_owned() }
}

/// A conflict about `what`, unless the condition holds.
pub(super) fn hold(condition: bool, what: &str) -> Applied {
    if condition { Ok(()) } else { Err(conflict(what)) }
}

/// The version of details that a change makes.
fn version_of(
    entry: u64,
    change: &Change,
    version: u32,
    details: &IdentityDetails,
    case: Option<CaseId>,
) -> Version {
    let correction = match change {
        Change::PersonCorrected { correction, .. } => Some(correction.clone()),
        _ => None,
    };
    Version { version, entry, case, key: version_key(change), details: details.clone(), correction }
}

impl State {
    /// Applies one change of the command that entry `sequence` records.
    pub(super) fn apply(&mut self, sequence: u64, change: &Change) -> Applied {
        match change {
            Change::PersonAdded { .. } => self.add_person(sequence, change),
            Change::PersonChanged { .. } | Change::PersonCorrected { .. } => {
                self.change_person(sequence, change)
            }
            Change::CaseOpened(case) => self.open_case(sequence, case),
            Change::CaseUpdated(case) => self.update_case(sequence, case),
            Change::CaseDeclined { tombstone, forget_person, forget_draft } => {
                self.decline(sequence, tombstone, *forget_draft)?;
                forget_person.map_or(Ok(()), |person| self.forget_person(person))
            }
            Change::DraftDiscarded { case, number } => self.discard_draft(*case, *number),
            Change::EncounterOpened { case, encounter, number } => {
                self.open_encounter(sequence, *case, *encounter, *number)
            }
            Change::ImpressionCaptured { .. } => self.capture(sequence, change),
            Change::SupplementTaken { number, encounter } => {
                self.take_supplement(sequence, *number, *encounter)
            }
            Change::SupplementSettled { number, encounter, agreed } => {
                self.settle_supplement(sequence, *number, *encounter, *agreed)
            }
            Change::FingerMissing { number, encounter, position, reason } => {
                self.put_finger(*number, *encounter, *position, Finger::Missing(*reason))?;
                self.row("finger", sequence, Of::Record(*number));
                Ok(())
            }
            Change::CandidatesFound { .. } => self.find_candidates(sequence, change),
            Change::OpinionGiven { .. } => self.give_opinion(sequence, change),
            Change::Registered { .. } => self.register(sequence, change),
            Change::LifeChanged { .. } => self.change_life(sequence, change),
            Change::EventNoted(event) => self.note_event(sequence, event),
            Change::EventAnnulled { event, on, .. } => self.annul_event(sequence, *event, *on),
            Change::Documented(document) => self.put_document(sequence, document),
            Change::LinkCut { number } => self.cut_link(sequence, *number),
            Change::LinkJoined { number } => self.join_link(sequence, *number),
            Change::RecordRemoved(removal) => self.remove_record(sequence, removal),
            Change::PeopleReindexed { epoch, people } => {
                self.index_keys_after = epoch.saturating_sub(1);
                for id in people {
                    if let Some(known) = self.people.get_mut(id) {
                        known.index_epoch = *epoch;
                    }
                }
                Ok(())
            }
            Change::OfficerAdded { id, officer } => self.add_officer(sequence, *id, officer),
            Change::OfficerClosed { id } => self.close_officer(sequence, *id),
        }
    }

    fn add_person(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::PersonAdded { id, details } = change else { return Ok(()) };
        hold(!self.people.contains_key(id), "the person")?;
        let versions = vec![version_of(sequence, change, 1, details, None)];
        let index_epoch = self.index_keys_after + 1;
        self.people.insert(*id, Known { added: sequence, index_epoch, versions });
        self.row("person", sequence, Of::Person(*id));
        self.list_person(*id)
    }

    fn change_person(&mut self, sequence: u64, change: &Change) -> Applied {
        let (id, case, details, wanted) = match change {
            Change::PersonChanged { id, case, details } => (*id, Some(*case), details, None),
            Change::PersonCorrected { id, version, details, .. } => (*id, None, details, Some(*version)),
            _ => return Ok(()),
        };
        self.unlist_person(id);
        let known = self.people.get_mut(&id).ok_or_else(|| conflict("the person"))?;
        let next = known.versions.last().map_or(1, |newest| newest.version + 1);
        hold(wanted.is_none_or(|wanted| wanted == next), "the person")?;
        known.versions.push(version_of(sequence, change, next, details, case));
        self.row("person", sequence, case.map_or(Of::Person(id), Of::Case));
        self.list_person(id)
    }

    /// Makes a person found by the numbers of their newest details.
    fn list_person(&mut self, id: PersonId) -> Applied {
        let (Some(details), Some(known)) = (self.newest(id).cloned(), self.people.get(&id)) else {
            return Ok(());
        };
        let added = known.added;
        if let Some(iin) = &details.iin {
            let holder = *self.iins.entry(iin.as_str().to_owned()).or_insert(id);
            hold(holder == id, "the person of this IIN")?;
        }
        if let Some(number) = details.document_number {
            self.documents.entry(number).or_default().insert((added, id));
        }
        Ok(())
    }

    fn unlist_person(&mut self, id: PersonId) {
        let Some(details) = self.newest(id).cloned() else { return };
        if let Some(iin) = &details.iin {
            self.iins.remove(iin.as_str());
        }
        if let Some(holders) = details.document_number.and_then(|number| self.documents.get_mut(&number)) {
            holders.retain(|(_, holder)| *holder != id);
        }
    }

    /// Removes a person; a conflict when a case or a certificate still holds them.
    pub(super) fn forget_person(&mut self, id: PersonId) -> Applied {
        let holds_none = self.cases_of.get(&id).is_none_or(|cases| cases.is_empty());
        hold(holds_none && !self.certificates_of.contains_key(&id), "the person")?;
        self.unlist_person(id);
        self.forget_versions(id, |_| true);
        self.people.remove(&id);
        self.forget_openings(Owner::Person(id));
        self.rows.retain(|row| row.of != Of::Person(id));
        Ok(())
    }

    fn open_case(&mut self, sequence: u64, case: &CaseRecord) -> Applied {
        hold(!self.cases.contains_key(&case.id), "the case")?;
        self.opened.insert(case.id, sequence);
        self.case_order.insert(self.place(case));
        self.put_case(sequence, case)
    }

    fn update_case(&mut self, sequence: u64, case: &CaseRecord) -> Applied {
        self.move_on(case)?;
        let given = self.cases.get(&case.id).map_or(0, |stored| stored.evidence.len());
        hold(given <= case.evidence.len(), "evidence of the case")?;
        self.put_case(sequence, case)
    }

    /// A conflict unless the stored version is the one before.
    pub(super) fn move_on(&self, case: &CaseRecord) -> Applied {
        let stored = self.cases.get(&case.id);
        hold(stored.is_some_and(|stored| stored.version + 1 == case.version), "the case")
    }

    pub(super) fn put_case(&mut self, sequence: u64, case: &CaseRecord) -> Applied {
        let place = self.place(case);
        if let Some(before) = self.cases.insert(case.id, case.clone()).and_then(|stored| stored.person) {
            self.cases_of.entry(before).or_default().remove(&place);
        }
        if let Some(person) = case.person {
            hold(self.people.contains_key(&person), "the person")?;
            self.cases_of.entry(person).or_default().insert(place);
        }
        self.row("case", sequence, Of::Case(case.id));
        Ok(())
    }

    fn place(&self, case: &CaseRecord) -> Place {
        (case.opened_at, self.opened.get(&case.id).copied().unwrap_or_default(), case.id)
    }

    /// Replaces a case and everything it said by its tombstone; a conflict when its draft is registered.
    fn decline(
        &mut self,
        sequence: u64,
        tombstone: &CaseRecord,
        forget_draft: Option<RegistryNumber>,
    ) -> Applied {
        let case = tombstone.id;
        self.move_on(tombstone)?;
        self.rows.retain(|row| row.of != Of::Case(case));
        self.put_case(sequence, tombstone)?;
        self.forget_what_case_said(case)?;
        self.forget_search(case)?;
        self.forget_openings(Owner::Case(case));
        forget_draft.map_or(Ok(()), |number| self.forget_draft(number))
    }

    /// The candidates of a case and the join of its draft.
    fn forget_search(&mut self, case: CaseId) -> Applied {
        self.candidates.retain(|_, candidate| candidate.case != case);
        self.candidate_order.retain(|id| self.candidates.contains_key(id));
        if let Some((number, _)) = self.drafts.remove(&case) {
            hold(!self.registered.contains_key(&number), "the registration")?;
            self.case_of.remove(&number);
        }
        Ok(())
    }

    fn forget_draft(&mut self, number: RegistryNumber) -> Applied {
        hold(!self.registered.contains_key(&number), "the registry number")?;
        self.encounters.retain(|_, of| *of != number);
        self.fingers.remove(&number);
        self.impressions.retain(|_, stored| stored.number != number);
        self.rows.retain(|row| row.of != Of::Record(number));
        self.forget_openings(Owner::Record(number));
        Ok(())
    }

    /// The prints of a case go, the case stays.
    fn discard_draft(&mut self, case: CaseId, number: RegistryNumber) -> Applied {
        self.forget_search(case)?;
        self.rows.retain(|row| row.of != Of::Case(case) || !matches!(row.table, "candidate" | "opinion"));
        for openings in self.openings.values_mut() {
            openings.retain(|opening| opening.owner != Owner::Case(case) || opening.keeper != Keeper::Links);
        }
        let key = |domain, id| KeyName { domain, id };
        self.erasures.extend([
            key(Domain::Links, *case.as_bytes()),
            key(Domain::Biometrics, *number.as_bytes()),
            key(Domain::Links, *number.as_bytes()),
        ]);
        self.forget_draft(number)
    }

    /// Versions of people that a declined case added go; an older one becomes the newest again.
    fn forget_what_case_said(&mut self, case: CaseId) -> Applied {
        let said = |known: &Known| known.versions.iter().any(|version| version.case == Some(case));
        let people: Vec<_> = self.people.iter().filter(|(_, known)| said(known)).map(|(id, _)| *id).collect();
        for id in people {
            self.unlist_person(id);
            self.forget_versions(id, |version| version.case == Some(case));
            self.list_person(id)?;
        }
        Ok(())
    }

    /// Versions of a person's details go, with what opens their entries and with their keys.
    pub(super) fn forget_versions(&mut self, id: PersonId, goes: impl Fn(&Version) -> bool) {
        let Some(known) = self.people.get_mut(&id) else { return };
        let (gone, kept): (Vec<Version>, Vec<Version>) =
            std::mem::take(&mut known.versions).into_iter().partition(goes);
        let added = known.added;
        for version in &gone {
            if let Some(openings) = self.openings.get_mut(&version.entry) {
                openings.retain(|opening| opening.owner != Owner::Person(id) || opening.subject != ROWS);
            }
            // The row of the person themselves stays.
            let is_row = |row: &Row| row.table == "person" && row.sequence == version.entry;
            self.rows.retain(|row| version.entry == added || !is_row(row));
            self.erasures.extend(version.key.filter(|_| kept.iter().all(|other| other.key != version.key)));
        }
        known.versions = kept;
    }

    pub(super) fn forget_openings(&mut self, owner: Owner) {
        for openings in self.openings.values_mut() {
            openings.retain(|opening| opening.owner != owner);
        }
    }

    fn open_encounter(
        &mut self,
        sequence: u64,
        case: CaseId,
        encounter: EncounterId,
        number: RegistryNumber,
    ) -> Applied {
        let fresh = !self.drafts.contains_key(&case)
            && !self.case_of.contains_key(&number)
            && !self.encounters.contains_key(&encounter);
        hold(fresh, "the encounter")?;
        self.drafts.insert(case, (number, encounter));
        self.case_of.insert(number, case);
        self.encounters.insert(encounter, number);
        self.row("encounter", sequence, Of::Record(number));
        Ok(())
    }

    /// Only into an encounter of that number that is not registered: a registration's prints never change.
    fn put_finger(
        &mut self,
        number: RegistryNumber,
        encounter: EncounterId,
        position: FingerPosition,
        finger: Finger,
    ) -> Applied {
        let is_draft =
            self.encounters.get(&encounter) == Some(&number) && !self.registered.contains_key(&number);
        hold(is_draft, "the encounter")?;
        self.fingers.entry(number).or_default().insert(position, finger);
        Ok(())
    }

    fn capture(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::ImpressionCaptured {
            number,
            encounter,
            id,
            position,
            original,
            media_type,
            ppi,
            template,
            quality_score,
            quality_causes,
        } = change
        else {
            return Ok(());
        };
        hold(!self.impressions.contains_key(id), "the impression")?;
        let of = match self.supplements.get(encounter) {
            Some(supplement) => {
                hold(*supplement == (*number, false), "the encounter")?;
                Of::Supplement(*encounter)
            }
            None => {
                self.put_finger(*number, *encounter, *position, Finger::Print(*id))?;
                Of::Record(*number)
            }
        };
        let stored = Stored {
            number: *number,
            encounter: *encounter,
            position: *position,
            original: original.clone(),
            media_type: media_type.clone(),
            ppi: *ppi,
            template: template.clone(),
            quality_score: *quality_score,
            quality_causes: quality_causes.clone(),
        };
        self.impressions.insert(*id, stored);
        self.row("impression", sequence, of);
        Ok(())
    }

    fn find_candidates(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::CandidatesFound { case, search, candidates } = change else { return Ok(()) };
        for (id, hit) in candidates {
            hold(!self.candidates.contains_key(id), "the candidate")?;
            let candidate = CandidateRecord {
                id: *id,
                search: *search,
                case: *case,
                hit: hit.clone(),
                opinions: Vec::new(),
                state: CandidateState::of(&[]),
            };
            self.candidates.insert(*id, candidate);
            self.candidate_order.push(*id);
            self.row("candidate", sequence, Of::Case(*case));
        }
        Ok(())
    }

    fn give_opinion(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::OpinionGiven { candidate, officer, adjudication, at, .. } = change else {
            return Ok(());
        };
        let stored = self.candidate_mut(*candidate)?;
        hold(stored.opinions.iter().all(|(by, ..)| by != officer), "the opinion on the candidate")?;
        stored.opinions.push((*officer, *adjudication, *at));
        stored.state = CandidateState::of(&stored.opinions.iter().map(|given| given.1).collect::<Vec<_>>());
        let case = stored.case;
        self.row("opinion", sequence, Of::Case(case));
        Ok(())
    }

    fn candidate_mut(&mut self, id: CandidateId) -> Result<&mut CandidateRecord, StoreError> {
        self.candidates.get_mut(&id).ok_or_else(|| conflict("the candidate"))
    }

    /// Joins a draft to its person, in the case it was drafted in, once, with a number of its own.
    fn register(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::Registered { link, person, number, case, territory, state, certificate } = change else {
            return Ok(());
        };
        let drafted_here = self.drafts.get(case).is_some_and(|(draft, _)| draft == number);
        hold(drafted_here && !self.registered.contains_key(number), "the registration")?;
        hold(self.links.insert(*link), "the link")?;
        hold(self.cases.contains_key(case) && self.people.contains_key(person), "the case")?;
        let issued = (Certificate::clone(certificate), *person);
        let before = self.certificates.insert(certificate.number.as_str().to_owned(), issued);
        hold(before.is_none(), "the certificate")?;
        self.certificates_of.entry(*person).or_default().push(Certificate::clone(certificate));
        self.numbers_of.entry(*person).or_default().push(*number);
        self.registered.insert(*number, (*person, certificate.basis));
        self.begin_life(sequence, *number, (*territory, *state), certificate);
        self.row("registration", sequence, Of::Record(*number));
        Ok(())
    }

    fn add_officer(&mut self, sequence: u64, id: OfficerId, new: &NewOfficer) -> Applied {
        let fresh =
            self.officers.iter().all(|known| known.officer.id != id && known.officer.login != new.login);
        hold(fresh, "the login")?;
        let officer = Officer {
            id,
            login: new.login.clone(),
            display_name: new.display_name.clone(),
            body: new.body,
            role: new.role,
            unit: new.unit,
            active: true,
        };
        let password_hash = new.password_hash.clone();
        self.officers.push(OfficerCredential { officer, password_hash, failures: 0, locked_until: None });
        self.row("officer", sequence, Of::Officer);
        Ok(())
    }

    /// Closes an account and ends its sessions.
    fn close_officer(&mut self, sequence: u64, id: OfficerId) -> Applied {
        let mut open =
            self.officers.iter_mut().filter(|known| known.officer.id == id && known.officer.active);
        open.next().ok_or_else(|| conflict("the account"))?.officer.active = false;
        self.sessions.retain(|_, session| session.officer != id);
        self.row("officer", sequence, Of::Officer);
        Ok(())
    }

    pub(super) fn row(&mut self, table: &'static str, sequence: u64, of: Of) {
        self.rows.push(Row { table, sequence, of });
    }
}
