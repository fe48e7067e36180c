//! `tanba bench identify --persons N --fingers K --searches M [--probes DIR] [--threads T] [--json]`
//! (contracts.md, Fingerprints).

mod build;
mod measure;
mod people;
mod probes;
mod report;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use crate::failure::Failure;
use crate::output;
use build::build;
use measure::Searches;
use probes::RealFinger;
use report::Report;

/// Most people of one run: about 100 GB of gallery.
const PERSONS_MAX: u64 = 50_000_000;

/// Arguments of `identify`.
#[derive(Debug, Args)]
pub(super) struct IdentifyArgs {
    /// Synthetic people in the gallery
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=PERSONS_MAX))]
    persons: u64,
    /// Fingers of each: 1 is the right index, 2 both index fingers, 10 all
    #[arg(long, value_name = "K", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=10))]
    fingers: u64,
    /// Searches with people of the gallery, and as many with others
    #[arg(long, value_name = "M", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    searches: u64,
    /// Folder of images named FINGER_IMPRESSION: each finger is enrolled by its first impression among the
    /// synthetic people and searched with the others; may be given several times
    #[arg(long, value_name = "DIR")]
    probes: Vec<PathBuf>,
    /// Threads (default: one a processor)
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &IdentifyArgs) -> ExitCode {
    let answered = identify(args).and_then(|report| {
        let mut text = if args.json { report.json() } else { report.text() };
        text.push('\n');
        output::answer(&text)
    });
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(args.json),
    }
}

fn identify(args: &IdentifyArgs) -> Result<Report, Failure> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = args.threads {
        pool = pool.num_threads(threads as usize);
    }
    let pool = pool.build().map_err(|error| Failure::new("threads", format!("no threads: {error}")))?;
    pool.install(|| {
        let real: Vec<RealFinger> = probes::read(&args.probes)?;
        let single_finger_eer = measure::single_finger_eer();
        say(&format!(
            "single finger of synthetic people: equal error rate {:.2} %",
            100.0 * single_finger_eer
        ));
        let start = Instant::now();
        let gallery = build(args.persons, args.fingers as usize, &real);
        let build_seconds = start.elapsed().as_secs_f64();
        let rate = measure::stage_one_rate(&gallery);
        let searches = if real.is_empty() {
            Searches::synthetic(&gallery, args.persons, args.fingers as usize, args.searches)
        } else {
            Searches::real(&gallery, &real, args.persons, args.searches)
        };
        let threads = rayon::current_num_threads();
        Ok(Report::new(
            args.persons,
            args.fingers,
            threads,
            &gallery,
            build_seconds,
            rate,
            single_finger_eer,
            &searches,
        ))
    })
}

/// One line on standard error.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
