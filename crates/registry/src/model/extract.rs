use jiff::civil::Date;
use law::TermDates;
use serde::Serialize;
use vocabulary::{Basis, Body, FingerPosition, Purpose, RegistryNumber, Role};

use super::{Certificate, FingerStatus, IdentityDetails};

/// What the register holds of a person and who did what with it, for the person (Art. 7(1)(1)). Nothing in it is about
/// anybody else: officers stand in it by body and role.
#[derive(Debug, Clone, Serialize)]
pub struct Extract {
    /// The record.
    pub number: RegistryNumber,
    /// Its basis.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// Where it is in its life.
    pub state: String,
    /// Its term.
    pub term: TermDates,
    /// The person's details, newest version.
    pub identity: IdentityDetails,
    /// The fingers on record.
    pub fingers: Vec<ExtractFinger>,
    /// Certificates issued.
    pub certificates: Vec<Certificate>,
    /// Who did what, newest first; what an order hides until a day is not here before it (R7.1.4).
    pub looks: Vec<Look>,
    /// The day of the extract.
    pub drawn_on: Date,
    /// Language of the paper.
    pub language: String,
}

/// A finger on record, for the person.
#[derive(Debug, Clone, Serialize)]
pub struct ExtractFinger {
    /// Which.
    pub position: FingerPosition,
    /// What is held of it.
    pub held: &'static str,
    /// Quality 0 to 100, of a print.
    pub quality: Option<u8>,
}

impl ExtractFinger {
    /// What stands on a hand map, for the person.
    pub fn of(position: FingerPosition, status: &FingerStatus) -> Self {
        match status {
            FingerStatus::Captured { quality, .. } => {
                Self { position, held: "print", quality: Some(*quality) }
            }
            FingerStatus::Missing(reason) => Self { position, held: reason.code(), quality: None },
            FingerStatus::Empty => Self { position, held: "nothing", quality: None },
        }
    }
}

/// One act on a person's information, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Entry of the ledger.
    pub entry: u64,
    /// The day.
    pub on: Date,
    /// The body.
    pub body: Option<Body>,
    /// The role of the officer.
    pub role: Option<Role>,
    /// What was done.
    pub operation: String,
    /// Why.
    pub purpose: Purpose,
    /// Done or refused.
    pub outcome: ledger::Outcome,
    /// The articles.
    pub articles: Vec<String>,
}
