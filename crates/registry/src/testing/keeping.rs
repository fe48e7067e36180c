//! How the memory store remembers lives, events and documents, and how a record leaves it.

use jiff::civil::Date;
use law::RecordState;
use vocabulary::{EventId, RegistryNumber, Territory};

use super::changes::{Applied, conflict, hold};
use super::state::{Life, Of, State};
use crate::model::*;
use crate::sequencer::{Change, Owner, Removal, nobodys_number};

impl State {
    pub(super) fn begin_life(
        &mut self,
        sequence: u64,
        number: RegistryNumber,
        (territory, state): (Territory, RecordState),
        certificate: &Certificate,
    ) {
        let life = Life {
            basis: certificate.basis,
            registered_on: certificate.registered_on,
            territory,
            entry: sequence,
            version: 1,
            state,
            joined_until: None,
        };
        self.lives.insert(number, life);
    }

    pub(super) fn change_life(&mut self, sequence: u64, change: &Change) -> Applied {
        let Change::LifeChanged { number, version, state, joined_until, .. } = change else { return Ok(()) };
        let life = self.lives.get_mut(number).filter(|life| life.version + 1 == *version);
        let life = life.ok_or_else(|| conflict("the record"))?;
        (life.version, life.state, life.joined_until) = (*version, *state, *joined_until);
        self.row("life", sequence, Of::Record(*number));
        Ok(())
    }

    pub(super) fn note_event(&mut self, sequence: u64, event: &NotedEvent) -> Applied {
        hold(!self.event_scopes.contains_key(&event.id), "the event")?;
        let of = match event.scope {
            EventScope::Person(person) => {
                hold(self.people.contains_key(&person), "the person")?;
                Of::Person(person)
            }
            EventScope::Record(number) => {
                hold(self.lives.contains_key(&number), "the record")?;
                Of::Record(number)
            }
        };
        let order = self.event_scopes.len() as u64;
        self.event_scopes.insert(event.id, event.scope);
        self.events.entry(event.scope).or_default().push((order, event.clone()));
        self.row("event", sequence, of);
        Ok(())
    }

    pub(super) fn annul_event(&mut self, sequence: u64, id: EventId, on: Date) -> Applied {
        let scope = self.event_scopes.get(&id).and_then(|scope| self.events.get_mut(scope));
        let mut known = scope.into_iter().flatten().map(|(_, event)| event);
        let known = known.find(|known| known.id == id && known.annulled_on.is_none());
        let known = known.ok_or_else(|| conflict("the event"))?;
        known.annulled_on = Some(on);
        let of = match known.scope {
            EventScope::Person(person) => Of::Person(person),
            EventScope::Record(number) => Of::Record(number),
        };
        self.row("event", sequence, of);
        Ok(())
    }

    /// The newest version of a document, with the entry that made it.
    pub(super) fn newest_document(&self, kind: DocumentKind, id: [u8; 16]) -> Option<&(u64, Document)> {
        self.papers.get(&(kind, id)).and_then(|versions| versions.last())
    }

    pub(super) fn put_document(&mut self, sequence: u64, document: &Document) -> Applied {
        let versions = self.papers.entry((document.kind(), document.id())).or_default();
        let stored = versions.last().map_or(0, |(_, document)| document.version());
        hold(stored + 1 == document.version(), "the document")?;
        versions.push((sequence, document.clone()));
        self.row("document", sequence, document.of_record().map_or(Of::Officer, Of::Record));
        Ok(())
    }

    pub(super) fn cut_link(&mut self, sequence: u64, number: RegistryNumber) -> Applied {
        let (person, _) = *self.registered.get(&number).ok_or_else(|| conflict("the link"))?;
        hold(self.cut.insert(number, person).is_none(), "the link")?;
        self.row("link", sequence, Of::Record(number));
        Ok(())
    }

    pub(super) fn join_link(&mut self, sequence: u64, number: RegistryNumber) -> Applied {
        self.cut.remove(&number).ok_or_else(|| conflict("the link"))?;
        self.row("link", sequence, Of::Record(number));
        Ok(())
    }

    pub(super) fn remove_record(&mut self, sequence: u64, removal: &Removal) -> Applied {
        let number = removal.number;
        if removal.archived {
            hold(self.registered.contains_key(&number), "the record")?;
        } else {
            hold(self.lives.contains_key(&number), "the record")?;
            self.lives.remove(&number);
            self.events.remove(&EventScope::Record(number));
            self.papers.retain(|_, versions| {
                versions.last().is_none_or(|(_, document)| document.of_record() != Some(number))
            });
        }
        self.remove_prints(number);
        for tombstone in &removal.cases {
            self.remove_case(sequence, tombstone)?;
        }
        if let Some((person, _)) = self.registered.remove(&number) {
            self.cut.remove(&number);
            self.numbers_of.entry(person).or_default().retain(|other| *other != number);
            self.remove_certificates(removal, person);
        }
        for candidate in self.candidates.values_mut().filter(|c| c.hit.registry_number == number) {
            candidate.hit.registry_number = nobodys_number();
            candidate.hit.fingers.clear();
        }
        if let Some((person, entry)) = removal.superseded {
            let gone = self.superseded_by(person, entry);
            self.forget_versions(person, |version| gone.contains(&version.version));
        }
        if let Some(person) = removal.forget_person {
            self.events.remove(&EventScope::Person(person));
            self.certificates_of.remove(&person);
            self.numbers_of.remove(&person);
            self.forget_person(person)?;
        }
        self.erasures.extend(removal.keys());
        Ok(())
    }

