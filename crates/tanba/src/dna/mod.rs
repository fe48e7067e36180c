//! `tanba dna`: likelihood ratios of DNA evidence, and files of profiles, on the command line.

mod convert;
mod file;
mod import;
mod lr;
mod report;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// `tanba dna …`
#[derive(Debug, Args)]
pub(crate) struct DnaArgs {
    #[command(subcommand)]
    command: DnaCommand,
}

#[derive(Debug, Subcommand)]
enum DnaCommand {
    /// Likelihood ratios of a case: pedigrees, a match probability, or two linked loci.
    Lr(lr::LrArgs),
    /// What an import of a file of profiles would take and refuse. Profiles are not stored yet.
    Import(import::ImportArgs),
    /// Writes a file of profiles in another format, all of them or none.
    Convert(convert::ConvertArgs),
    /// Whether a signed report of an import holds.
    CheckReport(report::CheckArgs),
}

/// Runs the command.
pub(crate) fn run(args: &DnaArgs) -> ExitCode {
    match &args.command {
        DnaCommand::Lr(args) => lr::run(args),
        DnaCommand::Import(args) => import::run(args),
        DnaCommand::Convert(args) => convert::run(args),
        DnaCommand::CheckReport(args) => report::run(args),
    }
}
