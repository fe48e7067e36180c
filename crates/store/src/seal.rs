//! Sealing of what speaks of people: each text under the key of the person, case or record it belongs to, bound to
//! its store and column. What is searched by is kept as a keyed value that says nothing by itself.

use std::fmt;

use registry::ports::{IndexValue, Keys};
use registry::sequencer::{Change, Keeper, KeyName, Opening, Owner, supplement_key, version_key};
use registry::{Domain, StoreError};
use vocabulary::{CaseId, PersonId, RegistryNumber};

/// The keys of records as a connection carries them along; none for schemas and copies, which seal nothing.
#[derive(Clone, Copy)]
pub(crate) struct Sealing<'k>(Option<&'k dyn Keys>);

impl fmt::Debug for Sealing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealing({})", if self.0.is_some() { "keys" } else { "none" })
    }
}

impl<'k> Sealing<'k> {
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    pub(crate) const fn with(keys: &'k dyn Keys) -> Self {
        Self(Some(keys))
    }

    fn keys(self) -> Result<&'k dyn Keys, StoreError> {
        self.0.ok_or_else(|| StoreError::Engine("this connection carries no keys of records".into()))
    }

    /// Seals a text of a column.
    pub(crate) fn seal(self, name: KeyName, column: &str, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.keys()?.seal(name, column, text)
    }

    /// Opens a sealed text; one whose key is erased is damage, as its row should have gone with it.
    pub(crate) fn open(self, name: KeyName, column: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.keys()?.open(name, column, sealed)?.ok_or_else(|| StoreError::Damaged {
            what: column.to_owned(),
            why: "the key of this record is erased: nothing opens it".to_owned(),
        })
    }

    /// What a text is found by, under each index key there is, the newest first.
    pub(crate) fn index(self, column: &str, text: &str) -> Result<Vec<IndexValue>, StoreError> {
        self.keys()?.index(Domain::Identity, column, text.as_bytes())
    }

    /// The epochs of the index keys there are, the newest first.
    pub(crate) fn index_epochs(self) -> Result<Vec<u32>, StoreError> {
        self.keys()?.index_epochs(Domain::Identity)
    }

    /// Makes the keys that changes need, before the first of them is applied.
    pub(crate) fn prepare<'c>(self, changes: impl Iterator<Item = &'c Change>) -> Result<(), StoreError> {
        let names: Vec<KeyName> = changes.flat_map(new_keys).collect();
        if names.is_empty() { Ok(()) } else { self.keys()?.make(&names) }
    }
}

/// The keys that a change brings into being.
fn new_keys(change: &Change) -> Vec<KeyName> {
    match change {
        Change::PersonAdded { id, .. } => {
            version_key(change).into_iter().chain(std::iter::once(of_person(*id))).collect()
        }
        Change::PersonChanged { .. } | Change::PersonCorrected { .. } => {
            version_key(change).into_iter().collect()
        }
        Change::CaseOpened(case) => vec![of_case(case.id), of_case_links(case.id)],
        Change::EncounterOpened { number, .. } => vec![of_record(*number), of_record_links(*number)],
        Change::SupplementTaken { encounter, .. } => vec![supplement_key(*encounter)],
        Change::LinkCut { number } => vec![KeyName { domain: Domain::Identity, id: *number.as_bytes() }],
        _ => Vec::new(),
    }
}

/// What belongs to a person; their details have keys of their own.
pub(crate) fn of_person(id: PersonId) -> KeyName {
    KeyName { domain: Domain::Identity, id: *id.as_bytes() }
}

/// What a case says in the identity store.
pub(crate) fn of_case(id: CaseId) -> KeyName {
    KeyName { domain: Domain::Identity, id: *id.as_bytes() }
}

/// What a case says in the link store.
pub(crate) fn of_case_links(id: CaseId) -> KeyName {
    KeyName { domain: Domain::Links, id: *id.as_bytes() }
}

/// Prints and templates.
pub(crate) fn of_record(number: RegistryNumber) -> KeyName {
    KeyName { domain: Domain::Biometrics, id: *number.as_bytes() }
}

/// What the link store says of a record.
pub(crate) fn of_record_links(number: RegistryNumber) -> KeyName {
    KeyName { domain: Domain::Links, id: *number.as_bytes() }
}

/// The key of an opening; `None` for an officer's, which hold only random identifiers.
pub(crate) fn of_opening(opening: &Opening) -> Option<KeyName> {
    let domain = match opening.keeper {
        Keeper::Identity => Domain::Identity,
        Keeper::Links => Domain::Links,
    };
    match opening.owner {
        Owner::Case(id) => Some(KeyName { domain, id: *id.as_bytes() }),
        Owner::Record(number) => Some(KeyName { domain, id: *number.as_bytes() }),
        Owner::Supplement(id) => Some(supplement_key(id)),
        // A person has one key, in the identity store, whatever store keeps the opening.
        Owner::Person(id) => Some(of_person(id)),
        Owner::Officer(_) => None,
    }
}
