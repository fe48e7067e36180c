//! The life of a record as one state machine (law.md, R1.7.1, R9.x, R15.x, R17.x, R23.x): draft, registered, blocked,
//! depersonalised, due, archived, destroyed. Every pair of state and step has its answer, none by default.

mod refusals;
mod state;
mod step;
mod transition;

pub(crate) use refusals::articles as articles_of_lives;
pub use state::{RecordState, Stage};
pub use step::{KeyHolder, KeyHolders, SignedAct, Step, StepKind, Unblocking};
pub use transition::{BLOCK_REVIEW_DAYS, COMMISSION_MIN, advance, permits};
pub(crate) use transition::{approved, destroyed};

/// Every refusal's message key with its English text: the source of the locale files.
pub fn lifecycle_messages() -> impl Iterator<Item = (&'static str, &'static str)> {
    refusals::ALL.iter().map(|refusal| (refusal.key, refusal.says))
}
