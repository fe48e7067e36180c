//! Families: who descends from whom under one hypothesis.

use std::collections::{BTreeMap, BTreeSet};

use crate::allele::shown;

/// Most persons of one pedigree.
pub const PERSONS_MAX: usize = 200;
/// Longest identifier of a person, bytes.
pub const ID_BYTES_MAX: usize = 64;

/// Sex as far as transmission needs it: which mutation rate a parent has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Transmits as a father.
    Male,
    /// Transmits as a mother.
    Female,
    /// Not known: such a person cannot be a parent.
    Unknown,
}

/// A person of a pedigree as written; parents are named by identifier, `None` = not in the pedigree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Identifier, unique in the pedigree.
    pub id: String,
    /// Identifier of the father.
    pub father: Option<String>,
    /// Identifier of the mother.
    pub mother: Option<String>,
    /// Sex.
    pub sex: Sex,
}

/// A checked pedigree: parents come before their children, nobody is their own ancestor.
#[derive(Debug, Clone)]
pub struct Pedigree {
    pub(crate) persons: Vec<Person>,
}

/// A person by number.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) father: Option<usize>,
    pub(crate) mother: Option<usize>,
}

impl Person {
    pub(crate) fn parents(&self) -> impl Iterator<Item = usize> {
        self.father.into_iter().chain(self.mother)
    }
}

impl Pedigree {
    /// Checks and orders the persons. Order of input does not matter.
    ///
    /// # Errors
    /// [`PedigreeError`] naming the person.
    pub fn new(members: &[Member]) -> Result<Self, PedigreeError> {
        if members.is_empty() {
            return Err(PedigreeError::Empty);
        }
        if members.len() > PERSONS_MAX {
            return Err(PedigreeError::TooMany { persons: members.len() });
        }
        let mut by_id = BTreeMap::new();
        for member in members {
            if member.id.is_empty() || member.id.len() > ID_BYTES_MAX {
                return Err(PedigreeError::BadId { person: shown(&member.id) });
            }
            if by_id.insert(member.id.as_str(), member).is_some() {
                return Err(PedigreeError::Twice { person: shown(&member.id) });
            }
        }
        for member in members {
            parent_of(member, member.father.as_deref(), Sex::Male, &by_id)?;
            parent_of(member, member.mother.as_deref(), Sex::Female, &by_id)?;
        }
        Ok(Self { persons: ordered(members)? })
    }

    /// Identifiers, parents before children.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.persons.iter().map(|person| person.id.as_str())
    }

    /// The same pedigree with one more person, unrelated to everybody. Somebody typed whom a hypothesis does
    /// not mention is unrelated under it.
    ///
    /// # Errors
    /// When the person is already there or the pedigree is full.
    pub fn with_unrelated(mut self, id: &str) -> Result<Self, PedigreeError> {
        if self.persons.iter().any(|person| person.id == id) {
            return Err(PedigreeError::Twice { person: shown(id) });
        }
        if self.persons.len() == PERSONS_MAX {
            return Err(PedigreeError::TooMany { persons: PERSONS_MAX + 1 });
        }
        self.persons.push(Person { id: id.to_owned(), father: None, mother: None });
        Ok(self)
    }
}

/// Checks that the named parent is there, of the right sex, and not the person.
fn parent_of(
    child: &Member,
    parent: Option<&str>,
    role: Sex,
    by_id: &BTreeMap<&str, &Member>,
) -> Result<(), PedigreeError> {
    let Some(id) = parent else { return Ok(()) };
    let Some(parent) = by_id.get(id) else {
        return Err(PedigreeError::UnknownParent { person: shown(&child.id), parent: shown(id) });
    };
    if parent.sex != role {
        let role = if role == Sex::Male { "father" } else { "mother" };
        return Err(PedigreeError::WrongSex { person: shown(&child.id), parent: shown(id), role });
    }
    Ok(())
}

