//! What a developer and CI run. `cargo xtask test` is everything that tests the project.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod browser;
mod cargo;
mod context;
mod demo;
mod figures;
mod fuzz;
mod law_map;
mod ledger;
mod nightly;
mod postgres;
mod process;
mod server;
mod steps;
mod tidy;

use std::process::ExitCode;

use context::Context;
use steps::{Outcome, Step};

const USAGE: &str = "usage: cargo xtask COMMAND
  test      everything that tests the project (CI runs exactly this)
  tidy      the rules about the code itself, in seconds
  fuzz      the extractor and the readers of profiles, a minute each, part of test
  nightly   test, then the longer runs
  with-postgres COMMAND…
            one command with a PostgreSQL server for its tests, e.g. cargo nextest run --release -p store";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let context = match Context::find() {
        Ok(context) => context,
        Err(error) => return failed(&error),
    };
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let steps = match words[..] {
        ["test"] => test_steps(),
        ["tidy"] => vec![Step::new("tidy", run_tidy)],
        ["fuzz"] => vec![
            Step::new("fuzzing, extractor", fuzz::extractor),
            Step::new("fuzzing, profiles", fuzz::profiles),
        ],
        ["nightly"] => [test_steps(), nightly::steps()].concat(),
        ["with-postgres", _, ..] => {
            return match postgres::run_with(&context, &arguments[1..]) {
                Ok(true) => ExitCode::SUCCESS,
                Ok(false) => ExitCode::FAILURE,
                Err(error) => failed(&error),
            };
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if steps::run(&context, &steps) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn failed(error: &str) -> ExitCode {
    eprintln!("xtask: {error}");
    ExitCode::FAILURE
}

/// The order: what is quick to fail comes first.
fn test_steps() -> Vec<Step> {
    vec![
        Step::new("tidy", run_tidy),
        Step::new("format", cargo::format),
        Step::new("lints", cargo::lints),
        Step::new("cargo deny", cargo::licences),
        Step::new("tests", cargo::tests),
        Step::new("hardware module", cargo::module_tests),
        Step::new("doc tests", cargo::doc_tests),
        Step::new("build", cargo::build),
        Step::new("demo, synthetic", demo::synthetic),
        Step::new("demo, real images", demo::real_images),
        Step::new("server", server::answers),
        Step::new("browser journeys", browser::journeys),
        Step::new("figures", figures::fingerprints),
        Step::new("fuzzing, extractor", fuzz::extractor),
        Step::new("fuzzing, profiles", fuzz::profiles),
    ]
}

fn run_tidy(context: &Context) -> Outcome {
    let report = match tidy::run(&context.root) {
        Ok(report) => report,
        Err(error) => return Outcome::failed(error),
    };
    let mut outcome = Outcome::default();
    for (_, findings) in &report.rules {
        for finding in findings {
            println!("{}: {} [{}]", finding.place, finding.message, finding.rule);
        }
        outcome.count(findings.is_empty());
    }
    let broken: Vec<_> =
        report.rules.iter().filter(|(_, found)| !found.is_empty()).map(|(name, _)| *name).collect();
    if !broken.is_empty() {
        outcome.note = format!("rules broken: {}", broken.join(", "));
    }
    outcome
}
