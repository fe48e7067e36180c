//! Tables over discrete variables and the sum of their product: variables are summed out one after another,
//! the cheapest next. On a family this is Elston–Stewart peeling, and a loop is no special case
//! (Lauritzen & Sheehan 2003, Statistical Science 18:489).

use crate::scaled::{Scaled, take_out_power};

/// Most entries of one table while summing out: 400 MB of `f64`.
const TABLE_ENTRIES_MAX: f64 = 5e7;

/// A table over `vars`; the last variable runs fastest.
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    vars: Vec<usize>,
    table: Vec<f64>,
}

impl Factor {
    /// The table of `value` over the states of the arguments. An argument may be named twice: then both
    /// always have the same state.
    pub(crate) fn build(args: &[usize], domains: &[Vec<usize>], value: impl Fn(&[usize]) -> f64) -> Self {
        let mut vars = args.to_vec();
        vars.sort_unstable();
        vars.dedup();
        let places: Vec<usize> =
            args.iter().map(|arg| vars.iter().position(|var| var == arg).unwrap_or(0)).collect();
        let sizes: Vec<usize> = vars.iter().map(|&var| domains[var].len()).collect();
        let mut table = Vec::with_capacity(sizes.iter().product());
        let mut index = vec![0; vars.len()];
        let mut states = vec![0; args.len()];
        for _ in 0..sizes.iter().product::<usize>() {
            for (state, &place) in states.iter_mut().zip(&places) {
                *state = domains[vars[place]][index[place]];
            }
            table.push(value(&states));
            for place in (0..vars.len()).rev() {
                index[place] += 1;
                if index[place] < sizes[place] {
                    break;
                }
                index[place] = 0;
            }
        }
        Self { vars, table }
    }

    /// Step in the table when `var` moves by one state; 0 when the table does not know it.
    fn stride(&self, var: usize, sizes: &[usize]) -> usize {
        match self.vars.iter().position(|&own| own == var) {
            Some(place) => self.vars[place + 1..].iter().map(|&after| sizes[after]).product(),
            None => 0,
        }
    }
}

/// In which order to sum out, and how much work that is.
#[derive(Debug)]
pub(crate) struct Plan {
    order: Vec<usize>,
    /// Multiplications, about.
    pub(crate) work: f64,
    /// Whether every table fits.
    pub(crate) fits: bool,
}

/// Plans greedily: next the variable whose neighbours make the smallest table.
pub(crate) fn plan(sizes: &[usize], scopes: Vec<Vec<usize>>) -> Plan {
    let mut scopes = scopes;
    let mut waiting: Vec<usize> = (0..sizes.len()).collect();
    let mut plan = Plan { order: Vec::with_capacity(sizes.len()), work: 0.0, fits: true };
    while !waiting.is_empty() {
        let mut best: Option<(f64, usize, Vec<usize>)> = None;
        for (place, &var) in waiting.iter().enumerate() {
            let neighbours = neighbours(var, &scopes);
            let entries: f64 = neighbours.iter().map(|&other| sizes[other] as f64).product();
            let cost = entries * sizes[var] as f64;
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, place, neighbours));
            }
        }
        let Some((cost, place, neighbours)) = best else { break };
        let var = waiting.swap_remove(place);
        let touched = scopes.iter().filter(|scope| scope.contains(&var)).count();
        plan.work += cost * touched as f64 + 50.0;
        plan.fits &= cost / sizes[var] as f64 <= TABLE_ENTRIES_MAX;
        scopes.retain(|scope| !scope.contains(&var));
        scopes.push(neighbours);
        plan.order.push(var);
    }
    plan
}

/// The other variables in the scopes that hold `var`.
fn neighbours(var: usize, scopes: &[Vec<usize>]) -> Vec<usize> {
    let mut others: Vec<usize> = Vec::new();
    for scope in scopes.iter().filter(|scope| scope.contains(&var)) {
        for &other in scope {
            if other != var && !others.contains(&other) {
                others.push(other);
            }
        }
    }
    others
}

