//! A match-probability case.

use std::collections::BTreeMap;

use super::answer::RarityAnswer;
use super::error::CaseError;
use super::raw::RawCase;
use super::{needed, refuse};
use crate::allele::{Allele, shown};
use crate::frequency::AlleleFrequencies;
use crate::match_probability::{Designated, Formula, match_probability};

/// The coancestries reported: none, large populations, small ones (NRC II 1996, p. 122).
const THETAS: [(&str, f64); 3] = [("theta_0.00", 0.0), ("theta_0.01", 0.01), ("theta_0.03", 0.03)];
const FORMULAS: [(&str, Formula); 3] = [
    ("hwe", Formula::HardyWeinberg),
    ("nrc2_4_4", Formula::Nrc2Recommendation44),
    ("nrc2_4_10", Formula::Nrc2Recommendation410),
];

pub(crate) fn answer(
    case: &RawCase,
    tables: &BTreeMap<String, AlleleFrequencies>,
) -> Result<RarityAnswer, CaseError> {
    refuse(case.hypotheses.is_some(), "hypotheses", "pedigrees")?;
    refuse(case.profiles.is_some(), "profiles", "pedigrees")?;
    refuse(case.mutation.is_some(), "mutation", "pedigrees")?;
    refuse(case.theta.is_some(), "theta", "pedigrees; a match probability is given for 0, 0.01 and 0.03")?;
    let profile = needed(&case.profile, "profile", "locus to \"a,b\"")?;
    let minimum = case.minimum_allele_frequency.unwrap_or(0.0);
    if !(0.0..1.0).contains(&minimum) {
        let message = format!("`minimum_allele_frequency` is {minimum}; it must be at least 0 and below 1");
        return Err(CaseError::new("wrong-value", message));
    }
    let mut per_locus = BTreeMap::new();
    let mut totals: BTreeMap<String, BTreeMap<&'static str, f64>> = BTreeMap::new();
    for (locus, text) in profile.0.iter().filter(|(_, text)| !text.is_empty()) {
        let table = RawCase::table(tables, locus, "profile")?;
        let genotype = designated(locus, text)?;
        let mut of_locus: BTreeMap<String, BTreeMap<&'static str, f64>> = BTreeMap::new();
        for (theta_name, theta) in THETAS {
            for (name, formula) in FORMULAS {
                let p = match_probability(genotype, table, formula, theta, minimum).map_err(|allele| {
                    let message = format!(
                        "locus {}: allele {allele} is not in the frequency table; add it at the minimum \
                         frequency (5/2N) and rescale the table",
                        shown(locus)
                    );
                    CaseError::new("unknown-allele", message)
                })?;
                of_locus.entry(theta_name.to_owned()).or_default().insert(name, p);
                *totals.entry(theta_name.to_owned()).or_default().entry(name).or_insert(0.0) -= p.log10();
            }
        }
        per_locus.insert(locus.clone(), of_locus);
    }
    if per_locus.is_empty() {
        return Err(CaseError::new("wrong-value", "the profile is empty: give at least one locus"));
    }
    Ok(RarityAnswer { log10_one_over_rmp: totals, per_locus })
}

/// "a,b" or "a,F".
fn designated(locus: &str, text: &str) -> Result<Designated, CaseError> {
    let wrong = |words: String| CaseError::new("wrong-value", format!("locus {}: {words}", shown(locus)));
    let Some((first, second)) = text.split_once(',') else {
        return Err(wrong(format!(
            "`{}`: write two alleles (11,11), or 11,F when only one is known",
            shown(text)
        )));
    };
    let parse = |name: &str| name.trim().parse::<Allele>().map_err(|error| wrong(error.to_string()));
    if second.trim() == "F" {
        return parse(first).map(Designated::One);
    }
    Ok(Designated::Both(parse(first)?, parse(second)?))
}
