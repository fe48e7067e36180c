//! The ledger: an append-only log of every act of the register, refusals included, that anyone can check.
//!
//! * [`Entry`] is one act, as one canonical line of JSON. It holds codes of closed lists and salted
//!   [`Commitment`]s; it cannot hold free text, so it holds no personal data.
//! * [`Tree`] and [`Frontier`] hash the entries into a Merkle tree (RFC 6962 section 2.1, RFC 9162
//!   section 2.1); [`verify_inclusion`] and [`verify_consistency`] check its proofs.
//! * [`SignedCheckpoint`] states size and root of the tree, signed with Ed25519, in the text format
//!   of C2SP `tlog-checkpoint` and `signed-note`.
//! * [`audit`] recomputes everything and names the first entry that is not what was signed.
//! * [`export`] is the ledger as one text file, for a prosecutor's laptop.
//!
//! Nothing here touches a file, the network, a clock or a random source: bytes, keys and salts are
//! given by the caller. What must be kept is the store's task.

mod audit;
mod checkpoint;
mod commitment;
mod entry;
pub mod export;
mod frontier;
mod hash;
mod key;
mod proof;
mod tree;

pub use audit::{AuditReport, Auditor, PROBLEMS_MAX, audit};
pub use checkpoint::{
    CHECKPOINT_BYTES_MAX, Checkpoint, CheckpointError, SIGNATURES_MAX, SignatureLine, SignedCheckpoint,
};
pub use commitment::{Commitment, Salt, commit, opens};
pub use entry::{
    ACTOR_SYSTEM, ARTICLES_MAX, COMMITMENTS_MAX, ENTRY_BYTES_MAX, ENTRY_VERSION, Entry, EntryError,
    EntryFields, Outcome,
};
pub use frontier::{Frontier, FrontierError};
pub use hash::{Hash, HashError, empty_root, leaf_hash, node_hash};
pub use key::{KEY_NAME_CHARS_MAX, KeyError, KeyId, SigningKey, VerifyingKey};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use tree::Tree;
