//! Coverage-guided fuzzing: the extractor and the readers of profiles for a minute on every test run, every target for long at night.
//!
//! Plain cargo builds the targets with the compiler's own coverage instrumentation, so neither cargo-fuzz nor a
//! nightly compiler is needed; libFuzzer itself is C++ and needs a C++ compiler.

use std::path::Path;
use std::process::Command;

use crate::context::Context;
use crate::process;
use crate::steps::Outcome;

/// What the compiler must do for libFuzzer to see which code ran.
const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";
/// Seconds for each target of the test command.
const TEST_SECONDS: u64 = 60;
/// Seconds for each target at night.
const NIGHT_SECONDS: u64 = 600;
const BUILD_SECONDS_MAX: u64 = 30 * 60;
/// Seconds one input may take: the largest image takes about 2, on a machine that does other things too.
const INPUT_SECONDS_MAX: u64 = 25;

/// The extractor with any image for a minute: no panic, no hang, at most 512 MiB.
pub(crate) fn extractor(context: &Context) -> Outcome {
    run(context, &["extract".to_owned()], TEST_SECONDS)
}

/// The readers of DNA profiles with any bytes, a minute each.
pub(crate) fn profiles(context: &Context) -> Outcome {
    run(context, &["dna_cmf".to_owned(), "dna_table".to_owned()], TEST_SECONDS)
}

/// Every target of `fuzz/`, each for its time.
pub(crate) fn everything(context: &Context) -> Outcome {
    match targets(&context.root.join("fuzz/fuzz_targets")) {
        Some(targets) if !targets.is_empty() => run(context, &targets, NIGHT_SECONDS),
        _ => Outcome::failed("fuzz/fuzz_targets holds no target"),
    }
}

fn run(context: &Context, targets: &[String], seconds: u64) -> Outcome {
    let folder = context.root.join("target/fuzz");
    let Some(host) = host(context) else { return Outcome::failed("rustc -vV names no host") };
    if ["c++", "g++", "clang++"].iter().all(|compiler| !process::on_path(compiler)) {
        return Outcome::skipped("libFuzzer needs a C++ compiler (c++)");
    }
    let mut outcome = Outcome::default();
    for target in targets {
        let mut build = process::cargo(&context.root);
        build.env("RUSTFLAGS", COVERAGE);
        build.args(["build", "--release", "--quiet", "--manifest-path", "fuzz/Cargo.toml"]);
        build.args(["--target", &host, "--bin", target, "--target-dir"]).arg(&folder);
        let built = crate::cargo::step(build, BUILD_SECONDS_MAX, &format!("{target} does not build"));
        if built.failed > 0 {
            outcome.add(built);
            continue;
        }
        match command(context, &folder, &host, target, seconds) {
            Ok(command) => outcome.add(crate::cargo::step(command, 2 * seconds + 120, target)),
            Err(error) => outcome.add(Outcome::failed(error.to_string())),
        }
    }
    outcome
}

/// New inputs go to a folder of the build, never among the kept ones.
fn command(
    context: &Context,
    folder: &Path,
    host: &str,
    target: &str,
    seconds: u64,
) -> std::io::Result<Command> {
    let found = folder.join("found").join(target);
    std::fs::create_dir_all(&found)?;
    let mut command = Command::new(folder.join(host).join("release").join(target));
    command.current_dir(folder).arg(&found);
    command.arg(context.root.join("fuzz/corpus").join(target));
    command.args(["-max_len=4096", &format!("-timeout={INPUT_SECONDS_MAX}"), "-verbosity=0"]);
    let memory_mib = if target == "extract" { 512 } else { 2048 };
    command.args([format!("-rss_limit_mb={memory_mib}"), format!("-max_total_time={seconds}")]);
    Ok(command)
}

/// The machine's own target: an explicit one keeps the instrumentation out of build scripts and macros.
fn host(context: &Context) -> Option<String> {
    let mut command = Command::new("rustc");
    command.current_dir(&context.root).arg("-vV");
    let text = process::run(command, 60).ok()?.stdout;
    text.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
}

fn targets(folder: &Path) -> Option<Vec<String>> {
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let name = entry.ok()?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    targets.sort();
    Some(targets)
}
