use dactyloscopy::{AlgorithmVersion, Template};
use jiff::Timestamp;
use jiff::civil::Date;
use vocabulary::{Basis, Body, CaseId, CertificateNumber, FingerPosition, RegistryNumber, SearchId};

use super::SearchHit;

/// The certificate of registration (R11.4.5): number, basis, dates, rights; no biometric and no image.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Certificate {
    /// Printed number.
    pub number: CertificateNumber,
    /// Basis.
    pub basis: Basis,
    /// Body that registered.
    pub body: Body,
    /// Date of registration.
    pub registered_on: Date,
    /// Last lawful day in the database; `None` while no end is set (a living citizen).
    pub in_database_until: Option<Date>,
    /// Articles of the registration.
    pub articles: Vec<String>,
    /// Fingers recorded.
    pub fingers_recorded: u8,
    /// Ledger sequence number of the registration.
    pub ledger_sequence: u64,
}

/// Answer of a 1:1 verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerificationAnswer {
    /// The prints agree with the claimed person's.
    Confirmed,
    /// Not confirmed: other fingers, then a supervisor (R10.3.2). Never "failed".
    NotConfirmed,
}

/// A 1:1 verification as recorded.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The act.
    pub search: SearchId,
    /// Whom the person claimed to be.
    pub registry_number: RegistryNumber,
    /// Answer.
    pub answer: VerificationAnswer,
    /// Best score over the fingers given.
    pub score: f32,
    /// Threshold in force.
    pub threshold: f32,
    /// log10 of the likelihood ratio; `None` when [`Self::other_versions`] names any.
    pub log10_lr: Option<f32>,
    /// Fingers whose templates were made by different algorithm versions, or by another than the calibration's.
    pub other_versions: Vec<OtherVersion>,
    /// Score per finger.
    pub fingers: Vec<(FingerPosition, f32)>,
    /// Ledger sequence number.
    pub ledger_sequence: u64,
    /// When.
    pub at: Timestamp,
}

/// A finger compared across algorithm versions: its score carries no likelihood ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherVersion {
    /// The finger.
    pub position: FingerPosition,
    /// What made the fresh template.
    pub probe: AlgorithmVersion,
    /// What made the template of the record.
    pub record: AlgorithmVersion,
}

impl OtherVersion {
    /// The two templates of a finger, unless the algorithm of the calibration made both.
    pub(crate) fn of(position: FingerPosition, probe: &Template, record: &Template) -> Option<Self> {
        let (probe, record) = (probe.algorithm(), record.algorithm());
        let fitted = [probe, record].iter().all(|version| *version == dactyloscopy::CONTEXT.algorithm);
        (!fitted).then_some(Self { position, probe, record })
    }
}

impl std::fmt::Display for OtherVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} / {}", self.position, self.probe, self.record)
    }
}

/// A 1:N identification as recorded.
#[derive(Debug, Clone)]
pub struct Identification {
    /// The act.
    pub search: SearchId,
    /// What was searched with.
    pub query: law::QueryKind,
    /// The galleries that were reached, by the basis of their records.
    pub galleries: Vec<Basis>,
    /// Case or file reference given as ground.
    pub case_reference: String,
    /// How many people were compared.
    pub searched: usize,
    /// False when some partition did not answer: "no match" may not be said.
    pub complete: bool,
    /// Candidates, best first; empty means nobody at or above the threshold.
    pub hits: Vec<SearchHit>,
    /// Threshold in force.
    pub threshold: f32,
    /// Ledger sequence number.
    pub ledger_sequence: u64,
    /// When.
    pub at: Timestamp,
    /// The case of the register it was made for, if any.
    pub case: Option<CaseId>,
}
