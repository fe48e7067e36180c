//! Profiles of one category, packed: a byte a locus and profile, by columns.

use std::collections::BTreeMap;

use crate::allele::Allele;
use crate::locus::Locus;
use crate::population::Population;
use crate::profile::{Call, Genotype, Profile, ProfileKind};

use super::alphabet::{Alphabet, IRREGULAR, UNTYPED, genotype, named};
use super::kernel::{Column, LOCI_COUNTED_MAX, SEGMENT_PROFILES};
use super::lineage::{Lineage, MitochondrialDna};

/// Most profiles of a database.
pub const PROFILES_MAX: usize = 100_000_000;
/// Most loci of a database.
pub const LOCI_MAX: usize = LOCI_COUNTED_MAX;

/// What the caller knows a profile by. Says nothing of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct ProfileNumber(pub u64);

/// Profiles of single persons, ready to be searched.
#[derive(Debug)]
pub struct ProfileDatabase {
    alphabets: Vec<Alphabet>,
    segments: Vec<Segment>,
    numbers: Vec<ProfileNumber>,
    /// Profiles by the set of loci typed, a bit a locus.
    typed: BTreeMap<u32, u64>,
    /// Places of profiles with an irregular locus: always compared in full.
    irregular: Vec<u32>,
    lineages: BTreeMap<u32, Lineage>,
}

/// Columns of some profiles, one after another.
#[derive(Debug)]
struct Segment {
    codes: Vec<Column>,
    beside: Vec<Beside>,
}

/// Genotypes of a locus that their codes do not tell, by place in the segment, in order.
#[derive(Debug, Default)]
struct Beside {
    /// Place, first allele, second; the second is missing when it may be any.
    named: Vec<(u16, Allele, Option<Allele>)>,
    irregular: Vec<(u16, Genotype)>,
}

impl ProfileDatabase {
    /// An empty database for these autosomal loci; the population says which alleles are frequent. Whatever else
    /// profiles have is kept and compared too, only slower.
    ///
    /// # Errors
    /// [`DatabaseError`] naming the locus.
    pub fn new(loci: &[Locus], population: &Population) -> Result<Self, DatabaseError> {
        if loci.is_empty() || loci.len() > LOCI_MAX {
            return Err(DatabaseError::Loci { loci: loci.len() });
        }
        let mut sorted = loci.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut alphabets = Vec::with_capacity(sorted.len());
        for locus in sorted {
            if !Alphabet::takes(locus) {
                return Err(DatabaseError::NotAutosomal { locus });
            }
            let table = population.table(locus, []).map_err(|_| DatabaseError::NoTable { locus })?;
            alphabets.push(Alphabet::new(locus, &table));
        }
        Ok(Self {
            alphabets,
            segments: Vec::new(),
            numbers: Vec::new(),
            typed: BTreeMap::new(),
            irregular: Vec::new(),
            lineages: BTreeMap::new(),
        })
    }

    /// Adds a profile, with what is known of its mitochondrial DNA. Its Y loci are kept beside. A profile that was
    /// there under the number stays: [`ProfileDatabase::remove`] it first.
    ///
    /// # Errors
    /// [`DatabaseError`]: nothing to search by, a mixture, no room.
    pub fn push(
        &mut self,
        number: ProfileNumber,
        profile: &Profile,
        mitochondrial: Option<MitochondrialDna>,
    ) -> Result<(), DatabaseError> {
        if profile.kind() == ProfileKind::Mixture {
            return Err(DatabaseError::Mixture);
        }
        let genotypes: Vec<Option<&Genotype>> =
            self.alphabets.iter().map(|alphabet| profile.get(alphabet.locus())).collect();
        let codes: Vec<u8> = self
            .alphabets
            .iter()
            .zip(&genotypes)
            .map(|(alphabet, genotype)| genotype.map_or(UNTYPED, |genotype| alphabet.code(genotype)))
            .collect();
        let place = self.add(number, &codes)?;
        let (segment, within) = split(place);
        let segment = &mut self.segments[segment];
        for ((genotype, &code), beside) in genotypes.iter().zip(&codes).zip(&mut segment.beside) {
            match (genotype, named_beside(*genotype, code)) {
                (_, Some((a, b))) => beside.named.push((within, a, b)),
                (Some(genotype), None) if code == IRREGULAR => {
                    beside.irregular.push((within, (*genotype).clone()));
                }
                _ => {}
            }
        }
        if codes.contains(&IRREGULAR) {
            self.irregular.push(place as u32);
        }
        let lineage = Lineage::new(profile, mitochondrial);
        if !lineage.is_empty() {
            self.lineages.insert(place as u32, lineage);
        }
        Ok(())
    }

