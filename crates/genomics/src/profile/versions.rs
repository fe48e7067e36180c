//! Profiles and their versions: a correction is a new version, the old one stays.

use std::collections::BTreeMap;

use super::genotype::{Genotype, GenotypeError};
use crate::locus::{Locus, UnknownLocus};

/// Whose alleles a profile shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileKind {
    /// One person.
    Single,
    /// Several people, or it cannot be told.
    Mixture,
}

/// What was designated, by locus. Not changed once made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    kind: ProfileKind,
    loci: BTreeMap<Locus, Genotype>,
}

impl Profile {
    /// Reads a profile from names of loci with their designations. A locus named twice must say the same.
    ///
    /// # Errors
    /// [`ProfileError`] naming the locus.
    pub fn read(kind: ProfileKind, rows: &[(&str, Vec<&str>)]) -> Result<Self, ProfileError> {
        let mut loci = BTreeMap::new();
        for (name, designations) in rows {
            let locus = Locus::named(name)?;
            let genotype = match kind {
                ProfileKind::Single => Genotype::single(locus, designations)?,
                ProfileKind::Mixture => Genotype::mixture(locus, designations)?,
            };
            if loci.get(&locus).is_some_and(|before| *before != genotype) {
                return Err(ProfileError::Differs { locus });
            }
            loci.insert(locus, genotype);
        }
        Self::of(kind, loci)
    }

    /// A profile of genotypes that were read already.
    ///
    /// # Errors
    /// [`ProfileError`] when there is none, or one of a mixture in one person's profile or the other way round.
    pub fn of(kind: ProfileKind, loci: BTreeMap<Locus, Genotype>) -> Result<Self, ProfileError> {
        let fits = |genotype: &Genotype| match genotype {
            Genotype::Sex { .. } => true,
            Genotype::Mixture(_) => kind == ProfileKind::Mixture,
            _ => kind == ProfileKind::Single,
        };
        if let Some((locus, _)) = loci.iter().find(|(_, genotype)| !fits(genotype)) {
            return Err(ProfileError::OtherKind { locus: *locus });
        }
        if loci.is_empty() {
            return Err(ProfileError::Empty);
        }
        Ok(Self { kind, loci })
    }

    /// Whose alleles it shows.
    pub fn kind(&self) -> ProfileKind {
        self.kind
    }

    /// The designations at a locus.
    pub fn get(&self, locus: Locus) -> Option<&Genotype> {
        self.loci.get(&locus)
    }

    /// Loci in the order of the catalogue.
    pub fn loci(&self) -> impl Iterator<Item = (Locus, &Genotype)> {
        self.loci.iter().map(|(locus, genotype)| (*locus, genotype))
    }

    /// Loci typed in both.
    pub fn common(&self, other: &Self) -> Vec<Locus> {
        self.loci.keys().filter(|locus| other.loci.contains_key(locus)).copied().collect()
    }
}

/// All versions of one person's or stain's profile, oldest first. A version is never changed or taken out:
/// results name the version they were computed from, and a new one asks for them to be computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    versions: Vec<Profile>,
}

impl Versions {
    /// The first version.
    pub fn first(profile: Profile) -> Self {
        Self { versions: vec![profile] }
    }

    /// Adds a version and returns its number; the same profile again adds nothing.
    pub fn add(&mut self, profile: Profile) -> usize {
        if self.versions.last() != Some(&profile) {
            self.versions.push(profile);
        }
        self.versions.len()
    }

    /// The version of a number from 1.
    pub fn get(&self, number: usize) -> Option<&Profile> {
        self.versions.get(number.checked_sub(1)?)
    }

    /// Number of the newest version.
    pub fn newest(&self) -> usize {
        self.versions.len()
    }

    /// Loci at which two versions differ, with what each says.
    pub fn changes(&self, from: usize, to: usize) -> Vec<(Locus, Option<&Genotype>, Option<&Genotype>)> {
        let (Some(from), Some(to)) = (self.get(from), self.get(to)) else { return Vec::new() };
        let mut loci: Vec<Locus> = from.loci.keys().chain(to.loci.keys()).copied().collect();
        loci.sort_unstable();
        loci.dedup();
        loci.into_iter()
            .map(|locus| (locus, from.get(locus), to.get(locus)))
            .filter(|(_, before, after)| before != after)
            .collect()
    }
}

/// Why rows are no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No locus.
    #[error("the profile is empty: give at least one typed locus")]
    Empty,
    /// A locus named twice with different alleles.
    #[error("{locus}: stands twice with different alleles; keep one")]
    Differs {
        /// Which.
        locus: Locus,
    },
    /// A genotype of a mixture in one person's profile, or the other way round.
    #[error("{locus}: one person's profile holds no genotype of a mixture, and a mixture none of one person")]
    OtherKind {
        /// Which.
        locus: Locus,
    },
    /// A locus that is not accepted.
    #[error(transparent)]
    Locus(#[from] UnknownLocus),
    /// Designations that are no genotype.
    #[error(transparent)]
    Genotype(#[from] GenotypeError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(rows: &[(&str, &str)]) -> Result<Profile, ProfileError> {
        let rows: Vec<(&str, Vec<&str>)> =
            rows.iter().map(|(name, text)| (*name, text.split(',').collect())).collect();
        Profile::read(ProfileKind::Single, &rows)
    }

    #[test]
    fn two_spellings_of_a_locus_are_one_and_may_not_differ() {
        let one = profile(&[("TH01", "6,9.3"), ("THO1", "9.3,6")]).unwrap();
        assert_eq!(one.loci().count(), 1);
        let error = profile(&[("TH01", "6,9.3"), ("THO1", "6,9")]).unwrap_err();
        assert!(error.to_string().starts_with("TH01: stands twice"));
        assert_eq!(profile(&[]), Err(ProfileError::Empty));
        assert!(matches!(profile(&[("HLA-A", "1,2")]), Err(ProfileError::Locus(_))));
    }

    #[test]
    fn genotypes_of_a_mixture_and_of_one_person_do_not_mix() {
        let locus = Locus::named("FGA").unwrap();
        let single = BTreeMap::from([(locus, Genotype::single(locus, &["20", "22"]).unwrap())]);
        let mixture = BTreeMap::from([(locus, Genotype::mixture(locus, &["20", "22"]).unwrap())]);
        assert!(Profile::of(ProfileKind::Single, single.clone()).is_ok());
        assert!(Profile::of(ProfileKind::Mixture, mixture.clone()).is_ok());
        for wrong in [(ProfileKind::Mixture, single), (ProfileKind::Single, mixture)] {
            assert_eq!(Profile::of(wrong.0, wrong.1), Err(ProfileError::OtherKind { locus }));
        }
        assert_eq!(Profile::of(ProfileKind::Single, BTreeMap::new()), Err(ProfileError::Empty));
    }

    #[test]
    fn a_correction_is_a_new_version_and_says_what_changed() {
        let mut versions = Versions::first(profile(&[("TH01", "6,9.3"), ("FGA", "20,22")]).unwrap());
        let corrected = profile(&[("TH01", "6,9"), ("FGA", "20,22"), ("vWA", "16,17")]).unwrap();
        assert_eq!(versions.add(corrected.clone()), 2);
        assert_eq!(versions.add(corrected), 2);
        let loci: Vec<&str> = versions.changes(1, 2).iter().map(|(locus, ..)| locus.name()).collect();
        assert_eq!(loci, ["TH01", "vWA"]);
        assert_eq!(versions.get(1).unwrap().loci().count(), 2);
        assert_eq!((versions.get(0), versions.get(3)), (None, None));
    }
}
