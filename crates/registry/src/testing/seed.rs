//! A memory store that begins with many registered records: for measurements over a whole register.

use vocabulary::{Citizenship, PersonId};

use super::memory::MemoryStore;
use super::state::{Known, Life, State, Version};
use crate::model::{IdentityDetails, RecordLife, Sex};

impl MemoryStore {
    /// A store that holds these lives, each with its person, without prints and without the entries of their
    /// registrations: an audit of it finds nothing it could hold them against.
    pub fn of_lives<'a>(lives: impl IntoIterator<Item = &'a RecordLife>) -> Self {
        let mut state = State::default();
        for life in lives {
            state.seed(life);
        }
        Self::of_states(state.clone(), state)
    }
}

impl State {
    fn seed(&mut self, life: &RecordLife) {
        let number = life.number;
        let person = life.person.unwrap_or_else(|| PersonId::from_random_bytes(*number.as_bytes()));
        if let Some(born) = life.born {
            let details = IdentityDetails {
                iin: None,
                family_name: String::new(),
                given_name: String::new(),
                patronymic: None,
                born,
                sex: Sex::Female,
                citizenship: Citizenship::Citizen,
                nationality: None,
                document_number: None,
            };
            let first = Version { version: 1, entry: 0, case: None, key: None, details, correction: None };
            self.people.insert(person, Known { added: 0, index_epoch: 1, versions: vec![first] });
        }
        self.registered.insert(number, (person, life.basis));
        self.numbers_of.entry(person).or_default().push(number);
        if life.person.is_none() {
            self.cut.insert(number, person);
        }
        for event in &life.events {
            let order = self.event_scopes.len() as u64;
            self.event_scopes.insert(event.id, event.scope);
            self.events.entry(event.scope).or_default().push((order, event.clone()));
        }
        let life = Life {
            basis: life.basis,
            registered_on: life.registered_on,
            territory: life.territory,
            entry: life.registered_entry,
            version: life.version,
            state: life.state,
            joined_until: life.joined_until,
        };
        self.lives.insert(number, life);
    }
}
