//! A profile while its rows are read, and the decision whether it stands.

use std::collections::{BTreeMap, HashMap};

use genomics::profile::{Genotype, Profile, ProfileKind};
use genomics::{Locus, LocusKind};

use super::cmf;
use super::error::{RowError, RowProblem};
use super::limits::{DESIGNATIONS_MAX, LOCI_MAX, ROW_ERRORS_MAX, TEXT_CHARS_MAX};
use super::options::{Contents, OneAllele, ReadOptions};
use super::profile::{Entry, ImportedProfile, Reading, Refusal};

/// How files write that nothing was typed.
const NOTHING: [&str; 4] = ["NULL", "NA", "N/A", "-"];
/// The second allele of "11,F": any.
const ANY_SECOND: &str = "F";
/// Alleles of a locus above which it shows several people.
const ALLELES_OF_ONE_MAX: usize = 3;

/// Specimens met so far, with the line each began at.
pub(super) type Seen = HashMap<Box<str>, u64>;

/// What was read of a profile so far.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) specimen: String,
    pub(super) category: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) kit: Option<String>,
    pub(super) case: Option<String>,
    pub(super) partial: bool,
    pub(super) kind: Option<ProfileKind>,
    line: u64,
    loci: Vec<DraftLocus>,
    errors: Vec<RowError>,
    more: u64,
    sensors: usize,
    /// Its row cannot be read, so that it cannot have a specimen number.
    is_unreadable: bool,
}

#[derive(Debug)]
struct DraftLocus {
    locus: Locus,
    line: u64,
    designations: Vec<String>,
    reading: Option<Reading>,
}

impl Draft {
    pub(super) fn new(specimen: &str, line: u64) -> Self {
        let specimen = specimen.trim().to_owned();
        Self {
            specimen,
            category: None,
            agency: None,
            kit: None,
            case: None,
            partial: false,
            kind: None,
            line,
            loci: Vec::new(),
            errors: Vec::new(),
            more: 0,
            sensors: 0,
            is_unreadable: false,
        }
    }

    /// Notes that a row cannot be read, so that nobody knows whose it is.
    pub(super) fn specimen_is_unreadable(&mut self, error: RowError) {
        self.is_unreadable = true;
        self.error(error);
    }

    /// Notes that something is wrong.
    pub(super) fn error(&mut self, error: RowError) {
        if self.errors.len() < ROW_ERRORS_MAX {
            self.errors.push(error);
        } else {
            self.more += 1;
        }
    }

