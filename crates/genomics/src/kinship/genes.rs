//! The gene copies of a pedigree that matter for what was seen, and where each comes from.

use super::pedigree::Pedigree;

/// What happens to somebody without any profile who brings in one copy only: a founder with one child.
///
/// With a mutation model that does not keep the population's frequencies the two differ by up to some per cent
/// per locus; otherwise they agree. Familias trims, the R package pedprobr keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FounderConvention {
    /// Such founders are left out: the child's copy has the population's frequencies.
    #[default]
    Trimmed,
    /// They are kept: their copy has the population's frequencies and may mutate on its way to the child.
    Kept,
}

/// Where a copy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A founder whose two alleles are certain.
    Certain,
    /// Drawn from the population; slots are numbered from 0.
    Drawn(usize),
    /// One of the two copies of a parent.
    Meiosis { parent: [usize; 2], maternal: bool },
    /// Exactly this copy of a parent.
    Passed { parent: usize, maternal: bool },
}

/// The copies of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) person: usize,
    pub(crate) genes: [usize; 2],
}

/// Copies in order of descent (parents before children).
#[derive(Debug, Clone, Default)]
pub(crate) struct Genes {
    pub(crate) origins: Vec<Origin>,
    /// Typed persons with their copies.
    pub(crate) typed: Vec<Pair>,
    /// Number of slots.
    pub(crate) slots: usize,
    /// Meioses where, by symmetry of a founder's two copies, the first may be taken for granted. Only for one locus.
    pub(crate) symmetric: Vec<usize>,
}

/// What is known of a person, for the choice of copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// No profile at all.
    Nothing,
    /// A profile, but nothing at this locus.
    Elsewhere,
    /// Something at this locus.
    Something,
    /// Both alleles for certain.
    Genotype,
}

impl Genes {
    /// The copies needed. `known` has one entry per person of the pedigree.
    pub(crate) fn new(
        pedigree: &Pedigree,
        known: &[Known],
        convention: FounderConvention,
        mutates: bool,
    ) -> Self {
        let kept = needed(pedigree, known, convention);
        let mut genes = Self::default();
        let mut pairs: Vec<Option<[usize; 2]>> = vec![None; pedigree.persons.len()];
        let mut passing: Vec<Option<usize>> = vec![None; pedigree.persons.len()];
        for (number, person) in pedigree.persons.iter().enumerate().filter(|(number, _)| kept[*number]) {
            let founder = !person.parents().any(|parent| kept[parent]);
            let typed = matches!(known[number], Known::Something | Known::Genotype);
            if founder && !typed && children(pedigree, number, &kept) == 1 {
                passing[number] = Some(genes.drawn());
                continue;
            }
            let pair = if founder && known[number] == Known::Genotype {
                [genes.push(Origin::Certain), genes.push(Origin::Certain)]
            } else {
                [(person.father, false), (person.mother, true)].map(|(parent, maternal)| {
                    let Some(parent) = parent.filter(|&parent| kept[parent]) else { return genes.drawn() };
                    match (passing[parent], pairs[parent]) {
                        (Some(slot), _) if !mutates => slot,
                        (Some(slot), _) => genes.push(Origin::Passed { parent: slot, maternal }),
                        (None, Some(parent)) => genes.push(Origin::Meiosis { parent, maternal }),
                        (None, None) => genes.drawn(),
                    }
                })
            };
            pairs[number] = Some(pair);
            if typed {
                genes.typed.push(Pair { person: number, genes: pair });
            }
        }
        genes.find_symmetric();
        genes
    }

    fn push(&mut self, origin: Origin) -> usize {
        self.origins.push(origin);
        self.origins.len() - 1
    }

    fn drawn(&mut self) -> usize {
        self.slots += 1;
        self.push(Origin::Drawn(self.slots - 1))
    }

    /// Of each founder with two copies, the first meiosis.
    fn find_symmetric(&mut self) {
        let mut seen: Vec<[usize; 2]> = Vec::new();
        for (gene, origin) in self.origins.iter().enumerate() {
            let Origin::Meiosis { parent, .. } = origin else { continue };
            let own = |copy: usize| match self.origins[copy] {
                Origin::Certain => true,
                Origin::Drawn(_) => true,
                Origin::Meiosis { .. } | Origin::Passed { .. } => false,
            };
            if own(parent[0]) && own(parent[1]) && !seen.contains(parent) {
                seen.push(*parent);
                self.symmetric.push(gene);
            }
        }
    }

