//! When two profiles match: how alike a locus must be, how many loci must be compared, how many may differ.

use crate::locus::{Locus, LocusKind};
use crate::profile::{Call, Genotype, Profile};

use super::kernel::MISMATCHES_COUNTED_MAX;

/// How alike two profiles are at a locus; the least is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stringency {
    /// At least one allele may be the same.
    Low,
    /// Every allele of the profile that shows fewer may be one of the other's: drop-out, a mixture.
    Moderate,
    /// The same alleles, as many of them.
    High,
}

/// How alike two genotypes are; `None` when no allele may be the same.
///
/// Designations that are only a range ("17.x", ">20") match as ranges. A mixture shows everything its contributors
/// have: a person within it is alike in moderate stringency.
pub fn stringency(first: &Genotype, second: &Genotype) -> Option<Stringency> {
    let (a, b) = (first.calls(), second.calls());
    let (fewer, more) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if !fewer.iter().any(|&call| more.iter().any(|&other| call.may_equal(other))) {
        return None;
    }
    let within = match (first, second) {
        (Genotype::Mixture(mixture), other) | (other, Genotype::Mixture(mixture)) => {
            let seen = |call: &Call| mixture.iter().any(|&other| call.may_equal(other));
            return Some(if other.calls().iter().all(seen) { Stringency::Moderate } else { Stringency::Low });
        }
        _ => assigned(fewer, more, 0),
    };
    let one_is_certain = |genotype: &Genotype| matches!(genotype, Genotype::Homozygote(_));
    let same = a.len() == b.len() && (a.len() != 1 || one_is_certain(first) == one_is_certain(second));
    Some(match (within, same) {
        (true, true) => Stringency::High,
        (true, false) => Stringency::Moderate,
        (false, _) => Stringency::Low,
    })
}

/// Whether each designation has one of the other's for itself.
fn assigned(fewer: &[Call], more: &[Call], taken: u32) -> bool {
    let Some((first, rest)) = fewer.split_first() else { return true };
    more.iter().enumerate().any(|(place, &other)| {
        taken >> place & 1 == 0 && first.may_equal(other) && assigned(rest, more, taken | 1 << place)
    })
}

/// When a profile of one category matches one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct MatchingRule {
    stringency: Stringency,
    loci_min: usize,
    mismatches_max: usize,
}

/// Most mismatches a rule may allow.
pub const MISMATCHES_MAX: usize = MISMATCHES_COUNTED_MAX as usize;

impl MatchingRule {
    /// A rule: loci are compared where both are typed, each must be as alike as `stringency` says, at least
    /// `loci_min` must be compared and at most `mismatches_max` of them may be less alike.
    ///
    /// # Errors
    /// [`RuleError`] when no locus need be compared, or every one may differ.
    pub fn new(stringency: Stringency, loci_min: usize, mismatches_max: usize) -> Result<Self, RuleError> {
        if loci_min == 0 || mismatches_max > MISMATCHES_MAX || mismatches_max >= loci_min {
            return Err(RuleError { loci_min, mismatches_max });
        }
        Ok(Self { stringency, loci_min, mismatches_max })
    }

    /// How alike a locus must be.
    pub fn stringency(&self) -> Stringency {
        self.stringency
    }

    /// Fewest loci compared.
    pub fn loci_min(&self) -> usize {
        self.loci_min
    }

    /// Most loci that are less alike.
    pub fn mismatches_max(&self) -> usize {
        self.mismatches_max
    }

    /// Whether a locus is alike enough.
    pub fn fits(&self, first: &Genotype, second: &Genotype) -> bool {
        stringency(first, second).is_some_and(|alike| alike >= self.stringency)
    }

    /// Compares two profiles at the autosomal loci typed in both.
    pub fn compare(&self, first: &Profile, second: &Profile) -> Comparison {
        let mut comparison = Comparison { compared: 0, mismatches: Vec::new(), least: None };
        for (locus, genotype) in first.loci().filter(|(locus, _)| locus.kind() == LocusKind::Autosomal) {
            if let Some(other) = second.get(locus) {
                comparison.add(self, locus, genotype, other);
            }
        }
        comparison
    }

    /// Whether a comparison is a match.
    pub fn matches(&self, comparison: &Comparison) -> bool {
        comparison.compared >= self.loci_min && comparison.mismatches.len() <= self.mismatches_max
    }
}

/// What the comparison of two profiles gave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Comparison {
    /// Autosomal loci typed in both.
    pub compared: usize,
    /// Loci less alike than the rule asks. One of them is for a human: an error of typing, drop-out, a mutation
    /// between samples, or a relative.
    #[serde(serialize_with = "names")]
    pub mismatches: Vec<Locus>,
    /// How alike the least alike of the other loci is; `None` without any.
    pub least: Option<Stringency>,
}