    /// Adds designations of a locus, to those it has already: several columns may belong to one locus.
    pub(super) fn append<'a>(
        &mut self,
        locus: Locus,
        line: u64,
        designations: impl IntoIterator<Item = &'a str>,
    ) {
        let mut given = designations.into_iter().map(str::trim).filter(|name| is_something(name)).peekable();
        if given.peek().is_none() {
            return;
        }
        if locus.kind() == LocusKind::Sensor {
            self.sensors += 1;
            return;
        }
        let place = self.loci.iter().rposition(|own| own.locus == locus);
        let place = place.unwrap_or_else(|| {
            self.loci.push(DraftLocus { locus, line, designations: Vec::with_capacity(2), reading: None });
            self.loci.len() - 1
        });
        let own = &mut self.loci[place].designations;
        let room = DESIGNATIONS_MAX.saturating_sub(own.len());
        own.extend(given.take(room).map(str::to_owned));
        if self.loci.len() > LOCI_MAX {
            self.loci.pop();
            self.error(RowError::new(line, RowProblem::TooManyLoci));
        }
    }

    /// Adds a locus that may stand once.
    pub(super) fn add<'a>(
        &mut self,
        locus: Locus,
        line: u64,
        designations: impl IntoIterator<Item = &'a str>,
        reading: Option<Reading>,
    ) {
        if let Some(before) = self.loci.iter().find(|own| own.locus == locus) {
            let problem = RowProblem::LocusAgain { first: before.line };
            return self.error(RowError::at(line, locus, problem));
        }
        let before = self.loci.len();
        self.append(locus, line, designations);
        if let Some(own) = self.loci.get_mut(before) {
            own.reading = reading;
        }
    }

    /// The profile, or everything that is wrong with it.
    pub(super) fn finish(mut self, options: &ReadOptions, seen: &mut Seen) -> Entry {
        self.check_texts();
        if self.specimen.is_empty() {
            if self.is_unreadable {
                return Entry::Refused(Refusal { line: self.line, errors: self.errors, more: self.more });
            }
            self.error(RowError::new(self.line, RowProblem::NoSpecimen));
        } else if let Some(first) = seen.get(self.specimen.as_str()).copied() {
            self.error(RowError::new(self.line, RowProblem::Again { first }));
        } else {
            seen.insert(self.specimen.as_str().into(), self.line);
        }
        let kind = self.kind_of(options.contents);
        let mut genotypes = BTreeMap::new();
        let mut readings = BTreeMap::new();
        for own in std::mem::take(&mut self.loci) {
            match genotype(kind, options.one_allele, &own) {
                Ok(genotype) => {
                    genotypes.insert(own.locus, genotype);
                }
                Err(problem) => self.error(RowError::at(own.line, own.locus, problem)),
            }
            readings.extend(own.reading.map(|reading| (own.locus, reading)));
        }
        let profile = Profile::of(kind, genotypes);
        match profile {
            Ok(profile) if self.errors.is_empty() => Entry::Profile(Box::new(ImportedProfile {
                specimen: self.specimen,
                category: self.category,
                agency: self.agency,
                kit: self.kit,
                case: self.case,
                partial: self.partial,
                profile,
                readings,
                line: self.line,
                sensors_left_out: self.sensors,
            })),
            _ => {
                if self.errors.is_empty() {
                    self.error(RowError::new(self.line, RowProblem::Empty));
                }
                Entry::Refused(Refusal { line: self.line, errors: self.errors, more: self.more })
            }
        }
    }

    fn check_texts(&mut self) {
        let texts = [
            ("specimen number", Some(&self.specimen)),
            ("category", self.category.as_ref()),
            ("agency", self.agency.as_ref()),
            ("kit", self.kit.as_ref()),
            ("case", self.case.as_ref()),
        ];
        let is_bad = |text: &str| text.chars().count() > TEXT_CHARS_MAX || text.chars().any(char::is_control);
        let bad: Vec<&'static str> = texts
            .into_iter()
            .filter_map(|(field, text)| text.is_some_and(|text| is_bad(text)).then_some(field))
            .collect();
        for field in bad {
            self.error(RowError::new(self.line, RowProblem::Text { field, chars_max: TEXT_CHARS_MAX }));
        }
    }

    /// Whose alleles it shows; [`Contents::Told`] says how it is decided.
    fn kind_of(&self, contents: Contents) -> ProfileKind {
        match (contents, self.kind) {
            (Contents::Single, _) => return ProfileKind::Single,
            (Contents::Mixture, _) => return ProfileKind::Mixture,
            (Contents::Told, Some(kind)) => return kind,
            (Contents::Told, None) => {}
        }
        if let Some(kind) = self.category.as_deref().and_then(cmf::kind_of_category) {
            return kind;
        }
        let autosomal = self.loci.iter().filter(|own| own.locus.kind() == LocusKind::Autosomal);
        let counts: Vec<usize> = autosomal.map(|own| different(&own.designations)).collect();
        let several = counts.iter().filter(|count| **count >= ALLELES_OF_ONE_MAX).count() >= 2;
        if several || counts.iter().any(|count| *count > ALLELES_OF_ONE_MAX) {
            ProfileKind::Mixture
        } else {
            ProfileKind::Single
        }
    }
}

fn is_something(name: &str) -> bool {
    !name.is_empty() && !NOTHING.iter().any(|nothing| name.eq_ignore_ascii_case(nothing))
}

/// Allele 0, however it is written: `0`, `00`, `0.0`.
fn is_zero(name: &str) -> bool {
    name.contains('0') && name.chars().all(|c| matches!(c, '0' | '.'))
}

fn different(designations: &[String]) -> usize {
    let is_first = |(place, name): &(usize, &String)| !designations[..*place].contains(name);
    designations.iter().enumerate().filter(is_first).count()
}

fn genotype(kind: ProfileKind, one_allele: OneAllele, own: &DraftLocus) -> Result<Genotype, RowProblem> {
    let mut names: Vec<&str> = own.designations.iter().map(String::as_str).collect();
    let numbered = !matches!(own.locus.kind(), LocusKind::Sex | LocusKind::Sensor);
    if numbered && names.iter().any(|name| is_zero(name)) {
        return Err(RowProblem::Zero);
    }
    let of_two = matches!(own.locus.kind(), LocusKind::Autosomal | LocusKind::X);
    if let (ProfileKind::Single, true, &[one]) = (kind, of_two, names.as_slice()) {
        match one_allele {
            OneAllele::Unknown if one != ANY_SECOND => names.push(ANY_SECOND),
            OneAllele::Homozygote => names.push(one),
            OneAllele::Unknown | OneAllele::Refuse => {}
        }
    }
    let genotype = match kind {
        ProfileKind::Single => Genotype::single(own.locus, &names),
        ProfileKind::Mixture => Genotype::mixture(own.locus, &names),
    };
    genotype.map_err(RowProblem::Genotype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allele_zero_is_refused_however_it_is_written() {
        for zero in ["0", "00", "0.0", "000.0"] {
            assert!(is_zero(zero), "{zero}");
        }
        for other in ["10", "9.3", "0.3", "", ".", "OL", "X"] {
            assert!(!is_zero(other), "{other}");
        }
    }
}
