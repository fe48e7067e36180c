//! `tanba dna lr CASE.json`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use genomics::case::{Answer, CASE_BYTES_MAX, answer};

use crate::case_file::{self, Refused};

/// `tanba dna lr CASE.json [--json]`
#[derive(Debug, Args)]
pub(crate) struct LrArgs {
    /// The case as JSON; `-` reads standard input
    #[arg(value_name = "CASE.json")]
    case: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &LrArgs) -> ExitCode {
    let answer = read(&args.case).and_then(|text| answer(&text).map_err(|error| (error.code, error.message)));
    case_file::finish(answer, args.json, words)
}

/// What is longer than a case may be is refused when it is parsed.
fn read(path: &Path) -> Result<String, Refused> {
    case_file::text(path, case_file::read(path, CASE_BYTES_MAX)?)
}

fn words(answer: &Answer) -> String {
    let mut lines = Vec::new();
    match answer {
        Answer::Family(family) => {
            for (locus, of_locus) in &family.per_locus {
                let ratios = of_locus.lr.iter().map(|(name, lr)| format!("{name} {lr:.6e}"));
                lines.push(format!("{locus:<12} {}", ratios.collect::<Vec<_>>().join("   ")));
            }
            for (name, log10) in &family.log10_lr {
                let log10 =
                    log10.map_or("the profiles are impossible".to_owned(), |log10| format!("{log10:.4}"));
                lines.push(format!("log10 LR {name} : {}   {log10}", family.denominator));
            }
            for (name, loci) in &family.excluding_loci {
                lines.push(format!("{name} is excluded by {}", loci.join(", ")));
            }
            for (name, persons) in &family.taken_as_unrelated {
                lines.push(format!("{name} does not mention {}: taken as unrelated", persons.join(", ")));
            }
            lines.push(format!("untyped founders with one child: {}", family.founder_convention));
        }
        Answer::Rarity(rarity) => {
            for (theta, formulas) in &rarity.log10_one_over_rmp {
                let values = formulas.iter().map(|(name, value)| format!("{name} {value:.4}"));
                let values = values.collect::<Vec<_>>().join("   ");
                lines.push(format!("log10 1/RMP {theta}   {values}"));
            }
        }
        Answer::Linked(linked) => {
            lines.push(format!("LR of both loci, linked    {:.6}", linked.two_locus_lr_linked));
            lines.push(format!("LR of both loci, unlinked  {:.6}", linked.two_locus_lr_unlinked));
        }
    }
    lines.join("\n") + "\n"
}
