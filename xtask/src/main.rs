//! What a developer and CI run. `cargo xtask test` is everything that tests the project.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod browser;
mod cargo;
mod context;
mod demo;
mod figures;
mod fuzz;
mod ledger;
mod nightly;
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
  fuzz      the extractor with any image for a minute, part of test
  nightly   test, then the longer runs";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let steps = match (command.as_str(), arguments.next()) {
        ("test", None) => test_steps(),
        ("tidy", None) => vec![Step::new("tidy", run_tidy)],
        ("fuzz", None) => vec![Step::new("fuzzing, extractor", fuzz::extractor)],
        ("nightly", None) => [test_steps(), nightly::steps()].concat(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let context = match Context::find() {
        Ok(context) => context,
        Err(error) => {
            eprintln!("xtask: {error}");
            return ExitCode::FAILURE;
        }
    };
    if steps::run(&context, &steps) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The order: what is quick to fail comes first.
fn test_steps() -> Vec<Step> {
    vec![
        Step::new("tidy", run_tidy),
        Step::new("format", cargo::format),
        Step::new("lints", cargo::lints),
        Step::new("cargo deny", cargo::licences),
        Step::new("tests", cargo::tests),
        Step::new("doc tests", cargo::doc_tests),
        Step::new("build", cargo::build),
        Step::new("demo, synthetic", demo::synthetic),
        Step::new("demo, real images", demo::real_images),
        Step::new("server", server::answers),
        Step::new("browser journeys", browser::journeys),
        Step::new("figures", figures::fingerprints),
        Step::new("fuzzing, extractor", fuzz::extractor),
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
