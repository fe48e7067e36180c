//! The register: cases, captures, registrations, verification, identification and views, each a command
//! through the one write path.
//!
//! Every command follows the same steps: gather facts → [`law::authorise`] (and [`law::decide`]) gives a
//! grant or a refusal → pure change → [`sequencer`] applies the change and appends the ledger entry in
//! one store transaction. A refusal is an entry too. A view or a search commits its entry before the
//! answer leaves.

mod accounts;
mod act;
mod arrivals;
mod commands;
pub mod error;
mod extractor;
mod facts;
mod index;
mod keeping;
mod lane;
mod lives;
pub mod model;
pub mod ports;
mod random;
mod reach;
mod registry;
mod searches;
pub mod sequencer;
mod validate;
mod vault;

pub use accounts::Accounts;
pub use commands::acts::NewAct;
pub use commands::archive::{ContainerHead, ContainerPrint, RetrievedRecord};
pub use commands::audit::audit_store;
pub use commands::feed::feed_error;
pub use commands::index_keys::IndexRotation;
pub use commands::proposals::NewProposal;
pub use commands::searches::NewSearchRequest;
pub use error::{CommandError, StoreError};
pub use extractor::{Dactyloscopy, Extractor};
pub use keyring::Domain;
pub use keyring::private_folder;
pub use keyring::signing;
pub use law::{QueryKind, RecordState};
pub use model::*;
pub use reach::{SearchRow, search_rows};
pub use registry::{Registry, SignInOutcome};
pub use validate::ORIGINAL_BYTES_MAX;
pub use vault::Vault;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
