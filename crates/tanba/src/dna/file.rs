//! A file of profiles as it is read: progress, digest, and what its format cannot say.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use interchange::dna::{Contents, OneAllele, ReadOptions};
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// Bytes read at once.
const BUFFER_BYTES: usize = 256 << 10;

/// What a file of profiles cannot say itself.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// Whose alleles the profiles show
    #[arg(long, value_enum, default_value_t = ContentsArg::Told)]
    contents: ContentsArg,
    /// What one allele alone at a locus means: unknown = the other may be any (11,F)
    #[arg(long, value_enum, default_value_t = OneAlleleArg::Unknown)]
    one_allele: OneAlleleArg,
    /// A column that is neither a locus nor known otherwise, to be left out; may stand several times
    #[arg(long = "ignore-column", value_name = "NAME")]
    ignore_columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ContentsArg {
    /// As category, column or number of alleles says
    Told,
    /// One person each
    Single,
    /// Several people each
    Mixture,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OneAlleleArg {
    Unknown,
    Homozygote,
    Refuse,
}

impl ReadArgs {
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            contents: match self.contents {
                ContentsArg::Told => Contents::Told,
                ContentsArg::Single => Contents::Single,
                ContentsArg::Mixture => Contents::Mixture,
            },
            one_allele: match self.one_allele {
                OneAlleleArg::Unknown => OneAllele::Unknown,
                OneAlleleArg::Homozygote => OneAllele::Homozygote,
                OneAlleleArg::Refuse => OneAllele::Refuse,
            },
            ignored_columns: self.ignore_columns.clone(),
        }
    }
}

/// A failure to read the file.
pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Failure {
    Failure::new("cannot-read", format!("cannot read {}: {error}", path.display()))
}

/// The bytes of a file; what was read is hashed, counted and shown as progress on standard error.
pub(super) struct Watched<R> {
    source: R,
    seen: Sha256,
    bytes: u64,
    bar: ProgressBar,
}

/// Opens a file.
pub(super) fn open(path: &Path) -> Result<BufReader<Watched<File>>, Failure> {
    let failed = |error| cannot_read(path, &error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(cannot_read(path, &io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let bar = ProgressBar::new(metadata.len());
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    let bar = match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    };
    Ok(BufReader::with_capacity(BUFFER_BYTES, Watched { source: file, seen: Sha256::new(), bytes: 0, bar }))
}

/// Length and SHA-256 of a whole file; what its reader left is read here.
pub(super) fn close(path: &Path, mut reader: BufReader<Watched<File>>) -> Result<(u64, String), Failure> {
    loop {
        let count = reader.fill_buf().map_err(|error| cannot_read(path, &error))?.len();
        if count == 0 {
            break;
        }
        reader.consume(count);
    }
    let watched = reader.into_inner();
    watched.bar.finish_and_clear();
    Ok((watched.bytes, hex::encode(watched.seen.finalize())))
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.seen.update(&buffer[..count]);
        self.bytes += count as u64;
        self.bar.inc(count as u64);
        Ok(count)
    }
}
