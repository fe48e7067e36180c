//! The facts of one case, as the contract `tanba law decide` reads them.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use vocabulary::{Basis, BirthDate, Body, Citizenship};

use crate::codes::{Document, Evidence, Exemption, Hands};
use crate::error::{CaseError, Fault, FaultKind};
use crate::{json, json_date};

/// One case: on which date, on which basis, by which body, about whom, under which circumstances and
/// with which evidence. Read it with [`Case::from_json`]: what is read there is always possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCase")]
pub struct Case {
    /// Date of the legal event: the day of capture (TV-12). Chooses the version of the Law (R3.1.2).
    #[serde(with = "json_date")]
    pub event_date: Date,
    /// Legal basis (law.md section 4).
    pub basis: Basis,
    /// Body that collects.
    pub body: Body,
    /// The person.
    pub person: Person,
    /// What else the Law looks at.
    pub circumstances: Circumstances,
    /// What has been given so far; repetition means nothing.
    pub evidence: Vec<Evidence>,
}

/// What the Law needs to know of a person; no name, no number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Citizenship as far as established.
    pub citizenship: Citizenship,
    /// Birth date with its precision; `None` only for an unidentified person or corpse (G2, G4).
    pub born: Option<BirthDate>,
    /// Declared incapable by a court (Art. 11(3)); limited capacity does not count.
    pub incapable: bool,
    /// What the hands allow (Art. 10-1(4)).
    pub hands: Hands,
    /// Whether a palm can be recorded; looked at in expulsion and readmission only.
    pub palms_recordable: bool,
    /// Bases of the registrations of this person that are live on the event date (not archived, C-18).
    pub live_registrations: Vec<Basis>,
    /// A genomic profile was registered before (Art. 21(5)), destroyed since or not (C-28).
    pub earlier_genomic_profile: bool,
}

impl Default for Person {
    /// Nobody in particular: the person of a trace or an unidentified corpse.
    fn default() -> Self {
        Self {
            citizenship: Citizenship::Unknown,
            born: None,
            incapable: false,
            hands: Hands::Whole,
            palms_recordable: true,
            live_registrations: Vec::new(),
            earlier_genomic_profile: false,
        }
    }
}

/// Circumstances that change the answer; what is omitted is false.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Circumstances {
    /// Document applied for (B1, B1f, B8), or shown at the border (BV).
    pub document: Option<Document>,
    /// The visa applied for (B7), or shown at the border (BV).
    #[serde(deserialize_with = "json::object")]
    pub visa: Visa,
    /// Category of Art. 10-1(2) claimed for a visa.
    pub exemption: Option<Exemption>,
    /// The reciprocity register has an active entry for this state and category (R10-1.2.0).
    pub reciprocity: bool,
    /// A valid conclusion of the medical advisory commission (R10-1.4.1).
    pub medical_conclusion: bool,
    /// A service agreement of the foreign institution covers the collecting legal entity (R33.4.1).
    pub service_agreement: bool,
    /// A written request valid for this person, date and border point (R10-1.3.3).
    pub written_request: bool,
    /// The person's record is blocked (Art. 1(7)).
    pub record_blocked: bool,
}

/// What kind of visa it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Visa {
    /// Issued in electronic format.
    pub electronic: bool,
    /// Issued without visiting a foreign institution.
    pub without_visit: bool,
    /// Issued at an international airport of Kazakhstan.
    pub at_airport: bool,
    /// A diplomatic or service visa.
    pub diplomatic_or_service: bool,
}

impl Case {
    /// Reads a case from the JSON of the contract.
    ///
    /// # Errors
    /// [`CaseError`] for broken JSON, an unknown field or code, an impossible date, a missing fact; it names
    /// the path of the field.
    pub fn from_json(text: &str) -> Result<Self, CaseError> {
        json::read(text)
    }

    /// Whether this evidence was given.
    pub fn has(&self, evidence: Evidence) -> bool {
        self.evidence.contains(&evidence)
    }

    /// Whether the basis allows that nobody knows the person: a trace, an unidentified corpse.
    fn unidentified(&self) -> bool {
        matches!(self.basis, Basis::G2 | Basis::G4)
    }
}