    /// The copies that come from one of two, in order: one bit each of an inheritance vector.
    pub(crate) fn meioses(&self) -> Vec<usize> {
        let meiosis = |origin: &Origin| matches!(origin, Origin::Meiosis { .. });
        (0..self.origins.len()).filter(|&gene| meiosis(&self.origins[gene])).collect()
    }
}

fn children(pedigree: &Pedigree, person: usize, kept: &[bool]) -> usize {
    let child = |(number, other): &(usize, &super::pedigree::Person)| {
        kept[*number] && other.parents().any(|parent| parent == person)
    };
    pedigree.persons.iter().enumerate().filter(child).count()
}

/// Leaves out whom nothing depends on, and founders as the convention says; again until nothing changes.
fn needed(pedigree: &Pedigree, known: &[Known], convention: FounderConvention) -> Vec<bool> {
    let mut kept = vec![true; pedigree.persons.len()];
    let shrink = |kept: &mut Vec<bool>, drop: &dyn Fn(usize, &[bool]) -> bool| {
        while let Some(number) = (0..kept.len()).rev().find(|&number| kept[number] && drop(number, kept)) {
            kept[number] = false;
        }
    };
    shrink(&mut kept, &|number, kept| {
        let founder = !pedigree.persons[number].parents().any(|parent| kept[parent]);
        let most = usize::from(convention == FounderConvention::Trimmed && founder);
        known[number] == Known::Nothing && children(pedigree, number, kept) <= most
    });
    shrink(&mut kept, &|number, kept| {
        matches!(known[number], Known::Nothing | Known::Elsewhere) && children(pedigree, number, kept) == 0
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinship::pedigree::{Member, Sex};

    fn pedigree(lines: &[(&str, &str, &str)]) -> Pedigree {
        let parent = |id: &str| (id != "0").then(|| id.to_owned());
        let mothers: Vec<&str> = lines.iter().map(|line| line.2).collect();
        let members: Vec<Member> = lines
            .iter()
            .map(|&(id, father, mother)| Member {
                id: id.to_owned(),
                father: parent(father),
                mother: parent(mother),
                sex: if mothers.contains(&id) { Sex::Female } else { Sex::Male },
            })
            .collect();
        Pedigree::new(&members).unwrap()
    }

    fn known(pedigree: &Pedigree, typed: &[&str]) -> Vec<Known> {
        pedigree.ids().map(|id| if typed.contains(&id) { Known::Genotype } else { Known::Nothing }).collect()
    }

    #[test]
    fn a_founder_with_one_child_is_one_draw_whatever_the_convention() {
        let trio = pedigree(&[("F", "0", "0"), ("M", "0", "0"), ("C", "F", "M")]);
        let known = known(&trio, &["M", "C"]);
        for (convention, mutates, passed) in [
            (FounderConvention::Trimmed, true, 0),
            (FounderConvention::Kept, true, 1),
            (FounderConvention::Kept, false, 0),
        ] {
            let genes = Genes::new(&trio, &known, convention, mutates);
            assert_eq!(genes.slots, 1);
            let is_passed = |origin: &&Origin| matches!(origin, Origin::Passed { .. });
            assert_eq!(genes.origins.iter().filter(is_passed).count(), passed);
            assert_eq!(genes.meioses().len(), 1);
        }
    }

    #[test]
    fn trimming_goes_on_upwards_and_leaves_siblings_parents() {
        let family = pedigree(&[
            ("GF", "0", "0"),
            ("GM", "0", "0"),
            ("F", "GF", "GM"),
            ("M", "0", "0"),
            ("A", "F", "M"),
            ("B", "F", "M"),
            ("X", "A", "0"),
        ]);
        let known = known(&family, &["A", "B"]);
        let genes = Genes::new(&family, &known, FounderConvention::Trimmed, true);
        assert_eq!((genes.slots, genes.meioses().len(), genes.typed.len()), (4, 4, 2));
        assert_eq!(genes.symmetric.len(), 2);
        let genes = Genes::new(&family, &known, FounderConvention::Kept, true);
        assert_eq!((genes.slots, genes.meioses().len()), (4, 4));
        assert_eq!(genes.symmetric.len(), 1);
    }

    #[test]
    fn somebody_typed_elsewhere_is_not_trimmed() {
        let duo = pedigree(&[("F", "0", "0"), ("C", "F", "0")]);
        let genes = Genes::new(&duo, &[Known::Elsewhere, Known::Genotype], FounderConvention::Trimmed, true);
        assert!(genes.origins.iter().any(|origin| matches!(origin, Origin::Passed { .. })));
    }
}
