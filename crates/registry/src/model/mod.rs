//! What the register speaks of. Values only: no storage, no law, no behaviour beyond reading themselves.

mod act;
mod candidate;
mod capture;
mod carrier;
mod case;
mod closing;
mod correction;
mod document;
mod extract;
mod feed;
mod gated_search;
mod lane;
mod life;
mod matter;
mod officer;
mod outcome;
mod person;
mod proposal;
mod supplement;
mod terms;
mod view;

pub use act::{
    Act, ActKind, ActRecord, ActSignature, ActState, ActText, ContainerPlace, Destroyed, PrintedAct, Receipt,
    Tombstone,
};
pub use candidate::{
    Adjudication, CandidateFingers, CandidateRecord, CandidateState, DuplicateCheck, SearchHit,
};
pub use capture::{
    CaptureInput, CapturedFinger, FingerStatus, Impression, ImpressionImage, QUALITY_MINIMUM,
    causes_from_text, causes_to_text,
};
pub use carrier::{Archived, CARRIER_REVIEW_YEARS, Carrier, CarrierCheck, READING_TEST_YEARS};
pub use case::{CaseRecord, CaseState, CaseSummary, CheckMark, EvidenceItem, NewCase, OpenedCase};
pub use closing::{CaseEnding, Closing, NewClosing, NewRefusal, ProtocolSigned, RefusalProtocol};
pub(crate) use correction::only_adds;
pub use correction::{
    Correction, CorrectionGround, CorrectionKind, DetailsChange, NewCorrection, PersonVersion,
};
pub use document::{Document, DocumentKind, FeedMark, SigningKeyRecord, SweepMark};
pub use extract::{Extract, ExtractFinger, Look};
pub use feed::{FeedMessage, FeedReport};
pub use gated_search::{
    DeclineReason, GatedCounts, GatedSearch, SearchAnswer, SearchFor, SearchMade, SearchStanding, purpose_of,
};
pub use lane::{
    ExemptionGround, LANE_ANSWER_MS_MAX, LANE_FINGERS_MAX, LANE_REQUEST_DAYS_MAX, LANE_ROUND_MIN, LaneAnswer,
    LaneExemption, LaneNext, LanePrints, LaneResult, NewLaneExemption, SecondLine, SecondLineCause,
    SecondLineDecision, SecondLineReason, Traveller, VisaShown,
};
pub use life::{DueRecord, EventScope, LifeGround, NotedEvent, RecordLife, SweepReport, is_of_person};
pub use matter::{Matter, MatterStepTaken, NewMatterStep};
pub use officer::{Colleague, NewOfficer, Officer, OfficerCredential, Session};
pub use outcome::{Certificate, Identification, OtherVersion, Verification, VerificationAnswer};
pub use person::{IdentityDetails, PersonRecord, Sex};
pub use proposal::{Proposal, ProposalKind, Settled};
pub use supplement::{HeldPrint, NewSupplement, PrintStanding, Supplement, SupplementPrint, is_better};
pub use terms::{
    ReportState, ReportText, TermDifference, TermPage, TermReport, TermShown, TermTotals, TermsInForce,
    TermsStatus, TermsWait,
};
pub use view::{IdentityProof, LedgerEntryView, LedgerPage, LedgerProof, RecordView, ViewReason};
