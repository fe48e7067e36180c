//! For tests of this and other crates: a store in memory, a write pass for conformance suites.

use crate::sequencer::WritePass;

/// A write pass, so that a conformance suite can drive [`crate::ports::Store::begin`] by itself.
pub fn write_pass() -> WritePass {
    WritePass::new()
}
