//! The likelihood of one locus, by one of two ways of summing: over the alleles of everybody, peeling; or
//! over the ways the copies may have come down (inheritance vectors), after which every copy has one source.
//! Both give the same number; the cheaper is taken.

use super::factor::{Factor, Network};
use super::founders::{Partitions, Urn, group_sizes};
use super::genes::{Genes, Origin};
use super::states::States;
use crate::scaled::Scaled;

/// Most work for one locus under one hypothesis, multiplications: some ten seconds.
const WORK_MAX: f64 = 2e10;
/// Most copies drawn from the population when θ > 0 (678,570 ways to be the same).
const DRAWN_MAX_WITH_THETA: usize = 11;
/// Most meioses for the sum over inheritance vectors.
const MEIOSES_MAX: usize = 22;
/// Work of setting up one network, in multiplications.
const NETWORK_WORK: f64 = 2e3;

/// How to sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// The cheaper.
    Cheaper,
    /// Over alleles.
    Peeling,
    /// Over inheritance vectors.
    Descent,
}

/// The sum would take more than the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// What was seen of a typed person, as a table over the states of the two copies.
#[derive(Debug)]
pub(crate) struct Evidence {
    pub(crate) genes: [usize; 2],
    /// P(seen | first, second), row by row.
    pub(crate) table: Vec<f64>,
}

/// One locus of one hypothesis.
#[derive(Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) genes: &'a Genes,
    pub(crate) states: &'a States,
    pub(crate) evidence: &'a [Evidence],
    pub(crate) theta: f64,
}

