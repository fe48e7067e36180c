//! Why a command did not happen. Nothing is half-written in any of these.

use law::Refusal;
use vocabulary::FingerPosition;

/// The store could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the same thing first: reload and decide again.
    #[error("{what} was changed by someone else meanwhile: reload and decide again")]
    Conflict {
        /// What.
        what: String,
    },
    /// No space left on the device.
    #[error("the disk of the data folder is full: nothing was written; free space and repeat")]
    DiskFull,
    /// Another process holds the data folder or the database.
    #[error("{folder} is in use by another process: stop it or choose another place for the data")]
    InUse {
        /// Which folder or database.
        folder: String,
    },
    /// Stored bytes do not read: damaged or foreign.
    #[error("{what} does not read: {why}")]
    Damaged {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
    /// The clock stands before the newest ledger entry: legal dates would be wrong.
    #[error(
        "the clock is {behind_s} s behind the newest ledger entry: set the clock of this machine right and repeat"
    )]
    ClockBehind {
        /// Seconds.
        behind_s: i64,
    },
    /// The register is shutting down.
    #[error("the register is shutting down: nothing was written; repeat after it is up again")]
    Stopped,
    /// Anything else, in the engine's words.
    #[error("the store did not answer: {0}")]
    Engine(String),
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The law refuses; the refusal is in the ledger under this number.
    #[error("{}", refusal.message)]
    Refused {
        /// Requirement, articles and words.
        refusal: Box<Refusal>,
        /// Ledger sequence number of the refusal.
        ledger_sequence: u64,
    },
    /// A field of the input is wrong.
    #[error("{field}: {message}")]
    Invalid {
        /// Field name as in the form.
        field: &'static str,
        /// What is wrong and what is expected.
        message: String,
    },
    /// The thing named does not exist (or may not be known to this actor).
    #[error("{what} not found")]
    NotFound {
        /// What, e.g. `case`.
        what: &'static str,
    },
    /// The case is not in a state in which this can be done.
    #[error("{message}")]
    WrongState {
        /// What the state is and what can be done.
        message: String,
    },
    /// Prints agree with the register only in a mirror: nothing was decided and no attempt counted.
    #[error(
        "mirrored image ({}): check the scanner and its settings and take the prints again; if it is right, \
         the prints in the register are mirrored: tell the supervisor. Nothing was decided or counted",
        listed(fingers)
    )]
    Mirrored {
        /// Positions in the record that agree in a mirror.
        fingers: Vec<FingerPosition>,
    },
    /// The image is not usable as a finger.
    #[error("{0}")]
    Capture(#[from] dactyloscopy::ExtractError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn listed(fingers: &[FingerPosition]) -> String {
    fingers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
