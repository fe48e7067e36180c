//! The steps that cargo does. One profile (`release`) for all of them: see docs/adr/0003.

use std::collections::BTreeSet;
use std::process::Command;

use crate::context::Context;
use crate::postgres;
use crate::process::{self, Finished};
use crate::steps::Outcome;

/// A fresh clone compiles every dependency inside one of these steps.
const SECONDS_MAX: u64 = 45 * 60;

/// Where property tests begin, so that one state of the code has one answer; `nightly` draws its own and more of them.
const PROPERTY_SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20161230");

/// `cargo fmt --check`.
pub(crate) fn format(context: &Context) -> Outcome {
    if !has_component(context, &["fmt", "--version"]) {
        return Outcome::skipped("rustfmt is not installed: rustup component add rustfmt");
    }
    let mut command = process::cargo(&context.root);
    command.args(["fmt", "--all", "--check"]);
    ended_well(process::run(command, SECONDS_MAX), "cargo fmt --all puts it right")
}

/// `cargo clippy`, warnings being errors.
pub(crate) fn lints(context: &Context) -> Outcome {
    if !has_component(context, &["clippy", "--version"]) {
        return Outcome::skipped("clippy is not installed: rustup component add clippy");
    }
    let mut command = process::cargo(&context.root);
    command.args(["clippy", "--workspace", "--all-targets", "--release", "--locked", "--quiet"]);
    command.args(["--", "-D", "warnings"]);
    ended_well(process::run(command, SECONDS_MAX), "see the lints above")
}

/// `cargo deny check`, when it is installed.
pub(crate) fn licences(context: &Context) -> Outcome {
    if !has_component(context, &["deny", "--version"]) {
        return Outcome::skipped("cargo-deny is not installed: cargo install cargo-deny");
    }
    let mut command = process::cargo(&context.root);
    command.args(["deny", "--offline", "check", "licenses", "bans", "sources"]);
    ended_well(process::run(command, SECONDS_MAX), "see deny.toml")
}

/// The program itself.
pub(crate) fn build(context: &Context) -> Outcome {
    let mut command = process::cargo(&context.root);
    command.args(["build", "--release", "--locked", "--quiet", "--package", "tanba"]);
    ended_well(process::run(command, SECONDS_MAX), "tanba does not build")
}

/// Unit and integration tests of every room.
pub(crate) fn tests(context: &Context) -> Outcome {
    let chosen = std::env::var(PROPERTY_SEED.0);
    let seed = (PROPERTY_SEED.0, chosen.as_deref().unwrap_or(PROPERTY_SEED.1));
    println!("   property tests begin at {}={}", seed.0, seed.1);
    run_tests(context, &[], &[seed])
}

/// Tests with further arguments and variables for the runner, and a PostgreSQL server when there may be one.
pub(crate) fn run_tests(context: &Context, nextest: &[&str], variables: &[(&str, &str)]) -> Outcome {
    postgres::with_server(|server| run_tests_with(context, nextest, &[variables, server].concat()))
}

fn run_tests_with(context: &Context, nextest: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let mut command = process::cargo(&context.root);
    command.envs(variables.iter().copied());
    let with_nextest = process::on_path("cargo-nextest");
    if with_nextest {
        command.args(["nextest", "run", "--workspace", "--release", "--locked", "--no-fail-fast"]);
        command
            .args(["--success-output", "immediate", "--failure-output", "final", "--cargo-quiet"])
            .args(nextest);
    } else if nextest.is_empty() {
        println!("   cargo-nextest is not installed; cargo test runs the tests instead, more slowly");
        command.args(["test", "--workspace", "--release", "--locked", "--no-fail-fast", "--quiet"]);
        command.args(["--lib", "--bins", "--tests", "--", "--show-output"]);
    } else {
        return Outcome::skipped("cargo-nextest is not installed: cargo install cargo-nextest --locked");
    }
    match process::run_shown(command, SECONDS_MAX, is_failure_line) {
        Err(error) => Outcome::failed(error),
        Ok(finished) => {
            let text = format!("{}\n{}", finished.stdout, finished.stderr);
            skips(&text).iter().for_each(|skip| println!("   SKIPPED: {skip}"));
            let counted = if with_nextest { nextest_counts(&text) } else { libtest_counts(&text) };
            let outcome = tests_outcome(&finished, &text, counted);
            // Of a whole run only: every test that the map of the Law names is one of those that passed.
            if with_nextest && nextest.is_empty() { with_law_map(context, outcome, &text) } else { outcome }
        }
    }
}

