//! The register: cases, captures, registrations, verification, identification and views, each a command
//! through the one write path.
//!
//! Every command follows the same steps: gather facts → [`law::authorise`] (and [`law::decide`]) gives a
//! grant or a refusal → pure change → [`sequencer`] applies the change and appends the ledger entry in
//! one store transaction. A refusal is an entry too. A view or a search commits its entry before the
//! answer leaves.

mod accounts;
pub mod commands;
pub mod error;
pub mod model;
pub mod ports;
mod registry;
pub mod sequencer;

pub use accounts::Accounts;
pub use error::{CommandError, StoreError};
pub use model::*;
pub use registry::{Registry, SignInOutcome};
#[cfg(any(test, feature = "testing"))]
pub mod testing;
