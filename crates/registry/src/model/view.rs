use jiff::civil::Date;
use ledger::{Entry, Hash, SignedCheckpoint};
use serde::{Deserialize, Serialize};
use vocabulary::Purpose;

use super::{CapturedFinger, CaseRecord, Certificate, Correction, IdentityDetails};
use vocabulary::RegistryNumber;

/// Why a record is looked at: every view carries it (R5.1.1, R1.10.1).
#[derive(Debug, Clone)]
pub struct ViewReason {
    /// Purpose code.
    pub purpose: Purpose,
    /// Case, order or request, 1–64 characters.
    pub reference: String,
    /// How the person who asks for their own information proved who they are: for the purpose `subject-access`, and for
    /// no other (R7.1.1).
    pub identity: Option<IdentityProof>,
}

impl ViewReason {
    /// A reason without a proof of identity.
    pub fn new(purpose: Purpose, reference: impl Into<String>) -> Self {
        Self { purpose, reference: reference.into(), identity: None }
    }
}

/// The document by which a person proved who they are; the officer who looks at the record saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProof {
    /// Its number: capital letters, digits, `-` and `/`, 3–32 characters.
    pub document: String,
    /// The day it was seen.
    pub seen_on: Date,
}

/// A registered person's record, joined on purpose: an act of Art. 9 that the ledger names.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// Registry number.
    pub registry_number: RegistryNumber,
    /// Identity.
    pub identity: IdentityDetails,
    /// How their details were corrected and supplemented, oldest first; what was there before is not shown (R13.1.4).
    pub corrections: Vec<Correction>,
    /// Fingers on record.
    pub fingers: Vec<CapturedFinger>,
    /// Registration acts.
    pub certificates: Vec<Certificate>,
    /// The cases.
    pub cases: Vec<CaseRecord>,
    /// Ledger sequence number of this view.
    pub ledger_sequence: u64,
}

/// A ledger entry as shown, with the officer's name resolved for those who may see it.
#[derive(Debug, Clone)]
pub struct LedgerEntryView {
    /// The entry.
    pub entry: Entry,
    /// Its leaf hash.
    pub leaf_hash: Hash,
    /// Display name of the actor.
    pub actor_name: Option<String>,
}

/// A page of the ledger, newest first.
#[derive(Debug, Clone)]
pub struct LedgerPage {
    /// Entries.
    pub entries: Vec<LedgerEntryView>,
    /// Size of the tree.
    pub size: u64,
    /// The newest signed checkpoint.
    pub checkpoint: Option<SignedCheckpoint>,
}

/// Proof that one entry is in the tree of a signed checkpoint.
#[derive(Debug, Clone)]
pub struct LedgerProof {
    /// The entry.
    pub entry: LedgerEntryView,
    /// Inclusion path, leaf to root.
    pub path: Vec<Hash>,
    /// The checkpoint it leads to.
    pub checkpoint: SignedCheckpoint,
    /// Whether this program verified path and signature just now.
    pub verified: bool,
}
