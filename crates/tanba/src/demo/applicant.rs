//! Who applies in the demonstration and for what: a synthetic person becomes a case of the law.

use registry::{IdentityDetails, NewCase, Sex};
use synthetic::Person;
use vocabulary::{Actor, Basis, Citizenship};

use super::officers::Staff;

/// One applicant with the case to open and the officer who opens it.
pub(crate) struct Applicant {
    pub(crate) index: usize,
    pub(crate) person: Person,
    pub(crate) officer: Actor,
    pub(crate) case: NewCase,
    /// The person will decline what is voluntary.
    pub(crate) declines: bool,
}

/// Every eighth person who is asked for consent says no.
const DECLINES_ONE_IN: usize = 8;

impl Applicant {
    /// The applicant's lawful errand: citizens come for documents, foreigners for visas and permits.
    pub(crate) fn new(index: usize, person: Person, staff: &Staff, today: jiff::civil::Date) -> Self {
        let age = person.born.age_on(today);
        let (basis, officer) = match person.citizenship {
            Citizenship::Citizen if (12..16).contains(&age) => (Basis::B8, staff.operator),
            Citizenship::Citizen => (Basis::B1, staff.operator),
            Citizenship::Stateless => (Basis::B4, staff.operator),
            _ if index.is_multiple_of(2) => (Basis::B7, staff.consul),
            _ => (Basis::B3, staff.operator),
        };
        let declines = basis == Basis::B1 && index % DECLINES_ONE_IN == DECLINES_ONE_IN - 1;
        let case = new_case(index, &person, basis, details(&person));
        Self { index, person, officer, case, declines }
    }

    /// A citizen for real images: whoever gave them is not known, so the person is synthetic and adult.
    pub(crate) fn for_real_finger(index: usize, seed: u64, staff: &Staff, today: jiff::civil::Date) -> Self {
        let person = (0..)
            .map(|step| Person::nth(seed, (index as u64) * 1_000 + step))
            .find(|person| person.citizenship == Citizenship::Citizen && person.born.age_on(today) >= 16)
            .unwrap_or_else(|| Person::nth(seed, index as u64));
        let case = new_case(index, &person, Basis::B1, details(&person));
        Self { index, person, officer: staff.operator, case, declines: false }
    }

    /// The same fingers under other papers: what a duplicate check is for.
    pub(crate) fn under_other_papers(&self, other: &Person) -> Self {
        let case = new_case(self.index, other, Basis::B1, details(other));
        Self {
            index: self.index,
            person: Person { finger_seed: self.person.finger_seed, ..other.clone() },
            officer: self.officer,
            case: NewCase { reference: format!("DEMO-{:05}-D", self.index), ..case },
            declines: false,
        }
    }
}

fn new_case(index: usize, _person: &Person, basis: Basis, person: IdentityDetails) -> NewCase {
    let document = match basis {
        Basis::B1 => Some(law::Document::IdentityCard),
        Basis::B1f | Basis::B8 => Some(law::Document::Passport),
        _ => None,
    };
    NewCase {
        basis,
        person,
        incapable: false,
        hands: law::Hands::Whole,
        palms_recordable: true,
        circumstances: law::Circumstances { document, ..law::Circumstances::default() },
        reference: format!("DEMO-{index:05}"),
    }
}

fn details(person: &Person) -> IdentityDetails {
    IdentityDetails {
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        patronymic: person.patronymic.clone(),
        sex: match person.sex {
            synthetic::Sex::Female => Sex::Female,
            synthetic::Sex::Male => Sex::Male,
        },
        born: person.born,
        citizenship: person.citizenship,
        nationality: Some(person.nationality.to_owned()),
        iin: person.iin.clone(),
        document_number: Some(person.document_number.clone()),
    }
}
