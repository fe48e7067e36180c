use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{OfficerId, ProposalId, RegistryNumber, Unit};

/// What takes two officers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposalKind {
    /// To end a block (R9.2.2).
    Unblock,
    /// To cut the link to the person (Art. 9(1)).
    Depersonalise,
    /// To join it again, for one purpose and a limited time (R9.1.2).
    Repersonalise,
    /// To take one record out of the archive (R15.2.2).
    Retrieve,
}

impl ProposalKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Unblock, Self::Depersonalise, Self::Repersonalise, Self::Retrieve];

    /// The code in files and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unblock => "unblock",
            Self::Depersonalise => "depersonalise",
            Self::Repersonalise => "repersonalise",
            Self::Retrieve => "retrieve",
        }
    }
}

/// What one officer proposes about a record and another has to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Identifier.
    pub id: ProposalId,
    /// What is proposed.
    pub kind: ProposalKind,
    /// The record.
    pub number: RegistryNumber,
    /// Who proposes it.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// Order, finding or act that is its ground: letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
    /// The recorded result of the verification, by its number (R9.2.2); for the end of a block only.
    pub result: Option<String>,
    /// Who violated the conditions, when the finding names an officer; for the end of a block only.
    pub violator: Option<OfficerId>,
    /// Last day of what is proposed; for the joining of a link only.
    pub until: Option<Date>,
    /// The second person and when they answered.
    pub settled: Option<Settled>,
}

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Who.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// False when it was withdrawn or turned down.
    pub agreed: bool,
}
