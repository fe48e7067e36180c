use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vocabulary::{BirthDate, Body, Iin, OfficerId, Role};

use super::{IdentityDetails, Sex};

/// What Art. 13 and 26 speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// Modification: what was recorded is replaced by something else.
    Correction,
    /// Supplement: what was not known is added; nothing recorded is replaced.
    Supplement,
}

impl CorrectionKind {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Supplement => "supplement",
        }
    }
}

/// Why personal data are corrected or supplemented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionGround {
    /// A new document, name or IIN of the person (R13.1.1).
    Document,
    /// The person claims an error, and it is one (R13.1.3).
    Error,
    /// A decision of a court or of an appeal (R37.1.2).
    Decision,
}

impl CorrectionGround {
    /// Every ground.
    pub const ALL: &'static [Self] = &[Self::Document, Self::Error, Self::Decision];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Error => "error",
            Self::Decision => "decision",
        }
    }
}

impl std::str::FromStr for CorrectionGround {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.iter().map(|ground| ground.code()).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().copied().find(|ground| ground.code() == text);
        found.ok_or_else(|| format!("one of {}", known()))
    }
}

/// How a version of a person's details came about: it lives and goes with the version it made. No detail of the
/// person stands in it, and no registry number: it lies in the identity store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Correction or supplement.
    pub kind: CorrectionKind,
    /// Why.
    pub ground: CorrectionGround,
    /// The document that shows it: letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
    /// Who did it.
    pub officer: OfficerId,
    /// Their role then.
    pub role: Role,
    /// Their body then.
    pub body: Body,
    /// When.
    pub at: Timestamp,
}

/// A version of a person's details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonVersion {
    /// Counts the versions; those that went leave a gap.
    pub version: u32,
    /// What it says.
    pub details: IdentityDetails,
    /// The correction that made it; `None` for what a document showed in a case.
    pub correction: Option<Correction>,
}

/// What is to be corrected: what is given replaces what is recorded, the rest stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailsChange {
    /// Family name.
    pub family_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Patronymic.
    pub patronymic: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date.
    pub born: Option<BirthDate>,
    /// State of citizenship of a person who is no citizen.
    pub nationality: Option<String>,
    /// IIN.
    pub iin: Option<Iin>,
    /// Number of the document.
    pub document_number: Option<String>,
}

/// A correction or supplement as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCorrection {
    /// Correction or supplement: a supplement that would replace something is refused.
    pub kind: CorrectionKind,
    /// Why.
    pub ground: CorrectionGround,
    /// The document that shows it.
    pub reference: String,
    /// What.
    pub change: DetailsChange,
}

impl DetailsChange {
    /// The details as they are after it.
    pub fn applied(&self, known: &IdentityDetails) -> IdentityDetails {
        let mut details = known.clone();
        let put = |to: &mut String, from: &Option<String>| {
            if let Some(text) = from {
                to.clone_from(text);
            }
        };
        put(&mut details.family_name, &self.family_name);
        put(&mut details.given_name, &self.given_name);
        details.patronymic = self.patronymic.clone().or(details.patronymic);
        details.sex = self.sex.unwrap_or(details.sex);
        details.born = self.born.unwrap_or(details.born);
        details.nationality = self.nationality.clone().or(details.nationality);
        details.iin = self.iin.clone().or(details.iin);
        details.document_number = self.document_number.clone().or(details.document_number);
        details
    }
}

/// Whether `after` adds to `before` and replaces nothing of it.
pub(crate) fn only_adds(before: &IdentityDetails, after: &IdentityDetails) -> bool {
    fn kept<T: PartialEq>(before: &Option<T>, after: &Option<T>) -> bool {
        before.is_none() || before == after
    }
    let added = |before: &str, after: &str| before.is_empty() || before == after;
    added(&before.family_name, &after.family_name)
        && added(&before.given_name, &after.given_name)
        && kept(&before.patronymic, &after.patronymic)
        && before.sex == after.sex
        && is_narrower(before.born, after.born)
        && kept(&before.nationality, &after.nationality)
        && kept(&before.iin, &after.iin)
        && kept(&before.document_number, &after.document_number)
}

/// Whether a birth date says the same as another, or more.
fn is_narrower(before: BirthDate, after: BirthDate) -> bool {
    match (before, after) {
        (BirthDate::Year(year), BirthDate::Month(other, _)) => year == other,
        (BirthDate::Year(year), BirthDate::Day(day)) => year == day.year(),
        (BirthDate::Month(year, month), BirthDate::Day(day)) => (year, month) == (day.year(), day.month()),
        (before, after) => before == after,
    }
}