    fn remove_prints(&mut self, number: RegistryNumber) {
        self.encounters.retain(|_, of| *of != number);
        self.forget_supplements(|_, (of, _)| *of == number);
        self.fingers.remove(&number);
        self.impressions.retain(|_, stored| stored.number != number);
        self.rows.retain(|row| row.of != Of::Record(number) || row.table == "life");
        self.forget_openings(Owner::Record(number));
    }

    fn remove_case(&mut self, sequence: u64, tombstone: &CaseRecord) -> Applied {
        let case = tombstone.id;
        self.move_on(tombstone)?;
        self.rows.retain(|row| row.of != Of::Case(case));
        self.put_case(sequence, tombstone)?;
        self.candidates.retain(|_, candidate| candidate.case != case);
        if let Some((number, _)) = self.drafts.remove(&case) {
            self.case_of.remove(&number);
        }
        self.forget_openings(Owner::Case(case));
        Ok(())
    }

    /// The certificate of the record: that of its case, which has left with it.
    fn remove_certificates(&mut self, removal: &Removal, person: vocabulary::PersonId) {
        let entries: Vec<u64> = match self.lives.get(&removal.number) {
            Some(life) => vec![life.entry],
            None => removal.registered_entry.into_iter().collect(),
        };
        let of = |certificate: &Certificate| entries.contains(&certificate.ledger_sequence);
        self.certificates.retain(|_, (certificate, _)| !of(certificate));
        if let Some(certificates) = self.certificates_of.get_mut(&person) {
            certificates.retain(|certificate| !of(certificate));
            if certificates.is_empty() {
                self.certificates_of.remove(&person);
            }
        }
    }

    pub(super) fn life(&self, number: RegistryNumber) -> Option<RecordLife> {
        let life = self.lives.get(&number)?;
        let linked = self.registered.get(&number).map(|(person, _)| *person);
        let person = linked.filter(|_| !self.cut.contains_key(&number));
        let scopes = [linked.map(EventScope::Person), Some(EventScope::Record(number))];
        let mut events: Vec<_> =
            scopes.into_iter().flatten().filter_map(|scope| self.events.get(&scope)).flatten().collect();
        events.sort_by_key(|(order, _)| *order);
        Some(RecordLife {
            number,
            person,
            basis: life.basis,
            registered_on: life.registered_on,
            // The term of a depersonalised record runs on: the birth date is of the additional information.
            born: linked.and_then(|person| self.newest(person)).map(|details| details.born),
            state: life.state,
            version: life.version,
            events: events.into_iter().map(|(_, event)| event.clone()).collect(),
            territory: life.territory,
            registered_entry: life.entry,
            joined_until: life.joined_until,
        })
    }

    /// Versions of a person's details that were superseded by an entry or before.
    fn superseded_by(&self, person: vocabulary::PersonId, entry: u64) -> Vec<u32> {
        let Some(known) = self.people.get(&person) else { return Vec::new() };
        let pairs = known.versions.iter().zip(known.versions.iter().skip(1));
        pairs.filter(|(_, next)| next.entry <= entry).map(|(version, _)| version.version).collect()
    }

    /// Rows that still hold anything of what was removed.
    pub(super) fn traces_of(&self, removal: &Removal) -> Vec<(&'static str, u64)> {
        let number = removal.number;
        let case = |id| removal.cases.iter().any(|case| case.id == id);
        let identity = removal.forget_person.map_or(0, |person| u64::from(self.people.contains_key(&person)))
            + self
                .openings
                .values()
                .flatten()
                .filter(|o| matches!(o.owner, Owner::Case(id) if case(id)))
                .count() as u64
            + removal.superseded.map_or(0, |(person, entry)| self.superseded_by(person, entry).len() as u64);
        let biometrics = self.impressions.values().filter(|stored| stored.number == number).count()
            + self.fingers.get(&number).map_or(0, |fingers| fingers.len());
        let links = usize::from(self.registered.contains_key(&number))
            + usize::from(self.case_of.contains_key(&number))
            + self.candidates.values().filter(|c| c.hit.registry_number == number).count()
            // What opens entries of an archived record's life stays.
            + self
                .openings
                .values()
                .flatten()
                .filter(|o| !removal.archived && o.owner == Owner::Record(number))
                .count();
        vec![("identity", identity), ("biometrics", biometrics as u64), ("links", links as u64)]
    }
}
