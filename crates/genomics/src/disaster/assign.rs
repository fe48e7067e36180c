//! Pairs one at a time, and all victims together.

use std::collections::{BTreeMap, BTreeSet};

use super::family::{Disaster, DisasterError, Ready, Victim, alone};
use crate::allele::shown;
use crate::kinship::Sex;
use crate::scaled::Scaled;

/// Most joint assignments that are summed.
pub const ASSIGNMENTS_MAX: usize = 2_000_000;
/// How many of the best assignments are reported.
const REPORTED: usize = 50;

/// Who is whom: for every victim the missing person, or nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Missing persons by victim, `None` = none of them.
    pub pairs: BTreeMap<String, Option<String>>,
    /// Decimal logarithm of its likelihood over that of nobody being identified.
    pub log10_lr: f64,
    /// Posterior probability.
    pub posterior: f64,
}

/// All victims together.
#[derive(Debug, Clone, PartialEq)]
pub struct JointAnswer {
    /// The best assignments, best first.
    pub best: Vec<Assignment>,
    /// How many are possible at all.
    pub possible: usize,
    /// Posterior probability by victim and missing person; the rest to 1 is that of being none of them.
    pub pairing: BTreeMap<String, BTreeMap<String, f64>>,
}

/// Likelihood ratio of each victim being each missing person against being unrelated; `None` where sex differs or
/// the pair is excluded. Somebody missing is named by the identifier, which is unique over all families.
///
/// # Errors
/// [`DisasterError`]; in particular a family whose own profiles are impossible.
pub fn pairwise_ratios(
    disaster: &Disaster,
) -> Result<BTreeMap<String, BTreeMap<String, Option<Scaled>>>, DisasterError> {
    let case = Case::new(disaster)?;
    let victims = &disaster.victims;
    let mut ratios = BTreeMap::new();
    for (number, victim) in victims.iter().enumerate() {
        let mut of_victim = BTreeMap::new();
        for place in &case.places {
            let ratio = case.fits(number, place).then(|| case.ratio(place.family, &[(place, number)]));
            of_victim.insert(place.missing.to_owned(), ratio.transpose()?);
        }
        ratios.insert(victim.id.clone(), of_victim);
    }
    Ok(ratios)
}

/// Posterior over all joint assignments. `prior_odds` is the weight of one more identified victim against leaving
/// it unidentified: 1 gives every assignment the same prior; an open disaster, where many victims belong to none of
/// the families, needs less.
///
/// # Errors
/// [`DisasterError`]; also more than [`ASSIGNMENTS_MAX`] assignments.
pub fn joint_identification(disaster: &Disaster, prior_odds: f64) -> Result<JointAnswer, DisasterError> {
    if !(prior_odds > 0.0 && prior_odds.is_finite()) {
        return Err(DisasterError::Prior { odds: prior_odds });
    }
    let case = Case::new(disaster)?;
    let victims = &disaster.victims;
    let per_family =
        (0..disaster.families.len()).map(|family| case.fillings(family)).collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    combine(&per_family, &mut Chosen::default(), &mut found)?;
    let weight = |chosen: &Chosen| {
        chosen.pairs.iter().fold(chosen.ratio, |weight, _| weight.times(Scaled::new(prior_odds)))
    };
    let total = found.iter().map(weight).fold(Scaled::ZERO, Scaled::plus);
    let share = |chosen: &Chosen| weight(chosen).over(total).map_or(0.0, Scaled::to_f64);
    let mut pairing: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for victim in victims {
        let zero = case.places.iter().map(|place| (place.missing.to_owned(), 0.0)).collect();
        pairing.insert(victim.id.clone(), zero);
    }
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(found.len());
    for (number, chosen) in found.iter().enumerate() {
        let posterior = share(chosen);
        order.push((posterior, number));
        for &(victim, place) in &chosen.pairs {
            let of_victim = pairing.entry(victims[victim].id.clone()).or_default();
            *of_victim.entry(case.places[place].missing.to_owned()).or_insert(0.0) += posterior;
        }
    }
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = order.iter().take(REPORTED).map(|&(posterior, number)| Assignment {
        pairs: case.named(&found[number]),
        log10_lr: found[number].ratio.log10().unwrap_or(0.0),
        posterior,
    });
    Ok(JointAnswer { best: best.collect(), possible: found.len(), pairing })
}

/// A missing person of a family.
struct Place<'a> {
    number: usize,
    family: usize,
    missing: &'a str,
    sex: Sex,
}

struct Case<'a> {
    disaster: &'a Disaster,
    victims: &'a [Victim],
    families: Vec<Ready<'a>>,
    places: Vec<Place<'a>>,
    /// P(references) of each family.
    before: Vec<Scaled>,
    /// P(profile) of each victim on its own.
    alone: Vec<Scaled>,
}

