//! The facts of one record, as the contract `tanba law retention` reads them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{Basis, BirthDate};

use crate::case::earliest;
use crate::codes::codes;
use crate::error::{CaseError, Fault, FaultKind};
use crate::json::Object;
use crate::{json, json_date};

/// Most events of one record.
const EVENTS_MAX: usize = 1_000;

codes! {
    /// What is kept.
    RecordObject ("object") {
        /// Dactyloscopic or genomic information.
        Information = "information",
        /// Biological material (G bases).
        Material = "material",
    }
}

codes! {
    /// What happened to the person, the case or the record. Dates by T-9: of the civil-status record of
    /// death, or the day the court decision became final.
    EventKind ("event") {
        /// The fact of death was established.
        DeathEstablished = "death-established",
        /// A court declared the person dead.
        DeclaredDead = "declared-dead",
        /// A court recognised the person as missing.
        Missing = "missing",
        /// Citizenship of Kazakhstan was lost or renounced.
        CitizenshipLost = "citizenship-lost",
        /// An acquittal became final (Art. 23(3)).
        AcquittalFinal = "acquittal-final",
        /// The corpse was identified (Art. 29(4)).
        Identified = "identified",
        /// The missing person was found (Art. 29(3)).
        Located = "located",
        /// The criminal case was closed for lack of an event or a crime (Art. 29(3)).
        CaseClosed = "case-closed-no-event-or-crime",
        /// Genomic information was obtained from the material (Art. 22(2)).
        ProfileObtained = "profile-obtained",
        /// A withdrawal of consent was granted (C-30).
        ConsentWithdrawalGranted = "consent-withdrawal-granted",
        /// A court, the prosecutor or a finding of an unlawful basis orders the destruction (R17.2.1, R37.1.2).
        DestructionOrdered = "destruction-ordered",
        /// The conviction was quashed otherwise than by acquittal, re-qualified, amnestied or pardoned (R23.3.3).
        ConvictionChanged = "conviction-changed",
        /// The crime of the trace was solved (R29.2.1).
        CaseSolved = "case-solved",
        /// The last repeated sample gave no profile (R22.2.2).
        SampleFailed = "sample-failed",
        /// The relative was asked again, and the consent stands (R29.3.3).
        ConsentConfirmed = "consent-confirmed",
        /// The event before it was annulled (R15.1.3, R23.3.2).
        Annulled = "annulled",
    }
}

/// One event with its legal date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When, by T-9.
    #[serde(with = "json_date")]
    pub date: Date,
}

/// One record and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRetentionCase")]
pub struct RetentionCase {
    /// Basis of the registration; never BV, which keeps no record.
    pub basis: Basis,
    /// Information or material.
    pub object: RecordObject,
    /// Birth date; needed for information on B1, B1f, G1.
    pub born: Option<BirthDate>,
    /// Date of registration (of selection, for material).
    #[serde(with = "json_date")]
    pub registered: Date,
    /// The asking date; later events are ignored.
    #[serde(with = "json_date")]
    pub as_of: Date,
    /// Events in any order; of one day in the order given.
    pub events: Vec<Event>,
}

impl RetentionCase {
    /// The same record without the asking date, for sweeps.
    pub fn retained(&self) -> Retained {
        let Self { basis, object, born, registered, .. } = *self;
        Retained { basis, object, born, registered, events: self.events.clone() }
    }

    /// Reads the JSON of the contract.
    ///
    /// # Errors
    /// [`CaseError`] for broken JSON, an unknown field or code, an impossible date, a missing fact.
    pub fn from_json(text: &str) -> Result<Self, CaseError> {
        json::read(text)
    }
}

/// One registration of one person as the sweep reads it, on any day. One person may have several (C-16): each
/// counts its own term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retained {
    /// Basis of the registration.
    pub basis: Basis,
    /// Information or material.
    pub object: RecordObject,
    /// Birth date; needed for information on B1, B1f, G1.
    pub born: Option<BirthDate>,
    /// Date of registration (of selection, for material).
    pub registered: Date,
    /// Events in any order; of one day in the order given. Events after the asking date are ignored (T-11).
    pub events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRetentionCase {
    basis: Basis,
    #[serde(default, deserialize_with = "json::present")]
    object: Option<RecordObject>,
    born: Option<BirthDate>,
    #[serde(with = "json_date")]
    registered: Date,
    #[serde(with = "json_date")]
    as_of: Date,
    #[serde(default)]
    events: Vec<Object<Event>>,
}

impl TryFrom<RawRetentionCase> for RetentionCase {
    type Error = Fault;

    fn try_from(raw: RawRetentionCase) -> Result<Self, Fault> {
        let object = raw.object.unwrap_or(RecordObject::Information);
        check(&raw, object)?;
        Ok(Self {
            basis: raw.basis,
            object,
            born: raw.born,
            registered: raw.registered,
            as_of: raw.as_of,
            events: raw.events.into_iter().map(|event| event.0).collect(),
        })
    }
}

/// Holds the facts against each other.
fn check(raw: &RawRetentionCase, object: RecordObject) -> Result<(), Fault> {
    let (basis, registered) = (raw.basis, raw.registered);
    if basis == Basis::BV {
        let why = "BV keeps no record, so it has no term: border verification is not a registration";
        return Err(FaultKind::WrongValue.of("basis", why));
    }
    let genomic = matches!(basis, Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4);
    if object == RecordObject::Material && !genomic {
        let why = format!("material exists for G1 to G4 only; basis {basis} has no material");
        return Err(FaultKind::WrongValue.of("object", why));
    }
    let by_birth = matches!(basis, Basis::B1 | Basis::B1f | Basis::G1);
    if by_birth && object == RecordObject::Information && raw.born.is_none() {
        let why = "the term of B1, B1f and G1 is counted from the birth date";
        return Err(FaultKind::Missing.of("born", why));
    }
    if let Some(born) = raw.born
        && earliest(born) > registered
    {
        let why = format!("{born} is after the registration {registered}");
        return Err(FaultKind::ImpossibleDate.of("born", why));
    }
    if raw.as_of < registered {
        let why = format!("{} is before the registration {registered}", raw.as_of);
        return Err(FaultKind::ImpossibleDate.of("as_of", why));
    }
    if raw.events.len() > EVENTS_MAX {
        let why = format!("{}; the limit is {EVENTS_MAX}", raw.events.len());
        return Err(FaultKind::TooMany.of("events", why));
    }
    Ok(())
}
