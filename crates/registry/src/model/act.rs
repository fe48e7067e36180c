use jiff::Timestamp;
use jiff::civil::Date;
use keyring::signing::{Signed, SigningPurpose};
use serde::{Deserialize, Serialize};
use vocabulary::{ActId, Basis, Body, CarrierId, OfficerId, RegistryNumber};

/// What an act orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// To destroy records whose term ended (Art. 17, 23).
    Destruction,
    /// To move records to the archive on a carrier (R15.2.1).
    Archive,
}

impl ActKind {
    /// The code in files and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Destruction => "destruction",
            Self::Archive => "archive",
        }
    }

    /// What a member's signature is for.
    pub const fn member(self) -> SigningPurpose {
        match self {
            Self::Destruction => SigningPurpose::DestructionMember,
            Self::Archive => SigningPurpose::ArchiveMember,
        }
    }

    /// What the head's signature is for.
    pub const fn approval(self) -> SigningPurpose {
        match self {
            Self::Destruction => SigningPurpose::DestructionApproval,
            Self::Archive => SigningPurpose::ArchiveApproval,
        }
    }
}

/// Where an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActState {
    /// Drawn up: waits for the members of the commission.
    DrawnUp,
    /// Every member signed: waits for the head.
    Signed,
    /// The head approved it: may be executed.
    Approved,
    /// Rows are gone, keys are being erased: receipts follow.
    Executing,
    /// Executed, with receipts.
    Executed,
    /// Withdrawn before execution.
    Withdrawn,
}

/// A record of an act, with the computation of its term: no name, no document (R17.3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActRecord {
    /// The record.
    pub number: RegistryNumber,
    /// Basis of its registration.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// Last lawful day in the database.
    pub in_database_until: Option<Date>,
    /// Last lawful day in the archive.
    pub archive_until: Option<Date>,
    /// First lawful day of destruction.
    pub destroy_from: Option<Date>,
    /// The requirement that decided the term.
    pub requirement: String,
}

/// What is signed: an act without its signatures. Its canonical JSON does not change once it is drawn up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActText {
    /// Identifier.
    pub id: ActId,
    /// Printed number, e.g. `D-2036-0007`.
    pub number: String,
    /// What it orders.
    pub kind: ActKind,
    /// The body that acts.
    pub body: Body,
    /// Who drew it up.
    pub author: OfficerId,
    /// Legal date.
    pub drawn_up_on: Date,
    /// The records, in order of number.
    pub records: Vec<ActRecord>,
    /// How: for destruction the method, for the archive the name of the carrier.
    pub method: String,
    /// The carrier of a transfer.
    pub carrier: Option<CarrierId>,
    /// The members of the commission.
    pub commission: Vec<OfficerId>,
}

/// A signature under an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActSignature {
    /// Whose.
    pub officer: OfficerId,
    /// The signature.
    pub signed: Signed,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What is signed.
    pub text: ActText,
    /// Where it is.
    pub state: ActState,
    /// Signatures of the members, in the order they came.
    pub members: Vec<ActSignature>,
    /// The head's approval.
    pub approval: Option<ActSignature>,
    /// What each store says of the execution.
    pub receipts: Vec<Receipt>,
    /// Containers of the archive that are destroyed with their records.
    pub containers: Vec<ContainerPlace>,
    /// When it was executed.
    pub executed_at: Option<Timestamp>,
    /// Counts its states, for optimistic concurrency.
    pub version: u32,
}

/// Where a container of the archive lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerPlace {
    /// The carrier.
    pub carrier: CarrierId,
    /// The container.
    pub id: [u8; 16],
}

/// What one store says about one record that was destroyed or archived (R17.3.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The record.
    pub number: RegistryNumber,
    /// `identity`, `biometrics`, `links`, `gallery`, `keys-identity`, `keys-biometrics`, `keys-links`.
    pub store: String,
    /// What was removed: rows, or keys.
    pub removed: u64,
    /// What is still found by the search after it: always 0.
    pub left: u64,
    /// For keys: the epoch that may have wrapped them.
    pub epoch: Option<u32>,
}

/// An approved act, to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedAct {
    /// The act.
    pub act: Act,
    /// The entry that made it what it is: of the approval or of the execution.
    pub entry: u64,
}

/// A destruction, to be certified to the person (R17.3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destroyed {
    /// What is left of the record.
    pub tombstone: Tombstone,
    /// The executed act.
    pub act: Act,
    /// The entry of its execution, with every receipt.
    pub executed_entry: u64,
    /// The entry of this answer.
    pub issued_entry: u64,
}

impl ActText {
    /// The bytes under the signatures.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// What is left of a destroyed record (R17.3.3): its random number, basis, dates and act; nothing of the person
/// and nothing made from a print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The record's random number.
    pub number: RegistryNumber,
    /// Basis.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// The entry of the registration, whose commitments nothing opens any more.
    pub registered_entry: u64,
    /// Date of destruction.
    pub destroyed_on: Date,
    /// The act.
    pub act: ActId,
    /// Its printed number.
    pub act_number: String,
}

impl Tombstone {
    /// The bytes that a certificate of destruction gives the digest of.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}