/// The same, failed when the map of requirements names a test that did not run and pass.
fn with_law_map(context: &Context, outcome: Outcome, printed: &str) -> Outcome {
    match crate::law_map::not_run(&context.root, printed) {
        Err(error) => Outcome::failed(error),
        Ok(missing) if missing.is_empty() => outcome,
        Ok(missing) => {
            missing
                .iter()
                .for_each(|line| println!("   the map of the Law names a test that did not pass: {line}"));
            Outcome { failed: outcome.failed + missing.len() as u64, ..outcome }
        }
    }
}

/// Tests of keys in a hardware module, on SoftHSM2.
pub(crate) fn module_tests(context: &Context) -> Outcome {
    with_module(context, &["--package", "keyring", "--features", "keyring/pkcs11", "--test", "softhsm"])
}

/// The program with its keys in a module: its build with the feature takes minutes.
pub(crate) fn program_with_module(context: &Context) -> Outcome {
    with_module(context, &["--package", "tanba", "--features", "tanba/pkcs11", "--test", "keys_cli"])
}

fn with_module(context: &Context, what: &[&str]) -> Outcome {
    if !process::on_path("softhsm2-util")
        && let Err(error) = process::install(&["softhsm2"])
    {
        return Outcome::skipped(&error);
    }
    if !process::on_path("cargo-nextest") {
        return Outcome::skipped("cargo-nextest is not installed: cargo install cargo-nextest --locked");
    }
    let mut command = process::cargo(&context.root);
    command.args(["nextest", "run", "--release", "--locked", "--no-fail-fast", "--cargo-quiet"]).args(what);
    match process::run_shown(command, SECONDS_MAX, is_failure_line) {
        Err(error) => Outcome::failed(error),
        Ok(finished) => {
            let text = format!("{}\n{}", finished.stdout, finished.stderr);
            tests_outcome(&finished, &text, nextest_counts(&text))
        }
    }
}

/// Doc tests of the rooms that have any; nextest does not run them.
pub(crate) fn doc_tests(context: &Context) -> Outcome {
    let sources = match crate::tidy::Sources::read(&context.root) {
        Ok(sources) => sources,
        Err(error) => return Outcome::failed(error),
    };
    let rooms: BTreeSet<&str> = sources
        .below("crates/", ".rs")
        .filter(|source| source.path.contains("/src/") && has_doc_test(&source.text))
        .filter_map(|source| source.path.split('/').nth(1))
        .collect();
    if rooms.is_empty() {
        return Outcome { note: "no room has doc tests".to_owned(), ..Outcome::default() };
    }
    let mut command = process::cargo(&context.root);
    command.args(["test", "--doc", "--release", "--locked", "--no-fail-fast", "--quiet"]);
    for room in rooms {
        command.args(["--package", room]);
    }
    match process::run_shown(command, SECONDS_MAX, is_failure_line) {
        Err(error) => Outcome::failed(error),
        Ok(finished) => {
            let text = format!("{}\n{}", finished.stdout, finished.stderr);
            tests_outcome(&finished, &text, libtest_counts(&text))
        }
    }
}

fn has_component(context: &Context, arguments: &[&str]) -> bool {
    let mut command = process::cargo(&context.root);
    command.args(arguments);
    process::run(command, 60).is_ok_and(|finished| finished.success)
}

fn ended_well(finished: Result<Finished, String>, hint: &str) -> Outcome {
    match finished {
        Ok(finished) if finished.success => Outcome::passed(""),
        Ok(finished) => {
            println!("{}", finished.tail(60));
            Outcome::failed(hint)
        }
        Err(error) => Outcome::failed(error),
    }
}

/// Lines worth showing while tests run.
fn is_failure_line(line: &str) -> bool {
    let line = line.trim_start();
    ["FAIL ", "TIMEOUT ", "SIGSEGV", "SIGABRT", "error", "LEAK "].iter().any(|start| line.starts_with(start))
}

/// Tests that ended, and those the runner was told to leave out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    left_out: u64,
}

/// Tests that said they could not run, each with its reason.
fn skips(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| line.trim_start().strip_prefix("SKIPPED: ")).collect()
}

