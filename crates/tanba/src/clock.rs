//! The system clock: the one place of the product that reads it.

use jiff::Timestamp;
use vocabulary::Clock;

/// Wall-clock time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "everything else takes a Clock; this is where it comes from"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
