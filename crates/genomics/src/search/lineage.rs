//! Lines of fathers and of mothers: Y haplotypes and mitochondrial DNA, compared as filters beside a search.
//!
//! Both are inherited whole, so their loci and positions are never multiplied; a filter says how many differ.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use crate::allele::shown;
use crate::locus::{Locus, LocusKind};
use crate::profile::{Call, Genotype, Profile};

/// Last position of the revised Cambridge reference sequence (Andrews et al. 1999).
const POSITION_MAX: u16 = 16_569;
/// Positions whose insertions and deletions are counted by the length of a run of equal bases: not compared.
const LENGTH_VARIANTS: [u16; 5] = [309, 455, 463, 573, 16_193];
/// Most ranges, and most differences, of a profile.
const ENTRIES_MAX: usize = 1000;

/// What one person has of both lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lineage {
    y: BTreeMap<Locus, Vec<Call>>,
    mitochondrial: Option<MitochondrialDna>,
}

impl Lineage {
    /// The Y loci of a profile, and mitochondrial DNA.
    pub fn new(profile: &Profile, mitochondrial: Option<MitochondrialDna>) -> Self {
        let of_y = |locus: Locus| matches!(locus.kind(), LocusKind::Y | LocusKind::YSeveral);
        let haploid = |(locus, genotype): (Locus, &Genotype)| match genotype {
            Genotype::Haploid(calls) if of_y(locus) && !calls.is_empty() => Some((locus, calls.clone())),
            _ => None,
        };
        Self { y: profile.loci().filter_map(haploid).collect(), mitochondrial }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.y.is_empty() && self.mitochondrial.is_none()
    }

    /// Compares what both have.
    pub fn compare(&self, other: &Self) -> LineageComparison {
        let common = self.y.iter().filter_map(|(locus, calls)| Some((calls, other.y.get(locus)?)));
        let (mut compared, mut differ) = (0, 0);
        for (calls, others) in common {
            compared += 1;
            differ += usize::from(!alike(calls, others));
        }
        let y = (compared > 0).then_some(Counted { compared, differ });
        let mitochondrial = match (&self.mitochondrial, &other.mitochondrial) {
            (Some(own), Some(other)) => own.compare(other),
            _ => None,
        };
        LineageComparison { y, mitochondrial }
    }
}

/// Loci that stand more than once are unordered sets: each designation must have one of the other's.
fn alike(calls: &[Call], others: &[Call]) -> bool {
    let within = |from: &[Call], to: &[Call]| from.iter().all(|a| to.iter().any(|b| a.may_equal(*b)));
    within(calls, others) && within(others, calls)
}

/// So many places were compared and so many of them differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    /// Y loci, or positions of mitochondrial DNA.
    pub compared: usize,
    /// Of these.
    pub differ: usize,
}

/// Two lineages compared; `None` where they have nothing in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct LineageComparison {
    /// Y loci typed in both.
    pub y: Option<Counted>,
    /// Positions read in both.
    pub mitochondrial: Option<Counted>,
}

/// Which lines must be alike. What was not typed in both excludes nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct LineageFilter {
    /// Most Y loci that may differ; `None` = the line of fathers is not asked for.
    pub y_differ_max: Option<usize>,
    /// Most positions of mitochondrial DNA that may differ; `None` = the line of mothers is not asked for.
    pub mitochondrial_differ_max: Option<usize>,
}

impl LineageFilter {
    /// Whether a comparison passes.
    pub fn passes(&self, comparison: &LineageComparison) -> bool {
        let within = |most: Option<usize>, counted: Option<Counted>| match (most, counted) {
            (Some(most), Some(counted)) => counted.differ <= most,
            _ => true,
        };
        within(self.y_differ_max, comparison.y)
            && within(self.mitochondrial_differ_max, comparison.mitochondrial)
    }
}

/// Mitochondrial DNA as differences from the revised Cambridge reference sequence within the ranges read
/// (Parson et al. 2014, FSI Genet 13:134).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MitochondrialDna {
    ranges: Vec<(u16, u16)>,
    differences: BTreeMap<Site, Difference>,
}

