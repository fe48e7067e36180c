//! Lines of progress on standard error, and the clocks they need.

use std::fs;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::say;

/// Seconds between two lines.
const REPORT_SECONDS: f64 = 5.0;

/// Whether lines are wanted: standard error is a terminal, or they were asked for.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// How far something is: done, of how many, how fast, how long still.
pub(super) struct Progress {
    what: &'static str,
    start: Instant,
    reported: f64,
    before: u64,
    done: u64,
    of: u64,
}

impl Progress {
    /// Decides once whether lines are written.
    pub(super) fn show(asked: bool) {
        SHOWN.store(asked || io::stderr().is_terminal(), Ordering::Relaxed);
    }

    /// `before` of them were done already and do not count for the rate.
    pub(super) fn new(what: &'static str, before: u64, of: u64) -> Self {
        Self { what, start: Instant::now(), reported: 0.0, before, done: before, of }
    }

    /// Counts time from now.
    pub(super) fn begin(&mut self) {
        (self.start, self.reported, self.before) = (Instant::now(), 0.0, self.done);
    }

    pub(super) fn add(&mut self, count: u64) {
        self.done += count;
        let seconds = self.start.elapsed().as_secs_f64();
        if SHOWN.load(Ordering::Relaxed) && (seconds - self.reported > REPORT_SECONDS || self.done >= self.of)
        {
            self.reported = seconds;
            let rate = (self.done - self.before) as f64 / seconds.max(1e-9);
            let left = self.of.saturating_sub(self.done) as f64 / rate.max(1e-9);
            say(&format!("{} of {} {}, {rate:.0} a second, {left:.0} s left", self.done, self.of, self.what));
        }
    }

    /// How many there are to do.
    pub(super) fn of(&self) -> u64 {
        self.of
    }
}

/// Processor time of this thread, where the system keeps it (Linux: first field of `schedstat`, ns).
pub(super) fn thread_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Processor time of this process, all threads, where the system keeps it (Linux: fields 14 and 15 of `stat`, in
/// hundredths of a second).
pub(super) fn process_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // the name of the program, in parentheses, may hold blanks
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

/// Most memory this process held at once, bytes, where the system keeps it (Linux: `VmHWM` of `status`, in kB).
pub(super) fn resident_bytes_max() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| 1024 * kilobytes)
}
