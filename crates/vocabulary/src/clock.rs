use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// The one source of time. Everything that needs "now" takes a `&dyn Clock`; every other `now()` is
/// banned by clippy. The system clock is implemented once, in the `tanba` binary.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// A clock moved by hand: tests and simulated years.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `at` until moved.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millisecond()))
    }

    /// Moves the clock to `at`; moving backwards is allowed, so that callers can test their answer to it.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