impl Comparison {
    pub(crate) fn add(&mut self, rule: &MatchingRule, locus: Locus, first: &Genotype, second: &Genotype) {
        self.compared += 1;
        match stringency(first, second).filter(|alike| *alike >= rule.stringency) {
            Some(alike) => self.least = Some(self.least.map_or(alike, |least| least.min(alike))),
            None => self.mismatches.push(locus),
        }
    }
}

fn names<S: serde::Serializer>(loci: &[Locus], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(loci.iter().map(|locus| locus.name()))
}

/// A rule that would match anything, or that cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "matching rule: at least {loci_min} loci with at most {mismatches_max} mismatches; at least one locus must be \
     compared, and fewer than that many, at most {MISMATCHES_MAX}, may differ"
)]
pub struct RuleError {
    /// Fewest loci asked for.
    pub loci_min: usize,
    /// Mismatches asked for.
    pub mismatches_max: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::ProfileKind;

    fn read(text: &str) -> Genotype {
        let locus = Locus::named("TH01").unwrap();
        let names: Vec<&str> = text.trim_start_matches("mix ").split(',').collect();
        if text.starts_with("mix ") {
            Genotype::mixture(locus, &names).unwrap()
        } else {
            Genotype::single(locus, &names).unwrap()
        }
    }

    #[test]
    fn how_alike_genotypes_are() {
        use Stringency::{High, Low, Moderate};
        for (a, b, alike) in [
            ("6,9.3", "9.3,6", Some(High)),
            ("6,6", "6,6", Some(High)),
            ("6,6", "6,7", Some(Moderate)),
            ("6,F", "6,7", Some(Moderate)),
            ("6,F", "6,6", Some(Moderate)),
            ("6,F", "6,F", Some(High)),
            ("6,7", "6,8", Some(Low)),
            ("6,7", "8,9", None),
            ("6,7", "6,7,8", Some(Moderate)),
            ("6,7,8", "6,7,8", Some(High)),
            ("6,7,8", "6,7,9", Some(Low)),
            ("9.x,10", "9.3,10", Some(High)),
            ("9.x,10", "9,10", Some(Low)),
            (">12,F", "13,14", Some(Moderate)),
            (">12,>13", "13.3,14", Some(High)),
            (">13,>14", "14,14", Some(Moderate)),
            ("mix 6,7,8", "6,8", Some(Moderate)),
            ("mix 6,7,8", "6,9", Some(Low)),
            ("mix 6,7,8", "9,9", None),
            ("mix 6,7,8", "6,6", Some(Moderate)),
            ("mix 6", "6,6", Some(Moderate)),
        ] {
            assert_eq!(stringency(&read(a), &read(b)), alike, "{a} {b}");
            assert_eq!(stringency(&read(b), &read(a)), alike, "{b} {a}");
        }
    }

    #[test]
    fn a_rule_that_matches_anything_is_refused() {
        for (loci_min, mismatches_max) in [(0, 0), (3, 3), (20, 7)] {
            let error = MatchingRule::new(Stringency::High, loci_min, mismatches_max).unwrap_err();
            assert!(error.to_string().contains(&format!("at least {loci_min} loci")), "{error}");
        }
        assert!(MatchingRule::new(Stringency::Low, 7, 6).is_ok());
    }

    #[test]
    fn loci_are_counted_where_both_are_typed() {
        let profile = |rows: &[(&str, &str)]| {
            let rows: Vec<(&str, Vec<&str>)> =
                rows.iter().map(|(name, text)| (*name, text.split(',').collect())).collect();
            Profile::read(ProfileKind::Single, &rows).unwrap()
        };
        let first = profile(&[
            ("TH01", "6,7"),
            ("FGA", "20,21"),
            ("vWA", "16,17"),
            ("DYS391", "10"),
            ("AMEL", "X,Y"),
        ]);
        let second =
            profile(&[("TH01", "6,7"), ("FGA", "20,20"), ("TPOX", "8,8"), ("DYS391", "10"), ("AMEL", "X")]);
        let rule = |stringency, mismatches| MatchingRule::new(stringency, 2, mismatches).unwrap();
        let moderate = rule(Stringency::Moderate, 0);
        let comparison = moderate.compare(&first, &second);
        assert_eq!((comparison.compared, comparison.least), (2, Some(Stringency::Moderate)));
        assert!(moderate.matches(&comparison));
        let high = rule(Stringency::High, 0).compare(&first, &second);
        assert_eq!(high.mismatches, [Locus::named("FGA").unwrap()]);
        assert!(!rule(Stringency::High, 0).matches(&high) && rule(Stringency::High, 1).matches(&high));
        assert!(!MatchingRule::new(Stringency::Low, 3, 1).unwrap().matches(&comparison));
    }
}