/// Variables of the given sizes and the tables whose product is summed over all of them.
#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) sizes: Vec<usize>,
    pub(crate) factors: Vec<Factor>,
}

impl Network {
    /// The order of summing out and its work.
    pub(crate) fn plan(&self) -> Plan {
        plan(&self.sizes, self.factors.iter().map(|factor| factor.vars.clone()).collect())
    }

    /// The sum over all states of all variables of the product of all tables.
    pub(crate) fn total(mut self, plan: &Plan) -> Scaled {
        let mut total = Scaled::ONE;
        for &var in &plan.order {
            let (with, without): (Vec<Factor>, Vec<Factor>) =
                self.factors.into_iter().partition(|factor| factor.vars.contains(&var));
            self.factors = without;
            let mut message = sum_out(var, &with, &self.sizes);
            let Some(power) = take_out_power(&mut message.table) else { return Scaled::ZERO };
            total = total.times(Scaled::with_exponent(1.0, power));
            self.factors.push(message);
        }
        self.factors.iter().fold(total, |total, factor| {
            total.times(factor.table.first().map_or(Scaled::ONE, |&value| Scaled::new(value)))
        })
    }
}

/// The product of the tables, summed over the states of `var`.
fn sum_out(var: usize, factors: &[Factor], sizes: &[usize]) -> Factor {
    let scopes: Vec<Vec<usize>> = factors.iter().map(|factor| factor.vars.clone()).collect();
    let vars = neighbours(var, &scopes);
    let strides: Vec<Vec<usize>> = factors
        .iter()
        .map(|factor| vars.iter().map(|&other| factor.stride(other, sizes)).collect())
        .collect();
    let steps: Vec<usize> = factors.iter().map(|factor| factor.stride(var, sizes)).collect();
    let mut table = vec![0.0; vars.iter().map(|&other| sizes[other]).product()];
    let mut index = vec![0; vars.len()];
    let mut offsets = vec![0; factors.len()];
    for entry in &mut table {
        for state in 0..sizes[var] {
            let mut product = 1.0;
            for ((factor, offset), step) in factors.iter().zip(&offsets).zip(&steps) {
                product *= factor.table[offset + state * step];
            }
            *entry += product;
        }
        for place in (0..vars.len()).rev() {
            index[place] += 1;
            for (offset, stride) in offsets.iter_mut().zip(&strides) {
                *offset += stride[place];
            }
            if index[place] < sizes[vars[place]] {
                break;
            }
            index[place] = 0;
            for (offset, stride) in offsets.iter_mut().zip(&strides) {
                *offset -= stride[place] * sizes[vars[place]];
            }
        }
    }
    Factor { vars, table }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three variables in a loop, summed by hand.
    #[test]
    fn a_loop_sums_to_what_enumeration_gives() {
        let domains = vec![vec![0, 1, 2], vec![0, 1], vec![0, 1, 2, 3]];
        let value = |states: &[usize]| {
            states.iter().enumerate().map(|(i, s)| (i + 1) as f64 * *s as f64).sum::<f64>() + 0.5
        };
        let factors =
            [[0, 1], [1, 2], [2, 0]].iter().map(|args| Factor::build(args, &domains, value)).collect();
        let network = Network { sizes: domains.iter().map(Vec::len).collect(), factors };
        let mut expected = 0.0;
        for a in 0..3 {
            for b in 0..2 {
                for c in 0..4 {
                    expected += value(&[a, b]) * value(&[b, c]) * value(&[c, a]);
                }
            }
        }
        let plan = network.plan();
        assert!((network.total(&plan).to_f64() / expected - 1.0).abs() < 1e-14);
    }

    #[test]
    fn an_argument_named_twice_has_one_state() {
        let domains = vec![vec![4, 7]];
        let factor = Factor::build(&[0, 0], &domains, |s| (s[0] * 10 + s[1]) as f64);
        assert_eq!(factor.table, [44.0, 77.0]);
    }
}
