//! `tanba dna lr CASE.json`

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use genomics::case::{Answer, CASE_BYTES_MAX, CaseError, answer};

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
    let (printed, code) = match read(&args.case).and_then(|text| answer(&text)) {
        Ok(answer) if args.json => (line(&answer), ExitCode::SUCCESS),
        Ok(answer) => (Ok(words(&answer)), ExitCode::SUCCESS),
        Err(error) if args.json => {
            let error = serde_json::json!({"error": {"code": error.code, "message": error.message}});
            (line(&error), ExitCode::FAILURE)
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "error ({}): {}", error.code, error.message);
            return ExitCode::FAILURE;
        }
    };
    match printed.map_err(io::Error::other).and_then(|text| io::stdout().write_all(text.as_bytes())) {
        Ok(()) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot print the answer: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads at most the limit of a case; what is longer is refused when it is parsed.
fn read(path: &Path) -> Result<String, CaseError> {
    let limit = CASE_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    let outcome = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    outcome
        .map_err(|error| CaseError::new("cannot-read", format!("cannot read {}: {error}", path.display())))?;
    String::from_utf8(bytes)
        .map_err(|error| CaseError::new("not-json", format!("{} is not UTF-8 text: {error}", path.display())))
}

fn line(value: &impl serde::Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value).map(|line| line + "\n")
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