/// A position, or the n-th base inserted after it.
type Site = (u16, u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Difference {
    /// The base of the reference, when it was written.
    reference: Option<u8>,
    /// What it may be, a bit a base; nothing for a deletion.
    bases: u8,
}

/// The bits of a base, several for an ambiguous one (IUPAC).
fn bases(letter: u8) -> Option<u8> {
    Some(match letter.to_ascii_uppercase() {
        b'A' => 1,
        b'C' => 2,
        b'G' => 4,
        b'T' => 8,
        b'R' => 5,
        b'Y' => 10,
        b'S' => 6,
        b'W' => 9,
        b'K' => 12,
        b'M' => 3,
        b'B' => 14,
        b'D' => 13,
        b'H' => 11,
        b'V' => 7,
        b'N' => 15,
        _ => return None,
    })
}

impl MitochondrialDna {
    /// Reads ranges ("16024-16365") and differences ("A263G", "263G", "315.1C", "249del").
    ///
    /// # Errors
    /// [`MitochondrialError`] with the text.
    pub fn read(ranges: &[&str], differences: &[&str]) -> Result<Self, MitochondrialError> {
        if ranges.is_empty() || ranges.len() > ENTRIES_MAX || differences.len() > ENTRIES_MAX {
            return Err(MitochondrialError::Count);
        }
        let ranges = ranges.iter().map(|text| range(text)).collect::<Result<Vec<_>, _>>()?;
        let mut read = BTreeMap::new();
        for text in differences {
            let (site, difference) = difference(text)?;
            if !ranges.iter().any(|(first, last)| (*first..=*last).contains(&site.0)) {
                return Err(MitochondrialError::Outside { text: shown(text) });
            }
            if read.insert(site, difference).is_some_and(|before| before != difference) {
                return Err(MitochondrialError::Twice { text: shown(text) });
            }
        }
        Ok(Self { ranges, differences: read })
    }

    fn covers(&self, position: u16) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&position))
    }

    /// Positions read in both, and how many differ. A difference outside the other's ranges is none; nor are
    /// lengths of runs of equal bases; ambiguous bases that may be equal are equal.
    fn compare(&self, other: &Self) -> Option<Counted> {
        let mut compared: BTreeSet<u16> = BTreeSet::new();
        for &(first, last) in &self.ranges {
            compared.extend((first..=last).filter(|&position| other.covers(position)));
        }
        let sites: BTreeSet<Site> =
            self.differences.keys().chain(other.differences.keys()).copied().collect();
        let differ = sites
            .into_iter()
            .filter(|(position, _)| compared.contains(position))
            .filter(|site| differ(*site, self.differences.get(site), other.differences.get(site)))
            .count();
        (!compared.is_empty()).then_some(Counted { compared: compared.len(), differ })
    }
}

fn differ((position, inserted): Site, first: Option<&Difference>, second: Option<&Difference>) -> bool {
    let length = |difference: Option<&Difference>| inserted > 0 || difference.is_some_and(|d| d.bases == 0);
    if LENGTH_VARIANTS.contains(&position) && (length(first) || length(second)) {
        return false;
    }
    match (first, second) {
        (Some(a), Some(b)) => a.bases & b.bases == 0 && a.bases != b.bases,
        (Some(one), None) | (None, Some(one)) => one.differs_from_reference(inserted),
        (None, None) => false,
    }
}

impl Difference {
    /// An ambiguous base may be that of the reference; without knowing which that is, it is taken to be.
    fn differs_from_reference(self, inserted: u8) -> bool {
        let ambiguous = self.bases.count_ones() > 1;
        inserted > 0 || !ambiguous || self.reference.is_some_and(|reference| self.bases & reference == 0)
    }
}

fn range(text: &str) -> Result<(u16, u16), MitochondrialError> {
    let bad = || MitochondrialError::Range { text: shown(text) };
    let (first, last) = text.split_once('-').ok_or_else(bad)?;
    let position = |text: &str| u16::from_str(text.trim()).map_err(|_| bad());
    let (first, last) = (position(first)?, position(last)?);
    if first == 0 || last < first || last > POSITION_MAX { Err(bad()) } else { Ok((first, last)) }
}

fn difference(text: &str) -> Result<(Site, Difference), MitochondrialError> {
    let bad = || MitochondrialError::Difference { text: shown(text) };
    let trimmed = text.trim();
    let reference = trimmed.bytes().next().filter(u8::is_ascii_alphabetic).and_then(bases);
    let rest = trimmed.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(trimmed);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(bad)?;
    let (number, what) = rest.split_at(end);
    let (position, inserted) = number.split_once('.').unwrap_or((number, "0"));
    let position = u16::from_str(position).map_err(|_| bad())?;
    let inserted = u8::from_str(inserted).map_err(|_| bad())?;
    let deleted = what == "-" || what.eq_ignore_ascii_case("del");
    let bases = match what.as_bytes() {
        _ if deleted && inserted == 0 => 0,
        [letter] => bases(*letter).ok_or_else(bad)?,
        _ => return Err(bad()),
    };
    let known = reference.is_some() || !trimmed.starts_with(|c: char| c.is_ascii_alphabetic());
    if position == 0 || position > POSITION_MAX || !known {
        return Err(bad());
    }
    Ok(((position, inserted), Difference { reference, bases }))
}

