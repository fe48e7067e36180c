//! For tests of this and other crates: a store in memory, a store that fails on demand, fingers that grow
//! from numbers, a write pass for conformance suites.

mod changes;
mod failing;
mod fingers;
mod keeping;
mod keys;
mod memory;
mod seed;
mod state;
mod supplements;
mod tampering;

use crate::sequencer::WritePass;

pub use failing::{FailingStore, Halt, Point};
pub use fingers::{SeedExtractor, seeded_finger};
pub use keys::MemoryKeys;
pub use memory::MemoryStore;
pub use tampering::Tampering;

/// Keys for a store that is opened again, by this process or another.
pub fn stable_keys() -> std::sync::Arc<dyn crate::ports::Keys> {
    std::sync::Arc::new(MemoryKeys::stable())
}

/// A write pass, so that a conformance suite can drive [`crate::ports::Store::begin`] by itself.
pub fn write_pass() -> WritePass {
    WritePass::new()
}
