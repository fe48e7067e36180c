//! What the register speaks of. Values only: no storage, no law, no behaviour beyond reading themselves.

mod candidate;
mod capture;
mod case;
mod officer;
mod outcome;
mod person;
mod view;

pub use candidate::{
    Adjudication, CandidateFingers, CandidateRecord, CandidateState, DuplicateCheck, SearchHit,
};
pub use capture::{
    CaptureInput, CapturedFinger, FingerStatus, Impression, ImpressionImage, QUALITY_MINIMUM,
    causes_from_text, causes_to_text,
};
pub use case::{CaseRecord, CaseState, CaseSummary, CheckMark, EvidenceItem, NewCase, OpenedCase};
pub use officer::{NewOfficer, Officer, OfficerCredential, Session};
pub use outcome::{Certificate, Identification, OtherVersion, Verification, VerificationAnswer};
pub use person::{IdentityDetails, PersonRecord, Sex};
pub use view::{LedgerEntryView, LedgerPage, LedgerProof, RecordView, ViewReason};
