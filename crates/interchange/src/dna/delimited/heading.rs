//! The heading of a table: which column says what.

use std::collections::BTreeSet;

use genomics::Locus;

use super::split::Cells;
use crate::dna::error::FileError;
use crate::dna::limits::COLUMNS_MAX;
use crate::dna::names::shown;
use crate::dna::reader::Shared;
use crate::dna::sniff::{self, DnaFormat};

/// Most numbered allele columns.
const ALLELE_COLUMNS_MAX: usize = 16;

/// How rows stand for profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// One row a specimen, loci in columns.
    Specimens,
    /// One row a marker, a specimen's rows together.
    Markers,
}

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Designations of a locus: a list of them, or one of several columns of one each.
    Locus { locus: Locus, is_list: bool },
    /// Anything else.
    Other,
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) format: DnaFormat,
    pub(super) layout: Layout,
    pub(super) columns: Vec<Column>,
    /// Fewest fields of a row that is not cut off: up to the last column with a name.
    pub(super) needed: usize,
    pub(super) specimen: Option<usize>,
    pub(super) category: Option<usize>,
    pub(super) agency: Option<usize>,
    pub(super) kit: Option<usize>,
    pub(super) case: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) partial: Option<usize>,
    pub(super) marker: Option<usize>,
    /// Places of the alleles of a row a marker, in order.
    pub(super) alleles: Vec<usize>,
}

/// A column other than loci, by its name without case, blanks and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Specimen,
    Category,
    Agency,
    Kit,
    Case,
    Kind,
    Partial,
    Marker,
    Allele,
    /// Of the instrument or the population, not of the profile.
    Aside,
}

/// What programs write beside the alleles: heights, sizes and areas of peaks, run, dye, flags of quality.
const ASIDE: [&str; 24] = [
    "",
    "samplefile",
    "samplefilename",
    "sampletype",
    "samplecomments",
    "runname",
    "runid",
    "panel",
    "dye",
    "ado",
    "ae",
    "os",
    "off",
    "bin",
    "bd",
    "phr",
    "sq",
    "gq",
    "ud1",
    "ud3",
    "population",
    "pop",
    "user",
    "date",
];
const PEAKS: [&str; 4] = ["height", "size", "area", "datapoint"];

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn known(name: &str) -> Option<Known> {
    let folded = folded(name);
    let unnumbered = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    Some(match folded.as_str() {
        "samplename" | "sample" | "sampleid" | "specimen" | "specimenid" | "ind" | "individual" => {
            Known::Specimen
        }
        "specimencategory" | "category" => Known::Category,
        "agency" | "laboratory" | "lab" | "sourcelab" => Known::Agency,
        "kit" | "ud2" => Known::Kit,
        "case" | "caseid" => Known::Case,
        "kind" => Known::Kind,
        "partial" => Known::Partial,
        "marker" | "locus" => Known::Marker,
        _ if unnumbered == "allele" => Known::Allele,
        _ if PEAKS.contains(&unnumbered) || ASIDE.contains(&folded.as_str()) => Known::Aside,
        _ => return None,
    })
}

impl Heading {
    pub(super) fn read(cells: &Cells, line: u64, text: &str, shared: &mut Shared) -> Result<Self, FileError> {
        if cells.len() > COLUMNS_MAX {
            return Err(FileError::TooManyColumns { line });
        }
        let names: Vec<&str> = (0..cells.len()).map(|place| cells.get(place).trim()).collect();
        if names.iter().any(|name| folded(name) == "rangefrom") {
            return Err(FileError::Mitochondrial { line });
        }
        let mut heading = Self::of_known(&names, line)?;
        if heading.specimen.is_none() {
            return Err(sniff::no_table(text));
        }
        heading.format = heading.recognise(&names, text);
        match heading.layout {
            Layout::Specimens => heading.read_loci(&names, line, shared)?,
            Layout::Markers if heading.alleles.is_empty() => {
                return Err(FileError::Heading {
                    line,
                    what: "no column Allele 1: it is needed beside Marker",
                });
            }
            Layout::Markers => {}
        }
        Ok(heading)
    }

    /// The columns whose names are known, each once.
    fn of_known(names: &[&str], line: u64) -> Result<Self, FileError> {
        let place_of = |wanted: Known| {
            let mut places = (0..names.len()).filter(|place| known(names[*place]) == Some(wanted));
            match (places.next(), places.next()) {
                (place, None) => Ok(place),
                _ => Err(FileError::Heading {
                    line,
                    what: "two columns say the same of a profile (specimen, category, kit …): keep one",
                }),
            }
        };
        let marker = place_of(Known::Marker)?;
        let alleles: Vec<usize> =
            (0..names.len()).filter(|place| known(names[*place]) == Some(Known::Allele)).collect();
        if alleles.len() > ALLELE_COLUMNS_MAX {
            return Err(FileError::Heading { line, what: "more than 16 columns of alleles" });
        }
        let specimen = place_of(Known::Specimen)?;
        Ok(Self {
            format: DnaFormat::Csv,
            layout: if marker.is_some() { Layout::Markers } else { Layout::Specimens },
            columns: vec![Column::Other; names.len()],
            needed: names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1),
            specimen,
            category: place_of(Known::Category)?,
            agency: place_of(Known::Agency)?,
            kit: place_of(Known::Kit)?,
            case: place_of(Known::Case)?,
            kind: place_of(Known::Kind)?,
            partial: place_of(Known::Partial)?,
            marker,
            alleles,
        })
    }

    fn recognise(&self, names: &[&str], text: &str) -> DnaFormat {
        let has = |wanted: &str| names.iter().any(|name| folded(name) == wanted);
        if !text.contains('\t') {
            DnaFormat::Csv
        } else if self.layout == Layout::Markers && has("specimencategory") && has("ud2") {
            DnaFormat::Genis
        } else if has("samplename") {
            DnaFormat::GeneMapper
        } else {
            DnaFormat::Csv
        }
    }

    fn read_loci(&mut self, names: &[&str], line: u64, shared: &mut Shared) -> Result<(), FileError> {
        let ignored: BTreeSet<String> =
            shared.options.ignored_columns.iter().map(|name| folded(name)).collect();
        let mut loci = 0;
        for (place, name) in names.iter().enumerate() {
            if known(name).is_some() || ignored.contains(&folded(name)) {
                continue;
            }
            let Some((locus, is_list)) = locus_of(name, shared) else {
                return Err(FileError::Column { line, column: place + 1, name: shown(name) });
            };
            self.columns[place] = Column::Locus { locus, is_list };
            loci += 1;
        }
        if loci == 0 {
            return Err(FileError::Heading { line, what: "no column is a locus, and none is called Marker" });
        }
        Ok(())
    }
}

/// The locus of a heading: `TH01`, or `TH01_2` for the second of its columns.
fn locus_of(name: &str, shared: &mut Shared) -> Option<(Locus, bool)> {
    if let Ok(locus) = shared.names.find(name) {
        return Some((locus, true));
    }
    let (stem, number) = name.rsplit_once(['_', '.', ' '])?;
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let locus = shared.names.find(stem).ok().filter(|_| is_number)?;
    Some((locus, false))
}
