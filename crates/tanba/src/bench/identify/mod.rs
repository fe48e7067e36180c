//! `tanba bench identify --persons N --fingers K --searches M [--nonmated N] [--probes DIR] [--search-fingers S]
//! [--unknown-position] [--snapshot DIR] [--curve OUT.svg] [--threads T] [--json]` (contracts.md, Fingerprints).

mod build;
mod chart;
mod curve;
mod folder;
mod measure;
mod people;
mod probes;
mod progress;
mod rates;
mod report;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::output;
use build::Builder;
use folder::Folder;
use measure::Searches;
use people::Asked;
use probes::RealFinger;
use progress::Progress;
use report::Report;

/// Most people of one run: about 300 GB of gallery with two fingers each.
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
    /// Searches with people of the gallery
    #[arg(long, value_name = "M", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    searches: u64,
    /// Searches with people who are not in it (default: as many; an FPIR of 1 in F needs ten times F)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    nonmated: Option<u64>,
    /// Fingers searched with, each person other ones in turn (default: all enrolled)
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=10), conflicts_with = "probes")]
    search_fingers: Option<u64>,
    /// Do not tell the search which fingers these are
    #[arg(long)]
    unknown_position: bool,
    /// Folder of images named FINGER_IMPRESSION: each finger is enrolled by its first impression among the
    /// synthetic people and searched with the others; may be given several times
    #[arg(long, value_name = "DIR")]
    probes: Vec<PathBuf>,
    /// Folder that keeps the gallery built so far: an interrupted build goes on there, a finished one is loaded
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,
    /// Measure the cost while the gallery grows from 10,000 people, and draw it; OUT.json beside it keeps the
    /// points, those of other runs included
    #[arg(long, value_name = "OUT.svg", conflicts_with = "probes")]
    curve: Option<PathBuf>,
    /// Threads (default: one a processor)
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Show progress even when standard error is no terminal
    #[arg(long)]
    progress: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &IdentifyArgs) -> ExitCode {
    let answered = identify(args).and_then(|mut text| {
        text.push('\n');
        output::answer(&text)
    });
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(args.json),
    }
}

fn identify(args: &IdentifyArgs) -> Result<String, Failure> {
    let asked = asked(args)?;
    Progress::show(args.progress);
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = args.threads {
        pool = pool.num_threads(threads as usize);
    }
    let pool = pool.build().map_err(|error| Failure::new("threads", format!("no threads: {error}")))?;
    pool.install(|| {
        let folder =
            args.snapshot.as_deref().map(|path| Folder::open(path, args.persons, &asked)).transpose()?;
        let mut builder = Builder::new(args.persons, asked.fingers, folder);
        match &args.curve {
            Some(path) => curve::run(args, &asked, &mut builder, path),
            None => searched(args, &asked, &mut builder),
        }
    })
}

/// The gallery built and searched, as text or JSON.
fn searched(args: &IdentifyArgs, asked: &Asked, builder: &mut Builder) -> Result<String, Failure> {
    let real: Vec<RealFinger> = probes::read(&args.probes)?;
    let single_finger_eer = measure::single_finger_eer();
    say(&format!("single finger of synthetic people: equal error rate {:.2} %", 100.0 * single_finger_eer));
    builder.extend_to(args.persons)?;
    builder.enrol(&real);
    let rate = measure::stage_one_rate(&builder.gallery);
    let nonmated = args.nonmated.unwrap_or(args.searches);
    let mut searches = Searches::default();
    if real.is_empty() {
        searches.synthetic(&builder.gallery, args.persons, asked, args.searches, nonmated);
    } else {
        searches.real(&builder.gallery, &real, asked, nonmated);
        searches.explain(&builder.gallery);
    }
    let report = Report::new(args.persons, asked, builder, rate, single_finger_eer, &searches);
    Ok(if args.json { report.json() } else { report.text(&searches) })
}

/// What is searched with, from the arguments.
fn asked(args: &IdentifyArgs) -> Result<Asked, Failure> {
    let searched = args.search_fingers.unwrap_or(args.fingers);
    if searched > args.fingers {
        let message = format!(
            "--search-fingers {searched}: only {} are enrolled; give --fingers {searched} or more",
            args.fingers
        );
        return Err(Failure::new("usage", message));
    }
    Ok(Asked { fingers: args.fingers as usize, searched: searched as usize, told: !args.unknown_position })
}

/// One line on standard error.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
