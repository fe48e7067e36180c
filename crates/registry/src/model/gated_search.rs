use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use law::{QueryKind, open_until};
use ledger::Hash;
use serde::{Deserialize, Serialize};
use vocabulary::{Basis, OfficerId, ProposalId, Purpose, SearchId, Unit};

/// Why each query is made (R16.1.1, R16.2.1, R16.3.1).
pub fn purpose_of(query: QueryKind) -> Purpose {
    match query {
        QueryKind::ForeignerControl => Purpose::ForeignerControl,
        QueryKind::CrimeSceneMark => Purpose::Safety,
        _ => Purpose::Identify,
    }
}

/// What is searched, and by which agreement where one is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFor {
    /// The query.
    pub query: QueryKind,
    /// Number of the case that is its ground.
    pub case_reference: String,
    /// The request another officer agreed to; it opens the galleries that are closed by default.
    pub opened: Option<ProposalId>,
}

impl SearchFor {
    /// A search under no agreement.
    pub fn new(query: QueryKind, case_reference: &str) -> Self {
        Self { query, case_reference: case_reference.to_owned(), opened: None }
    }

    /// The same under an agreement.
    #[must_use]
    pub fn under(self, opened: ProposalId) -> Self {
        Self { opened: Some(opened), ..self }
    }
}

/// A search that is off by default, asked for by one officer; another of another unit has to agree (C-24 to C-26).
/// It is for one query with the prints it was asked for with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatedSearch {
    /// Identifier.
    pub id: ProposalId,
    /// The query.
    pub query: QueryKind,
    /// The galleries that it opens, by the basis of their records.
    pub galleries: Vec<Basis>,
    /// Number of the case: letters, digits, `/-. `, 1–64 characters.
    pub case_reference: String,
    /// Number of the legal document that is its ground, in the same letters.
    pub document: String,
    /// The article the document rests on, in the same letters and round brackets.
    pub article: String,
    /// Digest of the prints.
    pub probe: Hash,
    /// How many prints.
    pub fingers: u8,
    /// Who asks.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// The legal date of it.
    pub asked_on: Date,
    /// What the second person said.
    pub answer: Option<SearchAnswer>,
    /// The one search made under it.
    pub made: Option<SearchMade>,
}

/// What the second person said to a search asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// Who.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// Why they declined; `None` when they agreed.
    pub declined: Option<DeclineReason>,
}

/// The search made under an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchMade {
    /// The act.
    pub search: SearchId,
    /// When.
    pub at: Timestamp,
    /// How many records were compared.
    pub searched: u64,
    /// How many of them are candidates.
    pub found: u32,
}

/// Why a search is not agreed to: a code, so that no free text about a person is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclineReason {
    /// The document is no ground for this search, or is not there.
    Ground,
    /// The article does not allow it.
    Article,
    /// The case does not need it, or a milder means is left.
    Necessity,
    /// The case is not the asking unit's, or is closed.
    Case,
}

impl DeclineReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::Ground, Self::Article, Self::Necessity, Self::Case];

    /// The code in forms and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Article => "article",
            Self::Necessity => "necessity",
            Self::Case => "case",
        }
    }

    /// The reason of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

/// Where a search asked for stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchStanding {
    /// It waits for the second person.
    Waiting,
    /// It may be made, by whoever asked.
    Agreed,
    /// The second person declined.
    Declined,
    /// It was made.
    Made,
    /// Its time went by without an answer or a search.
    Expired,
}

impl SearchStanding {
    /// Every standing.
    pub const ALL: &'static [Self] =
        &[Self::Waiting, Self::Agreed, Self::Declined, Self::Made, Self::Expired];

    /// The code in keys of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Made => "made",
            Self::Expired => "expired",
        }
    }
}

impl GatedSearch {
    /// Where it stands on a day.
    pub fn standing(&self, on: Date) -> SearchStanding {
        match (self.made, self.answer) {
            (Some(_), _) => SearchStanding::Made,
            (None, Some(answer)) if answer.declined.is_some() => SearchStanding::Declined,
            (None, _) if on > self.until() => SearchStanding::Expired,
            (None, Some(_)) => SearchStanding::Agreed,
            (None, None) => SearchStanding::Waiting,
        }
    }

    /// The last day it may be agreed to and made.
    pub fn until(&self) -> Date {
        open_until(self.asked_on)
    }

    /// Its version: each of asking, answer and search is one.
    pub fn version(&self) -> u32 {
        1 + u32::from(self.answer.is_some()) + u32::from(self.made.is_some())
    }
}

/// Searches that are off by default, counted by query and standing, apart from all other searches.
pub type GatedCounts = BTreeMap<QueryKind, BTreeMap<SearchStanding, u64>>;
