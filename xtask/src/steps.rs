//! Steps, what they give, and the table at the end.

use std::time::Instant;

use crate::context::Context;

/// One step of a run.
#[derive(Clone)]
pub(crate) struct Step {
    name: &'static str,
    run: fn(&Context) -> Outcome,
}

impl Step {
    /// A step with its name in the table.
    pub(crate) fn new(name: &'static str, run: fn(&Context) -> Outcome) -> Self {
        Self { name, run }
    }
}

/// Counts of the tests in a step; a step without tests of its own counts as one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// Tests that could not run.
    pub(crate) skipped: u64,
    /// One line for the table: a figure, or why.
    pub(crate) note: String,
}

impl Outcome {
    /// A step that did what it should.
    pub(crate) fn passed(note: impl Into<String>) -> Self {
        Self { passed: 1, note: note.into(), ..Self::default() }
    }

    /// A step that did not; the note says why.
    pub(crate) fn failed(note: impl Into<String>) -> Self {
        Self { failed: 1, note: note.into(), ..Self::default() }
    }

    /// A step that could not run; the note says what is missing.
    pub(crate) fn skipped(note: impl Into<String>) -> Self {
        Self { skipped: 1, note: note.into(), ..Self::default() }
    }

    /// Counts one test.
    pub(crate) fn count(&mut self, good: bool) {
        if good {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Adds another step's counts; notes are joined.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        if !self.note.is_empty() && !other.note.is_empty() {
            self.note.push_str("; ");
        }
        self.note.push_str(&other.note);
    }

    fn word(&self) -> &'static str {
        match (self.failed, self.passed, self.skipped) {
            (1.., ..) => "FAILED",
            (0, 1.., _) => "passed",
            (0, 0, 1..) => "skipped",
            (0, 0, 0) => "none",
        }
    }
}

/// Runs the steps in order, prints the table and the count. Whether nothing failed.
pub(crate) fn run(context: &Context, steps: &[Step]) -> bool {
    let mut rows = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        println!("== {}/{} {}", number + 1, steps.len(), step.name);
        let started = Instant::now();
        let outcome = (step.run)(context);
        let seconds = started.elapsed().as_secs_f64();
        println!("   {} in {seconds:.1} s{}", outcome.word(), dash(&outcome.note));
        rows.push((step.name, outcome, seconds));
    }
    println!("\n{}", table(&rows));
    let mut total = Outcome::default();
    rows.into_iter().for_each(|(_, outcome, _)| total.add(Outcome { note: String::new(), ..outcome }));
    println!("{}", count_line(&total));
    total.failed == 0
}

fn count_line(total: &Outcome) -> String {
    format!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped)
}

fn table(rows: &[(&str, Outcome, f64)]) -> String {
    let mut text = format!(
        "{:<20} {:<8} {:>6} {:>6} {:>7} {:>8}\n",
        "step", "result", "passed", "failed", "skipped", "seconds"
    );
    for (name, outcome, seconds) in rows {
        let Outcome { passed, failed, skipped, note } = outcome;
        let row =
            format!("{name:<20} {:<8} {passed:>6} {failed:>6} {skipped:>7} {seconds:>8.1}", outcome.word());
        text.push_str(&format!("{row}{}\n", dash(note)));
    }
    text
}

fn dash(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!("  {note}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_passed_only_when_something_passed_and_nothing_failed() {
        assert_eq!(Outcome { passed: 9, failed: 1, ..Outcome::default() }.word(), "FAILED");
        assert_eq!(Outcome::default().word(), "none");
        assert_eq!(Outcome::skipped("no data").word(), "skipped");
        assert_eq!(Outcome { passed: 1, skipped: 3, ..Outcome::default() }.word(), "passed");
    }

    #[test]
    fn counts_add_up_and_stand_alone_on_a_line() {
        let mut total = Outcome::passed("");
        total.add(Outcome { passed: 41, failed: 0, skipped: 2, note: String::new() });
        total.add(Outcome::failed("x"));
        assert_eq!(count_line(&total), "42 passed, 1 failed, 2 skipped");
    }
}