impl Problem<'_> {
    /// P(everything seen).
    pub(crate) fn likelihood(&self, method: Method) -> Result<Scaled, TooLarge> {
        if self.theta > 0.0 && self.genes.slots > DRAWN_MAX_WITH_THETA {
            return Err(TooLarge);
        }
        let meioses = self.genes.meioses();
        let free: Vec<usize> =
            (0..meioses.len()).filter(|&bit| !self.genes.symmetric.contains(&meioses[bit])).collect();
        if self.choose(method, &meioses, free.len())? == Method::Peeling {
            return Ok(self.sum_over_groups(None));
        }
        let mut total = Scaled::ZERO;
        for vector in 0..1u64 << free.len() {
            let mut bits = vec![false; meioses.len()];
            for (place, &bit) in free.iter().enumerate() {
                bits[bit] = vector >> place & 1 == 1;
            }
            total = total.plus(self.sum_over_groups(Some(&bits)));
        }
        Ok(total.times(Scaled::with_exponent(1.0, -(free.len() as i64))))
    }

    /// P(everything seen | inheritance vector), for every vector: bit k of the number is meiosis k.
    pub(crate) fn by_vector(&self) -> Result<Vec<Scaled>, TooLarge> {
        let meioses = self.genes.meioses();
        let with_theta = self.theta > 0.0 && self.genes.slots > DRAWN_MAX_WITH_THETA;
        if meioses.len() > MEIOSES_MAX.min(16) || with_theta {
            return Err(TooLarge);
        }
        let bits = |vector: u64| (0..meioses.len()).map(|bit| vector >> bit & 1 == 1).collect::<Vec<_>>();
        Ok((0..1u64 << meioses.len()).map(|vector| self.sum_over_groups(Some(&bits(vector)))).collect())
    }

    fn choose(&self, method: Method, meioses: &[usize], free: usize) -> Result<Method, TooLarge> {
        let apart = Partitions::apart(self.genes.slots);
        let ways = if self.theta > 0.0 { Partitions::count(self.genes.slots) } else { 1.0 };
        let peeling = self.network(&apart, None).map(|network| network.plan());
        let peeling = match peeling {
            Some(plan) if plan.fits => (plan.work + NETWORK_WORK) * ways,
            Some(_) => f64::INFINITY,
            None => 0.0,
        };
        let descent = if free <= MEIOSES_MAX {
            let bits = vec![false; meioses.len()];
            let network = self.network(&apart, Some(&bits)).map_or(0.0, |network| network.plan().work);
            (network + NETWORK_WORK) * ways * 2f64.powi(free as i32)
        } else {
            f64::INFINITY
        };
        let (chosen, work) = match method {
            Method::Peeling => (Method::Peeling, peeling),
            Method::Descent => (Method::Descent, descent),
            Method::Cheaper if peeling <= descent => (Method::Peeling, peeling),
            Method::Cheaper => (Method::Descent, descent),
        };
        if work > WORK_MAX { Err(TooLarge) } else { Ok(chosen) }
    }

    /// Over all ways the drawn copies may be the same.
    fn sum_over_groups(&self, bits: Option<&[bool]>) -> Scaled {
        let urn = self.urn();
        let weigh = |groups: Vec<usize>| {
            let sizes = group_sizes(&groups);
            let weight = urn.probability * urn.group_weight(&sizes) / urn.divisor(groups.len());
            let Some(network) = self.network(&groups, bits) else { return Scaled::ZERO };
            let plan = network.plan();
            network.total(&plan).times(Scaled::new(weight))
        };
        if self.theta == 0.0 {
            return weigh(Partitions::apart(self.genes.slots));
        }
        Partitions::of(self.genes.slots).map(weigh).fold(Scaled::ZERO, Scaled::plus)
    }

    /// The urn after the copies of founders whose alleles are certain.
    fn urn(&self) -> Urn {
        let states = self.states.len();
        let mut urn = Urn::new(self.theta, states);
        let certain = |gene: usize| self.genes.origins[gene] == Origin::Certain;
        for evidence in self.evidence.iter().filter(|evidence| certain(evidence.genes[0])) {
            if let Some(place) = evidence.table.iter().position(|&weight| weight > 0.0) {
                urn.draw(place / states, self.states.frequency(place / states));
                urn.draw(place % states, self.states.frequency(place % states));
            }
        }
        urn
    }

    /// The network when drawn copies are the same within `groups` and meioses went as `bits` say; `None` when
    /// no allele at all is possible for some copy.
    fn network(&self, groups: &[usize], bits: Option<&[bool]>) -> Option<Network> {
        let vars = self.variables(groups, bits);
        let count = vars.iter().max().map_or(0, |var| var + 1);
        let domains = self.domains(&vars, count);
        if domains.iter().any(Vec::is_empty) {
            return None;
        }
        let urn = self.urn();
        let mut factors = Vec::new();
        let mut drawn = vec![false; count];
        let mut meiosis = 0;
        for (gene, origin) in self.genes.origins.iter().enumerate() {
            let passed = |parent: usize, maternal: bool| {
                (vars[parent] != vars[gene]).then(|| {
                    Factor::build(&[vars[parent], vars[gene]], &domains, |s| {
                        self.states.passed_on(maternal, s[0], s[1])
                    })
                })
            };
            match *origin {
                Origin::Certain => {}
                Origin::Drawn(_) => {
                    if !std::mem::replace(&mut drawn[vars[gene]], true) {
                        factors.push(Factor::build(&[vars[gene]], &domains, |s| {
                            urn.mass(s[0], self.states.frequency(s[0]))
                        }));
                    }
                }
                Origin::Passed { parent, maternal } => factors.extend(passed(parent, maternal)),
                Origin::Meiosis { parent, maternal } => {
                    meiosis += 1;
                    match bits {
                        Some(bits) => {
                            factors.extend(passed(parent[usize::from(bits[meiosis - 1])], maternal))
                        }
                        None => factors.push(self.either(
                            parent.map(|copy| vars[copy]),
                            vars[gene],
                            maternal,
                            &domains,
                        )),
                    }
                }
            }
        }
        factors.extend(self.evidence.iter().map(|evidence| {
            Factor::build(&evidence.genes.map(|gene| vars[gene]), &domains, |s| {
                evidence.table[s[0] * self.states.len() + s[1]]
            })
        }));
        Some(Network { sizes: domains.iter().map(Vec::len).collect(), factors })
    }

    /// One of two copies, each with probability ½.
    fn either(&self, parent: [usize; 2], child: usize, maternal: bool, domains: &[Vec<usize>]) -> Factor {
        Factor::build(&[parent[0], parent[1], child], domains, |s| {
            let from = |state: usize| self.states.passed_on(maternal, state, s[2]);
            0.5 * (from(s[0]) + from(s[1]))
        })
    }

    /// The variable of every copy: the same for copies that cannot differ.
    fn variables(&self, groups: &[usize], bits: Option<&[bool]>) -> Vec<usize> {
        let mut of_group: Vec<Option<usize>> = vec![None; groups.len()];
        let mut vars: Vec<usize> = Vec::with_capacity(self.genes.origins.len());
        let (mut count, mut meiosis) = (0, 0);
        for origin in &self.genes.origins {
            let mut fresh = || {
                count += 1;
                count - 1
            };
            let var = match *origin {
                Origin::Drawn(slot) => *of_group[groups[slot]].get_or_insert_with(&mut fresh),
                Origin::Meiosis { parent, .. } => {
                    meiosis += 1;
                    match bits {
                        Some(bits) if !self.states.mutates() => vars[parent[usize::from(bits[meiosis - 1])]],
                        _ => fresh(),
                    }
                }
                Origin::Certain | Origin::Passed { .. } => fresh(),
            };
            vars.push(var);
        }
        vars
    }

    /// The states each variable may have, given what was seen.
    fn domains(&self, vars: &[usize], count: usize) -> Vec<Vec<usize>> {
        let states = self.states.len();
        let mut domains = vec![(0..states).collect::<Vec<usize>>(); count];
        for evidence in self.evidence {
            let possible = |first: usize, second: usize| evidence.table[first * states + second] > 0.0;
            let [first, second] = evidence.genes.map(|gene| vars[gene]);
            if first == second {
                domains[first].retain(|&state| possible(state, state));
            } else {
                domains[first].retain(|&state| (0..states).any(|other| possible(state, other)));
                domains[second].retain(|&state| (0..states).any(|other| possible(other, state)));
            }
        }
        domains
    }
}
