//! The facts of one record, as the contract `tanba law retention` reads them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{Basis, BirthDate};

use crate::case::earliest;
use crate::codes::codes;
use crate::error::CaseError;
use crate::json_date;

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
    /// Reads the JSON of the contract.
    ///
    /// # Errors
    /// [`CaseError`] for broken JSON, an unknown field or code, an impossible date, a missing fact.
    pub fn from_json(text: &str) -> Result<Self, CaseError> {
        CaseError::read(text)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRetentionCase {
    basis: Basis,
    object: Option<RecordObject>,
    born: Option<BirthDate>,
    #[serde(with = "json_date")]
    registered: Date,
    #[serde(with = "json_date")]
    as_of: Date,
    #[serde(default)]
    events: Vec<Event>,
}

impl TryFrom<RawRetentionCase> for RetentionCase {
    type Error = String;

    fn try_from(raw: RawRetentionCase) -> Result<Self, String> {
        let object = raw.object.unwrap_or(RecordObject::Information);
        let genomic = matches!(raw.basis, Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4);
        if raw.basis == Basis::BV {
            return Err(
                "basis BV keeps no record, so it has no term: border verification is not a registration"
                    .into(),
            );
        }
        if object == RecordObject::Material && !genomic {
            return Err(format!(
                "object material exists for G1 to G4 only; basis {} has no material",
                raw.basis
            ));
        }
        let by_birth = matches!(raw.basis, Basis::B1 | Basis::B1f | Basis::G1);
        if by_birth && object == RecordObject::Information && raw.born.is_none() {
            return Err(
                "missing field `born`: the term of B1, B1f and G1 is counted from the birth date".into()
            );
        }
        if let Some(born) = raw.born
            && earliest(born) > raw.registered
        {
            return Err(format!(
                "impossible date `born`: {born} is after the registration {}",
                raw.registered
            ));
        }
        if raw.as_of < raw.registered {
            let (as_of, registered) = (raw.as_of, raw.registered);
            return Err(format!("impossible date `as_of`: {as_of} is before the registration {registered}"));
        }
        if raw.events.len() > EVENTS_MAX {
            return Err(format!("{} events; the limit is {EVENTS_MAX}", raw.events.len()));
        }
        Ok(Self {
            basis: raw.basis,
            object,
            born: raw.born,
            registered: raw.registered,
            as_of: raw.as_of,
            events: raw.events,
        })
    }
}