/// Why texts are no mitochondrial DNA.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MitochondrialError {
    /// Nothing read, or too much.
    #[error("mitochondrial DNA: give 1 to {ENTRIES_MAX} ranges and at most {ENTRIES_MAX} differences")]
    Count,
    /// Not a range.
    #[error("mitochondrial DNA: `{text}` is no range; write first-last within 1-{POSITION_MAX}")]
    Range {
        /// The text.
        text: String,
    },
    /// Not a difference.
    #[error("mitochondrial DNA: `{text}` is no difference; write A263G, 263G, 315.1C or 249del")]
    Difference {
        /// The text.
        text: String,
    },
    /// Outside what was read.
    #[error("mitochondrial DNA: `{text}` lies outside the ranges read; correct the ranges or leave it out")]
    Outside {
        /// The text.
        text: String,
    },
    /// One position twice.
    #[error("mitochondrial DNA: `{text}` contradicts another difference at its position; keep one")]
    Twice {
        /// The text.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::ProfileKind;

    fn dna(ranges: &[&str], differences: &[&str]) -> MitochondrialDna {
        MitochondrialDna::read(ranges, differences).unwrap()
    }

    fn differ(a: &MitochondrialDna, b: &MitochondrialDna) -> usize {
        let counted = a.compare(b).unwrap();
        assert_eq!(b.compare(a), Some(counted));
        counted.differ
    }

    #[test]
    fn differences_count_where_both_were_read() {
        let one = dna(&["16024-16365", "73-340"], &["A263G", "16189C", "A73G"]);
        let narrow = dna(&["16024-16365"], &["T16189C"]);
        assert_eq!(differ(&one, &narrow), 0, "263 and 73 were not read in the other");
        assert_eq!(one.compare(&narrow).unwrap().compared, 342);
        assert_eq!(differ(&one, &dna(&["73-340"], &["263G"])), 1);
        assert_eq!(differ(&one, &dna(&["73-340"], &["263A", "73G"])), 1);
        assert_eq!(one.compare(&dna(&["400-500"], &[])), None);
    }

    #[test]
    fn lengths_of_runs_and_ambiguous_bases_exclude_nobody() {
        let plain = dna(&["1-576"], &["A263G"]);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["A263G", "309.1C", "309.2C", "573del"])), 0);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["A263G", "315.1C"])), 1);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["A263R"])), 0);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["263G", "C150Y"])), 0);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["263G", "C150R"])), 1);
        assert_eq!(differ(&plain, &dna(&["1-576"], &["263G", "249del"])), 1);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_text() {
        let words = |ranges: &[&str], differences: &[&str]| {
            MitochondrialDna::read(ranges, differences).unwrap_err().to_string()
        };
        for bad in ["16365-16024", "0-5", "1-16570", "73", "a-b"] {
            assert!(words(&[bad], &[]).contains(&format!("`{bad}` is no range")));
        }
        for bad in ["", "263", "G", "J263G", "263GG", "263Z", "70000C", "315.1del", "309.999C"] {
            assert!(words(&["1-576"], &[bad]).contains("is no difference"), "{bad}");
        }
        assert!(words(&["1-100"], &["A263G"]).contains("outside the ranges"));
        assert!(words(&["1-576"], &["263G", "263C"]).contains("contradicts"));
        assert!(words(&[], &[]).contains("give 1 to"));
    }

    #[test]
    fn y_haplotypes_are_compared_as_sets_and_counted() {
        let lineage = |rows: &[(&str, &str)]| {
            let rows: Vec<(&str, Vec<&str>)> =
                rows.iter().map(|(name, text)| (*name, text.split(',').collect())).collect();
            Lineage::new(&Profile::read(ProfileKind::Single, &rows).unwrap(), None)
        };
        let one = lineage(&[("DYS391", "10"), ("DYS385", "14,11"), ("DYS19", "15"), ("TH01", "6,7")]);
        let other = lineage(&[("DYS391", "11"), ("DYS385", "11,14"), ("DYS438", "9")]);
        let comparison = one.compare(&other);
        assert_eq!(comparison.y, Some(Counted { compared: 2, differ: 1 }));
        let filter = |most| {
            LineageFilter { y_differ_max: most, mitochondrial_differ_max: Some(0) }.passes(&comparison)
        };
        assert_eq!([filter(Some(0)), filter(Some(1)), filter(None)], [false, true, true]);
        assert!(lineage(&[("TH01", "6,7")]).is_empty());
    }
}
