use serde::{Deserialize, Serialize};
use vocabulary::{BirthDate, Citizenship, Iin, PersonId};

/// Sex as written in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Who a person is, as their documents say. Lives only in the identity store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityDetails {
    /// Family name in the script of the document, 1–120 characters.
    pub family_name: String,
    /// Given name, 0–120 characters.
    pub given_name: String,
    /// Patronymic, when there is one.
    pub patronymic: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Birth date with its precision.
    pub born: BirthDate,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// ISO 3166-1 alpha-3 code of the state of citizenship, when known.
    pub nationality: Option<String>,
    /// Individual identification number; optional for everyone who has none (C-21).
    pub iin: Option<Iin>,
    /// Number of the document the person came with.
    pub document_number: Option<String>,
}

/// A person of the identity store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Identifier.
    pub id: PersonId,
    /// Current details (changes are append-only versions; the newest is given).
    pub details: IdentityDetails,
}