    /// Adds a profile given as pairs of alleles, in the order of [`ProfileDatabase::loci`]; `None` = not typed.
    ///
    /// # Errors
    /// As [`ProfileDatabase::push`]; also when there are more or fewer loci.
    pub fn push_pairs(
        &mut self,
        number: ProfileNumber,
        pairs: &[Option<(Allele, Allele)>],
    ) -> Result<(), DatabaseError> {
        if pairs.len() != self.alphabets.len() {
            return Err(DatabaseError::Pairs { given: pairs.len(), loci: self.alphabets.len() });
        }
        let mut codes = [UNTYPED; LOCI_MAX];
        for ((alphabet, pair), code) in self.alphabets.iter().zip(pairs).zip(&mut codes) {
            *code = pair.map_or(UNTYPED, |(a, b)| alphabet.pair(a, b));
        }
        let codes = &codes[..pairs.len()];
        let place = self.add(number, codes)?;
        let (segment, within) = split(place);
        for ((&pair, &code), beside) in pairs.iter().zip(codes).zip(&mut self.segments[segment].beside) {
            match pair {
                Some((a, b)) if code == IRREGULAR => beside.irregular.push((within, genotype(a, b))),
                Some((a, b)) if !Alphabet::tells(code) => {
                    beside.named.push((within, a.min(b), Some(a.max(b))));
                }
                _ => {}
            }
        }
        if codes.contains(&IRREGULAR) {
            self.irregular.push(place as u32);
        }
        Ok(())
    }

    /// Writes the codes of a new profile and says where.
    fn add(&mut self, number: ProfileNumber, codes: &[u8]) -> Result<usize, DatabaseError> {
        let place = self.numbers.len();
        let typed = mask(codes);
        if typed == 0 {
            return Err(DatabaseError::Empty);
        }
        if place >= PROFILES_MAX {
            return Err(DatabaseError::Full);
        }
        let (segment, within) = split(place);
        if segment == self.segments.len() {
            self.segments.push(Segment::new(self.alphabets.len()));
        }
        for (column, &code) in self.segments[segment].codes.iter_mut().zip(codes) {
            column[usize::from(within)] = code;
        }
        self.numbers.push(number);
        *self.typed.entry(typed).or_insert(0) += 1;
        Ok(place)
    }

    /// Takes out whatever stands under a number, so that no byte of it stays; says whether there was something.
    pub fn remove(&mut self, number: ProfileNumber) -> bool {
        let places: Vec<usize> =
            self.numbers.iter().enumerate().filter(|(_, n)| **n == number).map(|(place, _)| place).collect();
        let mut removed = false;
        for place in places {
            let (segment, within) = split(place);
            let segment = &mut self.segments[segment];
            let mut codes = Vec::with_capacity(segment.codes.len());
            for column in &mut segment.codes {
                codes.push(std::mem::replace(&mut column[usize::from(within)], UNTYPED));
            }
            for beside in &mut segment.beside {
                beside.named.retain(|(place, ..)| *place != within);
                beside.irregular.retain(|(place, _)| *place != within);
            }
            self.irregular.retain(|own| *own as usize != place);
            self.lineages.remove(&(place as u32));
            let typed = mask(&codes);
            if let Some(count) = self.typed.get_mut(&typed) {
                *count -= 1;
                removed = true;
            }
            self.typed.retain(|_, count| *count > 0);
        }
        removed
    }

