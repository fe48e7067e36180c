//! `tanba fingerprint extract | show | compare | evaluate` (contracts.md, Fingerprints).

mod canvas;
mod compare;
mod drawing;
mod evaluate;
mod extract;
mod files;
mod input;
mod mark;
mod refusal;
mod show;

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::failure::Failure;

pub(crate) use input::parse_ppi;

/// Reads a file that may be an image: at most one byte more than one may have, the decoder names the limit.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path).map_err(|refusal| Failure::new(refusal.code, refusal.message))
}

/// Arguments of `tanba fingerprint`.
#[derive(Debug, Args)]
pub(crate) struct FingerprintArgs {
    #[command(subcommand)]
    what: FingerprintCommand,
}

#[derive(Debug, Subcommand)]
enum FingerprintCommand {
    /// Find the minutiae of a finger image and write them as an ISO/IEC 19794-2:2005 record
    Extract(extract::ExtractArgs),
    /// Draw minutiae, ridge flow and quality over a finger image (SVG or PNG)
    Show(show::ShowArgs),
    /// Compare two prints: images or templates
    Compare(compare::CompareArgs),
    /// Measure error rates on folders of images named FINGER_IMPRESSION
    Evaluate(evaluate::EvaluateArgs),
}

/// Runs the command: 0 done, 1 a clear refusal, 2 wrong usage.
pub(crate) fn run(args: &FingerprintArgs) -> ExitCode {
    match &args.what {
        FingerprintCommand::Extract(args) => refusal::finish(extract::run(args), args.json),
        FingerprintCommand::Show(args) => show::run(args),
        FingerprintCommand::Compare(args) => refusal::finish(compare::run(args), args.json),
        FingerprintCommand::Evaluate(args) => refusal::finish(evaluate::run(args), args.json),
    }
}
