//! A case of pedigrees: one likelihood per hypothesis and locus, and their ratios.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{FamilyAnswer, LinkedAnswer, LocusAnswer};
use super::error::CaseError;
use super::raw::{Once, RawCase, RawConvention, RawDropout, RawMember, RawModel, RawMutation, RawSex};
use super::{needed, refuse};
use crate::allele::{Allele, shown};
use crate::frequency::AlleleFrequencies;
use crate::kinship::{
    FounderConvention, LikelihoodError, LocusModel, Member, Mutation, Observation, Pedigree, Rates, Sex,
    Typed, linked_likelihood, locus_likelihood,
};
use crate::scaled::Scaled;

type Tables = BTreeMap<String, AlleleFrequencies>;

pub(crate) fn answer(case: &RawCase, tables: &Tables) -> Result<FamilyAnswer, CaseError> {
    let family = Family::new(case, tables)?;
    let mut per_locus = BTreeMap::new();
    let mut products: BTreeMap<&str, Scaled> = BTreeMap::new();
    let mut excluding: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (locus, table) in tables {
        let seen = family.seen(locus)?;
        let model = family.model(table);
        let mut likelihoods: BTreeMap<&str, Scaled> = BTreeMap::new();
        for (name, pedigree) in &family.hypotheses {
            let likelihood = locus_likelihood(pedigree, &seen, &model).map_err(|error| {
                of_locus(&error, &format!("hypothesis `{}`, locus {}", shown(name), shown(locus)))
            })?;
            likelihoods.insert(name, likelihood);
        }
        let mut of_locus = LocusAnswer::default();
        for (&name, &likelihood) in &likelihoods {
            of_locus.likelihood.insert(name.to_owned(), likelihood.to_f64());
            if name == family.denominator {
                continue;
            }
            let ratio = likelihoods.get(family.denominator).and_then(|&below| likelihood.over(below));
            let ratio = ratio.ok_or_else(|| impossible_denominator(family.denominator, locus))?;
            of_locus.lr.insert(name.to_owned(), ratio.to_f64());
            if ratio.is_zero() {
                excluding.entry(name.to_owned()).or_default().push(locus.clone());
            }
            let product = products.entry(name).or_insert(Scaled::ONE);
            *product = product.times(ratio);
        }
        per_locus.insert(locus.clone(), of_locus);
    }
    Ok(FamilyAnswer {
        log10_lr: products.into_iter().map(|(name, product)| (name.to_owned(), product.log10())).collect(),
        denominator: family.denominator.to_owned(),
        per_locus,
        excluding_loci: excluding,
        founder_convention: match family.convention {
            FounderConvention::Trimmed => "trimmed",
            FounderConvention::Kept => "kept",
        },
        taken_as_unrelated: family.unrelated,
    })
}

pub(crate) fn linked(case: &RawCase, tables: &Tables) -> Result<LinkedAnswer, CaseError> {
    let family = Family::new(case, tables)?;
    let rate = *needed(&case.recombination_rate, "recombination_rate", "between the two loci")?;
    let loci = needed(&case.loci, "loci", "the two linked loci, in order")?;
    let [first, second] = loci.as_slice() else {
        let message = format!("`loci` names {} loci; a linked pair has two", loci.len());
        return Err(CaseError::new("wrong-value", message));
    };
    if first == second || !(0.0..=0.5).contains(&rate) {
        let message = "`loci` must differ and `recombination_rate` lie between 0 and 0.5";
        return Err(CaseError::new("wrong-value", message));
    }
    let [only] = family.numerators().collect::<Vec<_>>()[..] else {
        return Err(CaseError::new("wrong-value", "a linked pair compares two hypotheses: give exactly two"));
    };
    let tables = [RawCase::table(tables, first, "case")?, RawCase::table(tables, second, "case")?];
    let seen = [family.seen(first)?, family.seen(second)?];
    let ratio = |rate: f64| {
        let of = |name: &str| {
            let pedigree = family.pedigree(name)?;
            let loci = [(&seen[0], family.model(tables[0])), (&seen[1], family.model(tables[1]))];
            linked_likelihood(pedigree, &loci, &[rate])
                .map_err(|error| of_locus(&error, &format!("hypothesis `{}`, {first}–{second}", shown(name))))
        };
        let ratio = of(only)?.over(of(family.denominator)?);
        ratio.map(Scaled::to_f64).ok_or_else(|| impossible_denominator(family.denominator, first))
    };
    Ok(LinkedAnswer { two_locus_lr_linked: ratio(rate)?, two_locus_lr_unlinked: ratio(0.5)? })
}