impl<'a> Case<'a> {
    fn new(disaster: &'a Disaster) -> Result<Self, DisasterError> {
        let Disaster { victims, families, loci, .. } = disaster;
        let mut seen = BTreeSet::new();
        let missing = families.iter().flat_map(|family| family.missing.iter());
        if let Some(id) = victims.iter().map(|victim| &victim.id).chain(missing).find(|id| !seen.insert(*id))
        {
            return Err(DisasterError::Twice { id: shown(id) });
        }
        let ready = families.iter().map(|family| Ready::new(family, loci)).collect::<Result<Vec<_>, _>>()?;
        let before = ready.iter().map(|family| family.likelihood(&[])).collect::<Result<Vec<_>, _>>()?;
        if let Some(place) = before.iter().position(|likelihood| likelihood.is_zero()) {
            return Err(DisasterError::ImpossibleFamily { family: shown(&families[place].id) });
        }
        let alone = victims.iter().map(|victim| alone(victim, loci)).collect::<Result<Vec<_>, _>>()?;
        if let Some(place) = alone.iter().position(|likelihood| likelihood.is_zero()) {
            return Err(DisasterError::ImpossibleVictim { victim: shown(&victims[place].id) });
        }
        let mut places = Vec::new();
        for (number, family) in families.iter().enumerate() {
            for missing in &family.missing {
                let sex = ready[number].sex(missing);
                places.push(Place { number: places.len(), family: number, missing, sex });
            }
        }
        Ok(Self { disaster, victims, families: ready, places, before, alone })
    }

    fn fits(&self, victim: usize, place: &Place<'_>) -> bool {
        let Victim { id, sex, .. } = &self.victims[victim];
        let excluded = &self.disaster.excluded;
        if !excluded.is_empty() && excluded.contains(&(id.clone(), place.missing.to_owned())) {
            return false;
        }
        *sex == place.sex || *sex == Sex::Unknown || place.sex == Sex::Unknown
    }

    /// Likelihood of a family with victims in place over that without, and the victims unrelated.
    fn ratio(&self, family: usize, placed: &[(&Place<'_>, usize)]) -> Result<Scaled, DisasterError> {
        let with: Vec<(&str, &Victim)> =
            placed.iter().map(|(place, victim)| (place.missing, &self.victims[*victim])).collect();
        let mut below = self.before[family];
        for (_, victim) in placed {
            below = below.times(self.alone[*victim]);
        }
        Ok(self.families[family].likelihood(&with)?.over(below).unwrap_or(Scaled::ZERO))
    }

    /// Every way to fill the places of a family with victims, possible ones only.
    fn fillings(&self, family: usize) -> Result<Vec<Chosen>, DisasterError> {
        let mut fillings = vec![Chosen::default()];
        for place in self.places.iter().filter(|place| place.family == family) {
            let mut longer = Vec::new();
            for filling in &fillings {
                for victim in (0..self.victims.len()).filter(|&victim| self.fits(victim, place)) {
                    if filling.pairs.iter().any(|(other, _)| *other == victim) {
                        continue;
                    }
                    let mut pairs = filling.pairs.clone();
                    pairs.push((victim, place.number));
                    let placed: Vec<(&Place<'_>, usize)> =
                        pairs.iter().map(|&(victim, place)| (&self.places[place], victim)).collect();
                    let ratio = self.ratio(family, &placed)?;
                    if !ratio.is_zero() {
                        longer.push(Chosen { pairs, ratio });
                    }
                }
            }
            fillings.extend(longer);
            if fillings.len() > ASSIGNMENTS_MAX {
                return Err(DisasterError::TooMany { limit: ASSIGNMENTS_MAX });
            }
        }
        Ok(fillings)
    }

    fn named(&self, chosen: &Chosen) -> BTreeMap<String, Option<String>> {
        let missing = |victim: usize| {
            let pair = chosen.pairs.iter().find(|(other, _)| *other == victim);
            pair.map(|&(_, place)| self.places[place].missing.to_owned())
        };
        self.victims.iter().enumerate().map(|(number, victim)| (victim.id.clone(), missing(number))).collect()
    }
}

/// Victims in places, by number, and the ratio.
#[derive(Debug, Clone)]
struct Chosen {
    pairs: Vec<(usize, usize)>,
    ratio: Scaled,
}

impl Default for Chosen {
    fn default() -> Self {
        Self { pairs: Vec::new(), ratio: Scaled::ONE }
    }
}

/// One filling of every family, no victim twice.
fn combine(
    families: &[Vec<Chosen>],
    chosen: &mut Chosen,
    found: &mut Vec<Chosen>,
) -> Result<(), DisasterError> {
    let Some((first, rest)) = families.split_first() else {
        if found.len() == ASSIGNMENTS_MAX {
            return Err(DisasterError::TooMany { limit: ASSIGNMENTS_MAX });
        }
        found.push(chosen.clone());
        return Ok(());
    };
    for filling in first {
        let taken = |victim: usize| chosen.pairs.iter().any(|(other, _)| *other == victim);
        if filling.pairs.iter().any(|(victim, _)| taken(*victim)) {
            continue;
        }
        let (pairs, ratio) = (chosen.pairs.len(), chosen.ratio);
        chosen.pairs.extend(&filling.pairs);
        chosen.ratio = ratio.times(filling.ratio);
        combine(rest, chosen, found)?;
        chosen.pairs.truncate(pairs);
        chosen.ratio = ratio;
    }
    Ok(())
}
