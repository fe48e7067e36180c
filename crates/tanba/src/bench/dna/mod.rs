//! `tanba bench dna --profiles N --searches M [--json]` (contracts.md, Genomics): searches among synthetic profiles, on one
//! thread.

mod measure;
mod people;
mod report;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use genomics::search::{PROFILES_MAX, SEARCHES_MAX};

use crate::failure::Failure;
use crate::output;
use measure::Measured;
use people::People;
use report::Report;

/// Arguments of `dna`.
#[derive(Debug, Args)]
pub(super) struct DnaBenchArgs {
    /// Synthetic profiles in the database, planted ones included
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(4..=PROFILES_MAX as u64))]
    profiles: u64,
    /// Searches of each kind; each has a planted match, partial match or child to find
    #[arg(long, value_name = "M", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=SEARCHES_MAX as u64))]
    searches: u64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &DnaBenchArgs) -> ExitCode {
    let answered = measured(args).and_then(|mut text| {
        text.push('\n');
        output::answer(&text)
    });
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(args.json),
    }
}

fn measured(args: &DnaBenchArgs) -> Result<String, Failure> {
    let searches = args.searches as usize;
    if people::planted(args.searches) > args.profiles {
        let message = format!(
            "{} searches plant {} profiles, --profiles {} has no room for them: give more profiles or fewer searches",
            args.searches,
            people::planted(args.searches),
            args.profiles
        );
        return Err(Failure::new("usage", message));
    }
    let people = People::new()?;
    say(&format!("{} profiles of {} loci are drawn", args.profiles, people.loci.len()));
    let database = people.database(args.profiles, args.searches)?;
    let measured = Measured::new(&people, &database, searches)?;
    let report = Report::new(args.profiles, &database, &measured);
    Ok(if args.json { report.json()? } else { report.text() })
}

/// One line on standard error.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
