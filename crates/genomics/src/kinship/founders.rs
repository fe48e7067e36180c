//! Relatedness in the population: the copies of all founders together are drawn from Balding and Nichols'
//! urn. After n copies, m of them of allele a, the next is a with probability (mθ + (1−θ)p) / (1 + (n−1)θ)
//! (Balding & Nichols 1994, Forensic Sci Int 64:125).
//!
//! Copies that are known are counted first. The others are drawn as in the Chinese restaurant: each is either
//! new, or the same as an earlier one with weight θ. Summed over all ways to be the same (set partitions), each
//! group of equal copies is one independent draw, and the rest of the computation is that for θ = 0.

/// The urn after the copies that are known.
#[derive(Debug)]
pub(crate) struct Urn {
    theta: f64,
    counts: Vec<f64>,
    drawn: f64,
    /// Probability of what was drawn so far, in this order.
    pub(crate) probability: f64,
}

impl Urn {
    pub(crate) fn new(theta: f64, states: usize) -> Self {
        Self { theta, counts: vec![0.0; states], drawn: 0.0, probability: 1.0 }
    }

    /// Draws a known copy.
    pub(crate) fn draw(&mut self, state: usize, frequency: f64) {
        self.probability *= self.mass(state, frequency) / self.total();
        self.counts[state] += 1.0;
        self.drawn += 1.0;
    }

    /// Weight of the state for a copy that is not the same as one of the unknown ones.
    pub(crate) fn mass(&self, state: usize, frequency: f64) -> f64 {
        self.counts[state] * self.theta + (1.0 - self.theta) * frequency
    }

    /// Weight of everything.
    fn total(&self) -> f64 {
        1.0 + (self.drawn - 1.0) * self.theta
    }

    /// What the masses of so many further copies are divided by.
    pub(crate) fn divisor(&self, copies: usize) -> f64 {
        (0..copies).map(|before| self.total() + before as f64 * self.theta).product()
    }

    /// Weight of putting further copies into groups of these sizes.
    pub(crate) fn group_weight(&self, sizes: &[usize]) -> f64 {
        let group = |size: usize| (1..size).map(|before| before as f64 * self.theta).product::<f64>();
        sizes.iter().map(|&size| group(size)).product()
    }
}

/// The ways to put `items` into groups, each as the group number of every item: 1, 1, 2, 5, 15, 52, … of them.
pub(crate) struct Partitions {
    next: Option<Vec<usize>>,
}

impl Partitions {
    pub(crate) fn of(items: usize) -> Self {
        Self { next: Some(vec![0; items]) }
    }

    /// Only the one where every item is its own group.
    pub(crate) fn apart(items: usize) -> Vec<usize> {
        (0..items).collect()
    }

    /// How many there are (Bell number), as far as `f64` counts.
    pub(crate) fn count(items: usize) -> f64 {
        let mut row = vec![1.0];
        for _ in 0..items {
            let mut next = vec![*row.last().unwrap_or(&1.0)];
            for value in &row {
                next.push(next.last().unwrap_or(&0.0) + value);
            }
            row = next;
        }
        row[0]
    }
}

impl Iterator for Partitions {
    type Item = Vec<usize>;

    /// Restricted growth strings in order: no item opens a group before all smaller numbers are used.
    fn next(&mut self) -> Option<Vec<usize>> {
        let current = self.next.take()?;
        let mut following = current.clone();
        for place in (1..following.len()).rev() {
            let open = following[..place].iter().max().map_or(0, |group| group + 1);
            if following[place] < open {
                following[place] += 1;
                following[place + 1..].fill(0);
                self.next = Some(following);
                break;
            }
        }
        Some(current)
    }
}

/// How many items each group has.
pub(crate) fn group_sizes(groups: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; groups.iter().max().map_or(0, |group| group + 1)];
    for &group in groups {
        sizes[group] += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_are_all_different_and_as_many_as_bell_says() {
        for (items, bell) in [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)] {
            let mut all: Vec<Vec<usize>> = Partitions::of(items).collect();
            assert_eq!(all.len(), bell);
            assert_eq!(Partitions::count(items), bell as f64);
            all.sort();
            all.dedup();
            assert_eq!(all.len(), bell);
        }
    }

    /// Three unknown copies after two known ones: groups against drawing one after another.
    #[test]
    fn groups_give_what_drawing_one_after_another_gives() {
        let (theta, p) = (0.07, [0.2, 0.3, 0.5]);
        let mut urn = Urn::new(theta, 3);
        urn.draw(1, p[1]);
        urn.draw(1, p[1]);
        let known = urn.probability;
        assert!((known - p[1] * (theta + (1.0 - theta) * p[1])).abs() < 1e-15);
        for states in [[0, 0, 0], [0, 1, 2], [1, 1, 0], [2, 0, 2]] {
            let mut sequence = Urn::new(theta, 3);
            for state in [1, 1].into_iter().chain(states) {
                sequence.draw(state, p[state]);
            }
            let by_groups: f64 = Partitions::of(3)
                .map(|groups| {
                    let sizes = group_sizes(&groups);
                    let mut weight = urn.group_weight(&sizes);
                    for group in 0..sizes.len() {
                        let members: Vec<usize> =
                            (0..3).filter(|&i| groups[i] == group).map(|i| states[i]).collect();
                        let equal = members.iter().all(|&state| state == members[0]);
                        weight *= if equal { urn.mass(members[0], p[members[0]]) } else { 0.0 };
                    }
                    weight
                })
                .sum();
            let probability = known * by_groups / urn.divisor(3);
            assert!((probability / sequence.probability - 1.0).abs() < 1e-14);
        }
    }
}
