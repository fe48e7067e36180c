//! The Law of Kazakhstan on dactyloscopic and genomic registration as tables: who may be registered, by
//! whom, on what ground; who may do what; until when a record may be kept.
//!
//! Source: requirements/law.md (articles of the Law of 30 December 2016 as amended to No. 203-VIII).
//! Pure: no clock, no files, no randomness. The same case gives the same answer years later.

mod articles;
mod authorise;
mod case;
mod closing;
mod codes;
mod competence;
mod decision;
mod eligibility;
mod error;
mod explain;
mod json;
mod json_date;
mod lifecycle;
mod matters;
mod reason;
mod requirement;
mod retention;
mod search;
mod versions;

pub use articles::cited_articles;
pub use authorise::{Grant, Operation, Refusal, Request, SignedTerms, authorise};
pub use case::{Case, Circumstances, Person, Visa};
pub use closing::{ClosingOutcome, ClosingReason};
pub use codes::{Document, Evidence, Exemption, Hands, Outcome, RequestingBody};
pub use competence::{
    COMPETENCES, Competence, competence, destroyed_by, is_genomic, is_prints, may_collect,
    service_agreement_covers, terms_kept_by,
};
pub use decision::{Decision, TraceStep};
pub use eligibility::{decide, decide_with};
pub use error::{CASE_BYTES_MAX, CaseError};
pub use explain::{explain, messages};
pub use lifecycle::{
    BLOCK_REVIEW_DAYS, COMMISSION_MIN, KeyHolder, KeyHolders, RecordState, SignedAct, Stage, Step, StepKind,
    Unblocking, advance, lifecycle_messages, permits,
};
pub use matters::{
    FieldShape, LinkedMatter, MatterAbout, MatterDeadline, MatterField, MatterFieldError, MatterFields,
    MatterKind, MatterRecord, MatterStep, MatterStepRule, TakenStep, matter_deadline, matter_steps,
};
pub use reason::Reason;
pub use requirement::{Article, REQUIREMENTS, Requirement};
pub use retention::{
    ACQUITTAL_CEILING_DAYS, CatalogueError, ClockBackwards, Difference, Due, Duty, DutyDates,
    EXECUTION_WORKING_DAYS, Event, EventKind, ImageTerm, OpenGround, RecordObject, Retained, RetentionAnswer,
    RetentionCase, RetentionState, Review, Standing, TermCatalogue, TermDates, TermRules, TermTable,
    WorkCalendar, difference, differences, due_on, due_under, image_term, retention, sweep, terms_text,
};
pub use search::{
    Access, OPEN_DAYS, QueryKind, Search, SearchPass, SearchRule, Unfit, may_search, open_until,
};
pub use versions::{
    AIRPORT_VISAS_IN_FORCE, CHAPTER_2_IN_FORCE, LAW_IN_FORCE, Parameters, RuleVersion, version_on,
};