/// The shape of the JSON, before the facts are held against each other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    #[serde(with = "json_date")]
    event_date: Date,
    basis: Basis,
    #[serde(deserialize_with = "collecting_body")]
    body: Body,
    #[serde(default, deserialize_with = "json::present_object")]
    person: Option<RawPerson>,
    #[serde(default, deserialize_with = "json::object")]
    circumstances: Circumstances,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    #[serde(default, deserialize_with = "json::present")]
    citizenship: Option<Citizenship>,
    born: Option<BirthDate>,
    #[serde(default)]
    incapable: bool,
    #[serde(default, deserialize_with = "json::present")]
    hands: Option<Hands>,
    #[serde(default, deserialize_with = "json::present")]
    palms_recordable: Option<bool>,
    #[serde(default)]
    live_registrations: Vec<Registration>,
    #[serde(default)]
    earlier_genomic_profile: bool,
}

/// Reads the body; `FI`, a foreign institution (law.md writes MFA / FI), acts as MFA.
fn collecting_body<'de, D: Deserializer<'de>>(d: D) -> Result<Body, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
    match &*text {
        "FI" => Ok(Body::Mfa),
        code => code.parse().map_err(serde::de::Error::custom),
    }
}

/// The basis of a registration: every basis but BV, which registers nobody.
struct Registration(Basis);

impl<'de> Deserialize<'de> for Registration {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match Basis::deserialize(d)? {
            Basis::BV => Err(serde::de::Error::custom("BV is border verification, not a registration")),
            basis => Ok(Self(basis)),
        }
    }
}

impl TryFrom<RawCase> for Case {
    type Error = Fault;

    fn try_from(raw: RawCase) -> Result<Self, Fault> {
        let mut case = Case {
            event_date: raw.event_date,
            basis: raw.basis,
            body: raw.body,
            person: Person::default(),
            circumstances: raw.circumstances,
            evidence: raw.evidence,
        };
        case.person = match raw.person {
            Some(person) => read_person(person, &case)?,
            None if case.unidentified() => Person::default(),
            None => return Err(missing("person", "only a trace (G2) or a corpse (G4) is of nobody known")),
        };
        Ok(case)
    }
}

fn read_person(raw: RawPerson, case: &Case) -> Result<Person, Fault> {
    let citizenship = match raw.citizenship {
        Some(citizenship) => citizenship,
        None if case.unidentified() => Citizenship::Unknown,
        None => return Err(missing("person.citizenship", "give citizen, foreigner, stateless or unknown")),
    };
    if raw.born.is_none() && !case.unidentified() {
        return Err(missing("person.born", "null is allowed for G2 and G4 only; a year is enough"));
    }
    if let Some(born) = raw.born
        && earliest(born) > case.event_date
    {
        let why = format!("{born} is after the event date {}", case.event_date);
        return Err(FaultKind::ImpossibleDate.of("person.born", why));
    }
    let hands = raw.hands.unwrap_or(Hands::Whole);
    let palms_decide =
        case.basis == Basis::B6 && matches!(hands, Hands::NoFingers | Hands::FingersUnrecordable);
    let palms_recordable = match raw.palms_recordable {
        Some(recordable) => recordable,
        None if !palms_decide => hands != Hands::NoHands,
        None => return Err(missing("person.palms_recordable", "it decides this case (Art. 10-1(4))")),
    };
    Ok(Person {
        citizenship,
        born: raw.born,
        incapable: raw.incapable,
        hands,
        palms_recordable,
        live_registrations: raw.live_registrations.into_iter().map(|live| live.0).collect(),
        earlier_genomic_profile: raw.earlier_genomic_profile,
    })
}

fn missing(field: &'static str, why: &'static str) -> Fault {
    FaultKind::Missing.of(field, why)
}

/// The first day the person may have been born on: a birth after the event is impossible only when even
/// this day is after it.
pub(crate) fn earliest(born: BirthDate) -> Date {
    match born {
        BirthDate::Day(date) => date,
        BirthDate::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
        BirthDate::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
    }
}
