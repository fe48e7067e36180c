//! Sample names and the pairs a test compares.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One impression of one finger, by the name `FINGER_IMPRESSION`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sample {
    /// Everything before the last underscore.
    pub finger: String,
    /// What follows the last underscore.
    pub impression: String,
}

/// A name that is not `FINGER_IMPRESSION`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not named FINGER_IMPRESSION: the impression follows the last underscore, as in 101_3; rename it"
)]
pub struct NameError(pub String);

impl Sample {
    /// Reads a file name without its extension.
    ///
    /// # Errors
    /// No underscore, or nothing before or after the last one.
    pub fn parse(stem: &str) -> Result<Self, NameError> {
        match stem.rsplit_once('_') {
            Some((finger, impression)) if !finger.is_empty() && !impression.is_empty() => {
                Ok(Self { finger: finger.to_owned(), impression: impression.to_owned() })
            }
            _ => Err(NameError(stem.to_owned())),
        }
    }
}

impl Ord for Sample {
    /// By finger, then impression, digits by their value: 9 before 10.
    fn cmp(&self, other: &Self) -> Ordering {
        natural_order(&self.finger, &other.finger)
            .then_with(|| natural_order(&self.impression, &other.impression))
    }
}

impl PartialOrd for Sample {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Orders texts with runs of digits compared by value; texts equal so are ordered by their bytes.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.as_bytes(), b.as_bytes());
    while let (Some(p), Some(q)) = (x.first(), y.first()) {
        let order = if p.is_ascii_digit() && q.is_ascii_digit() {
            let (m, n) = (take_digits(&mut x), take_digits(&mut y));
            m.len().cmp(&n.len()).then_with(|| m.cmp(n))
        } else {
            (x, y) = (x.get(1..).unwrap_or_default(), y.get(1..).unwrap_or_default());
            p.cmp(q)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// Takes the leading digits off and returns them without leading zeros.
fn take_digits<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    let zeros = digits.iter().take_while(|b| **b == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

/// Which impostor pairs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ImpostorChoice {
    /// Every pair of impressions of different fingers.
    #[default]
    All,
    /// The first impression of each finger against that of every other (the FVC protocol).
    First,
}

/// Two samples to compare, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    /// The earlier sample.
    pub probe: usize,
    /// The later sample.
    pub candidate: usize,
    /// True when both are of one finger.
    pub genuine: bool,
}

/// The pairs of one folder, probe before candidate: all pairs of a finger, and the chosen impostor pairs.
pub fn pairs(samples: &[Sample], impostors: ImpostorChoice) -> Vec<Pair> {
    let mut first: BTreeMap<&str, &Sample> = BTreeMap::new();
    for sample in samples {
        first.entry(&sample.finger).and_modify(|s| *s = (*s).min(sample)).or_insert(sample);
    }
    let is_first = |sample: &Sample| first.get(sample.finger.as_str()) == Some(&sample);
    let mut out = Vec::new();
    for (i, probe) in samples.iter().enumerate() {
        for (j, candidate) in samples.iter().enumerate().skip(i + 1) {
            let genuine = probe.finger == candidate.finger;
            if genuine || impostors == ImpostorChoice::All || (is_first(probe) && is_first(candidate)) {
                out.push(Pair { probe: i, candidate: j, genuine });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(fingers: usize, impressions: usize) -> Vec<Sample> {
        let name = |f: usize, i: usize| Sample::parse(&format!("{f}_{i}")).unwrap();
        (1..=fingers).flat_map(|f| (1..=impressions).map(move |i| name(f, i))).collect()
    }

    #[test]
    fn the_last_underscore_divides() {
        let sample = Sample::parse("012_3_7").unwrap();
        assert_eq!((sample.finger.as_str(), sample.impression.as_str()), ("012_3", "7"));
        for wrong in ["1013", "_3", "101_", "_", ""] {
            assert_eq!(Sample::parse(wrong), Err(NameError(wrong.to_owned())), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let mut names = ["10_1", "9_2", "9_10", "009_1", "a_1", "9_1"].map(|n| Sample::parse(n).unwrap());
        names.sort();
        let names: Vec<String> = names.iter().map(|s| format!("{}_{}", s.finger, s.impression)).collect();
        assert_eq!(names, ["009_1", "9_1", "9_2", "9_10", "10_1", "a_1"]);
    }

    #[test]
    fn a_b_set_of_fvc_has_280_genuine_and_2880_or_45_impostor_pairs() {
        let samples = samples(10, 8);
        let count = |choice, genuine| pairs(&samples, choice).iter().filter(|p| p.genuine == genuine).count();
        assert_eq!((count(ImpostorChoice::All, true), count(ImpostorChoice::All, false)), (280, 2880));
        assert_eq!((count(ImpostorChoice::First, true), count(ImpostorChoice::First, false)), (280, 45));
    }
}
