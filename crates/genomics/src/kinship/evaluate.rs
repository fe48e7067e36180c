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

/// One way the copies may have come down, or all of them.
struct Way<'a> {
    /// Which copy each meiosis passed on; `None` = either.
    bits: Option<&'a [bool]>,
    /// Copies that matter.
    needed: Vec<bool>,
    /// Of every slot that matters, its number among these.
    places: Vec<usize>,
    /// How many matter.
    drawn: usize,
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
        if meioses.len() > MEIOSES_MAX.min(16) || self.ways(self.drawn_max()).is_infinite() {
            return Err(TooLarge);
        }
        let bits = |vector: u64| (0..meioses.len()).map(|bit| vector >> bit & 1 == 1).collect::<Vec<_>>();
        Ok((0..1u64 << meioses.len()).map(|vector| self.sum_over_groups(Some(&bits(vector)))).collect())
    }

    /// Most drawn copies that one inheritance vector brings down to somebody typed.
    fn drawn_max(&self) -> usize {
        let certain = |gene: &usize| self.genes.origins[*gene] == Origin::Certain;
        let typed = self.genes.typed.iter().flat_map(|pair| pair.genes).filter(|gene| !certain(gene));
        typed.count().min(self.genes.slots)
    }

    /// In how many ways so many drawn copies may be the same; infinite above the limit.
    fn ways(&self, drawn: usize) -> f64 {
        match drawn {
            _ if self.theta == 0.0 => 1.0,
            _ if drawn > DRAWN_MAX_WITH_THETA => f64::INFINITY,
            _ => Partitions::count(drawn),
        }
    }

    fn choose(&self, method: Method, meioses: &[usize], free: usize) -> Result<Method, TooLarge> {
        let all = self.way(None);
        let peeling = match self.network(&all, &Partitions::apart(all.drawn)).map(|network| network.plan()) {
            Some(plan) if plan.fits => (plan.work + NETWORK_WORK) * self.ways(all.drawn),
            Some(_) => f64::INFINITY,
            None => 0.0,
        };
        let descent = if free <= MEIOSES_MAX {
            let bits = vec![false; meioses.len()];
            let way = self.way(Some(&bits));
            let network = self.network(&way, &Partitions::apart(way.drawn));
            let work = network.map_or(0.0, |network| network.plan().work) + NETWORK_WORK;
            work * self.ways(self.drawn_max()) * 2f64.powi(free as i32)
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

    /// Which copies matter when meioses went as `bits` say: those that reach somebody typed. The others, and what
    /// they would have drawn, sum to one.
    fn way<'b>(&self, bits: Option<&'b [bool]>) -> Way<'b> {
        let origins = &self.genes.origins;
        let mut needed = vec![bits.is_none(); origins.len()];
        for gene in self.genes.typed.iter().flat_map(|pair| pair.genes) {
            needed[gene] = true;
        }
        let mut meiosis = self.genes.meioses().len();
        for gene in (0..origins.len()).rev() {
            match (origins[gene], bits) {
                (Origin::Meiosis { parent, .. }, Some(bits)) => {
                    meiosis -= 1;
                    needed[parent[usize::from(bits[meiosis])]] |= needed[gene];
                }
                (Origin::Passed { parent, .. }, _) => needed[parent] |= needed[gene],
                _ => {}
            }
        }
        let mut places = vec![0; self.genes.slots];
        let mut drawn = 0;
        for (gene, origin) in origins.iter().enumerate() {
            if let (Origin::Drawn(slot), true) = (origin, needed[gene]) {
                places[*slot] = drawn;
                drawn += 1;
            }
        }
        Way { bits, needed, places, drawn }
    }

    /// Over all ways the drawn copies may be the same.
    fn sum_over_groups(&self, bits: Option<&[bool]>) -> Scaled {
        let urn = self.urn();
        let way = self.way(bits);
        let weigh = |groups: Vec<usize>| {
            let sizes = group_sizes(&groups);
            let weight = urn.probability * urn.group_weight(&sizes) / urn.divisor(groups.len());
            let Some(network) = self.network(&way, &groups) else { return Scaled::ZERO };
            let plan = network.plan();
            network.total(&plan).times(Scaled::new(weight))
        };
        if self.theta == 0.0 {
            return weigh(Partitions::apart(way.drawn));
        }
        Partitions::of(way.drawn).map(weigh).fold(Scaled::ZERO, Scaled::plus)
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

    /// The network when drawn copies are the same within `groups`; `None` when no allele at all is possible for
    /// some copy.
    fn network(&self, way: &Way<'_>, groups: &[usize]) -> Option<Network> {
        let (vars, count) = self.variables(way, groups);
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
            meiosis += usize::from(matches!(origin, Origin::Meiosis { .. }));
            if !way.needed[gene] {
                continue;
            }
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
                Origin::Meiosis { parent, maternal } => match way.bits {
                    Some(bits) => {
                        factors.extend(passed(parent[usize::from(bits[meiosis - 1])], maternal));
                    }
                    None => {
                        let parent = parent.map(|copy| vars[copy]);
                        factors.push(self.either(parent, vars[gene], maternal, &domains));
                    }
                },
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

    /// The variable of every copy that matters, the same for copies that cannot differ, and how many there are.
    fn variables(&self, way: &Way<'_>, groups: &[usize]) -> (Vec<usize>, usize) {
        let mut of_group: Vec<Option<usize>> = vec![None; groups.len()];
        let mut vars: Vec<usize> = Vec::with_capacity(self.genes.origins.len());
        let (mut count, mut meiosis) = (0, 0);
        for (gene, origin) in self.genes.origins.iter().enumerate() {
            meiosis += usize::from(matches!(origin, Origin::Meiosis { .. }));
            if !way.needed[gene] {
                vars.push(usize::MAX);
                continue;
            }
            let mut fresh = || {
                count += 1;
                count - 1
            };
            let var = match (*origin, way.bits) {
                (Origin::Drawn(slot), _) => {
                    *of_group[groups[way.places[slot]]].get_or_insert_with(&mut fresh)
                }
                (Origin::Meiosis { parent, .. }, Some(bits)) if !self.states.mutates() => {
                    vars[parent[usize::from(bits[meiosis - 1])]]
                }
                _ => fresh(),
            };
            vars.push(var);
        }
        (vars, count)
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