    /// How many profiles there are.
    pub fn len(&self) -> u64 {
        self.typed.values().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// The loci, in order.
    pub fn loci(&self) -> impl Iterator<Item = Locus> {
        self.alphabets.iter().map(Alphabet::locus)
    }

    /// Bytes of the packed columns: what a search over every locus reads.
    pub fn column_bytes(&self) -> usize {
        self.segments.len() * self.alphabets.len() * SEGMENT_PROFILES
    }

    /// The packed columns, segment by segment, for measuring how fast they can be read at all.
    pub fn columns(&self) -> impl Iterator<Item = &[u8]> {
        self.segments.iter().flat_map(|segment| segment.codes.iter().map(<[u8; SEGMENT_PROFILES]>::as_slice))
    }

    pub(crate) fn alphabets(&self) -> &[Alphabet] {
        &self.alphabets
    }

    pub(crate) fn segments(&self) -> usize {
        self.segments.len()
    }

    pub(crate) fn column(&self, segment: usize, locus: usize) -> &Column {
        &self.segments[segment].codes[locus]
    }

    /// Profiles by the set of loci typed, a bit a locus.
    pub(crate) fn typed(&self) -> impl Iterator<Item = (u32, u64)> {
        self.typed.iter().map(|(&mask, &count)| (mask, count))
    }

    pub(crate) fn irregular(&self) -> &[u32] {
        &self.irregular
    }

    pub(crate) fn number(&self, place: u32) -> Option<ProfileNumber> {
        self.numbers.get(place as usize).copied()
    }

    pub(crate) fn lineage(&self, place: u32) -> Option<&Lineage> {
        self.lineages.get(&place)
    }

    pub(crate) fn code(&self, place: u32, locus: usize) -> u8 {
        let (segment, within) = split(place as usize);
        self.segments[segment].codes[locus][usize::from(within)]
    }

    /// What was typed at a locus.
    pub(crate) fn genotype(&self, place: u32, locus: usize) -> Option<Genotype> {
        let code = self.code(place, locus);
        if Alphabet::tells(code) {
            return self.alphabets[locus].genotypes(code).pop();
        }
        let (segment, within) = split(place as usize);
        let beside = &self.segments[segment].beside[locus];
        if let Ok(found) = beside.named.binary_search_by_key(&within, |(place, ..)| *place) {
            let (_, a, b) = beside.named[found];
            return Some(b.map_or(Genotype::OneAllele(Call::Named(a)), |b| genotype(a, b)));
        }
        let found = beside.irregular.binary_search_by_key(&within, |(place, _)| *place).ok()?;
        Some(beside.irregular[found].1.clone())
    }
}

impl Segment {
    fn new(loci: usize) -> Self {
        let beside = std::iter::repeat_with(Beside::default).take(loci).collect();
        Self { codes: vec![[UNTYPED; SEGMENT_PROFILES]; loci], beside }
    }
}

fn split(place: usize) -> (usize, u16) {
    (place / SEGMENT_PROFILES, (place % SEGMENT_PROFILES) as u16)
}

fn mask(codes: &[u8]) -> u32 {
    codes.iter().enumerate().filter(|(_, code)| **code != UNTYPED).map(|(locus, _)| 1 << locus).sum()
}

/// The alleles to keep beside a code that does not tell them.
fn named_beside(genotype: Option<&Genotype>, code: u8) -> Option<(Allele, Option<Allele>)> {
    if code == IRREGULAR || Alphabet::tells(code) { None } else { named(genotype?) }
}

/// Why a database or a profile is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// No locus, or too many.
    #[error("{loci} loci: a database has 1 to {LOCI_MAX}")]
    Loci {
        /// How many.
        loci: usize,
    },
    /// A locus without pairs of alleles.
    #[error("{locus}: profiles are packed by autosomal loci; Y loci are kept beside them")]
    NotAutosomal {
        /// Which.
        locus: Locus,
    },
    /// A locus without frequencies.
    #[error("{locus}: the population has no table for it; leave the locus out or choose another population")]
    NoTable {
        /// Which.
        locus: Locus,
    },
    /// Nothing typed.
    #[error("the profile has no autosomal locus of the database: nothing could ever find it")]
    Empty,
    /// Several people's alleles.
    #[error("the profile is a mixture: put it among the mixtures")]
    Mixture,
    /// No room.
    #[error("the database is full: {PROFILES_MAX} profiles")]
    Full,
    /// Pairs that do not go with the loci.
    #[error("{given} pairs for {loci} loci: give one for each locus, in order")]
    Pairs {
        /// How many were given.
        given: usize,
        /// How many loci there are.
        loci: usize,
    },
}
