//! Why a file, or a profile of it, cannot be read: what, where, what to do.

use std::fmt;

use genomics::profile::GenotypeError;
use genomics::{Locus, UnknownLocus};

use super::limits::{COLUMNS_MAX, LINE_BYTES_MAX, LOCI_MAX, PROFILES_MAX};

/// What is wrong at a line. The words repeat no specimen number: the line finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Line of the file, from 1.
    pub line: u64,
    /// Locus, as the file names it when it is not known.
    pub locus: Option<String>,
    /// What.
    pub problem: RowProblem,
}

impl RowError {
    pub(super) fn new(line: u64, problem: RowProblem) -> Self {
        Self { line, locus: None, problem }
    }

    pub(super) fn at(line: u64, locus: Locus, problem: RowProblem) -> Self {
        Self { line, locus: Some(locus.name().to_owned()), problem }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.locus {
            Some(locus) => write!(f, "line {}, locus {locus}: {}", self.line, self.problem),
            None => write!(f, "line {}: {}", self.line, self.problem),
        }
    }
}

/// What may be wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// No locus has an allele.
    #[error("the profile is empty: give at least one typed locus, or take it out of the file")]
    Empty,
    /// Another number of fields than the heading.
    #[error("{found} fields, the heading has {expected}: add or take out a field")]
    Fields {
        /// How many there are.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A quotation mark that is not closed on its line, or text behind the closing one.
    #[error(
        "a quotation mark is not closed, or text follows the closing one: write \"…\" around a whole field"
    )]
    Quote,
    /// Bytes that are no text.
    #[error("not UTF-8 text: save the file as UTF-8")]
    NotUtf8,
    /// No specimen number.
    #[error("no specimen number: give one")]
    NoSpecimen,
    /// A text with control characters or too long.
    #[error("{field}: at most {chars_max} characters, none of them a control character: shorten it")]
    Text {
        /// Which.
        field: &'static str,
        /// How long it may be.
        chars_max: usize,
    },
    /// A word that is not of a closed list.
    #[error("{field}: not one of the words it may be; {known}")]
    Word {
        /// Which field.
        field: &'static str,
        /// The words.
        known: &'static str,
    },
    /// A specimen number that stood before.
    #[error(
        "this specimen number stands already at line {first}: rows of one specimen stand together, and each specimen once"
    )]
    Again {
        /// Line where it began.
        first: u64,
    },
    /// A locus that stood before.
    #[error("the locus stands already at line {first}: keep one")]
    LocusAgain {
        /// Where.
        first: u64,
    },
    /// A locus without a name.
    #[error("a locus without a name (LOCUSNAME, Marker): name it")]
    NoLocusName,
    /// A place for an allele that holds none.
    #[error("an allele without a value: give it, or take the allele out")]
    NoAllele,
    /// A time that is none.
    #[error("not a time as in 2026-03-02T09:30:00: correct it")]
    Time,
    /// More alleles at a locus than the format may list.
    #[error("{found} alleles, the format lists at most {most}: take out what was not called")]
    TooManyAlleles {
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// More loci than a profile may have.
    #[error("more than {LOCI_MAX} loci: split the profile or take out what is no identity locus")]
    TooManyLoci,
    /// A locus that is not accepted.
    #[error("{}", .0.to_string())]
    Locus(UnknownLocus),
    /// Allele 0.
    #[error("allele 0: no allele has no repeat; leave the field empty when the locus was not typed")]
    Zero,
    /// Designations that are no genotype.
    #[error("{}", without_locus(.0))]
    Genotype(GenotypeError),
}

/// The words of a genotype's error name the locus first; the row's error has done so already.
fn without_locus(error: &GenotypeError) -> String {
    let words = error.to_string();
    words.split_once(": ").map_or(words.clone(), |(_, rest)| rest.to_owned())
}

/// Why a file cannot be read, or not beyond a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A heading and nothing else, or CMF without a specimen.
    #[error("the file holds no profile: nothing to import")]
    NoProfiles,
    /// UTF-16 and the like.
    #[error("the text is not UTF-8 ({found}): save the file as UTF-8")]
    Encoding {
        /// What it seems to be.
        found: String,
    },
    /// Not one of the formats.
    #[error("not a file of DNA profiles: {found}; known are {KNOWN}")]
    UnknownFormat {
        /// What stands there instead.
        found: String,
    },
    /// Mitochondrial DNA.
    #[error("line {line}: a table of mitochondrial differences; only STR profiles are read today")]
    Mitochondrial {
        /// Where.
        line: u64,
    },
    /// A column nobody knows.
    #[error(
        "line {line}, column {column} `{name}`: neither a locus of the catalogue nor a known column; correct its name, take it out, or name it among the ignored columns"
    )]
    Column {
        /// Line of the heading.
        line: u64,
        /// Number of the column, from 1.
        column: usize,
        /// Its heading, shortened.
        name: String,
    },
    /// A column that is needed and not there, or there twice.
    #[error("line {line}: {what}")]
    Heading {
        /// Line of the heading.
        line: u64,
        /// What is missing.
        what: &'static str,
    },
    /// Too many columns.
    #[error("line {line}: more than {COLUMNS_MAX} columns: split the table")]
    TooManyColumns {
        /// Line of the heading.
        line: u64,
    },
    /// A line, tag or text that does not end.
    #[error(
        "line {line}: more than {LINE_BYTES_MAX} bytes without an end: a damaged file, or one with other line ends"
    )]
    TooLong {
        /// Where it begins.
        line: u64,
    },
    /// Too many profiles.
    #[error("line {line}: more than {PROFILES_MAX} profiles: split the file")]
    TooManyProfiles {
        /// Where.
        line: u64,
    },
    /// Not well-formed XML.
    #[error("line {line}: not well-formed XML: {what}")]
    Xml {
        /// Where.
        line: u64,
        /// What the parser says.
        what: String,
    },
    /// A document type declaration or an entity of its own.
    #[error("line {line}: a document type or an entity of its own is not accepted: take it out")]
    Entity {
        /// Where.
        line: u64,
    },
    /// An element CMF does not have there.
    #[error("line {line}: {what}: not of CODIS CMF 3.2; correct or take it out")]
    Element {
        /// Where.
        line: u64,
        /// Which, and inside what.
        what: String,
    },
    /// A field of the head of CMF.
    #[error("line {line}: {field} is missing, or is not {expected}")]
    Head {
        /// Where.
        line: u64,
        /// Its element.
        field: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The end came inside.
    #[error("line {line}: the file ends inside {inside}: it was cut off; fetch it again")]
    CutOff {
        /// Where.
        line: u64,
        /// Element.
        inside: &'static str,
    },
    /// The bytes could not be had.
    #[error("line {line}: cannot be read: {what}")]
    Io {
        /// Where.
        line: u64,
        /// The system's words.
        what: String,
    },
}

/// The formats, for a message.
const KNOWN: &str =
    "GeneMapper text, CODIS CMF 3.2 XML, GENis text, and CSV with a column of specimen numbers";