/// A case of pedigrees, checked.
struct Family<'a> {
    hypotheses: BTreeMap<&'a str, Pedigree>,
    denominator: &'a str,
    profiles: &'a BTreeMap<String, Once<String>>,
    mutation: Mutation,
    theta: f64,
    silent: f64,
    dropout: Option<&'a RawDropout>,
    convention: FounderConvention,
    unrelated: BTreeMap<String, Vec<String>>,
}

impl<'a> Family<'a> {
    fn new(case: &'a RawCase, tables: &Tables) -> Result<Self, CaseError> {
        refuse(case.profile.is_some(), "profile", "a match probability")?;
        let profiles = &needed(&case.profiles, "profiles", "person to locus to \"a,b\"")?.0;
        let raw = &needed(&case.hypotheses, "hypotheses", "name to list of persons")?.0;
        let denominator = needed(&case.denominator, "denominator", "the hypothesis to divide by")?.as_str();
        if raw.len() < 2 || !raw.contains_key(denominator) {
            let message = format!(
                "`denominator` is `{}`: it must be one of at least two `hypotheses`",
                shown(denominator)
            );
            return Err(CaseError::new("wrong-value", message));
        }
        for (person, profile) in profiles {
            for locus in profile.0.keys() {
                RawCase::table(tables, locus, person)?;
            }
        }
        let dropout = case.dropout.as_ref();
        if let Some(dropout) = dropout {
            check_dropout(dropout, profiles)?;
        }
        let mut unrelated = BTreeMap::new();
        let mut hypotheses = BTreeMap::new();
        for (name, members) in raw {
            let (pedigree, added) = pedigree(name, members, profiles)?;
            if !added.is_empty() {
                unrelated.insert(name.clone(), added);
            }
            hypotheses.insert(name.as_str(), pedigree);
        }
        let kept = match case.founder_convention {
            Some(convention) => convention == RawConvention::Kept,
            // As in the programs these cases are checked against: Familias trims, but not when theta joins all
            // founders, where everybody must be named; drop-out is enumerated with pedprobr, which keeps.
            None => dropout.is_some() || case.theta.is_some_and(|theta| theta > 0.0),
        };
        Ok(Self {
            hypotheses,
            denominator,
            profiles,
            mutation: case.mutation.as_ref().map_or(Ok(Mutation::None), mutation)?,
            theta: case.theta.unwrap_or(0.0),
            silent: case.silent_allele_frequency.unwrap_or(0.0),
            dropout,
            convention: if kept { FounderConvention::Kept } else { FounderConvention::Trimmed },
            unrelated,
        })
    }

    fn numerators(&self) -> impl Iterator<Item = &'a str> {
        self.hypotheses.keys().copied().filter(|name| *name != self.denominator)
    }

    fn pedigree(&self, name: &str) -> Result<&Pedigree, CaseError> {
        self.hypotheses
            .get(name)
            .ok_or_else(|| CaseError::new("wrong-value", format!("no hypothesis `{name}`")))
    }

    fn model<'t>(&self, frequencies: &'t AlleleFrequencies) -> LocusModel<'t> {
        LocusModel {
            frequencies,
            mutation: self.mutation,
            theta: self.theta,
            silent: self.silent,
            founders: self.convention,
        }
    }

    /// What was seen of everybody with a profile.
    fn seen(&self, locus: &str) -> Result<Typed<'a>, CaseError> {
        let mut seen = Typed::new();
        for (person, profile) in self.profiles {
            let text = profile.0.get(locus).map(String::as_str);
            let dropout = self.dropout.filter(|dropout| dropout.person == *person);
            let observation =
                observation(text, dropout.map(|dropout| dropout.allele_dropout_d)).map_err(|words| {
                    let message = format!("person `{}`, locus {}: {words}", shown(person), shown(locus));
                    CaseError::new("wrong-value", message)
                })?;
            seen.insert(person, observation);
        }
        Ok(seen)
    }
}

fn impossible_denominator(name: &str, locus: &str) -> CaseError {
    let message = format!(
        "locus {}: the profiles are impossible under the denominator `{}`; choose another denominator, or a \
         mutation model",
        shown(locus),
        shown(name)
    );
    CaseError::new("impossible-denominator", message)
}

fn of_locus(error: &LikelihoodError, place: &str) -> CaseError {
    let code = match error {
        LikelihoodError::UnknownAllele { .. } => "unknown-allele",
        LikelihoodError::TooLarge => "too-large",
        _ => "wrong-value",
    };
    CaseError::new(code, format!("{place}: {error}"))
}