/// Puts counts, status and the tests that said they were skipped together.
fn tests_outcome(finished: &Finished, text: &str, counts: Option<Counts>) -> Outcome {
    let skipped = skips(text).len() as u64;
    let Some(Counts { passed, failed, left_out }) = counts else {
        println!("{}", finished.tail(60));
        return Outcome::failed("the tests did not run to their end");
    };
    if !finished.success {
        println!("{}", finished.tail(200));
    }
    // A runner that fails although no test did (a crash, a build error) is a failure too.
    let failed = if finished.success { failed } else { failed.max(1) };
    let note = if left_out > 0 { format!("{left_out} left to nightly") } else { String::new() };
    Outcome { passed: passed.saturating_sub(skipped), failed, skipped, note }
}

/// Reads `Summary [ 3.0s] 43 tests run: 42 passed (1 slow), 1 failed, 1 skipped`.
fn nextest_counts(text: &str) -> Option<Counts> {
    let line = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["))?;
    let mut counts = Counts::default();
    for part in line.split_once(" run: ")?.1.split(", ") {
        let (number, word) = part.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match word.split(' ').next()? {
            "passed" => counts.passed += number,
            "skipped" => counts.left_out += number,
            _ => counts.failed += number,
        }
    }
    Some(counts)
}

/// Adds up `test result: ok. 4 passed; 0 failed; 1 ignored; …` of every binary.
fn libtest_counts(text: &str) -> Option<Counts> {
    let mut counts = None;
    for line in text.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        let counts = counts.get_or_insert_with(Counts::default);
        for part in line.split_once(". ")?.1.split("; ") {
            let (number, word) = part.trim().split_once(' ')?;
            match word {
                "passed" => counts.passed += number.parse::<u64>().ok()?,
                "failed" => counts.failed += number.parse::<u64>().ok()?,
                "ignored" => counts.left_out += number.parse::<u64>().ok()?,
                _ => {}
            }
        }
    }
    counts
}

/// Whether a file's documentation holds an example that rustdoc would run.
fn has_doc_test(text: &str) -> bool {
    let mut inside = false;
    for line in text.lines().map(str::trim_start) {
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        if let Some(fence) = doc.and_then(|doc| doc.trim_start().strip_prefix("```")) {
            if !inside && (fence.is_empty() || fence.starts_with("rust") || fence.starts_with("should_panic"))
            {
                return true;
            }
            inside = !inside;
        }
    }
    false
}

/// Runs `command` as a step of its own (nightly uses it).
pub(crate) fn step(command: Command, seconds_max: u64, hint: &str) -> Outcome {
    ended_well(process::run(command, seconds_max), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(success: bool) -> Finished {
        Finished { success, code: None, stdout: String::new(), stderr: String::new(), seconds: 0.0 }
    }

    #[test]
    fn the_summary_of_nextest_is_read() {
        let text = "x\n     Summary [   3.001s] 45 tests run: 42 passed (1 slow), 2 failed, 1 timed out, 7 skipped\n";
        assert_eq!(nextest_counts(text), Some(Counts { passed: 42, failed: 3, left_out: 7 }));
        assert_eq!(nextest_counts("error: could not compile"), None);
    }

    #[test]
    fn the_results_of_libtest_are_added_up() {
        let text = "test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n";
        assert_eq!(libtest_counts(text), Some(Counts { passed: 5, failed: 2, left_out: 1 }));
        assert_eq!(libtest_counts(""), None);
    }

    #[test]
    fn a_test_that_says_it_was_skipped_is_not_counted_as_passed() {
        let text = "    SKIPPED: a: no data\n    SKIPPED: a: no data\n    SKIPPED: b: no data\n";
        assert_eq!(skips(text).into_iter().collect::<Vec<_>>(), ["a: no data", "b: no data"]);
        let outcome =
            tests_outcome(&finished(true), text, Some(Counts { passed: 9, failed: 0, left_out: 0 }));
        assert_eq!((outcome.passed, outcome.failed, outcome.skipped), (7, 0, 2));
    }

    #[test]
    fn a_runner_that_fails_is_a_failure_whatever_it_counted() {
        let counts = || Counts { passed: 9, failed: 0, left_out: 0 };
        assert_eq!(tests_outcome(&finished(false), "", Some(counts())).failed, 1);
        assert_eq!(tests_outcome(&finished(true), "", None).failed, 1);
    }

    #[test]
    fn doc_tests_are_told_from_drawings() {
        assert!(has_doc_test("/// a\n/// ```\n/// assert!(true);\n/// ```\n"));
        assert!(!has_doc_test("//! ```text\n//! a -> b\n//! ```\n"));
        assert!(!has_doc_test("let s = \"```\";\n"));
    }
}
