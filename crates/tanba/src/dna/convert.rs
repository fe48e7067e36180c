//! `tanba dna convert IN OUT --to FORMAT`: all profiles of a file in another format, or none.

use std::collections::BTreeSet;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use genomics::Locus;
use interchange::dna::{CmfHeader, DnaTarget, Entry, ImportedProfile, ProfileWriter, WriteOptions, read};
use serde_json::json;
use vocabulary::Clock;

use super::file::{self, ReadArgs};
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::output;

/// Most errors in the words of a refusal.
const LISTED_MAX: usize = 10;

/// `tanba dna convert IN OUT --to FORMAT`
#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    /// Profiles: GeneMapper text, CODIS CMF, GENis text or CSV, recognised by content
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// The new file; one that is there is not overwritten
    #[arg(value_name = "OUT")]
    to_file: PathBuf,
    /// Format to write
    #[arg(long, value_enum)]
    to: TargetArg,
    /// Category of profiles that have none
    #[arg(long)]
    category: Option<String>,
    /// CMF: laboratory that sends, 1 to 10 characters
    #[arg(long, value_name = "ORI")]
    laboratory: Option<String>,
    /// CMF: laboratory the file is for, 1 to 10 characters
    #[arg(long, value_name = "ORI")]
    destination: Option<String>,
    /// CMF: who submits; GENis: the user the profiles are put to
    #[arg(long)]
    user: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: ReadArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TargetArg {
    Cmf,
    /// One row a marker
    Genemapper,
    /// One row a sample
    GenemapperWide,
    Csv,
    Genis,
}

impl TargetArg {
    fn target(self) -> DnaTarget {
        match self {
            Self::Cmf => DnaTarget::Cmf,
            Self::Genemapper => DnaTarget::GeneMapper,
            Self::GenemapperWide => DnaTarget::GeneMapperWide,
            Self::Csv => DnaTarget::Csv,
            Self::Genis => DnaTarget::Genis,
        }
    }
}

pub(crate) fn run(args: &ConvertArgs) -> ExitCode {
    let done = convert(args).and_then(|profiles| {
        let printed = if args.json {
            format!("{}\n", json!({ "profiles": profiles }))
        } else {
            format!("{profiles} profiles written to {}\n", args.to_file.display())
        };
        output::answer(&printed)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(args.json),
    }
}

/// Twice through the file: first whether all of it stands and which loci it has, then out. The new file has its name only
/// when it is whole.
fn convert(args: &ConvertArgs) -> Result<u64, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new("convert", error.to_string());
    let out = &args.to_file;
    if out.exists() {
        return Err(failed(&format!("{} is there already: name a new file", out.display())));
    }
    let mut loci = BTreeSet::new();
    let before = each(args, |profile| {
        loci.extend(profile.profile.loci().map(|(locus, _)| locus));
        Ok(())
    })?;
    let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::NamedTempFile::new_in(folder)
        .map_err(|error| failed(&format!("cannot write into {}: {error}", folder.display())))?;
    let options = options(args, loci);
    let mut writer = ProfileWriter::new(BufWriter::new(beside), args.to.target(), &options)
        .map_err(|error| failed(&format!("{error}; see `tanba dna convert --help`")))?;
    let after = each(args, |profile| writer.write(profile).map_err(|error| failed(&error)))?;
    if before != after {
        return Err(failed(&format!("{} was changed while it was read: begin again", args.from.display())));
    }
    let whole = writer.finish().map_err(|error| failed(&error))?;
    let whole = whole.into_inner().map_err(|error| failed(&error))?;
    whole.persist_noclobber(out).map_err(|error| failed(&format!("{}: {}", out.display(), error.error)))?;
    Ok(after.profiles)
}

/// What was read: the same file twice is the same.
#[derive(Debug, PartialEq, Eq)]
struct Whole {
    profiles: u64,
    bytes: u64,
    sha256: String,
}

/// Every profile of the file; refused when one of them cannot be taken.
fn each(
    args: &ConvertArgs,
    mut take: impl FnMut(&ImportedProfile) -> Result<(), Failure>,
) -> Result<Whole, Failure> {
    let path = &args.from;
    let failed =
        |error: &dyn std::fmt::Display| Failure::new("profiles", format!("{}: {error}", path.display()));
    let mut source = file::open(path)?;
    let mut entries = read(&mut source, args.reading.options()).map_err(|error| failed(&error))?;
    let (mut profiles, mut errors, mut count) = (0, Vec::new(), 0);
    for entry in &mut entries {
        match entry.map_err(|error| failed(&error))? {
            Entry::Profile(profile) if count == 0 => take(&profile)?,
            Entry::Profile(_) => {}
            Entry::Refused(refusal) => {
                count += refusal.errors.len() as u64 + refusal.more;
                errors.extend(refusal.errors.iter().map(ToString::to_string));
                errors.truncate(LISTED_MAX);
            }
        }
        profiles += 1;
    }
    drop(entries);
    if count > 0 {
        let more = count - errors.len() as u64;
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        return Err(failed(&format!("nothing was written: {}{more}", errors.join("; "))));
    }
    let (bytes, sha256) = file::close(path, source)?;
    Ok(Whole { profiles, bytes, sha256 })
}

fn options(args: &ConvertArgs, loci: BTreeSet<Locus>) -> WriteOptions {
    let cmf = match (&args.laboratory, &args.destination, &args.user) {
        (Some(source), Some(destination), Some(user)) => Some(CmfHeader {
            destination: destination.clone(),
            source: source.clone(),
            user: user.clone(),
            at: SystemClock.now().strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        }),
        _ => None,
    };
    WriteOptions { loci, cmf, category: args.category.clone(), assignee: args.user.clone() }
}
