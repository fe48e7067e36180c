//! Categories of profiles and the rule of every pair of them that may be searched at all.

use std::collections::BTreeMap;

use super::kin::KinshipRule;
use super::lineage::LineageFilter;
use super::rule::{MatchingRule, RuleError, Stringency};

/// What a profile is registered as (Law, Art. 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Category {
    /// A convicted person.
    #[serde(rename = "G1")]
    Convict,
    /// Material of an unidentified person from a crime.
    #[serde(rename = "G2")]
    Trace,
    /// A relative of a missing person.
    #[serde(rename = "G3")]
    Relative,
    /// An unidentified corpse.
    #[serde(rename = "G4")]
    Remains,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Convict, Self::Trace, Self::Relative, Self::Remains];
}

/// How a pair of categories is searched.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PairRule {
    /// For the same person.
    Direct(MatchingRule),
    /// For relatives, on acceptance of a profile.
    Kinship(KinshipRule),
    /// For relatives, by a permission of its own only (familial search).
    Familial(KinshipRule),
}

/// The rule of every pair. A pair without rule is not searched.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleTable(BTreeMap<(Category, Category), Vec<PairRule>>);

impl RuleTable {
    /// The pairs the Law knows: convicts, traces and remains with each other for the same person, relatives with
    /// remains for kinship; no familial search. The numbers are this program's: 8 loci with at most one mismatch in
    /// moderate stringency, since of 536,130 pairs of 1,036 strangers 12 had 8 of 20 loci identical; relatives from a
    /// likelihood ratio of 10,000.
    ///
    /// # Errors
    /// Never; the type is that of any table.
    pub fn standard() -> Result<Self, RuleTableError> {
        use Category::{Convict, Relative, Remains, Trace};
        let direct = PairRule::Direct(MatchingRule::new(Stringency::Moderate, 8, 1)?);
        let kinship = PairRule::Kinship(KinshipRule {
            log10_lr_min: 4.0,
            loci_min: 8,
            leaders_max: 100,
            filter: LineageFilter::default(),
        });
        let mut table = Self(BTreeMap::new());
        for query in [Convict, Trace, Remains] {
            for gallery in [Convict, Trace, Remains] {
                table.add(query, gallery, direct)?;
            }
        }
        table.add(Relative, Remains, kinship)?;
        table.add(Remains, Relative, kinship)?;
        Ok(table)
    }

    /// Adds a rule to a pair.
    ///
    /// # Errors
    /// [`RuleTableError::Wall`]: relatives' profiles are compared with remains only, and for kinship only
    /// (Law, Art. 28(2)).
    pub fn add(&mut self, query: Category, gallery: Category, rule: PairRule) -> Result<(), RuleTableError> {
        use Category::{Relative, Remains};
        let of_relatives = query == Relative || gallery == Relative;
        let lawful = matches!((query, gallery), (Relative, Remains) | (Remains, Relative))
            && matches!(rule, PairRule::Kinship(_));
        if of_relatives && !lawful {
            return Err(RuleTableError::Wall);
        }
        self.0.entry((query, gallery)).or_default().push(rule);
        Ok(())
    }

    /// What is searched when a profile of a category is accepted: every gallery the caller's law permits, with each of
    /// its rules. Familial searches are never among them.
    pub fn on_acceptance(&self, query: Category, permitted: &[Category]) -> Vec<(Category, PairRule)> {
        self.of(query, permitted, |rule| !matches!(rule, PairRule::Familial(_)))
    }

    /// The familial searches of a category, for a caller that holds the permission for one.
    pub fn familial(&self, query: Category, permitted: &[Category]) -> Vec<(Category, PairRule)> {
        self.of(query, permitted, |rule| matches!(rule, PairRule::Familial(_)))
    }

    fn of(
        &self,
        query: Category,
        permitted: &[Category],
        wanted: impl Fn(&PairRule) -> bool,
    ) -> Vec<(Category, PairRule)> {
        let own = self.0.iter().filter(|((own, gallery), _)| *own == query && permitted.contains(gallery));
        own.flat_map(|((_, gallery), rules)| rules.iter().map(|rule| (*gallery, *rule)))
            .filter(|(_, rule)| wanted(rule))
            .collect()
    }
}

/// Why a rule is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleTableError {
    /// Relatives and anything but remains.
    #[error(
        "relatives' profiles are compared with unidentified corpses only, for kinship (Art. 28(2)): no such rule"
    )]
    Wall,
    /// A rule that is none.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use Category::{Convict, Relative, Remains, Trace};

    fn galleries(searched: &[(Category, PairRule)]) -> Vec<Category> {
        searched.iter().map(|(gallery, _)| *gallery).collect()
    }

    #[test]
    fn relatives_meet_remains_only_whatever_is_permitted() {
        let mut table = RuleTable::standard().unwrap();
        let of = |query| galleries(&table.on_acceptance(query, &Category::ALL));
        assert_eq!(of(Relative), [Remains]);
        assert_eq!(of(Convict), [Convict, Trace, Remains]);
        assert_eq!(of(Trace), [Convict, Trace, Remains]);
        assert_eq!(of(Remains), [Convict, Trace, Relative, Remains]);
        let direct = PairRule::Direct(MatchingRule::new(Stringency::High, 8, 0).unwrap());
        let familial = table.on_acceptance(Relative, &[Remains])[0].1;
        let PairRule::Kinship(kinship) = familial else { unreachable!("relatives are searched for kinship") };
        for other in Category::ALL {
            for rule in [direct, PairRule::Kinship(kinship), PairRule::Familial(kinship)] {
                let lawful = other == Remains && matches!(rule, PairRule::Kinship(_));
                assert_eq!(table.add(Relative, other, rule).is_ok(), lawful, "{other:?} {rule:?}");
                assert_eq!(table.add(other, Relative, rule).is_ok(), lawful, "{other:?} {rule:?}");
            }
        }
    }

    #[test]
    fn what_the_law_does_not_permit_is_not_searched_and_familial_never_by_itself() {
        let mut table = RuleTable::standard().unwrap();
        assert_eq!(galleries(&table.on_acceptance(Trace, &[Trace])), [Trace]);
        assert!(table.on_acceptance(Relative, &[Convict, Trace]).is_empty());
        assert!(table.familial(Trace, &Category::ALL).is_empty());
        let PairRule::Kinship(rule) = table.on_acceptance(Relative, &[Remains])[0].1 else {
            unreachable!("relatives are searched for kinship")
        };
        table.add(Trace, Convict, PairRule::Familial(rule)).unwrap();
        assert_eq!(galleries(&table.familial(Trace, &Category::ALL)), [Convict]);
        assert!(table.familial(Trace, &[Trace]).is_empty());
        assert_eq!(table.on_acceptance(Trace, &Category::ALL).len(), 3);
    }
}
