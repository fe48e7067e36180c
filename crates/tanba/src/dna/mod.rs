//! `tanba dna`: likelihood ratios of DNA evidence on the command line.

mod lr;

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
}

/// Runs the command.
pub(crate) fn run(args: &DnaArgs) -> ExitCode {
    match &args.command {
        DnaCommand::Lr(args) => lr::run(args),
    }
}
