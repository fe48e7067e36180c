//! `tanba bench`: what this machine does with a register of a size it does not have yet.

mod dna;
mod identify;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Arguments of `tanba bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    what: BenchCommand,
}

#[derive(Debug, Subcommand)]
enum BenchCommand {
    /// DNA profiles: searches by rule and for relatives among synthetic ones, on one thread
    Dna(dna::DnaBenchArgs),
    /// One person among many: a gallery of synthetic people, searched with people who are in it and who are not
    Identify(identify::IdentifyArgs),
}

/// Runs the command: 0 done, 1 a clear refusal, 2 wrong usage.
pub(crate) fn run(args: &BenchArgs) -> ExitCode {
    match &args.what {
        BenchCommand::Dna(args) => dna::run(args),
        BenchCommand::Identify(args) => identify::run(args),
    }
}