/// The pedigree, and the typed persons it did not mention: they are unrelated under it.
fn pedigree(
    name: &str,
    members: &[RawMember],
    profiles: &BTreeMap<String, Once<String>>,
) -> Result<(Pedigree, Vec<String>), CaseError> {
    let impossible = |words: String| {
        CaseError::new("impossible-pedigree", format!("hypothesis `{}`: {words}", shown(name)))
    };
    let parent = |id: &str| (id != "0").then(|| id.to_owned());
    let members: Vec<Member> = members
        .iter()
        .map(|member| Member {
            id: member.id.clone(),
            father: parent(&member.father),
            mother: parent(&member.mother),
            sex: match member.sex {
                RawSex::Male => Sex::Male,
                RawSex::Female => Sex::Female,
                RawSex::Unknown => Sex::Unknown,
            },
        })
        .collect();
    let mut pedigree = Pedigree::new(&members).map_err(|error| impossible(error.to_string()))?;
    let named: BTreeSet<&str> = members.iter().map(|member| member.id.as_str()).collect();
    let added: Vec<String> = profiles.keys().filter(|id| !named.contains(id.as_str())).cloned().collect();
    for id in &added {
        pedigree = pedigree.with_unrelated(id).map_err(|error| impossible(error.to_string()))?;
    }
    Ok((pedigree, added))
}

fn mutation(raw: &RawMutation) -> Result<Mutation, CaseError> {
    let wrong = |words: &str| CaseError::new("wrong-value", format!("mutation: {words}"));
    let stepwise = raw.model == RawModel::Stepwise;
    if !stepwise && (raw.rate2.is_some() || raw.range.is_some()) {
        return Err(wrong("`rate2` and `range` belong to the stepwise model"));
    }
    let (female, male) = match (raw.model, raw.rate_female, raw.rate_male) {
        (RawModel::None, None, None) => return Ok(Mutation::None),
        (RawModel::None, ..) => return Err(wrong("model `none` has no rates")),
        (_, Some(female), Some(male)) => (female, male),
        _ => return Err(wrong("`rate_female` and `rate_male` are needed")),
    };
    let rates = Rates { female, male };
    let mutation = match raw.model {
        RawModel::Equal => Mutation::Equal(rates),
        RawModel::Proportional => Mutation::Proportional(rates),
        RawModel::None => Mutation::None,
        RawModel::Stepwise => match (raw.rate2, raw.range) {
            (Some(rate2), Some(range)) => Mutation::Stepwise { rates, rate2, range },
            _ => return Err(wrong("the stepwise model needs `rate2` and `range`")),
        },
    };
    mutation.check().map_err(|error| CaseError::new("wrong-value", error.to_string()))?;
    Ok(mutation)
}

fn check_dropout(dropout: &RawDropout, profiles: &BTreeMap<String, Once<String>>) -> Result<(), CaseError> {
    let wrong = |words: String| Err(CaseError::new("wrong-value", format!("dropout: {words}")));
    if !profiles.contains_key(&dropout.person) {
        return wrong(format!("person `{}` has no profile", shown(&dropout.person)));
    }
    if let Some(rule) = dropout.homozygote_dropout.as_deref().filter(|rule| *rule != "d^2") {
        return wrong(format!("`homozygote_dropout` is `{}`; only d^2 is known", shown(rule)));
    }
    if dropout.drop_in.is_some_and(|rate| rate != 0.0) {
        return wrong("`drop_in` is not 0: drop-in belongs to mixtures, not to pedigrees".to_owned());
    }
    Ok(())
}

/// "a,b"; "a,F" when the second may be any; empty or absent = nothing known. With drop-out the alleles seen.
fn observation(text: Option<&str>, dropout: Option<f64>) -> Result<Observation, String> {
    let Some(text) = text else { return Ok(Observation::Untyped) };
    let names: Vec<&str> = text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let parse = |name: &str| name.parse::<Allele>().map_err(|error| error.to_string());
    if let Some(dropout) = dropout {
        let alleles = names.iter().map(|name| parse(name)).collect::<Result<BTreeSet<_>, _>>()?;
        if names.len() > 2 {
            return Err(format!("`{}` names more than two alleles", shown(text)));
        }
        return Ok(Observation::Seen { alleles: alleles.into_iter().collect(), dropout });
    }
    match names[..] {
        [] if text.trim().is_empty() => Ok(Observation::Untyped),
        [first, "F"] => parse(first).map(Observation::AnySecond),
        [first, second] => Ok(Observation::Genotype(parse(first)?, parse(second)?)),
        [first] => Err(format!(
            "one allele only; write {first},{first} for a homozygote or {first},F when the other is not known",
            first = shown(first)
        )),
        _ => Err(format!("`{}` is not two alleles; leave out a locus with three", shown(text))),
    }
}