/// Parents first.
fn ordered(members: &[Member]) -> Result<Vec<Person>, PedigreeError> {
    let mut persons: Vec<Person> = Vec::with_capacity(members.len());
    let mut placed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut waiting: BTreeSet<usize> = (0..members.len()).collect();
    while let Some(&first) = waiting.first() {
        let ready = waiting.iter().copied().find(|&number| {
            let member = &members[number];
            [&member.father, &member.mother].into_iter().flatten().all(|id| placed.contains_key(id.as_str()))
        });
        let Some(number) = ready else {
            return Err(PedigreeError::OwnAncestor { person: shown(&members[first].id) });
        };
        let member = &members[number];
        let place = |id: &Option<String>| id.as_deref().and_then(|id| placed.get(id).copied());
        persons.push(Person {
            id: member.id.clone(),
            father: place(&member.father),
            mother: place(&member.mother),
        });
        placed.insert(&member.id, persons.len() - 1);
        waiting.remove(&number);
    }
    Ok(persons)
}

/// Why persons are no pedigree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PedigreeError {
    /// Nobody in it.
    #[error("the pedigree has no persons")]
    Empty,
    /// More than [`PERSONS_MAX`].
    #[error("the pedigree has {persons} persons; the limit is {PERSONS_MAX}")]
    TooMany {
        /// How many.
        persons: usize,
    },
    /// An identifier that is empty or longer than [`ID_BYTES_MAX`].
    #[error("identifier `{person}`: must have 1 to {ID_BYTES_MAX} bytes")]
    BadId {
        /// The identifier, shortened.
        person: String,
    },
    /// Two persons of one identifier.
    #[error("person `{person}` stands twice: give every person one line")]
    Twice {
        /// The identifier.
        person: String,
    },
    /// A parent who is not in the pedigree.
    #[error("person `{person}`: parent `{parent}` is not in the pedigree; add the person, or write 0")]
    UnknownParent {
        /// The child.
        person: String,
        /// The parent.
        parent: String,
    },
    /// A father who is not male or a mother who is not female.
    #[error("person `{person}`: {role} `{parent}` has another sex")]
    WrongSex {
        /// The child.
        person: String,
        /// The parent.
        parent: String,
        /// `father` or `mother`.
        role: &'static str,
    },
    /// A descent that leads back to where it began.
    #[error("person `{person}` or an ancestor would be their own ancestor: check the parents")]
    OwnAncestor {
        /// The first person of those concerned.
        person: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, father: &str, mother: &str, sex: Sex) -> Member {
        let parent = |id: &str| (id != "0").then(|| id.to_owned());
        Member { id: id.to_owned(), father: parent(father), mother: parent(mother), sex }
    }

    #[test]
    fn parents_come_first_whatever_the_order_of_input() {
        let members = [
            member("C", "F", "M", Sex::Male),
            member("M", "0", "0", Sex::Female),
            member("F", "0", "0", Sex::Male),
        ];
        let pedigree = Pedigree::new(&members).unwrap();
        assert_eq!(pedigree.ids().collect::<Vec<_>>(), ["M", "F", "C"]);
        assert_eq!((pedigree.persons[2].father, pedigree.persons[2].mother), (Some(1), Some(0)));
    }

    #[test]
    fn impossible_families_are_refused_by_name() {
        use Sex::{Female, Male, Unknown};
        let cases = [
            (vec![], "no persons"),
            (vec![member("A", "0", "0", Male), member("A", "0", "0", Male)], "`A` stands twice"),
            (vec![member("A", "B", "0", Male)], "parent `B` is not in the pedigree"),
            (vec![member("A", "B", "0", Male), member("B", "0", "0", Female)], "father `B` has another sex"),
            (vec![member("A", "0", "B", Male), member("B", "0", "0", Unknown)], "mother `B` has another sex"),
            (vec![member("A", "B", "0", Male), member("B", "A", "0", Male)], "own ancestor"),
            (vec![member("A", "A", "0", Male)], "own ancestor"),
            (vec![member("", "0", "0", Male)], "must have 1 to"),
        ];
        for (members, words) in cases {
            let error = Pedigree::new(&members).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
