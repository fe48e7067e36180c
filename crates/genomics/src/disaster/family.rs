//! A family that misses persons, and its likelihood with victims in their places.

use std::collections::{BTreeMap, BTreeSet};

use crate::allele::shown;
use crate::frequency::AlleleFrequencies;
use crate::kinship::{
    FounderConvention, LikelihoodError, LocusModel, Member, Mutation, Observation, Pedigree, PedigreeError,
    Sex, Typed, locus_likelihood,
};
use crate::scaled::Scaled;

/// What was seen, by locus.
pub type Profiles = BTreeMap<String, Observation>;

/// A locus of the case.
#[derive(Debug, Clone, PartialEq)]
pub struct LocusTable {
    /// Its frequencies.
    pub frequencies: AlleleFrequencies,
    /// How it mutates.
    pub mutation: Mutation,
}

/// Remains to be identified.
#[derive(Debug, Clone, PartialEq)]
pub struct Victim {
    /// Identifier.
    pub id: String,
    /// Sex; unknown fits everybody.
    pub sex: Sex,
    /// What was seen.
    pub profile: Profiles,
}

/// A family with missing persons.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Identifier.
    pub id: String,
    /// The pedigree; founders without profile are kept.
    pub members: Vec<Member>,
    /// What was seen of relatives, by identifier.
    pub references: BTreeMap<String, Profiles>,
    /// Identifiers of the missing.
    pub missing: Vec<String>,
}

/// Everything known of a disaster.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Disaster {
    /// The remains.
    pub victims: Vec<Victim>,
    /// Families that miss somebody.
    pub families: Vec<Family>,
    /// Loci with their tables.
    pub loci: BTreeMap<String, LocusTable>,
    /// Pairs (victim, missing person) that other findings exclude: age, teeth, place.
    pub excluded: BTreeSet<(String, String)>,
}

/// A family ready for victims.
pub(crate) struct Ready<'a> {
    family: &'a Family,
    pedigree: Pedigree,
    loci: &'a BTreeMap<String, LocusTable>,
}

impl<'a> Ready<'a> {
    pub(crate) fn new(
        family: &'a Family,
        loci: &'a BTreeMap<String, LocusTable>,
    ) -> Result<Self, DisasterError> {
        let pedigree = Pedigree::new(&family.members)
            .map_err(|error| DisasterError::Pedigree { family: shown(&family.id), error })?;
        for missing in &family.missing {
            if !family.members.iter().any(|member| member.id == *missing) {
                return Err(DisasterError::NotInFamily { family: shown(&family.id), person: shown(missing) });
            }
        }
        Ok(Self { family, pedigree, loci })
    }

    /// Sex of a missing person.
    pub(crate) fn sex(&self, missing: &str) -> Sex {
        self.family
            .members
            .iter()
            .find(|member| member.id == missing)
            .map_or(Sex::Unknown, |member| member.sex)
    }

    /// P(references and the victims put in place).
    pub(crate) fn likelihood(&self, placed: &[(&str, &Victim)]) -> Result<Scaled, DisasterError> {
        let mut product = Scaled::ONE;
        for (locus, table) in self.loci {
            let mut seen = Typed::new();
            for (id, profile) in &self.family.references {
                seen.insert(id, profile.get(locus).cloned().unwrap_or(Observation::Untyped));
            }
            for (missing, victim) in placed {
                seen.insert(missing, victim.profile.get(locus).cloned().unwrap_or(Observation::Untyped));
            }
            let likelihood = locus_likelihood(&self.pedigree, &seen, &model(table)).map_err(|error| {
                DisasterError::Likelihood { family: shown(&self.family.id), locus: shown(locus), error }
            })?;
            product = product.times(likelihood);
        }
        Ok(product)
    }
}

/// P(the victim's profile) for somebody unrelated to all families.
pub(crate) fn alone(victim: &Victim, loci: &BTreeMap<String, LocusTable>) -> Result<Scaled, DisasterError> {
    let member = Member { id: victim.id.clone(), father: None, mother: None, sex: victim.sex };
    let family = Family {
        id: victim.id.clone(),
        members: vec![member],
        references: BTreeMap::new(),
        missing: vec![victim.id.clone()],
    };
    Ready::new(&family, loci)?.likelihood(&[(&victim.id, victim)])
}

fn model(table: &LocusTable) -> LocusModel<'_> {
    LocusModel {
        frequencies: &table.frequencies,
        mutation: table.mutation,
        theta: 0.0,
        silent: 0.0,
        founders: FounderConvention::Kept,
    }
}

/// Why there is no identification.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DisasterError {
    /// A family that is no pedigree.
    #[error("family `{family}`: {error}")]
    Pedigree {
        /// Which.
        family: String,
        /// Why.
        error: PedigreeError,
    },
    /// A missing person the pedigree does not have.
    #[error("family `{family}`: the missing `{person}` is not in the pedigree")]
    NotInFamily {
        /// Which.
        family: String,
        /// Who.
        person: String,
    },
    /// References that cannot be of this family: their likelihood is 0.
    #[error(
        "family `{family}`: the relatives' own profiles are impossible; check their relationship and samples \
         before they are used"
    )]
    ImpossibleFamily {
        /// Which.
        family: String,
    },
    /// A profile that is impossible on its own.
    #[error("victim `{victim}`: the profile is impossible with these tables")]
    ImpossibleVictim {
        /// Whose.
        victim: String,
    },
    /// Two victims, or two missing persons, of one identifier.
    #[error("`{id}` stands twice: victims and missing persons need identifiers of their own")]
    Twice {
        /// Which.
        id: String,
    },
    /// A prior that is none.
    #[error("prior odds {odds} of a pair: they must be above 0 and finite; 1 = every assignment alike")]
    Prior {
        /// What was given.
        odds: f64,
    },
    /// More assignments than can be summed.
    #[error(
        "more than {limit} joint assignments: first settle the undisputed pairs, or exclude pairs by other findings"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// A family that cannot be computed.
    #[error("family `{family}`, locus {locus}: {error}")]
    Likelihood {
        /// Which.
        family: String,
        /// Where.
        locus: String,
        /// Why.
        error: LikelihoodError,
    },
}
