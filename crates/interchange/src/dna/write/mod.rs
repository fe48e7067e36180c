//! Profiles out.

mod table;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

use genomics::Locus;
use genomics::profile::{Genotype, ProfileKind};

use super::cmf::{CmfHeader, CmfWriter};
use super::profile::ImportedProfile;
use table::TableWriter;

/// A format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DnaTarget {
    /// CODIS CMF.
    Cmf,
    /// GeneMapper, one row a marker.
    GeneMapper,
    /// GeneMapper, one row a sample.
    GeneMapperWide,
    /// GENis.
    Genis,
    /// CSV, one row a specimen; the only one of the four that keeps everything but who read a locus.
    Csv,
}

/// What a file says beside the profiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Every locus of the profiles to come: columns of a row, and which version of CMF.
    pub loci: BTreeSet<Locus>,
    /// Head of CMF; needed there.
    pub cmf: Option<CmfHeader>,
    /// Category of profiles that have none.
    pub category: Option<String>,
    /// User of GENis that the profiles are put to; needed there.
    pub assignee: Option<String>,
}

/// Writes profiles one after the other. The caller keeps what it writes to until [`Self::finish`]: after an error the file is
/// not whole.
#[derive(Debug)]
pub struct ProfileWriter<W> {
    out: W,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Cmf(Box<CmfWriter>),
    Table(TableWriter),
}

impl<W: Write> ProfileWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// [`WriteError`] when an option is missing or cannot stand in the format, or nothing can be written.
    pub fn new(mut out: W, target: DnaTarget, options: &WriteOptions) -> Result<Self, WriteError> {
        let form = match target {
            DnaTarget::Cmf => Form::Cmf(Box::new(CmfWriter::new(options, &mut out)?)),
            target => Form::Table(TableWriter::new(target, options, &mut out)?),
        };
        Ok(Self { out, form })
    }

    /// Writes a profile.
    ///
    /// # Errors
    /// [`WriteError`] when the format cannot hold it, or nothing can be written.
    pub fn write(&mut self, profile: &ImportedProfile) -> Result<(), WriteError> {
        match &mut self.form {
            Form::Cmf(cmf) => cmf.write(profile, &mut self.out),
            Form::Table(table) => table.write(profile, &mut self.out),
        }
    }

    /// Writes the end and gives back what was written to.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn finish(mut self) -> Result<W, WriteError> {
        if let Form::Cmf(cmf) = self.form {
            cmf.finish(&mut self.out)?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The designations as a file lists them. `F` for an unknown second allele only where the format's reader knows it.
pub(super) fn designations(genotype: &Genotype, with_unknown: bool) -> Vec<String> {
    match genotype {
        Genotype::Homozygote(call) => vec![call.to_string(), call.to_string()],
        Genotype::OneAllele(call) if with_unknown => vec![call.to_string(), "F".to_owned()],
        Genotype::Sex { y: true } => vec!["X".to_owned(), "Y".to_owned()],
        Genotype::Sex { y: false } => vec!["X".to_owned(), "X".to_owned()],
        other => other.calls().iter().map(ToString::to_string).collect(),
    }
}

/// A kind as CSV says it.
fn kind_code(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::Single => "single",
        ProfileKind::Mixture => "mixture",
    }
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// An option is missing or cannot stand in the format.
    #[error("{what}")]
    Options {
        /// Which, and what to do.
        what: String,
    },
    /// A profile the format cannot hold.
    #[error("the profile at line {line}{}: {problem}", Place(*.locus))]
    Profile {
        /// Line it was read from.
        line: u64,
        /// Where in it.
        locus: Option<Locus>,
        /// Why.
        problem: WriteProblem,
    },
    /// Nothing can be written.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl WriteError {
    pub(super) fn profile(line: u64, locus: Option<Locus>, problem: WriteProblem) -> Self {
        Self::Profile { line, locus, problem }
    }
}

struct Place(Option<Locus>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |locus| write!(f, ", locus {locus}"))
    }
}

/// Why a format cannot hold a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteProblem {
    /// No category where one is needed.
    #[error("no category: name one for the profiles that have none")]
    NoCategory,
    /// Another category than the format has.
    #[error("its category is none of the format, {known}: correct it in the file")]
    Category {
        /// Examples.
        known: &'static str,
    },
    /// A file of CMF is of one laboratory.
    #[error("it is of another laboratory than the file: write a file for each laboratory")]
    OtherAgency,
    /// A text that is too long.
    #[error("{field}: at most {chars_max} characters in this format")]
    Text {
        /// Which.
        field: &'static str,
        /// How long it may be.
        chars_max: usize,
    },
    /// Too many of something.
    #[error("{found} {what}, the format holds at most {most}")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// The format has no name for the locus.
    #[error("{format} has no name for it: take it out or choose another format")]
    NoSuchLocus {
        /// Which.
        format: &'static str,
    },
    /// A locus that was not among those the file was begun with.
    #[error("not among the loci the file was begun with")]
    NotAnnounced,
    /// A text that a spreadsheet would run.
    #[error(
        "{field}: begins with =, +, - or @, which a spreadsheet runs as a formula; rename it in the file"
    )]
    Formula {
        /// Which.
        field: &'static str,
    },
}
